"""Which claims there are: each folder beside this file is one, and holds its ``CLAIM``."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

from levelkit.catalogue.errors import UnknownDatasetError, unknown

if TYPE_CHECKING:
    from levelkit.claims.claim import Claim

_FOLDER = Path(__file__).parent


class UnknownClaimError(UnknownDatasetError):
    """There is no claim of that name."""


def claim_names() -> list[str]:
    """The names of all claims, sorted."""
    found = pkgutil.iter_modules([str(_FOLDER)])
    return sorted(module.name.replace("_", "-") for module in found if module.ispkg)


@functools.cache
def claim(name: str) -> Claim:
    """One claim by name: its question, choices, criterion and answers.

    Parameters
    ----------
    name : str
        As in :func:`claim_names` and in a page's address: ``century-of-ranks``.

    Returns
    -------
    Claim

    Raises
    ------
    UnknownClaimError
        With the close matches and the names there are.

    Examples
    --------
    >>> levelkit.claim("century-of-ranks").evaluate(first_year=1900).verdict
    """
    if name not in claim_names():
        raise UnknownClaimError(unknown("claim", name, claim_names()))
    module = importlib.import_module(f"levelkit.claims.{name.replace('-', '_')}")
    found: Claim = module.CLAIM
    return found
