"""Where strangers host: a path behind a proxy, no home to write to, few open files."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest
import yaml

import levelkit as lk
from browsing import CHARTS, CLAIM, Visit, charts_of
from levelkit import cli
from levelkit.serving import server
from levelkit.serving.checks import FILES_BESIDE, FILES_EACH, path_of
from levelkit.serving.writable import PLACES, is_writable, settle_home, use_writable_places
from served import start_server

ROOT = Path(__file__).parents[1]
#: Nobody can write there, not even root.
READ_ONLY = "/proc"


def without_home(home):
    """This process's environment with another home, and nothing that says where to write."""
    left = {name: value for name, value in os.environ.items() if name not in {*PLACES, "HOME"}}
    left = {name: value for name, value in left.items() if not name.startswith("XDG_")}
    return left | ({"HOME": home} if home is not None else {})


@pytest.mark.browser
def test_all_is_under_the_path_and_needs_no_home(browser):
    started = start_server("--port", "8952", "--warm", "0", "--base-url", "lk", env=without_home(READ_ONLY))  # fmt: skip
    try:
        assert started.address == "http://localhost:8952/lk/"
        assert any("Not writable: /proc/.local/share/jupyter" in line for line in started.lines)
        for outside in ("http://localhost:8952/", "http://localhost:8952/lk"):
            with urllib.request.urlopen(urllib.request.Request(outside, method="HEAD"), timeout=30) as answer:  # fmt: skip
                assert answer.url == f"{started.address}voila/render/index.ipynb"
        made = Visit(browser.new_page(), started.origin)
        made.page.goto(started.address)
        made.painted(charts_of("index"))
        made.page.get_by_role("link", name=lk.claim(CLAIM).question).click()
        made.painted(len(CHARTS))
        made.choose("Last year", "2015")
        assert made.page.url.startswith(started.claim_page)
        (kernel,) = started.kernels()
        made.page.get_by_role("link", name="levelkit", exact=True).click()
        made.painted(charts_of("index"))
        _, alive = psutil.wait_procs([kernel], timeout=10)
        assert alive == []  # the farewell, too
        inside = (started.address, started.address.replace("http", "ws", 1), "data:", "blob:")
        assert [url for url in made.requests if not url.startswith(inside)] == []
        assert made.errors == []
        made.page.close()
        assert not any("Traceback" in line for line in started.lines), "".join(started.lines)
    finally:
        started.stop()


@pytest.mark.parametrize(("given", "path"), [
    ("/", "/"), ("", "/"), ("lk", "/lk/"), ("/lk/", "/lk/"), ("/a/b-c/", "/a/b-c/"), ("//lk//", "/lk/"),
])  # fmt: skip
def test_a_path_is_given_in_any_way(given, path):
    assert path_of(given) == path


@pytest.mark.parametrize("given", ["/l k/", "/../", "/lk/../x", "http://a.b/", "/(a+)+/", "/lk?x"])
def test_what_is_no_path_is_refused(given):
    with pytest.raises(SystemExit, match="is no path. Letters, digits"):
        path_of(given)


@pytest.mark.parametrize("home", [READ_ONLY, None])
def test_there_is_a_place_for_all_that_is_written(home, tmp_path, monkeypatch):
    code = (
        "import os, sys, json; from pathlib import Path;"
        "from levelkit.serving.writable import PLACES, use_writable_places;"
        "lacking = use_writable_places(Path(sys.argv[1]));"
        "import IPython.paths, jupyter_core.paths as paths;"
        "print(json.dumps([len(lacking), IPython.paths.get_ipython_dir(), paths.jupyter_data_dir(),"
        " paths.jupyter_runtime_dir(), paths.jupyter_config_dir(), paths.jupyter_path()]))"
    )
    made = subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=without_home(home), capture_output=True, text=True, check=True, cwd=READ_ONLY)  # fmt: skip
    lacking, *places, found = json.loads(made.stdout)
    if home is None:  # the system knows one
        assert lacking == 0
        return
    assert lacking == len(PLACES) - 1  # the one for sockets lies within that for data
    for place in places:
        assert place.startswith(str(tmp_path)) and is_writable(tmp_path / place)
    assert "/proc/.local/share/jupyter" in found


