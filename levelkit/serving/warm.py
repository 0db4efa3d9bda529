"""Kernels kept warm: started ahead, so that a visitor need not wait for one."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


async def fill(kernels: Any, notebooks: Iterable[str], *, each: int, most: int) -> None:
    """Keep kernels warm for these notebooks, one after the other.

    All at once would keep the first visitor of a small machine waiting for every page that
    nobody has asked for.

    Parameters
    ----------
    kernels : VoilaKernelManager
        Voilà's kernel manager, with preheating on and empty pools.
    notebooks : iterable of str
        Paths under the manager's folder, those that are asked for first in front.
    each : int
        Kernels a notebook.
    most : int
        Kernels for all notebooks together; those that find no room start when asked for.
    """
    begun = 0
    for notebook in notebooks:
        if begun + each > most:
            return
        begun += each
        kernels.kernel_pools_config = {
            **kernels.kernel_pools_config, notebook: {"pool_size": each}
        }  # fmt: skip
        kernels.fill_if_needed(delay=0, notebook_name=notebook)
        for made in tuple(_pools(kernels).get(notebook, ())):
            try:
                await (await made)["task"]
            except Exception as error:  # a page that fails does so when it is asked for, too
                logging.getLogger("levelkit").warning("%s could not be warmed: %s", notebook, error)


def wake(kernels: Any) -> None:
    """Count the kernels kept warm as used just now.

    One that has waited for long would else be ended as idle between being taken for a page
    and the page's connecting to it.
    """
    for pool in _pools(kernels).values():
        for made in pool:
            kernel_id = made.result()["kernel_id"] if made.done() and not made.exception() else ""
            if kernel_id in kernels:
                kernels.get_kernel(kernel_id).last_activity = datetime.now(UTC)


def _pools(kernels: Any) -> Any:
    """Tasks that start a kernel, by notebook; Voilà has no public name for them."""
    return getattr(kernels, "_pools", {})
