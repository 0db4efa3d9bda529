"""The server of the pages: standalone Voilà, hardened for strangers.

``server`` puts the others together; each of them knows one thing:

- ``configuration``: Voilà's settings, every one that matters for a public server,
- ``checks``, ``writable``, ``leftovers``: what is looked at and put right at the start,
- ``handlers``: what each address answers; ``light`` the answer in words,
- ``identity``, ``messages``, ``sockets``: who visitors are, what a browser may say, and to whom,
- ``seats``, ``kernels``: how many kernels there may be, and whose each of them is,
- ``making``, ``warm``: a page in the making, and pages made ahead,
- ``forking``: kernels as copies of one process that has read everything,
- ``watch``: kernels that die; ``client``, ``templates``: less waiting for each page.
"""
