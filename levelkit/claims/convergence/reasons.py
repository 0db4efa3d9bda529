"""Why each part of the claim has its verdict, and the finding in a headline."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from levelkit.claims.convergence.criterion import OWN_PATHS, SLOW, TOO_FEW
from levelkit.claims.convergence.numbers import between, percent, signed
from levelkit.claims.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    Figures = Mapping[str, float]

_FEW = f"Fewer than {TOO_FEW} places are left."
_YES, _NO, _OPEN = Verdict.SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.CANNOT_TELL

#: By the verdict and by what the interval says of 0: whatever else is open, that can be told.
_SPEED = {
    (_NO, "above 0"): f"Poorer places caught up: the whole interval ({{}}) is above {SLOW:g}%.",
    (_OPEN, "above 0"): f"Poorer places caught up, but the interval ({{}}) cannot tell whether by {SLOW:g}%.",
    (_OPEN, "around 0"): "The interval ({}) is too wide to tell whether poorer places caught up.",
    (_YES, "above 0"): f"Poorer places caught up, but very slowly: the whole interval ({{}}) is below {SLOW:g}%.",
    (_YES, "around 0"): f"No sign that poorer places caught up: the whole interval ({{}}) is below {SLOW:g}%, and includes 0.",
    (_YES, "below 0"): f"Richer places pulled ahead: the whole interval ({{}}) is below {SLOW:g}%, and below 0.",
}  # fmt: skip
_GAPS = {
    (_NO, "below 0"): f"Gaps shrank: the spread's change ({{}}) is below −{SLOW:g}%.",
    (_OPEN, "below 0"): f"Gaps shrank, but the spread's change ({{}}) cannot tell whether by {SLOW:g}%.",
    (_OPEN, "around 0"): f"No change of gaps can be told: the spread's change ({{}}) includes 0 and −{SLOW:g}%.",
    (_YES, "below 0"): f"Gaps shrank slowly: the spread's change ({{}}) is above −{SLOW:g}%.",
    (_YES, "around 0"): f"No change of gaps can be told: the spread's change ({{}}) is above −{SLOW:g}%, and includes 0.",
    (_YES, "above 0"): "Gaps grew: the spread's change ({}) is above 0.",
}  # fmt: skip
_SHORT = {
    (_NO, "above 0"): f"Poorer places caught up by more than {SLOW:g}% of a gap a year",
    (_OPEN, "above 0"): f"Poorer places caught up; whether by {SLOW:g}% of a gap a year is open",
    (_OPEN, "around 0"): "Whether poorer places caught up cannot be told",
    (_YES, "above 0"): f"Poorer places caught up, but by less than {SLOW:g}% of a gap a year",
    (
        _YES,
        "around 0",
    ): f"Poorer places caught up by less than {SLOW:g}% of a gap a year, if at all",
    (_YES, "below 0"): "Richer places pulled ahead",
}
_SHORT_GAPS = {
    (_NO, "below 0"): f"gaps shrank by more than {SLOW:g}%",
    (_OPEN, "below 0"): f"gaps shrank; whether by {SLOW:g}% is open",
    (_OPEN, "around 0"): "whether gaps shrank cannot be told",
    (_YES, "below 0"): f"gaps shrank by less than {SLOW:g}%",
    (_YES, "around 0"): f"gaps shrank by less than {SLOW:g}%, if at all",
    (_YES, "above 0"): "gaps grew",
}
_HEADLINES = {
    (_OPEN, "above 0"): "Poorer places caught up; how fast is unsure",
    (_OPEN, "around 0"): "The figures cannot tell whether places catch up",
    (_YES, "above 0"): "Poorer places caught up, but very slowly",
    (_YES, "around 0"): "No sign that poorer places catch up",
    (_YES, "below 0"): "Richer places pulled further ahead",
}
_MOVED = {"below 0": "gaps shrank", "around 0": "no change of gaps seen", "above 0": "gaps grew"}


def speed_reason(figures: Figures, verdict: Verdict, model: str) -> str:
    """Why the part on speed has its verdict, and what can be told besides."""
    if figures["regions"] < TOO_FEW:
        return _FEW
    if model == OWN_PATHS:
        return "This model leads each place to a path of its own: its speed says nothing of catching up with others."
    if verdict is Verdict.CANNOT_TEST:
        return "The model finds no speed with an interval: by its line, gaps may have closed or turned."
    low, high = figures["speed_low"], figures["speed_high"]
    return _SPEED[verdict, _side(low, high)].format(between(low, high, " of a gap a year"))


def gaps_reason(figures: Figures, verdict: Verdict) -> str:
    """Why the part on gaps has its verdict, and whether gaps changed at all."""
    if figures["regions"] < TOO_FEW:
        return _FEW
    if verdict is Verdict.CANNOT_TEST:
        return "The change of the spread has no interval."
    low, high = figures["gaps_low"], figures["gaps_high"]
    return _GAPS[verdict, _side(low, high)].format(f"{signed(low)} to {signed(high)} a year")


def reason(figures: Figures, verdicts: Mapping[str, Verdict]) -> str:
    """Both parts in one sentence."""
    speed, gaps = verdicts["speed"], verdicts["gaps"]
    if gaps is Verdict.CANNOT_TEST and speed is Verdict.CANNOT_TEST:
        return "There is too little to tell how fast gaps close."
    second = "the spread cannot be judged"
    if gaps is not Verdict.CANNOT_TEST:
        second = _SHORT_GAPS[gaps, _side(figures["gaps_low"], figures["gaps_high"])]
    first = "The speed cannot be judged"
    if speed is not Verdict.CANNOT_TEST:
        first = _SHORT[speed, _side(figures["speed_low"], figures["speed_high"])]
    return f"{first}; {second}."


def headline(figures: Figures, verdicts: Mapping[str, Verdict], model: str, group: str) -> str:
    """The finding in ten words or fewer."""
    text = _finding(figures, verdicts)
    before = {
        "within": "Within countries, " if group == "country" else "Within regions, ",
        "farming": "Given farming, ",
    }.get(model, "")
    return before + text[0].lower() + text[1:] if before else text


def _finding(figures: Figures, verdicts: Mapping[str, Verdict]) -> str:
    speed, gaps = verdicts["speed"], verdicts["gaps"]
    moved = _MOVED[_side(figures["gaps_low"], figures["gaps_high"])]
    if speed is Verdict.CANNOT_TEST and gaps is Verdict.CANNOT_TEST:
        return "Too little to tell how fast gaps close"
    if speed is Verdict.CANNOT_TEST:
        return f"{moved[0].upper()}{moved[1:]}; speed cannot be judged"
    if speed is not Verdict.NOT_SUPPORTED:
        return _HEADLINES[speed, _side(figures["speed_low"], figures["speed_high"])]
    if gaps is Verdict.NOT_SUPPORTED and not isnan(figures["speed"]):
        return f"Poorer places caught up: {percent(figures['speed'])} a year"
    if figures["gaps_high"] < 0 and gaps is not Verdict.SUPPORTED:
        return "Poorer places caught up and gaps shrank"
    slowly = " slowly" if figures["gaps_high"] < 0 else ""
    return f"Poorer places rose; {moved}{slowly}"


def _side(low: float, high: float) -> str:
    """Where an interval lies: what it says of the question whether there was any change at all."""
    return "above 0" if low > 0 else "below 0" if high < 0 else "around 0"
