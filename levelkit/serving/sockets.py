"""The websocket between a page and its kernel, for pages and browsers that nobody vouches for."""

from __future__ import annotations

import time
from typing import Any

import tornado.web
from tornado.iostream import StreamBufferFullError, StreamClosedError
from tornado.websocket import WebSocketClosedError
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from levelkit.serving.messages import PROTOCOL, WRITABLE, RefusedError, check, kind_of, read_frame

#: What a client that does not read may keep waiting in the server's memory.
MOST_WAITING_BYTES = 32 * 2**20
#: A slider sends some sixty messages a second.
MOST_MESSAGES, WINDOW_SECONDS = 2000, 10.0
#: Refusals that are written to the log, a socket.
MOST_LOGGED = 5
#: Errors hold paths of the server, streams what code printed: both stay here.
WITHHELD = frozenset({"error", "stream", "execute_input", "execute_result", "debug_event"})


class Discreet:
    """For handlers whose addresses hold a page's secret: it is neither logged nor sent back."""

    request: Any

    def _request_summary(self) -> str:
        return f"{self.request.method} {self.request.path} ({self.request.remote_ip})"

    def write_error(self, status_code: int, **_: Any) -> None:
        """The status alone."""
        self.finish(f"{status_code}\n")  # type: ignore[attr-defined]


class Socket(Discreet, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """Voilà's socket, which takes what a page of ours says, from that page alone."""

    writable: frozenset[str] | None = WRITABLE

    def initialize(self, *, own_pages: bool) -> None:
        """Whether the notebooks are levelkit's own, whose widgets are known."""
        self.writable = WRITABLE if own_pages else None
        self.withheld = WITHHELD if own_pages else WITHHELD - {"stream", "execute_result"}
        self._refusals = 0
        self._window = (0.0, 0)

    def check_origin(self, origin: str | None = None) -> bool:  # noqa: ARG002
        """The secret says which page it is; a proxy may have changed the host's name."""
        return True

    def check_xsrf_cookie(self) -> None:
        """There is no cookie; the secret is what counts."""

    async def pre_get(self) -> None:
        """Refuse who speaks another protocol, or has not the page's secret."""
        offered = self.request.headers.get("Sec-WebSocket-Protocol", "")
        if PROTOCOL not in [protocol.strip() for protocol in offered.split(",")]:
            raise tornado.web.HTTPError(400, "Another protocol is needed")
        secret = self.get_query_argument("token", "")
        if not self.kernel_manager.knows(self.kernel_id, secret):
            raise tornado.web.HTTPError(403, "This kernel belongs to another page")
        await super().pre_get()

    async def open(self, kernel_id: str) -> None:
        """Bound what waits for a client that does not read."""
        self.ws_connection.stream.max_write_buffer_size = MOST_WAITING_BYTES
        await super().open(kernel_id)

    def on_message(self, ws_message: str | bytes) -> None:
        """Hand on what a page may say; close on what is no message, and on a flood."""
        if self._flooded():
            self.log.warning("A client that sends without end was cut off")
            self.ws_connection.stream.close()  # it may not read a farewell
            return
        try:
            message = read_frame(ws_message)
        except RefusedError as error:
            self._say(error)
            self.close(1003, "No message of this protocol")
            return
        try:
            check(message, self.writable)
        except RefusedError as error:
            self._say(error)
            return
        if self.connection is not None and self.connection.channels:
            session = self.connection.session
            parts = [session.pack(part) for part in message.parts]
            session.send_raw(self.connection.channels[message.channel], [*parts, *message.buffers])

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Send what a page needs; whoever does not read is cut off."""
        if isinstance(message, bytes) and kind_of(message) in self.withheld:
            return None
        try:
            sending = super().write_message(message, binary)
        except StreamBufferFullError:
            self.log.warning("A client that does not read was cut off")
            self.ws_connection.stream.close()
        except (StreamClosedError, WebSocketClosedError):
            pass
        else:
            # Nobody waits for it: that the page has gone meanwhile is no news for the log.
            sending.add_done_callback(lambda done: done.cancelled() or done.exception())
            return sending
        return None

    def on_close(self) -> None:
        """A socket that was refused has no connection to end."""
        if getattr(self, "connection", None) is not None:
            super().on_close()

    def _flooded(self) -> bool:
        start, count = self._window
        now = time.monotonic()
        if now - start > WINDOW_SECONDS:
            start, count = now, 0
        self._window = (start, count + 1)
        return count >= MOST_MESSAGES

    def _say(self, error: RefusedError) -> None:
        self._refusals += 1
        if self._refusals <= MOST_LOGGED:
            last = " (and no more is said of this socket)" if self._refusals == MOST_LOGGED else ""
            self.log.warning("Refused from a browser: %s%s", str(error)[:200], last)
