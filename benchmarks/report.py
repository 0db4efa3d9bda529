"""A table of what was measured against what is promised."""

from __future__ import annotations

import platform
import sys

import psutil

ROWS: list[tuple[str, str, str, str]] = []


def at_most(what: str, figure: float, unit: str, limit: float) -> None:
    """A figure that must not exceed its limit."""
    verdict = "ok" if figure <= limit else "TOO LARGE" if unit == "MiB" else "TOO SLOW"
    ROWS.append((what, f"{figure:.3g} {unit}", f"<= {limit:g} {unit}", verdict))


def at_least(what: str, ratio: float, limit: float) -> None:
    """How many times quicker we are than somebody else."""
    verdict = "ok" if ratio >= limit else "TOO SLOW"
    ROWS.append((what, f"{ratio:.3g} times", f">= {limit:g} times", verdict))


def print_table() -> None:
    """Print and leave with an error if a promise is not kept."""
    cpus, memory = psutil.cpu_count(), psutil.virtual_memory().total / 2**30
    print(f"\n{cpus} cores, {memory:.0f} GiB, Python {platform.python_version()}; medians\n")
    width = max(len(what) for what, *_ in ROWS)
    for what, figure, limit, verdict in ROWS:
        print(f"{what:<{width}}  {figure:>12}  {limit:>14}  {verdict}")
    if any(verdict.startswith("TOO") for *_, verdict in ROWS):
        sys.exit(1)
