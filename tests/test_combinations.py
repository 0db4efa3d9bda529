"""The table of combinations: whole, current, the same wherever it is computed, and refused when stale."""

import contextlib
import json

import joblib
import numpy as np
import pandas as pd
import pytest

import levelkit as lk
from levelkit.claims import Claim, claim_names, combinations, fingerprint, stored
from levelkit.claims.claim import key_of
from levelkit.cli import main
from levelkit.pages import ClaimPage, FrontPage
from toy import toy_claim

NUMBERS = ["effect", "low", "high"]


def keys(claim, table):
    columns = zip(*(table[choice.name].tolist() for choice in claim.choices), strict=True)
    return [key_of(values) for values in columns]


@pytest.mark.parametrize("name", claim_names())
def test_each_combination_is_there_once_and_the_table_is_current(name):
    claim = lk.claim(name)
    stated = json.loads((stored.folder() / "inputs.json").read_text(encoding="utf-8"))[name]
    assert stated["inputs"] == combinations.inputs_hash(claim), "Run `make combinations`."
    table = combinations.combinations(claim)
    assert keys(claim, table) == [key_of(made.values()) for made in claim.combinations()]
    assert len(table) == stated["rows"]
    # What is read back has the kinds of value that the claim offers.
    for made in table[[choice.name for choice in claim.choices]].head(200).to_dict("records"):
        assert claim.complete(made) == made
        assert [type(value) for value in made.values()] == [
            type(value) for value in claim.complete(made).values()
        ]


@pytest.mark.parametrize("name", claim_names())
def test_seeded_rows_computed_again_are_the_stored_ones(name):
    claim = lk.claim(name)
    table = combinations.combinations(claim)
    drawn = np.random.default_rng(2022).choice(len(table), min(60, len(table)), replace=False)
    every = list(claim.combinations())
    for k in sorted(drawn):
        made = combinations.row(claim, every[k])
        stored = table.iloc[k].to_dict()
        assert list(made) == list(stored)
        for column, value in made.items():
            if isinstance(value, float):
                assert stored[column] == pytest.approx(value, rel=2e-5, nan_ok=True), (column, made)
            else:
                assert stored[column] == value, (column, made)


@pytest.fixture
def few(monkeypatch, tmp_path):
    """The century of ranks with 24 combinations alone, in batches of five, in a folder of its own."""
    claim = lk.claim("century-of-ranks")
    some = [one for one in claim.combinations() if one["data"] == "europe-denmark"][:24]
    monkeypatch.setattr(Claim, "combinations", lambda _: iter(some))
    monkeypatch.setattr(combinations, "BATCH", 5)
    monkeypatch.setattr(stored, "folder", lambda: tmp_path / "new" / "combinations")
    return claim


def test_the_bytes_are_the_same_on_one_core_two_and_a_cluster(few):
    from distributed import Client, LocalCluster

    with joblib.parallel_config(n_jobs=1):
        alone = combinations.write(few).read_bytes()
    with joblib.parallel_config(backend="loky", n_jobs=2):
        assert combinations.write(few).read_bytes() == alone
    with (
        LocalCluster(processes=False, n_workers=2, dashboard_address=None) as cluster,
        Client(cluster),
        joblib.parallel_config(backend="dask"),
    ):
        assert combinations.write(few).read_bytes() == alone
    assert alone.count(b"\n") == 25
    assert b"\r" not in alone


