"""The command ``levelkit``."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from levelkit import cli, lab, serve
from levelkit.claims import claim_names
from levelkit.site import build


def test_the_installed_command_lists_what_it_can_do():
    done = subprocess.run([sys.executable, "-m", "levelkit.cli", "--help"], capture_output=True, text=True, check=True)  # fmt: skip
    for command in ("serve", "site", "combinations", "lab"):
        assert f"\n    {command} " in done.stdout
    assert done.stderr == ""


def test_tables_that_are_up_to_date_are_said_to_be():
    done = subprocess.run([sys.executable, "-m", "levelkit.cli", "combinations"], capture_output=True, text=True, check=True)  # fmt: skip
    assert done.stdout == "".join(f"{name}: up to date\n" for name in claim_names())


@pytest.mark.parametrize(("given", "message"), [
    ([], "required: command"), (["fly"], "invalid choice: 'fly'"),
    (["site", "--fast"], "unrecognized arguments: --fast"), (["serve", "--port", "x"], "invalid int value: 'x'"),
])  # fmt: skip
def test_what_it_does_not_know_is_named(given, message, capsys):
    with pytest.raises(SystemExit):
        cli.main(given)
    assert message in capsys.readouterr().err


def test_each_command_does_its_own_with_the_options_given(monkeypatch, tmp_path):
    done = []
    monkeypatch.setattr(build, "build_site", lambda output: done.append(("site", output)))
    monkeypatch.setattr(serve, "serve", lambda **options: done.append(("serve", options)))
    monkeypatch.setattr(lab, "lab", lambda options: done.append(("lab", options)))
    cli.main(["site", "--output", str(tmp_path)])
    cli.main(["lab", "--no-browser", "--port=8890"])
    cli.main(["serve", "--port", "9000", "--notebooks", str(tmp_path)])
    assert done[:2] == [("site", tmp_path), ("lab", ["--no-browser", "--port=8890"])]
    assert done[2][1] == {
        "host": "127.0.0.1", "port": 9000, "warm": 1, "max_kernels": serve.MAX_KERNELS,
        "idle": serve.IDLE_SECONDS, "folder": tmp_path,
    }  # fmt: skip


def test_a_kernel_kept_warm_counts_as_used_once_a_page_is_asked_for():
    async def made(kernel_id):
        return {"kernel_id": kernel_id}

    async def refused():
        raise RuntimeError("did not start")

    class Kernels(dict):
        get_kernel = dict.__getitem__

    async def pooled():
        loop = asyncio.get_running_loop()
        slow = loop.create_task(asyncio.sleep(60))
        kernels._pools = {
            "a": [loop.create_task(made("warm")), loop.create_task(made("gone"))],
            "b": [loop.create_task(refused()), slow],
        }
        await asyncio.sleep(0.01)
        serve._wake(kernels)
        slow.cancel()

    old = datetime(2020, 1, 1, tzinfo=UTC)
    kernels = Kernels({name: SimpleNamespace(last_activity=old) for name in ("warm", "in-use")})
    with ThreadPoolExecutor() as apart:  # a browser's tests have a loop of this thread's
        apart.submit(lambda: asyncio.run(pooled())).result()
    assert kernels["warm"].last_activity > old
    assert kernels["in-use"].last_activity == old
    serve._wake(Kernels())  # where no kernel is kept warm
