"""What each address answers: Voilà's handlers, made safe and complete for strangers."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.iostream import StreamClosedError
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import (
    AllowListFileHandler,
    MultiStaticFileHandler,
    TemplateStaticFileHandler,
)
from voila.tornado.handler import TornadoVoilaHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from levelkit.pages.folders import FIRST_PAGE
from levelkit.pages.words import damaged
from levelkit.serving.checks import damage_behind
from levelkit.serving.light import answer_in_words
from levelkit.serving.making import Making, with_words
from levelkit.serving.site_files import Host, Live, SiteFiles
from levelkit.serving.sockets import Discreet, Socket

if TYPE_CHECKING:
    from levelkit.serving.readers import Readers
    from levelkit.serving.warm import Pool

#: Where the site of plain files is, below the server's path.
SITE = "voila/site/"
#: A visitor who finds no seat is asked to come back after so many seconds.
RETRY_SECONDS = 30
#: Each page starts a kernel: nothing for machines that read everything.
ROBOTS = "User-agent: *\nDisallow: /\n"


class Told(BaseVoilaHandler):  # type: ignore[misc]
    """Says what is wrong in a page, whatever it is."""

    def write_error(self, status_code: int, **given: Any) -> None:
        """The page of the status, also where nobody has been asked yet who they are."""
        if not hasattr(self, "_current_user"):
            self.current_user = None
        super().write_error(status_code, **given)


class Page(Told):
    """A notebook as a page, in a seat that is taken before anything is waited for."""

    def initialize(self, *, app: Any, pool: Pool, readers: Readers) -> None:
        """Whose server it is, which pages are ready, and where readers are sent."""
        super().initialize(voila_configuration=app.voila_configuration)
        self.app = app
        self.pool = pool
        self.readers = readers

    def head(self, path: str) -> None:
        """Say that the page is there, without a kernel."""
        if damage_behind(self._named(path)):
            self.set_status(500)

    async def get(self, path: str) -> None:
        """Send the page; the light one where no seat is free."""
        notebook = self._named(path)
        if faults := damage_behind(notebook):
            self._send_damaged(faults)
        elif not self.readers.needs_kernel(notebook, self.request.query):
            self._send_reader(notebook)
        elif ready := await self.pool.take(notebook):
            self.kernel_manager.given(ready.kernel_id)
            self.finish(ready.html)
        elif self.kernel_manager.seats.take() or (
            await self.pool.give_up() and self.kernel_manager.seats.take()
        ):
            await self._send(self._making(notebook))
        elif self.readers.has(notebook):
            self._send_reader(notebook)
        else:
            await self._send_light(notebook)

    def _send_reader(self, notebook: str) -> None:
        """To the page that needs no kernel, under the same choices."""
        page = f"{self.base_url}{SITE}{PurePosixPath(notebook).stem}.html"
        self.redirect(f"{page}?{self.request.query}" if self.request.query else page)

    def _named(self, path: str) -> str:
        """The notebook's path, where there is one to be shown."""
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        contents, name = self.app.contents_manager, PurePosixPath(path)
        if (
            name.suffix != ".ipynb"
            or ".." in name.parts
            or not contents.file_exists(str(name))
            or contents.is_hidden(str(name))
        ):
            raise tornado.web.HTTPError(404)
        return str(name)

    def _making(self, notebook: str) -> Making:
        request = {
            "SCRIPT_NAME": self.request.path,
            "QUERY_STRING": self.request.query,
            "VOILA_PREHEAT": "False",
            "VOILA_BASE_URL": self.base_url,
            "VOILA_REQUEST_URL": self.request.full_url(),
        }
        return Making(self.app, notebook, visitor=True, environment=request)

    async def _send(self, making: Making) -> None:
        try:
            async for piece in with_words(making, _turn):
                self.write(piece)
                await self.flush()
        except StreamClosedError:  # the visitor has gone
            await making.end()
        except Exception:
            await making.end()
            if not self._headers_written:
                raise
            self.log.exception("The page %s could not be made", making.notebook)
            self.finish("<script>globalThis.levelkitFailed?.()</script>")
        else:
            self.kernel_manager.given(making.kernel_id)

    def _send_damaged(self, faults: list[str]) -> None:
        self.set_status(500)
        self.finish(self.render_template("damaged.html", words=damaged(faults)))

    async def _send_light(self, notebook: str) -> None:
        self.set_status(503)
        self.set_header("Retry-After", str(RETRY_SECONDS))
        words = await answer_in_words(notebook, self.request.query)
        self.finish(self.render_template("light.html", retry=RETRY_SECONDS, words=words))


def _turn(ahead: int) -> str:
    return f"<script>globalThis.levelkitPlace?.({ahead:d})</script>\n"


class Farewell(Discreet, VoilaShutdownKernelHandler):  # type: ignore[misc]
    """Takes a leaving page's word, which carries its secret instead of a cookie."""

    def check_xsrf_cookie(self) -> None:
        """Nothing to check."""

    async def post(self, kernel_id: str) -> None:
        """End the page's own kernel."""
        if not self.kernel_manager.knows(kernel_id, self.get_query_argument("token", "")):
            raise tornado.web.HTTPError(403, "This kernel belongs to another page")
        await super().post(kernel_id)


