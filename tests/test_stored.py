"""What is kept of combinations: whole or not at all, and nothing of it lost."""

import json
import subprocess
import sys

import pytest

from levelkit.claims import claim_names, combinations
from levelkit.claims.stored import folder_of, listed, put, put_on_list, text_hash
from levelkit.pages import ClaimPage, FrontPage
from toy import toy_claim

STATING = """
import sys
from pathlib import Path
from levelkit.claims.stored import put_on_list
for k in range(40):
    put_on_list(Path(sys.argv[1]), f"{sys.argv[2]}-{k}", {"rows": k})
"""


def test_those_who_state_at_the_same_time_lose_nothing(tmp_path):
    command = [sys.executable, "-c", STATING, str(tmp_path)]
    started = [subprocess.Popen([*command, name]) for name in "abc"]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert listed(tmp_path) == {f"{a}-{k}": {"rows": k} for a in "abc" for k in range(40)}
    names = list(json.loads((tmp_path / "inputs.json").read_text(encoding="utf-8")))
    assert names == sorted(names)


def test_a_file_is_the_old_one_until_the_new_one_is_whole(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    put(path, "old\n")
    read = []
    replace = type(path).replace

    def looking(part, target):
        read.append(path.read_text(encoding="utf-8"))
        if len(read) == 1:
            raise OSError("the disk is full")
        return replace(part, target)

    monkeypatch.setattr(type(path), "replace", looking)
    with pytest.raises(OSError, match="full"):
        put(path, "new\n")
    assert [one.name for one in tmp_path.iterdir()] == ["table.csv"]
    put(path, "new\n")
    assert read == ["old\n", "old\n"] and path.read_text(encoding="utf-8") == "new\n"
    # Whoever else may read the folder's files may read this one.
    other = tmp_path / "other.csv"
    other.write_text("", encoding="utf-8")
    assert path.stat().st_mode == other.stat().st_mode


@pytest.mark.parametrize("text", ["", "{", '{"toy-claim": ', "[]", '{"toy-claim": 1}', "\x00\xff"])
def test_a_damaged_list_is_stale_and_no_crash(text, register):
    claim = register(toy_claim())
    assert combinations.is_current(claim)
    (folder_of(claim) / "inputs.json").write_bytes(text.encode("latin-1"))
    assert not combinations.is_current(claim)
    assert "Not up to date" in ClaimPage(claim.name).hub.words["fragility"]["html"]
    assert len(FrontPage().cards.children) == len(claim_names())
    combinations.write(claim)
    assert combinations.is_current(claim)


@pytest.mark.parametrize("lost", ["inputs", "table", "answer"])
def test_a_list_that_lacks_something_is_stale(lost, register):
    claim = register(toy_claim())
    stated = listed(folder_of(claim))[claim.name]
    put_on_list(folder_of(claim), claim.name, {k: v for k, v in stated.items() if k != lost})
    assert not combinations.is_current(claim)


def test_a_damaged_table_is_stale_and_line_ends_are_no_damage(register):
    claim = register(toy_claim())
    path = folder_of(claim) / f"{claim.name}.csv"
    whole, before = path.read_bytes(), combinations.combinations(claim)
    path.write_bytes(whole.replace(b"\n", b"\r\n"))
    assert combinations.combinations(claim).equals(before)
    path.write_bytes(whole.replace(b"0.15", b"0.95"))
    with pytest.raises(combinations.StaleError, match="or is damaged"):
        combinations.combinations(claim)
    path.unlink()
    assert text_hash(path) == "" and not combinations.is_current(claim)
