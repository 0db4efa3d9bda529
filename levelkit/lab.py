"""The notebooks in JupyterLab, without a request to any other host."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from levelkit.pages.folders import FIRST_PAGE, SHARE, notebooks_folder

CONFIG = SHARE.parent / "config"
#: What was copied, by name: tells a notebook that was edited from one that was not.
COPIED = ".levelkit.json"


def lab(options: list[str]) -> None:
    """Open JupyterLab on the notebooks: those of the checkout, else copies that are the user's.

    Parameters
    ----------
    options : list of str
        Further options of JupyterLab.
    """
    # JupyterLab asks its makers' site for news and newer versions: not from here.
    paths = [str(CONFIG), *filter(None, [os.environ.get("JUPYTER_CONFIG_PATH")])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    folder = notebooks_folder()
    if folder.parent == Path(__file__).resolve().parent:  # installed: replaced by the next version
        folder = copies(folder, users_folder())

    from jupyterlab.labapp import main

    main(
        [
            f"--ServerApp.root_dir={folder}",
            f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}",
            *options,
        ]
    )


def users_folder() -> Path:
    """Where a user's own copies go: among the documents, or in the home where there are none."""
    import platformdirs

    documents = platformdirs.user_documents_path()
    return (documents if documents.is_dir() else Path.home()) / "levelkit-notebooks"


def copies(source: Path, target: Path) -> Path:
    """Copy the notebooks; one that the user has edited is never overwritten. It is said where they are.

    Parameters
    ----------
    source : path
        The notebooks of the installed version.
    target : path
        A folder, made if it is not there.

    Returns
    -------
    path
        ``target``.
    """
    target.mkdir(parents=True, exist_ok=True)
    known = _known(target)
    kept = []
    for path in sorted(source.glob("*.ipynb")):
        new, own = path.read_bytes(), target / path.name
        if own.exists() and _hash(own.read_bytes()) not in (known.get(path.name), _hash(new)):
            if known.get(path.name) != _hash(new):
                kept.append(path.name)
            continue
        own.write_bytes(new)
        known[path.name] = _hash(new)
    (target / COPIED).write_text(json.dumps(known, indent=1), encoding="utf-8")
    print(f"Your copies of the notebooks are in {target}; what you change there stays.")
    if kept:
        print(
            f"There are newer ones of {', '.join(kept)}: yours were left as they are. Rename yours to get the new ones."
        )
    return target


def _known(target: Path) -> dict[str, str]:
    try:
        return dict(json.loads((target / COPIED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