class Model(Discreet, KernelHandler):  # type: ignore[misc]
    """Tells a page how its own kernel is; it can do no more to it."""

    async def get(self, kernel_id: str) -> None:
        """The kernel's state."""
        secret = self.request.headers.get("Authorization", "").removeprefix("token ")
        if not self.kernel_manager.knows(kernel_id, secret):
            raise tornado.web.HTTPError(404)
        await super().get(kernel_id)

    def delete(self, kernel_id: str) -> None:  # noqa: ARG002
        """A page says farewell in another way."""
        raise tornado.web.HTTPError(405)


class Templates(TemplateStaticFileHandler):  # type: ignore[misc]
    """Files of templates; an address that is none is not there, rather than a fault."""

    def parse_url_path(self, path: str) -> str:
        """The file's path, of an address like ``levelkit/static/page.css``."""
        parts = PurePosixPath(path).parts
        if len(parts) < 3 or parts[1] != "static" or ".." in parts:
            raise tornado.web.HTTPError(404)
        return str(super().parse_url_path(path))


class Tree(TornadoVoilaTreeHandler):  # type: ignore[misc]
    """The list of somebody else's notebooks."""

    async def head(self, path: str = "") -> None:
        """Say that it is there."""


class Front(JupyterHandler):  # type: ignore[misc]
    """Leads from the server's own address to the front page."""

    def initialize(self, *, readers: Readers) -> None:
        """Where readers are sent."""
        self.readers = readers

    def get(self) -> None:
        """To the front page."""
        front = (
            f"{SITE}index.html" if self.readers.has(FIRST_PAGE) else f"voila/render/{FIRST_PAGE}"
        )
        self.redirect(f"{self.base_url}{front}")

    head = get


class Outside(tornado.web.RedirectHandler):
    """Leads from outside the server's path into it."""

    head = tornado.web.RedirectHandler.get


class Robots(tornado.web.RequestHandler):
    """Asks machines that read everything to stay away."""

    def get(self) -> None:
        """The rules."""
        self.set_header("Content-Type", "text/plain; charset=UTF-8")
        self.finish(ROBOTS)

    head = get


#: Voilà's handlers that are served as they are, and those that ours stand in for. Whatever else
#: Voilà has (log-in, contents, requests' queries by kernel) is not served.
AS_IT_IS = ("ThemesHandler", "FileFindHandler", MultiStaticFileHandler.__name__)
OURS: dict[type, type] = {
    KernelHandler: Model,
    VoilaShutdownKernelHandler: Farewell,
    TemplateStaticFileHandler: Templates,
    AllowListFileHandler: AllowListFileHandler,
    TornadoVoilaTreeHandler: Tree,
}


def handlers(
    voilas: list[tuple[Any, ...]], app: Any, pool: Pool, readers: Readers, *, own_pages: bool
) -> list[Any]:
    """The server's handlers, from those that Voilà would have.

    Parameters
    ----------
    voilas : list of tuple
        As ``Voila.init_handlers`` gives them: pattern, class, options.
    app : Voila
    pool : Pool
        Pages that are ready.
    readers : Readers
        The site of pages without a kernel.
    own_pages : bool
        Whether the notebooks are levelkit's own, with a front page.
    """
    served: list[tuple[Any, ...]] = [(rf"{app.base_url}robots\.txt", Robots)]
    if app.base_url != "/":
        served.append((r"/robots\.txt", Robots))
        outside = rf"(?:/|{re.escape(app.base_url[:-1])})"
        served.append((outside, Outside, {"url": app.base_url, "permanent": False}))
    if own_pages:
        served.append((app.base_url, Front, {"readers": readers}))
        live = f"{app.base_url}voila/live/"
        site = f"{app.base_url}{SITE}"
        headers = app.app.settings["headers"]
        served += [
            (rf"{live}([\w-]+)", Live, {"app": app, "pool": pool}),
            (
                rf"{site}static/host\.js",
                Host,
                {"headers": headers, "live": live if readers.forks else ""},
            ),
            (rf"{site}(.*)", SiteFiles, {"readers": readers, "headers": headers}),
        ]
    for pattern, handler, *options in voilas:
        if handler is TornadoVoilaHandler:
            served.append((pattern, Page, {"app": app, "pool": pool, "readers": readers}))
        elif handler is VoilaKernelWebsocketHandler:
            served.append((pattern, Socket, {"own_pages": own_pages}))
        elif handler in OURS:
            served.append((pattern, OURS[handler], *options))
        elif handler.__name__ in AS_IT_IS:
            served.append((pattern, handler, *options))
    return served


class Missing(Told):
    """Whatever no other handler answers is not there."""

    def prepare(self) -> None:
        """Not found."""
        raise tornado.web.HTTPError(404)
