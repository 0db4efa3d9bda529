"""Fixtures of the browser tests; property tests that repeat."""

import os
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import sync_playwright

import levelkit as lk
from browsing import NAME, Visit, charts_of
from levelkit.claims import combinations, stored, unregister
from levelkit.site.build import build_site
from served import APP, FILES, is_outside, launch, start_server, static_server
from site_views import write_views

# The same examples in every run, so that a change is what breaks a test. Other ones:
# pytest --hypothesis-profile=explore
settings.register_profile("repeat", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("repeat")

#: What `make check` leaves to `make test`: more than some five seconds each.
SLOW = {
    "test_build", "test_build_oecd", "test_build_policies", "test_charts", "test_choices",
    "test_claim", "test_claim_figures", "test_claim_sensitivity", "test_cli",
    "test_clubs", "test_combinations", "test_composite", "test_convergence_coverage",
    "test_core", "test_correlation", "test_damage", "test_decomposition",
    "test_exact_fits", "test_figures", "test_forking", "test_forking_pages",
    "test_forking_parent", "test_fragility", "test_fragility_store", "test_guide",
    "test_hosting", "test_inequality", "test_lifetimes", "test_linear_trend",
    "test_log_t", "test_maps", "test_mobility", "test_notebooks", "test_oecd_claim",
    "test_oecd_single_regions", "test_page", "test_page_any", "test_page_state",
    "test_panels", "test_policy_claim", "test_policy_page", "test_policy_verdict",
    "test_processor", "test_readme", "test_reference", "test_renamed_choices",
    "test_results", "test_robustness", "test_serving_attacks", "test_serving_visitors",
    "test_sigma", "test_site", "test_space_concentration", "test_transition_chains",
    "test_transitions", "test_validation", "test_variation", "test_weight_uncertainty",
    "test_widening_claim", "test_widening_words",
}  # fmt: skip


#: The files that take longest, a minute or two each, in the order in which workers take them: long ones
#: first, so that none is left when all others are done. The first of them builds the site, and no other
#: waits for it with nothing to do; those that crowd a server are apart.
LONGEST = (
    "test_browser_address", "test_guide", "test_serving_attacks", "test_browser", "test_browser_access",
    "test_browser_lecture", "test_serving_visitors", "test_notebooks", "test_browser_server", "test_browser_order",
    "test_forking_pages",
    "test_forking", "test_browser_safety", "test_browser_readers", "test_browser_site", "test_browser_oecd",
    "test_browser_kernel", "test_browser_policy", "test_browser_present", "test_browser_convergence", "test_core",
    "test_browser_files", "test_browser_share", "test_charts", "test_browser_labels", "test_browser_marks",
    "test_browser_places", "test_hosting",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """Long files first; tests of servers and browsers, and of the files above, are slow."""
    place = {name: k for k, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))
    for item in items:
        if item.path.stem in SLOW or item.get_closest_marker("browser"):
            item.add_marker("slow")


@pytest.fixture
def register(monkeypatch, tmp_path):
    """Register a claim for this test alone, with its table of combinations in a user's folder of its own."""
    monkeypatch.setattr(stored, "users_folder", lambda: tmp_path / "combinations")
    names = []

    def registered(claim, *, table=True):
        names.append(lk.register(claim, module="toy").name)
        if table:
            combinations.write(claim)
        return claim

    yield registered
    for name in set(names):
        unregister(name)


@pytest.fixture(scope="session")
def server():
    started = start_server()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """A site with some answers (see ``site_views``), one for all workers; LEVELKIT_TEST_SITE names one that is there."""
    if built := os.environ.get("LEVELKIT_TEST_SITE"):
        return Path(built)
    run = tmp_path_factory.getbasetemp()
    shared = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "site"
    with FileLock(f"{shared}.lock"):
        if not shared.is_dir():
            build_site(shared, only=write_views(Path(f"{shared}.json")))
        return shared


@pytest.fixture(scope="session")
def site_origin(site):
    with static_server(site) as origin:
        yield origin


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(params=["site"])
def host(request):
    """Where a page is opened: app, site or file.

    The same code draws a page on all three, so that most tests open plain files, which need
    no kernel; ``browsing.BOTH`` marks those whose way to an answer differs.
    """
    return request.param


@pytest.fixture
def origin(request, host):
    """The address of the host, without the page."""
    if host == "app":
        return request.getfixturevalue("server").origin
    if host == "file":
        return request.getfixturevalue("site").as_uri()
    return request.getfixturevalue("site_origin")


@pytest.fixture
def address(host, origin):
    """The address of a page by its notebook's name."""
    return lambda name: origin + (APP if host == "app" else FILES).page(name)


@pytest.fixture
def visit(browser, origin, address):
    """Open a page; at the end nothing may have been asked of another host, and no error shown."""
    opened = []

    def open_page(query="", *, name=NAME, charts=None, wait=True, prepare=None, **context):
        page = browser.new_context(accept_downloads=True, **context).new_page()
        made = Visit(page, origin)
        opened.append(made)
        if prepare:
            prepare(page)
        page.goto(address(name) + query, wait_until="load" if wait else "commit")
        if wait:
            made.painted(charts or charts_of(name))
        return made

    yield open_page
    for made in opened:
        if not made.page.is_closed():
            made.page.goto("about:blank")  # a page that is left ends its kernel: seats are few
        made.page.context.close()
    for made in opened:
        assert [url for url in made.requests if is_outside(url, origin)] == []
        assert made.errors == []
