"""docs/hosting.md as it stands: its proxies run, its service and its container have what they need."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from browsing import CHARTS, Visit
from served import start_server
from talking import Talk, asked

pytestmark = pytest.mark.release

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
PAGE = "/lk/voila/render/01-a-century-of-ranks.ipynb"
#: The block alone, where the machine has a server of its own.
NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{block}
}}
"""


@pytest.fixture(scope="module")
def behind():
    """The server that the proxies stand in front of."""
    server = start_server("--port", "8949", "--warm", "0", "--base-url", "/lk/")
    yield server
    server.stop()


def block_of(language):
    (text,) = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return text


def replaced(text, *pairs):
    for old, new in pairs:
        assert text.count(old) == 1, (old, text)
        text = text.replace(old, new)
    return text


def program(name):
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    assert found, f"{name} is not installed: run `make test-release`."
    return found


@contextlib.contextmanager
def running(command, port, **how):
    """A program, until the block ends, that listens on the port."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **how)  # fmt: skip
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, process.stdout.read()
            time.sleep(0.1)
        else:
            pytest.fail(f"{command[0]} does not listen on {port}")
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()


def nginx(folder, block, port):
    own = replaced(block, ("listen 80;", f"listen 127.0.0.1:{port};"), ("127.0.0.1:8866", "127.0.0.1:8949"))  # fmt: skip
    user = "user root;" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(NGINX.format(folder=folder, block=own, user=user))
    return running([program("nginx"), "-p", str(folder), "-c", str(path)], port)


def caddy(folder, block, port):
    own = replaced(block, ("example.org {", f"http://127.0.0.1:{port} {{"), ("127.0.0.1:8866", "127.0.0.1:8949"))  # fmt: skip
    path = folder / "Caddyfile"
    path.write_text("{\n    admin off\n    auto_https off\n}\n" + own)
    env = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}  # fmt: skip
    return running([program("caddy"), "run", "--config", str(path), "--adapter", "caddyfile"], port, env=env)  # fmt: skip


@pytest.mark.parametrize(("proxy", "language", "port"), [(nginx, "nginx", 8947), (caddy, "caddy", 8946)])  # fmt: skip
def test_the_page_works_through_the_proxy(proxy, language, port, behind, browser, tmp_path):
    with proxy(tmp_path, block_of(language), port):
        origin = f"http://127.0.0.1:{port}"
        assert asked(f"{origin}/lk/robots.txt", method="HEAD")[0] == asked(origin + PAGE, method="HEAD")[0] == 200  # fmt: skip
        made = Visit(browser.new_page(), origin)
        made.page.goto(origin + PAGE)
        made.painted(len(CHARTS))
        made.choose("Last year", "2015")
        made.shows(last_year=2015)
        made.page.wait_for_timeout(6000)
        assert made.page.get_by_role("alert").count() == 0 and made.errors == []
        inside = (f"{origin}/lk/", f"ws://127.0.0.1:{port}/lk/", "data:", "blob:")
        assert [url for url in made.requests if not url.startswith(inside)] == []
        (kernel,) = behind.kernels()
        made.page.goto("about:blank")
        assert psutil.wait_procs([kernel], timeout=15)[1] == []
        made.page.close()


def test_a_proxy_that_drops_websockets_is_said(behind, browser, tmp_path):
    block = re.sub(r"^ *proxy_set_header (Upgrade|Connection).*\n", "", block_of("nginx"), flags=re.MULTILINE)  # fmt: skip
    with nginx(tmp_path, block, 8945):
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:8945{PAGE}")
        banner = page.get_by_role("alert")
        banner.wait_for(timeout=60_000)
        assert "could not connect to its server" in banner.inner_text()
        assert "the proxy in front of the server has to pass WebSocket connections on" in banner.inner_text()  # fmt: skip
        page.close()


def test_the_service_is_one_that_systemd_takes_and_well_shut_in(tmp_path):
    own = (ROOT / "deploy/levelkit.service").read_text().replace("/opt/levelkit/bin/levelkit", sys.executable)  # fmt: skip
    unit = tmp_path / "levelkit.service"
    unit.write_text(own)
    for check in (["verify"], ["security", "--offline=yes", "--no-pager", "--threshold=20"]):
        made = subprocess.run([program("systemd-analyze"), *check, str(unit)], capture_output=True, text=True, check=False)  # fmt: skip
        assert made.returncode == 0 and made.stderr == "", made.stdout + made.stderr


def test_a_root_that_cannot_be_written_to_and_a_user_without_a_home_do():
    """What the container runs, shut in the same way: its root read-only, /tmp in memory, no user of that number."""
    lines = (ROOT / "deploy/Containerfile").read_text()
    assert "USER 65532:65532" in lines
    python = str(Path(sys.executable).absolute())
    shut_in = [
        program("bwrap"), "--ro-bind", "/", "/", "--tmpfs", "/tmp", "--dev", "/dev", "--proc", "/proc",
        *(("--ro-bind", str(ROOT), str(ROOT)) if str(ROOT).startswith(tempfile.gettempdir()) else ()),
        "--unshare-user", "--unshare-pid", "--uid", "65532", "--gid", "65532", "--die-with-parent",
        "--clearenv", "--setenv", "LEVELKIT_READERS", "none", "--chdir", "/",
    ]  # fmt: skip
    server = start_server("--port", "8944", "--warm", "0", command=[*shut_in, python, "-m", "levelkit.cli"])  # fmt: skip
    try:
        assert any("Not writable: /.local/share/jupyter" in line for line in server.lines)
        talk = Talk(server.origin).join()
        assert talk.hub()[1]["about"]["name"] == "century-of-ranks"
        talk.leave()
    finally:
        server.stop()
