"""The kernels of a server for strangers: counted, each with a secret, and ended if nobody joins."""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from levelkit.serving.seats import Seats, Turns

#: Seconds that a kernel waits for its page to connect: a link's preview never does. With the time
#: between looks, and to end it, it is gone within a minute.
JOIN_SECONDS = 50.0


class Kernels(AsyncMappingKernelManager):  # type: ignore[misc]
    """Jupyter's kernels, with what strangers make necessary.

    Attributes
    ----------
    seats : Seats
    turns : Turns
    """

    def __init__(self, **values: Any) -> None:
        self.seats = Seats(1, lambda: len(self.list_kernel_ids()))
        self.turns = Turns(1)
        self._secrets: dict[str, str] = {}
        self._left_since: dict[str, float] = {}
        self._kept: set[str] = set()
        self._events: Any = None
        self._clearing: set[asyncio.Future[None]] = set()
        super().__init__(**values)

    def pre_start_kernel(self, kernel_name: str | None, kwargs: Any) -> Any:
        """Name the connection file by chance: command lines can be read by everyone."""
        manager, name, kernel_id = super().pre_start_kernel(kernel_name, kwargs)
        folder = Path(manager.connection_file).parent
        manager.connection_file = str(folder / f"{secrets.token_hex(8)}.json")
        # One log of events, which nobody listens to, instead of one a kernel.
        self._events = manager.event_logger = self._events or manager.event_logger
        return manager, name, kernel_id

    async def start_kernel(self, *, secret: str = "", **options: Any) -> str:
        """Start a kernel for the page with this secret; without one nobody can join it."""
        kernel_id = await super().start_kernel(**options)
        self._secrets[kernel_id] = secret
        return str(kernel_id)

    def knows(self, kernel_id: str, secret: str) -> bool:
        """Whether this is the secret of the page that the kernel was started for."""
        kept = self._secrets.get(kernel_id, "")
        return bool(kept) and hmac.compare_digest(kept.encode(), secret.encode())

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """Strike off a kernel that has died, with its sockets, files and listeners."""
        manager = self.get_kernel(kernel_id)
        self.stop_watching_activity(kernel_id)
        self.stop_buffering(kernel_id)
        super()._handle_kernel_died(kernel_id)
        clearing = asyncio.ensure_future(manager.cleanup_resources())
        self._clearing.add(clearing)
        clearing.add_done_callback(self._clearing.discard)

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended."""
        self._secrets.pop(kernel_id, None)
        self._left_since.pop(kernel_id, None)
        self._kept.discard(kernel_id)
        return super().remove_kernel(kernel_id)

    async def lives(self, kernel_id: str) -> bool:
        """Whether there is such a kernel, and its process runs."""
        return kernel_id in self and bool(await self.get_kernel(kernel_id).is_alive())

    def keep(self, kernel_id: str) -> None:
        """Keep a kernel for a page that nobody has asked for yet, however long it is idle."""
        self._kept.add(kernel_id)

    def given(self, kernel_id: str) -> None:
        """The kernel's page has been sent: from now on it waits for the page to connect."""
        self._kept.discard(kernel_id)
        if kernel_id in self:
            self.get_kernel(kernel_id).last_activity = datetime.now(UTC)
            if not self._kernel_connections.get(kernel_id):
                self._left_since[kernel_id] = time.monotonic()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel whose page went away without a word, but none that is kept ready."""
        if kernel_id not in self._kept:
            await super().cull_kernel_if_idle(kernel_id)

    def notify_connect(self, kernel_id: str) -> None:
        """The page has connected."""
        self._left_since.pop(kernel_id, None)
        super().notify_connect(kernel_id)

    async def end_unjoined(self, seconds: float = JOIN_SECONDS) -> None:
        """End kernels whose page has not connected for so long."""
        late = time.monotonic() - seconds
        for kernel_id in [kernel for kernel, since in self._left_since.items() if since < late]:
            self._left_since.pop(kernel_id, None)
            if kernel_id in self:
                self.log.info("Nobody joined kernel %s", kernel_id)
                await self.shutdown_kernel(kernel_id, now=True)

    async def watch(self, seconds: float = JOIN_SECONDS) -> None:
        """End kernels that nobody joins, for as long as the server runs."""
        while True:
            await asyncio.sleep(min(5.0, seconds / 4))
            try:
                await self.end_unjoined(seconds)
            except Exception:
                self.log.exception("A kernel that nobody joined could not be ended")
