"""The server of the pages: standalone Voilà, hardened for strangers.

``server`` puts the others together; each of them knows one thing:

- ``configuration``: Voilà's settings, every one that matters for a public server,
- ``handlers``: what an address answers, beyond Voilà's own,
- ``warm``: kernels started ahead,
- ``watch``: kernels that die.
"""
