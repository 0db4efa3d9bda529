"""Kernels kept warm, with a kernel manager that starts none."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from levelkit.serving import warm


def run(work):
    """Apart: a browser's tests have a loop of this thread's."""
    with ThreadPoolExecutor() as apart:
        return apart.submit(lambda: asyncio.run(work)).result()


class Manager:
    """Voilà's pools, whose kernels take a moment to run a page."""

    def __init__(self, broken=()):
        self.kernel_pools_config = {"default": {"pool_size": 0}}
        self._pools = {}
        self.broken = broken
        self.running = self.most_at_once = 0
        self.started = []

    def fill_if_needed(self, delay, notebook_name):
        assert delay == 0
        loop = asyncio.get_running_loop()
        size = self.kernel_pools_config[notebook_name]["pool_size"]
        self._pools[notebook_name] = [
            loop.create_task(self.start(notebook_name)) for _ in range(size)
        ]

    async def start(self, name):
        self.started.append(name)
        if name in self.broken:
            raise RuntimeError("did not start")
        return {"kernel_id": name, "task": asyncio.get_running_loop().create_task(self.page())}

    async def page(self):
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        await asyncio.sleep(0.01)
        self.running -= 1


@pytest.mark.parametrize(
    ("each", "most", "filled"), [(1, 9, "abc"), (2, 9, "abc"), (2, 5, "ab"), (3, 2, "")]
)
def test_pages_are_warmed_one_after_the_other_while_there_is_room(each, most, filled):
    kernels = Manager()
    run(warm.fill(kernels, "abc", each=each, most=most))
    assert kernels.started == [name for name in filled for _ in range(each)]
    assert kernels.most_at_once == (each if filled else 0)
    assert {name: len(pool) for name, pool in kernels._pools.items()} == dict.fromkeys(filled, each)


def test_a_page_that_fails_is_said_and_the_rest_are_warmed(caplog):
    kernels = Manager(broken=("a",))
    run(warm.fill(kernels, "ab", each=1, most=9))
    assert kernels.started == ["a", "b"]
    assert "a could not be warmed: did not start" in caplog.text


def test_a_kernel_kept_warm_counts_as_used_once_a_page_is_asked_for():
    async def made(kernel_id):
        return {"kernel_id": kernel_id}

    async def refused():
        raise RuntimeError("did not start")

    class Kernels(dict):
        get_kernel = dict.__getitem__

    async def pooled():
        loop = asyncio.get_running_loop()
        slow = loop.create_task(asyncio.sleep(60))
        kernels._pools = {
            "a": [loop.create_task(made("warm")), loop.create_task(made("gone"))],
            "b": [loop.create_task(refused()), slow],
        }
        await asyncio.sleep(0.01)
        warm.wake(kernels)
        slow.cancel()

    old = datetime(2020, 1, 1, tzinfo=UTC)
    kernels = Kernels({name: SimpleNamespace(last_activity=old) for name in ("warm", "in-use")})
    run(pooled())
    assert kernels["warm"].last_activity > old
    assert kernels["in-use"].last_activity == old
    warm.wake(Kernels())  # where no kernel is kept warm
