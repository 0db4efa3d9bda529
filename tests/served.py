"""A served app and a Chromium, for the browser tests and the benchmarks."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field

import psutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path():
    found = os.environ.get("LEVELKIT_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    if not found:
        raise RuntimeError(
            "No Chromium found. Install chromium (apt-get install chromium) or set LEVELKIT_CHROMIUM."
        )
    return found


@dataclass
class Server:
    """``levelkit serve`` as a process of its own."""

    process: subprocess.Popen
    address: str = ""
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    @property
    def origin(self):
        return self.address.split("/voila/")[0]

    def kernels(self):
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.process.pid).children(recursive=True)
            return [c for c in children if "ipykernel" in " ".join(c.cmdline())]
        return []

    def stop(self, sign=signal.SIGINT):
        self.process.send_signal(sign)
        self.process.wait(30)
        self.reader.join(10)
        self.process.stdout.close()


def start_server(*options):
    process = subprocess.Popen(
        [sys.executable, "-m", "levelkit.cli", "serve", "--port", "8977", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    server = Server(process)
    ready = threading.Event()

    def read():
        for line in process.stdout:
            server.lines.append(line)
            if match := re.search(r"is ready: (\S+)", line):
                server.address = match.group(1)
                ready.set()

    server.reader = threading.Thread(target=read, daemon=True)
    server.reader.start()
    assert ready.wait(60), "".join(server.lines)
    return server


def launch(playwright):
    """Headless Chromium; root needs its sandbox off."""
    flags = [*FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=chromium_path(), args=flags)


def is_outside(url, origin):
    return not url.startswith((origin, origin.replace("http", "ws", 1), "data:", "blob:"))
