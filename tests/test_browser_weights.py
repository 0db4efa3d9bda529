"""Weights and a number without steps, where no kernel runs: places follow the hand."""

import io
import re

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

import levelkit as lk
from browsing import followed

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("host", ["site"])]

NAME = "05-devolution"
COMPOSITE = "?index=composite&group=western&components=both&scale=min-max&aggregate=mean&dependence=centralised&gaps=complete"
BUILT = "With these weights the UK is"


def set_weight(page, label, value):
    field = page.get_by_label(label, exact=True)
    field.evaluate(
        "(el, value) => { el.value = value; el.dispatchEvent(new Event('input', {bubbles: true})); }",
        value,
    )


def test_places_follow_the_weights_as_python_has_them(visit, host):
    made = visit(COMPOSITE, name=NAME, charts=8)
    page = made.page
    sentence = page.locator(".lk-sentence").inner_text()
    expect(page.get_by_text("Worked out in your browser").first).to_be_visible()
    claim = lk.claim("devolution")
    labels = claim.evaluate(index="composite").tables["components"].label
    set_weight(page, labels.sel(component="self-rule").item(), 100)
    set_weight(page, labels.sel(component="tax").item(), 0)
    followed(page)
    table = claim.evaluate(index="composite", weights={"self-rule": 1.0, "tax": 0.0}).tables[
        "composite"
    ]
    place = float(table.place.sel(country="United Kingdom"))
    n = int(table.place.notnull().sum())
    expect(page.get_by_text(BUILT)).to_contain_text(f"{BUILT} {place:.0f}")
    expect(page.get_by_text(BUILT)).to_contain_text(f"of {n} ")
    # The ranking has the very order and values, in the chart's file as in Python.
    raw = made.download("CSV", "ranking")[1].decode("utf-8-sig")
    rows = pd.read_csv(io.StringIO(raw), comment="#").set_index("country")
    placed = table.where(table.place.notnull(), drop=True)
    ours = rows.loc[placed.country.values]
    np.testing.assert_array_equal(ours["place_from_most_centralised"], placed.place)
    np.testing.assert_allclose(ours["value"], placed.value)
    assert rows["place_from_most_centralised"].dropna().is_monotonic_increasing
    # What was judged stays what was judged; the link brings the weights back.
    assert page.locator(".lk-sentence").inner_text() == sentence
    expect(page).to_have_url(re.compile("weights="))
    page.reload()
    expect(page.get_by_text(BUILT)).to_contain_text(f"{BUILT} {place:.0f}")


def test_a_number_is_slid_or_typed_and_one_out_of_bounds_is_said(visit, host):
    page = visit(COMPOSITE, name=NAME, charts=8).page
    label = "How far one component stands in for another"
    box = page.get_by_label(f"{label}: type a number")
    before = page.get_by_text(BUILT).inner_text()
    box.fill("0.1")
    box.press("Tab")
    place = lk.claim("devolution").evaluate(index="composite", elasticity=0.1).figures["place"]
    said = f"{place:.0f}" if place == int(place) else f"joint {int(place)}"
    expect(page.get_by_text(BUILT)).to_contain_text(f"{BUILT} {said}")
    expect(page).to_have_url(re.compile("elasticity=0.1"))
    box.fill("99")
    box.press("Tab")
    expect(page.get_by_text("A number from 0.05 to 20 is needed.")).to_be_visible()
    page.get_by_role("button", name="As chosen above").click()
    expect(page.get_by_text(BUILT)).to_have_text(before)
    slider = page.get_by_role("slider", name=label, exact=True)
    slider.focus()
    page.keyboard.press("Home")
    expect(box).to_have_value("0.05")
