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
#   title: Widening gaps
# ---

# %% [markdown]
# # Have the gaps between UK regions widened for 70 years?
#
# > Regional differences have widened for 70 years.
# > — the claim, after Andy Haldane's lecture on levelling up

# %%
import levelkit as lk

page = lk.pages.ClaimPage("widening-gaps")

# %%
page.main

# %% [markdown]
# ## Who drives the change, and do other measures agree?

# %%
page.pair("drivers", "forest")

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
# Nobody has measured all 70 years on one basis, and series on different bases must not be joined: what looks like a rise
# between them may be a change of accounts. So the claim has two parts, and each has a verdict of its own.
#
# **1950 to 1980**, on Rosés and Wolf's figures for ten regions: were gaps wider at the end than at the start? All regions
# are there, so the two figures are compared as they are. How much hangs on them is said beside: the change without any one
# region, and how often it would come out the same if each figure were off by 3% or so.
#
# **Since**, on a yearly series of your choice: is there a rising trend? Gaps hardly change from one year to the next. A
# series that wanders like that looks like a trend by chance, and the usual tests say yes far too often: of 26 years without
# any trend, least squares finds one in 40 of 100 where 70% of a deviation is left a year later, and corrected rank tests do in 28. So the
# interval here is the union of all that are plausible, given how persistent the series may be (generalised least squares
# with first-order autoregressive errors; Canjels and Watson 1997). It holds the true trend in 93 of 100 series or more as
# long as 90% or less of a deviation is left a year later, and in 89 if nothing of it ever wears off. The price is width:
# a trend that could be seen in 80 of 100 series if its persistence were known is seen here, in 26 years, in 28 to 50. "Cannot tell" is
# therefore a common answer, and it is no "no".
#
# A trend of 25 years may also be over: the trend of the last ten years stands in the answer beside it.
#
# The claim is **supported** if both parts are, **not supported** if neither is, and **mixed** if they differ. A claim of 70
# years that fails its first 30 fails as one unbroken rise. It is still called mixed, not refuted: the parts are
# judged apart, and what gaps have done since is a question of its own. The criterion was set knowing the UK's figures;
# the method of the trend was chosen by simulation before it met them. The other measures, series and treatments are its test.
#
# London's area changes in 1970 in Rosés and Wolf's regions: up to then it looks like London, Middlesex and Surrey, from
# then on like Greater London. So part of what happened between 1950 and 1980 may be one of area: see the answer without
# London.
#
# Who drives the change is answered for the squared coefficient of variation, whichever measure is chosen, because it adds
# up: each region's share of people (or regions) times its squared relative distance from the mean.
#
# The band around a line is the range of the number if any one region is left out: all regions are there, so there is no
# sampling error, but much may hang on one of them, and most hangs on London.
#
# Income per head (GDHI) is counted where people live, after taxes and benefits; output per head where they work. Commuting is in
# the second and not in the first, which is one reason why gaps in income are half as wide.

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
# ## 1. One series, every measure

# %% tags=["analyst"]
income = lk.load("uk-itl1-income")
output = income.gva_per_head_gbp.dropna("year", how="all")
people = income.population.sel(year=output.year)
lk.dispersion(output, weights=people).to_dataframe().round(3).iloc[[0, -1]].T

# %% [markdown] tags=["analyst"]
# ## 2. The trend, and what persistence does to it
#
# The same line under three assumptions: each year stands alone (least squares), the persistence is estimated and known for
# certain, and it is estimated with all the uncertainty of 26 years. Only the last interval holds as often as it says.

# %% tags=["analyst"]
import pandas as pd

gaps = lk.coefficient_of_variation(output, weights=people)
trend = lk.linear_trend(gaps)
one_by_one = {
    "least squares": lk.linear_trend(gaps, ar=0.0),
    "at the likeliest persistence": lk.linear_trend(gaps, ar=float(trend.ar)),
    "over all that is plausible": trend,
}
pd.DataFrame(
    {
        name: 1000
        * found[["estimate", "ci_low", "ci_high"]].to_array().to_series()
        / float(gaps[0])
        for name, found in one_by_one.items()
    }
).T.round(1)  # % of the first value a decade

# %% tags=["analyst"]
trend.to_array().to_series().round(3)

# %% [markdown] tags=["analyst"]
# ## 3. The long run, up to its change of basis
#
# A U: gaps narrowed from 1938 to 1980. What comes after 1980 in this source mixes two bases.

# %% tags=["analyst"]
century = lk.load("uk-century")
long_run = century.gdp_per_head_intl2011usd.dropna("year", how="all").sel(year=slice(None, 1980))
lk.williamson(long_run, weights=century.population.sel(year=long_run.year)).round(3).to_series()

# %% [markdown] tags=["analyst"]
# ## 4. The claim as one call

# %% tags=["analyst"]
evidence = lk.claim("widening-gaps").evaluate(data="uk-itl1-income", include_capital=False)
evidence.verdict, evidence.sentence

# %% [markdown] tags=["analyst"]
# ## 5. The page's charts are yours
#
# Each figure of the page is an Altair chart with its data in it: change a title or a colour, put a layer on it, save it (`chart.save("chart.html")`).

# %% tags=["analyst"]
import altair as alt

chart = page.figures["lines"].chart()
today = alt.Chart(alt.Data(values=[{"year": 2007}])).mark_rule(strokeDash=[2, 2]).encode(x="year:Q")
chart + today

# %% [markdown] tags=["analyst"]
# **Exercise.** Which single region, left out, changes the trend of GVA per head most? Loop over
# `output.region`, leave each out with `output.drop_sel(region=...)`, and compare `lk.linear_trend` of the result.
