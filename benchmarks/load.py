"""What many visitors get at once, and what they leave behind, against what is promised.

Run ``make load``. Everything is on this machine, bounded in number and time. "Painted" means of a
visitor in Chromium that the first chart is on the screen; of one without a browser that all is
there that a page is drawn from: the page to its end, and the state of every widget through its
socket. Chromium takes several times the work of the server for a page: of many visitors, few are
browsers. Memory is the proportional share (PSS) of all processes of the server: what forked
kernels have in common counts once.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from plain import plain_voila
from report import at_most, beside, print_table
from visitor import Visitor

from browsing import NAME
from served import launch, start_server

PAINTED = "document.querySelectorAll('.lk-chart-canvas[data-painted]').length > 0"
PAGES = (
    NAME, "02-widening-gaps", "03-oecd-comparison", "05-devolution", "06-convergence", "08-policy-churn",
)  # fmt: skip


def address_of(server, k: int = 0) -> str:
    return f"{server.origin}/voila/render/{PAGES[k % len(PAGES)]}.ipynb"


def started(*options):
    """A server whose parent of kernels has read everything."""
    server = start_server("--warm", "0", *options)
    time.sleep(2)
    until_idle(server)
    return server


def until_idle(server) -> None:
    family = psutil.Process(server.process.pid).children(recursive=True)
    while sum(one.cpu_percent(0.3) for one in family) > 5:
        pass


def memory(server) -> float:
    """MiB of the server and all its processes, what they share once."""
    process = psutil.Process(server.process.pid)
    family = [process, *process.children(recursive=True)]
    return sum(one.memory_full_info().pss for one in family) / 2**20


async def arrive(server, number: int) -> tuple[list[Visitor], list[float]]:
    visitors = [Visitor(address_of(server, k)) for k in range(number)]
    return visitors, list(await asyncio.gather(*(one.arrive() for one in visitors)))


async def gone(server, seconds: float) -> float:
    """Seconds until the server has no kernel."""
    start = time.perf_counter()
    while server.kernels():
        if time.perf_counter() - start > seconds:
            break
        await asyncio.sleep(0.2)
    return time.perf_counter() - start


async def leave(server, visitors: list[Visitor]) -> None:
    await asyncio.gather(*(one.leave() for one in visitors))
    await gone(server, 30)


async def crowds(server) -> None:
    """Many at once, on all pages in turn, and what each of them weighs."""
    alone, _ = await arrive(server, 1)
    before = memory(server)
    visitors, times = await arrive(server, 16)
    at_most("16 cold visitors at once, last painted", max(times), "s", 6)
    at_most("16 cold visitors at once, median", statistics.median(times), "s", 6)
    at_most("memory, a further visitor", (memory(server) - before) / 16, "MiB", 45)
    await leave(server, alone + visitors)
    visitors, times = await arrive(server, 40)
    at_most("40 cold visitors at once, last painted", max(times), "s", 12)
    at_most("40 cold visitors at once, median", statistics.median(times), "s", 12)
    await leave(server, visitors)


def arrive_elsewhere(addresses: list[str]) -> None:
    """Visitors in a process of their own, so that it is the server that others wait for."""

    async def crowd() -> None:
        visitors = [Visitor(address) for address in addresses]
        await asyncio.gather(*(one.arrive() for one in visitors))
        await asyncio.gather(*(one.leave() for one in visitors))

    asyncio.run(crowd())


async def others_choices(server) -> None:
    """Four visitors change a year again and again while 16 arrive."""
    readers = [Visitor(address_of(server)) for _ in range(4)]
    await asyncio.gather(*(one.arrive() for one in readers))
    times: list[float] = []
    busy = True

    async def read(visitor: Visitor) -> None:
        years = (2010, 2000, 2020, 2015)
        while busy:
            for year in years:
                times.append(await visitor.choose(last_year=year))
                await asyncio.sleep(0.1)

    for one in readers:
        await one.choose(last_year=1990)  # what is asked for first is read first
    reading = [asyncio.ensure_future(read(one)) for one in readers]
    addresses = [address_of(server, k) for k in range(16)]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as elsewhere:
        elsewhere.submit(int).result()
        await asyncio.sleep(1)
        times.clear()
        arriving = asyncio.get_running_loop().run_in_executor(
            elsewhere, arrive_elsewhere, addresses
        )
        await arriving
        measured = list(times)
        busy = False
        await asyncio.gather(*reading)
    late = statistics.quantiles(measured, n=20)[-1] if len(measured) > 1 else max(measured)
    at_most(f"choice while 16 arrive, p95 of {len(measured)}", 1000 * late, "ms", 150)
    await leave(server, readers)


async def sequence(server, visits: int, seconds: float) -> None:
    """One visitor after the other: asks, joins, is drawn, makes a choice, leaves."""
    process = psutil.Process(server.process.pid)
    settled = min(100, visits // 2)
    start = time.perf_counter()
    for k in range(visits):
        if k == settled:
            await gone(server, 30)
            first = memory(server), process.num_fds() + server.parent().num_fds()
        visitor = Visitor(address_of(server, k))
        await visitor.arrive()
        await visitor.leave()
        if time.perf_counter() - start > seconds:
            visits = k + 1
            break
    await gone(server, 30)
    then = memory(server), process.num_fds() + server.parent().num_fds()
    at_most(f"after {visits} visits: kernels", len(server.kernels()), "", 0)
    at_most(f"descriptors more than after {settled}", then[1] - first[1], "", 2)
    at_most(f"memory more than after {settled}", then[0] - first[0], "MiB", 16)


async def abandoned(server) -> None:
    """Link previews and closed laptops: pages that are read, whose kernels nobody joins."""
    visitors = [Visitor(address_of(server, k)) for k in range(40)]
    await asyncio.gather(*(one.ask() for one in visitors))
    at_most("40 abandoned visits gone after the last", await gone(server, 120), "s", 65)


def in_browsers(server) -> None:
    """Sixteen at once, four of them in Chromium on the server's own cores.

    Without a limit: what four browsers take to draw four pages is most of it, and visitors bring
    a machine of their own.
    """
    with sync_playwright() as playwright, ThreadPoolExecutor() as apart:
        browser = launch(playwright)
        pages = [browser.new_context().new_page() for _ in range(4)]
        others = apart.submit(lambda: asyncio.run(_arrive_only(server, 12)))
        start = time.perf_counter()
        for k, page in enumerate(pages):
            page.goto(address_of(server, k), wait_until="commit")
        for page in pages:
            page.wait_for_function(PAINTED, timeout=120_000)
        seconds = time.perf_counter() - start
        beside("16 at once, the 4 in Chromium on the same cores painted", seconds, "s")
        others.result()
        for page in pages:
            page.goto("about:blank")  # a page that is left ends its kernel
        browser.close()
    asyncio.run(gone(server, 90))


async def _arrive_only(server, number: int) -> None:
    visitors, _ = await arrive(server, number)
    await leave(server, visitors)


def plain() -> None:
    """Plain Voilà with the same cells, in the same run."""
    with plain_voila(NAME) as (server, address):
        asyncio.run(Visitor(address).arrive())  # the files are in the system's cache from here on
        before = memory(server)

        async def crowd() -> list[float]:
            visitors = [Visitor(address) for _ in range(16)]
            return list(await asyncio.gather(*(one.arrive() for one in visitors)))

        times = asyncio.run(crowd())
        beside("plain Voilà: 16 at once, last painted", max(times), "s")
        weight = (memory(server) - before) / 16
        beside("plain Voilà: memory, a further visitor", weight, "MiB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--visits", type=int, default=1000, help="one after the other (%(default)s)"
    )
    options.add_argument("--seconds", type=float, default=1500, help="at most (%(default)s)")
    given = options.parse_args()
    server = started("--max-kernels", "42")
    try:
        asyncio.run(crowds(server))
        asyncio.run(others_choices(server))
        in_browsers(server)
        asyncio.run(abandoned(server))
        asyncio.run(sequence(server, given.visits, given.seconds))
    finally:
        server.stop()
    plain()
    print_table()


if __name__ == "__main__":
    main()
