"""What a fork does to become a kernel like any other."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import importlib
import json
import os
import signal
import sys
import time
import traceback
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping
    from typing import NoReturn

    from levelkit.pages.warm import PageAhead
    from levelkit.serving.forking.states import States

#: Names of processes have 15 letters at most.
NAME = "levelkit-kernel"
#: What an IPython kernel imports when it starts and runs its first cells.
_MODULES = (
    "ipykernel.debugger", "ipykernel.ipkernel", "ipykernel.kernelapp", "ipywidgets", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.core.logger", "IPython.core.oinspect", "IPython.extensions.storemagic",
    "tornado.platform.asyncio", "tornado.queues", "zmq.utils.garbage",
)  # fmt: skip
#: What is there for a server of pages to do without: kernels use half of their memory for a debugger,
#: which no stranger shall have, and xarray imports Dask wherever it is installed.
_LEFT_OUT = ("debugpy", "dask")
_SET_DEATH_SIGNAL, _SET_NAME = 1, 15  # of prctl(2)
_libc = ctypes.CDLL(None, use_errno=True)


def read_ahead() -> None:
    """Import what a kernel needs, before any fork."""
    for name in _LEFT_OUT:
        sys.modules[name] = None  # type: ignore[assignment]
    for name in _MODULES:
        importlib.import_module(name)
    # For the debugger a kernel lists the files of all modules; to look at each would copy what
    # it shares of them.
    of_kernels = sys.modules["ipykernel.ipkernel"]
    of_kernels.sys = SimpleNamespace(**vars(sys) | {"modules": {}})  # type: ignore[attr-defined]


def name_process(name: str) -> None:
    """As lists of processes show it; command lines are the parent's in every fork."""
    _libc.prctl(_SET_NAME, name.encode(), 0, 0, 0)


def become(
    told: socket.socket, *, pages: Mapping[str, tuple[PageAhead, States]], leave: Callable[[], None]
) -> NoReturn:
    """Be the kernel that is asked for, and never return.

    Parameters
    ----------
    told : socket
        Gives, to its end, JSON with ``parent`` (process id), ``options`` (of the kernel),
        ``folder``, ``environment`` and ``page``, the digest of a notebook; once the kernel
        listens it is given, to its end, JSON with ``outputs``, what each cell of that page displays,
        and ``hub``, the id of the widget that answers it; null where the page is not among those
        made ahead, and its cells have yet to run.
    pages : mapping
        Pages made ahead and the states of their widgets, by the pages' digests.
    leave : callable
        Gives up what is the parent's.
    """
    code = 1
    try:
        leave()
        asked = _read(told)
        _settle(asked["parent"])
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        time.tzset()
        _forget()
        app = _kernel(asked["options"])
        outputs = _enter(app, pages.get(asked["page"]))
        told.sendall(json.dumps({"outputs": outputs, "hub": _only_hub()}).encode())
        told.close()
        app.start()
        code = 0
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        with contextlib.suppress(BaseException):
            atexit._run_exitfuncs()
        os._exit(code)


def _read(told: socket.socket) -> dict[str, Any]:
    with told.makefile("rb") as text:
        whole = text.read()
    if not whole:  # the server has thought better of it
        os._exit(0)
    asked: dict[str, Any] = json.loads(whole)
    return asked


def _settle(parent: int) -> None:
    """A group of its own, the usual signals, and no life without the parent.

    The session stays the parent's: Linux shares cores between sessions, and a server is to have
    its part of them however many kernels start.
    """
    os.setpgid(0, 0)
    os.nice(5)  # the server, whom all wait for, comes first here too
    name_process(NAME)
    _libc.prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(OSError):
        # Where memory runs out, one kernel shall end, not the parent and all of them.
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")


def _forget() -> None:
    """Random numbers of its own, and no clearing up on the parent's behalf.

    Python's ``random`` and ``tempfile`` see to themselves, ``uuid`` and ``secrets`` ask the system.
    """
    atexit._clear()
    if numpy_random := sys.modules.get("numpy.random"):
        numpy_random.seed()


def _enter(app: Any, ahead: tuple[PageAhead, States] | None) -> list[dict[str, Any]] | None:
    """Have this page's widgets and names, and no other's; what its cells display."""
    from ipykernel.comm.comm import BaseComm

    from levelkit.pages.warm import show_only

    if ahead is None:
        show_only({})
        return None
    page, states = ahead
    show_only(page.widgets)
    # A widget says nothing by a comm that knows of no kernel: theirs were opened before there was one.
    BaseComm.kernel = app.kernel
    states.answer_from(app.kernel)
    app.shell.user_ns.update(page.names)
    return page.outputs


def _only_hub() -> str | None:
    """The id of the page's hub, where there is one."""
    from ipywidgets.widgets.widget import _instances

    from levelkit.pages.widgets import Hub

    hubs = [name for name, widget in _instances.items() if isinstance(widget, Hub)]
    return hubs[0] if len(hubs) == 1 else None


def _kernel(options: list[str]) -> Any:
    """IPython's own kernel, which listens but has answered nothing yet."""
    from ipykernel.kernelapp import IPKernelApp
    from ipywidgets import register_comm_target
    from traitlets.config import Config

    sys.argv = ["ipykernel_launcher", *options]
    # What visitors run is kept nowhere.
    config = Config({"HistoryManager": {"enabled": False}})
    # 1: a kernel that somebody watches, but not by a thread that asks for its parent.
    app: Any = IPKernelApp.instance(config=config, parent_handle=1)
    app.initialize(options)
    register_comm_target()  # done at import where that happens in a kernel
    return app
