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
#   title: Corrections and changes of verdicts
# ---

# %% [markdown]
# # Corrections and changes of verdicts
#
# An answer changes when its figures are revised, when a rule turns out to be wrong, or when we made a mistake. This page says which
# verdicts changed, from what to what, and why: the latest first. Back to [all claims](index.ipynb).
#
# Tell us of a mistake: [open an issue](https://github.com/levelkit/levelkit/issues) and say on which page, with the link to the view you looked at.
#
# ## Since the first version
#
# Rules changed; the figures did not.

# %% [markdown]
# ### [A century of ranks](01-a-century-of-ranks.ipynb)
#
# - **Before:** Mixed; of 132 combinations none supported it, 68% were mixed, 32% not supported.
# - **Now:** Mixed: *the two ends agree* is supported, *the order held in between* is not; of 22 combinations 73% are mixed, 27% not supported. By part: the ends are supported in 73%, the path in none.
# - **Why:** The claim is of two ends; the clause on every year between was judged with them. Ranks of all regions are a complete count: the figure is judged, on both sides of one threshold (0.7 for the ends, 0.5 for the path) in place of a p-value on one side alone. Starts of 1910 to 1960 are nobody's claim and no longer count; fewer than 40 years are too short to test a century.

# %% [markdown]
# ### [Policy churn](08-policy-churn.ipynb)
#
# - **Before:** Not supported; of 52 combinations 63% not supported, 31% mixed, 6% untested.
# - **Now:** Mixed: *half are over within 10 years* cannot be told, *no more than a quarter last longer* is not supported; of 52 combinations 48% are mixed, 35% not supported, 12% cannot tell, 6% untested. By part: typical is supported in 8%, cannot be told in 52%, not supported in 35%; at best is not supported in 75%, cannot be told in 19%.
# - **Why:** "Not supported" went by a figure (53% last longer than ten years, 95% interval 42% to 62%, against a half) and "supported" by an interval. Each part now goes by its interval on both sides.

# %% [markdown]
# ### [Widening gaps](02-widening-gaps.ipynb)
#
# - **Before:** Mixed; of 738 combinations 1% supported, 63% mixed, 36% not supported; since 1998 +8.7% a decade (5.6% to 12.3%, p < 0.001).
# - **Now:** Mixed: *wider in 1980 than in 1950* is not supported, *since then they have widened* cannot be told: +8.0% of the first value a decade (−2.5% to 17.2%, p = 0.137). By part, recent: 14% supported, 86% cannot tell.
# - **Why:** On trendless series as persistent as these the old interval covered 55% to 77% in place of 95%, and its serial correction could shrink it. The new one covers at least 92% up to an autocorrelation of 0.9, and 89% of a random walk (simulation). Ratios (highest over lowest, 90th over 10th percentile) said a percentage of the distance from 1 and called it one of the first value. "Its level changed in 2007" is gone: such a test rejects in every trending series.

# %% [markdown]
# ### [The UK among OECD countries](03-oecd-comparison.ipynb)
#
# - **Before:** Supported; of 210 rankings 27% supported, 22% mixed, 51% not supported.
# - **Now:** Supported; 27% supported, 73% not supported.
# - **Why:** One threshold, among the first three, in place of two. The default counts people, as widening gaps does; what single regions do is said in the answer and is no 95% interval.

# %% [markdown]
# ### [Devolution](05-devolution.ipynb)
#
# - **Before:** Mixed; of 142 combinations 46% mixed, 54% not supported.
# - **Now:** Mixed: *place* is supported, *across countries* and *within countries* cannot be told; 99% mixed. By part: place is supported in 46%, across in 15%, within in none.
# - **Why:** The link was judged for 22 countries by a slope of others, and of another year. It survives neither GDP per head nor the western democracies alone; within countries only a steep link would show in nine years. What cannot be tested (composites within countries) no longer counts against.

# %% [markdown]
# ### [Catching up](06-convergence.ipynb)
#
# - **Before:** Supported; of 454 combinations 69% supported, 30% mixed.
# - **Now:** Supported in both parts, *slower than 1% a year* and *gaps shrink by less than 1% a year*; 63% supported, 22% mixed, 15% cannot tell.
# - **Why:** Intervals of the speed are the slope's, transformed: the delta method failed over long spans. The change of the spread has an interval too, and "cannot tell" is told apart from parts that differ.
