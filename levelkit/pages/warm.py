"""Pages made ahead, so that a kernel that starts from this process has them already."""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from levelkit.pages.folders import FIRST_PAGE, notebooks_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What the first cells of a page import besides what a page itself does.
_MODULES = ("levelkit.pages.claim_page", "levelkit.pages.front_page", "levelkit.pages.show")

_VIEW, _TEXT = "application/vnd.jupyter.widget-view+json", "text/plain"


@dataclass(frozen=True)
class PageAhead:
    """A notebook whose cells have run, under the usual choices.

    Attributes
    ----------
    digest : str
        SHA-256 of the notebook's file: a file that has been changed since is another page.
    outputs : list of dict
        Of each code cell that visitors see, in order: what it displays by MIME type; empty
        where it displays nothing.
    names : dict
        What the cells have defined.
    widgets : dict
        The page's widgets by their ids.
    """

    digest: str
    outputs: list[dict[str, Any]]
    names: dict[str, Any] = field(repr=False)
    widgets: dict[str, Any] = field(repr=False)


def warm() -> Iterator[PageAhead | None]:
    """Run each of levelkit's notebooks; what it has read stays in memory.

    Between two pages the process may do something else: at every step it is as fit to become
    a kernel as it is at the end. This is all that the server knows of how pages are made.

    Yields
    ------
    PageAhead or None
        None once modules have been imported, and for a page that cannot be made, which is
        logged: it fails in the same way when it is asked for.
    """
    from ipywidgets import Widget

    for name in _MODULES:
        importlib.import_module(name)
    yield None
    paths = sorted(notebooks_folder().glob("*.ipynb"), key=lambda path: path.name != FIRST_PAGE)
    for path in paths:
        try:
            page = page_ahead(path)
        except Exception:
            logging.getLogger("levelkit").exception("%s could not be made ahead", path.name)
            Widget.close_all()
            yield None
        else:
            show_only({})
            yield page


def page_ahead(path: Path) -> PageAhead:
    """Run the cells of a notebook that visitors see.

    They are plain Python whose last expression is what they display, as in all of levelkit's
    own notebooks: no magics, and nothing that waits.

    Parameters
    ----------
    path : Path
        The notebook.

    Returns
    -------
    PageAhead
        Its widgets are those that exist in this process afterwards: there must be none before.
    """
    from IPython.core.formatters import DisplayFormatter
    from ipywidgets.widgets.widget import _instances

    text = path.read_bytes()
    display: Any = DisplayFormatter()
    names: dict[str, Any] = {"__name__": "__main__"}
    outputs = []
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "code" and "analyst" not in cell["metadata"].get("tags", []):
            value = _run("".join(cell["source"]), names)
            outputs.append({} if value is None else _shown(display.format(value)[0]))
    return PageAhead(hashlib.sha256(text).hexdigest(), outputs, names, dict(_instances))


def _run(source: str, names: dict[str, Any]) -> Any:
    """The value of a cell's last statement, where that is an expression."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102
        return None
    rest = ast.Module(tree.body[:-1], [])
    exec(compile(rest, "<cell>", "exec"), names)  # noqa: S102
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)  # noqa: S307


def _shown(output: dict[str, Any]) -> dict[str, Any]:
    """Without the text that stands for a widget: nobody sees it, and it tells of this process."""
    return {kind: value for kind, value in output.items() if kind != _TEXT or _VIEW not in output}


def show_only(widgets: dict[str, Any]) -> None:
    """Let a browser that asks for all widgets of this process hear of these alone.

    Nothing is closed or freed: what this process has in common with those that it was forked
    from, or that are forked from it, stays as it is.
    """
    from comm import get_comm_manager
    from ipywidgets.widgets.widget import _instances

    _instances.clear()
    _instances.update(widgets)
    comms: Any = get_comm_manager()
    comms.comms = {name: widget.comm for name, widget in widgets.items()}
