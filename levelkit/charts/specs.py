"""Chart forms as ready Vega-Lite, kept between kernels.

A form has no data in it, so its spec depends on the chart code and Altair alone.
Writing it takes 0.7 s and 35 MB in a fresh kernel; reading it back, a millisecond.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import tempfile
from pathlib import Path
from typing import Any

import platformdirs

from levelkit.charts.forms import forms


def ready_specs(folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """Every chart form's spec by name, from the cache if the code has not changed.

    Parameters
    ----------
    folder : path, optional
        Where to keep them; the user's cache folder by default.
    """
    folder = folder or Path(platformdirs.user_cache_dir("levelkit"))
    kept = folder / f"specs-{_fingerprint()}.json"
    try:
        specs = _read(kept, kept.stat().st_mtime_ns)
    except (OSError, ValueError):  # not there yet, or cut short
        specs = {}
    # One that runs while a new version takes its place may have kept what it knows of.
    if specs.keys() != set(forms()):
        specs = write_specs()
        _keep(kept, specs)
    return specs


@functools.lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict[str, dict[str, Any]]:
    specs: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return specs


def write_specs() -> dict[str, dict[str, Any]]:
    """Author every form in Altair."""
    from levelkit.charts.fast_altair import alt

    # The tests check the specs against the schema; here that would double the time.
    with alt.utils.schemapi.debug_mode(False):
        return {name: form().to_dict(validate=False) for name, form in forms().items()}


def _fingerprint() -> str:
    digest = hashlib.sha256(importlib.metadata.version("altair").encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _keep(path: Path, specs: dict[str, dict[str, Any]]) -> None:
    """Write whole or not at all; without a place to write, do without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8"
        ) as part:
            json.dump(specs, part)
        Path(part.name).replace(path)
    except OSError:
        return
