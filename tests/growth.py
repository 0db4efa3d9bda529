"""Growth and initial levels straight from the files, to hold the regressions against."""

import math

import numpy as np

import levelkit as lk
from levelkit.claims.convergence.panels import PANELS
from levelkit.claims.convergence.sample import Sample

US = Sample("us-states", 1929, 2009)
ITL3 = Sample("itl3", 1998, 2022)
EUROPE = Sample("europe-century", 1900, 2015)


def raw(sample):
    """Growth and initial logs from the file itself, by pandas."""
    about = PANELS[sample.data]
    table = lk.load_table(about.table).query("year in [@sample.first, @sample.last]")
    if about.level:
        table = table[table.level == about.level]
    if "set_apart" in table:
        table = table[~table.set_apart.astype(bool)]
    wide = np.log(
        table.pivot(index="region_code", columns="year", values=about.variable).astype(float)
    )
    wide = wide.dropna()
    growth = (wide[sample.last] - wide[sample.first]) / (sample.last - sample.first)
    return wide[sample.first], growth


def speed(slope, years):
    return -math.log(1 + slope * years) / years
