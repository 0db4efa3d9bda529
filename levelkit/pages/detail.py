"""Details: one thing of many that a page shows more of, outside the answer.

Which authority, which industry, which place: no verdict hangs on it, and nobody waits for the
hundreds that are not asked for. Rows and words of one key come from the kernel, or on a site from a
file of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from traitlets.log import get_logger

from levelkit.catalogue.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from levelkit.figures.figure import Figure
    from levelkit.pages.widgets import Hub

#: A key stands in addresses and in names of files.
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
NO_DETAIL = "Something went wrong here while this was looked up. The page shows what it showed before: choose something else."


@dataclass(frozen=True)
class DetailView:
    """What a page shows of one key.

    Attributes
    ----------
    figures : mapping of str to Figure
        By the name of the part that draws them; of every key the same names and forms.
    passages : mapping of str to str
        HTML (escaped), by name.
    said : mapping of str to str
        What stands above the figures of a download: ``source``, ``licence``.
    """

    figures: Mapping[str, Figure] = field(default_factory=dict)
    passages: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    def traits(self) -> dict[str, Any]:
        """What a page's hub holds of it: ``datasets``, ``params`` and ``words``."""
        figures = self.figures.items()
        words = {name: dict(figure.words) for name, figure in figures}
        return {
            "datasets": {
                figure.on_page(dataset): columns
                for _, figure in figures
                for dataset, columns in figure.data.items()
            },
            "params": {name: {**figure.values, **figure.marks} for name, figure in figures},
            "words": {
                **words,
                **{name: {"html": html} for name, html in self.passages.items()},
                "page": dict(self.said),
            },
        }


@dataclass(frozen=True)
class Detail:
    """A question to which each of many keys has its own rows and words.

    Attributes
    ----------
    name : str
        In a page's address.
    label, help : str
        For its control.
    keys : mapping of str to str
        Key (letters, digits, hyphens) to its words, as they are to be offered.
    usual : str
        The key that is shown to begin with.
    view : callable
        From a key to its view.

    Raises
    ------
    ValueError
        If a key cannot stand in an address, or the usual one is not on offer.
    """

    name: str
    label: str
    keys: Mapping[str, str]
    usual: str
    view: Callable[[str], DetailView]
    help: str = ""

    def __post_init__(self) -> None:
        for key in self.keys:
            if not KEY.fullmatch(key):
                raise ValueError(
                    f"{self.label}: {key!r} cannot stand in an address. A key has letters, digits, "
                    "hyphens and underscores."
                )
        self.checked(self.usual)

    def checked(self, key: Any) -> str:
        """The key, if there is such a one."""
        if not isinstance(key, str) or key not in self.keys:
            raise ValueError(f"{self.label}: {unknown('key', key, self.keys)}")
        return key

    def form(self) -> dict[str, Any]:
        """For the browser: ``name``, ``label``, ``help``, ``usual`` and ``options``, pairs of key and words."""
        return {
            "name": self.name, "label": self.label, "help": self.help, "usual": self.usual,
            "options": [list(pair) for pair in self.keys.items()],
        }  # fmt: skip


class Detailing:
    """Answers which detail a visitor asks for, on the page's hub.

    Parameters
    ----------
    details : sequence of Detail
    hub : Hub
        Shows the usual keys afterwards.
    """

    def __init__(self, details: tuple[Detail, ...], hub: Hub) -> None:
        self._details, self._hub = details, hub
        usual = {detail.name: detail.usual for detail in details}
        hub.details_form = [detail.form() for detail in details]
        hub.details = usual
        self._show(usual)
        hub.observe(self._asked, names=["details"])

    def _asked(self, _: Any) -> None:
        hub = self._hub
        if hub.details == hub.detailed:
            return
        try:
            self._show(hub.details)
        except Exception as error:
            if not isinstance(error, ValueError):
                get_logger().exception("No detail for %s", hub.details)
            with hub.hold_sync():
                hub.details = dict(hub.detailed)
                hub.failure = {"number": hub.failure.get("number", 0) + 1, "words": NO_DETAIL}

    def _show(self, keys: Mapping[str, Any]) -> None:
        traits = [
            detail.view(detail.checked(keys.get(detail.name))).traits() for detail in self._details
        ]
        shown = {
            name: {k: v for each in traits for k, v in each[name].items()}
            for name in ("datasets", "params", "words")
        }
        with self._hub.hold_sync():
            self._hub.show_detail(**shown)
            self._hub.detailed = dict(keys)
