"""levelkit: test the claims behind UK "levelling up" on real regional data.

>>> import levelkit as lk
>>> panel = lk.load("uk-century")
>>> lk.spearman_rho(panel.gdp_per_head_intl2011usd, base=1900)

Names are imported when first used, so that ``import levelkit`` costs little.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
