"""Regional statistics as pure functions on labelled arrays.

One folder a family: ``ranking``, ``inequality``, ``convergence``, ``clubs``,
``transitions``, ``composite``, ``lifetimes``, ``space``; ``core`` is what they share.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
