"""A table of what was measured against what is promised."""

from __future__ import annotations

import os
import platform
import sys

import psutil

ROWS: list[tuple[str, str, str, str]] = []


def at_most(what: str, figure: float, unit: str, limit: float) -> None:
    """A figure that must not exceed its limit."""
    verdict = "ok" if figure <= limit else "TOO SLOW" if unit in ("s", "ms") else "TOO LARGE"
    _add(what, f"{figure:.3g} {unit}", f"<= {limit:g} {unit}", verdict)


def beside(what: str, figure: float, unit: str) -> None:
    """A figure of somebody else's, to be read beside ours."""
    _add(what, f"{figure:.3g} {unit}", "", "")


def at_least(what: str, ratio: float, limit: float) -> None:
    """How many times quicker we are than somebody else."""
    verdict = "ok" if ratio >= limit else "TOO SLOW"
    _add(what, f"{ratio:.3g} times", f">= {limit:g} times", verdict)


def _add(*row: str) -> None:
    ROWS.append(row)  # type: ignore[arg-type]
    print("  ".join(row), flush=True)


def print_table() -> None:
    """Print and leave with an error if a promise is not kept."""
    cpus, memory = psutil.cpu_count(), psutil.virtual_memory().total / 2**30
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{cpus} cores, {memory:.0f} GiB, Python {platform.python_version()}; medians")
    print(f"load average {load}: beyond {cpus}, others use the machine and times are too long\n")
    width = max(len(what) for what, *_ in ROWS)
    for what, figure, limit, verdict in ROWS:
        print(f"{what:<{width}}  {figure:>12}  {limit:>14}  {verdict}")
    if any(verdict.startswith("TOO") for *_, verdict in ROWS):
        sys.exit(1)
