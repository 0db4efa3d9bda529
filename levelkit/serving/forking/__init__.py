"""Kernels by forking: a visitor's kernel is a copy of a process that has read everything.

An ordinary kernel spends seconds on importing and reading what every other kernel has
imported and read. Here one process without threads, the parent, does that once; each kernel
is a fork of it, which shares its memory until it writes to it.

- ``parent``: the parent as the server knows it, started (again) when it is needed,
- ``__main__``: the parent itself, which forks when asked to and knows nothing of visitors,
- ``kernel``: what a fork does to become a kernel like any other,
- ``provisioner``: how Jupyter starts, watches and ends such a kernel.

Where a system cannot do this (it needs Linux 5.3), and wherever it fails, a kernel starts in the
ordinary way. A notebook in a forked kernel can import neither ``dask`` nor ``debugpy``; for one
that must, there is ``--no-fork``. Forked kernels have Python's hash seed and the places of libraries in memory
in common; random numbers, connection keys, ids, files and environment are their own.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def possible() -> bool:
    """Whether this system has what it takes: process descriptors, and death with the parent."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:
        return False
    return True


@contextlib.contextmanager
def kernels_by_forking(config: Any) -> Iterator[None]:
    """Let a server of this configuration fork its kernels, where that is possible.

    Parameters
    ----------
    config : traitlets.config.Config
        Of the server; told which provisioner to use.
    """
    if not possible():
        yield
        return
    from levelkit.serving.forking import provisioner
    from levelkit.serving.forking.parent import Parent

    provisioner.register(config)
    with Parent() as parent:
        provisioner.ForkingProvisioner.kernels = parent
        try:
            yield
        finally:
            provisioner.ForkingProvisioner.kernels = None
