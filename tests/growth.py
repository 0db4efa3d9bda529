"""Growth and initial levels straight from the files, to hold the regressions against."""

import math

import numpy as np

import levelkit as lk
from levelkit.claims.convergence.sample import Sample
from levelkit.claims.panels import series_of

US = Sample("us-states-income", 1929, 2009)
ITL3 = Sample("uk-itl3-gva", 1998, 2022)
EUROPE = Sample("europe-century-gdp-ppp", 1900, 2015)


def raw(sample):
    """Growth and initial logs from the file itself, by pandas."""
    about, measure = series_of(sample.data)
    table = lk.load_table(measure.table).query("year in [@sample.first, @sample.last]")
    if "level" in table:
        table = table[table.level == about.level]
    if "set_apart" in table:
        table = table[~table.set_apart.astype(bool)]
    wide = np.log(
        table.pivot(index="region_code", columns="year", values=measure.variable).astype(float)
    )
    wide = wide.dropna()
    growth = (wide[sample.last] - wide[sample.first]) / (sample.last - sample.first)
    return wide[sample.first], growth


def speed(slope, years):
    return -math.log(1 + slope * years) / years
