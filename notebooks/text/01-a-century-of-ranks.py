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
#   title: A century of ranks
# ---

# %% [markdown]
# # A century of ranks
#
# > The ranking of UK regions by output per head in 2020 is about what it was in 1900.
# > — the claim, after Andy Haldane's lecture on levelling up

# %%
import levelkit as lk

page = lk.pages.ClaimPage("century-of-ranks")

# %%
page.criterion

# %%
page.controls

# %%
page.main

# %%
page.pair("slope", "heatmap")

# %% [markdown]
# ## How fragile is the answer?

# %%
page.fragility

# %% [markdown]
# ## The figures behind the charts

# %%
page.tables

# %%
page.pair("elsewhere", "countries")

# %%
page.html["half-life"]

# %% [markdown]
# ## How the answer is judged
#
# One criterion for all data and choices; it stands above the controls. It was set knowing how the UK's ranks correlate,
# so its real test is the other countries and the other choices. The claim is
#
# - **supported** if the rank correlation (Spearman's ρ) between the two years is at least 0.7, is unlikely to be
#   luck (two-sided p below 0.05), and was at least 0.5 in every year between;
# - **not supported** if it is below 0.4;
# - **mixed** otherwise: above all when the ends agree but the order was lost on the way;
# - **not judged** with fewer than five regions.
#
# The p-value is exact up to twelve regions: all orderings are counted. The interval is Fisher's z with Bonett and
# Wright's standard error for ranks, since resampling ten regions gives intervals that are too short at the top. (Above
# .95 this one is a little short as well.) The p-value is exact and the interval approximate, so that at the edge the
# two may disagree: p just below 0.05 with an interval that includes 0, or the reverse. The verdict goes by the p-value.
# The first year's correlation with itself is 1 by construction and has neither.
# The regions are all there are, not a sample: read the interval as how much ten places can tell at all, and the
# near ties as how much the figures can.
#
# The curve of combinations counts those that bear on the claim: UK regions from 1960 or before to 2000 or later. Over
# shorter spans an order hardly has time to change, which says nothing of a century; the table beside it shows how much the
# share depends on that. Combinations are no independent experiments: they share regions and years, and the share
# that supports a claim is not a probability.
#
# The white paper puts the claim so: "these differences have persisted for much of the last century" (HM Government,
# *Levelling Up the United Kingdom*, CP 604, 2 February 2022, executive summary; Open Government Licence v3.0).

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
# functions alone. Swap in your own panel at the first step and run on.
#
# ## 1. The figures

# %% tags=["analyst"]
lk.datasets()[["title", "publisher", "licence"]]

# %% tags=["analyst"]
panel = lk.load("uk-century")
panel

# %% [markdown] tags=["analyst"]
# The breaks and merged units travel with the data:

# %% tags=["analyst"]
panel.attrs["series_breaks"] + panel.attrs["merged_units"]

# %% [markdown] tags=["analyst"]
# ## 2. Ranks
#
# One basis first: Rosés and Wolf's GDP per head, benchmark years from 1900 to 2015. Rank 1 is the highest.

# %% tags=["analyst"]
output = panel.gdp_per_head_intl2011usd.dropna("year", how="all")
ranks = lk.rank(output)
ranks.assign_coords(region=panel.name.values).to_pandas().astype(int).sort_values(1900)

# %% [markdown] tags=["analyst"]
# Which of the ranks mean something? With an error of 3%, a region and all those within 3% of it are near ties (bands are
# formed around the regions with the most such neighbours, so that no band chains on to regions further off):

# %% tags=["analyst"]
bands = lk.tie_bands(output, error=0.03)
latest = bands.sel(year=2015).assign_coords(region=panel.name.values)
latest[["rank", "band", "rank_best", "rank_worst"]].to_dataframe().drop(
    columns=["name", "code"]
).sort_values("rank")

# %% [markdown] tags=["analyst"]
# ## 3. Does the order of 1900 return?
#
# Spearman's rank correlation of each year with 1900. For regions $i$ with ranks $r_i$ and $s_i$,
# $\rho = 1 - 6 \sum_i (r_i - s_i)^2 / \left(n (n^2 - 1)\right)$ without ties.

# %% tags=["analyst"]
order = lk.spearman_rho(output, base=1900)
order.to_dataframe().round(3)

# %% [markdown] tags=["analyst"]
# The ends agree (0.87 in 2015), yet by 1960 only 0.28 was left. Kendall's τ, which counts pairs of regions in the same
# order, tells the same story, and so does the mean number of places that a region moved:

# %% tags=["analyst"]
tau = lk.kendall_tau(output, base=1900)
moved = lk.mean_rank_change(output, base=1900)
moved[["estimate", "expected", "p_value"]].assign(kendall_tau=tau.estimate).drop_vars(
    "spliced_basis"
).to_dataframe().round(3)

# %% [markdown] tags=["analyst"]
# Do all twelve benchmark years agree on one order? Kendall's W is 1 if they do and 0 if they have none in common.

# %% tags=["analyst"]
lk.kendall_w(output)

# %% [markdown] tags=["analyst"]
# ## 4. How long does a gap last?
#
# An AR(1) of the log gap to the average, in continuous time because benchmark years are unevenly spaced.

# %% tags=["analyst"]
lk.half_life(output)

# %% [markdown] tags=["analyst"]
# ## 5. Is that unusual?
#
# The same correlation for every country of Europe's century.

# %% tags=["analyst"]
europe = lk.load("europe-century")
found = {
    country: lk.spearman_rho(regions.gdp_per_head_intl2011usd, base=1900).estimate
    for country, regions in europe.groupby("country")
    if regions.sizes["region"] >= 5
}
{country: round(float(rho.sel(year=2015)), 2) for country, rho in sorted(found.items())}

# %% [markdown] tags=["analyst"]
# ## 6. The claim as one call
#
# What the page asks for each choice of its controls:

# %% tags=["analyst"]
claim = lk.claim("century-of-ranks")
evidence = claim.evaluate(last_year=2015, include_capital=False)
evidence.verdict, evidence.sentence

# %% [markdown] tags=["analyst"]
# And under every combination of choices that bears on the claim:

# %% tags=["analyst"]
from levelkit.claims.combinations import combinations

table = combinations(claim)
counted = table[[claim.counted(made) for made in table.to_dict("records")]]
lk.choice_influence(counted, [choice.name for choice in claim.choices]).round(2)

# %% [markdown] tags=["analyst"]
# **Exercise.** Leave London out in step 2 (`output.sel(region=~panel.is_capital)`). How low does the correlation
# fall, and in which year? Then replace the panel by `lk.load("uk-itl")` and rank the 41 ITL2 areas.
