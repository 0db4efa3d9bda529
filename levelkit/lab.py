"""The notebooks in JupyterLab, without a request to any other host."""

from __future__ import annotations

import os

from levelkit.pages.folders import FIRST_PAGE, SHARE, notebooks_folder

CONFIG = SHARE.parent / "config"


def lab(options: list[str]) -> None:
    """Open JupyterLab on the notebooks.

    Parameters
    ----------
    options : list of str
        Further options of JupyterLab.
    """
    # JupyterLab asks its makers' site for news and newer versions: not from here.
    paths = [str(CONFIG), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)

    from jupyterlab.labapp import main

    main(
        [
            f"--ServerApp.root_dir={notebooks_folder()}",
            f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}",
            *options,
        ]
    )
