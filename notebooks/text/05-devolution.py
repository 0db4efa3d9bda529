# ---
# jupyter:
#   jupytext:
#     formats: ipynb,text//py:percent
#     notebook_metadata_filter: title
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   title: Devolution
# ---

# %% [markdown]
# # Is the UK among the most centralised western democracies, and is that part of the cause?
#
# > The UK is among the most centralised western democracies in tax and spending, and that is part of the cause of its
# > regional gaps.
# > — the claim, after Andy Haldane's lecture on levelling up

# %%
import levelkit as lk

page = lk.pages.ClaimPage("devolution")

# %%
page.main

# %% [markdown]
# ## By every index and year

# %%
page.html["index-years"]

# %% [markdown]
# ## Does the place depend on the weights?

# %%
page.charts["places"]

# %%
page.html["built"]

# %%
page.inputs["weights"]

# %%
page.inputs["elasticity"]

# %%
page.inputs["turned"]

# %%
page.inputs["own"]

# %% [markdown]
# ## Does it matter?

# %%
page.pair("scatter", "influence")

# %%
page.inputs["left_out"]

# %% [markdown]
# ## And with other countries, or wealth held constant?

# %%
page.pair("specifications", "reading")

# %% [markdown]
# ## And by other regional figures, or within countries over the years?

# %%
page.charts["estimates"]

# %% [markdown]
# ## Does the action take place locally?
#
# The lecture also says that the majority of the action takes place locally.

# %%
page.html["local"]

# %% [markdown]
# ## What changed when

# %%
page.charts["timeline"]

# %% [markdown]
# ## Does the answer hold up?

# %%
page.fragility

# %% [markdown]
# ## The figures behind the charts

# %%
page.tables

# %% [markdown]
# ## How the answer is judged

# %%
page.criterion

# %% [markdown]
# One criterion for all indices and choices. The claim has three parts, each with a verdict of its own:
#
# - **Place**: the United Kingdom is in the most centralised quarter of the countries with figures. A complete count: the figure decides;
# - **Across countries**: of the countries compared, the more decentralised have smaller regional gaps;
# - **Within countries**: gaps shrink over the years where countries decentralise.
#
# Each link is a slope: supported if its whole 95% interval is below zero, not supported if the whole of it is above, *cannot tell* if it includes
# zero. With fewer than ten countries for the place, or eight for a slope, a part cannot be tested, and counts neither way. The claim is mixed where
# its parts differ.
#
# **Which countries.** Western democracies are the 24 members that the OECD had in 1973, less Japan and Türkiye: 22. Other groups are
# a choice away. A country that lacks an index is shown as lacking it; nothing is filled in. A *latest* figure is one of 2010 or later.
#
# **Fiscal indices** are the International Monetary Fund's, for all governments below the centre together: their share of taxes, of
# own revenue and of own spending; the vertical imbalance (the part of their spending that own revenue does not pay for) and
# their dependence on transfers. They count money, not power: a tax whose rate the centre sets may count as theirs.
#
# **Regional authority** is scored by Hooghe, Marks, Schakel and others from laws: what regions decide for themselves (self rule) and for
# the whole country (shared rule). It counts regions, not municipalities, and in this version ends in 2010, before city mayors and the
# later Scotland and Wales Acts.
#
# **Ratios below 0 or above 100%** come from small or negative denominators, or from regions that pay more than they get. They are
# kept in a table of their own, named in the notes, and never drawn.
#
# **What does a place hang on?** The figures are no sample, so that there is no sampling error. We say whether leaving out one country would change the
# answer, and where the UK would be if all countries without a figure were more centralised. For one index we say where the UK was
# over the years within five, and where it would be if its figure were one percentage point (half a point of authority) lower or higher. For
# a composite we draw 10,000 sets of weights, each as likely as any other (Dirichlet), and give the places that 95% of them
# allow.
#
# **The composite.** Components are turned so that more is more decentralised, put on one scale, and put together with constant
# elasticity of substitution: infinite (arithmetic mean), one (geometric mean), one half (harmonic mean). *Min-max* runs
# from 1 (the most centralised) to 100; *ranks* ignore distances; *z* counts standard deviations and allows the arithmetic mean alone.
#
# **The link.** Regional inequality is the coefficient of variation of output per head over a country's regions, weighted by people, for
# countries with four or more regions and figures for nine in ten of them: NUTS 2 regions from 2008, before that Europe's regions since 1900, of the
# year nearest to the index's. Slopes are of the countries compared alone; the forest beside them shows others. Across countries: least squares, HC3
# standard errors (MacKinnon and White 1985), Student's t with N − 2 degrees of freedom. Within countries: country and year effects, standard errors
# from leaving out each country in turn (the cluster jackknife CV3 of MacKinnon, Nielsen and Webb 2023), Student's t with one degree of freedom
# fewer than countries. Three countries of fourteen make most of the changes, so that the usual clustered errors are too small: in simulations on
# these very countries and indices their 95% intervals cover 88 to 96%, those of the jackknife 93 to 97% (`benchmarks/slopes.py`). Fiscal figures and NUTS 2 figures overlap in 2008 to 2016; the
# Regional Authority Index ends in 2010, so that within countries the criterion takes Europe's regions since 1950 for it. Lags ask whether gaps
# follow some years later. *The smallest slope that would show*: one that a test at 5% finds with 80% power (Bloom 1995).
#
# **Wanted.** The OECD's fiscal decentralisation database, version 3 of the Regional Authority Index (to 2018) and the Local Autonomy Index (Ladner, Keuffer
# and Baldersheim) would say more. They were not to be had; the index builder takes them from a file of yours.
#
# The curve of combinations counts latest figures of western democracies and OECD members. They share countries and figures and are no
# independent experiments: the share that supports a claim is not a probability.

