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
#   title: levelkit
# ---

# %% [markdown]
# # Test the claims behind levelling up
#
# We test claims about levelling up on official figures, and show when the answer changes. Open a page to choose
# regions, measure and years yourself, and to take figures, charts and citations away.
#
# [How does your area compare?](your-area.ipynb) Look up a local authority, a small area or a region.

# %%
import levelkit as lk

page = lk.pages.FrontPage()

# %%
page.cards

# %% [markdown] tags=["analyst"]
# The same claims from Python:

# %% tags=["analyst"]
{name: lk.claim(name).evaluate().sentence for name in lk.claim_names()}
