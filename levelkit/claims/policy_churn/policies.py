"""The table of policies, or a visitor's own one, and the groups that policies fall into."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from levelkit.catalogue import DataError, load_table
from levelkit.catalogue.own import read_own
from levelkit.catalogue.package import data_folder, resource, sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

TABLE = "uk-policies"
VERIFIED = "verified"
ALL = "all"

#: The table's kinds in four groups, few enough to compare.
GROUPS = {
    "bodies": ("body",),
    "money": ("fund", "programme"),
    "areas": ("incentive", "control"),
    "plans": ("strategy", "devolution"),
}
GROUP_NAMES = {
    "bodies": "Agencies and bodies",
    "money": "Funds and programmes",
    "areas": "Area incentives and controls",
    "plans": "Strategies, deals and devolution",
}
GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
#: Where a policy holds.
NATIONS = {
    "wide": ("United Kingdom", "Great Britain"),
    "england": ("England",),
    "others": ("Scotland", "Wales", "Northern Ireland"),
}
#: First and last year of start, and the words for it.
ERAS = {
    "1928-1978": (1928, 1978),
    "1979-1996": (1979, 1996),
    "1997-2009": (1997, 2009),
    "2010-2025": (2010, 2025),
}


def era_of(year: int) -> str:
    """The era of a year of start; the first and the last one take in what lies beyond."""
    return next((era for era, (_, last) in ERAS.items() if year <= last), list(ERAS)[-1])


@dataclass(frozen=True)
class Policies:
    """A table of policies.

    Attributes
    ----------
    key : str
        Tells tables apart: the name of the catalogue's, or a hash of a visitor's.
    file : str
        The name of a visitor's file, empty for levelkit's own table.
    frame : DataFrame
        Columns of the table ``uk-policies`` in the order of start.
    """

    key: str
    file: str
    frame: pd.DataFrame = field(compare=False, repr=False)


@functools.lru_cache(maxsize=1)
def entry() -> dict[str, Any]:
    """What the catalogue says of the table."""
    return resource(TABLE, data_folder())


def reference_year() -> int:
    """What is known goes to the end of this year."""
    return int(entry()["reference_year"])


@functools.lru_cache(maxsize=1)
def shipped() -> Policies:
    """Levelkit's own table."""
    return Policies(TABLE, "", _sorted(load_table(TABLE)))


def read_policies(name: str, text: str) -> Policies:
    """A visitor's table, from the text of a CSV file in the columns of the download.

    Parameters
    ----------
    name, text : str
        The file's.

    Returns
    -------
    Policies

    Raises
    ------
    DataError
        A ValueError that names file, row, column and what is allowed: of the schema, of a
        start after the reference year, and of successors that go round in a circle.
    """
    frame = read_own(name, text, TABLE, derived={"era": _period})
    if frame.empty:
        raise DataError(f"{name} has no policies below its column names. At least one is needed.")
    now = reference_year()
    for policy, start in zip(frame["policy"], frame["start_year"], strict=True):
        if start > now:
            raise DataError(
                f"{name}, policy {policy!r}, column 'start_year': {start} is not allowed: "
                f"what is known goes to the end of {now}."
            )
    _check_circles(name, frame)
    key = hashlib.sha256(text.encode()).hexdigest()
    return Policies(key, name, _sorted(frame))


def _period(row: Mapping[str, str]) -> str:
    """The table's own period of a year of start; the first one takes in what is older."""
    periods = next(f for f in entry()["schema"]["fields"] if f["name"] == "era")["constraints"]
    if not row["start_year"].isdigit():
        return row["era"]
    begun = [
        period for period in periods["enum"] if int(period.split("-")[0]) <= int(row["start_year"])
    ]
    return str(max(begun, default=min(periods["enum"])))


def _check_circles(name: str, frame: pd.DataFrame) -> None:
    before = predecessors(frame)
    for policy in before:
        seen, earlier = {policy}, before[policy]
        while earlier in before:
            if earlier in seen:
                raise DataError(
                    f"{name}, policy {policy!r}, column 'predecessor': successors go round in a "
                    f"circle at {earlier!r}. A policy must not come after itself."
                )
            seen.add(earlier)
            earlier = before[earlier]


def predecessors(frame: pd.DataFrame) -> dict[str, str]:
    """Each policy that took over from another one, and that one."""
    known = frame.dropna(subset=["predecessor"])
    return dict(zip(known["policy"], known["predecessor"], strict=True))


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["start_year", "end_year", "policy"], ignore_index=True)


def sources(policies: Policies, *others: str) -> dict[str, str]:
    """Source and licence of the figures: of a visitor's table, that it is theirs."""
    if policies.file:
        return {
            "source": f"your file {policies.file}; {sources_of(others)}",
            "licence": "that of your file",
            "units": "years",
        }
    licence = "; ".join(licence["title"] for licence in entry()["licenses"])
    return {"source": sources_of((TABLE, *others)), "licence": licence, "units": "years"}
