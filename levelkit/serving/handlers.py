"""What an address answers, beyond what Voilà's own handlers do."""

from __future__ import annotations

from typing import Any

from levelkit.serving import warm


def limited(handler: tuple[Any, ...], most: int) -> tuple[Any, ...]:
    """The same handler, but one that starts no kernel beyond ``most``."""
    from voila.handler import VoilaHandler

    pattern, made, *options = handler
    if not issubclass(made, VoilaHandler):
        return handler

    class Limited(made):  # type: ignore[misc, valid-type]
        async def get(self, path: str | None = None) -> None:
            if len(self.kernel_manager.list_kernel_ids()) >= most:
                self.set_status(503)
                self.set_header("Retry-After", "60")
                self.finish("Every seat is taken at the moment. Please try again in a minute.")
                return
            warm.wake(self.kernel_manager)
            await super().get(path)

    return (pattern, Limited, *options)


def ending(handler: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same handler, but one that takes a leaving page's word.

    A page that is left can send no token against forged requests with its farewell, and
    Voilà refuses it for that. Whoever knows a kernel's random id has had its page.
    """
    from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

    pattern, made, *options = handler
    if not issubclass(made, VoilaShutdownKernelHandler):
        return handler

    class Ending(made):  # type: ignore[misc, valid-type]
        def check_xsrf_cookie(self) -> None:
            """Nothing to check."""

        async def post(self, kernel_id: str) -> None:
            if kernel_id in self.kernel_manager:  # else it has ended already
                await super().post(kernel_id)

    return (pattern, Ending, *options)
