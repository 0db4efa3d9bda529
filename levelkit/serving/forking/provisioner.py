"""How Jupyter starts, watches and ends a forked kernel."""

from __future__ import annotations

import asyncio
import functools
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from levelkit.serving.forking.parent import Forked, ForkError, Parent

if TYPE_CHECKING:
    from jupyter_client.connect import KernelConnectionInfo

NAME = "levelkit-forking"
#: In a kernel's environment, the digest of the notebook that it is for.
PAGE = "LEVELKIT_PAGE"
_LAUNCHER = ["-m", "ipykernel_launcher"]


class ForkingProvisioner(LocalProvisioner):
    """A local kernel that is forked where that can be, else started as any other.

    Attributes
    ----------
    kernels : Parent, optional
        What kernels are forked from; of the server that runs in this process.
    """

    kernels: ClassVar[Parent | None] = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel; any other kernel than this Python's is started by its command."""
        options = kernel_options(cmd)
        if self.kernels is None or options is None:
            return await super().launch_kernel(cmd, **kwargs)
        folder = str(kwargs.get("cwd") or Path.cwd())
        fork = functools.partial(
            self.kernels.fork, options, folder=folder, environment=kwargs["env"],
            page=kwargs["env"].get(PAGE, ""),
        )  # fmt: skip
        asked = asyncio.get_running_loop().run_in_executor(None, fork)
        try:
            forked = await asyncio.shield(asked)
        except ForkError as error:
            self.log.warning("A kernel starts in the ordinary way: %s.", error)
            return await super().launch_kernel(cmd, **kwargs)
        except asyncio.CancelledError:
            asked.add_done_callback(_end)  # nobody waits for it any more
            raise
        self.process: Any = forked
        self.pid = self.pgid = forked.pid
        self.cwd = folder
        return self.connection_info


def outputs_ahead(manager: Any) -> list[dict[str, Any]] | None:
    """What each cell displays of a page that its kernel has already; None where the cells have yet to run."""
    process = getattr(manager.provisioner, "process", None)
    return process.outputs if isinstance(process, Forked) else None


def hub_ahead(manager: Any) -> str | None:
    """The id of the hub that answers a page that its kernel has already; None where there is none, or several."""
    process = getattr(manager.provisioner, "process", None)
    return process.hub if isinstance(process, Forked) else None


def _end(asked: asyncio.Future[Forked]) -> None:
    if not asked.cancelled() and not asked.exception():
        asked.result().kill()


def kernel_options(cmd: list[str]) -> list[str] | None:
    """The options of a command that starts a kernel in this Python; None if it is another command."""
    if len(cmd) < 3 or cmd[0] != sys.executable or cmd[1:3] != _LAUNCHER:
        return None
    return cmd[3:]


def register(config: Any) -> None:
    """Make it the provisioner of all kernels of this process that name none.

    It is no entry point: other Jupyter applications on the machine have no use for it.
    """
    KernelProvisionerFactory.provisioners[NAME] = EntryPoint(
        name=NAME,
        value=f"{__name__}:{ForkingProvisioner.__name__}",
        group=KernelProvisionerFactory.GROUP_NAME,
    )
    config.KernelProvisionerFactory.default_provisioner_name = NAME
