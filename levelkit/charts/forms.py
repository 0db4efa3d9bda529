"""Which chart forms there are: every one that a module of this folder declares."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from pathlib import Path

from levelkit.catalogue.errors import unknown
from levelkit.charts.form import Form, FormError


@functools.cache
def forms() -> dict[str, Form]:
    """Every form by name, sorted."""
    every: dict[str, Form] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        declared = vars(importlib.import_module(f"levelkit.charts.{module.name}")).values()
        every |= {form.name: form for form in declared if isinstance(form, Form)}
    return dict(sorted(every.items()))


def form_named(name: str) -> Form:
    """One form by name.

    Raises
    ------
    FormError
        With the close matches and the names there are.
    """
    if name not in forms():
        raise FormError(unknown("form", name, forms()))
    return forms()[name]
