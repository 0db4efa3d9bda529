"""Read ahead what pages need, so that a kernel that starts from this process has it already."""

from __future__ import annotations

import functools
import importlib
import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: What the first cells of a page import besides what a page itself does.
_MODULES = ("levelkit.pages.claim_page", "levelkit.pages.front_page", "levelkit.pages.show")


def warm() -> Iterator[str]:
    """Build each page once and take it down again; what it has read stays in memory.

    Between two pages the process may do something else: at every step it is as fit to become
    a kernel as it is at the end. This is all that the server knows of how pages are made.

    Yields
    ------
    str
        What has been built. A page that cannot be built is logged and passed over: it fails
        in the same way when it is asked for.
    """
    for name in _MODULES:
        importlib.import_module(name)
    yield "modules"
    for name, build in _pages():
        try:
            build()
        except Exception:
            logging.getLogger("levelkit").exception("%s could not be built ahead", name)
        _take_down()
        yield name


def _pages() -> Iterator[tuple[str, Callable[[], object]]]:
    from levelkit.claims.registry import claim_names
    from levelkit.pages.claim_page import ClaimPage
    from levelkit.pages.front_page import FrontPage

    yield "front page", FrontPage
    for name in claim_names():
        yield name, functools.partial(ClaimPage, name)


def _take_down() -> None:
    """No widget is left, so that a kernel tells its visitor of its own ones alone."""
    from ipywidgets import Widget

    Widget.close_all()
