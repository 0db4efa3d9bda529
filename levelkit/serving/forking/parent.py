"""The parent of kernels, as the server knows it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Of the process, as lists of processes show it; a request for a fork.
NAME, FORK = "levelkit-parent", b"f"
#: Seconds for an answer: it imports for some, and builds a page for some, before it can give one.
PATIENCE = 30
#: Seconds between two starts: one that cannot start shall not keep the machine busy.
PAUSE = 30
#: What libraries read of the environment. The rest may hold secrets, and kernels are given their own.
_KEPT = {
    "CONDA_PREFIX", "HOME", "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "LOGNAME", "PATH", "TEMP", "TMPDIR", "TZ", "USER",
    "VIRTUAL_ENV",
}  # fmt: skip
_KEPT_PREFIXES = ("LC_", "LEVELKIT_", "PYTHON", "XDG_")
#: Without threads of linear algebra, which a fork would lose: kernels are many, cores are few.
_ALONE = dict.fromkeys(
    ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"], "1"
)


class ForkError(RuntimeError):
    """There is no fork to be had; a kernel may start in the ordinary way."""


class Forked:
    """A forked kernel's process, with as much of :class:`subprocess.Popen` as Jupyter uses.

    Parameters
    ----------
    pid : int
    descriptor : int
        Of the process; unlike its id it never comes to mean another one.

    Attributes
    ----------
    outputs : list of dict or None
        What each cell of its page displays, where the page was made ahead.
    """

    stdin = stdout = stderr = None
    outputs: list[dict[str, Any]] | None = None
    hub: str | None = None

    def __init__(self, pid: int, descriptor: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._descriptor = descriptor

    def poll(self) -> int | None:
        """None while it runs, else 0: how it ended is known to its parent alone."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended.

        Raises
        ------
        subprocess.TimeoutExpired
            If it has not after ``timeout`` seconds.
        """
        code = self._ended(None if timeout is None else int(1000 * timeout))
        if code is None:
            raise subprocess.TimeoutExpired(NAME, timeout or 0)
        return code

    def send_signal(self, sign: int) -> None:
        """To the process, if it has not ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signal.Signals(sign))

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _ended(self, milliseconds: int | None) -> int | None:
        if self.returncode is None:
            poll = select.poll()
            poll.register(self._descriptor, select.POLLIN)
            if poll.poll(milliseconds):
                os.close(self._descriptor)
                self.returncode = 0
        return self.returncode


@dataclass(frozen=True)
class _Running:
    """A parent's process and our end of its socket."""

    process: subprocess.Popen[bytes]
    control: socket.socket

    def end(self) -> None:
        self.control.close()  # it ends with its socket, and its kernels with it
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Parent:
    """Starts the parent, asks it for forks, and starts it again once it has died.

    Its kernels die with it. One that does not answer is left alone, for the sake of its kernels,
    and another one takes its place.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun = 0.0
        self._running: _Running | None = None
        self._silent: list[_Running] = []

    def __enter__(self) -> Parent:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int | None:
        """Of the process that forks, where there is one."""
        return self._running.process.pid if self._running else None

    def start(self) -> None:
        """Start the process, without waiting for it to be ready."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in _KEPT or name.startswith(_KEPT_PREFIXES)
        }
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "levelkit.serving.forking"],
                stdin=theirs.fileno(), env=kept | _ALONE, cwd="/", start_new_session=True,
            )  # fmt: skip
        ours.settimeout(PATIENCE)
        self._begun = time.monotonic()
        self._running = _Running(process, ours)

    def stop(self) -> None:
        """End the process and, with it, every kernel that still runs."""
        for running in (*self._silent, *filter(None, [self._running])):
            running.end()
        self._silent.clear()
        self._running = None

    def fork(
        self, options: Sequence[str], *, folder: str, environment: Mapping[str, str], page: str = ""
    ) -> Forked:
        """A kernel that listens.

        Parameters
        ----------
        options : sequence of str
            Of ``ipykernel_launcher``.
        folder : str
            To work in.
        environment : mapping
            All of it.
        page : str
            Digest of the notebook that it is for, to have it as it was made ahead.

        Raises
        ------
        ForkError
            If there is none to be had.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._lock:
                fork, parent = self._asked(theirs)
            told = {
                "parent": parent, "options": list(options), "folder": folder,
                "environment": dict(environment), "page": page,
            }  # fmt: skip
            ours.settimeout(PATIENCE)
            try:
                ours.sendall(json.dumps(told).encode())
                ours.shutdown(socket.SHUT_WR)
                with ours.makefile("rb") as answer:
                    ahead = json.loads(answer.read())
                fork.outputs, fork.hub = ahead["outputs"], ahead["hub"]
            except (OSError, ValueError, TypeError, KeyError):
                listens = False
            else:
                listens = True
        if not listens:
            fork.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                fork.wait(5)
            raise ForkError("a fork became no kernel")
        return fork

    def _asked(self, theirs: socket.socket) -> tuple[Forked, int]:
        """Ask for a fork that listens to this socket; it, and its parent's process id."""
        running = self._running
        if running is None:
            self._start_again()
            raise ForkError("the process that kernels are forked from is yet to start again")
        try:
            socket.send_fds(running.control, [FORK], [theirs.fileno()])
            answer, descriptors, *_ = socket.recv_fds(running.control, 512, 1)
        except OSError:  # ended, or silent for too long
            answer, descriptors = b"", []
        if not answer:
            self._give_up(running)
            raise ForkError("the process that kernels are forked from has ended or hangs")
        if not descriptors:
            raise ForkError(answer.decode())
        return Forked(int(answer), descriptors[0]), running.process.pid

    def _give_up(self, running: _Running) -> None:
        if running.process.poll() is None:
            self._silent.append(running)
        else:
            running.end()
        self._running = None
        self._start_again()

    def _start_again(self) -> None:
        if time.monotonic() - self._begun >= PAUSE:
            self.start()
