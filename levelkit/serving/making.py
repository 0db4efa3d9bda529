"""Makes a page: its head at once, then, once a core is free, a kernel and what that draws."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import os
import secrets
import uuid
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from levelkit.pages.bundles import code_version
from levelkit.pages.folders import pages_in
from levelkit.serving.forking.provisioner import PAGE, hub_ahead, outputs_ahead
from levelkit.serving.light import answers_in_words
from levelkit.serving.page_text import PageText

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from levelkit.serving.kernels import Kernels

#: Pages rendered before, by notebook and what it was then.
_texts: dict[tuple[str, str], PageText] = {}
#: Seconds between two words to a page that waits: no proxy takes it for dead, and its turn is said.
WORD_SECONDS = 1.0
#: An extension of the page: its address is under that of JupyterLab's extensions.
PATIENCE = {
    "name": "levelkit-patience",
    "load": "../../templates/levelkit/static/patience.js",
    "extension": "./extension",
}


class Renderer(NotebookRenderer):  # type: ignore[misc]
    """Voilà's renderer, which starts the kernel once the page's head has been sent."""

    making: Making
    #: Whether all that comes before the kernel has been rendered.
    head_done = False
    #: What each cell displays, where the kernel has run them already.
    outputs: list[dict[str, Any]] | None = None

    async def _jinja_kernel_start(self, nb: Any, kernel_id: Any, kernel_future: Any) -> Any:  # noqa: ARG002
        self.head_done = True
        kernel = await self.making.start_kernel()
        self.outputs = outputs_ahead(kernel)
        if self.outputs is not None:
            return self.making.kernel_id
        return await super()._jinja_kernel_start(nb, self.making.kernel_id, kernel)

    async def _jinja_cell_generator(self, nb: Any, kernel_id: Any) -> AsyncIterator[Any]:
        if self.outputs is None:
            async for cell in super()._jinja_cell_generator(nb, kernel_id):
                # Voilà would go on, and put a word for programmers where the cells should be.
                if not await self.executor.km.is_alive():
                    raise RuntimeError("The kernel ended while its page was made.")
                yield cell
            return
        outputs = iter(self.outputs)
        for cell in nb.cells:
            if cell.cell_type == "code":
                data = next(outputs)
                shown = {
                    "output_type": "execute_result", "data": data, "metadata": {},
                    "execution_count": None,
                }  # fmt: skip
                cell.outputs = [shown] if data else []
            yield cell


class Making:
    """One page in the making, in a seat that was promised to it.

    Parameters
    ----------
    app : Voila
    notebook : str
        Path under the served folder.
    visitor : bool
        Whether somebody waits for it.
    environment : dict, optional
        What the kernel is told besides the server's own environment.

    Attributes
    ----------
    kernel_id : str
        Of the kernel that it will have.
    """

    def __init__(
        self, app: Any, notebook: str, *, visitor: bool, environment: dict[str, str] | None = None
    ) -> None:
        self.kernel_id = str(uuid.uuid4())
        self.notebook = notebook
        self._app = app
        self._kernels: Kernels = app.kernel_manager
        self._environment = environment or {}
        self._promised = True
        self._secret = secrets.token_urlsafe(32)
        self._digest = _digest_of(Path(app.contents_manager.root_dir, notebook))
        self._ticket = self._kernels.turns.ask(visitor=visitor)

    @property
    def ahead(self) -> int:
        """One's place among the visitors who wait; 0 once it is one's turn."""
        return self._kernels.turns.ahead(self._ticket)

    async def snippets(self) -> AsyncIterator[str]:
        """The page in pieces, as they come; the turn and the seat are given back at the end."""
        try:
            kept = _texts.get((self.notebook, self._digest))
            if kept:
                yield kept.head(secret=self._secret)
                if outputs_ahead(await self.start_kernel()) == kept.outputs:
                    yield kept.rest(secret=self._secret, kernel_id=self.kernel_id)
                    return
            async for snippet in self._rendered(with_head=not kept):
                yield snippet
        finally:
            self._kernels.turns.leave(self._ticket)
            self._hand_over()

    async def _rendered(self, *, with_head: bool) -> AsyncIterator[str]:
        """The page as Voilà makes it; kept for the next visitor where its cells had run before."""
        renderer = self._renderer()
        await renderer.initialize()
        renderer.resources["without_script"] = await answers_in_words(self.notebook)
        renderer.resources["code_version"] = code_version()
        folder = Path(self._app.contents_manager.root_dir, self.notebook).parent
        renderer.resources["pages"] = pages_in(folder)
        head, rest = "", ""
        async for snippet, _ in renderer.generate_content_generator():
            if renderer.head_done:
                rest += snippet
            else:
                head += snippet
            if renderer.head_done or with_head:
                yield snippet
        if renderer.outputs is not None:
            _texts[self.notebook, self._digest] = PageText.of(
                head, rest, outputs=renderer.outputs, secret=self._secret, kernel_id=self.kernel_id
            )  # fmt: skip

    async def start_kernel(self) -> Any:
        """The page's kernel, started once it is one's turn."""
        if self._promised:
            await self._ticket
            await self._kernels.start_kernel(
                secret=self._secret,
                kernel_id=self.kernel_id,
                kernel_name="python3",
                path=str(PurePosixPath(self.notebook).parent),
                env={**os.environ, **self._environment, PAGE: self._digest},
            )
            self._hand_over()
        return self._kernels.get_kernel(self.kernel_id)

    async def kernel_alone(self) -> dict[str, str] | None:
        """The kernel of a page that is somewhere else: its secret, and the hub that answers.

        Returns
        -------
        dict or None
            ``secret`` and ``hub``, the id of a widget's model; None where the page's cells have yet to run.
        """
        try:
            hub = hub_ahead(await self.start_kernel())
        finally:
            self._kernels.turns.leave(self._ticket)
            self._hand_over()
        return None if hub is None else {"secret": self._secret, "hub": hub}

    def _hand_over(self) -> None:
        """The seat is the kernel's now, or nobody's."""
        if self._promised:
            self._promised = False
            self._kernels.seats.hand_over()

    async def end(self) -> None:
        """End the kernel, if it has come to that."""
        if self.kernel_id in self._kernels:
            await self._kernels.shutdown_kernel(self.kernel_id, now=True)

    def _renderer(self) -> Renderer:
        app = self._app
        renderer = Renderer(
            traitlet_config=app.config,
            notebook_path=self.notebook,
            template_paths=app.template_paths,
            config_manager=app.config_manager,
            contents_manager=app.contents_manager,
            kernel_spec_manager=app.kernel_spec_manager,
            # JupyterLab's client appends the token to its socket's address and to its requests.
            page_config=_settings(app) | {"token": self._secret, "appendToken": "true"},
            base_url=app.base_url,
            voila_configuration=app.voila_configuration,
        )
        renderer.making = self
        return renderer


def _digest_of(path: Path) -> str:
    """What tells whether this very notebook is among those that were made ahead."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # it has gone just now, which is said where it is read to be run
        return ""


