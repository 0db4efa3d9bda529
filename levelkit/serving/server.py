"""Serve the notebooks as web pages: standalone Voilà, hardened, kernels kept warm."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from levelkit.pages.folders import FIRST_PAGE, SHARE, notebooks_folder
from levelkit.serving import warm
from levelkit.serving.configuration import IDLE_SECONDS, configuration
from levelkit.serving.handlers import ending, limited

if TYPE_CHECKING:
    from pathlib import Path

MAX_KERNELS = 40  # of about 120 MiB each


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8866,
    warm_each: int = 1,
    max_kernels: int = MAX_KERNELS,
    idle: int = IDLE_SECONDS,
    folder: Path | None = None,
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
    folder : path, optional
        Notebooks to serve; levelkit's own by default.

    Raises
    ------
    SystemExit
        If the pages or the chart library are not there; says what to run.
    """
    if not (SHARE / "voila/templates/levelkit/static/vega.js").is_file():
        sys.exit("The chart library is not bundled yet. Run `pip install -e .` (or `make apps`).")
    folder = folder or notebooks_folder()
    names = sorted(path.name for path in folder.glob("*.ipynb"))
    if not names:
        sys.exit(f"No notebooks in {folder}.")
    front_page = folder / FIRST_PAGE
    names.sort(key=lambda name: name != FIRST_PAGE)  # where visitors come in
    paths = [str(SHARE), *filter(None, [os.environ.get("JUPYTER_PATH")])]
    os.environ["JUPYTER_PATH"] = os.pathsep.join(paths)

    from voila.app import Voila

    from levelkit.charts.specs import ready_specs

    ready_specs()  # written once here, read by every kernel

    class Server(Voila):  # type: ignore[misc]
        """Voilà that says where its pages are once it listens."""

        def launch_or_say(self) -> None:
            name = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host
            address = f"http://{name}:{self.port}"
            print(f"levelkit is ready: {address}/    (Ctrl-C stops the server)", flush=True)

        async def keep_warm(self) -> None:
            await warm.fill(self.kernel_manager, names, each=warm_each, most=max_kernels // 2)

        def init_handlers(self) -> list[Any]:
            import tornado.ioloop
            import tornado.web

            # Pages run from the notebook as it is: whether its stored outputs are
            # trusted matters to nobody here.
            self.log.addFilter(lambda record: "is not trusted" not in record.getMessage())
            # Runs once the event loop does, when the port is known to be open.
            loop = tornado.ioloop.IOLoop.current()
            loop.add_callback(self.launch_or_say)
            if warm_each:
                loop.add_callback(self.keep_warm)
            handlers = super().init_handlers()
            made = [limited(ending(handler), max_kernels) for handler in handlers]
            if not front_page.is_file():
                return made  # notebooks of somebody else's: the list of them
            front = {"url": f"{self.base_url}voila/render/{FIRST_PAGE}", "permanent": False}
            return [(self.base_url, tornado.web.RedirectHandler, front), *made]

    Server.launch_instance(
        argv=[str(folder)],
        config=configuration(host=host, port=port, preheat=warm_each > 0, idle=idle),
    )
