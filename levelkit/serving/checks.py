"""What a server looks after before it serves a page: whether the figures behind it are sound."""

from __future__ import annotations

import sys
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from levelkit.catalogue.damage import damage, damage_of
from levelkit.catalogue.errors import DataError
from levelkit.claims import claim, claim_names
from levelkit.pages.folders import FIRST_PAGE

if TYPE_CHECKING:
    from levelkit.claims import Claim


def damage_behind(notebook: str) -> list[str]:
    """What is wrong with the files that a page rests on.

    Parameters
    ----------
    notebook : str
        The page's notebook.

    Returns
    -------
    list of str
        A sentence each; empty where all is well, or the page is no claim's.
    """
    stem = PurePosixPath(notebook).stem
    if stem == PurePosixPath(FIRST_PAGE).stem:
        return []  # says so on the cards
    found = _claims()
    one = next((one for one in found if one and one.notebook == stem), None)
    if one is not None:
        return damage_of(one.files)
    return damage_of(()) if None in found else []


def _claims() -> list[Claim | None]:
    """Every claim, None for those whose own files cannot be read."""
    found: list[Claim | None] = []
    for name in claim_names():
        try:
            found.append(claim(name))
        except Exception:
            found.append(None)
    return found


def say_damage() -> None:
    """Say at the start which files are damaged, and what to do."""
    try:
        found = list(damage().values())
    except DataError as error:
        found = [str(error).rstrip(".")]
    for fault in found:
        print(f"Damaged: {fault}. The pages that rest on it are not shown.", file=sys.stderr)
    if found:
        print(
            "Put it back (`git checkout data`, or install levelkit again); no restart is needed.",
            file=sys.stderr,
        )
