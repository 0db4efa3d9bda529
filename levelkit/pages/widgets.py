"""The widgets of a page: one hub that holds figures and words, and parts that draw them.

Parts are drawn by JavaScript (``web/``, bundled by ``make web``) that asks the hub model for
everything, so that the same code serves a page with a kernel and a page of plain files without one.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from levelkit.pages.blocks import Block, Blocks, pack
from levelkit.pages.bundles import LIBRARIES, STATIC, code_version

if TYPE_CHECKING:
    from collections.abc import Mapping

_HERE = Path(__file__).resolve().parent

#: All that every part needs of its own; the rest comes once a page, from the server or the hub.
_STUB = """
function fromKernel(hub) {
  return new Promise((resolve) => {
    hub.on("msg:custom", (message, buffers) => {
      if (message?.kind !== "library" || message.name !== "page") return;
      resolve(URL.createObjectURL(new Blob(buffers, { type: "text/javascript" })));
    });
    hub.send({ kind: "library", name: "page" });
  });
}
async function codeOf(hub, version) {
  const { folder } = globalThis.levelkitPage ?? {};
  return import(folder ? `${folder}page.js?v=${version}` : await fromKernel(hub));
}
export default {
  async render({ model, el }) {
    const hub = await model.widget_manager.get_model(model.get("hub").replace("IPY_MODEL_", ""));
    const version = hub.get("code_version");
    globalThis.levelkitCode ??= {};
    globalThis.levelkitCode[version] ??= codeOf(hub, version);
    return (await globalThis.levelkitCode[version]).renderPart({ model, el, hub });
  },
};
"""


@functools.lru_cache(maxsize=1)
def page_style() -> str:
    """The styles of all parts."""
    texts = [
        (_HERE / f"web/{name}.css").read_text(encoding="utf-8") for name in ("widgets", "present")
    ]
    return "\n".join(texts)


class Guarded(anywidget.AnyWidget):
    """A widget of which a browser may set what a visitor chooses, and nothing else.

    Attributes
    ----------
    writable : frozenset of str
        Names of traits.
    """

    writable: frozenset[str] = frozenset()

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what a browser sends of these traits; the rest is passed over."""
        super().set_state({k: v for k, v in sync_data.items() if k in self.writable})


