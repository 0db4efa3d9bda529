"""What each statistic is held against: published values and independent implementations.

One module a family, each with a list ``CHECKS``. The same checks are run by
``tests/test_validation.py`` and printed in the reference page.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One value of ours beside one of somebody else's.

    ``statistic`` is the public function; ``oracle`` says who else has the number
    (package and function, or author, year and table); ``on`` the figures used;
    ``values`` returns (ours, theirs); ``tolerance`` is absolute.
    """

    statistic: str
    oracle: str
    on: str
    values: Callable[[], tuple[float, float]]
    tolerance: float = 1e-9

    def __str__(self) -> str:
        return f"{self.statistic}: {self.oracle}, {self.on}"


def checks() -> list[Check]:
    """All checks, by family and statistic."""
    found: list[Check] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        found += importlib.import_module(f"{__name__}.{module.name}").CHECKS
    return found
