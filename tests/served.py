"""A served app, a built site and a Chromium, for the browser tests and the benchmarks."""

import contextlib
import functools
import http.server
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field

import psutil

# A server builds its site for readers beside all else: not beside tests and benchmarks.
os.environ["LEVELKIT_READERS"] = "none"

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


@dataclass(frozen=True)
class Layout:
    """Where a host has its pages."""

    folder: str
    ending: str

    def page(self, name):
        return f"{self.folder}{name}{self.ending}"


APP = Layout("/voila/render/", ".ipynb")
FILES = Layout("/", ".html")


@dataclass
class Server:
    """``levelkit serve`` as a process of its own."""

    process: subprocess.Popen
    address: str = ""
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    @property
    def origin(self):
        return self.address.rstrip("/")

    @property
    def claim_page(self):
        return self.origin + APP.page("01-a-century-of-ranks")

    def kernels(self):
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.process.pid).children(recursive=True)
            return [c for c in children if is_kernel(c)]
        return []

    def parent(self):
        """The process that kernels are forked from."""
        children = psutil.Process(self.process.pid).children()
        return next((c for c in children if c.cmdline()[-1] == "levelkit.serving.forking"), None)

    def stop(self, sign=signal.SIGTERM):
        self.process.send_signal(sign)
        self.process.wait(30)
        self.reader.join(10)
        self.process.stdout.close()


def is_kernel(process):
    """Forked kernels have the command line of what they are forked from, but a name."""
    return process.name() == "levelkit-kernel" or "ipykernel" in " ".join(process.cmdline())


LEVELKIT = (sys.executable, "-m", "levelkit.cli")


def start_server(*options, command=LEVELKIT, **how):
    """Start ``levelkit serve``; ``how`` goes to the process (``env``, ``cwd``)."""
    process = subprocess.Popen(
        [*command, "serve", "--port", "8977", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **how,
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


def build_site(folder):
    """Every page as plain files, as ``levelkit site`` writes them."""
    command = [sys.executable, "-m", "levelkit.cli", "site", "--output", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Nothing."""


@contextlib.contextmanager
def static_server(folder):
    """Any static server: the origin of one that hands out the folder's files."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


def launch(playwright):
    """Headless Chromium; root needs its sandbox off.

    Playwright waits for conditions by ``eval``, which our pages' policy forbids: it is passed
    over unless a test asks for it.
    """
    flags = [*FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else FLAGS
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
    for name in ("new_page", "new_context"):
        setattr(browser, name, functools.partial(getattr(browser, name), bypass_csp=True))
    return browser


def is_outside(url, origin):
    return not url.startswith((origin, origin.replace("http", "ws", 1), "data:", "blob:"))
