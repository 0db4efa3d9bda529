"""Seats hold and turns are fair, without a server."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelkit.serving.seats import Seats, Turns


def run(work):
    """Apart: a browser's tests have a loop of this thread's."""
    with ThreadPoolExecutor() as apart:
        return apart.submit(lambda: asyncio.run(work)).result()


@given(st.lists(st.sampled_from(["ask", "start", "fail", "end"]), max_size=60), st.integers(1, 5))
def test_no_more_seats_are_taken_than_there_are(steps, most):
    kernels, promised = [0], 0
    seats = Seats(most, lambda: kernels[0])
    for step in steps:
        if step == "ask":
            free = seats.taken < most
            assert seats.take() is free
            promised += free
        elif step in ("start", "fail") and promised:
            kernels[0] += step == "start"
            seats.hand_over()
            promised -= 1
        elif step == "end" and kernels[0]:
            kernels[0] -= 1
        assert seats.taken == kernels[0] + promised <= most


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_no_more_work_at_once_than_there_are_cores(at_once):
    most = running = 0

    async def work(turns):
        nonlocal most, running
        async with turns.turn():
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    async def all_of_them():
        turns = Turns(at_once)
        await asyncio.gather(*[work(turns) for _ in range(12)])

    run(all_of_them())
    assert most == at_once


def test_visitors_come_first_and_know_their_place():
    async def scene():
        turns = Turns(1)
        first = turns.ask()
        other = turns.ask(visitor=False)
        second, third = turns.ask(), turns.ask()
        assert [turns.ahead(t) for t in (first, second, third, other)] == [0, 1, 2, 0]
        assert turns.waiting == 2
        turns.leave(second)  # goes away while waiting
        assert turns.ahead(third) == 1
        turns.leave(first)
        assert third.done() and not other.done()
        turns.leave(third)
        assert other.done()

    run(scene())


def test_who_is_cut_off_while_waiting_blocks_nobody():
    async def scene():
        turns = Turns(1)
        first = turns.ask()

        async def waits():
            async with turns.turn():
                pass

        gone, stays = asyncio.ensure_future(waits()), asyncio.ensure_future(waits())
        await asyncio.sleep(0)
        gone.cancel()
        turns.leave(first)  # before the one that is gone could leave the queue itself
        await asyncio.wait_for(stays, 1)
        assert turns.waiting == 0
        with pytest.raises(asyncio.CancelledError):
            await gone
        again = turns.ask()
        assert again.done()

    run(scene())
