"""No answer hangs on the processor: sums are added up in another order on another one."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def dispatched():
    """What numpy's loops use of this processor beyond what every one of its kind has."""
    core = getattr(np, "_core", None) or np.core
    found = core._multiarray_umath
    return [name for name in found.__cpu_dispatch__ if found.__cpu_features__[name]]


def test_equal_values_are_judged_alike_on_a_plainer_processor():
    plainer = {"NPY_DISABLE_CPU_FEATURES": " ".join(dispatched())}
    if platform.machine().lower() in ("x86_64", "amd64"):
        plainer["OPENBLAS_CORETYPE"] = "Prescott"
    files = [str(HERE / name) for name in ("test_variation.py", "test_space.py")]
    chosen = "equal_values_have_no or without_variation or does_not_change"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *files, "-k", chosen],
        env=os.environ | plainer, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) > 75


def test_what_is_switched_off_is_off():
    """Or the test above would test this processor twice."""
    code = "from test_processor import dispatched; print(dispatched())"
    off = os.environ | {"NPY_DISABLE_CPU_FEATURES": " ".join(dispatched())}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=HERE, env=off, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
