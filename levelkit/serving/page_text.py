"""The text of a page, rendered once: for each visitor it differs by two words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_SECRET, _KERNEL = "levelkit-secret-of-the-page", "levelkit-id-of-the-kernel"


@dataclass(frozen=True)
class PageText:
    """A rendered page without its secret and the id of its kernel.

    Rendering is most of what the server does for a page whose cells have run already.

    Attributes
    ----------
    outputs : list of dict
        What its cells display: ids of widgets, which another process may have other ones of.
    """

    outputs: list[dict[str, Any]]
    _head: str
    _rest: str

    @classmethod
    def of(
        cls, head: str, rest: str, *, outputs: list[dict[str, Any]], secret: str, kernel_id: str
    ) -> PageText:
        """From one visitor's page, in two pieces: before its kernel has started, and after."""
        return cls(
            outputs,
            *(piece.replace(secret, _SECRET).replace(kernel_id, _KERNEL) for piece in (head, rest)),
        )

    def head(self, *, secret: str) -> str:
        """What can be sent before there is a kernel."""
        return self._head.replace(_SECRET, secret)

    def rest(self, *, secret: str, kernel_id: str) -> str:
        """What follows once there is one."""
        return self._rest.replace(_SECRET, secret).replace(_KERNEL, kernel_id)
