"""Options of decompositions by their former names."""

from __future__ import annotations

from typing import Any

from levelkit.measures.core.fields import warn_renamed

FORMER = {"permutations": "test", "bootstrap": "interval"}


def former_draws(options: dict[str, Any]) -> dict[str, Any]:
    """Options as they are called now: numbers of draws for a test and for intervals were two.

    Where both were given, the larger number serves for both.
    """
    numbers = {name: int(options[name]) for name in FORMER if name in options}
    if not numbers:
        return options
    present = {name: value for name, value in options.items() if name not in FORMER}
    for name, number in numbers.items():
        warn_renamed(f"The option {name!r}", f"{FORMER[name]!r} (true or false) with 'resamples'")
        present[FORMER[name]] = number > 0
    if largest := max(numbers.values()):
        present.setdefault("resamples", largest)
    return present
