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
# # Widening gaps
#
# > Regional differences have widened for 70 years.
# > — the claim, after Andy Haldane's lecture on levelling up

# %%
import levelkit as lk

page = lk.pages.ClaimPage("widening-gaps")

# %%
page.criterion

# %%
page.controls

# %%
page.main

# %%
page.pair("drivers", "forest")

# %% [markdown]
# ## How fragile is the answer?

# %%
page.fragility

# %% [markdown]
# ## The figures behind the charts

# %%
page.tables

# %% [markdown]
# ## How the answer is judged
#
# Nobody has measured all 70 years on one basis, and series on different bases must not be joined: what looks like a rise
# between them may be a change of accounts. So the claim is cut into two pieces. **Early** is 1950 to 1980 on Rosés and
# Wolf's figures for ten regions: four benchmark years, enough to say whether gaps were wider at the end, too few for a
# test. **Recent** is a yearly series of your choice: its trend (Sen's slope, the median of all slopes between two years) and
# whether it is sure (Mann-Kendall's test with Hamed and Rao's correction, because dispersion hardly moves from one year to
# the next; even so corrected, the test finds trends a little too often in short series).
#
# The claim is **supported** if gaps were wider in 1980 than in 1950 *and* the recent trend is up and sure, **not supported**
# if neither holds, **mixed** if one does. The criterion was set knowing the UK's figures; the other measures, series and
# treatments are its test.
#
# Who drives the change is answered for the squared coefficient of variation, whichever measure is chosen, because it adds
# up: each region's share of people (or regions) times its squared relative distance from the mean.
#
# The band around a line is the range of the number if any one region is left out: all regions are there, so there is no
# sampling error, but much may hang on one of them, and most hangs on London.
#
# Income per head (GDHI) is counted where people live, after taxes and benefits; output per head where they work. Commuting is in
# the second and not in the first, which is one reason why gaps in income are half as wide.

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
# ## 2. Trend and break

# %% tags=["analyst"]
lk.sigma_convergence(
    output, measure=lk.coefficient_of_variation, weights=people, serial="hamed-rao"
)

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
evidence = lk.claim("widening-gaps").evaluate(data="gdhi-itl1", include_capital=False)
evidence.verdict, evidence.sentence

# %% [markdown] tags=["analyst"]
# **Exercise.** Which single region, left out, changes the trend of GVA per head most? Loop over
# `output.region`, leave each out with `output.drop_sel(region=...)`, and compare `lk.mann_kendall` of the result.
