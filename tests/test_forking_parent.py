"""The process that kernels are forked from, without a server: it dies, hangs and starts again."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from jupyter_client import AsyncKernelManager

from levelkit.serving import forking
from levelkit.serving.forking import parent as parent_module
from levelkit.serving.forking.parent import Forked, ForkError, Parent
from levelkit.serving.forking.provisioner import ForkingProvisioner, kernel_options

pytestmark = pytest.mark.skipif(not forking.possible(), reason="this system cannot fork kernels")


def until(holds, seconds=30):
    """Wait for a condition; its last value."""
    end = time.monotonic() + seconds
    while not (value := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return value


@pytest.fixture
def parent():
    with Parent() as started:
        yield started


def run(work):
    """Apart: a browser's tests have a loop of this thread's."""
    with ThreadPoolExecutor() as apart:
        return apart.submit(lambda: asyncio.run(work)).result()


def test_a_kernel_can_be_interrupted_asked_to_end_and_ended(parent, monkeypatch):
    monkeypatch.setattr(ForkingProvisioner, "kernels", parent)
    busy = "import subprocess; print(subprocess.Popen(['sleep', '60']).pid)\nwhile True: pass"

    async def work():
        manager = AsyncKernelManager(kernel_name="python3", transport="ipc")
        manager.provisioner = ForkingProvisioner(
            kernel_id="one", kernel_spec=manager.kernel_spec, parent=manager
        )
        monkeypatch.setattr(AsyncKernelManager, "provisioner", manager.provisioner)
        command, options = await manager._async_pre_start_kernel()
        await manager._async_launch_kernel(command, **options)
        kernel = manager.provisioner.process
        assert isinstance(kernel, Forked)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=30)
        client.execute(busy)
        while (message := await client.get_iopub_msg(timeout=30))["msg_type"] != "stream":
            pass
        helper = psutil.Process(int(message["content"]["text"]))
        await manager.interrupt_kernel()
        reply = await client.get_shell_msg(timeout=30)
        assert reply["content"]["ename"] == "KeyboardInterrupt"
        assert await manager.is_alive()
        client.stop_channels()
        # A signal reaches what the kernel has started, too.
        await manager.provisioner.kill()
        assert await asyncio.wait_for(manager.provisioner.wait(), 10) == 0
        assert not await manager.is_alive()
        return helper

    helper = run(work())
    helper.wait(10)


def test_a_process_is_seen_to_end_once_and_signals_to_it_are_harmless():
    asleep = subprocess.Popen(["sleep", "60"])
    fork = Forked(asleep.pid, os.pidfd_open(asleep.pid))
    assert fork.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        fork.wait(0.01)
    fork.terminate()
    assert fork.wait(10) == fork.poll() == 0
    asleep.wait()
    fork.kill()
    fork.send_signal(signal.SIGINT)


def test_a_parent_that_died_starts_again_but_not_in_a_hurry(parent, monkeypatch, tmp_path):
    asked = {"folder": str(tmp_path), "environment": dict(os.environ)}
    first = parent.pid
    os.kill(first, signal.SIGKILL)
    with pytest.raises(ForkError, match="ended or hangs"):
        parent.fork(["-f", "none.json"], **asked)
    with pytest.raises(ForkError, match="yet to start again"):
        parent.fork(["-f", "none.json"], **asked)
    assert parent.pid is None
    monkeypatch.setattr(parent_module, "PAUSE", 0)
    with pytest.raises(ForkError, match="yet to start again"):
        parent.fork(["-f", "none.json"], **asked)
    assert parent.pid not in (None, first)
    # The next one forks.
    parent.fork(["-f", str(tmp_path / "connection.json")], **asked).kill()


def test_a_parent_that_hangs_keeps_its_kernels(parent, monkeypatch, tmp_path):
    asked = {"folder": str(tmp_path), "environment": dict(os.environ)}
    kernel = parent.fork(["-f", str(tmp_path / "connection.json")], **asked)
    hanging = psutil.Process(parent.pid)
    hanging.suspend()
    monkeypatch.setattr(parent_module, "PAUSE", 0)
    parent._running.control.settimeout(0.2)
    with pytest.raises(ForkError, match="ended or hangs"):
        parent.fork(["-f", "none.json"], **asked)
    assert parent.pid != hanging.pid
    assert kernel.poll() is None
    hanging.resume()
    # What it was asked for meanwhile is told nothing, and comes to nothing.
    assert until(lambda: [child.pid for child in hanging.children()] == [kernel.pid])
    kernel.kill()


@pytest.mark.parametrize("broken", ["folder", "options"])
def test_a_fork_that_becomes_no_kernel_is_said(broken, parent, tmp_path):
    asked = {"folder": str(tmp_path), "environment": dict(os.environ)}
    options = ["-f", str(tmp_path / "connection.json")]
    if broken == "folder":
        asked["folder"] = str(tmp_path / "none")
    else:
        options[1] = str(tmp_path)  # no file
    with pytest.raises(ForkError, match="became no kernel"):
        parent.fork(options, **asked)
    assert until(lambda: psutil.Process(parent.pid).children() == [])


def test_there_is_no_fork_while_another_thread_runs(tmp_path):
    """In a process of its own, whose only thread is known."""
    code = """
import threading
from levelkit.serving.forking.__main__ import fit_to_fork
fit_to_fork()
threading.Thread(target=threading.Event().wait, daemon=True).start()
try:
    fit_to_fork()
except RuntimeError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | parent_module._ALONE,
    )
    assert done.stdout == "2 threads run in the process that kernels are forked from\n"


def test_only_this_pythons_kernels_are_forked():
    options = ["-f", "one.json"]
    own = [sys.executable, "-m", "ipykernel_launcher", *options]
    assert kernel_options(own) == options
    for other in (["/usr/bin/R", *own[1:]], [sys.executable, "-m", "xeus", *options], own[:1]):
        assert kernel_options(other) is None
