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
#   title: The UK among OECD countries
# ---

# %% [markdown]
# # Does the UK stand out among OECD countries by how unequal its regions are?
#
# > The UK stands out among OECD countries.
# > — the claim, after Andy Haldane's lecture on levelling up

# %%
import levelkit as lk

page = lk.pages.ClaimPage("oecd-comparison")

# %%
page.main

# %% [markdown]
# ## Every ranking at once

# %%
page.charts["places"]

# %%
page.pair("shares", "why")

# %% [markdown]
# ## Which regions make a country unequal?

# %%
page.charts["strips"]

# %% [markdown]
# ## The long view, Europe

# %%
page.pair("century", "nuts2")

# %% [markdown]
# ## On the map

# %%
page.charts["map"]

# %% [markdown]
# ## Does the answer hold up?

# %%
page.fragility

# %% [markdown]
# ## The figures behind the charts

# %%
page.tables

# %%
page.html["places-table"]

# %% [markdown]
# ## How the answer is judged

# %%
page.criterion

# %% [markdown]
# One criterion for all data and choices. Each country gets one number for how unequal its
# regions are, and countries are ranked by it, the most unequal first. The claim is
#
# - **supported** if the United Kingdom is among the three most unequal of at least ten countries;
# - **not supported** if it is not;
# - **not judged** with fewer than ten countries, or if the United Kingdom is not among them.
#
# There is one threshold, for to stand out is to be one of few: a fourth place of nineteen is not that. All regions of a country are counted, so
# its place by a measure is a fact and is judged as it is. What hangs on that measure, on the regions' size, on London or on any single
# region is said beside it.
#
# A country is ranked if it has four or more regions and figures for at least nine in ten of them in that year: without
# Warsaw, say, Poland's spread is not Poland's. Those that are not ranked stand below the others with the reason, and all of
# them in the notes.
#
# **Measures.** The coefficient of variation and Theil's index give most weight to regions far above the mean; the mean
# log deviation and the standard deviation of logs look at the bottom as well; the ratio of the 90th to the 10th
# percentile leaves the extremes out; the ratio of the highest to the lowest is nothing but extremes.
#
# **People or regions?** By default a region counts by its people (by its workers, where output is per worker), as on the page of widening
# gaps: the regions that statistical offices draw range from thousands of people to tens of millions, and a country should not look unequal because
# it cuts its countryside finely. The ratio of the highest to the lowest region counts neither. Every region counted once is the other choice.
#
# **Regions are not made alike.** The OECD's small regions have 11 thousand people in one place and 24 million in
# another, and the finer a country is cut, the more unequal it looks: the United Kingdom has 170, Finland 19. No
# ranking is free of that; comparing both scales shows how much it matters.
#
# **London.** Output is counted where people work, population where they live. *Capital merged with its ring* makes one region
# of the capital's TL2 region, which takes in commuters. London's 21 small regions become one, while Berlin, Vienna
# or Madrid are one already: this favours the United Kingdom. *Without the capital's region* leaves out that same territory for all
# countries and at both scales: the large region (TL2) that holds the capital, with all its small regions. What it holds is not alike: the city alone
# in Germany, Austria or Spain, city and ring in France and the United Kingdom, all of Ontario in Canada. *Per worker* divides output by the jobs
# that make it.
#
# **What hangs on single regions.** The regions are all there are, not a sample, so that there is no sampling error and no confidence interval. Instead each
# region of each country is left out in turn, and the ranking made anew: the lines in the chart are the lowest and the highest number that a
# country then has, the range of places the best and the worst that the United Kingdom then takes. This holds for every measure. It leaves out one region
# at a time: London, cut into 21, is left out as a whole by another choice.
#
# **Price basis.** Every measure is relative to the country's own mean in the same year. Exchange rates, purchasing power
# parities and inflation drop out; prices that differ between regions of a country do not, and there are no regional
# parities for these countries.
#
# The curve of combinations counts those of the OECD: both scales, 2019 and 2020. They share regions and years and are no
# independent experiments: the share that supports a claim is not a probability.
#
# The white paper puts the claim so: "The UK has larger geographical differences than many other developed countries on
# multiple measures, including productivity, pay, educational attainment and health." (HM Government, *Levelling Up the
# United Kingdom*, CP 604, 2 February 2022, executive summary; Open Government Licence v3.0). Pay, attainment and health are
# not compared here.

