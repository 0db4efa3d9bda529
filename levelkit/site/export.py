"""Run in a notebook's kernel after its cells: what its widgets hold, for a page without a kernel."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from levelkit.site.answers import packed_text, write_answers
from levelkit.site.details import write_details

#: What the browser has from elsewhere, or has no use for.
DROPPED = (
    "code_version",
    "style",
    "_esm",
    "_css",
    "_anywidget_id",
    "layout",
    "tooltip",
    "live",
)
KEPT_MODELS = ("AnyModel", "BoxModel", "VBoxModel", "HBoxModel")


def export(
    namespace: dict[str, Any], folder: str, name: str, only: str = "", jobs: int = -1
) -> None:
    """Write the models and, for each claim's page, all answers.

    Parameters
    ----------
    namespace : dict
        The notebook's variables.
    folder : str
        Where ``<name>.json`` and the answers' folder ``<name>`` go.
    name : str
        The page.
    only : str
        A file of JSON: by claim, the combinations that are answered, and under ``details`` the keys
        by detail; "" for all.
    jobs : int
        As joblib counts them.
    """
    import joblib
    from ipywidgets.embed import embed_data

    from levelkit.pages.claim_page import ClaimPage
    from levelkit.pages.place_page import PlacePage

    pages = {id(page): page for page in namespace.values() if isinstance(page, ClaimPage)}
    models = {
        key: _model(model)
        for key, model in embed_data(views=None)["manager_state"]["state"].items()
        if model["model_name"] in KEPT_MODELS
    }
    answers = {}
    some = json.loads(Path(only).read_text(encoding="utf-8")) if only else {}
    with joblib.parallel_config(n_jobs=jobs):
        for page in pages.values():
            write_answers(page.claim, page.layout, Path(folder, name), some.get(page.claim.name))
            answers[page.hub.model_id] = name
    for page in namespace.values():
        if isinstance(page, PlacePage):
            write_details(page.details, Path(folder, name), some.get("details"))
            answers[page.hub.model_id] = name
    whole = {"models": models, "answers": answers}
    text = json.dumps(whole, separators=(",", ":"), ensure_ascii=False)
    Path(folder, f"{name}.json").write_text(text, encoding="utf-8")


def _model(model: dict[str, Any]) -> dict[str, Any]:
    state = {key: value for key, value in model["state"].items() if key not in DROPPED}
    for buffer in model.get("buffers", []):
        (name,) = buffer["path"]
        state[name] = packed_text(base64.b64decode(buffer["data"]))
    return {"kind": model["model_name"], "state": state}
