"""A view is a link: from the address to the page, from the page to the address, and back."""

from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import BOTH, CLAIM, ITL2

pytestmark = pytest.mark.browser

LINK = "?data=uk-10&measure=gdp_per_head_intl2011usd&first_year=1925&last_year=1980&include_capital=no&highlight=Wales&year=1950"
CHOICES = {
    "data": "uk-10",
    "measure": "gdp_per_head_intl2011usd",
    "first_year": "1925",
    "last_year": "1980",
    "include_capital": "no",
}
USUAL = {
    "data": "uk-10",
    "measure": "relative_to_uk_percent",
    "first_year": "1900",
    "last_year": "2020",
    "include_capital": "yes",
    "highlight": "East + South East",
    "year": "2020",
}


@BOTH
def test_a_link_opens_its_view(visit):
    made = visit(LINK)
    made.shows(**CHOICES)
    for label, value in (("First year", "1925"), ("Last year", "1980")):
        expect(made.field(label).locator("option:checked")).to_have_text(value)
    expect(made.field("Measure").locator("option:checked")).to_contain_text("Rosés-Wolf")
    expect(made.page.locator("input[name=include_capital]")).not_to_be_checked()
    expect(made.highlight).to_have_value("Wales")
    expect(made.page.locator(".lk-readout")).to_have_text("1950")
    bump, slope = made.chart("bump"), made.chart("slope")
    expect(bump.locator("text[font-weight='bold']", has_text="Wales")).to_have_count(2)
    expect(bump).not_to_contain_text("London")
    for year in ("1925", "1950"):
        expect(slope.get_by_text(year, exact=True)).to_be_visible()
    expect(bump.get_by_text("Rank in 1980", exact=True)).to_be_visible()
    expect(made.page.locator(".lk-notice")).to_have_count(0)


#: Vega starts only when it is told to.
GATE = """
  window.told = new Promise((resolve) => { window.startVega = resolve; });
  let vega;
  Object.defineProperty(globalThis, 'levelkitVega', {
    get: () => vega,
    set: (made) => {
      vega = { vegaEmbed: async (...given) => { await window.told; return made.vegaEmbed(...given); } };
    },
  });
"""


@pytest.mark.parametrize("host", ["site"])
def test_an_answer_that_comes_while_vega_starts_is_drawn(visit):
    query = "?data=europe-germany&highlight=Oberbayern"
    made = visit(query, wait=False, prepare=lambda page: page.add_init_script(GATE))
    made.shows(data="europe-germany")
    made.page.evaluate("startVega()")
    made.painted()
    for chart in ("bump", "slope"):
        expect(made.chart(chart)).to_contain_text("Oberbayern")
        expect(made.chart(chart)).not_to_contain_text("London")
    # With the room that 36 regions need.
    assert made.chart("bump").locator("svg").bounding_box()["height"] > 36 * 20


def test_an_address_without_a_query_stays_as_it_is(visit):
    made = visit()
    made.shows()
    assert made.query() == {}


@BOTH
def test_the_address_follows_every_control(visit):
    """All choices and marks stand in it after each change."""
    made = visit()
    expected = dict(USUAL)

    def changed(**new):
        expected.update(new)
        made.address_has(**new)
        assert made.query() == expected

    made.select("Last year", "2015")
    changed(last_year="2015", year="2015")
    made.select("First year", "1910")
    changed(first_year="1910")
    made.field("Include London").uncheck()
    changed(include_capital="no")
    made.select("Measure", "GDP per head, 2011 international $ (Rosés-Wolf)")
    changed(measure="gdp_per_head_intl2011usd")
    made.highlight.select_option("Wales")
    changed(highlight="Wales")
    made.slider.focus()
    made.page.keyboard.press("Home")
    changed(year="1925")
    made.select("Regions of", ITL2)
    made.shows(data="uk-itl2", last_year=2015, include_capital=False)
    made.address_has(data="uk-itl2")
    found = made.query()
    assert found.keys() == USUAL.keys()
    # The same query opens the same view elsewhere: every value is one that the claim takes.
    lk.claim(CLAIM).evaluate(**{name: found[name] for name in CHOICES})


def test_back_and_forward_bring_views_again(visit):
    made = visit()
    made.select("Last year", "2015")
    made.shows(last_year=2015)
    made.address_has(last_year=2015)
    made.highlight.select_option("Wales")
    made.address_has(highlight="Wales")
    made.select("First year", "1950")
    made.shows(first_year=1950, last_year=2015)
    made.address_has(first_year=1950)

    bump = made.chart("bump")
    wales = bump.locator("text[font-weight='bold']", has_text="Wales")
    made.page.go_back()
    made.shows(last_year=2015)
    expect(made.field("First year").locator("option:checked")).to_have_text("1900")
    expect(bump.get_by_text("Rank in 1900", exact=True)).to_be_visible()
    expect(wales).to_have_count(2)
    made.page.go_back()
    expect(made.highlight).not_to_have_value("Wales")
    expect(wales).to_have_count(0)
    made.page.go_back()
    made.shows()
    expect(made.field("Last year").locator("option:checked")).to_have_text("2020")
    assert made.query() == {}
    for _ in range(3):
        made.page.go_forward()
    made.shows(first_year=1950, last_year=2015)
    expect(made.field("First year").locator("option:checked")).to_have_text("1950")
    expect(made.highlight).to_have_value("Wales")
    expect(bump.get_by_text("Rank in 1950", exact=True)).to_be_visible()
    assert made.query()["first_year"] == "1950"


