"""What is checked where a claim is made: its name, its tables, and the order of its choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from levelkit.catalogue.errors import DataError, UnknownDatasetError, unknown
from levelkit.catalogue.package import data_folder, resources

if TYPE_CHECKING:
    from levelkit.claims.choice import Choice
    from levelkit.claims.claim import Claim

#: What can stand in an address and name a folder.
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def check_definition(claim: Claim) -> None:
    """Refuse a claim that can have no page.

    Raises
    ------
    ValueError
        If its name cannot stand in an address, or a choice depends on what does not come before it.
    UnknownDatasetError
        If the catalogue has no table or map of a name.
    """
    if not NAME.fullmatch(claim.name):
        raise ValueError(
            f"Claim {claim.name!r}: a name is small letters, digits and hyphens, and begins with a letter."
        )
    _check_tables(claim)
    _check_order(claim)


def _check_tables(claim: Claim) -> None:
    """Say that a table's name is misspelt here, not where it is first loaded."""
    try:
        tables = resources(data_folder(), "dataset")
        known = {"dataset": tables, "dataset or map": tables | resources(data_folder(), "map")}
    except DataError:
        return  # the catalogue is damaged, which is said where it is read
    for kind, names in (("dataset", claim.tables), ("dataset or map", claim.drawn)):
        for name in names:
            if name not in known[kind]:
                raise UnknownDatasetError(f"{claim.name}: {unknown(kind, name, known[kind])}")


def _check_order(claim: Claim) -> None:
    """Say that a choice depends on what does not come before it."""
    before: dict[str, Choice] = {}
    for choice in claim.choices:
        where = f"{claim.name}: choice {choice.name!r}"
        if choice.name in before:
            raise ValueError(f"{where} is there twice.")
        for name in (*choice.depends, *filter(None, [choice.after])):
            if name not in before:
                raise ValueError(
                    f"{where} depends on {name!r}, which is no choice before it. "
                    f"There are: {', '.join(before) or 'none'}."
                )
        for name in choice.depends:
            for further in before[name].depends:
                if further not in choice.depends[: choice.depends.index(name)]:
                    raise ValueError(
                        f"{where} depends on {name!r}, which depends on {further!r}: name that "
                        f"before it in depends, too."
                    )
        before[choice.name] = choice
