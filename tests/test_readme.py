"""What the README tells analysts to type works as it stands."""

import re
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_code_runs_from_top_to_bottom():
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) >= 3
    known: dict = {}
    for block in blocks:
        exec(block, known)
    assert known["itl3"].sizes["region"] == 179


def test_every_statistic_it_names_is_public():
    import levelkit as lk

    table = README[README.index("| family |") : README.index("```python\nitl")]
    named = re.findall(r"`(\w+)`", table)
    assert len(named) > 30
    assert [name for name in named if not hasattr(lk, name)] == []
    assert all(
        (Path(__file__).parents[1] / path).exists()
        for path in re.findall(r"\]\((docs/[\w.-]+)\)", README)
    )
