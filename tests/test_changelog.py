"""What changed is said to readers as it is to users."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLAIM = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def plain(text):
    """Without links and line ends."""
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).split())


def test_every_verdict_that_changed_is_on_the_page_of_corrections():
    table = (
        (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("### Verdicts that changed")[1]
    )
    rows = CLAIM.findall(table.split("###")[0])[1:]
    page = plain(
        (ROOT / "notebooks/text/corrections.py").read_text(encoding="utf-8").replace("\n# ", " ")
    )
    assert len(rows) >= 6
    for row in rows:
        for cell in row:
            assert plain(cell) in page
