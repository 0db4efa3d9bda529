"""The site's files, and the way from one of its pages to a kernel."""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join

from levelkit.serving.making import Making
from levelkit.serving.sockets import Discreet

if TYPE_CHECKING:
    from levelkit.serving.readers import Readers
    from levelkit.serving.warm import Pool


class SiteFiles(tornado.web.StaticFileHandler):
    """A file of the site: compressed ahead, kept for a year where its address has its hash."""

    def initialize(self, *, readers: Readers, headers: dict[str, str]) -> None:  # type: ignore[override]
        """Which site, and what every answer says."""
        self.readers = readers
        self.headers = headers
        super().initialize(path=str(readers.folder or ""), default_filename="index.html")

    def prepare(self) -> None:
        """There is no site yet."""
        if self.readers.folder is None:
            raise tornado.web.HTTPError(404)

    async def get(self, path: str, include_body: bool = True) -> None:
        """The file, or what was compressed of it."""
        if "\0" in path:  # no file has such a name, and systems raise on it
            raise tornado.web.HTTPError(404)
        self.plain = path
        packed = Path(self.root, f"{path}.gz")
        unpacks = "gzip" in self.request.headers.get("Accept-Encoding", "")
        if unpacks and ".." not in packed.parts and packed.is_file():
            self.set_header("Content-Encoding", "gzip")
            path = f"{path}.gz"
        await super().get(path, include_body)

    def get_content_type(self) -> str:
        """Of what it is once it is unpacked."""
        return mimetypes.guess_type(self.plain or "index.html")[0] or "application/octet-stream"

    def set_extra_headers(self, path: str) -> None:  # noqa: ARG002
        """As all answers; a page itself may change with the next version."""
        for name, value in self.headers.items():
            self.set_header(name, value)
        self.set_header("Vary", "Accept-Encoding")
        if "v" not in self.request.arguments:
            self.set_header("Cache-Control", "no-cache")

    def write_error(self, status_code: int, **_: Any) -> None:
        """The status alone."""
        self.finish(f"{status_code}\n")


class Host(tornado.web.RequestHandler):
    """Tells a page of the site where it gets a kernel; on a plain web server this file says nothing."""

    def initialize(self, *, headers: dict[str, str], live: str) -> None:
        """What every answer says, and where kernels are to be had."""
        self.headers = headers
        self.live = live

    def get(self) -> None:
        """A script that names it."""
        for name, value in {**self.headers, "Cache-Control": "no-cache"}.items():
            self.set_header(name, value)
        self.set_header("Content-Type", "text/javascript; charset=UTF-8")
        self.finish(f"globalThis.levelkitHost = {json.dumps({'kernels': self.live})};\n")

    head = get


class Live(Discreet, JupyterHandler):  # type: ignore[misc]
    """Starts a kernel for a page that is there already, and says how to reach it."""

    def initialize(self, *, app: Any, pool: Pool) -> None:
        """Whose server it is."""
        self.app = app
        self.pool = pool

    def check_xsrf_cookie(self) -> None:
        """There is no cookie; who asks gets a kernel of its own, as by opening a page."""

    async def post(self, notebook: str) -> None:
        """A kernel that has the notebook's page, in a seat of its own."""
        self.set_header("Cache-Control", "no-store")
        if f"{notebook}.ipynb" not in self.app.notebooks:
            raise tornado.web.HTTPError(404)
        seats = self.kernel_manager.seats
        if not (seats.take() or (await self.pool.give_up() and seats.take())):
            raise tornado.web.HTTPError(503)
        making = Making(self.app, f"{notebook}.ipynb", visitor=True)
        try:
            told = await making.kernel_alone()
        except BaseException:
            await making.end()
            raise
        if told is None:  # this page has not been made ahead yet
            await making.end()
            raise tornado.web.HTTPError(409)
        self.kernel_manager.given(making.kernel_id)
        base, token = self.base_url, f"?token={told['secret']}"
        self.finish(
            {
                "hub": told["hub"],
                "socket": url_path_join(base, "api/kernels", making.kernel_id, "channels") + token,
                "farewell": url_path_join(base, "voila/api/shutdown", making.kernel_id) + token,
            }
        )
