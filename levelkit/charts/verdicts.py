"""How verdicts are told apart in a chart: each has a shape, a colour, and a sign for its key.

Altair is not needed for this: a page with ready charts names the signs without it.
"""

from __future__ import annotations

from typing import NamedTuple

from levelkit.claims.verdict import Verdict


class Style(NamedTuple):
    """One verdict's.

    Attributes
    ----------
    shape : str
        Of Vega, or a path within a square from -1 to 1.
    ink : str
        A colour of the theme.
    sign : str
        The letter most like the shape, for a key in words.
    """

    shape: str
    ink: str
    sign: str


STYLES = {
    Verdict.SUPPORTED: Style("circle", "supported", "●"),
    Verdict.MIXED: Style("diamond", "mixed", "◆"),
    Verdict.CANNOT_TELL: Style("triangle-up", "cannot_tell", "▲"),
    Verdict.NOT_SUPPORTED: Style("cross", "not_supported", "✚"),
    Verdict.CANNOT_TEST: Style("M-1,-0.3H1V0.3H-1Z", "muted", "▬"),
}
