"""Details: a key outside the answer, whose rows come when they are asked for."""

import base64
import gzip
import json

import pytest

from levelkit.pages.blocks import Blocks, pack
from levelkit.pages.detail import NO_DETAIL, Detail, Detailing, DetailView
from levelkit.pages.widgets import Hub
from levelkit.site.details import write_details


def view(key):
    if key == "broken":
        raise RuntimeError("no such luck")
    return DetailView(passages={"said": f'<a href="index.ipynb">{key}</a>'}, said={"source": key})


def detail(**changes):
    keys = {"a": "A", "b": "B", "broken": "Broken"}
    return Detail(
        **{"name": "what", "label": "What", "keys": keys, "usual": "a", "view": view} | changes
    )


@pytest.mark.parametrize("key", ["", "a b", "../a", "é", "<b>", "-a"])
def test_a_key_that_cannot_stand_in_an_address_is_refused(key):
    with pytest.raises(ValueError, match="cannot stand in an address"):
        detail(keys={"a": "A", key: "x"})


def test_the_usual_key_must_be_on_offer():
    with pytest.raises(ValueError, match="What: Unknown key 'c'"):
        detail(usual="c")


def test_keys_reach_the_browser_in_their_order_and_nothing_else_of_them():
    assert detail().form() == {
        "name": "what", "label": "What", "help": "", "usual": "a",
        "options": [["a", "A"], ["b", "B"], ["broken", "Broken"]],
    }  # fmt: skip
    hub = Hub()
    Detailing((detail(),), hub)
    assert hub.detail["words"] == {
        "said": {"html": '<a href="index.ipynb">a</a>'},
        "page": {"source": "a"},
    }


def test_two_details_are_shown_side_by_side():
    hub = Hub()
    other = detail(name="other", view=lambda key: DetailView(passages={"more": key}))
    Detailing((detail(), other), hub)
    hub.details = {"what": "b", "other": "a"}
    assert hub.detailed == {"what": "b", "other": "a"}
    assert {name: said.get("html") for name, said in hub.detail["words"].items()} == {
        "said": '<a href="index.ipynb">b</a>', "page": None, "more": "a",
    }  # fmt: skip


def test_a_view_that_breaks_is_said_and_the_page_stays(caplog):
    hub = Hub()
    Detailing((detail(),), hub)
    shown = hub.detail
    hub.details = {"what": "broken"}
    assert hub.detailed == hub.details == {"what": "a"}
    assert hub.detail is shown
    assert hub.failure == {"number": 1, "words": NO_DETAIL}
    assert "no such luck" in caplog.text  # for whoever hosts, never for the visitor


def test_on_a_site_each_key_is_a_file_with_links_between_pages(tmp_path):
    write_details([detail(keys={"a": "A", "b": "B"})], tmp_path)
    files = sorted(path.name for path in (tmp_path / "detail-what").iterdir())
    assert files == ["a.js", "b.js"]
    script = (tmp_path / "detail-what/b.js").read_text()
    name, packed = json.loads(
        f"[{script.removeprefix('levelkitChunk(').removesuffix(');' + chr(10))}]"
    )
    assert name == "detail-what/b"
    body = gzip.decompress(base64.b64decode(packed))
    head = json.loads(body[4 : 4 + int.from_bytes(body[:4], "little")])
    assert head["shown"]["words"]["said"] == {"html": '<a href="index.html">b</a>'}


def test_some_keys_alone_can_be_written(tmp_path):
    write_details([detail()], tmp_path, {"what": ["b"]})
    assert [path.name for path in (tmp_path / "detail-what").iterdir()] == ["b.js"]


def test_columns_of_answer_and_detail_are_sent_to_who_joins():
    hub = Hub(datasets={"answer": {"x": [1, 2]}})
    hub.show_detail({"detail": {"y": [3, 4]}}, params={}, words={})
    blocks = Blocks()
    blocks.take({"answer": {"x": [1, 2]}, "detail": {"y": [3, 4]}})
    assert hub.get_state()["blocks"] == pack(blocks.by_key().values())
    assert hub.detail["columns"] == {"detail": blocks.columns["detail"]}
