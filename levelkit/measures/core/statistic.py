"""What every public statistic has in common, put around it by one decorator."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast, overload

from levelkit.measures.core.fields import warn_renamed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    import xarray as xr

    from levelkit.measures.core.results import ResultArray, ResultDataset, ResultTable

P = ParamSpec("P")
R = TypeVar("R")

#: Options that stand for the number of draws: ``resamples`` since they are one.
FORMER_DRAWS = ("draws", "permutations", "n_boot", "bootstrap")


class _Decorator:
    """The types of :func:`public_statistic`: xarray and pandas objects gain the face of results."""

    @overload
    def __call__(self, function: Callable[P, xr.DataArray]) -> Callable[P, ResultArray]: ...
    @overload
    def __call__(self, function: Callable[P, xr.Dataset]) -> Callable[P, ResultDataset]: ...
    @overload
    def __call__(self, function: Callable[P, pd.DataFrame]) -> Callable[P, ResultTable]: ...
    @overload
    def __call__(self, function: Callable[P, R]) -> Callable[P, R]: ...
    def __call__(self, function: Any) -> Any:
        raise NotImplementedError


def public_statistic(
    *, carries_name: bool = False, former: Callable[[dict[str, Any]], dict[str, Any]] | None = None
) -> _Decorator:
    """Make a function a public statistic.

    Its result has ``summary()``, ``table()``, ``to_dataframe()`` and HTML; each part has a
    ``long_name`` and ``units`` of its own; ``attrs`` say which ``function`` it is of and, if it
    draws, how many ``resamples`` from which ``seed``. Options by their former names are taken,
    with a ``DeprecationWarning``.

    Parameters
    ----------
    carries_name : bool
        The result is the figures in another form (smoothed, relative to a mean): its name is
        theirs, followed by what was done.
    former : callable, optional
        Takes options as they were given and returns them under their present names, where that
        is more than another name for the number of draws.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        parameters = inspect.signature(function).parameters
        first = next(iter(parameters))
        defaults = {
            name: parameters[name].default for name in ("resamples", "rng") if name in parameters
        }
        renamed = {} if "resamples" not in defaults else {
            name: "resamples" for name in FORMER_DRAWS if name not in parameters
        }  # fmt: skip

        @functools.wraps(function)
        def asked(*args: Any, **options: Any) -> Any:
            from levelkit.measures.core.results import finished

            if former is not None:
                options = former(options)
            elif not renamed.keys().isdisjoint(options):
                options = renamed_options(function.__name__, renamed, options)
            rng = options.get("rng", defaults.get("rng"))
            facts = {}
            if defaults:
                seed = rng if isinstance(rng, int) else "the caller's generator"
                facts = {"resamples": options.get("resamples", defaults["resamples"]), "seed": seed}
            result = function(*args, **options)
            figures = (args[0] if args else options[first]) if carries_name else None
            return finished(result, function.__name__, facts, of=figures)

        return asked

    return cast("_Decorator", decorate)


def renamed_options(
    function: str, renamed: Mapping[str, str], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Options under their present names, with a warning for each that was not."""
    present: dict[str, Any] = {}
    for name, value in options.items():
        new = renamed.get(name, name)
        if new != name:
            warn_renamed(f"{function}: the option {name!r}", repr(new))
        if new in present or (new != name and new in options):
            raise TypeError(
                f"{function}: {name!r} is {new!r} by its former name: give one of them."
            )
        present[new] = value
    return present
