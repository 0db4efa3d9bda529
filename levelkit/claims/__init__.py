"""Claims: a question, choices, a criterion stated beforehand, and an answer."""

from levelkit.claims.check import ClaimError
from levelkit.claims.choice import Choice, View
from levelkit.claims.claim import Claim, Effect
from levelkit.claims.evidence import Evidence
from levelkit.claims.input import Input
from levelkit.claims.labelled_panel import Measure, Panel
from levelkit.claims.panels import panel, panels
from levelkit.claims.registry import UnknownClaimError, claim, claim_names, register, unregister
from levelkit.claims.verdict import Part, Verdict

__all__ = [
    "Choice",
    "Claim",
    "ClaimError",
    "Effect",
    "Evidence",
    "Input",
    "Measure",
    "Panel",
    "Part",
    "UnknownClaimError",
    "Verdict",
    "View",
    "claim",
    "claim_names",
    "panel",
    "panels",
    "register",
    "unregister",
]
