"""Seats and turns: how many kernels there may be, and how many start at once."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


class Seats:
    """Seats for visitors, kept from the moment that one asks.

    A kernel takes a while to start, during which others ask too: a seat is taken before
    anything is waited for, and handed over to the kernel once there is one.

    Parameters
    ----------
    most : int
        Kernels that may run at once, those kept warm included.
    kernels : callable
        How many there are.
    """

    def __init__(self, most: int, kernels: Callable[[], int]) -> None:
        self.most = most
        self._kernels = kernels
        self._promised = 0

    @property
    def taken(self) -> int:
        """Kernels, and seats promised to one that is yet to start."""
        return self._kernels() + self._promised

    def take(self) -> bool:
        """Promise a seat to a kernel that is yet to start; false if there is none."""
        if self.taken >= self.most:
            return False
        self._promised += 1
        return True

    def hand_over(self) -> None:
        """The kernel that a seat was promised to is there, or will never be."""
        self._promised -= 1


class Turns:
    """A queue for what keeps a core busy: visitors' pages first, kernels kept warm last.

    Parameters
    ----------
    at_once : int
        How many may work at the same time.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._working: set[asyncio.Future[None]] = set()
        self._visitors: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @property
    def waiting(self) -> int:
        """Visitors who wait for their turn."""
        return len(self._visitors)

    def ahead(self, ticket: asyncio.Future[None]) -> int:
        """One's place among the visitors who wait, from 1; 0 once it is one's turn."""
        return self._visitors.index(ticket) + 1 if ticket in self._visitors else 0

    def ask(self, *, visitor: bool = True) -> asyncio.Future[None]:
        """A place in the queue: done once it is one's turn, to be given back by :meth:`leave`."""
        ticket: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._visitors if visitor else self._others).append(ticket)
        self._call()
        return ticket

    def leave(self, ticket: asyncio.Future[None]) -> None:
        """Give back one's turn, or one's place in the queue."""
        for queue in (self._visitors, self._others):
            if ticket in queue:
                queue.remove(ticket)
        self._working.discard(ticket)
        self._call()

    @asynccontextmanager
    async def turn(self, *, visitor: bool = True) -> AsyncIterator[None]:
        """Wait for one's turn, and keep it."""
        ticket = self.ask(visitor=visitor)
        try:
            await ticket
            yield
        finally:
            self.leave(ticket)

    def _call(self) -> None:
        for queue in (self._visitors, self._others):
            while queue and len(self._working) < self._at_once:
                ticket = queue.popleft()
                if not ticket.cancelled():
                    self._working.add(ticket)
                    ticket.set_result(None)
