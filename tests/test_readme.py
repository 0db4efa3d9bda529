"""What the README tells analysts to type works as it stands."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_code_runs_from_top_to_bottom():
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) >= 3
    known: dict = {}
    for block in blocks:
        exec(block, known)
    assert known["itl3"].sizes["region"] == 179
    assert len(known["table"]) == 7102


def test_every_table_and_map_is_listed_with_its_licence():
    entries = json.loads((ROOT / "data/datapackage.json").read_text(encoding="utf-8"))["resources"]
    rows = README[README.index("| table | figures | licence |") : README.index("## How to cite")]
    listed = {name: row for row in rows.splitlines()[2:]
              for name in re.findall(r"`([\w-]+)`", row.split("|")[1] if row else "")}  # fmt: skip
    assert set(listed) == {entry["name"] for entry in entries}
    for entry in entries:
        for licence in entry["licenses"]:
            if licence["name"] == "OGL-UK-3.0":
                assert "Open Government Licence v3.0" in listed[entry["name"]], entry["name"]
            if "commercial" in licence["title"]:
                assert "not for commercial use" in listed[entry["name"]], entry["name"]


def test_its_claims_are_those_there_are_with_their_verdicts():
    import levelkit as lk

    rows = README[README.index("| page | the claim |") : README.index("## On a page")].splitlines()
    said = {re.search(r"\(notebooks/(.*?)\.ipynb\)", row)[1]: row for row in rows if "ipynb" in row}
    claims = {claim.notebook: claim for claim in map(lk.claim, lk.claim_names())}
    assert said.keys() == claims.keys()
    for name, row in said.items():
        claim = claims[name]
        assert claim.title in row and claim.quote.rstrip(".") in row
        assert f"**{str(claim.evaluate().verdict).capitalize()}.**" in row


def test_folders_and_commands_it_names_are_there():
    for path in re.findall(r"^\| `((?:levelkit|data)[/\w]*)` \|", README, re.MULTILINE):
        assert (ROOT / path).is_dir(), path
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in set(re.findall(r"`make ([\w-]+)`", README)):
        assert re.search(rf"^{command}:", targets, re.MULTILINE), command


def test_a_fork_is_named_by_the_variables_it_tells_of():
    code = "from levelkit.pages.share import SITE, binder; print(SITE, binder('lab'))"
    fork = {"LEVELKIT_REPOSITORY": "you/your-fork"}
    site = "LEVELKIT_SITE"
    for given, expected in (
        ({}, "https://levelkit.github.io/levelkit https://mybinder.org/v2/gh/levelkit/levelkit/HEAD?urlpath=lab"),
        (fork, "https://you.github.io/your-fork https://mybinder.org/v2/gh/you/your-fork/HEAD?urlpath=lab"),
        (fork | {site: "https://example.org/"}, "https://example.org https://mybinder.org/v2/gh/you/your-fork/HEAD?urlpath=lab"),
    ):  # fmt: skip
        kept = {key: value for key, value in os.environ.items() if key not in {*fork, site}}
        done = subprocess.run([sys.executable, "-c", code], env=kept | given,
                              capture_output=True, text=True, check=True)  # fmt: skip
        assert done.stdout.strip() == expected
    assert all(name in README for name in (*fork, site))


def test_answers_can_be_printed_where_the_stream_is_not_utf_8_by_the_setting_it_names():
    code = "from levelkit.pages.words import number; print(number(-0.2, 1))"
    # As a pipe on Windows: a stream of a code page that has no minus sign.
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONIOENCODING"}
    refused, written = (
        subprocess.run([sys.executable, "-c", code], env=kept | plain | setting,
                       capture_output=True, encoding="utf-8", check=False)
        for setting in ({}, {"PYTHONUTF8": "1"})
    )  # fmt: skip
    assert "UnicodeEncodeError" in refused.stderr
    assert written.stdout == "−0.2\n"
    assert "set `PYTHONUTF8=1`" in README


def test_every_statistic_it_names_is_public():
    import levelkit as lk

    table = README[README.index("| family |") : README.index("```python\nitl")]
    named = re.findall(r"`(\w+)`", table)
    assert len(named) > 30
    assert [name for name in named if not hasattr(lk, name)] == []
    assert all(
        (ROOT / path).exists() for path in re.findall(r"\]\(((?:docs|notebooks)/[\w.-]+)\)", README)
    )
