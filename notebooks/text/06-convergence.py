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
#   title: Catching up
# ---

# %% [markdown]
# # Left alone, do poorer places catch up?
#
# > Left alone, places do not catch up.
# > — the claim, after Andy Haldane's lecture on levelling up

# %%
import levelkit as lk

page = lk.pages.ClaimPage("convergence")

# %%
page.main

# %% [markdown]
# ## Leave places out

# %%
page.inputs["left_out"]

# %% [markdown]
# ## Every model

# %%
page.html["regression"]

# %%
page.charts["forest"]

# %%
page.html["checks"]

# %% [markdown]
# ## Through time

# %%
page.pair("speed", "sigma")

# %% [markdown]
# ## One path, or several?

# %%
page.pair("clubs", "club-map")

# %% [markdown]
# ## Who moves up, who stays?

# %%
page.pair("moves", "kernel")

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
# **Left alone?** Nobody was. Regional policy, taxes, benefits and grants were at work in every country and nearly every year here, and what would have
# happened without them is not observed. What the figures can show is whether places caught up under the policies that there were.
#
# **Speed.** If poorer places grow faster, gaps close. The regression of growth on the log of the first level says by how much:
# with slope b over T years the speed is −ln(1 + bT)/T, the share of a gap that closes in a year, and half of it is gone after
# ln 2 / speed years. Barro and Sala-i-Martin found about 2% a year for the states of the US and many other places; half of a
# gap then lasts 35 years. The threshold here is half of that speed, 1%: half of a gap then lasts 69 years, a lifetime.
#
# **Gaps.** Tall fathers have shorter sons, and short fathers taller ones, yet people do not grow alike (Galton's fallacy). In the same way chance
# in the first year makes some places look rich then, and slow after. So a speed above 0 does not show that gaps narrow: the second part of the verdict
# asks how fast the spread (standard deviation of logs, sigma) shrank, against the same 1% a year. Why not against 0? Because a spread that is known
# to the last digit and does not move at all would then lie on the threshold for ever, and could never count for the claim. The speed is also
# estimated a second time with the level a step earlier as instrument, which does not know of the first year's chance.
#
# **Why intervals, and not estimates.** "No sign of catching up" may mean that there is none, or that twelve regions are too few to
# tell. A part is supported if its whole 95% interval is slower than 1% a year, not supported if all of it is faster; else the figures *cannot
# tell*. *Mixed* means that the two parts differ. Whatever is open, the answer says what is not: an interval from 0.8% to 1.5% leaves open whether places caught
# up by 1% a year, and leaves no doubt that they did.
#
# **Intervals.** That of a speed is the slope's with both ends transformed. It is not symmetric, and has no upper end where the slope's
# lower end means that gaps may have closed within the years: ten regions over a century say no more. That of the spread's change leaves out one place after the
# other (the jackknife; one larger area after the other where errors are clustered), for the two years hold the same places: an F test of two samples would
# overlook it (Carree and Klomp 1997), and the exact test for normal figures (Pitman and Morgan 1939) does not hold with a few very rich places.
#
# **Models.** *Absolute*: one line for all; the non-linear form of Barro and Sala-i-Martin is the same line written in its speed, and gives
# the same number where all places have the same years. *Within*: a constant for each larger area, so that places are compared with
# their neighbours alone. *Given farming*: places with the same share of farming at first. *Median*: half of the growth rates are above
# the line, so that one odd place hardly moves it; the table has the quartiles as well, the lines of slow and of fast growers. *Panel*: growth over one step after the other, with a constant for each step;
# with a constant for each region as well, the question is another (how fast a place returns to a path of its own), so that
# its speed is not judged, and the model does not count for the claim.
#
# **Errors.** HC3 is the default: with few regions it is safer than HC1. Clustered errors allow for what neighbours in a larger area
# share. Errors that follow the map are not offered, for none of the libraries here has them; Moran's I of the residuals says where they
# would matter.
#
# **Leaving places out.** Marking a place draws the line without it, dashed, with its speed: exact, and in every browser. Where a kernel runs, a click
# on a point leaves it out for good: line, interval, all models, checks and verdict are estimated again. The number of places that may go is
# limited only by the eight that a line needs.
#
# **Nominal or real?** One price index for all would shift all growth alike and change no gap. Prices that differ between regions would
# matter, but nobody publishes them over time. The regional deflators behind the figures in prices of 2019 reflect what regions make, not what living in
# them costs.

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
# ## 1. The classical case: states of the US

# %% tags=["analyst"]
states = lk.load("us-states").income_per_head_usd
lk.beta_convergence(states, errors="HC3")

# %% [markdown] tags=["analyst"]
# ## 2. The same line for areas of the UK
#
# Five of 179 have no figure in 2022.

# %% tags=["analyst"]
itl = lk.load("uk-itl")
areas = itl.gva_per_head_gbp.isel(region=(itl.level == "ITL3").values)
lk.beta_convergence(areas, first=1998, last=2022, errors="HC3")

# %% [markdown] tags=["analyst"]
# ## 3. Within countries, decade by decade, in quantiles

# %% tags=["analyst"]
europe = lk.load("europe-century").gdp_per_head_intl2011usd
lk.panel_beta(europe, effects=["period"])

# %% tags=["analyst"]
lk.quantile_beta(europe)[["speed", "half_life"]].to_dataframe().round(3)

# %% [markdown] tags=["analyst"]
# ## 4. Spread, clubs, transitions

# %% tags=["analyst"]
lk.sigma_convergence(states)

# %% tags=["analyst"]
lk.sigma_change(states).to_pandas().round(4)

# %% tags=["analyst"]
import numpy as np

lk.convergence_clubs(lk.hp_trend(np.log(areas.dropna("region")))).table(merged=True)

# %% tags=["analyst"]
relative = states / states.mean("region")
chain = lk.markov_transitions(relative, breaks=[0.75, 0.9, 1.1, 1.25], step=10)
chain.estimate.to_pandas().round(2)

# %% [markdown] tags=["analyst"]
# ## 5. The claim as one call

# %% tags=["analyst"]
evidence = lk.claim("convergence").evaluate(left_out=["Camden and City of London"])
evidence.verdict, evidence.sentence

# %% [markdown] tags=["analyst"]
# All combinations at once, on all cores or on a Dask cluster: `joblib.parallel_config(n_jobs=-1)` or, with a
# `distributed.Client` open, `joblib.parallel_config(backend="dask")` around
# `levelkit.claims.combinations.compute(lk.claim("convergence"))`.

# %% [markdown] tags=["analyst"]
# ## 6. The page's charts are yours
#
# Each figure of the page is an Altair chart with its data in it: change a title or a colour, put a layer on it, save it (`chart.save("chart.html")`).

# %% tags=["analyst"]
chart = page.figures["scatter"].chart()
chart.properties(title="Growth and where it started", width=700, height=460)

# %% [markdown] tags=["analyst"]
# **Exercise.** Barro and Sala-i-Martin give the states of the US constants for four census regions. Make such a grouping as a coordinate
# of `states`, and estimate the line with `lk.within_regression`: does the speed come nearer to 2%?
