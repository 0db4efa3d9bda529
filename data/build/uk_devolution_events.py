"""Devolution in the United Kingdom: what changed when, and who says so."""

from pathlib import Path

import pandas as pd
from fields import COMPILED, COMPILED_LICENCE, field

COMPILATION = COMPILED | {
    "title": "Events of devolution in the United Kingdom",
    "version": "1972 to 2017",
    "citation": (
        "levelkit (2026) Events of devolution in the United Kingdom, 1972 to 2017, compiled from the source that "
        "each row names."
    ),
}

DESCRIPTOR = {
    "name": "uk-devolution-events",
    "title": "Devolution in the United Kingdom: referendums, Acts and bodies",
    "description": "Events that gave powers or money to nations, regions and cities of the UK, or took them back.",
    "sources": [COMPILATION],
    "licenses": [COMPILED_LICENCE],
    "notes": [
        "Year and date were read in the source that the row names. An Act's date is that of royal assent unless the "
        "event says otherwise; its powers may begin years later.",
        "Which events there are is a judgement: the main referendums, Acts and bodies, and what the indices show.",
    ],
    "schema": {
        "fields": [
            field("event", "Event's identifier", required=True, unique=True, pattern="[a-z0-9]+(-[a-z0-9]+)*"),
            field("year", "Year", "integer", "year", required=True, minimum=1950, maximum=2025),
            field("date", "Date, as exact as the source", required=True, pattern=r"\d{4}(-\d\d(-\d\d)?)?"),
            field("title", "What happened", required=True, minLength=10, maxLength=160),
            field("short", "In a few letters", required=True, maxLength=22),
            field("nation", "Where", required=True, enum=["England", "Scotland", "Wales", "Northern Ireland", "London"]),
            field("direction", "To places, back to the centre, or no change", required=True, enum=["to places", "to the centre", "no change"]),
            field("source_title", "Source", required=True, minLength=5),
            field("source_url", "Source's address", required=True, pattern="https?://[^ ]+"),
        ],
        "primaryKey": ["event"],
        "missingValues": [""],
    },
}  # fmt: skip


def build(source: Path) -> pd.DataFrame:
    table = pd.read_csv(source / "uk_devolution_events.csv", dtype={"date": str})
    table.insert(1, "year", table["date"].str[:4].astype(int))
    names = [column["name"] for column in DESCRIPTOR["schema"]["fields"]]
    return table[names].sort_values(["date", "event"])