# %% [markdown]
# ## What to know about these figures

# %%
page.caveats

# %% [markdown]
# **Sources and licences** stand under each chart and in each download. The code is BSD-3-Clause; the figures keep the
# licences of their publishers.

# %% [markdown] tags=["analyst"]
# ---
# # The same answer, step by step
#
# From here on the notebook is for analysts: each cell is one step, on labelled arrays, with levelkit's public
# functions alone.
#
# ## 1. The figures

# %% tags=["analyst"]
fiscal = lk.load("imf-decentralisation")
fiscal = fiscal.isel(region=(fiscal.sector == "SNG").values)
tax = fiscal.tax_revenue_percent.sel(year=slice(2010, None))
latest = tax.to_pandas().ffill(axis=1).iloc[:, -1].set_axis(fiscal.name.values).dropna()
latest.sort_values().head(10)

# %% [markdown] tags=["analyst"]
# ## 2. The UK's place among 22 western democracies

# %% tags=["analyst"]
from levelkit.claims.devolution.countries import GROUPS

western = latest.reindex(GROUPS["western"].members)
western.rank().astype(int)["United Kingdom"], western.size

# %% [markdown] tags=["analyst"]
# ## 3. A composite, and 10,000 weightings
#
# `weight_uncertainty` counts from the highest index: the most centralised country is last.

# %% tags=["analyst"]
import numpy as np
import xarray as xr

authority = lk.load("regional-authority").sel(year=2010)
scores = authority[["self_rule_score", "shared_rule_score"]].to_dataframe().set_index("name")
parts = np.column_stack(
    [
        western,
        scores.self_rule_score.reindex(western.index),
        scores.shared_rule_score.reindex(western.index),
    ]
)
parts = xr.DataArray(
    parts,
    {"country": western.index.to_numpy(), "indicator": ["tax", "self", "shared"]},
    ("country", "indicator"),
)
scaled = lk.normalise(parts, dim="country", method="min-max", floor=0.01)
draws = lk.weight_uncertainty(scaled, dim="country", resamples=10_000)
23 - draws[["rank_mean", "rank_low", "rank_high"]].sel(country="United Kingdom").to_pandas()

# %% [markdown] tags=["analyst"]
# ## 4. The claim as one call

# %% tags=["analyst"]
claim = lk.claim("devolution")
evidence = claim.evaluate(index="authority")
evidence.verdict, evidence.sentence

# %% tags=["analyst"]
claim.evaluate(index="composite", weights={"tax": 1.0, "shared-rule": 0.2}).figures["place"]

# %% [markdown] tags=["analyst"]
# ## 5. The claim under every combination of choices

# %% tags=["analyst"]
from levelkit.claims.combinations import combinations

table = combinations(claim)
counted = table[[claim.counted(chosen) for chosen in table.to_dict("records")]]
counted.groupby("index").verdict.value_counts().unstack(fill_value=0)

# %% [markdown] tags=["analyst"]
# ## 6. The link across countries, with other countries

# %% tags=["analyst"]
claim.evaluate().tables["specifications"][["estimate", "ci_low", "ci_high", "n"]].to_dataframe()

# %% [markdown] tags=["analyst"]
# ## 7. The page's charts are yours
#
# Each figure of the page is an Altair chart with its data in it: change a title or a colour, put a layer on it, save it (`chart.save("chart.html")`).

# %% tags=["analyst"]
chart = page.figures["scatter"].chart()
chart.properties(title="Power and regional gaps", width=620)

# %% [markdown] tags=["analyst"]
# **Exercise.** Leave the United Kingdom out of the link (`left_out=["United Kingdom"]`). How much of the slope across countries is the UK's own?