@functools.lru_cache(maxsize=1)
def _settings(app: Any) -> dict[str, Any]:
    """What Voilà tells every page of its server, from some dozens of files."""
    settings: dict[str, Any] = get_page_config(
        base_url=app.base_url, settings=app.app.settings, log=app.log,
        voila_configuration=app.voila_configuration,
    )  # fmt: skip
    return {**settings, "federated_extensions": [*settings["federated_extensions"], PATIENCE]}


async def with_words(making: Making, word: Callable[[int], str]) -> AsyncIterator[str]:
    """The page in few pieces, and a word about the turn while none comes.

    Parameters
    ----------
    making : Making
    word : callable
        From the place among those who wait to what is sent.
    """
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    async def fill() -> None:
        try:
            async for snippet in making.snippets():
                queue.put_nowait(snippet)
        finally:
            queue.put_nowait(None)

    task = asyncio.ensure_future(fill())
    try:
        pieces: list[str | None] = []
        while None not in pieces:
            try:
                pieces = [await asyncio.wait_for(queue.get(), WORD_SECONDS)]
            except TimeoutError:
                yield word(making.ahead)
                continue
            while not queue.empty():
                pieces.append(queue.get_nowait())
            yield "".join(filter(None, pieces))
        await task
    finally:
        task.cancel()
