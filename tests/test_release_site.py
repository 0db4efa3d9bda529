"""The whole site: every answer of every page is there, as the kernel gives it, and light enough."""

import json
import random

import pytest

import levelkit as lk
from levelkit.claims import claim_names
from levelkit.claims.choice import written
from levelkit.claims.claim import key_of
from levelkit.pages import page_state
from levelkit.pages.claim_page import layout_of
from served import build_site
from test_site import answer_of, unpacked

pytestmark = pytest.mark.release

MOST_BYTES = 3_000_000
#: With the answers to every choice of every data set, of which a visitor loads those asked for.
HEAVIER = {
    "01-a-century-of-ranks": 3_400_000,
    "06-convergence": 5_200_000,
    "03-oecd-comparison": 4_200_000,
    "05-devolution": 3_600_000,
}
SAMPLED = 40  # answers of a page that are worked out again


@pytest.fixture(scope="module")
def whole_site(tmp_path_factory):
    return build_site(tmp_path_factory.mktemp("whole") / "site")


def size(path):
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


def rounded(state):
    """Plain values, numbers to nine digits: the last ones hang on the order of a sum in a process."""
    return json.loads(json.dumps(state), parse_float=lambda text: float(f"{float(text):.9g}"))


def test_pages_with_all_their_answers_are_light(whole_site):
    for stem in (lk.claim(name).notebook for name in claim_names()):
        page = whole_site / f"{stem}.html"
        whole = size(page) + size(whole_site / "static") + size(whole_site / stem)
        assert whole < HEAVIER.get(stem, MOST_BYTES), stem


@pytest.mark.parametrize("name", claim_names())
def test_every_answer_is_there_and_some_are_worked_out_again(whole_site, name):
    claim = lk.claim(name)
    layout = layout_of(claim)
    first = claim.choices[0].name
    chunks = dict(unpacked(path) for path in (whole_site / claim.notebook).glob("*.js"))
    views = list(claim.combinations())
    assert sum(len(chunk["answers"]) for chunk in chunks.values()) == len(views)
    for view in random.Random(0).sample(views, SAMPLED):
        expected = rounded(page_state(claim, layout, view).traits())
        expected.pop("answered")
        answer = rounded(answer_of(chunks[written(view[first])], key_of(view.values())))
        assert answer == {trait: value for trait, value in expected.items() if value}
