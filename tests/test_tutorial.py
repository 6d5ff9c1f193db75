"""The tutorial is run as a reader would paste it, block after block; its desk is made elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_tutorial_runs(tmp_path, monkeypatch, capsys):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/tutorial.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 12
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for number, block in enumerate(blocks, 1):
        code = block.replace('Desk("desk")', f'Desk("{tmp_path / "desk"}")')
        exec(compile(code, f"docs/tutorial.md, block {number}", "exec"), names)
        if "print" in block:
            assert capsys.readouterr().out.strip(), f"block {number} prints nothing"
