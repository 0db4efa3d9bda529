"""What a browser is told of all widgets when it joins, written once for every visitor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ipywidgets import Widget


class States:
    """The states of a page's widgets as they are sent, for as long as none of them has changed.

    ipywidgets looks through all figures of a page for binary ones, twice, and writes them out
    for each visitor: most of what a kernel does before its page is drawn.

    Parameters
    ----------
    widgets : mapping
        By their ids.
    """

    def __init__(self, widgets: Mapping[str, Widget]) -> None:
        self._written: tuple[bytes, list[Any]] | None = _written(widgets)
        for widget in widgets.values():
            widget.observe(self._forget)

    def _forget(self, _: Any) -> None:
        self._written = None

    def answer_from(self, kernel: Any) -> None:
        """Let this kernel answer with them; once a widget has changed, as ipywidgets would.

        Parameters
        ----------
        kernel : ipykernel.kernelbase.Kernel
        """
        from ipywidgets import Widget

        ordinary = Widget._handle_control_comm_msg

        def handle(message: dict[str, Any]) -> None:
            asked = message["content"]["data"].get("method")
            comm = Widget._control_comm
            if self._written is None or asked != "request_states" or comm is None:
                ordinary(message)
                return
            text, buffers = self._written
            content = b'{"comm_id": "%s", "data": %s}' % (comm.comm_id.encode(), text)
            kernel.session.send(
                kernel.iopub_socket, "comm_msg", content, parent=kernel.get_parent(),
                ident=comm.topic, buffers=buffers,
            )  # fmt: skip

        Widget._handle_control_comm_msg = handle


def _written(widgets: Mapping[str, Widget]) -> tuple[bytes, list[Any]]:
    """As ipywidgets says it: JSON, and what goes beside it in bytes."""
    from ipywidgets.widgets.widget import _remove_buffers
    from jupyter_client.session import json_packer

    states = {
        name: {
            "model_name": widget._model_name,
            "model_module": widget._model_module,
            "model_module_version": widget._model_module_version,
            "state": widget.get_state(),
        }
        for name, widget in widgets.items()
    }
    states, paths, buffers = _remove_buffers(states)
    said = {"method": "update_states", "states": states, "buffer_paths": paths}
    return bytes(json_packer(said)), buffers
