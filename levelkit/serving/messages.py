"""What a browser may say to a kernel: the frame it comes in, and the message in it.

A frame is read by the protocol ``v1.kernel.websocket.jupyter.org``: a count of offsets, the
offsets (8 bytes each, little-endian), then the channel's name, the four JSON parts of a Jupyter
message and its buffers. Everything is checked before it is used, and what goes on to the kernel
is what was checked, written anew.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

PROTOCOL = "v1.kernel.websocket.jupyter.org"
#: A visitor's file of 2 MB as JSON, with room to spare.
MOST_BYTES = 8 * 2**20
#: The channel's name, four parts, and few buffers.
LEAST_OFFSETS, MOST_OFFSETS = 6, 16
CHANNELS = ("shell", "control")
PARTS = ("header", "parent_header", "metadata", "content")
#: What a visitor's browser may set of the widgets of our pages.
WRITABLE = frozenset({"choices", "inputs", "turn", "marks", "details"})
#: How a page asks for the widgets that there are.
WIDGETS_ASKED = "jupyter.widget.control"


class RefusedError(ValueError):
    """A frame that cannot be read, or a message that a browser may not send."""


@dataclass(frozen=True)
class Message:
    """A Jupyter message as it came from a browser, its parts read."""

    channel: str
    parts: tuple[dict[str, Any], ...]
    buffers: tuple[bytes, ...] = ()

    @property
    def kind(self) -> str:
        """The message's type."""
        return str(self.parts[0].get("msg_type"))

    @property
    def content(self) -> dict[str, Any]:
        """What the message says."""
        return self.parts[3]


def read_frame(frame: str | bytes) -> Message:
    """The message in a frame.

    Parameters
    ----------
    frame : str or bytes
        As it came from the socket.

    Returns
    -------
    Message

    Raises
    ------
    RefusedError
        If it is no frame of this protocol; says what is wrong, without what is in it.
    """
    if not isinstance(frame, bytes):
        raise RefusedError("a frame of bytes is needed")
    count = int.from_bytes(frame[:8], "little")
    if not LEAST_OFFSETS <= count <= MOST_OFFSETS or 8 * (count + 1) > len(frame):
        raise RefusedError(f"{LEAST_OFFSETS} to {MOST_OFFSETS} offsets are needed")
    offsets = [int.from_bytes(frame[8 * k : 8 * (k + 1)], "little") for k in range(1, count + 1)]
    if offsets != sorted(offsets) or offsets[0] < 8 * (count + 1) or offsets[-1] != len(frame):
        raise RefusedError("the offsets do not fit the frame")
    pieces = [frame[start:end] for start, end in itertools.pairwise(offsets)]
    channel = pieces[0].decode("ascii", "replace")
    if channel not in CHANNELS:
        raise RefusedError("there is no such channel for a browser")
    return Message(channel, tuple(map(_object, PARTS, pieces[1:5])), tuple(pieces[5:]))


def _object(name: str, piece: bytes) -> dict[str, Any]:
    try:
        value = json.loads(piece.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"the {name} is no JSON") from error
    if not isinstance(value, dict):
        raise RefusedError(f"the {name} is no object")
    return value


def check(message: Message, writable: frozenset[str] | None = WRITABLE) -> None:
    """Refuse what a page never says.

    Parameters
    ----------
    message : Message
    writable : frozenset of str or None
        Names of widgets' state that may be set; None for any, where the notebooks are
        somebody else's and their widgets unknown.

    Raises
    ------
    RefusedError
        With the type of the message and what was wrong with it.
    """
    kind, content = message.kind, message.content
    if kind == "comm_open":
        _check_open(content, writable)
    elif kind == "comm_msg":
        _check_widget(content.get("data"), message.buffers, writable)
    elif kind not in ("kernel_info_request", "comm_info_request", "comm_close"):
        raise RefusedError(f"a message of type {kind[:100]!r} is not for a browser")


def _check_open(content: dict[str, Any], writable: frozenset[str] | None) -> None:
    if writable is not None and content.get("target_name") != WIDGETS_ASKED:
        raise RefusedError("a browser may open no widget of its own")


def _check_widget(data: Any, buffers: tuple[bytes, ...], writable: frozenset[str] | None) -> None:
    if not isinstance(data, dict):
        raise RefusedError("a widget's message needs data")
    method = data.get("method")
    if writable is None or method in ("request_state", "request_states"):
        return
    if buffers or data.get("buffer_paths"):
        raise RefusedError("a browser may send no buffers")
    if method == "update":
        state = data.get("state")
        if not isinstance(state, dict) or not state.keys() <= writable:
            raise RefusedError(f"a browser may set {', '.join(sorted(writable))} alone")
    elif method != "custom" or not _asks_for_bytes(data.get("content")):
        raise RefusedError("there is no such method for a browser")


def _asks_for_bytes(content: Any) -> bool:
    return isinstance(content, dict) and content.get("kind") in ("library", "blocks")


def kind_of(frame: bytes) -> str:
    """The type of a message of our own kernels', from a frame that goes out to a browser."""
    start, end = (int.from_bytes(frame[8 * k : 8 * (k + 1)], "little") for k in (2, 3))
    return str(json.loads(frame[start:end])["msg_type"])
