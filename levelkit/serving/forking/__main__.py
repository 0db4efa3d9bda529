"""The parent of kernels: imports everything, makes each page once, and forks when asked to.

Its standard input is a socket, of which the server has the other end and no name exists
anywhere. A request is one letter with a socket of its own, on which the fork is told who it is:
the parent never learns it, so that no fork has an earlier visitor's words in memory. The answer
is the process id with a descriptor of that process. Once the server is gone the socket has
ended, the parent ends, and the system ends its kernels.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from levelkit.serving.forking import kernel
from levelkit.serving.forking.parent import FORK, NAME
from levelkit.serving.forking.states import States

if TYPE_CHECKING:
    from typing import NoReturn

    from levelkit.pages.warm import PageAhead


class Forks:
    """Answers requests and buries the dead; without threads, loops and handlers of signals.

    Parameters
    ----------
    control : socket
        To the server.
    """

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: dict[int, int] = {}  # process ids by the descriptor of each
        #: Made ahead, by the digests of their notebooks.
        self.pages: dict[str, tuple[PageAhead, States]] = {}
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)

    def answer(self, timeout: int | None) -> bool:
        """Deal with all that has happened; whether anything has within ``timeout`` milliseconds."""
        events = self.poll.poll(timeout)
        for descriptor, _ in events:
            if descriptor in self.children:
                self.bury(descriptor)
            else:
                self.fork()
        return bool(events)

    def bury(self, descriptor: int) -> None:
        """Take note of how a kernel ended, so that its entry leaves the process table."""
        self.poll.unregister(descriptor)
        os.close(descriptor)
        _, status = os.waitpid(self.children.pop(descriptor), 0)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, -signal.SIGKILL, -signal.SIGTERM):
            print(f"A kernel ended with exit code {code}.", file=sys.stderr, flush=True)

    def fork(self) -> None:
        """Answer one request; where that fails, say why and go on for the sake of the others."""
        letter, sockets, *_ = socket.recv_fds(self.control, 16, 1)
        if letter != FORK:
            sys.exit(0)  # the server is gone
        pid = -1
        try:
            told = socket.socket(fileno=sockets.pop())
            fit_to_fork()
            pid = os.fork()
            if pid == 0:
                kernel.become(told, pages=self.pages, leave=self.leave)
            told.close()
            descriptor = os.pidfd_open(pid)
        except (OSError, IndexError, RuntimeError) as error:
            if pid > 0:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            self.control.send(f"{error}"[:200].encode())
            return
        self.children[descriptor] = pid
        self.poll.register(descriptor, select.POLLIN)
        socket.send_fds(self.control, [str(pid).encode()], [descriptor])

    def leave(self) -> None:
        """In a fork: give up all that is the parent's, by the objects that would close it again."""
        self.control.detach()
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.close(nothing)
        for descriptor in self.children:
            os.close(descriptor)
        self.children.clear()


def fit_to_fork() -> None:
    """Refuse where a fork could hang on a lock that a thread held.

    Raises
    ------
    RuntimeError
        If there is another thread, of Python or of a library.
    """
    threads = sum(1 for _ in Path("/proc/self/task").iterdir())
    if threads != 1:
        raise RuntimeError(f"{threads} threads run in the process that kernels are forked from")


def main() -> NoReturn:
    """Run until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends us
    kernel.name_process(NAME)
    forks = Forks(socket.socket(fileno=0))
    kernel.read_ahead()

    from levelkit.pages.warm import warm

    for page in warm():
        if page:
            forks.pages[page.digest] = (page, States(page.widgets))
        gc.collect()
        gc.freeze()  # a collection in a fork would write to all that it shares
        while forks.answer(0):
            pass
    while True:
        forks.answer(None)


if __name__ == "__main__":
    main()
