"""A visitor without a browser: asks for a page, joins its kernel, and says what a test wants said."""

import contextlib
import itertools
import json
import re
import urllib.error
import urllib.request
import uuid

from websockets.sync.client import connect

from levelkit.serving.messages import PROTOCOL


def asked(address, *, method="GET", headers=None, data=None):
    """Status, headers and text of an answer, refusals included."""
    request = urllib.request.Request(address, method=method, headers=headers or {}, data=data)
    try:
        with urllib.request.urlopen(request, timeout=90) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


class Talk:
    """One page and the socket to its kernel."""

    def __init__(self, origin, notebook="01-a-century-of-ranks"):
        self.origin = origin
        status, self.headers, self.html = asked(f"{origin}/voila/render/{notebook}.ipynb")
        assert status == 200, self.html[:300]
        text = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', self.html, re.DOTALL)
        settings = json.loads(text.group(1))
        self.kernel, self.secret = settings["kernelId"], settings["token"]
        self.session = str(uuid.uuid4())
        self.socket = None
        self.open = contextlib.ExitStack()

    def address(self, *, secret=None):
        ws = self.origin.replace("http", "ws", 1)
        token = "" if secret == "" else f"&token={secret or self.secret}"
        return f"{ws}/api/kernels/{self.kernel}/channels?session_id={self.session}{token}"

    def join(self, *, secret=None, protocol=PROTOCOL, **more):
        """Open the socket, as the page would unless a test wants it otherwise."""
        protocols = [protocol] if protocol else None
        opened = connect(self.address(secret=secret), subprotocols=protocols, max_size=None, **more)
        self.socket = self.open.enter_context(opened)
        return self

    def say(self, kind, content, *, channel="shell", buffers=()):
        """Send a message of this type."""
        self.socket.send(
            frame(kind, content, channel=channel, session=self.session, buffers=buffers)
        )

    def to_widget(self, comm, data, **more):
        self.say("comm_msg", {"comm_id": comm, "data": data}, **more)

    def heard(self, *, until, seconds=30):
        """Messages as they come, to the first that ``until`` holds for, that one included."""
        messages = []
        while True:
            message = unframed(self.socket.recv(timeout=seconds))
            messages.append(message)
            if until(message):
                return messages

    def idle(self, **more):
        """What is said until the kernel has done what it was asked for last."""
        return self.heard(
            until=lambda m: m["type"] == "status" and m["content"]["execution_state"] == "idle",
            **more,
        )

    def widgets(self):
        """The state of every widget of the page, by comm."""
        comm = uuid.uuid4().hex
        self.say(
            "comm_open", {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        )
        self.to_widget(comm, {"method": "request_states"})
        replies = self.heard(until=lambda m: "states" in str(m["content"].get("data", ""))[:200])
        return replies[-1]["content"]["data"]["states"]

    def hub(self):
        """The widget that holds what a visitor chose, and its state."""
        states = self.widgets()
        return next((c, s["state"]) for c, s in states.items() if "answered" in s["state"])

    def leave(self):
        self.open.close()
        path = f"/voila/api/shutdown/{self.kernel}?token={self.secret}"
        return asked(self.origin + path, method="POST", data=b"")[0]


def frame(kind, content, *, channel="shell", session="s", buffers=()):
    """A frame of the protocol."""
    header = {"msg_id": uuid.uuid4().hex, "username": "", "session": session, "date": "",
              "msg_type": kind, "version": "5.3"}  # fmt: skip
    parts = [json.dumps(part).encode() for part in (header, {}, {"version": "1.0.0"}, content)]
    return packed(channel.encode(), *parts, *buffers)


def packed(*pieces):
    """Pieces behind their offsets."""
    start = 8 * (len(pieces) + 2)
    offsets = [start]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    numbers = [len(offsets), *offsets]
    return b"".join(n.to_bytes(8, "little") for n in numbers) + b"".join(pieces)


def unframed(data):
    count = int.from_bytes(data[:8], "little")
    offsets = [int.from_bytes(data[8 * k : 8 * (k + 1)], "little") for k in range(1, count + 1)]
    pieces = [data[a:b] for a, b in itertools.pairwise(offsets)]
    return {
        "channel": pieces[0].decode(),
        "type": json.loads(pieces[1])["msg_type"],
        "content": json.loads(pieces[4]),
    }