# %% [markdown]
# ## What to know about these figures

# %%
page.caveats

# %% [markdown]
# **Sources and licences** stand under each chart and in each download. The code is BSD-3-Clause; the figures keep the
# licences of their publishers. Europe's borders are not for commercial use.

# %% [markdown] tags=["analyst"]
# ---
# # The same answer, step by step
#
# From here on the notebook is for analysts: each cell is one step, on labelled arrays, with levelkit's public
# functions alone.
#
# ## 1. The figures

# %% tags=["analyst"]
oecd = lk.load("oecd-regions")
small = oecd.isel(region=(oecd.level == "TL3").values).sel(year=2019)
small

# %% [markdown] tags=["analyst"]
# ## 2. One number a country

# %% tags=["analyst"]
import pandas as pd

rows = {}
for country, regions in small.groupby("country"):
    value = regions.gdp_per_head_usd_ppp.dropna("region")
    if value.sizes["region"] >= 4:
        rows[country] = {
            "cv, by people": float(lk.coefficient_of_variation(value, weights=regions.population)),
            "cv": float(lk.coefficient_of_variation(value)),
            "p90/p10": float(lk.percentile_ratio(value)),
            "max/min": float(lk.max_min_ratio(value)),
        }
countries = pd.DataFrame(rows).T
countries.sort_values("cv, by people", ascending=False).round(3)

# %% [markdown] tags=["analyst"]
# ## 3. The UK's place
#
# First by three of these, sixth by the ratio of percentiles:

# %% tags=["analyst"]
countries.rank(ascending=False).loc["United Kingdom"].astype(int)

# %% [markdown] tags=["analyst"]
# ## 4. The same at the larger scale
#
# `set_apart` marks a region that the source lists beside the one that contains it: leave it out.

# %% tags=["analyst"]
large = oecd.isel(region=((oecd.level == "TL2") & ~oecd.set_apart).values).sel(year=2019)
spread = pd.Series(
    {
        country: float(lk.coefficient_of_variation(regions.gdp_per_head_usd_ppp.dropna("region")))
        for country, regions in large.groupby("country")
        if int(regions.gdp_per_head_usd_ppp.notnull().sum()) >= 4
    }
)
spread.rank(ascending=False).astype(int).sort_values().head(12)

# %% [markdown] tags=["analyst"]
# ## 5. The claim as one call, and under every combination of choices

# %% tags=["analyst"]
claim = lk.claim("oecd-comparison")
evidence = claim.evaluate(data="oecd-tl3", measure="p90_p10")
evidence.verdict, evidence.sentence

# %% tags=["analyst"]
from levelkit.claims.combinations import combinations

table = combinations(claim)
counted = table[[claim.counted(chosen) for chosen in table.to_dict("records")]]
counted.groupby(["data", "treatment"]).place.describe()[["min", "50%", "max"]]

# %% [markdown] tags=["analyst"]
# ## 6. The page's charts are yours
#
# Each figure of the page is an Altair chart with its data in it: change a title or a colour, put a layer on it, save it (`chart.save("chart.html")`).

# %% tags=["analyst"]
chart = page.figures["ranking"].chart()
chart.properties(title="How unequal regions are", width=620)

# %% [markdown] tags=["analyst"]
# **Exercise.** Which single region, left out, moves the UK furthest down the ranking of step 2? Is it the same one for the
# coefficient of variation and for the ratio of the 90th to the 10th percentile?
