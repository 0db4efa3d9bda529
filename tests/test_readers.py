"""The site for readers: found, or built once for each version of levelkit, and never half."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from levelkit.serving import readers
from levelkit.serving.readers import PAGES, Readers, site_version
from levelkit.serving.server import serve

PAGE = {"06-convergence": {"inputs": ["left_out"]}, "index": {"inputs": []}}


@pytest.fixture
def cache(tmp_path, monkeypatch):
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_cache_path", lambda _: tmp_path)
    return tmp_path / "sites"


def built(monkeypatch, *, code=0):
    """Stand in for the command that takes minutes; how often it was run."""
    runs = []

    def run(self, site):
        runs.append(site)
        if code == 0:
            site.mkdir()
            (site / PAGES).write_text(json.dumps(PAGE))

    monkeypatch.setattr(Readers, "_run_build", run)
    return runs


def kept(**options):
    site = Readers(
        options.pop("folder", None), build=options.pop("build", True), **{"forks": True, **options}
    )
    # In a thread of its own: browser tests leave a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(site.keep())).result()
    return site


def test_it_is_built_once_and_older_ones_go(cache, monkeypatch):
    runs = built(monkeypatch)
    (cache / "older").mkdir(parents=True)
    first, second = kept(), kept()
    assert first.folder == second.folder == runs[0]
    assert len(runs) == 1
    assert [path.name for path in cache.iterdir() if path.is_dir()] == [runs[0].name]


def test_without_one_every_page_needs_a_kernel(cache, monkeypatch):
    built(monkeypatch, code=1)
    for site in (kept(), kept(build=False)):
        assert site.folder is None
        assert site.needs_kernel("06-convergence.ipynb", "")
        assert not site.has("06-convergence.ipynb")


def test_where_no_kernel_can_join_later_a_page_with_inputs_has_one_from_the_start(
    cache, monkeypatch
):
    built(monkeypatch)
    site = kept(forks=False)
    assert site.needs_kernel("06-convergence.ipynb", "")
    assert not site.needs_kernel("index.ipynb", "")


def test_what_an_address_asks_for_says_whether_a_kernel_is_needed(cache, monkeypatch):
    built(monkeypatch)
    site = kept()
    assert site.has("index.ipynb")
    page = "06-convergence.ipynb"
    assert not site.needs_kernel(page, "data=itl1&highlight=Wales&left=out")
    assert site.needs_kernel(page, "data=itl1&left_out=London")
    assert site.needs_kernel(page, "kernel=yes")
    assert site.needs_kernel("another.ipynb", "")


def test_a_folder_that_cannot_be_read_is_no_end_of_the_server(tmp_path, caplog):
    (tmp_path / PAGES).write_text("{")
    site = kept(folder=tmp_path)
    assert site.folder is None
    assert "all pages are served with kernels" in caplog.text


def test_a_folder_that_is_no_site_is_said_at_the_start(tmp_path):
    with pytest.raises(SystemExit, match="is no site of this levelkit. Run `levelkit site"):
        serve(site=tmp_path)


def test_another_code_notebook_or_table_is_another_version(tmp_path):
    folder = tmp_path / "code"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep/a.py").write_text("1")
    versions = [site_version(folder)]
    for name, text in (("deep/a.py", "2"), ("page.ipynb", "{}"), ("datapackage.json", "{}")):
        (folder / name).write_text(text)
        versions.append(site_version(folder))
    (folder / "notes.txt").write_text("no part of it")
    assert site_version(folder) == versions[-1]
    assert len(set(versions)) == 4


def test_a_build_that_fails_leaves_nothing_and_is_said(cache, monkeypatch, caplog):
    cache.mkdir()
    monkeypatch.setattr(readers.sys, "executable", "false")
    site = kept()
    assert site.folder is None
    assert [path.name for path in cache.iterdir()] == [".lock"]
    assert "The site for readers could not be built" in caplog.text
