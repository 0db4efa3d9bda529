"""Where a page is to be found, and how it is cited: one place to change for a fork."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import levelkit

if TYPE_CHECKING:
    from levelkit.claims.claim import Claim

#: "owner/name" of the public repository, and the address of its static pages.
REPOSITORY = os.environ.get("LEVELKIT_REPOSITORY", "levelkit/levelkit")
SITE = os.environ.get(
    "LEVELKIT_SITE", "https://{}.github.io/{}".format(*REPOSITORY.split("/", 1))
).rstrip("/")


def binder(path: str) -> str:
    """The Binder address that opens ``path`` (escaped by the caller)."""
    return f"https://mybinder.org/v2/gh/{REPOSITORY}/HEAD?urlpath={path}"


def share(claim: Claim) -> dict[str, Any]:
    """What the page's share dialog is made of; it fills in view, date and sources."""
    values = {"title": claim.title, "version": levelkit.__version__}
    return {
        "site": f"{SITE}/{claim.notebook}.html",
        "binder": binder(""),
        "path": f"voila/render/notebooks/{claim.notebook}.ipynb",
        "apa": (
            f"The levelkit developers. ({{year}}). {values['title']} (levelkit, version "
            f"{values['version']}) [Computer software]. Verdict on this view: {{verdict}}. "
            "Retrieved {accessed} from {view} Figures: {sources}"
        ),
        "bibtex": "\n".join(
            [
                f"@software{{levelkit_{claim.name.replace('-', '_')},",
                "  author  = {{The levelkit developers}},",
                f"  title   = {{{_tex(values['title'])}}},",
                f"  version = {{{values['version']}}},",
                "  year    = {{year}},",
                "  url     = {{view}},",
                "  urldate = {{accessed}},",
                "  note    = {Verdict on this view: {verdict}. Figures: {sources}},",
                "}",
            ]
        ),
    }


def _tex(text: str) -> str:
    """A text that LaTeX reads as it stands."""
    for sign in "&%#_":
        text = text.replace(sign, "\\" + sign)
    return text
