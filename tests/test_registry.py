"""A claim need not live in levelkit: it is registered, or an installed package names it."""

import importlib
import json
import os
import subprocess
import sys
import textwrap

import joblib
import pytest

import levelkit as lk
from levelkit.claims import (
    UnknownClaimError,
    claim_names,
    combinations,
    registry,
    stored,
    unregister,
)
from levelkit.claims.fingerprint import code_of, inputs_hash
from levelkit.pages import ClaimPage, fragility_store
from toy import TOY, toy_claim


@pytest.fixture(autouse=True)
def users_folder(monkeypatch, tmp_path):
    """Nothing is written to the folder of whoever runs the tests, nor to levelkit's own."""
    own = {path: path.stat().st_mtime_ns for path in stored.folder().iterdir()}
    folder = tmp_path / "user" / "combinations"
    monkeypatch.setattr(stored, "users_folder", lambda: folder)
    yield folder
    assert {path: path.stat().st_mtime_ns for path in stored.folder().iterdir()} == own


@pytest.fixture
def registered():
    lk.register(TOY)
    yield TOY
    unregister(TOY.name)


def test_a_registered_claim_is_listed_and_found_by_name(registered):
    assert lk.claim("toy-claim") is TOY
    assert "toy-claim" in claim_names() == sorted(claim_names())
    assert ClaimPage("toy-claim").claim is TOY
    changed = lk.register(toy_claim(title="Another toy"))  # as a cell that is run again does
    assert lk.claim("toy-claim") is changed


def test_once_forgotten_it_is_unknown():
    lk.register(TOY)
    unregister(TOY.name)
    for forget in (unregister, lk.claim):
        with pytest.raises(UnknownClaimError, match="Unknown .*'toy-claim'"):
            forget(TOY.name)


@pytest.mark.parametrize(
    ("given", "more", "error", "message"),
    [
        ("toy-claim", {}, TypeError, "A Claim is registered, not a str: 'toy-claim'"),
        (toy_claim(name="convergence"), {}, ValueError, "There is a claim 'convergence' in levelkit: give"),
        (TOY, {"module": "no_such_module"}, ValueError, "no module 'no_such_module': give __name__"),
    ],
)  # fmt: skip
def test_what_cannot_be_registered_is_said(given, more, error, message):
    before = claim_names()
    with pytest.raises(error, match=message):
        lk.register(given, **more)
    assert claim_names() == before


def test_a_page_takes_a_claim_that_nobody_registered():
    claim = toy_claim(title="Mine")
    page = ClaimPage(claim)
    assert page.claim is claim
    assert (
        "There is no table of combinations of toy-claim yet" in page.hub.words["fragility"]["html"]
    )
    assert combinations.write(claim) is None  # it lies in memory
    again = ClaimPage(claim)
    assert "ways of measuring it" in again.hub.words["curve"]["title"]
    assert combinations.usual_answer(claim)["verdict"] == "supported"
    # Another claim of the same name has no part in it.
    assert not combinations.is_current(toy_claim())
    with pytest.raises(ValueError, match="lies in memory"):
        fragility_store.store(claim)


def test_nobody_changes_a_table_in_memory():
    claim = toy_claim()
    combinations.write(claim)
    table = combinations.combinations(claim)
    table["verdict"] = "supported"
    assert set(combinations.combinations(claim).verdict) == {"not supported", "mixed", "supported"}


def test_a_changed_copy_of_levelkits_own_claim_leaves_its_table_be():
    import dataclasses

    copy = dataclasses.replace(lk.claim("convergence"), title="Mine")
    assert stored.folder_of(copy) is None
    assert not combinations.is_current(copy)
    assert ClaimPage(copy).hub.about["title"] == "Mine"


def test_a_claim_of_a_notebook_is_evaluated_on_all_cores():
    claim = toy_claim(counted=lambda chosen: chosen["half"] == "first")
    with joblib.parallel_config(backend="loky", n_jobs=2):
        combinations.write(claim)
    assert len(combinations.combinations(claim)) == 6


