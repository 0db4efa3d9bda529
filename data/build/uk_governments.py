"""UK governments since 1924: who was prime minister from when to when, and of which party."""

from pathlib import Path

import pandas as pd
from fields import NO_LICENCE, OGL, field

ARCHONTOLOGY = {
    "title": "United Kingdom: Prime Ministers: 1905-2024",
    "publisher": "Archontology.org",
    "version": "with the appointment of July 2024",
    "path": "https://www.archontology.org/nations/uk/bpm/",
    "licence": NO_LICENCE["title"],
    "citation": "Archontology.org, United Kingdom: Prime Ministers: 1905-2024.",
}
PAST = {
    "title": "Past Prime Ministers",
    "publisher": "GOV.UK",
    "version": "2019, through a second-hand copy",
    "path": "https://www.gov.uk/government/history/past-prime-ministers",
    "licence": OGL["title"],
    "citation": "GOV.UK, Past Prime Ministers.",
}

DESCRIPTOR = {
    "name": "uk-governments",
    "title": "UK prime ministers since 1924: dates in office and party",
    "description": "One row a stretch in office: days of appointment and of departure, and the party of the prime minister.",
    "sources": [ARCHONTOLOGY, PAST],
    "licenses": [OGL, NO_LICENCE],
    "notes": [
        "The party is the prime minister's: governments of several parties have a note.",
        "A day or less between two prime ministers is nobody's: the next row begins on the day of appointment.",
        "Parties as GOV.UK has them; those of 2022 to 2024 as generally reported.",
    ],
    "schema": {
        "fields": [
            field(
                "government",
                "Government's identifier",
                required=True,
                unique=True,
                pattern="[a-z]+(-[a-z0-9]+)*",
            ),
            field("prime_minister", "Prime minister", required=True, minLength=3),
            field("party", "Party", required=True, enum=["Conservative", "Labour"]),
            field("start_date", "Appointed", "date", required=True, minimum="1924-01-01"),
            field("end_date", "Left office", "date") | {"not_before": "start_date"},
            field(
                "start_year",
                "Appointed",
                "integer",
                "year",
                required=True,
                minimum=1924,
                maximum=2026,
            ),
            field("end_year", "Left office", "integer", "year", minimum=1924, maximum=2026)
            | {"not_before": "start_year"},
            field("note", "Note"),
        ],
        "primaryKey": ["government"],
        "missingValues": [""],
    },
}


def build(source: Path) -> pd.DataFrame:
    table = pd.read_csv(
        source / "uk_governments_1924_2025.csv", dtype="str", keep_default_na=False
    ).sort_values("start_date")
    for side in ("start", "end"):
        table[f"{side}_year"] = table[f"{side}_date"].str[:4]
    return table[[column["name"] for column in DESCRIPTOR["schema"]["fields"]]]
