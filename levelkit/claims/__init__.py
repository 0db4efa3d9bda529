"""Claims: a question, choices, a criterion stated beforehand, and an answer."""

from levelkit.claims.evidence import Evidence, Verdict
from levelkit.claims.panels import Panel, panel, panels

__all__ = ["Evidence", "Panel", "Verdict", "panel", "panels"]
