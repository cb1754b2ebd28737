"""``make examples``: write the printed blocks of README and ``docs/examples.md`` from the example profiles.

``docs/example_readings.json`` records, by credential, whether a reader finds it right for the profile and why, so that
a changed list shows as unjudged. ``docs/adviser_expectations.json``, where it exists, holds the topics that an adviser
who had seen no output expected; the readings then say whether a credential meets one of them.
``docs/skill_readings.json`` holds, by profile, the found skills that a reader calls false and those that they miss.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from eval.docs import readme
from recommender.engine import Recommender
from recommender.records import Answer, Preferences
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
AS_OF = dt.date(2026, 11, 24)
SHOWN = 5
GOALS = {
    "data_analyst.pdf": "data analyst",
    "nurse_informatics.docx": "health informatics nurse",
    "electrician.pdf": "electrician",
    "marketing.md": "marketing manager",
    "hospitality_pm.txt": "project manager",
    "school_leaver.json": "web developer",
    "data_engineer.txt": "data engineer",
}

BLIND = (
    "Agreement at five: the share of the first five credentials that meet one of six topics which a reader who had",
    "seen the profile and no output had written down (`adviser_expectations.json`). Whether a credential meets one is",
    "the authors' reading (`example_readings.json`).",
)
NOT_BLIND = (
    "Agreement at five: the share of the first five credentials that the authors, reading the list, find right for the",
    "profile as a next step. They had seen earlier lists, so this is no blind judgement; one is still to be made.",
)


def loaded(name: str) -> dict[str, Any]:
    """A JSON file of ``docs/``, or nothing where it is missing."""
    path = DOCS / name
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def skills_read(found: list[str], read: dict[str, Any]) -> list[str]:
    """The skills found in a profile, false ones struck through, and what a reader missed."""
    wrong = set(read.get("false", ()))
    new = [label for label in found if read and label not in {*wrong, *read.get("right", ())}]
    shown = [f"~~{label}~~" if label in wrong else f"{label} (not read)" if label in new else label for label in found]
    lines = [f"Understood of the profile: {', '.join(shown) or 'nothing'}."]
    if read:
        lines += ["", f"Missed, says the reader: {'; '.join(read.get('missed', ())) or 'nothing'}."]
    return lines


def section(
    name: str, answer: Answer, expected: list[str], judged: dict[str, Any], read: dict[str, Any]
) -> tuple[list[str], list[bool]]:
    """Lines of one profile and, for each of the first five that was judged, whether it meets an expectation."""
    goal = answer.goal
    assert goal is not None  # noqa: S101 - every example has a goal
    named = " + ".join(f"{o.label} ({o.source.upper()})" for o in goal.occupations)
    claimed = [state.label for state in answer.learner.skills if state.kind != "inferred"]
    lines = [f"## {name}", "", f"Goal: *{goal.query}*, understood as {named}, probability {goal.probability}.", ""]
    lines += [
        *skills_read(claimed, read),
        "",
        "| | credential | closes | confidence | adviser |",
    ]
    lines += ["|---|---|---|---|---|"]
    verdicts = []
    for item in answer.recommendations[:SHOWN]:
        verdict = judged.get(item.credential.id)
        if verdict is not None:
            verdicts.append(bool(verdict["meets"]))
        word = "not judged" if verdict is None else f"{'yes' if verdict['meets'] else 'no'}: {verdict['why']}"
        closes = "; ".join(c.area for c in item.closes[:3])
        provider = item.credential.provider
        lines.append(
            f"| {item.rank} | {item.credential.title} ({provider}) | {closes} | {item.confidence:.2f} | {word} |"
        )
    lines += ["", f"Not covered by any credential of the catalogue: {'; '.join(answer.uncovered) or 'nothing'}.", ""]
    lines += ["An adviser expected: " + "; ".join(expected) + ".", ""] if expected else []
    return lines, verdicts


def counted(read: dict[str, Any], found: dict[str, list[str]]) -> list[str]:
    """Of the skills that are found now: how many were read, and called false; and how many were missed."""
    if not read:
        return []
    right, wrong = (
        sum(len(set(one.get(name, ())) & set(found[profile])) for profile, one in read.items())
        for name in ("right", "false")
    )
    missed = sum(len(one.get("missed", ())) for one in read.values())
    return [
        (
            f"Skills: of {right + wrong} found in the profiles, a reader who had not seen them called {wrong} false "
            f"(struck through) and missed {missed}."
        ),
        "",
    ]


def page(snapshot: Snapshot) -> str:
    """``docs/examples.md`` as it is with this snapshot."""
    engine = Recommender(snapshot)
    expected, judged = loaded("adviser_expectations.json"), loaded("example_readings.json")
    read = loaded("skill_readings.json")
    body: list[str] = []
    counts: list[tuple[str, list[bool]]] = []
    understood: dict[str, list[str]] = {}
    for name, goal in GOALS.items():
        preferences = Preferences(hours_per_week=6)
        answer = engine.recommend(ROOT / "examples" / name, goal, preferences=preferences, top=SHOWN, as_of=AS_OF)
        lines, verdicts = section(name, answer, expected.get(name, []), judged.get(name, {}), read.get(name, {}))
        body += lines
        understood[name] = [state.label for state in answer.learner.skills if state.kind != "inferred"]
        counts.append((name, verdicts))
    total = [verdict for _, verdicts in counts for verdict in verdicts]
    head = [
        "# Examples",
        "",
        "Written by `make examples` from the invented profiles in `examples/`; do not edit by hand.",
        f"Snapshot {engine.snapshot_id}, as of {AS_OF}. The first {SHOWN} credentials of each.",
        "",
        *(BLIND if expected else NOT_BLIND),
        "",
        "| profile | agreement at five |",
        "|---|---|",
        *(f"| {name} | {sum(v)} of {len(v)} |" for name, v in counts),
        f"| all | {sum(total)} of {len(total)} |",
        "",
        *counted(read, understood),
    ]
    return "\n".join([*head, *body]).rstrip() + "\n"


def main() -> None:
    """Write README's printed blocks and ``docs/examples.md``."""
    snapshot = open_snapshot(bundled_snapshot())
    front = ROOT / "README.md"
    front.write_text(readme.written(front.read_text(encoding="utf-8"), snapshot), encoding="utf-8")
    written = page(snapshot)
    (DOCS / "examples.md").write_text(written, encoding="utf-8")
    print(written.partition("\n## ")[0])


if __name__ == "__main__":
    main()
