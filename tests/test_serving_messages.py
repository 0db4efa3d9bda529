"""What a browser may say: frames and messages, read from bytes."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelkit.pages.widgets import Hub, Part
from levelkit.serving.messages import (
    CHANNELS,
    MOST_OFFSETS,
    WRITABLE,
    RefusedError,
    check,
    kind_of,
    read_frame,
)
from talking import frame, packed

HEADER = json.dumps({"msg_type": "comm_msg"}).encode()
WHOLE = frame("comm_msg", {})
FRAMES = {
    "a count of offsets that overflows": b"\xff" * 32,
    "nothing": b"",
    "a text": "{}",
    "a count alone": (6).to_bytes(8, "little"),
    "no offset": (0).to_bytes(8, "little") * 9,
    "a million offsets": (10**6).to_bytes(8, "little") + b"\0" * 64,
    "offsets beyond the end": frame("comm_msg", {})[:-3],
    "more after the end": frame("comm_msg", {}) + b"x",
    "offsets that go back": WHOLE[:16] + (1).to_bytes(8, "little") + WHOLE[24:],
    "another channel": frame("comm_msg", {}, channel="iopub"),
    "stdin": frame("comm_msg", {}, channel="stdin"),
    "no JSON": packed(b"shell", b"{", b"{}", b"{}", b"{}"),
    "a list for a header": packed(b"shell", b"[]", b"{}", b"{}", b"{}"),
    "no text": packed(b"shell", HEADER, b"\xff\xfe", b"{}", b"{}"),
    "a hundred thousand brackets": packed(b"shell", HEADER, b"{}", b"{}", b"[" * 100_000),
    "too many buffers": packed(b"shell", HEADER, b"{}", b"{}", b"{}", *[b"x"] * MOST_OFFSETS),
}


@pytest.mark.parametrize("name", FRAMES)
def test_what_is_no_frame_is_refused(name):
    with pytest.raises(RefusedError):
        read_frame(FRAMES[name])


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(RefusedError):
        assert read_frame(data).channel in CHANNELS


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3))
def test_a_frame_reads_back(content):
    message = read_frame(frame("comm_msg", content, buffers=(b"one", b"")))
    assert (message.kind, message.content) == ("comm_msg", content)
    assert (message.channel, message.buffers) == ("shell", (b"one", b""))


def test_the_type_of_a_message_to_a_browser():
    assert kind_of(frame("error", {})) == "error"


def widget(data, **more):
    return read_frame(frame("comm_msg", {"comm_id": "a", "data": data}, **more))


def update(**state):
    return {"method": "update", "state": state, "buffer_paths": []}


ALLOWED = [
    read_frame(frame("kernel_info_request", {})),
    read_frame(frame("comm_info_request", {"target_name": "jupyter.widget"})),
    read_frame(frame("comm_open", {"comm_id": "a", "target_name": "jupyter.widget.control"})),
    read_frame(frame("comm_close", {"comm_id": "a"})),
    widget({"method": "request_states"}),
    widget(update(choices={"a": 1}, turn=2, inputs={}, marks={})),
    widget({"method": "custom", "content": {"kind": "library", "name": "vega"}}),
    widget({"method": "custom", "content": {"kind": "blocks"}}),
]
REFUSED = [
    read_frame(frame("execute_request", {"code": "1"})),
    read_frame(frame("shutdown_request", {}, channel="control")),
    read_frame(frame("inspect_request", {})),
    read_frame(frame("input_reply", {"value": "x"})),
    read_frame(frame("comm_open", {"comm_id": "a", "target_name": "jupyter.widget"})),
    *[
        widget(update(**{name: "x"}))
        for name in ("words", "code", "style", "form", "about", "_esm")
    ],
    widget(update(choices={}, layout="x")),
    widget({"method": "update", "state": ["choices"]}),
    widget({"method": "update", "state": {}, "buffer_paths": [["choices"]]}),
    widget(update(), buffers=(b"x",)),
    widget({"method": "custom", "content": {"kind": "anywidget-command", "name": "x"}}),
    widget({"method": "echo_update", "state": {"words": {}}}),
    widget("text"),
]


@pytest.mark.parametrize("message", ALLOWED, ids=lambda m: m.kind)
def test_what_a_page_says_is_allowed(message):
    check(message)


@pytest.mark.parametrize("message", REFUSED, ids=lambda m: m.kind)
def test_what_no_page_says_is_refused(message):
    with pytest.raises(RefusedError):
        check(message)


def test_the_widgets_themselves_take_no_more():
    hub = Hub(choices={"a": 1})
    part = Part(hub, "html", "answer")
    for widget_of_ours in (hub, part):
        before = dict(widget_of_ours.get_state())
        widget_of_ours.set_state({name: "x" for name in before if name not in Hub.writable})
        assert widget_of_ours.get_state() == before
    hub.set_state({"choices": {"a": 2}, "turn": 1})
    assert (hub.choices, hub.turn) == ({"a": 2}, 1)
    assert Hub.writable == WRITABLE


def test_widgets_of_somebody_elses_notebooks_may_be_set_but_no_code_run():
    check(widget(update(value=3)), writable=None)
    check(widget({"method": "custom", "content": {"event": "click"}}), writable=None)
    with pytest.raises(RefusedError, match="execute_request"):
        check(read_frame(frame("execute_request", {"code": "1"})), writable=None)


def test_a_refused_type_is_cut_in_what_is_said():
    with pytest.raises(RefusedError) as refused:
        check(read_frame(frame("x" * 3_000_000, {})))
    assert len(str(refused.value)) < 200
