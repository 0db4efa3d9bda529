"""The page of the policy-churn claim: survival, timeline, policies alive, rates by government."""

from __future__ import annotations

from levelkit.claims.policy_churn.policies import entry
from levelkit.pages.design import Design
from levelkit.pages.policy_churn.shown import about, shown

__all__ = ["DESIGN"]

_VIEW = "{what}-{nation}-{era}-{successors}{rows}"

DESIGN = Design(
    shown=shown,
    charts={
        "survival": {
            "form": "survival_curves",
            "files": {
                "dataset": "steps",
                "columns": [
                    {"field": "by", "label": "curves"},
                    {"field": "name", "label": "policies"},
                    {"field": "years", "label": "years"},
                    {"field": "share", "label": "share_lasting_longer"},
                    {"field": "low", "label": "ci_low"},
                    {"field": "high", "label": "ci_high"},
                ],
                "filename": f"survival-{_VIEW}",
            },
        },
        "timeline": {
            "form": "policy_timeline",
            # All of the table, whatever is shown, in its own columns: it can be corrected and brought back.
            "files": {
                "dataset": "policies",
                "columns": [
                    {"field": one["name"], "label": one["name"]}
                    for one in entry()["schema"]["fields"]
                ],
                "filename": "{table}",
            },
        },
        "alive": {
            "form": "policies_alive",
            "files": {
                "dataset": "alive",
                "columns": [
                    {"field": "year", "label": "year"},
                    {"field": "alive", "label": "policies_alive_at_end"},
                    {"field": "began", "label": "policies_begun"},
                    {"field": "ended", "label": "policies_ended"},
                ],
                "filename": f"alive-{_VIEW}",
            },
        },
        "rates": {
            "form": "government_rates",
            "files": {
                "dataset": "rates",
                "columns": [
                    {"field": "name", "label": "government"},
                    {"field": "party", "label": "party"},
                    {"field": "in_office", "label": "years_that_count"},
                    {"field": "began", "label": "policies_begun"},
                    {"field": "began_rate", "label": "begun_a_year"},
                    {"field": "began_low", "label": "begun_ci_low"},
                    {"field": "began_high", "label": "begun_ci_high"},
                    {"field": "ended", "label": "policies_ended"},
                    {"field": "ended_rate", "label": "ended_a_year"},
                    {"field": "ended_low", "label": "ended_ci_low"},
                    {"field": "ended_high", "label": "ended_ci_high"},
                ],
                "filename": f"rates-{_VIEW}",
            },
        },
        "churn": {
            "form": "churn_scatter",
            "files": {
                "dataset": "churn",
                "columns": [
                    {"field": "year", "label": "year"},
                    {"field": "moves", "label": "policies_begun_or_ended"},
                    {"field": "change", "label": "change_of_coefficient_of_variation"},
                ],
                "filename": f"churn-{_VIEW}",
            },
        },
    },
    tables=(
        {
            "caption": "How long they last, by kind and by era",
            "dataset": "groups",
            "wide": True,
            "columns": [
                {"field": "name", "label": "Policies"},
                {"field": "n", "label": "Number"},
                {"field": "ended", "label": "Ended"},
                {"field": "median", "label": "Median life, years"},
                {"field": "interval", "label": "95% interval"},
                {"field": "reach", "label": "Reach ten years"},
                {"field": "share", "label": "Last longer"},
            ],
        },
        {
            "caption": "Policies begun and ended under each government",
            "dataset": "rates",
            "wide": True,
            "columns": [
                {"field": "name", "label": "Prime minister"},
                {"field": "in_office", "label": "Years that count"},
                {"field": "began", "label": "Begun"},
                {"field": "began_said", "label": "Begun a year, 95% interval"},
                {"field": "ended", "label": "Ended"},
                {"field": "ended_said", "label": "Ended a year, 95% interval"},
            ],
        },
        {
            "caption": "Every policy of the table, with its source and state",
            "dataset": "policies",
            "unit": "name",
            "long": True,
            "columns": [
                {"field": "name", "label": "Policy", "wrap": True},
                {"field": "years_said", "label": "Years"},
                {"field": "kind_said", "label": "Kind"},
                {"field": "nation", "label": "Holds in"},
                {"field": "state", "label": "State"},
                {"field": "source_title", "label": "Source", "link": "source_url", "wrap": True},
                {"field": "end_source_title", "label": "Source of the end", "link": "end_source_url", "wrap": True},
                {"field": "note", "label": "Note", "wrap": True},
            ],
        },
    ),
    html=("notice", "inroads", "spans"),
    looks_form=(
        {"name": "by", "label": "Curves", "help": "", "kind": "select"},
        {
            "name": "highlight", "label": "Mark in the timeline (or click a policy)", "help": "",
            "kind": "select",
        },
    ),
    about=about,
)  # fmt: skip