def test_only_what_has_changed_is_written_again(register, monkeypatch, capsys):
    def all_cores(*, n_jobs):  # which do not know this test's claims
        assert n_jobs == -1
        return contextlib.nullcontext()

    monkeypatch.setattr(joblib, "parallel_config", all_cores)
    one = register(toy_claim(name="toy-one"), table=False)
    register(toy_claim(name="toy-two"), table=False)
    names = ["toy-one", "toy-two"]
    combinations.update(names)
    assert capsys.readouterr().out.count("written to") == 2
    files = {path.name: path for path in stored.folder_of(one).glob("[!.]*")}
    assert sorted(files) == ["inputs.json", "toy-one.csv", "toy-two.csv"]
    before = {name: (path.stat().st_mtime_ns, path.read_bytes()) for name, path in files.items()}
    main(["combinations", *names])
    # What pages say of them is kept beside them.
    assert capsys.readouterr().out.count("-fragility.json\n") == 2
    main(["combinations", *names])
    assert capsys.readouterr().out == "toy-one: up to date\ntoy-two: up to date\n"
    assert before == {n: (p.stat().st_mtime_ns, p.read_bytes()) for n, p in files.items()}
    # One claim's figures change.
    hashes = combinations.inputs_hash
    monkeypatch.setattr(
        combinations, "inputs_hash", lambda claim: hashes(claim) + "1" * (claim.name == one.name)
    )
    combinations.update(names)
    assert (
        capsys.readouterr().out
        == f"toy-one: written to {files['toy-one.csv']}\ntoy-two: up to date\n"
    )
    assert files["toy-two.csv"].stat().st_mtime_ns == before["toy-two.csv"][0]
    assert files["toy-one.csv"].read_bytes() == before["toy-one.csv"][1]
    assert list(json.loads(files["inputs.json"].read_text())) == ["toy-one", "toy-two"]


HASHED = {
    "measures/ranking/ranks.py": "from levelkit.measures.core.dims import check\n",
    "measures/core/dims.py": "",
    "claims/panels.py": "import levelkit.claims.names\n",
    "claims/names.py": "",
    "claims/toy_claim/__init__.py": "from levelkit.claims.panels import panel\n",
    "claims/toy_claim/words.py": "def said():\n    from levelkit.measures import rank\n",
}
NOT_HASHED = (
    "measures/ranking/other.py", "claims/unused.py", "claims/other/words.py", "pages/page.py",
)  # fmt: skip


def test_the_hash_follows_figures_and_code_that_is_imported_and_nothing_else(monkeypatch, tmp_path):
    claim = toy_claim()
    files = {"measures/__init__.pyi": "from .ranking.ranks import rank as rank\n"}
    files |= HASHED | dict.fromkeys(NOT_HASHED, "")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(fingerprint, "_PACKAGE", tmp_path)
    fingerprint._public.cache_clear()
    first = fingerprint.inputs_hash(claim)
    for name in NOT_HASHED:
        (tmp_path / name).write_text("a = 2\n")
    for name, text in HASHED.items():
        (tmp_path / name).write_bytes(text.replace("\n", "\r\n").encode())
    assert fingerprint.inputs_hash(claim) == first
    seen = {first}
    for name, text in HASHED.items():
        (tmp_path / name).write_text(f"{text}a = 2\n")
        seen.add(fingerprint.inputs_hash(claim))
    monkeypatch.setattr(fingerprint, "resource_hash", lambda _: "other")
    seen.add(fingerprint.inputs_hash(claim))
    seen.add(fingerprint.inputs_hash(toy_claim(tables=("uk-century", "uk-itl"))))
    assert len(seen) == 1 + len(HASHED) + 2
    fingerprint._public.cache_clear()


def test_every_measure_that_a_claim_names_is_in_its_hash():
    found = {path.name for path in fingerprint.code_of(lk.claim("century-of-ranks"))}
    assert {
        "answer.py",
        "panels.py",
        "correlation.py",
        "ranks.py",
        "persistence.py",
        "null.py",
    } <= found
    assert "moran.py" not in found


def test_a_table_is_what_the_answers_are(register):
    claim = register(toy_claim())
    table = combinations.combinations(claim)
    expected = [combinations.row(claim, made) for made in claim.combinations()]
    pd.testing.assert_frame_equal(table, pd.DataFrame(expected), check_dtype=False)
    assert table[NUMBERS].iloc[0].tolist() == [0.15, 0.1, 0.2]
    assert table.verdict.tolist() == [
        "not supported", "not supported", "mixed", "mixed", "supported", "supported",
    ]  # fmt: skip
    assert table.part_much.tolist() == ["not supported"] * 4 + ["supported"] * 2
    assert table.part_some.tolist() == ["not supported"] * 2 + ["supported"] * 4


