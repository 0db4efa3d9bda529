"""What a page says of fragility, made with the combinations and kept beside them.

No visitor changes it, and making it takes longer than all the rest of a page. It is kept in
``data/combinations/<claim>-fragility.json`` with the hash of what it follows from: the table of
combinations, and the code of claims, measures and pages. Where it is not there, or follows from
something else, it is made on the spot: it is never out of date, at worst slow.
"""

from __future__ import annotations

import functools
import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelkit.claims import combinations
from levelkit.claims.fingerprint import add_code, code_behind, inputs_hash
from levelkit.claims.stored import folder_of
from levelkit.pages import fragility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from levelkit.claims.claim import Claim

#: Layers whose code decides what is said.
_LAYERS = ("claims", "measures", "pages")


@dataclass(frozen=True)
class Fragility:
    """All that a page says of how fragile its verdict is.

    Attributes
    ----------
    curve : dict
        See :func:`levelkit.pages.fragility.curve`.
    words : dict
        Its title and description.
    passage : str
        Shares, what moves the answer, and wider sets, as HTML.
    shares : dict
        Share of combinations with each verdict, 0 to 1.
    number : int
        Combinations that bear on the claim.
    """

    curve: dict[str, Any]
    words: dict[str, str]
    passage: str
    shares: dict[str, float]
    number: int


def fragility_of(claim: Claim) -> Fragility:
    """What is kept of the claim, or made anew where that follows from something else.

    Raises
    ------
    StaleError
        If the table of combinations is not up to date.
    """
    return _kept(claim) or make(claim)


def make(claim: Claim) -> Fragility:
    """What the table of combinations says, with no use of what is kept.

    Raises
    ------
    StaleError
        If the table of combinations is not up to date.
    """
    table = fragility.counted(claim)
    return Fragility(
        fragility.curve(claim, table), fragility.curve_words(claim, table),
        fragility.passage(claim, table), fragility.shares(table), len(table),
    )  # fmt: skip


def store(claim: Claim) -> Path:
    """Keep what the claim's page says, whole or not at all.

    Raises
    ------
    StaleError
        If the table of combinations is not up to date.
    ValueError
        If it lies in memory: what it says is worked out anew.
    """
    path = _path(claim)
    if path is None:
        raise ValueError(f"The table of combinations of {claim.name} lies in memory.")
    said = asdict(make(claim))
    text = json.dumps({"origin": origin(claim), **said}, allow_nan=False, separators=(",", ":"))
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8", newline="\n"
    ) as part:
        part.write(text + "\n")
    Path(part.name).chmod(0o644)
    return Path(part.name).replace(path)


def update(names: Iterable[str] = ()) -> None:
    """Keep what each claim's page says, where it has changed.

    Parameters
    ----------
    names : iterable of str
        Of these claims alone; by default, of all there are.
    """
    from levelkit.claims.registry import claim, claim_names

    for name in names or claim_names():
        if _path(claim(name)) and not is_current(claim(name)):
            print(f"{name}: how fragile it is, written to {store(claim(name))}")


def is_current(claim: Claim) -> bool:
    """Whether what is kept follows from this table and this code."""
    return _kept(claim) is not None


def origin(claim: Claim) -> str:
    """One hash of all that a page's words on fragility follow from."""
    digest = hashlib.sha256(inputs_hash(claim).encode())
    if folder := folder_of(claim):
        digest.update((folder / f"{claim.name}.csv").read_bytes())
    add_code(digest, code_behind([Path(__file__)], _LAYERS))
    return digest.hexdigest()


def _kept(claim: Claim) -> Fragility | None:
    """What is kept, if it follows from this table and this code."""
    path = _path(claim)
    if path is None or not path.is_file() or not combinations.is_current(claim):
        return None
    return _read(path, path.stat().st_mtime_ns, origin(claim))


def _path(claim: Claim) -> Path | None:
    folder = folder_of(claim)
    return folder / f"{claim.name}-fragility.json" if folder else None


@functools.lru_cache(maxsize=16)
def _read(path: Path, _changed: int, origin: str) -> Fragility | None:
    """What is kept, unless it follows from something else or is no such file."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said.pop("origin") != origin:
            return None
        return Fragility(**said)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