def test_a_reload_keeps_the_view(visit):
    made = visit()
    made.select("Last year", "2015")
    made.address_has(last_year=2015)
    made.page.reload()
    made.painted()
    made.shows(last_year=2015)


BAD = [
    ("?data=uk-11", {}, "“uk-11”"),
    ("?first_year=1066", {}, "“1066”"),
    ("?first_year=1980&last_year=1950", {"first_year": 1980}, "“1950”"),
    ("?highlight=Atlantis", {}, "“Atlantis”"),
    ("?year=1066&last_year=2015", {"last_year": 2015}, "“1066”"),
    ("?mode=foo", {}, "mode=foo"),
    ("?foo=1&last_year=2015", {"last_year": 2015}, "foo"),
    ("?include_capital=perhaps", {}, "“perhaps”"),
    ("?__proto__=1&constructor=2", {}, "constructor"),
]
SCRIPT = "<script>window.broken=1</script><img src=x onerror='window.broken=1'>"


@pytest.mark.parametrize(("query", "choices", "said"), BAD, ids=[query for query, *_ in BAD])
@pytest.mark.parametrize("host", ["site"])
def test_what_there_is_not_falls_back_and_is_said(visit, query, choices, said):
    fallen_back(visit(query), choices, said)


@pytest.mark.parametrize("host", ["app"])
def test_the_app_says_so_too(visit):
    query = "?data=uk-11&first_year=1950&highlight=Atlantis&foo=1"
    made = visit(query)
    expect(made.page.locator(".lk-notice")).to_have_count(3)
    fallen_back(made, {"first_year": 1950}, "“uk-11”")


def fallen_back(made, choices, said):
    made.shows(**choices)
    notice = made.page.locator(".lk-notice", has_text=said)
    expect(notice).to_have_count(1)
    expect(notice).to_be_visible()
    expect(made.highlight).not_to_have_value("Atlantis")
    # It is said once: the next choice takes it away.
    made.select("Measure", "GDP per head, 2011 international $ (Rosés-Wolf)")
    expect(made.page.locator(".lk-notice")).to_have_count(0)
    return made


@pytest.mark.parametrize("host", ["site"])
@pytest.mark.parametrize("name", [*USUAL, "mode", SCRIPT])
def test_markup_in_an_address_is_text(visit, name):
    made = visit("?" + urlencode({name: SCRIPT}))
    made.shows()
    expect(made.page.locator(".lk-notice")).to_contain_text(SCRIPT)
    assert made.page.evaluate("window.broken") is None
    assert made.page.locator("main img").count() == 0


@pytest.mark.parametrize("host", ["app"])
def test_markup_in_the_address_of_the_app_is_text(visit):
    made = visit(f"?data={quote(SCRIPT)}&highlight={quote(SCRIPT)}")
    made.shows()
    expect(made.page.locator(".lk-notice")).to_have_count(2)
    assert made.page.evaluate("window.broken") is None


def test_embedded_it_is_chart_controls_and_answer_alone(visit):
    made = visit("?mode=embed&last_year=2015")
    made.shows(last_year=2015)
    page = made.page
    for shown in (made.chart("bump"), page.locator(".lk-answer"), made.field("Last year")):
        expect(shown).to_be_visible()
    hidden = (".lk-top", ".lk-page-tools", ".lk-criterion", ".lk-tables", ".lk-figure-curve", "h1")
    for selector in hidden:
        expect(page.locator(selector).first).to_be_hidden()
    made.select("Last year", "2020")
    made.address_has(last_year=2020, mode="embed")


#: What mail programs, search engines and networks put into links that pass through them.
FOLLOWED = (
    "utm_source=news&utm_medium=mail&utm_campaign=x&fbclid=a&gclid=b&gbraid=c&msclkid=d&mc_cid=e&mc_eid=f"
    "&_ga=g&_gl=h&igshid=i&igsh=j&twclid=k&ttclid=l&_hsenc=m&srsltid=n&turn=3"
)


@pytest.mark.parametrize("host", ["site"])
def test_what_others_put_into_a_link_is_passed_over_in_silence(visit):
    made = visit(f"?{FOLLOWED}&last_year=2015")
    made.shows(last_year=2015)
    expect(made.page.locator(".lk-notice")).to_have_count(0)
    made.select("Last year", "2010")
    made.address_has(last_year="2010")
    assert made.query().keys() <= USUAL.keys()
    made.page.goto(made.page.url + "&utm_source=x&Turn=2&turned=1&clidding=2")
    made.painted()
    expect(made.page.locator(".lk-notice")).to_have_text(
        "Not known here and left out: turned, clidding."
    )
