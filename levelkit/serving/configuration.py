"""Voilà's settings; every one that matters for a public server is here."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any

from levelkit.serving.identity import Anybody
from levelkit.serving.kernels import Kernels
from levelkit.serving.log import log_request
from levelkit.serving.messages import MOST_BYTES

if TYPE_CHECKING:
    from pathlib import Path

#: Of a kernel whose page has gone without a farewell, as from a phone: its seat is wanted.
IDLE_SECONDS = 180
#: The path of a Unix socket has 107 letters at most, 45 of them below this folder.
LONGEST_FOLDER = 60

#: Scripts, styles and figures from this server alone; Vega compiles expressions (eval).
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ]
)


def configuration(
    *, host: str, port: int, base_url: str = "/", connections: Path | None = None,
    idle: int = IDLE_SECONDS,
) -> Any:  # fmt: skip
    """Voilà's settings; every one that matters for a public server is here."""
    from traitlets.config import Config

    config = Config()
    config.Voila.ip = host
    config.Voila.port = port
    config.Voila.base_url = base_url
    config.Voila.open_browser = False
    config.Voila.log_level = logging.WARNING
    config.Voila.config_file_paths = []  # a stray voila.json must not loosen this
    config.Voila.tornado_settings = {
        "headers": {
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        },
        "compress_response": True,
        "websocket_max_message_size": MOST_BYTES,
        "log_function": log_request,
        "ws_ping_timeout": 30_000,  # Jupyter's own default is longer than Tornado allows
    }
    config.VoilaConfiguration.template = "levelkit"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.classic_tree = (
        True  # ours: the other one is an application of its own
    )
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaConfiguration.file_allowlist = [r".*\.(png|jpg|svg)$"]
    config.VoilaConfiguration.extension_allowlist = [
        "@jupyter-widgets/jupyterlab-manager",
        "@voila-dashboards/widgets-manager8",
        "anywidget",
    ]
    # Pages are made ahead by `warm.Pool`, which counts them as seats.
    config.VoilaConfiguration.preheat_kernel = False
    config.VoilaConfiguration.multi_kernel_manager_class = Kernels
    config.Voila.identity_provider_class = Anybody
    if connections is not None:
        config.Voila.connection_dir_root = str(connections)
    # A kernel that dies is said to its page; an empty one in its place could answer nothing.
    config.AsyncIOLoopKernelManager.restarter_class = "levelkit.serving.watch.Watch"
    config.Watch.time_to_dead = 1.0  # seconds between looks
    if os.name == "posix" and len(str(connections)) <= LONGEST_FOLDER:
        config.KernelManager.transport = "ipc"  # sockets of this user alone, no open local ports
    config.Exporter.optimistic_validation = True  # once a page, not after each of twelve steps
    config.KernelManager.client_class = "levelkit.serving.client.PromptClient"
    config.MappingKernelManager.cull_idle_timeout = idle
    config.MappingKernelManager.cull_interval = min(60, idle)
    config.MappingKernelManager.cull_connected = False  # someone may be lecturing
    return config
