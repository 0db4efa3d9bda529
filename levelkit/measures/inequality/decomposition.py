"""Inequality split between and within groups, over any number of nested levels."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from levelkit.measures.core.dims import check_level, check_option, matched
from levelkit.measures.core.statistic import public_statistic
from levelkit.measures.core.variation import above, known
from levelkit.measures.inequality.entropy import ENTROPIES, curved_term, term
from levelkit.measures.inequality.groups import Level, nested_groups
from levelkit.measures.inequality.options import former_draws

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr


@public_statistic(former=former_draws)
def decompose(
    x: xr.DataArray,
    measure: str = "theil",
    *,
    groups: Any,
    dim: str = "region",
    weights: xr.DataArray | None = None,
    skipna: bool = True,
    test: bool = False,
    interval: bool = False,
    resamples: int = 999,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> xr.Dataset:
    """Split inequality into what lies between groups and what lies within them.

    A measure I is the weighted mean of a function f of x / mean: r ln r for Theil T,
    -ln r for the mean log deviation, (r - 1)^2 for the squared coefficient of variation.
    With every unit put at its group's mean it is ``I_between``; the rest is within. With
    levels 1 (outermost) to L the components are

        I_between(1),   I_between(2) - I_between(1),  ...,   I - I_between(L)

    and add up to I.

    Parameters
    ----------
    x : DataArray
        Values per head in any unit, 0 or more (above 0 for the mean log deviation), with
        ``dim``; further dimensions (year, draw) are kept. May be chunked: it is then read
        some times over, a chunk at a time; ``test`` and ``interval`` load it.
    measure : {"theil", "mean_log_deviation", "squared_cv"}
        What is split.
    groups : str, DataArray or list of them
        Coordinates of ``x`` over ``dim``, or labels over ``dim``: the outermost first,
        as ``["itl1_code", "itl2_code"]`` for the ITL3 regions of ``uk-itl`` (what is left
        within ITL2 lies between ITL3 regions). Units without a label are left out.
    dim : str
        The dimension of the units.
    weights : DataArray, optional
        People, with ``dim``; each unit counts once without.
    skipna : bool
        Leave missing values out, or let them make their slice missing.
    test : bool
        Whether to compute p-values by permutation: how often units dealt at random to the
        groups (of the same sizes, within the groups of the level above) differ as much.
    interval : bool
        Whether to compute percentile intervals from units (with their groups) drawn again.
    resamples : int
        How often units are dealt or drawn.
    level : float
        Confidence level of the intervals.
    rng : int or Generator
        Seed of the draws.

    Returns
    -------
    Dataset
        ``total``; over ``component``: ``estimate``, ``share`` (of the total), ``p_value`` (with
        ``test``), ``ci_low``, ``ci_high``, ``share_ci_low``, ``share_ci_high`` (with ``interval``); for each level, over its groups:
        ``between_<level>``, ``within_<level>`` (what each group adds to the total: the
        two add up to it over the groups) and ``weight_<level>`` (its share of weights).

    Raises
    ------
    ValueError
        If an option or label is unknown, groups do not nest, or a value is out of bounds.

    References
    ----------
    Shorrocks (1980), Econometrica 48, 613-625. Nested levels: Akita (2003), Annals of
    Regional Science 37, 55-77. Permutation: Rey (2004), in Goodchild and Janelle.
    Bootstrap: Mills and Zandvakili (1997), Journal of Applied Econometrics 12, 133-150.

    Notes
    -----
    The between part of many small groups is above 0 by luck alone: look at its ``test``. For the same reason percentile intervals of the between part lean up
    and those of the within part down when groups hold few units.

    Examples
    --------
    >>> import levelkit as lk
    >>> itl3 = lk.load("uk-itl").query(region="level == 'ITL3'").sel(year=2019)
    >>> parts = lk.decompose(itl3.gdp_per_head_gbp, groups=["itl1_code", "itl2_code"], weights=itl3.population)
    >>> parts.table()[["component", "share"]].round(2)
                        component  share
    0           between itl1_code   0.22
    1  itl2_code within itl1_code   0.42
    2            within itl2_code   0.36
    """
    check_level(level)
    check_option("measure", measure, tuple(ENTROPIES))
    sign = "not negative" if ENTROPIES[measure] else "positive"
    values, w, _ = matched(x, weights, dim, skipna=skipna, what=f"A value for {measure}", sign=sign)
    levels, grouped = nested_groups(x, groups, dim)
    if not grouped.all():
        values, w = values.isel({dim: grouped}), w.isel({dim: grouped})

    result = _split(values, w, levels, measure, dim, skipna=skipna)
    if test or interval:
        from levelkit.measures.inequality.inference import intervals, p_values

        w = w.transpose(*values.dims)
        if test:
            p_value = p_values(values, w, levels, measure, dim, result.estimate, resamples, rng)
            result["p_value"] = p_value
        if interval:
            result.update(intervals(values, w, levels, measure, dim, resamples, level, rng))
    left_out = x.size - int((values.notnull() & (w > 0)).sum())
    result.attrs = {
        "statistic": f"decomposition of {measure}",
        "units": "1",
        "weights": "unweighted" if weights is None else f"weighted by {weights.name or 'weights'}",
        "n_left_out": left_out,
        "n_without_group": int((~grouped).sum()),
        "p_value": f"permutation ({resamples} draws)" if test else "none",
        "interval": f"percentile bootstrap ({resamples} draws), level {level:g}"
        if interval
        else "none",
        "resamples": resamples if test or interval else 0,
    }
    return result


def component_names(levels: list[Level]) -> list[str]:
    """What each component is called, from the outermost to what is left at the end."""
    names = [level.name for level in levels]
    nested = [f"{low} within {high}" for high, low in pairwise(names)]
    return [f"between {names[0]}", *nested, f"within {names[-1]}"]


def _split(
    values: xr.DataArray,
    w: xr.DataArray,
    levels: list[Level],
    measure: str,
    dim: str,
    *,
    skipna: bool,
) -> xr.Dataset:
    """The decomposition itself: sums over groups of weights and of weighted values."""
    import xarray as xr

    total_weight = w.sum(dim, skipna=skipna)
    total_weight = total_weight.where(total_weight > 0)
    mean = (w * values).sum(dim, skipna=skipna) / total_weight
    mean = mean.where(mean != 0)
    counted = values.where(w > 0)
    # Known means let each chunk go once it is read.
    total_weight, mean, low, high = known(total_weight, mean, counted.min(dim), counted.max(dim))
    share = w / total_weight
    # Units that are equal but for rounding are equal: then every part is 0, not a remainder.
    relative = (values / mean).where(above(high, low) | mean.isnull(), 1.0)
    each = share * term(relative, measure)  # what each unit adds
    total = (share * curved_term(relative, measure)).sum(dim, skipna=skipna)
    total = total.where(mean.notnull())

    terms = {"total": total}
    units = {"weight": share, "output": share * relative, "everything": each}
    upto = []  # inequality between the groups of each level
    for group in levels:
        name = group.name
        sums = _by_group(xr.Dataset(units), group, dim, skipna=skipna)
        weight, output, everything = (sums[part] for part in units)
        group_mean = output / weight.where(weight > 0)  # over the mean of all
        # A group without weight in this slice has no mean and adds nothing.
        between, curved = (
            (weight * part(group_mean, measure)).where(weight != 0, 0.0)
            for part in (term, curved_term)
        )
        terms[f"between_{name}"] = between
        terms[f"within_{name}"] = everything - between
        terms[f"weight_{name}"] = weight
        upto.append(curved.sum(name, skipna=skipna))

    steps = [upto[0], *((low - high).clip(min=0.0) for high, low in pairwise(upto))]
    parts = [*steps, (total - upto[-1]).clip(min=0.0)]
    estimate = xr.concat(parts, dim=xr.Variable("component", component_names(levels)))
    terms["estimate"] = estimate.where(total.notnull())
    terms["share"] = terms["estimate"] / total.where(total > 0)
    return xr.Dataset(terms)


def _by_group(units: xr.Dataset, group: Level, dim: str, *, skipna: bool) -> xr.Dataset:
    """Sums over the units of each group, chunk by chunk for chunked arrays."""
    import xarray as xr
    from flox.xarray import xarray_reduce

    plain = units.drop_vars([c for c in units.coords if c not in units.dims or c == dim])
    by = xr.DataArray(group.codes, dims=dim, name=group.name)
    expected = list(range(len(group.labels)))
    reduced: xr.Dataset = xarray_reduce(
        plain, by, func="sum", skipna=skipna, expected_groups=expected, fill_value=0.0
    )
    return reduced.assign_coords({group.name: group.labels})
