"""Which claims there are: levelkit's own, those of installed packages, and those that are registered.

Each folder beside this file is one of levelkit's own, and holds its ``CLAIM``. Another package
names its claims in its ``pyproject.toml``::

    [project.entry-points."levelkit.claims"]
    my-claim = "my_package.my_claim:CLAIM"

and a notebook or a script registers one with :func:`register`.
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
import importlib.util
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

from levelkit.catalogue.errors import UnknownDatasetError, unknown

if TYPE_CHECKING:
    from levelkit.claims.claim import Claim

#: Under which other packages name their claims.
GROUP = "levelkit.claims"
_FOLDER = Path(__file__).parent
#: Claims that this process was told of, each with the module that it can be imported from.
_registered: dict[str, tuple[Claim, str]] = {}


class UnknownClaimError(UnknownDatasetError):
    """There is no claim of that name."""


def claim_names() -> list[str]:
    """The names of all claims, sorted."""
    return sorted({*_own_names(), *_entry_points(), *_registered})


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
    TypeError, ValueError
        If an installed package names what is no claim, or one of another name.

    Examples
    --------
    >>> levelkit.claim("century-of-ranks").evaluate(first_year=1900).verdict
    """
    if name in _registered:
        return _registered[name][0]
    if name in _own_names():
        return _own_claim(name)
    if name in _entry_points():
        return _installed_claim(name)
    raise UnknownClaimError(unknown("claim", name, claim_names()))


def register(claim: Claim, *, module: str = "") -> Claim:
    """Let a claim that does not live in levelkit be known by its name, in this process.

    Parameters
    ----------
    claim : Claim
        In the place of one that was registered under its name before.
    module : str, optional
        Where it can be imported from, as ``__name__`` says there: then its table of combinations
        is kept in the user's data folder, and is stale once that module, what it imports or the
        figures have changed. Without it the table lies in memory.

    Returns
    -------
    Claim
        The same.

    Raises
    ------
    TypeError
        If it is no claim.
    ValueError
        If levelkit or an installed package has a claim of that name, or there is no such module.

    Examples
    --------
    >>> register(my_claim)
    >>> ClaimPage("my-claim")
    """
    from levelkit.claims.claim import Claim

    if not isinstance(claim, Claim):
        raise TypeError(f"A Claim is registered, not a {type(claim).__name__}: {claim!r}.")
    if claim.name in _own_names() or claim.name in _entry_points():
        whose = "levelkit" if claim.name in _own_names() else "an installed package"
        raise ValueError(f"There is a claim {claim.name!r} in {whose}: give this one another name.")
    if module == "__main__":
        module = ""  # which nothing can import again
    if module and importlib.util.find_spec(module) is None:
        raise ValueError(f"There is no module {module!r}: give __name__, or leave it out.")
    _registered[claim.name] = claim, module
    return claim


def unregister(name: str) -> None:
    """Forget a claim that was registered in this process.

    Raises
    ------
    UnknownClaimError
        If none of that name was.
    """
    if name not in _registered:
        raise UnknownClaimError(unknown("registered claim", name, sorted(_registered)))
    del _registered[name]


def is_own(claim: Claim) -> bool:
    """Whether it is levelkit's own claim of that name, rather than a changed copy of it."""
    return claim.name in _own_names() and _own_claim(claim.name) is claim


def is_installed(claim: Claim) -> bool:
    """Whether every process knows it: it is levelkit's own, or an installed package's."""
    return is_own(claim) or (
        claim.name in _entry_points() and _installed_claim(claim.name) is claim
    )


def module_of(claim: Claim) -> str | None:
    """The module that a claim can be imported from; None where nobody said so."""
    if is_own(claim):
        return _module(claim.name)
    if is_installed(claim):
        return _entry_points()[claim.name].module
    known, module = _registered.get(claim.name, (None, ""))
    return module or None if known is claim else None


@functools.cache
def _own_names() -> frozenset[str]:
    modules = pkgutil.iter_modules([str(_FOLDER)])
    return frozenset(module.name.replace("_", "-") for module in modules if module.ispkg)


def _module(name: str) -> str:
    return f"levelkit.claims.{name.replace('-', '_')}"


@functools.cache
def _own_claim(name: str) -> Claim:
    claim: Claim = importlib.import_module(_module(name)).CLAIM
    return claim


@functools.cache
def _entry_points() -> dict[str, importlib.metadata.EntryPoint]:
    """What installed packages name, but for names that levelkit has itself."""
    points = importlib.metadata.entry_points(group=GROUP)
    return {point.name: point for point in points if point.name not in _own_names()}


@functools.cache
def _installed_claim(name: str) -> Claim:
    from levelkit.claims.claim import Claim

    point = _entry_points()[name]
    where = f"The entry point {name} = {point.value!r} of {GROUP!r}"
    claim = point.load()
    if not isinstance(claim, Claim):
        raise TypeError(f"{where} is no Claim, but a {type(claim).__name__}.")
    if claim.name != name:
        raise ValueError(f"{where} is the claim {claim.name!r}: name it alike.")
    return claim
