"""Serve the notebooks as web pages: standalone Voilà, hardened, kernels kept warm."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

from levelkit import warm

_PACKAGE = Path(__file__).resolve().parent
SHARE = _PACKAGE / "pages" / "share"
FIRST_PAGE = "index.ipynb"
IDLE_SECONDS = 600
MAX_KERNELS = 40  # of about 120 MiB each

#: Scripts, styles and figures from this server alone; Vega compiles expressions (eval).
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ]
)


def notebooks_folder() -> Path:
    """``notebooks/`` inside an installed levelkit, or beside a checkout's ``levelkit/``."""
    installed = _PACKAGE / "notebooks"
    return installed if installed.is_dir() else _PACKAGE.parent / "notebooks"


def configuration(*, host: str, port: int, preheat: bool, idle: int = IDLE_SECONDS) -> Any:
    """Voilà's settings; every one that matters for a public server is here."""
    from traitlets.config import Config

    config = Config()
    config.Voila.ip = host
    config.Voila.port = port
    config.Voila.open_browser = False
    config.Voila.log_level = logging.WARNING
    config.Voila.config_file_paths = []  # a stray voila.json must not loosen this
    config.Voila.tornado_settings = {
        "headers": {
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        },
        "compress_response": True,
        "ws_ping_timeout": 30_000,  # Jupyter's own default is longer than Tornado allows
    }
    config.VoilaConfiguration.template = "levelkit"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.classic_tree = (
        True  # ours: the other one is an application of its own
    )
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaConfiguration.file_allowlist = [r".*\.(png|jpg|svg)$"]
    config.VoilaConfiguration.extension_allowlist = [
        "@jupyter-widgets/jupyterlab-manager",
        "@voila-dashboards/widgets-manager8",
        "anywidget",
    ]
    config.VoilaConfiguration.preheat_kernel = preheat
    # Voilà would start them all at once: `warm.fill` gives the sizes, page by page.
    config.VoilaKernelManager.kernel_pools_config = {"default": {"pool_size": 0}}
    # The next kernel starts once this visitor has the chart: both would be slower at once.
    config.VoilaKernelManager.fill_delay = 3.0
    if os.name == "posix":  # sockets of this user alone instead of open local ports
        config.KernelManager.transport = "ipc"
    config.MappingKernelManager.cull_idle_timeout = idle
    config.MappingKernelManager.cull_interval = min(60, idle)
    config.MappingKernelManager.cull_connected = False  # someone may be lecturing
    return config


def _limited(handler: tuple[Any, ...], most: int) -> tuple[Any, ...]:
    """The same handler, but one that starts no kernel beyond ``most``."""
    from voila.handler import VoilaHandler

    pattern, made, *options = handler
    if not issubclass(made, VoilaHandler):
        return handler

    class Limited(made):  # type: ignore[misc, valid-type]
        async def get(self, path: str | None = None) -> None:
            if len(self.kernel_manager.list_kernel_ids()) >= most:
                self.set_status(503)
                self.set_header("Retry-After", "60")
                self.finish("Every seat is taken at the moment. Please try again in a minute.")
                return
            warm.wake(self.kernel_manager)
            await super().get(path)

    return (pattern, Limited, *options)


def _ending(handler: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same handler, but one that takes a leaving page's word.

    A page that is left can send no token against forged requests with its farewell, and
    Voilà refuses it for that. Whoever knows a kernel's random id has had its page.
    """
    from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

    pattern, made, *options = handler
    if not issubclass(made, VoilaShutdownKernelHandler):
        return handler

    class Ending(made):  # type: ignore[misc, valid-type]
        def check_xsrf_cookie(self) -> None:
            """Nothing to check."""

        async def post(self, kernel_id: str) -> None:
            if kernel_id in self.kernel_manager:  # else it has ended already
                await super().post(kernel_id)

    return (pattern, Ending, *options)


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
            made = [_limited(_ending(handler), max_kernels) for handler in handlers]
            if not front_page.is_file():
                return made  # notebooks of somebody else's: the list of them
            front = {"url": f"{self.base_url}voila/render/{FIRST_PAGE}", "permanent": False}
            return [(self.base_url, tornado.web.RedirectHandler, front), *made]

    Server.launch_instance(
        argv=[str(folder)],
        config=configuration(host=host, port=port, preheat=warm_each > 0, idle=idle),
    )
