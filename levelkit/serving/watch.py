"""What happens when a kernel dies: its page is told, and nothing takes its place."""

from __future__ import annotations

from jupyter_client.ioloop.restarter import AsyncIOLoopKernelRestarter


class Watch(AsyncIOLoopKernelRestarter):
    """Looks whether a kernel's process lives; one that has died is said.

    Jupyter would start an empty kernel in its place, which knows none of the page's widgets:
    the page would wait for it for good.
    """

    async def poll(self) -> None:  # type: ignore[override]
        """Look once."""
        manager = self.kernel_manager
        if manager.shutting_down or await manager.is_alive():
            return
        self.stop()
        self.log.warning("A kernel has died; its page is told.")
        self._fire_callbacks("dead")  # one of which strikes it off
