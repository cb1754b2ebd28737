"""``python -m eval.docs.benchmarks FOLDER``: ``docs/benchmarks.md`` from the JSON of each task and of ``make bench``.

``FOLDER`` holds what ``python -m eval TASK --json > FOLDER/TASK.json`` printed. No figure on the page is typed by hand.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from eval.core.report import columns_of, shown, worded

ROOT: Final = Path(__file__).resolve().parents[2]
#: Task, what it asks, the aim that was set, and which metric of which system the aim speaks of.
ROWS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "extraction",
        "sentence of an advert -> ESCO skills (TECH test, sentences with at least one ESCO label)",
        ".60 / .60 RP@5 / MRR",
    ),
    ("skill-labels", "ESCO alternative -> preferred label, encoder alone, pairs held out", ".93 MRR"),
    ("occupation-skills", "ESCO occupation title -> its skills, encoder alone, occupations held out", ".25 MAP"),
    ("titles", "vacancy title -> ESCO occupation, all titles", ".50 MRR"),
    ("melo", "O*NET title -> ESCO occupation (MELO usa_q_en_c_en), encoder alone", ".70 MRR"),
    ("tags", "skill tag of a real course -> node or none (golden tags)", "precision .95 at recall .85"),
    ("abstention", "TECH test sentences without an ESCO label", "at most 10 % get a link at 80 % of the recall"),
    ("calibration", "probability of a link, TECH and HOUSE validation", "ECE .05 or less"),
    (
        "learner",
        "simulated learners: 90 % intervals, and the adaptive check",
        "88 to 92 %; a third of random questions",
    ),
    (
        "prerequisites",
        "course -> its prerequisites at the same university, all ordered pairs",
        "average precision beside text similarity",
    ),
)
#: Tasks with a row for each work instead of one for each system.
WORKS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "paths",
        "plans against exhaustive search, on catalogues, and on job markets",
        "all equal, feasible and accepted; 95 % within 1 % in 2 s; three steps in 50 ms, five in 2 s for nine in ten",
    ),
    (
        "planning-problems",
        "the problem of a plan against one built from records alone, and every check of the plan",
        "all agree",
    ),
    ("solvers", "the exact methods on the same instances", "none: it decides which is used"),
)
#: Ranking for learners: ours first, the others in the same run.
LEARNERS: Final[tuple[tuple[str, str, str], ...]] = (
    ("cnpc", "next course, Canvas Network, the published split", ".53 recall@10, .34 ndcg@10"),
    ("cnpc-random-order", "the same histories in random order: another course of the same learner", "none"),
    ("mooccubex", "next course, XuetangX, all courses ranked", "at least 10 % above the best baseline"),
    ("mooccubex-random-order", "the same histories in random order: another course of the same learner", "none"),
    ("itm-rec", "topics that nobody rated yet, by text", "above item mean and BM25"),
    ("goal-courses", "job title -> courses that state text alone, graded 0 to 3 (see the notes)", "above plain cosine"),
    ("simulation", "simulated learners, what policies close", "none: what differs under which assumptions"),
    ("off-policy", "simulated lists in random order, where the truth is known", "the interval holds the truth"),
)
HEAD: Final = """# Benchmarks

