"""What a page says of fragility is kept beside the combinations, and never out of date."""

import json
from dataclasses import asdict

import pytest

import levelkit as lk
from levelkit.claims import claim_names, combinations
from levelkit.claims.combinations import StaleError
from levelkit.claims.stored import folder_of
from levelkit.pages import ClaimPage, fragility_store
from toy import toy_claim


@pytest.fixture
def made(monkeypatch):
    """The claims whose words were made anew."""
    names = []
    make = fragility_store.make

    def counting(claim):
        names.append(claim.name)
        return make(claim)

    monkeypatch.setattr(fragility_store, "make", counting)
    return names


@pytest.mark.parametrize("name", claim_names())
def test_what_is_kept_is_current_and_is_what_would_be_made(name):
    claim = lk.claim(name)
    assert fragility_store.is_current(claim), "Run `make combinations`."
    kept, anew = (
        asdict(one) for one in (fragility_store.fragility_of(claim), fragility_store.make(claim))
    )
    # Whole numbers and fractions alike are read back as they were written.
    assert json.dumps(kept, sort_keys=True) == json.dumps(anew, sort_keys=True)


def test_a_page_takes_what_is_kept_and_makes_what_is_not(register, made):
    claim = register(toy_claim())
    page = ClaimPage(claim.name)
    assert made == [claim.name]
    assert not fragility_store.is_current(claim)
    fragility_store.store(claim)
    made.clear()
    assert fragility_store.is_current(claim)
    again = ClaimPage(claim.name)
    assert made == []
    assert again.hub.words["fragility"] == page.hub.words["fragility"]
    assert again.hub.words["curve"] == page.hub.words["curve"]
    assert again.fragility.children[0].options == page.fragility.children[0].options


@pytest.mark.parametrize("what", ["inputs", "code"])
def test_what_follows_from_something_else_is_made_anew(what, register, made, monkeypatch):
    claim = register(toy_claim())
    fragility_store.store(claim)
    assert fragility_store.is_current(claim)
    if what == "inputs":
        monkeypatch.setattr(combinations, "is_current", lambda _: True)
        monkeypatch.setattr(fragility_store, "inputs_hash", lambda _: "of other figures")
    else:
        monkeypatch.setattr(fragility_store, "code_behind", lambda *_: set())
    made.clear()
    assert not fragility_store.is_current(claim)
    fragility_store.fragility_of(claim)
    assert made == [claim.name]


def test_a_table_that_was_changed_by_hand_is_refused(register):
    claim = register(toy_claim())
    fragility_store.store(claim)
    path = folder_of(claim) / f"{claim.name}.csv"
    path.write_text(path.read_text().replace("supported", "mixed", 1))
    assert not fragility_store.is_current(claim)
    with pytest.raises(StaleError):
        fragility_store.fragility_of(claim)


def test_a_stale_table_is_refused_though_its_words_are_kept(register, monkeypatch):
    claim = register(toy_claim())
    fragility_store.store(claim)
    monkeypatch.setattr(combinations, "inputs_hash", lambda _: "of other figures")
    with pytest.raises(StaleError):
        fragility_store.fragility_of(claim)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"origin": 1}', '{"origin": "ORIGIN"}'])
def test_a_damaged_file_is_as_none(text, register, made):
    claim = register(toy_claim())
    path = fragility_store.store(claim)
    made.clear()
    path.write_text(text.replace("ORIGIN", fragility_store.origin(claim)))
    assert not fragility_store.is_current(claim)
    assert fragility_store.fragility_of(claim) == fragility_store.make(claim)


def test_the_code_that_words_follow_from_is_the_pages_and_the_measures(monkeypatch):
    seen = []
    monkeypatch.setattr(fragility_store, "add_code", lambda _, modules: seen.extend(modules))
    fragility_store.origin(lk.claim("century-of-ranks"))
    names = {path.relative_to(path.parents[1]).as_posix() for path in seen}
    assert {"pages/fragility_store.py", "pages/fragility.py", "pages/words.py"} <= names
    assert any(name.endswith("influence.py") or "choice" in name for name in names)
    assert "pages/claim_page.py" not in names


def test_only_what_has_changed_is_kept_again(register, capsys):
    one, two = register(toy_claim(name="toy-one")), register(toy_claim(name="toy-two"))
    names = [one.name, two.name]
    fragility_store.update(names)
    assert capsys.readouterr().out.count("written to") == 2
    fragility_store.update(names)
    assert capsys.readouterr().out == ""
    fragility_store._path(one).unlink()
    fragility_store.update(names)
    assert "toy-one" in (said := capsys.readouterr().out)
    assert two.name not in said
    kept = {path.name for path in folder_of(one).iterdir()}
    assert kept - {".lock"} == {
        "inputs.json", "toy-one.csv", "toy-two.csv", "toy-one-fragility.json", "toy-two-fragility.json",
    }  # fmt: skip
