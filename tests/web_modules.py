"""The browser's own functions, called from Python: the modules themselves, not copies of them."""

import functools
import json
import shutil
import subprocess
import sys
from pathlib import Path

_CALLS = Path(__file__).parent / "web/calls.js"


def deno():
    """The program of the environment that runs the tests, else one that is installed."""
    beside = Path(sys.executable).with_name("deno")
    return str(beside) if beside.is_file() else shutil.which("deno") or "deno"


@functools.cache
def _process():
    return subprocess.Popen(
        [deno(), "run", "--quiet", "--no-check", "--allow-read", str(_CALLS)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def call(module, name, *args):
    """What ``name`` of ``levelkit/pages/web/<module>.js`` gives for plain values."""
    process = _process()
    line = json.dumps({"module": module, "name": name, "args": args}, allow_nan=False)
    print(line, file=process.stdin, flush=True)
    answer = process.stdout.readline()
    assert answer, f"{module}.{name} failed"
    return json.loads(answer)
