"""The answers of the site that browser tests open: those around the views that they visit.

A whole site takes minutes of all cores (`make test-release` builds it). A test that goes where
this one has no answer reads so on the page: then its view belongs in VIEWS.
"""

import json
import random
from urllib.parse import parse_qsl

import levelkit as lk
from levelkit.claims import claim_names

#: Views besides each claim's usual one and those of its lecture, as they stand in addresses.
VIEWS = {
    "century-of-ranks": (
        "data=europe-germany&measure=gdp_per_head_intl2011usd&last_year=2015&include_capital=no",
        "data=europe-ireland&measure=gdp_per_head_intl2011usd&first_year=1950&last_year=2015",
        "data=uk-itl2&measure=gdp_per_head_gbp&first_year=1998&last_year=2015&include_capital=no",
        "first_year=1910&last_year=2015&include_capital=no",
        "first_year=1910&last_year=2015",
        "first_year=1925&last_year=1980",
        "first_year=1950&last_year=2015",
        "last_year=2019&include_capital=no",
        "last_year=2022&include_capital=no",
        "measure=gdp_per_head_intl2011usd&first_year=1910&last_year=2015&include_capital=no",
        "measure=gdp_per_head_intl2011usd&first_year=1925&last_year=1980&include_capital=no",
        "measure=gdp_per_head_intl2011usd&first_year=1980&last_year=2015",
        "measure=gdp_per_head_intl2011usd&last_year=2000&include_capital=no",
        "measure=gdp_per_head_intl2011usd&last_year=2015&include_capital=no",
    ),
    "convergence": ("data=uk-itl1-gva&include_capital=no",),
    "devolution": (
        "index=composite&group=oecd&components=both&scale=min-max&aggregate=mean&dependence=centralised&gaps=any",
    ),
    "policy-churn": (
        "what=bodies&nation=england",
        "what=money&nation=england&era=1997-2009&successors=chain&unverified=yes",
        "what=money&nation=england&successors=chain&unverified=yes",
        "what=money&successors=chain&unverified=yes",
        "what=money&unverified=yes",
    ),
    "widening-gaps": (
        "data=uk-lad-2023-income&measure=gini&first_year=1997&weighted=no&include_capital=no",
        "data=uk-itl1-income&first_year=1997&last_year=2022&include_capital=no",
        "measure=gini&first_year=2008&include_capital=no&real_prices=yes",
        "measure=gini&first_year=2008&include_capital=no",
        "measure=gini&include_capital=no",
    ),
}


#: Details that are looked at, by name.
DETAILS = {"place": ["E08000003", "E08000035", "TLC", "TLE42", "TLI", "TLM50"]}

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


def answers_of(claim):
    """The usual view with its neighbours, and the other ones that are visited."""
    views = [
        *neighbours(claim, claim.complete({})),
        *(claim.complete(view.choices) for view in claim.views),
        *(claim.complete(dict(parse_qsl(view))) for view in VIEWS.get(claim.name, ())),
        *(sampled() if claim.name == "century-of-ranks" else ()),
    ]
    return list({tuple(view.items()): view for view in views}.values())


def write_views(path):
    """A file for ``build_site(only=...)``."""
    views = {name: answers_of(lk.claim(name)) for name in claim_names()} | {"details": DETAILS}
    path.write_text(json.dumps(views), encoding="utf-8")
    return path
