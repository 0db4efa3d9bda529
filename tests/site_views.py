"""The answers of the site that browser tests open: those around the views that they visit.

A whole site takes minutes of all cores (`make test-release` builds it). A test that goes where
this one has no answer reads so on the page: then its view belongs in VIEWS.
"""

import json
import random

import levelkit as lk
from levelkit.claims import claim_names

#: Views besides each claim's usual one and those of its lecture, as choices that differ from the usual.
VIEWS = {}


SAMPLED = 2  # combinations a panel of the century of ranks, beside its usual one


def sampled():
    """Views of every panel of the century of ranks, the same in every run."""
    rng = random.Random(0)
    claim = lk.claim("century-of-ranks")
    views = []
    for panel in claim.choices[0].offered({}):
        views.append(claim.complete({"data": panel}))
        for _ in range(SAMPLED):
            view = {"data": panel}
            for choice in claim.choices[1:]:
                view[choice.name] = rng.choice(list(choice.offered(view)))
            views.append(view)
    return views


def neighbours(claim, seed):
    """A view, and all that one control makes of it."""
    yield seed
    earlier = {}
    for choice in claim.choices:
        for value in choice.offered(earlier):
            if value != seed[choice.name]:
                yield fitting(claim, {**seed, choice.name: value})
        earlier[choice.name] = seed[choice.name]


def fitting(claim, wished):
    """Every choice: as wished where that is on offer, else its usual value."""
    chosen = {}
    for choice in claim.choices:
        value = wished[choice.name]
        chosen[choice.name] = value if value in choice.offered(chosen) else choice.usual(chosen)
    return chosen


def seeds(claim):
    usual = claim.complete({})
    yield usual
    yield from (claim.complete(view.choices) for view in claim.views)
    yield from (claim.complete(view) for view in VIEWS.get(claim.name, ()))


def answers_of(claim):
    every = {tuple(view.items()): view for seed in seeds(claim) for view in neighbours(claim, seed)}
    if claim.name == "century-of-ranks":
        every |= {tuple(view.items()): view for view in sampled()}
    return list(every.values())


def write_views(path):
    """A file for ``build_site(only=...)``."""
    views = {name: answers_of(lk.claim(name)) for name in claim_names()}
    path.write_text(json.dumps(views), encoding="utf-8")
    return path