class Hub(Guarded):
    """What the parts of a page share. It is never shown itself.

    Attributes
    ----------
    form : list of dict
        The choices, as :meth:`levelkit.claims.Claim.form` describes them.
    choices, answered : dict
        What is chosen, and what figures and words are the answer to.
    marks_form : list of dict
        What can be marked in the browser: ``name``, ``label``, ``help``, ``kind``.
    offered, marks : dict
        What can be marked in this answer, by name, and what is marked unless a visitor
        marks something else.
    datasets : dict
        Name to columns, each a list. They reach the browser as the two that follow.
    columns : dict
        By data set and field, the name of a block.
    blocks : bytes
        A pack of the blocks that the browser has not got; one that joins is told of all.
    signals : dict
        What captions and names of files are filled in with, besides choices and marks.
    params : dict
        By chart, the values of its parameters.
    words : dict
        Part name to its words; ``page`` has those of the whole page.
    about : dict
        What no choice changes: the claim, prepared views, how to share.
    live : bool
        True; a page of plain files has none.
    inputs_form : list of dict
        Inputs that are not finite: ``name, label, help, kind``.
    inputs : dict
        What a visitor gave of them, by name.
    turn, answered_turn : int
        Count what was given and what was answered.
    rest : int
        Counts the parts of an answer that came after it.
    refused : dict
        By input, why it could not be used.
    details_form : list of dict
        What of many can be looked at: as :meth:`levelkit.pages.detail.Detail.form` has it.
    details, detailed : dict
        The key that is asked for, and the one that is shown, by name.
    detail : dict
        ``columns``, ``params`` and ``words`` of the keys that are shown, as of the answer.
    failure : dict
        The last time that a choice had no answer: its ``number``, and ``words`` for the page.
    """

    _esm = "export default { render() {} };"
    writable = frozenset({"choices", "inputs", "turn", "marks", "details"})

    code_version = traitlets.Unicode().tag(sync=True)
    style = traitlets.Unicode().tag(sync=True)
    form: Any = traitlets.List().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    answered = traitlets.Dict().tag(sync=True)
    marks_form: Any = traitlets.List().tag(sync=True)
    offered = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)
    columns = traitlets.Dict().tag(sync=True)
    blocks = traitlets.Bytes().tag(sync=True)
    signals = traitlets.Dict().tag(sync=True)
    params = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    about = traitlets.Dict().tag(sync=True)
    live = traitlets.Bool(True).tag(sync=True)
    inputs_form: Any = traitlets.List().tag(sync=True)
    inputs = traitlets.Dict().tag(sync=True)
    turn = traitlets.Int(0).tag(sync=True)
    answered_turn = traitlets.Int(0).tag(sync=True)
    rest = traitlets.Int(0).tag(sync=True)
    refused = traitlets.Dict().tag(sync=True)
    details_form: Any = traitlets.List().tag(sync=True)
    details = traitlets.Dict().tag(sync=True)
    detailed = traitlets.Dict().tag(sync=True)
    detail = traitlets.Dict().tag(sync=True)
    failure: Any = traitlets.Dict().tag(sync=True)

    def __init__(self, *, datasets: Mapping[str, Any] | None = None, **values: Any) -> None:
        self._blocks, self._detail_blocks, self._sent = Blocks(), Blocks(), set[str]()
        self._datasets = datasets or {}
        self._blocks.take(self._datasets)
        super().__init__(
            code_version=code_version(), style=page_style(), columns=self._blocks.columns, **values
        )
        self.on_msg(self._asked)

    @property
    def datasets(self) -> Mapping[str, Any]:
        """The figures of the answer."""
        return self._datasets

    @datasets.setter
    def datasets(self, datasets: Mapping[str, Any]) -> None:
        self._blocks.take(datasets)
        self._datasets = datasets
        self._send_new()
        self.columns = self._blocks.columns

    def show_detail(self, datasets: Mapping[str, Any], **said: Any) -> None:
        """Show what belongs to the keys that are asked for: figures, ``params`` and ``words``."""
        self._detail_blocks.take(datasets)
        self._send_new()
        self.detail = {"columns": self._detail_blocks.columns, **said}

    def _all_blocks(self) -> dict[str, Block]:
        return self._blocks.by_key() | self._detail_blocks.by_key()

    def _send_new(self) -> None:
        """Send the columns that the browser has not got."""
        blocks = self._all_blocks()
        new = [block for key, block in blocks.items() if key not in self._sent]
        self._sent |= blocks.keys()
        if not new:
            return
        packed = pack(new)
        if packed == self.blocks:  # sent before, but somebody has joined since
            self.send_state("blocks")
        else:
            self.blocks = packed

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:
        """As ipywidgets asks for it: of the whole state, ``blocks`` has all columns of the page.

        Only these are known to whoever joins now; what is sent after is sent to all.
        """
        state: dict[str, Any] = super().get_state(key, drop_defaults)
        if key is None:
            blocks = self._all_blocks()
            self._sent = set(blocks)
            state["blocks"] = pack(blocks.values())
        return state

    def _asked(self, _: Any, content: Any, __: Any) -> None:
        """Send what a browser has not got."""
        kind, name = content.get("kind"), content.get("name")
        if kind == "library" and name in LIBRARIES:
            # Where no server hands libraries out (JupyterLab, VS Code), the kernel does.
            self.send(
                {"kind": "library", "name": name}, buffers=[(STATIC / f"{name}.js").read_bytes()]
            )
        if kind == "blocks":  # a part that is shown late has missed some
            self.send({"kind": "blocks"}, buffers=[pack(self._all_blocks().values())])


class Part(Guarded):
    """One part of a page, drawn from its hub.

    Attributes
    ----------
    hub : str
        Reference to the hub's model.
    kind : str
        What is drawn: controls, marks, html, table, chart, or a chart with controls of its own
        (curve, places, map), or an input.
    name : str
        Its words in the hub.
    options : dict
        What no choice changes: a chart's spec, a table's columns.
    """

    _esm = _STUB

    hub = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    options = traitlets.Dict().tag(sync=True)

    def __init__(self, hub: Hub, kind: str, name: str = "", **options: Any) -> None:
        super().__init__(
            hub=f"IPY_MODEL_{hub.model_id}", kind=kind, name=name or kind, options=options
        )
        # A hub lives as long as one of its parts does.
        self._hub = hub


def chart_part(
    hub: Hub, name: str, spec: dict[str, Any], *, kind: str = "chart", **options: Any
) -> Part:
    """A chart: ``kind`` is what draws it, ``uses`` has its spec's names of data sets and the page's."""
    uses = {dataset: dataset for dataset in named_data(spec)}
    return Part(hub, kind, name, **{"spec": spec, "uses": uses, **options})


def named_data(spec: Any) -> list[str]:
    """The names of the data sets that a Vega-Lite spec takes from outside, sorted."""
    names: set[str] = set()
    pending = [spec]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            data = part.get("data")
            if isinstance(data, dict) and "name" in data:
                names.add(data["name"])
            pending += [value for key, value in part.items() if key != "datasets"]
        elif isinstance(part, list):
            pending += part
    return sorted(names)
