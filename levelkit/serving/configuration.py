"""Voilà's settings; every one that matters for a public server is here."""

from __future__ import annotations

import logging
import os
from typing import Any

IDLE_SECONDS = 600

#: Scripts, styles and figures from this server alone; Vega compiles expressions (eval).
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ]
)


def configuration(*, host: str, port: int, preheat: bool, idle: int = IDLE_SECONDS) -> Any:
    """Voilà's settings; every one that matters for a public server is here."""
    from traitlets.config import Config

    config = Config()
    config.Voila.ip = host
    config.Voila.port = port
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
    config.VoilaConfiguration.preheat_kernel = preheat
    # Voilà would start them all at once: `warm.fill` gives the sizes, page by page.
    config.VoilaKernelManager.kernel_pools_config = {"default": {"pool_size": 0}}
    # The next kernel starts once this visitor has the chart: both would be slower at once.
    config.VoilaKernelManager.fill_delay = 3.0
    if os.name == "posix":  # sockets of this user alone instead of open local ports
        config.KernelManager.transport = "ipc"
    config.MappingKernelManager.cull_idle_timeout = idle
    config.MappingKernelManager.cull_interval = min(60, idle)
    config.MappingKernelManager.cull_connected = False  # someone may be lecturing
    return config
