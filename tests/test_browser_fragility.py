"""How fragile the answer is: the curve of all combinations, and the way from a point to its view."""

import re

import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import CLAIM
from levelkit.claims.combinations import combinations
from levelkit.pages import words

pytestmark = pytest.mark.browser

CHOICES = [choice.name for choice in lk.claim(CLAIM).choices]
#: Where the targets of a click are on the screen, from the first combination to the last.
TARGETS = """canvas => {
  const groups = [...canvas.querySelectorAll('g.mark-rule')];
  return [...groups.at(-1).querySelectorAll('line')].map(line => line.getBoundingClientRect())
    .map(box => [(box.left + box.right) / 2, (box.top + box.bottom) / 2]);
}"""


def counted():
    """The combinations that bear on the claim, by their number."""
    claim = lk.claim(CLAIM)
    table = combinations(claim)
    kept = table[[claim.counted(made) for made in table.to_dict("records")]]
    return kept.sort_values("effect", kind="stable", ignore_index=True)


def choices_of(row):
    return {name: row[name] for name in CHOICES}


def controls_show(made, choices):
    """Every control is at this choice; so is the address."""
    written = {
        name: {True: "yes", False: "no"}.get(value, str(value)) for name, value in choices.items()
    }
    made.address_has(**written)
    for label, name in (("First year", "first_year"), ("Last year", "last_year")):
        expect(made.field(label).locator("option:checked")).to_have_text(written[name])
    claim = lk.claim(CLAIM)
    measure = next(one for one in claim.choices if one.name == "measure").options(choices)
    expect(made.field("Measure").locator("option:checked")).to_have_text(
        measure[choices["measure"]]
    )
    box = made.page.locator("input[name=include_capital]")
    expect(box).to_be_checked(checked=bool(choices["include_capital"]))


def correlation_in(sentence):
    return float(re.search(r"rank correlation of ([−0-9.]+)", sentence).group(1).replace("−", "-"))


def test_the_share_is_that_of_the_combinations_that_count(visit):
    made, table = visit(), counted()
    share = (table.verdict == "supported").mean()
    support = f"{share:.0%} support" if share else "none fully supports"
    title = f"We tried {len(table)} ways of measuring it: {support} the claim"
    assert made.title("curve").startswith(title)
    bars = made.page.locator(".lk-fragile .lk-shares").all()
    parts = [f"part_{name}" for name in lk.claim(CLAIM).parts]
    for bar, column in zip(bars, ("verdict", *parts), strict=True):
        listed = [" ".join(text.split()) for text in bar.locator("li").all_inner_texts()]
        expected = [
            f"{sign} {(table[column] == verdict).mean():.0%} {verdict}"
            for verdict, sign in words.MARKS.items()
            if verdict == "supported" or (table[column] == verdict).any()
        ]
        assert listed == expected
    assert len(made.chart("curve").evaluate(TARGETS)) == len(table)


@pytest.mark.parametrize("place", [0.1, 0.9])
def test_a_click_on_a_point_shows_its_combination(visit, place):
    made, table = visit(viewport={"width": 1440, "height": 900}), counted()
    k = int(place * len(table))
    made.chart("curve").scroll_into_view_if_needed()
    x, y = made.chart("curve").evaluate(TARGETS)[k]
    made.page.mouse.click(x, y)
    found = made.shows(**choices_of(table.loc[k]))
    controls_show(made, choices_of(table.loc[k]))
    stated = correlation_in(found.sentence)
    assert stated == pytest.approx(table.effect[k], abs=0.005001)
    expect(made.page.locator(".lk-walk-words")).to_contain_text(f"{k + 1} of {len(table)}:")
    marked_at(made, k)


def marked_at(made, k):
    """The combination that is shown is marked in the curve, at its own place."""
    chart, effect = made.chart("curve"), counted().effect[k]
    label = chart.get_by_text(f"shown above: {effect:.2f}".replace("-", "−"), exact=True)
    expect(label).to_have_count(1)
    made.settled()
    box = label.bounding_box()
    x, _ = chart.evaluate(TARGETS)[k]
    assert box["x"] - 10 <= x <= box["x"] + box["width"] + 10  # over it or close beside it
    line = chart.evaluate(
        """canvas => [...canvas.querySelectorAll('g.mark-rule line')]
          .filter(line => line.getAttribute('stroke-width') === '2.5' && !line.getAttribute('stroke-dasharray')?.startsWith('2'))
          .map(line => { const box = line.getBoundingClientRect(); return (box.left + box.right) / 2; })"""
    )
    assert line == [pytest.approx(x, abs=1)]


def test_the_keyboard_does_what_a_click_does(visit):
    made, table = visit(), counted()
    walk = made.field("Step through every version")
    walk.focus()
    made.page.keyboard.press("End")
    for _ in range(4):
        made.page.keyboard.press("ArrowLeft")
    k = len(table) - 5
    expect(made.page.locator(".lk-walk-words")).to_contain_text(f"{k + 1} of {len(table)}:")
    assert walk.get_attribute("aria-valuetext") in made.page.locator(".lk-walk-words").inner_text()
    made.shows()  # walking alone changes nothing
    made.page.keyboard.press("Tab")
    expect(made.page.get_by_role("button", name="Show this version")).to_be_focused()
    made.page.keyboard.press("Enter")
    made.shows(**choices_of(table.loc[k]))
    controls_show(made, choices_of(table.loc[k]))
    marked_at(made, k)


@pytest.mark.parametrize("host", ["site"])
def test_the_mark_follows_the_controls_and_leaves_what_does_not_count(visit):
    made, table = visit(), counted()
    usual = lk.claim(CLAIM).complete({})
    here = table.index[(table[CHOICES] == usual).all(axis=1)]
    assert len(here) == 1
    marked_at(made, here[0])
    expect(made.page.get_by_role("button", name="Show this version")).to_be_disabled()
    made.choose("Last year", "2018")
    there = table.index[(table[CHOICES] == {**usual, "last_year": 2018}).all(axis=1)]
    marked_at(made, there[0])
    made.choose("Regions of", "Germany: 36 regions, 1900-2015")
    expect(made.chart("curve").get_by_text("shown above")).to_have_count(0)