def test_the_usual_answer_is_stored_with_its_parts(register):
    claim = register(toy_claim())
    assert combinations.usual_answer(claim) == combinations.in_short(claim.evaluate()) == {
        "verdict": "supported", "subject": "half second, 2000", "reason": "It is a toy.",
        "parts": [
            {"name": "much", "label": "It is above 0.7", "verdict": "supported", "reason": "It is 0.85."},
            {"name": "some", "label": "It is above 0.2", "verdict": "supported", "reason": "It is 0.85."},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    "parts",
    [{"much": "It is above 0.7"}, {"some": "It is above 0.2", "much": "It is above 0.7"},
     {"much": "It is above 0.7", "some": "It is above"}, {}],
    ids=["one too few", "another order", "other words", "none"],
)  # fmt: skip
def test_an_answer_with_other_parts_than_the_claim_is_refused(parts):
    claim = toy_claim(parts=parts)
    with pytest.raises(
        ValueError, match=r"toy-claim: the answer judges the parts \[\('much', .*the claim has"
    ):
        claim.evaluate()
    with pytest.raises(ValueError, match="the claim has"):
        combinations.row(claim, claim.complete({}))


def test_six_digits_and_what_is_slow_come_with_it(register):
    claim = register(toy_claim(slow=lambda *, whole, **_: {"third": 1 / 3 if whole else np.inf}))
    table = combinations.combinations(claim)
    assert table.columns.tolist() == [
        "half",
        "year",
        "whole",
        "verdict",
        "part_much",
        "part_some",
        *NUMBERS,
        "third",
    ]
    assert table.third.tolist() == [0.333333, np.inf] * 3


@pytest.mark.parametrize("how", ["changed", "not there"])
def test_a_stale_table_is_refused_and_no_page_shows_it(how, register, monkeypatch):
    claim = register(toy_claim(), table=how == "changed")
    if how == "changed":
        monkeypatch.setattr(combinations, "inputs_hash", lambda _: "of other figures")
    what = "other figures or code" if how == "changed" else "There is no table of combinations"
    with pytest.raises(combinations.StaleError, match=f"{what}.*combinations.write"):
        combinations.combinations(claim)
    page = ClaimPage(claim.name)
    assert [part.kind for part in page.fragility.children] == ["html"]
    said = page.hub.words["fragility"]["html"]
    assert "Not up to date" in said
    assert "`levelkit.claims.combinations.write(claim)`" in said
    assert "curve" not in page.hub.words
    assert "%" not in said
    card = FrontPage().cards.children[-1]
    assert [part.kind for part in card.children] == ["html"]
    assert "support the claim" not in card.children[0]._hub.words["card"]["html"]


@pytest.mark.parametrize(("there", "message"), [
    (True, "was computed from other figures"), (False, "There is no table of combinations of convergence yet"),
])  # fmt: skip
def test_levelkits_own_tables_are_mended_by_a_command(there, message, monkeypatch, tmp_path):
    monkeypatch.setattr(combinations, "inputs_hash", lambda _: "of other figures")
    if not there:
        monkeypatch.setattr(stored, "folder", lambda: tmp_path)
    with pytest.raises(
        combinations.StaleError, match=f"{message}.*`make combinations`.*`levelkit combinations`"
    ):
        combinations.combinations(lk.claim("convergence"))


def test_the_half_life_says_when_its_table_is_stale(monkeypatch):
    from levelkit.pages.century_of_ranks.half_life import _table

    _table.cache_clear()
    monkeypatch.setattr(combinations, "inputs_hash", lambda _: "of other figures")
    page = ClaimPage("century-of-ranks")
    assert "levelkit combinations" in page.hub.words["half-life"]["html"]
    assert page.hub.words["answer"]["html"]  # all else is there
    _table.cache_clear()
