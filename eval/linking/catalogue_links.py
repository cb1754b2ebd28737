"""What linking the catalogue again changed: nodes, emerging skills and top-fives; written to ``docs/relinking.md``.

``python -m eval.linking.tasks.catalogue_links BEFORE`` where ``BEFORE`` is a checkout of the revision to compare with.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from recommender import artifacts

ROOT: Final = Path(__file__).resolve().parents[2]
CATALOGUE: Final = Path("recommender") / "data" / "catalogue" / "credentials.parquet"
EXAMPLES: Final = Path("docs") / "examples.md"
_ROW: Final = re.compile(r"^\| \d \| (.+?) \| ")


def taught(path: Path) -> Counter[str]:
    """How many credentials are linked to each node."""
    cells = pq.read_table(path, columns=["skills"])["skills"].to_pylist()
    return Counter(skill["name"] for cell in cells for skill in cell or ())


def top_fives(path: Path) -> dict[str, list[str]]:
    """The first five credentials of each example profile, from the page that lists them."""
    out: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            current = out.setdefault(line[3:], [])
        elif match := _ROW.match(line):
            current.append(match.group(1))
    return {name: found for name, found in out.items() if found}


def main() -> None:
    """Print how the links of the bundled catalogue differ from those of another checkout."""
    before = Path(sys.argv[1])
    old, new = taught(before / CATALOGUE), taught(ROOT / CATALOGUE)
    table = pq.read_table(artifacts.data("taxonomy") / "skills.parquet", columns=["id", "label"])
    label = dict(zip(table["id"].to_pylist(), table["label"].to_pylist(), strict=True))
    changed = sorted((n for n in old.keys() | new.keys() if old[n] != new[n]), key=lambda n: (-abs(new[n] - old[n]), n))
    emerging = [n for n in changed if n.startswith("credpath:")]
    lines = ["## What linking the catalogue again changed", ""]
    counts = (
        f"Links: {sum(old.values())} before, {sum(new.values())} after. Nodes that are taught: {len(old)}, {len(new)}."
    )
    minted = "; ".join(f"{label[n]} {old[n]}, {new[n]}" for n in emerging) or "none"
    lines += [f"{counts} {len(changed)} nodes are taught by more or fewer credentials than before.", ""]
    lines += [f"Emerging skills that changed (before, after): {minted}.", "", "Top-fives that changed:", ""]
    was, now = top_fives(before / EXAMPLES), top_fives(ROOT / EXAMPLES)
    for name in now:
        gone = [title for title in was.get(name, ()) if title not in now[name]]
        come = [title for title in now[name] if title not in was.get(name, ())]
        if gone or come:
            lines.append(f"- {name}: in {'; '.join(come) or 'none'}; out {'; '.join(gone) or 'none'}.")
    lines += ["", "Every node that changed (before, after):", ""]
    lines.append("; ".join(f"{label[n]} {old[n]}, {new[n]}" for n in changed) + ".")
    (ROOT / "docs" / "relinking.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[:5]))


if __name__ == "__main__":
    main()
