"""A visitor without a browser: asks for a page, joins its kernel, and waits for what it would draw."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from talking import frame, unframed

PROTOCOL = "v1.kernel.websocket.jupyter.org"
CONFIG = re.compile(r'id="jupyter-config-data"[^>]*>(.*?)</script>', re.DOTALL)
AsyncHTTPClient.configure(None, max_clients=200)


class Visitor:
    """One page and its socket.

    Parameters
    ----------
    address : str
        Of the page.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.origin = "/".join(address.split("/")[:3])
        self.session = uuid.uuid4().hex
        self.hub: tuple[str, dict[str, Any]] = ("", {})
        self.turn = 0

    async def arrive(self) -> float:
        """Seconds until all is there that a browser draws the page from."""
        start = time.perf_counter()
        await self.ask()
        await self.join()
        return time.perf_counter() - start

    async def ask(self) -> None:
        """Read the page to its end, and no more."""
        answer = await AsyncHTTPClient().fetch(HTTPRequest(self.address, request_timeout=120))
        found = CONFIG.search(answer.body.decode())
        if not found:
            raise RuntimeError(f"{self.address} is no page: {answer.body[:200]!r}")
        settings = json.loads(found.group(1))
        self.kernel, self.secret = settings["kernelId"], settings.get("token", "")

    async def join(self) -> None:
        """Open the socket and ask for the state of every widget, as Voilà's front end does."""
        address = f"{self.origin.replace('http', 'ws', 1)}/api/kernels/{self.kernel}/channels"
        address += f"?session_id={self.session}" + (f"&token={self.secret}" if self.secret else "")
        self.socket = await websocket_connect(
            HTTPRequest(address, request_timeout=120), subprotocols=[PROTOCOL],
            max_message_size=2**28,
        )  # fmt: skip
        self.heard: asyncio.Queue[Any] = asyncio.Queue()
        self.listening = asyncio.ensure_future(self._listen())
        comm = uuid.uuid4().hex
        opened = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        await self._say("comm_open", opened)
        await self._say("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        while True:
            data = (await self._heard())["content"].get("data") or {}
            if isinstance(data, dict) and data.get("method") == "update_states":
                break
        for widget, model in data["states"].items():
            if "answered" in model["state"]:
                self.hub = (widget, model["state"])

    async def choose(self, **choices: Any) -> float:
        """Seconds until the answer to other choices is there."""
        widget, state = self.hub
        self.turn += 1
        made = {"choices": state["choices"] | choices, "turn": self.turn}
        update = {"method": "update", "state": made, "buffer_paths": []}
        start = time.perf_counter()
        await self._say("comm_msg", {"comm_id": widget, "data": update})
        while True:
            content = (await self._heard())["content"]
            answered = (content.get("data") or {}).get("state", {}).get("answered_turn")
            if content.get("comm_id") == widget and answered == self.turn:
                return time.perf_counter() - start

    async def leave(self) -> None:
        """Close the page: its last word ends its kernel."""
        self.socket.close()
        await AsyncHTTPClient().fetch(
            f"{self.origin}/voila/api/shutdown/{self.kernel}?token={self.secret}",
            method="POST", body=b"",
        )  # fmt: skip

    async def _say(self, kind: str, content: dict[str, Any]) -> None:
        await self.socket.write_message(frame(kind, content, session=self.session), binary=True)

    async def _listen(self) -> None:
        """Read all the time, as a browser does: who does not is cut off."""
        while (message := await self.socket.read_message()) is not None:
            self.heard.put_nowait(message)
        self.heard.put_nowait(None)

    async def _heard(self) -> dict[str, Any]:
        message = await self.heard.get()
        if message is None:
            raise ConnectionError("The server has closed the socket.")
        return dict(unframed(message))