def test_a_home_that_can_be_written_to_is_used(tmp_path, monkeypatch):
    for variable in PLACES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    before = dict(os.environ)
    assert use_writable_places(tmp_path / "spare") == []
    assert dict(os.environ) == before and not (tmp_path / "spare").exists()


def test_a_user_that_the_system_does_not_know_has_a_home_all_the_same(monkeypatch):
    before = os.environ.get("HOME")
    settle_home()
    assert os.environ.get("HOME") == before
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)  # as it is where none is known
    monkeypatch.setenv("HOME", "")
    settle_home()
    assert os.environ["HOME"] == "/"


def test_without_any_place_to_write_it_is_said():
    code = "import tempfile; tempfile._candidate_tempdir_list = lambda: ['/proc'];from levelkit.serving.server import serve; serve()"  # fmt: skip
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert made.returncode == 1
    assert made.stderr.strip().endswith("(`--tmpfs /tmp`).") and "Set TMPDIR" in made.stderr


LIMITED = """
import resource
from levelkit.serving.checks import seats_for
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(seats_for(40), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""
NEEDED = FILES_BESIDE + 40 * FILES_EACH


@pytest.mark.parametrize(("soft", "hard", "seats", "after"), [
    (256, 4096, 40, NEEDED),  # the limit is raised
    (2048, 4096, 40, 2048),  # and never lowered
    (256, 512, 12, 512),  # what the system allows is not enough
    (64, 64, 1, 64),
])  # fmt: skip
def test_seats_are_as_many_as_files_may_be_opened(soft, hard, seats, after):
    made = subprocess.run([sys.executable, "-c", LIMITED.format(soft=soft, hard=hard)], capture_output=True, text=True, check=True)  # fmt: skip
    assert made.stdout.split() == [str(seats), str(after), str(hard)]
    assert ("enough for" in made.stderr) == (seats < 40)
    if seats < 40:
        assert f"may open {hard} files, enough for {seats} visitors at once instead of 40" in made.stderr  # fmt: skip


def test_what_the_guide_and_its_files_name_is_there(monkeypatch):
    """Commands are ones that levelkit takes, files and links are there, values are as they must be."""
    guide = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    for link in re.findall(r"\]\((\.\./[^)#]+)", guide):
        assert (ROOT / "docs" / link).is_file(), link
    container = (ROOT / "deploy/Containerfile").read_text()
    for names in re.findall(r"^COPY ((?!--from)[^\n]*) \S+$", container, re.MULTILINE):
        assert all((ROOT / name).exists() for name in names.split())
    (entry,) = re.findall(r"^ENTRYPOINT (\[.*\])$", container, re.MULTILINE)
    (check,) = re.findall(r"^HEALTHCHECK CMD (\[.*\])$", container, re.MULTILINE)
    compile(json.loads(check)[-1], "HEALTHCHECK", "exec")
    unit = (ROOT / "deploy/levelkit.service").read_text()
    commands = [
        *re.findall(r"(?:^|\s)/opt/levelkit/bin/levelkit (serve[^\n]*)", guide),
        *re.findall(r"^ExecStart=/opt/levelkit/bin/levelkit (.*)", unit, re.MULTILINE),
        " ".join([*json.loads(entry)[1:], "--base-url", "/lk/"]),
    ]
    served = []
    monkeypatch.setattr(server, "serve", lambda **options: served.append(options))
    for command in commands:
        cli.main(command.split())
    assert [one["base_url"] for one in served] == ["/lk/"] * 3
    assert served[1]["max_kernels"] == server.MAX_KERNELS and served[2]["host"] == "0.0.0.0"
    assert int(re.search(r"^LimitNOFILE=(\d+)", unit, re.MULTILINE)[1]) >= NEEDED

    values = yaml.safe_load((ROOT / "deploy/jupyterhub.yaml").read_text())
    binder = json.loads((ROOT / "binder/jupyter_server_config.json").read_text())
    assert binder["VoilaConfiguration"]["template"] == "levelkit"  # of the image
    *_, folder, page = values["singleuser"]["defaultUrl"].split("/")
    assert (ROOT / folder / page).is_file() and values["singleuser"]["storage"] == {"type": "none"}
