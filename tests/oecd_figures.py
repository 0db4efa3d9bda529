"""Regions straight from the files, and each measure once more, to hold rankings against."""

import numpy as np

import levelkit as lk
from levelkit.claims.oecd_comparison.figures import SCALES


def independent(name, x, w):
    """Each measure once more, from its formula in numpy."""
    p = np.full(x.size, 1 / x.size) if w is None else w / w.sum()
    r = x / (p * x).sum()
    log_mean = (p * np.log(x)).sum()
    return {
        "cv": np.sqrt((p * (r - 1) ** 2).sum()),
        "gini": (p[:, None] * p * abs(r[:, None] - r)).sum() / 2,
        "theil": (p * r * np.log(r)).sum(),
        "mld": -(p * np.log(r)).sum(),
        "atkinson": 1 - (p * np.sqrt(r)).sum() ** 2,
        "log_sd": np.sqrt((p * np.log(x) ** 2).sum() - log_mean**2),
        "p90_p10": np.percentile(x, 90) / np.percentile(x, 10),
        "max_min": x.max() / x.min(),
    }[name]


def raw(made):
    """The regions of one combination from the table itself, in pandas."""
    table = lk.load_table(SCALES[made["data"]].table)
    table = table[table.year == made["year"]]
    if made["data"].startswith("oecd"):
        table = table[(table.level == made["data"][-3:].upper()) & ~table.set_apart]
    column = {
        "oecd-regions": "gdp_per_head_usd_ppp",
        "eurostat-nuts2": "gdp_per_head_eur",
        "europe-century": "gdp_per_head_intl2011usd",
    }[SCALES[made["data"]].table]
    column = "income_per_head_pps" if made["treatment"] == "income" else column
    if made["treatment"] == "without-capital":
        london = table.region_code.str.startswith("UKI")
        ring = table.metro.notna() if "metro" in table else False
        table = table[~(table.is_capital | ring | london)]
    return table.assign(value=table[column].astype(float), people=table.population.astype(float))
