"""What a server looks after: whether figures are sound, and whether it may open as many files as it needs."""

from __future__ import annotations

import contextlib
import re
import sys
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from levelkit.catalogue.damage import damage, damage_of
from levelkit.catalogue.errors import DataError
from levelkit.claims import claim, claim_names
from levelkit.pages.folders import FIRST_PAGE

if TYPE_CHECKING:
    from levelkit.claims import Claim


def damage_behind(notebook: str) -> list[str]:
    """What is wrong with the files that a page rests on.

    Parameters
    ----------
    notebook : str
        The page's notebook.

    Returns
    -------
    list of str
        A sentence each; empty where all is well, or the page is no claim's.
    """
    stem = PurePosixPath(notebook).stem
    if stem == PurePosixPath(FIRST_PAGE).stem:
        return []  # says so on the cards
    claims = claims_by_notebook()
    if stem in claims:
        return damage_of(claims[stem].files)
    # A page of somebody else's, or of a claim whose own files cannot be read.
    return damage_of(()) if len(claims) < len(claim_names()) else []


def claims_by_notebook() -> dict[str, Claim]:
    """Every claim whose own files can be read, by the notebook that is its page."""
    pages = {}
    for name in claim_names():
        with contextlib.suppress(Exception):
            asked = claim(name)
            pages[asked.notebook] = asked
    return pages


def say_damage() -> None:
    """Say at the start which files are damaged, and what to do."""
    try:
        faults = list(damage().values())
    except DataError as error:
        faults = [str(error).rstrip(".")]
    for fault in faults:
        print(f"Damaged: {fault}. The pages that rest on it are not shown.", file=sys.stderr)
    if faults:
        print(
            "Put it back (`git checkout data`, or install levelkit again); no restart is needed.",
            file=sys.stderr,
        )


#: Open files that a visitor takes: sockets to the kernel and connections of the browser.
FILES_EACH, FILES_BESIDE = 32, 128


def seats_for(kernels: int) -> int:
    """How many kernels the system's limit on open files allows, once it is raised as far as may be.

    Parameters
    ----------
    kernels : int
        As many as are wanted.

    Returns
    -------
    int
        As many, or fewer, which is said.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return kernels
    needed = FILES_BESIDE + FILES_EACH * kernels
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return kernels
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, allowed), hard))
    except (OSError, ValueError):
        allowed = soft
    if allowed >= needed:
        return kernels
    seats = max(1, (allowed - FILES_BESIDE) // FILES_EACH)
    print(
        f"This process may open {allowed:,} files, enough for {seats} visitors at once instead of {kernels}. "
        "Raise the limit (`ulimit -n`, LimitNOFILE in a systemd unit).",
        file=sys.stderr,
    )
    return seats


def path_of(base_url: str) -> str:
    """The path that all addresses begin with, with a slash at either end.

    Parameters
    ----------
    base_url : str
        As given: ``lk``, ``/lk`` or ``/lk/``.

    Raises
    ------
    SystemExit
        If it is no path of letters, digits and ``-._~``.
    """
    path = f"/{base_url.strip('/')}/".replace("//", "/")
    if not re.fullmatch(r"(/[A-Za-z0-9~_-][A-Za-z0-9._~-]*)*/", path):
        raise SystemExit(
            f"--base-url {base_url!r} is no path. Letters, digits and -._~ are allowed: /lk/."
        )
    return path
