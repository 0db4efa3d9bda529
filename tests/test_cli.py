"""The command ``levelkit``."""

import subprocess
import sys

import pytest

from levelkit import cli, lab
from levelkit.claims import claim_names
from levelkit.serving import configuration, server
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
    monkeypatch.delenv("LEVELKIT_READERS", raising=False)
    done = []
    monkeypatch.setattr(
        build, "build_site", lambda output, **options: done.append(("site", output, options))
    )
    monkeypatch.setattr(server, "serve", lambda **options: done.append(("serve", options)))
    monkeypatch.setattr(lab, "lab", lambda options: done.append(("lab", options)))
    cli.main(["site", "--output", str(tmp_path)])
    cli.main(["lab", "--no-browser", "--port=8890"])
    cli.main(["serve", "--port", "9000", "--notebooks", str(tmp_path)])
    usual = {"low_priority": False, "compressed": False}
    assert done[:2] == [("site", tmp_path, usual), ("lab", ["--no-browser", "--port=8890"])]
    assert done[2][1] == {
        "host": "127.0.0.1", "port": 9000, "warm_each": 1, "max_kernels": server.MAX_KERNELS,
        "idle": configuration.IDLE_SECONDS, "join": 50, "folder": tmp_path, "fork": True, "base_url": "/",
        "site": None, "build_site": True,
    }  # fmt: skip