MODULE = '''
"""A claim that lives in a package of its own."""

from levelkit.claims import Choice, Claim, Effect, Evidence, Part
from levelkit.claims.verdict import by_figure
from levelkit.measures import gini
from .numbers import SHARE

PARTS = {"much": "Above a half"}


def answer(*, half):
    part = Part("much", PARTS["much"], by_figure(SHARE, 0.5, "above"), "It is.")
    return Evidence(
        headline="It is", sentence="It is so.", parts=(part,), figures={"share": SHARE}, tables={},
        caveats=[], choices={"half": half}, attrs={"source": "Me", "licence": "CC0-1.0"},
    )


CLAIM = Claim(
    name="far-claim", title="Far", question="Is it?", quote="It is.", source="Me",
    criterion="By the figure.", answer=answer, parts=PARTS, effect=Effect("share", "Share"),
    choices=(Choice("half", "Half", lambda _: {"a": "A", "b": "B"}, lambda _: "a"),),
    counted=lambda chosen: True, counted_words="all", tables=("uk-century",), notebook="far-claim",
)
'''


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a claim, installed as pip leaves it."""
    place = tmp_path / "site"
    files = {
        "far/__init__.py": MODULE,
        "far/numbers.py": "from .more import A\nSHARE = 0.6 + A\n",
        "far/more.py": "A = 0.0\n",
        "far-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: far\nVersion: 1.0\n",
        "far-1.0.dist-info/entry_points.txt": "[levelkit.claims]\nfar-claim = far:CLAIM\nno-claim = far:answer\nother-name = far:CLAIM\n",
    }
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(textwrap.dedent(text), encoding="utf-8")
    monkeypatch.syspath_prepend(place)
    importlib.invalidate_caches()
    for cache in (registry._entry_points, registry._installed_claim):
        cache.cache_clear()
    yield place
    for cache in (registry._entry_points, registry._installed_claim):
        cache.cache_clear()
    for name in [name for name in sys.modules if name == "far" or name.startswith("far.")]:
        del sys.modules[name]


def test_an_installed_packages_claim_is_listed_and_kept_in_the_users_folder(
    package, users_folder, capsys
):
    claim = lk.claim("far-claim")
    assert {"far-claim", "convergence"} <= set(claim_names())
    assert stored.folder_of(claim) == users_folder
    with pytest.raises(combinations.StaleError, match="no table .* far-claim yet. Run `make comb"):
        combinations.combinations(claim)
    assert combinations.write(claim) == users_folder / "far-claim.csv"
    combinations.update(["far-claim"])
    assert capsys.readouterr().out == "far-claim: up to date\n"
    assert fragility_store.store(claim) == users_folder / "far-claim-fragility.json"
    assert fragility_store.is_current(claim)
    assert "ways of measuring it" in ClaimPage("far-claim").hub.words["curve"]["title"]


def test_its_table_is_stale_once_its_own_code_changes(package):
    claim = lk.claim("far-claim")
    names = {path.name for path in code_of(claim)}
    assert names >= {
        "__init__.py",
        "numbers.py",
        "more.py",
        "claim.py",
        "verdict.py",
        "ratios.py",
    }
    assert "moran.py" not in names
    combinations.write(claim)
    before = inputs_hash(claim)
    path = package / "far/more.py"
    path.write_text("# nothing\nA = 0.0\n")
    assert inputs_hash(claim) == before and combinations.is_current(claim)
    path.write_text("A = 0.1\n")
    assert inputs_hash(claim) != before and not combinations.is_current(claim)


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("no-claim", TypeError, "entry point no-claim = 'far:answer' of 'levelkit.claims' is no Claim, but a function"),
        ("other-name", ValueError, "other-name = 'far:CLAIM' .* is the claim 'far-claim': name it alike"),
    ],
)  # fmt: skip
def test_an_entry_point_that_is_wrong_is_named(name, error, message, package):
    assert name in claim_names()  # the front page says of this card alone that it cannot be shown
    with pytest.raises(error, match=message):
        lk.claim(name)


def test_an_installed_claim_leaves_its_name_to_no_other(package):
    with pytest.raises(ValueError, match="'far-claim' in an installed package"):
        lk.register(toy_claim(name="far-claim"))


def test_the_command_knows_an_installed_claim(package, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "levelkit.cli", "combinations", "far-claim"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(package), os.environ.get("PYTHONPATH", "")]),
                          "XDG_DATA_HOME": str(tmp_path / "data")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[0].startswith("far-claim: written to ")
    if sys.platform == "linux":  # where the variable says which folder it is
        (path,) = tmp_path.rglob("inputs.json")
        assert json.loads(path.read_text())["far-claim"]["rows"] == 2


def test_a_registered_claim_that_a_module_holds_is_kept_in_the_users_folder(register, tmp_path):
    claim = register(toy_claim())
    assert stored.folder_of(claim) == tmp_path / "combinations"
    assert {path.name for path in code_of(claim)} >= {"toy.py", "claim.py", "verdict.py"}


def test_what_is_taken_from_levelkit_itself_may_be_any_statistic(package):
    claim = lk.claim("far-claim")
    assert "moran.py" not in {path.name for path in code_of(claim)}
    (package / "far/more.py").write_text("import levelkit as lk\nA = 0.0\n")
    assert "moran.py" in {path.name for path in code_of(claim)}
