"""Visitors of a real server: seats hold, turns are told, and nothing is left behind."""

import contextlib
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from served import start_server
from talking import Talk, asked

PAGE = "/voila/render/02-widening-gaps.ipynb"


def until(holds, seconds=60):
    """Wait until it holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def seated(origin):
    """Take a seat; on a busy machine by asking again, as the page does that says to wait."""
    talks = []

    def asked_again():
        with contextlib.suppress(AssertionError):
            talks.append(Talk(origin))
        return bool(talks)

    until(asked_again)
    return talks[0]


def test_seats_hold_however_many_come_at_once_and_are_free_again():
    server = start_server("--port", "8964", "--warm", "0", "--max-kernels", "2", "--join", "8")
    try:
        most = 0
        with ThreadPoolExecutor(8) as visitors:
            visits = [visitors.submit(asked, server.origin + PAGE) for _ in range(8)]
            while not all(visit.done() for visit in visits):
                most = max(most, len(server.kernels()))
                time.sleep(0.02)
        answers = [visit.result() for visit in visits]
        assert sorted(status for status, *_ in answers) == [200] * 2 + [503] * 6
        assert most <= 2
        for status, headers, text in answers:
            assert ("jupyter-config-data" in text) is (status == 200)
            if status == 503:
                assert int(headers["Retry-After"]) > 0
                # The answer in words, and the way to try again at the same address.
                assert "Have the gaps between UK regions widened for 70 years?" in text
                assert '<a href="">Try again now</a>' in text
        # None of these visitors ever connected, as a preview of a link does not.
        until(lambda: not server.kernels())
        assert asked(server.origin + PAGE)[0] == 200
    finally:
        server.stop()


def test_the_light_page_answers_the_choices_of_its_address():
    server = start_server("--port", "8963", "--warm", "0", "--max-kernels", "1")
    try:
        talk = Talk(server.origin).join()
        page = server.origin + "/voila/render/01-a-century-of-ranks.ipynb"
        status, _, text = asked(page + "?last_year=2015&first_year=1900&utm_source=%3Cscript%3E")
        assert status == 503
        assert "Under the choices in your link" in text
        assert "2015" in text and "<script>" not in text.split("<main")[1]
        for query in ("?last_year=1", "?last_year=%3Cb%3E", "?data=__class__", ""):
            status, _, text = asked(page + query)
            assert status == 503
            assert "Under the choices" not in text and "<b>" not in text
        assert talk.leave() == 204
        until(lambda: asked(page)[0] == 200)
    finally:
        server.stop()


def test_a_page_kept_ready_gives_its_seat_to_who_needs_it():
    server = start_server("--port", "8962", "--warm", "1", "--max-kernels", "2")
    try:
        until(lambda: len(server.kernels()) == 1)  # the front page, half of the seats
        first = seated(server.origin).join()
        # Once that page is made it is given up.
        until(lambda: asked(server.origin + PAGE)[0] == 200)
        assert len(server.kernels()) == 2
        assert asked(server.origin + PAGE)[0] == 503
        assert first.widgets()
    finally:
        server.stop()


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_both_signals_end_the_server_and_every_kernel(sign):
    # As a run in the background leaves it: the interrupt is ignored by inheritance.
    server = start_server(
        "--port", "8961", "--warm", "0",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )  # fmt: skip
    talks = [Talk(server.origin) for _ in range(2)]
    kernels = server.kernels()
    assert len(kernels) == len(talks)
    server.stop(sign)
    _, alive = psutil.wait_procs(kernels, timeout=15)
    assert alive == []


def test_folders_that_a_killed_server_left_are_swept(tmp_path):
    here = os.environ | {"TMPDIR": str(tmp_path)}
    (root,) = [Path(tmp_path, f"levelkit-{os.getuid()}")]
    server = start_server("--port", "8960", "--warm", "0", env=here)
    Talk(server.origin)
    first = set(root.iterdir())
    assert len(first) == 1 and root.stat().st_mode & 0o777 == 0o700
    kernels = server.kernels()
    server.stop(signal.SIGKILL)
    for kernel in kernels:
        kernel.kill()
    again = start_server("--port", "8960", "--warm", "0", env=here)
    try:
        second = set(root.iterdir())
        assert len(second) == 1 and not second & first
    finally:
        again.stop()
    assert list(root.iterdir()) == []
