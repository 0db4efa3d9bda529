"""What a page shows of each key of its details, each in a file of its own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from levelkit.pages.blocks import Blocks, pack
from levelkit.site.answers import packed_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from levelkit.pages.detail import Detail

#: A link to another notebook, which on a site is a page.
NOTEBOOK = re.compile(r'(href="[\w-]+)\.ipynb"')


def write_details(
    details: Iterable[Detail], folder: Path, some: Mapping[str, list[str]] | None = None
) -> None:
    """Write ``detail-<name>/<key>.js`` into a page's folder, a pack of blocks each.

    Parameters
    ----------
    details : iterable of Detail
    folder : path
    some : mapping, optional
        By detail, the keys that are written; all of those that are not named here.
    """
    for detail in details:
        place = folder / f"detail-{detail.name}"
        place.mkdir(parents=True, exist_ok=True)
        for key in (some or {}).get(detail.name, detail.keys):
            traits = detail.view(key).traits()
            for words in traits["words"].values():
                if "html" in words:
                    words["html"] = NOTEBOOK.sub(r'\1.html"', words["html"])
            blocks = Blocks()
            blocks.take(traits.pop("datasets"))
            packed = pack(blocks.by_key().values(), shown={"columns": blocks.columns, **traits})
            said = f"{json.dumps(f'{place.name}/{key}')}, {json.dumps(packed_text(packed))}"
            (place / f"{key}.js").write_text(f"levelkitChunk({said});\n", encoding="utf-8")
