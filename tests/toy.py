"""A small claim of the tests' own: four combinations that bear on it and two that do not."""

import dataclasses

import xarray as xr

from levelkit.claims import Choice, Claim, Effect, Evidence, Part, View
from levelkit.claims.verdict import by_interval

HALVES = {"first": "First half", "second": "Second half"}
#: The two parts of the toy's claim, and the threshold of each.
PARTS = {"much": "It is above 0.7", "some": "It is above 0.2"}
THRESHOLDS = {"much": 0.7, "some": 0.2}


def answer(*, half, year, whole):
    """Half of a number, or all of it; known by heart."""
    effect = {"first": 0.1, "second": 0.6}[half] + 0.2 * (year == 2000) + 0.05 * whole
    low, high = effect - 0.05, effect + 0.05
    parts = tuple(
        Part(name, label, by_interval(low, high, THRESHOLDS[name], "above"), f"It is {effect:.2f}.")
        for name, label in PARTS.items()
    )
    tables = {
        "places": xr.Dataset({"value": ("name", [effect, float("nan")])}, {"name": ["A", "B"]})
    }
    return Evidence(
        headline="Half of it", sentence=f"The effect is {effect:.2f}.", parts=parts,
        figures={"effect": effect, "low": low, "high": high},
        tables=tables, caveats=["Made up for the tests."], choices={"half": half, "year": year, "whole": whole},
        subject=f"half {half}, {year}", reason="It is a toy.",
        attrs={"source": "The tests", "licence": "BSD-3-Clause"},
    )  # fmt: skip


TOY = Claim(
    name="toy-claim", title="A toy", question="Is it half?", quote="It is half.", source="The tests",
    criterion="Two parts: above 0.7, and above 0.2, each by its interval.",
    choices=(
        Choice("half", "Half", lambda _: HALVES, lambda _: "second"),
        Choice("year", "Year", lambda made: {1990: "1990", 2000: "2000"} if made["half"] == "first"
               else {2000: "2000"}, lambda _: 2000, depends=("half",)),
        Choice("whole", "Whole", lambda _: {True: "The whole", False: "A part"}, lambda _: True, kind="check"),
    ),
    answer=answer, parts=PARTS, effect=Effect("effect", "Effect, no unit", "low", "high", {0.7: "above 0.7"}),
    counted=lambda made: made["year"] == 2000, counted_words="the year 2000",
    tables=("uk-century",), notebook="toy-claim",
    views=(View("The first half", {"half": "first"}, {}),),
)  # fmt: skip


def toy_claim(**changes):
    """The toy with some attributes changed."""
    return dataclasses.replace(TOY, **changes)
