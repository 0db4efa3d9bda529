"""UK regional policies since 1928: what began when, what ended when, and who says so."""

from pathlib import Path

import pandas as pd
from fields import COMPILED, COMPILED_LICENCE, field

#: Policies that last beyond this year's end are open; an end announced for later is in the note.
REFERENCE_YEAR = 2025

COMPILATION = COMPILED | {
    "title": "Regional policies of the United Kingdom since 1928",
    "version": f"to the end of {REFERENCE_YEAR}",
    "citation": (
        "levelkit (2026) Regional policies of the United Kingdom since 1928, compiled from the "
        "source that each row names."
    ),
}

# value, label, description: what a reader must know to sort a further policy.
KINDS = [
    ("incentive", "Area incentive", "A map of assisted places, or grants and tax reliefs paid within it."),
    ("control", "Control", "A permit that firms need to build where the government would not have them."),
    ("body", "Agency or body", "An organisation set up to develop places, or a department for it."),
    ("programme", "Area-based programme", "Work on chosen neighbourhoods or towns for some years."),
    ("fund", "Fund", "Money that places or firms bid for or are allotted."),
    ("strategy", "Strategy or plan", "A document that says what is to be done where."),
    ("devolution", "Deal or devolution", "Powers or money that pass to a place by statute or by agreement."),
]  # fmt: skip
STATES = [
    ("verified", "Verified", "The years were read in the sources named; where there is no end, none was found in a source."),
    ("unverified", "Unverified", "A year was not read in a source, or the end is open to doubt: leave the row out of an analysis."),
]  # fmt: skip
SOURCE_KINDS = [
    ("official", "Official", "Statute, Parliament, government, its auditor or a public archive."),
    ("institute", "Research institute", "An independent institute or research charity."),
    ("academic", "Academic", "A book, paper or university page."),
    ("encyclopaedia", "Encyclopaedia", "Wikipedia or another work of reference: weaker."),
    ("press", "Press", "A newspaper, a trade journal or an organisation's own news: weaker."),
]
#: By the year in which a policy began: first year and label.
ERAS = {
    1928: "1928-1944",
    1945: "1945-1978",
    1979: "1979-1996",
    1997: "1997-2009",
    2010: "2010-2015",
    2016: "2016-2025",
}
NATIONS = ["United Kingdom", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland"]
SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
ADDRESS = "https?://[^ ]+"


def vocabulary(name: str, title: str, values: list[tuple[str, str, str]], **constraints) -> dict:
    """A field of few allowed values, each with a label and what it means."""
    made = field(name, title, enum=[value for value, _, _ in values], **constraints)
    keys = ("value", "label", "description")
    return made | {"categories": [dict(zip(keys, one, strict=True)) for one in values]}


DESCRIPTOR = {
    "name": "uk-policies",
    "title": "UK regional policies since 1928: start, end and source of each",
    "description": (
        "Regional and local growth policies, bodies and funds of the UK and its nations: the year each "
        f"began and the year it ended, as its source has them, to the end of {REFERENCE_YEAR}."
    ),
    "sources": [COMPILATION],
    "licenses": [COMPILED_LICENCE],
    "reference_year": REFERENCE_YEAR,
    "notes": [
        f"No end year: the policy was open at the end of {REFERENCE_YEAR}. An end that was only announced "
        "for later is in the note.",
        "A policy begins with the act, opening or first award that its source dates, and ends with the "
        "repeal, closure or last award: years, not days.",
        "Which policies there are is a judgement: small schemes and those of single councils are left out, "
        "and recent ones are easier to find than old ones.",
        "Years of programmes are often financial years: 2010-11 as the last one is an end in 2011. Deals and funds "
        "without another end close with the last award.",
        "Sources were read in stored copies, in part at second hand (Hansard, Wikipedia, Institute for Government).",
        "A predecessor is the policy that this one took over from; where several were merged it is the largest.",
    ],
    "schema": {
        "fields": [
            field("policy", "Policy's identifier", required=True, unique=True, pattern=SLUG),
            field("name", "Policy", required=True, unique=True, minLength=3),
            vocabulary("kind", "Kind of policy", KINDS, required=True),
            field(
                "start_year", "Began", "integer", "year", required=True, minimum=1900, maximum=2026
            ),
            field("end_year", "Ended", "integer", "year", minimum=1900, maximum=2026)
            | {"not_before": "start_year"},
            field("nation", "Where it holds", required=True, enum=NATIONS),
            field("era", "Period in which it began", required=True, enum=list(ERAS.values())),
            field("predecessor", "Policy that it took over from", pattern=SLUG),
            vocabulary("state", "Are both years verified?", STATES, required=True),
            vocabulary("source_kind", "Kind of source", SOURCE_KINDS, required=True),
            field("source_title", "Source", required=True, minLength=5),
            field("source_url", "Source's address", pattern=ADDRESS),
            field("end_source_title", "Source of the end, where it is another", minLength=5),
            field("end_source_url", "Address of the source of the end", pattern=ADDRESS),
            field("says", "What the sources say", required=True, minLength=5, maxLength=400),
            field("note", "Note", maxLength=400),
        ],
        "primaryKey": ["policy"],
        "foreignKeys": [
            {"fields": ["predecessor"], "reference": {"resource": "", "fields": ["policy"]}}
        ],
        "missingValues": [""],
    },
}


def era(start: int) -> str:
    """The period that a policy began in."""
    return ERAS[max(first for first in ERAS if first <= start)]


def build(source: Path) -> pd.DataFrame:
    table = pd.read_csv(
        source / "uk_regional_policies.csv", dtype={"end_year": "Int64"}, keep_default_na=False,
        na_values={"end_year": [""]},
    )  # fmt: skip
    table["era"] = table["start_year"].map(era)
    names = [column["name"] for column in DESCRIPTOR["schema"]["fields"]]
    return table[names].sort_values(["start_year", "policy"])
