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
#   title: Policy churn
# ---

# %% [markdown]
# # Do regional policies last at best a decade?
#
# > Regional policies last at best a decade.
# > — the claim, after Andy Haldane's lecture on levelling up

# %%
import levelkit as lk

page = lk.pages.ClaimPage("policy-churn")

# %%
page.html["notice"]

# %%
page.main

# %% [markdown]
# ## Every policy on one timeline

# %%
page.charts["timeline"]

# %% [markdown]
# ## Do new governments bring new policies?

# %%
page.charts["alive"]

# %%
page.charts["rates"]

# %%
page.html["inroads"]

# %%
page.charts["churn"]

# %%
page.html["spans"]

# %% [markdown]
# ## Does the answer hold up?
#
# The curve is of levelkit's own table, whatever file the page shows.

# %%
page.fragility

# %% [markdown]
# ## The table: correct it, bring it back

# %%
page.inputs["own"]

# %%
page.tables

# %% [markdown]
# ## How the answer is judged

# %%
page.criterion

# %% [markdown]
# Nobody has measured how long regional policies last, so the page counts them. The table holds policies of four sorts: agencies and bodies,
# funds and programmes, area incentives and controls, and strategies, deals and devolution. Each row has the year in which it began and ended and the
# source of each, and says whether both were found. **Rows that could not be verified are kept apart**: outlined in the timeline, and left out of
# every number unless you choose to count them.
#
# *At best a decade* can be read in two ways: half of all policies are over within ten years, or hardly any last longer. Each is a part of
# the claim with a verdict of its own, by its 95% interval and by the same rule on both sides:
#
# - **half are over within 10 years**: supported if the interval of the median life ends at 10 years or below, not supported if it begins
#   above 10, cannot tell if it holds 10;
# - **no more than a quarter last longer than 10 years**: supported if the interval of that share ends at a quarter or below, not supported if
#   it begins above, cannot tell if it holds a quarter. Taken to the letter, a single old policy would refute the claim; a quarter is kinder.
#
# Neither is judged if fewer than 10 policies have ended, nor the second if none was watched for 10 years. The claim is *mixed* where the
# two parts differ.
#
# **Open policies.** A policy that still runs has not failed yet, and how long it will last is not known. To leave it out, or to take today as its end, would make
# lives look shorter than they are. Kaplan and Meier's curve lets it count as long as it has been watched: at each age, the share that
# ended is taken of those that were watched for so long. The median is where the curve crosses a half; its interval is Brookmeyer and
# Crowley's, on the log-log scale.
#
# **Ten years.** With whole years, a life of ten may be anything from just over nine to just under eleven. So both shares are given: how many
# *reach* ten years, and how many *last longer*. The second part takes the second, which is kinder to the claim.
#
# **What counts as a policy** is a judgement: strategies are documents, deals are agreements, bodies may outlive many policies. So is what
# counts as *one* policy. The Regional Development Agencies gave way to Local Enterprise Partnerships; taken as one policy that
# changed its name, they lasted nearly twice as long. *Successors count as one* joins every policy to the one that it took over from, if the table names it and both rows are
# counted, from the first start to the last end.
#
# **Eras.** Policies that began long ago had the time to grow old, those of the last years had not. The curve allows for that, but if lives have become shorter,
# the curve of all mixes the two. **Whether they have become shorter is not sure**: old policies that were short and small are likelier to have been
# forgotten, which makes early lives look long. The table is of what sources remember; it cannot tell the two apart.
#
# **Governments.** A year's policies are put down to the prime minister in the middle of it. Intervals are those of a Poisson count, as if
# policies came one by one; they come in batches, so the intervals are rather too narrow.

# %% [markdown]
# ## What to know about these figures

# %%
page.caveats

# %% [markdown]
# **Sources and licences** stand under each chart and in each download. The code is BSD-3-Clause; the figures keep the
# licences of their publishers. Years are facts; each row names where they were read.

# %% [markdown] tags=["analyst"]
# ---
# # The same answer, step by step
#
# ## 1. The table, and verified rows alone

# %% tags=["analyst"]
policies = lk.load("uk-policies")
verified = policies.isel(policy=(policies.state == "verified").values)
verified.sizes

# %% [markdown] tags=["analyst"]
# ## 2. Spells: years lived, and whether they are over
#
# A policy is taken to begin and end in the middle of its years; what is known goes to the end of 2025. A policy that ended in the year it began is
# given half a year.

# %% tags=["analyst"]
start = verified.start_year
end = verified.end_year.where(verified.end_year <= 2025)
end = end.where(end.isnull() | (end > start), start + 0.5)
lives = lk.spells(start, end, as_of=2025.5, dim="policy")
lives.to_dataframe()[["duration", "ended"]].describe()

# %% [markdown] tags=["analyst"]
# ## 3. Median life, and the share that lasts longer than ten years

# %% tags=["analyst"]
lk.median_lifetime(lives.duration, lives.ended, dim="policy").to_array().to_series().round(2)

# %% tags=["analyst"]
lk.survival_at(lives.duration, lives.ended, years=10, dim="policy").to_array().to_series().round(3)

# %% [markdown] tags=["analyst"]
# ## 4. Do kinds differ? Do eras?

# %% tags=["analyst"]
lk.median_lifetime(lives.duration, lives.ended, groups=verified.kind, dim="policy").to_dataframe()

# %% tags=["analyst"]
lk.log_rank(lives.duration, lives.ended, verified.era, dim="policy").p_value.item()

# %% [markdown] tags=["analyst"]
# ## 5. The claim as one call, and on a table of your own
#
# `own` takes the path of a CSV in the columns of the download: `evaluate(own="my-policies.csv")`.

# %% tags=["analyst"]
evidence = lk.claim("policy-churn").evaluate(successors="chain")
[(part.label, part.verdict, part.reason) for part in evidence.parts]

# %% [markdown] tags=["analyst"]
# ## 6. The page's charts are yours
#
# Each figure of the page is an Altair chart with its data in it: change a title or a colour, put a layer on it, save it (`chart.save("chart.html")`).

# %% tags=["analyst"]
chart = page.figures["survival"].chart()
chart.properties(title="How long policies last", width=700)

# %% [markdown] tags=["analyst"]
# **Exercise.** If every policy that still runs ended today, what would the median be? And if the open ones are left out? Which of the two
# mistakes is the larger one, and why?
