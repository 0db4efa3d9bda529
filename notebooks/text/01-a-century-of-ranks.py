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
# # Is the ranking of UK regions by output per head about what it was in 1900?
#
# > The ranking of UK regions by output per head in 2020 is about what it was in 1900.
# > — the claim, after Andy Haldane's lecture on levelling up

# %%
import levelkit as lk

page = lk.pages.ClaimPage("century-of-ranks")

# %%
page.main

# %% [markdown]
# ## How far apart were the regions?

# %%
page.pair("slope", "heatmap")

# %%
page.html["lowest"]

# %% [markdown]
# ## Does the answer hold up?

# %%
page.fragility

# %% [markdown]
# ## Is that unusual?

# %%
page.pair("elsewhere", "countries")

# %% [markdown]
# ## What does the answer hang on?

# %%
page.html["hangs"]

# %%
page.html["half-life"]

# %% [markdown]
# ## The figures behind the charts

# %%
page.tables

# %% [markdown]
# ## How the answer is judged

# %%
page.criterion

# %% [markdown]
# One criterion for all data and choices. The claim has two parts, each with a verdict of its own:
#
# - **the two ends agree**: supported if the rank correlation (Spearman's ρ) between the two years is at least 0.7, not
#   supported below;
# - **the order held in between**: supported if the correlation with the first year was at least 0.5 in every year
#   between, not supported below.
#
# Neither is judged with fewer than five regions, where even identical orders may be luck, nor on fewer than 40 years: too
# short to test a century. The lecture's sentence is about the ends. The threshold of the path was set knowing 1960, and that
# of the ends knowing how the UK's ranks correlate, so their real test is the other countries and the other choices.
#
# **Why the figure and not an interval?** The regions are all there are, not a sample: their ranks are a complete count, and
# no sampling error is left. What is left is said beside each number:
#
# - *without any one region*: the lowest and the highest correlation if one region is left out, and which ones would turn the verdict;
# - *if figures are 3% off*: the middle 95% of 20,000 draws in which every figure of both years is multiplied by an error of its
#   own (log-normal, with a standard deviation of 3%). Errors mostly pull a high correlation down.
#
# The interval in the table and in the curve of combinations is Fisher's z with Bonett and Wright's standard error for ranks: it says
# how much ten places could tell if they were drawn from many. (Above .95 it is a little short.) The p-value is exact up
# to twelve regions: all orderings are counted. Neither enters the verdict. The first year's correlation with itself
# is 1 by construction and has neither.
#
# **Ranks and levels.** Ranks count places, whatever the distance: where most regions are nearly level, small differences make for
# large changes of rank. So the correlation of the logarithms of output per head stands beside that of ranks. London, far above
# all others, holds it up; it is given without London too.
#
# The curve of combinations counts those that bear on the claim: UK regions from 1900 to 2000 or later. Starts of 1938, 1950 or
# 1960 are claims that nobody made; the table beside the curve has them, and other sets, for comparison. Combinations are no
# independent experiments: they share regions and years, and the share that supports a claim is not a probability.
#
# The white paper puts the claim so: "these differences have persisted for much of the last century" (HM Government,
# *Levelling Up the United Kingdom*, CP 604, 2 February 2022, executive summary; Open Government Licence v3.0).

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
# functions alone. Swap in your own panel at the first step and run on.
#
# ## 1. The figures

# %% tags=["analyst"]
import numpy as np

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
# The ends agree (0.87 in 2015), yet in 1960 it was 0.28. Kendall's τ, which counts pairs of regions in the same
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
# In 1960 seven of the ten regions were within 8% of each other, so that ranks make much of little. Levels agreed better, even
# without London:

# %% tags=["analyst"]
logs = np.log(output.sel(year=[1900, 1960]).to_pandas())
others = logs[~panel.is_capital.to_pandas()]
logs.corr().iloc[0, 1].round(2), others.corr().iloc[0, 1].round(2)

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
[(part.label, part.verdict, part.reason) for part in evidence.parts]

# %% [markdown] tags=["analyst"]
# And under every combination of choices that bears on the claim:

# %% tags=["analyst"]
from levelkit.claims.combinations import combinations

table = combinations(claim)
counted = table[[claim.counted(chosen) for chosen in table.to_dict("records")]]
lk.choice_influence(counted, [choice.name for choice in claim.choices]).round(2)

# %% [markdown] tags=["analyst"]
# ## 7. The page's charts are yours
#
# Each figure of the page is an Altair chart with its data in it: change a title or a colour, put a layer on it, save it (`chart.save("chart.html")`).

# %% tags=["analyst"]
chart = page.figures["bump"].chart()
chart.properties(title="Ranks since 1900", width=760, height=520)

# %% [markdown] tags=["analyst"]
# **Exercise.** Leave London out in step 2 (`output.sel(region=~panel.is_capital)`). How low does the correlation
# fall, and in which year? Then replace the panel by `lk.load("uk-itl")` and rank the 41 ITL2 areas.
