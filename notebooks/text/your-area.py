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
#   title: Find your area
# ---

# %% [markdown]
# # How does your area compare?
#
# Type the name of a local authority, a small area (ITL3), a region or a nation of the UK. Back to
# [all claims](index.ipynb).

# %%
import levelkit as lk

page = lk.pages.PlacePage()

# %%
page.whole

# %% [markdown] tags=["analyst"]
# The same figures from Python:

# %% tags=["analyst"]
from levelkit.claims.places import standing

standing("E08000035").isel(year=[0, -1])
