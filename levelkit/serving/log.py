"""What the server writes to its log: short lines, and only of what somebody may want to know."""

from __future__ import annotations

import logging
from typing import Any

#: Letters of a line: whoever asks for a long address does not fill the log.
LONGEST = 400
_LOG = logging.getLogger("levelkit.serving")


def log_request(handler: Any) -> None:
    """One line a request: a warning where there was no seat or no page, else only for who asks for more.

    Jupyter's own writes addresses with their queries, and for each failure the visitor's headers.
    """
    status, request = handler.get_status(), handler.request
    log = getattr(handler, "log", _LOG)
    level = logging.WARNING if status >= 500 else logging.INFO if status >= 400 else logging.DEBUG
    took = 1000 * request.request_time()
    log.log(
        level,
        "%d %s %s (%s) %.0f ms",
        status,
        request.method,
        request.path,
        request.remote_ip,
        took,
    )


def keep_short(*logs: logging.Logger) -> None:
    """Cut the lines of these logs, and of Tornado's, which repeat what a browser asked for.

    What follows a line (the traceback of an error of ours) stays whole.
    """
    for log in (
        _LOG,
        *map(logging.getLogger, ("tornado.access", "tornado.application", "tornado.general")),
        *logs,
    ):
        log.addFilter(_cut)


def _cut(record: logging.LogRecord) -> bool:
    text = record.getMessage()
    if len(text) > LONGEST:
        record.msg, record.args = f"{text[:LONGEST]}... ({len(text):,} letters)", ()
    return True
