"""Columns on their way to a browser: what Python packs, the browser's own module reads."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelkit.pages.blocks import Blocks, block, pack
from levelkit.pages.widgets import Hub
from web_modules import call

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
COLUMNS = st.one_of(
    st.lists(st.none() | values, min_size=few, max_size=40)
    for few in (0, 12)
    for values in (
        st.integers(-(2**53), 2**53), st.integers(-130, 130), FLOATS, st.booleans(),
        st.integers(-(10**6), 10**6).map(lambda k: k / 100), st.sampled_from(["Wales", "é", ""]),
        st.text(max_size=3), st.integers(0, 9) | st.text(max_size=2),
    )
)  # fmt: skip


def read(packed):
    return call("blocks", "columnsIn", base64.b64encode(packed).decode())


def same(values):
    """A browser writes whole numbers in full, and knows one kind of number."""
    return [float(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in values]


@given(st.lists(COLUMNS, max_size=5))
def test_the_browser_reads_the_very_values(columns):
    blocks = [block(values) for values in columns]
    there = read(pack(blocks, paths=["é"]))
    for each, values in zip(blocks, columns, strict=True):
        assert same(there[each.key]) == same(values)


def test_equal_columns_are_one_block_and_others_are_not():
    assert block([1.5] * 20).key == block([1.5] * 20).key
    others = [[1] * 20, [1] * 21, [0.1] * 20, ["1"] * 20, [None] * 20, [], ["1"], [1]]
    assert len({block(values).key for values in others}) == len(others)


@pytest.mark.parametrize(
    ("values", "bytes_each"),
    [([0.01 * (k % 120) for k in range(1000)], 1), ([k % 3000 / 10 for k in range(1000)], 2),
     ([k * 1000 for k in range(1000)], 4), ([k / 3 for k in range(1000)], 8),
     (["Wales", "England"] * 500, 1)],
)  # fmt: skip
def test_values_take_as_few_bytes_as_hold_them(values, bytes_each):
    rounded = [round(value, 10) if isinstance(value, float) else value for value in values]
    assert len(block(rounded).body) == bytes_each * len(values)


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused_with_its_place(count, number):
    with pytest.raises(ValueError, match="Data set lines, column share:"):
        Blocks().take({"lines": {"share": [0.5] * count + [number]}})


@pytest.fixture
def sent(monkeypatch):
    """What a hub with 20 rows sends: the columns of each message."""
    hub = Hub(datasets={"a": {"x": list(range(20))}})
    messages = []

    def keep(message, buffers=None):
        messages.append((message, [read(bytes(each)) for each in buffers or []]))

    monkeypatch.setattr(hub, "_send", keep)
    monkeypatch.setattr(hub, "send", lambda content, buffers: keep({"custom": content}, buffers))
    return hub, messages


def test_a_column_is_sent_once(sent):
    hub, messages = sent
    again, other = list(range(20)), [k / 2 for k in range(20)]
    hub.datasets = {"a": {"x": again}}
    assert messages == []  # the same figures
    hub.datasets = {"a": {"x": again, "y": other}, "b": {"z": other}}
    assert [[*message["state"], *message["buffer_paths"]] for message, _ in messages] == [
        [["blocks"]], ["columns"],
    ]  # fmt: skip
    ((new,),) = [buffers for _, buffers in messages if buffers]
    assert list(new.values()) == [other]
    messages.clear()
    hub.datasets = {"a": {"x": other}}
    assert [list(message["state"]) for message, _ in messages] == [["columns"]]


def test_who_joins_has_all_of_the_answer_and_who_has_missed_some_is_sent_them(sent):
    hub, messages = sent
    first, second = list(range(20)), [k / 2 for k in range(20)]
    hub.datasets = {"a": {"x": second}}
    hub.datasets = {"a": {"x": first}}
    state = hub.get_state()
    assert list(read(state["blocks"]).values()) == [first]
    assert state["columns"]["a"]["x"] in read(state["blocks"])
    # The one that has just joined has never seen the second: it is sent again, though it was the last.
    messages.clear()
    hub.datasets = {"a": {"x": second}}
    (new,) = [buffers[0] for _, buffers in messages if buffers]
    assert list(new.values()) == [second]
    messages.clear()
    hub._handle_custom_msg({"kind": "blocks"}, [])
    ((message, (columns,)),) = messages
    assert message == {"custom": {"kind": "blocks"}}
    assert list(columns.values()) == [second]