Written by `python -m eval.docs.benchmarks` from what the commands printed; do not edit by hand. Values are fractions
with 95 % bootstrap intervals. The benchmarks' data is not part of this repository: each command takes `--data PATH`
in the format of its public source, and says so loudly where it is missing. ESCO tasks rank ESCO's 13,896 skills only.
The first row of each table is what ships; the others ran beside it in the same run. *Not measured* means just that.
"""


def table(found: dict[str, Any]) -> list[str]:
    """Markdown of one task: what ships first, then the baselines."""
    return grid("system", {found.get("system") or "shipped": found["metrics"], **found["baselines"]})


def grid(first: str, rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A table in Markdown: a line for each of ``rows`` by name, a column for each name in them."""
    names = columns_of(rows)
    lines = [f"| {first} | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for name, values in rows.items():
        lines.append(f"| {name} | " + " | ".join(worded(values[n]) if n in values else "" for n in names) + " |")
    return lines


def section(task: str, asks: str, aim: str, folder: Path) -> list[str]:
    """Lines of one task with a row for each system; *not measured* where its JSON is missing."""
    path = folder / f"{task}.json"
    lines = [f"## {task}", "", f"{asks[0].upper()}{asks[1:]}. Aim: {aim}.", "", f"`python -m eval {task}`", ""]
    if not path.is_file():
        return [*lines, "Not measured.", ""]
    found = json.loads(path.read_text(encoding="utf-8"))
    left = "; ".join(f"{count} left out: {reason}" for reason, count in found["excluded"].items() if count)
    data, unit = found["data"], found.get("unit", "queries")
    about = f"{found['n']} {unit} of `{data['path']}` (sha256 `{data['sha256'][:12]}…`)"
    return [*lines, about + (f"; {left}" if left else "") + f"; {found['seconds']:.0f} s.", "", *table(found), ""]


def compared(task: str, asks: str, aim: str, folder: Path) -> list[str]:
    """As `section`, with what `differences` adds."""
    return [*section(task, asks, aim, folder), *differences(task, folder)]


def differences(task: str, folder: Path) -> list[str]:
    """Ours against each of the others, and the seeds, where a task has them."""
    path = folder / f"{task}.json"
    sections = json.loads(path.read_text(encoding="utf-8")).get("sections", {}) if path.is_file() else {}
    lines: list[str] = []
    for name in ("differences", "seeds", "sensitivity"):
        if name in sections:
            lines += [*grid(name, sections[name]), ""]
    return lines


def works(task: str, asks: str, aim: str, folder: Path) -> list[str]:
    """Lines of one task with a row for each piece of work."""
    path = folder / f"{task}.json"
    lines = [f"## {task}", "", f"{asks[0].upper()}{asks[1:]}. Aim: {aim}.", "", f"`python -m eval {task}`", ""]
    if not path.is_file():
        return [*lines, "Not measured.", ""]
    found = json.loads(path.read_text(encoding="utf-8"))
    lines += [
        f"Instances: {found['n']}; {found['seconds']:.0f} s.",
        "",
        "| work | n | metric | value |",
        "|---|---|---|---|",
    ]
    for name, interval in found["metrics"].items():
        work, slash, metric = name.partition("/")
        if not slash:  # One piece of work alone is not named with its metrics.
            work, metric = next(iter(found["counts"])), work
        # Only the value of the objective, in its own large units, has more digits than a table bears.
        if metric != "value" or abs(interval["value"]) < 1000:
            lines.append(f"| {work} | {found['counts'][work]} | {metric} | {shown(interval)} |")
    return [*lines, ""]


def bench() -> list[str]:
    """Lines of ``make bench``, or none where it has not run."""
    path = ROOT / "build" / "bench.json"
    if not path.is_file():
        return []
    lines = ["## Speed", "", "`make bench`; each row beside a floor measured in the same run, on two cores.", ""]
    lines += ["| what | value | floor | ratio | aim |", "|---|---|---|---|---|"]
    for row in json.loads(path.read_text(encoding="utf-8")):
        values = f"{row['value']:.2f} {row['unit']} | {row['floor']:.2f} {row['unit']} | {row['ratio']:.2f}"
        lines.append(f"| {row['name']} | {values} | {row['aim_of']} at most {row['aim']} |")
    return [*lines, ""]


def card(folder: Path) -> None:
    """The encoder's figures in its card: both encoders alone on every task that ranks. Kept unless all were run."""
    paths = {
        task: folder / f"{task}.json" for task in ("extraction", "skill-labels", "occupation-skills", "titles", "melo")
    }
    if not all(path.is_file() for path in paths.values()):
        return
    lines = ["| task | metric | credpath-minilm | all-MiniLM-L6-v2 |", "|---|---|---|---|"]
    for task, path in paths.items():
        found = json.loads(path.read_text(encoding="utf-8"))
        systems = {found["system"]: found["metrics"], **found["baselines"]}
        for name in systems["credpath-minilm"]:
            both = (shown(systems[system].get(name)) for system in ("credpath-minilm", "all-MiniLM-L6-v2"))
            lines.append(f"| {task} | {name} | {' | '.join(both)} |")
    filled(ROOT / "models" / "encoder" / "card.md", "FIGURES", lines)


def planning(folder: Path) -> None:
    """The table of solvers in ``docs/planning.md``."""
    path = folder / "solvers.json"
    if not path.is_file():
        return
    found = json.loads(path.read_text(encoding="utf-8"))
    lines = []
    for work in found["counts"]:
        objective, _, method = work.partition(", ")
        values = {name: found["metrics"].get(f"{work}/{name}") for name in ("seconds@50", "seconds@100", "proven")}
        median, slowest, proven = (None if value is None else value["value"] for value in values.values())
        said = "all, by trying everything" if proven is None else f"{proven:.0%}"
        lines.append(
            f"| {objective} ({found['counts'][work]}) | {method} | {median:.3f} s | {slowest:.3f} s | {said} |"
        )
    filled(ROOT / "docs" / "planning.md", "SOLVERS", lines)


def filled(path: Path, mark: str, lines: list[str]) -> None:
    """Put lines between two marks of a page."""
    before, _, rest = path.read_text(encoding="utf-8").partition(f"<!-- {mark} -->\n")
    _, end, after = rest.partition(f"<!-- /{mark} -->")
    path.write_text(before + f"<!-- {mark} -->\n" + "\n".join(lines) + "\n" + end + after, encoding="utf-8")


def standing(page: Path) -> dict[str, list[str]]:
    """The sections of a page as it is, by their titles."""
    found: dict[str, list[str]] = {}
    for part in page.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, body = part.partition("\n")
        found[title] = [f"## {title}", *body.rstrip().split("\n"), ""]
    return found


def main() -> None:
    """Write ``docs/benchmarks.md`` from the JSON files of a folder; what has none there keeps its section."""
    folder, page = Path(sys.argv[1]), ROOT / "docs" / "benchmarks.md"
    card(folder)
    planning(folder)
    before, lines = standing(page), [HEAD]
    for rows, made in ((ROWS, section), (LEARNERS, compared), (WORKS, works)):
        for row in rows:
            measured = (folder / f"{row[0]}.json").is_file()
            lines += made(*row, folder) if measured else before.get(row[0]) or made(*row, folder)
    lines += bench() or before.get("Speed", [])
    notes = ROOT / "docs" / "benchmark_notes.md"
    if notes.is_file():
        lines += notes.read_text(encoding="utf-8").splitlines()
    page.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
