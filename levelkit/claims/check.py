"""What is wrong with a claim, in one list, before anybody looks at its page.

A claim's definition is checked where it is made, and each of its answers where it is given; here
are the choices, how many combinations they make, the default answer and the notebook.
"""

from __future__ import annotations

import itertools
import math
import re
from typing import TYPE_CHECKING, Any

from levelkit.claims.choice import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from levelkit.claims.claim import Claim

#: More take days to evaluate, and none can look through them.
MOST_COMBINATIONS = 50_000
#: Joins values to keys, or means something in an address.
_RESERVED = "|&?#/"


class ClaimError(ValueError):
    """A claim that cannot be shown as it is; the message has one line a fault."""


def check(claim: Claim, *, answers: bool = True, notebooks: Path | None = None) -> None:
    """See whether a claim can be shown; see :meth:`levelkit.claims.Claim.check`.

    Raises
    ------
    ClaimError
        With one line a fault.
    """
    faults = list(_choice_faults(claim))
    if answers and not faults:
        faults += _answer_faults(claim)
    if notebooks is not None:
        faults += _notebook_faults(claim, notebooks)
    if faults:
        raise ClaimError("\n".join(f"{claim.name}: {fault}" for fault in faults))


def _choice_faults(claim: Claim) -> Iterator[str]:
    """Values and defaults of each choice, under all values of those it depends on."""
    if not claim.parts:
        yield "it has no parts. Name at least one: parts={'name': 'what it claims'}."
    try:
        form = claim.form()
    except (TypeError, ValueError) as error:
        yield str(error)
        return
    for choice in form:
        yield from _faults_of(choice)


def _faults_of(choice: Mapping[str, Any]) -> Iterator[str]:
    """The first fault of the values that a choice offers, and of its defaults."""
    where = f"choice {choice['name']!r}"
    known: list[Any] = []
    default_offered = False
    for setting, options in choice["options"].items():
        under = f"{where} (where {', '.join(choice['depends'])} is {setting})" if setting else where
        if options not in known[-50:]:  # often the same for many settings
            known.append(options)
            if fault := next(_value_faults(options), None):
                yield f"{under}: {fault}"
                return
        default_offered |= choice["default"][setting] in [value for value, _ in options]
    if not default_offered:
        # Under some settings it may not be on offer: then the last value is taken.
        wished = next(iter(choice["default"].values()))
        yield f"{where}: its default {wished!r} is never on offer. There are: {_some(options)}."


def _value_faults(options: Sequence[Sequence[Any]]) -> Iterator[str]:
    addresses: dict[str, Any] = {}
    for value, words in options:
        if type(value) not in {str, int, float, bool}:
            yield (
                f"{value!r} is {_a(type(value).__name__)}. Allowed are text, numbers and True or False, "
                "as Python has them (str, int, float, bool)."
            )
        elif isinstance(value, float) and not math.isfinite(value):
            yield f"{value!r} is no number that an address can hold."
        elif set(written(value)) & set(_RESERVED) or not written(value):
            yield f"{value!r} cannot stand in an address: it is empty, or has one of {_RESERVED}"
        elif not isinstance(words, str) or not words:
            yield f"{value!r} has no words, but {words!r}."
        elif written(value) in addresses:
            yield f"{value!r} and {addresses[written(value)]!r} are written alike in an address."
        addresses[written(value)] = value


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _some(options: Sequence[Sequence[Any]]) -> str:
    shown = [written(value) for value, _ in options[:12]]
    return ", ".join(shown) + (", …" if len(options) > len(shown) else "")


def _answer_faults(claim: Claim) -> Iterator[str]:
    """How many combinations there are, and the answer to the default ones."""
    number = sum(1 for _ in itertools.islice(claim.combinations(), MOST_COMBINATIONS + 1))
    if number > MOST_COMBINATIONS:
        yield (
            f"there are more than {MOST_COMBINATIONS:,} combinations of choices, and each is evaluated. "
            "Offer fewer values: every fifth year, say."
        )
        return
    try:
        claim.evidence(**claim.complete({}))
    except (TypeError, ValueError) as error:
        yield str(error).removeprefix(f"{claim.name}: ")


def _notebook_faults(claim: Claim, folder: Path) -> Iterator[str]:
    """A claim has one page: the notebook that it names."""
    from levelkit.claims.registry import claim as claim_of
    from levelkit.claims.registry import claim_names

    asked = re.compile(rf"""ClaimPage\(\s*\\?["']{re.escape(claim.name)}\\?["']""")
    paths = sorted(folder.glob("*.ipynb"))
    pages = [path.stem for path in paths if asked.search(path.read_text(encoding="utf-8"))]
    others = [page for page in pages if page != claim.notebook]
    if claim.notebook not in {path.stem for path in paths}:
        yield (
            f"there is no notebook {claim.notebook}.ipynb. "
            f"There are: {', '.join(path.stem for path in paths) or 'none'}."
        )
    elif claim.notebook not in pages:
        yield f"notebook {claim.notebook}.ipynb does not show it: no ClaimPage({claim.name!r}) is in it."
    if others:
        yield (
            f"it is shown by the notebook{'s' * (len(others) > 1)} {', '.join(others)} as well; its page is "
            f"{claim.notebook}, and links lead there alone."
        )
    for name in claim_names():
        if name != claim.name and claim_of(name).notebook == claim.notebook:
            yield f"the notebook {claim.notebook} is the page of {name} already."
