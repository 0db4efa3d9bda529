"""A server that forks its kernels: each is its own, none outlives the server, and others start as ever."""

import base64
import contextlib
import json
import os
import re
import signal
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import pytest

from levelkit.serving import forking
from served import start_server

pytestmark = pytest.mark.skipif(not forking.possible(), reason="this system cannot fork kernels")

SECRET = "c0ffee" * 4
#: What a kernel knows of itself. A search of its memory never holds the two halves side by side.
PROBE = r"""
import base64, json, os, random, re, sys, threading, urllib.parse, uuid
import numpy as np
import levelkit
from IPython import get_ipython

query = dict(urllib.parse.parse_qsl(os.environ["QUERY_STRING"]))

def remembered(first, second):
    count = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            span, rights, *_ = line.split()
            if rights.startswith("rw"):
                start, end = (int(part, 16) for part in span.split("-"))
                memory.seek(start)
                text = memory.read(end - start)
                count += sum(text.startswith(second, found.end()) for found in re.finditer(first, text))
    return count

def descriptors():
    named = {}
    for number in os.listdir("/proc/self/fd"):
        try:
            named[number] = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            pass
    return named

known = {
    "pid": os.getpid(), "parent": os.getppid(), "group": os.getpgid(0),
    "chance": [random.random(), np.random.random(), uuid.uuid4().hex, os.urandom(8).hex(),
               get_ipython().kernel.session.key.decode(), get_ipython().kernel.session.session],
    "environment": dict(os.environ), "folder": os.getcwd(), "arguments": sys.argv[1:],
    "descriptors": descriptors(), "modules": [name for name, module in sys.modules.items() if module],
    "left": getattr(levelkit, "left", None), "history": get_ipython().history_manager.enabled,
    "remembered": remembered(query["first"].encode(), query["second"].encode()) if "first" in query else None,
}
levelkit.left = "by an earlier visitor"
print("<<" + base64.b64encode(json.dumps(known).encode()).decode() + ">>")
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("notebooks")
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    for name, code in {"probe": PROBE, "quiet": "1"}.items():
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(code)], metadata={"kernelspec": kernel}
        )
        nbformat.write(notebook, made / f"{name}.ipynb")
    return made


def start(folder, *options, **environment):
    command = ("--port", "8981", "--warm", "0", "--notebooks", str(folder), "--max-kernels", "10")
    return start_server(*command, *options, env=os.environ | environment)


@pytest.fixture(scope="module")
def shared(folder):
    """A server that no test does harm to."""
    started = start(folder, LEVELKIT_TEST="kept", SOME_TOKEN=SECRET)
    yield started
    started.stop()


@pytest.fixture
def serving(folder):
    """Start a server that ends with the test, one way or another."""
    started = []

    def begin(*options):
        started.append(start(folder, *options))
        return started[-1]

    yield begin
    for server in started:
        if server.process.poll() is None:
            server.stop()


def opened(server, name="quiet", query=""):
    with urllib.request.urlopen(
        f"{server.origin}/voila/render/{name}.ipynb{query}", timeout=90
    ) as answer:
        return answer.read().decode()


def probed(server, query=""):
    text = opened(server, "probe", query)
    return json.loads(base64.b64decode(re.search("(?:<<|&lt;&lt;)(.*?)(?:>>|&gt;&gt;)", text)[1]))


def descriptors_of(pid):
    """What a process has open; one that it closes meanwhile does not count."""
    opened = set()
    for path in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            opened.add(str(path.readlink()))
    return opened


def test_forked_kernels_share_nothing_that_is_one_visitors(shared, folder):
    server = shared
    one, other = probed(server, "?page=alpha%20beta"), probed(server)
    parent = server.parent()
    for known in (one, other):
        assert known["parent"] == parent.pid
        # A group of its own: a signal to it reaches nobody else. It yields to the server.
        assert known["group"] == known["pid"]
        assert psutil.Process(known["pid"]).nice() > psutil.Process(server.process.pid).nice()
        assert known["folder"] == str(folder)
        assert known["left"] is None
        assert known["history"] is False
        assert not {"dask", "distributed", "debugpy"} & set(known["modules"])
    assert [a != b for a, b in zip(one["chance"], other["chance"], strict=True)] == [True] * 6
    # Its environment is what its own request says, and the server's.
    assert one["environment"]["QUERY_STRING"] == "page=alpha%20beta"
    assert other["environment"]["QUERY_STRING"] == ""
    assert one["environment"]["LEVELKIT_TEST"] == "kept"
    assert "SOME_TOKEN" in one["environment"]
    # Each has its own connection file, and no descriptor of the parent's or of another.
    assert one["arguments"][0] == other["arguments"][0] == "-f"
    assert one["arguments"][1] != other["arguments"][1]
    sockets = [
        {
            target
            for target in known["descriptors"].values()
            if target.startswith(("socket", "anon"))
        }
        for known in (one, other)
    ]
    parents = descriptors_of(parent.pid)
    assert not {target for target in parents if target.startswith("socket")} & (
        sockets[0] | sockets[1]
    )
    assert not {target for target in sockets[0] & sockets[1] if target.startswith("socket")}
    assert one["descriptors"]["0"] == os.devnull
    assert len(one["descriptors"]) == len(other["descriptors"])


def test_neither_memory_nor_lists_of_processes_tell_of_another_visitor(shared):
    server = shared
    first, second = "walnut1796", "lantern4403"
    opened(server, query=f"?{first}{second}")
    assert probed(server, f"?first={first}&second={second}")["remembered"] == 0
    # The search does find what is there.
    assert probed(server, f"?first={first}&second={second}&whole={first}{second}")["remembered"] > 0
    kernels = server.kernels()
    assert len(kernels) >= 3
    for process in (server.parent(), *kernels):
        command = " ".join(process.cmdline())
        assert command.endswith("-m levelkit.serving.forking")
        assert SECRET not in Path(f"/proc/{process.pid}/environ").read_text()
    assert [kernel.name() for kernel in kernels] == ["levelkit-kernel"] * len(kernels)


def test_many_at_once_are_all_different_and_the_dead_are_noticed_and_not_replaced(shared):
    parent, server = shared.parent(), psutil.Process(shared.process.pid)
    opened(shared)
    for kernel in shared.kernels():
        kernel.kill()
    time.sleep(4)  # longer than the server needs to notice
    assert shared.kernels() == parent.children() == []  # no zombie is left to the parent
    descriptors = server.num_fds()
    with ThreadPoolExecutor(10) as visitors:
        known = list(visitors.map(lambda _: probed(shared), range(10)))
    assert len({one["pid"] for one in known}) == len({one["chance"][0] for one in known}) == 10
    assert {one["parent"] for one in known} == {parent.pid}
    kernels = shared.kernels()
    assert len(kernels) == 10
    for kernel in kernels:
        kernel.kill()
    time.sleep(4)
    assert shared.kernels() == []
    # Nothing is left of those that have ended, and their seats are free.
    assert parent.num_fds() == 3
    assert server.num_fds() <= descriptors
    assert probed(shared)["parent"] == parent.pid


def test_without_the_parent_kernels_start_as_ever(serving):
    server = serving()
    opened(server)
    parent, (kernel,) = server.parent(), server.kernels()
    parent.kill()
    _, alive = psutil.wait_procs([kernel], timeout=10)
    assert alive == []
    assert probed(server)["parent"] == server.process.pid
    assert any("A kernel starts in the ordinary way" in line for line in server.lines)


def test_nothing_outlives_a_server_that_is_killed(serving):
    server = serving()
    opened(server)
    family = [server.parent(), *server.kernels()]
    server.stop(signal.SIGKILL)
    _, alive = psutil.wait_procs(family, timeout=15)
    assert alive == []


def test_forking_can_be_switched_off(serving):
    server = serving("--no-fork")
    assert probed(server)["parent"] == server.process.pid
    assert server.parent() is None
