"""Pages kept ready: made ahead with their kernels, so that a visitor need not wait for one."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from levelkit.serving.kernels import Kernels
    from levelkit.serving.making import Making

#: Seconds until the next page is made: whoever got the last one is busy drawing it.
REST_SECONDS = 3.0


@dataclass(frozen=True)
class Ready:
    """A whole page and the kernel that it belongs to."""

    html: str
    kernel_id: str


class Pool:
    """Pages that are ready, by notebook.

    They count as seats taken, are made one after the other while no visitor waits, and one is
    given up where a visitor needs its seat.

    Parameters
    ----------
    kernels : Kernels
    make : callable
        From a notebook to its page in the making.
    notebooks : iterable of str
        Those that are asked for first in front.
    each : int
        Pages a notebook.
    most : int
        Pages of all notebooks together.
    """

    def __init__(
        self, kernels: Kernels, make: Callable[[str], Making], notebooks: Iterable[str],
        *, each: int, most: int,
    ) -> None:  # fmt: skip
        self._kernels = kernels
        self._make = make
        self._ready: dict[str, list[Ready]] = {name: [] for name in notebooks}
        self._each = each
        self._most = most
        self._asked = asyncio.Event()
        self._log: Any = kernels.log

    async def take(self, notebook: str) -> Ready | None:
        """A page that is ready, if there is one whose kernel still lives."""
        pages = self._ready.get(notebook, [])
        while pages:
            page = pages.pop(0)
            self._asked.set()
            if await self._kernels.lives(page.kernel_id):
                return page
        return None

    async def give_up(self) -> bool:
        """End the kernel of one page that nobody asked for; false if there is none."""
        for pages in sorted(self._ready.values(), key=len, reverse=True):
            while pages:
                page = pages.pop()
                if page.kernel_id in self._kernels:
                    await self._kernels.shutdown_kernel(page.kernel_id, now=True)
                    return True
        return False

    async def keep_full(self) -> None:
        """Make pages ahead for as long as the server runs."""
        while True:
            lacking = [name for name, pages in self._ready.items() if len(pages) < self._each]
            while lacking and self._has_room():
                name = lacking.pop(0)
                try:
                    await self._add(name)
                except Exception as error:  # a page that fails does so when it is asked for, too
                    self._log.warning("%s could not be made ahead: %s", name, error)
            self._asked.clear()
            await self._asked.wait()
            await asyncio.sleep(REST_SECONDS)

    def _has_room(self) -> bool:
        return sum(map(len, self._ready.values())) < self._most

    async def _add(self, notebook: str) -> None:
        # A seat is promised only once no visitor waits: pages kept ready come last.
        async with self._kernels.turns.turn(visitor=False):
            if not self._kernels.seats.take():
                return
        making = self._make(notebook)
        try:
            html = "".join([snippet async for snippet in making.snippets()])
        except Exception:
            await making.end()
            raise
        self._ready[notebook].append(Ready(html, making.kernel_id))
        self._kernels.keep(making.kernel_id)
