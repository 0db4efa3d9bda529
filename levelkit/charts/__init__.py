"""Chart forms, authored in Altair: each module beside this one has one or more, no data in them.

``levelkit.charts.bump_chart`` is a :class:`~levelkit.charts.form.Form`: called, it gives the chart
without rows, and :meth:`~levelkit.charts.form.Form.chart` one with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelkit.charts.form import Form


def __getattr__(name: str) -> Form:
    """A form by name."""
    if not name.startswith("_"):
        from levelkit.charts.forms import forms

        if name in forms():
            return forms()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names of all forms."""
    from levelkit.charts.forms import forms

    return sorted(forms())
