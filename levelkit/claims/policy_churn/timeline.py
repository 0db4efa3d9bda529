"""What a timeline of policies is drawn from: the whole table, the rows of a choice, parties in office."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from levelkit.claims.policy_churn.governments import stretches
from levelkit.claims.policy_churn.lives import rows
from levelkit.claims.policy_churn.policies import (
    GROUP_NAMES,
    GROUP_OF,
    VERIFIED,
    Policies,
    entry,
    reference_year,
)

if TYPE_CHECKING:
    import xarray as xr


@functools.lru_cache(maxsize=4)
def policies_table(policies: Policies) -> xr.Dataset:
    """Every row and column of the table.

    Returns
    -------
    Dataset
        Over ``row``: the table's own columns (missing where a cell is empty), ``kind_label`` (the kind
        in words), ``group`` (of kinds), ``verified``, ``running`` (beyond the reference year) and
        ``until`` (the last year, the reference year where it still runs).
    """
    import xarray as xr

    frame = policies.frame
    kinds = next(column for column in entry()["schema"]["fields"] if column["name"] == "kind")
    labels = {kind["value"]: kind["label"] for kind in kinds["categories"]}
    end = np.array(frame["end_year"].astype("float64"))
    running = ~(end <= reference_year())
    objects = frame.astype(object).where(frame.notna(), None)
    columns = {
        str(name): ("row", column.to_numpy(dtype=object)) for name, column in objects.items()
    }
    return xr.Dataset(
        {
            **columns,
            "kind_label": ("row", [labels[kind] for kind in frame["kind"]]),
            "group": ("row", [GROUP_OF[kind] for kind in frame["kind"]]),
            "verified": ("row", (frame["state"] == VERIFIED).to_numpy(dtype=bool)),
            "running": ("row", running),
            "until": ("row", np.where(running, reference_year(), end).astype(int)),
        },
        attrs={"columns": [column["name"] for column in entry()["schema"]["fields"]]},
    )


@functools.lru_cache(maxsize=64)
def timeline(
    policies: Policies, *, what: str, nation: str, era: str, successors: str
) -> xr.Dataset:
    """The rows of a choice from the top of its timeline, unverified ones below all others.

    Returns
    -------
    Dataset
        Over ``bar``: ``row`` (in the table of policies) and ``follows`` (true of a policy that counts as
        one with that above it). Where successors count as one they stand below each other.
    """
    import xarray as xr

    at, chains = rows(
        policies, what=what, nation=nation, era=era, successors=successors, unverified=True
    )
    frame = policies.frame
    policy, start = frame["policy"].tolist(), frame["start_year"].tolist()
    verified = (frame["state"] == VERIFIED).tolist()
    first = dict(zip(policy, start, strict=True))
    bars = sorted(
        zip(at.tolist(), chains, strict=True),
        key=lambda bar: (
            not verified[bar[0]], first[bar[1]], bar[1], start[bar[0]], policy[bar[0]],
        ),
    )  # fmt: skip
    return xr.Dataset(
        {
            "row": ("bar", np.array([row for row, _ in bars], dtype=int)),
            "follows": ("bar", np.array([chain != policy[row] for row, chain in bars], dtype=bool)),
        }
    )


@functools.lru_cache(maxsize=1)
def parties() -> xr.Dataset:
    """Stretches of one party in office: ``party``, ``begins``, ``ends`` (infinite if it still is)."""
    import xarray as xr

    party, begins, ends = zip(*stretches(), strict=True)
    columns = {"party": party, "begins": begins, "ends": ends}
    return xr.Dataset({name: ("stretch", list(values)) for name, values in columns.items()})


@functools.lru_cache(maxsize=1)
def kinds() -> xr.Dataset:
    """The ``name`` of each ``group`` of kinds."""
    import xarray as xr

    return xr.Dataset(
        {"name": ("group", list(GROUP_NAMES.values()))}, coords={"group": list(GROUP_NAMES)}
    )
