"""Voilà's line to a kernel, open as soon as it answers."""

from __future__ import annotations

import math
import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient


class PromptClient(AsyncKernelClient):
    """A client that does not wait for what a kernel might have to say besides.

    Jupyter's own listens for another 0.2 s, to pass over what is not meant for it. Voilà looks
    at the request that each message answers, so that it may start at once.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels.

        Raises
        ------
        RuntimeError
            If it does not within ``timeout`` seconds, or has ended.
        """
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("The kernel ended before it answered.")
            if time.monotonic() > end:
                raise RuntimeError(f"The kernel did not answer in {timeout} seconds.")

    async def _answers(self) -> bool:
        self.kernel_info()
        channels: Any = (self.shell_channel, self.iopub_channel)
        try:
            reply, _ = [
                await channel.get_msg(timeout=seconds)
                for channel, seconds in zip(channels, (1, 0.2), strict=True)
            ]
        except Empty:
            return False
        if reply["msg_type"] == "kernel_info_reply":
            self._handle_kernel_info_reply(reply)
        return True
