"""Who visitors are: nobody in particular. No log-in, no cookie."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User


class Anybody(IdentityProvider):  # type: ignore[misc]
    """Every visitor is the same user; which page is whose, a secret in the page says."""

    @property
    def auth_enabled(self) -> bool:
        """There is nothing to log in to."""
        return False

    def get_user(self, handler: Any) -> User:  # noqa: ARG002
        """The one user."""
        return User("visitor")

    def get_handlers(self) -> list[Any]:
        """No pages to log in or out."""
        return []
