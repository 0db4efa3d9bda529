"""Serve the notebooks as web pages: standalone Voilà, hardened, kernels kept warm."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

import tornado.ioloop
from voila.app import Voila

from levelkit.charts.specs import ready_specs
from levelkit.pages.folders import FIRST_PAGE, SHARE, notebooks_folder
from levelkit.serving.checks import path_of, say_damage, seats_for
from levelkit.serving.configuration import IDLE_SECONDS, configuration
from levelkit.serving.forking import kernels_by_forking, possible
from levelkit.serving.handlers import Missing, handlers
from levelkit.serving.kernels import JOIN_SECONDS
from levelkit.serving.leftovers import folder_for_connections
from levelkit.serving.log import keep_short
from levelkit.serving.making import Making
from levelkit.serving.readers import PAGES, Readers
from levelkit.serving.seats import Seats, Turns
from levelkit.serving.templates import compile_once
from levelkit.serving.warm import Pool
from levelkit.serving.writable import temporary_folder, use_writable_places

if TYPE_CHECKING:
    from pathlib import Path

MAX_KERNELS = 40  # of about 40 MiB each; three times that where they cannot be forked


class Server(Voila):  # type: ignore[misc]
    """Voilà with our handlers, seats and pages made ahead.

    Attributes
    ----------
    notebooks : tuple of str
        Those served, the one where visitors come in first.
    warm_each, most : int
        Pages kept ready a notebook, and kernels at once.
    join : float
        Seconds that a kernel waits for its page.
    readers : Readers
        The site of pages without a kernel.
    """

    notebooks: tuple[str, ...] = ()
    warm_each = 1
    most = MAX_KERNELS
    join = JOIN_SECONDS
    readers = Readers(None, build=False, forks=False)

    def initialize(self, argv: Any = None) -> None:
        """Both signals end the server, even where a shell that started it ignores one."""
        super().initialize(argv)
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._end)

    def _end(self, *_: Any) -> None:
        if loop := getattr(self, "ioloop", None):
            loop.add_callback_from_signal(loop.stop)
        else:
            sys.exit(0)  # not yet begun: nothing to end

    def init_handlers(self) -> list[Any]:
        """Our handlers; and what runs beside them once the loop does and the port is open."""
        # Else each message of a kernel is written out in full, for a log that nobody keeps.
        self.log.setLevel(self.log_level)
        keep_short(self.log)
        # Pages run from the notebook as it is: whether its stored outputs are
        # trusted matters to nobody here.
        self.log.addFilter(lambda record: "is not trusted" not in record.getMessage())
        kernels = self.kernel_manager
        kernels.seats = Seats(self.most, lambda: len(kernels.list_kernel_ids()))
        # One core is left to answer those who are here already.
        kernels.turns = Turns(max(1, (os.cpu_count() or 1) - 1))
        pool = Pool(
            kernels, lambda name: Making(self, name, visitor=False), self.notebooks,
            each=self.warm_each, most=self.most // 2,
        )  # fmt: skip
        self.app.settings["default_handler_class"] = Missing
        self.app.settings["default_handler_args"] = {
            "voila_configuration": self.voila_configuration
        }
        for work in (
            self.say_ready,
            partial(kernels.watch, self.join),
            pool.keep_full,
            self.readers.keep,
        ):
            tornado.ioloop.IOLoop.current().add_callback(work)
        own_pages = FIRST_PAGE in self.notebooks
        return handlers(super().init_handlers(), self, pool, self.readers, own_pages=own_pages)

    async def say_ready(self) -> None:
        """Say where the pages are, with all that has been imported out of the way.

        Looking through it for garbage would make everyone wait, again and again.
        """
        gc.collect()
        gc.freeze()
        name = "localhost" if self.ip in ("127.0.0.1", "0.0.0.0", "::1", "::") else self.ip
        address = f"http://{name}:{self.port}{self.base_url}"
        print(f"levelkit is ready: {address}    (Ctrl-C stops the server)", flush=True)


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8866,
    warm_each: int = 1,
    max_kernels: int = MAX_KERNELS,
    idle: int = IDLE_SECONDS,
    join: float = JOIN_SECONDS,
    folder: Path | None = None,
    base_url: str = "/",
    fork: bool = True,
    site: Path | None = None,
    build_site: bool = True,
) -> None:
    """Serve every notebook until interrupted; ends every kernel on the way out.

    Parameters
    ----------
    host : str
        Address to listen on; only this machine by default.
    port : int
        Port, or the next free one.
    warm_each : int
        Kernels kept started a page, so that a visitor need not wait for one; half of
        ``max_kernels`` at most for all pages.
    max_kernels : int
        Kernels that may run at once; a visitor too many is asked to come back.
    idle : int
        Seconds after which a kernel whose page went away is ended.
    join : float
        Seconds after which a kernel is ended whose page never connected: a preview of a link.
    folder : path, optional
        Notebooks to serve; levelkit's own by default.
    base_url : str
        The path under which a proxy hands on to this server: ``/lk/``.
    fork : bool
        Start kernels by forking, where the system can.
    site : path, optional
        A folder that ``levelkit site`` wrote, for readers: only what has no answer there starts a kernel.
    build_site : bool
        Without such a folder: build one at low priority, once for each version of levelkit.

    Raises
    ------
    SystemExit
        If the pages or the chart library are not there, the path is none, or nothing can be
        written anywhere; says what to do.
    """
    if not (SHARE / "voila/templates/levelkit/static/vega.js").is_file():
        sys.exit("The chart library is not bundled yet. Run `pip install -e .` (or `make apps`).")
    folder = folder or notebooks_folder()
    names = sorted(path.name for path in folder.glob("*.ipynb"))
    if not names:
        sys.exit(f"No notebooks in {folder}.")
    names.sort(key=lambda name: name != FIRST_PAGE)  # where visitors come in
    paths = [str(SHARE), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(paths)
    base_url = path_of(base_url)
    say_damage()
    max_kernels = seats_for(max_kernels)
    temporary_folder()
    connections = folder_for_connections()
    if lacking := use_writable_places(connections / "instead"):
        print(
            f"Not writable: {', '.join(lacking)}. {connections} is used instead.", file=sys.stderr
        )
    ready_specs()  # written once here, read by every kernel
    compile_once()
    own_pages = folder == notebooks_folder()
    if site and not (site / PAGES).is_file():
        sys.exit(f"{site} is no site of this levelkit. Run `levelkit site --output {site}`.")
    forks = fork and possible()
    Server.readers = Readers(site, build=build_site and own_pages, forks=forks)
    settings = configuration(
        host=host, port=port, base_url=base_url, connections=connections, idle=idle
    )
    Server.notebooks, Server.join = tuple(names), join
    Server.warm_each, Server.most = warm_each, max_kernels
    try:
        with kernels_by_forking(settings) if fork else nullcontext():
            Server.launch_instance(argv=[str(folder)], config=settings)
    finally:
        Server.readers.stop()
        shutil.rmtree(connections, ignore_errors=True)
