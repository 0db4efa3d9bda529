"""Which countries the UK is compared with: each group by a rule that can be looked up."""

from __future__ import annotations

from dataclasses import dataclass

UK = "United Kingdom"
WESTERN, OECD, EU = "western", "oecd", "eu-15"


@dataclass(frozen=True)
class Group:
    """Countries that are compared.

    Attributes
    ----------
    label, place, short : str
        For a control, as it reads in a sentence ("of 22 western democracies"), and where there is little room.
    rule : str
        How its members are chosen.
    members : tuple of str
        Names as in the tables.
    """

    label: str
    place: str
    short: str
    rule: str
    members: tuple[str, ...]


_EU = (
    "Austria", "Belgium", "Denmark", "Finland", "France", "Germany", "Greece", "Ireland", "Italy", "Luxembourg",
    "Netherlands", "Portugal", "Spain", "Sweden", UK,
)  # fmt: skip
_WESTERN = (
    *_EU, "Australia", "Canada", "Iceland", "New Zealand", "Norway", "Switzerland", "United States",
)  # fmt: skip
_OECD = (
    *_WESTERN, "Chile", "Colombia", "Czechia", "Estonia", "Hungary", "Israel", "Japan", "Latvia", "Lithuania",
    "Mexico", "Poland", "Slovakia", "Slovenia", "South Korea", "Türkiye",
)  # fmt: skip

GROUPS = {
    WESTERN: Group(
        "22 western democracies", "western democracies", "West",
        "Western democracies: the 24 members that the OECD had in 1973, less Japan and Türkiye.",
        tuple(sorted(_WESTERN)),
    ),
    OECD: Group(
        "37 OECD members", "OECD members", "OECD",
        "OECD members: the 37 of 2020, the year of our regional figures. Costa Rica, member since 2021, would come before the UK "
        "by its shares of tax, revenue and spending.",
        tuple(sorted(_OECD)),
    ),
    EU: Group(
        "15 EU members before 2004", "EU members before 2004", "EU-15",
        "EU members before 2004: the 15 of 1995 to 2004, the UK among them.",
        tuple(sorted(_EU)),
    ),
}  # fmt: skip
