"""How long each of the chosen policies lived: spells with a start, and an end or none."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from levelkit.claims.policy_churn.policies import (
    ALL,
    GROUP_OF,
    GROUPS,
    NATIONS,
    VERIFIED,
    Policies,
    era_of,
    predecessors,
    reference_year,
)

if TYPE_CHECKING:
    import xarray as xr
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

#: What began and ended in one year lasted about this part of it.
SHORTEST = 0.5
#: Kinds that are no document and no agreement.
ACTS = ("bodies", "money", "areas")
APART, CHAIN = "apart", "chain"


@dataclass(frozen=True)
class Lives:
    """Spells: each a policy, or a chain of successors by its first.

    Attributes
    ----------
    policy, name, group, started : array of str
        Identifier, name, group of kinds and era of start.
    start, end : array
        Years; the end is missing if it still runs.
    duration : array
        Years, so far if it still runs.
    ended : array of bool
    members : array of int
        Rows of the table.
    """

    policy: NDArray[Any]
    name: NDArray[Any]
    group: NDArray[Any]
    started: NDArray[Any]
    start: Floats
    end: Floats
    duration: Floats
    ended: Flags
    members: NDArray[np.int_]

    def dataset(self) -> xr.Dataset:
        """The same as labelled arrays over ``spell``, as the measures of lifetimes take them."""
        import xarray as xr

        units = {"start": "year", "end": "year", "duration": "years", "members": "rows"}
        values = {
            name: ("spell", getattr(self, name), {"units": units.get(name, "1")})
            for name in ("start", "end", "duration", "ended", "members")
        }
        labels = {name: ("spell", getattr(self, name)) for name in ("name", "group", "started")}
        return xr.Dataset(values, coords={"spell": self.policy, **labels})


@dataclass(frozen=True)
class _Columns:
    """The table as plain arrays, worked out once."""

    policy: NDArray[Any]
    name: NDArray[Any]
    group: NDArray[Any]
    nation: NDArray[Any]
    start: Floats
    end: Floats  # infinite if it runs beyond the reference year
    verified: Flags
    before: dict[str, str]


@functools.lru_cache(maxsize=4)
def _columns(policies: Policies) -> _Columns:
    frame = policies.frame
    start, end = (
        np.array(frame[key].astype("float64"), dtype=np.float64)
        for key in ("start_year", "end_year")
    )
    return _Columns(
        policy=frame["policy"].to_numpy(dtype=object),
        name=frame["name"].to_numpy(dtype=object),
        group=np.array([GROUP_OF[kind] for kind in frame["kind"]], dtype=object),
        nation=frame["nation"].to_numpy(dtype=object),
        start=start,
        end=np.where(end <= reference_year(), end, np.inf),
        verified=(frame["state"] == VERIFIED).to_numpy(dtype=bool),
        before=predecessors(frame),
    )


def groups_of(what: str) -> tuple[str, ...]:
    """The groups of kinds that count as a policy."""
    return {ALL: tuple(GROUPS), "acts": ACTS}.get(what, (what,))


@functools.lru_cache(maxsize=64)
def rows(
    policies: Policies, *, what: str, nation: str, era: str, successors: str, unverified: bool
) -> tuple[NDArray[np.int_], tuple[str, ...]]:
    """Which rows of the table are of these kinds, nations and era, and the chain of each.

    Parameters
    ----------
    policies : Policies
    what, nation, era, successors
        Choices of the claim.
    unverified : bool
        Whether rows that are not verified are among them.

    Returns
    -------
    positions : array of int
        In the table.
    chains : tuple of str
        The policy that each row's chain of successors begins with: itself unless successors count
        as one. A chain runs over rows that are there; one whose link was left out is cut in two. Its
        era is that of its first policy.
    """
    table = _columns(policies)
    kept = np.isin(table.group, groups_of(what))
    if nation != ALL:
        kept &= np.isin(table.nation, NATIONS[nation])
    if not unverified:
        kept &= table.verified
    at = np.flatnonzero(kept)
    there = dict(zip(table.policy[at].tolist(), table.start[at].tolist(), strict=True))

    def first(policy: str) -> str:
        while successors == CHAIN and table.before.get(policy) in there:
            policy = table.before[policy]
        return policy

    chains = [first(policy) for policy in there]
    if era != ALL:
        wanted = [era_of(int(there[chain])) == era for chain in chains]
        at = at[np.array(wanted, dtype=bool)]
        chains = [chain for chain, yes in zip(chains, wanted, strict=True) if yes]
    return at, tuple(chains)


@functools.lru_cache(maxsize=64)
def lives(
    policies: Policies, *, what: str, nation: str, era: str, successors: str, unverified: bool
) -> Lives:
    """The policies that are counted, each or each chain of successors as one spell.

    Parameters
    ----------
    policies, what, nation, era, successors, unverified
        As in :func:`rows`.

    Returns
    -------
    Lives
        In the order of start.

    Notes
    -----
    The table has years, not days: a policy is taken to begin and to end in the middle of its
    years, so that one that still runs has lasted to half a year beyond the last one, and one
    that ended in the year it began half a year.
    """
    table = _columns(policies)
    at, chains = rows(
        policies, what=what, nation=nation, era=era, successors=successors, unverified=unverified
    )
    place = {policy: k for k, policy in enumerate(table.policy.tolist())}
    heads = np.array([place[chain] for chain in dict.fromkeys(chains)], dtype=int)
    of = {policy: k for k, policy in enumerate(table.policy[heads].tolist())}
    which = np.array([of[chain] for chain in chains], dtype=int)
    start, end = table.start[heads], np.zeros(heads.size)
    np.maximum.at(end, which, table.end[at])
    ended = np.isfinite(end)
    until = np.where(ended, np.maximum(end, start + SHORTEST), reference_year() + SHORTEST)
    order = np.lexsort((table.policy[heads].astype(str), start))
    return Lives(
        policy=table.policy[heads][order],
        name=table.name[heads][order],
        group=table.group[heads][order],
        started=np.array([era_of(int(year)) for year in start[order]], dtype=object),
        start=start[order],
        end=np.where(ended, end, np.nan)[order],
        duration=(until - start)[order],
        ended=ended[order],
        members=np.bincount(which, minlength=heads.size)[order],
    )
