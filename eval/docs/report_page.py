"""``python -m eval report``: every comparison of ranking on one HTML page with its plots, each as JSON beside it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from eval.core.report import columns_of, worded

PAGE: Final = "report.html"
#: Measures that are drawn, at most.
DRAWN: Final = 3
COLOURS: Final = ("#1b6ca8", "#9aa5b1")
TEMPLATE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>CredPath: offline evaluation</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1d2733}
table{border-collapse:collapse;margin:1rem 0;font-size:.9rem}
th,td{border-bottom:1px solid #d5dbe1;padding:.3rem .7rem;text-align:left;white-space:nowrap}
thead th{border-bottom:2px solid #1d2733}tbody tr:first-child td{font-weight:600}
.wide{overflow-x:auto}figure{margin:1rem 0}svg{max-width:100%;height:auto}
.skipped{color:#8a2b0e}small{color:#5a6672}details{margin:.5rem 0}
</style></head><body>
<h1>CredPath: offline evaluation of ranking</h1>
<p>Values are means with 95 % bootstrap intervals over learners or queries; the first row of each table is CredPath, the
others ran beside it in the same run. Differences are ours less theirs, with the p-value of a paired t-test after Holm's
correction for all comparisons of a measure. Runs are kept in TREC's format.</p>
{% for task in tasks %}
<h2 id="{{ task.name }}">{{ task.name }}</h2>
{% if task.skipped %}<p class="skipped">SKIPPED: {{ task.skipped }}</p>{% else %}
<p>{{ task.n }} {{ task.unit }} of <code>{{ task.path }}</code> (sha256
<code>{{ task.sha256 }}</code>){{ task.seeds }}; {{ task.seconds }} s.</p>
{% for note in task.notes %}<p><small>{{ note }}</small></p>{% endfor %}
{% for count, reason in task.excluded %}<p><small>{{ count }} left out: {{ reason }}</small></p>{% endfor %}
{% for figure in task.figures %}<figure>{{ figure|safe }}</figure>{% endfor %}
{% for table in task.tables %}{% if not loop.first %}<details open><summary>{{ table.title }}</summary>{% endif %}
<div class="wide"><table><thead><tr>{% for cell in table.head %}<th scope="col">{{ cell }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in table.rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody>
</table></div>{% if not loop.first %}</details>{% endif %}{% endfor %}
<p><small>{% for name, version in task.versions %}{{ name }} {{ version }}{{ ", " if not loop.last }}{% endfor %};
bootstrap seed {{ task.seed }}</small></p>
{% endif %}{% endfor %}
</body></html>
"""


def write(records: Mapping[str, dict[str, Any] | str], out: Path) -> Path:
    """The page of ``records``, by task: what a report's `record` gave, or why it was skipped. Returns its path."""
    from jinja2 import Environment

    out.mkdir(parents=True, exist_ok=True)
    tasks = []
    for name, record in records.items():
        if isinstance(record, str):
            tasks.append({"name": name, "skipped": record})
            continue
        (out / f"{name}.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
        tasks.append(_task(record))
    page = Environment(autoescape=True).from_string(TEMPLATE).render(tasks=tasks)
    (out / PAGE).write_text(page, encoding="utf-8")
    return out / PAGE


def _task(record: dict[str, Any]) -> dict[str, Any]:
    systems = {record["system"] or "shipped": record["metrics"], **record["baselines"]}
    sections = record.get("sections", {})
    return {
        "name": record["task"],
        "n": f"{record['n']:,}",
        "unit": record.get("unit", "queries"),
        "path": record["data"]["path"],
        "sha256": record["data"]["sha256"][:16],
        "seeds": ", seeds " + ", ".join(map(str, record["seeds"])) if "seeds" in record else "",
        "seconds": f"{record['seconds']:.0f}",
        "notes": record.get("notes", ()),
        "excluded": [(count, reason) for reason, count in record["excluded"].items() if count],
        "figures": [
            draw(systems, sections) for draw in FIGURES if draw is not _plane or "per 100 hours" in columns_of(systems)
        ],
        "tables": [_table("", systems), *(_table(title, rows) for title, rows in sections.items())],
        "versions": sorted(record["versions"].items()),
        "seed": record["seed"],
    }


def _table(title: str, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    names = columns_of(rows)
    body = [[name, *(worded(columns[n]) if n in columns else "" for n in names)] for name, columns in rows.items()]
    return {"title": title, "head": ["", *names], "rows": body}


def _bars(systems: Mapping[str, Mapping[str, Any]], sections: Mapping[str, Any]) -> str:
    """Each system's value and interval, one panel a measure."""
    names = columns_of(systems)[:DRAWN]
    figure, axes = _figure(len(names), 1.0 + 0.38 * len(systems))
    for axis, name in zip(axes, names, strict=True):
        found = [(system, values[name]) for system, values in systems.items() if name in values][::-1]
        value = [v["value"] for _, v in found]
        off = [[v["value"] - v["low"] for _, v in found], [v["high"] - v["value"] for _, v in found]]
        colours = [COLOURS[1]] * (len(found) - 1) + [COLOURS[0]]
        axis.barh(range(len(found)), value, xerr=off, color=colours, height=0.66, error_kw={"lw": 1, "capsize": 2})
        axis.set_yticks(range(len(found)), [system for system, _ in found] if axis is axes[0] else [""] * len(found))
        axis.set_title(name, fontsize=10, loc="left")
    return _svg(figure)


def _differences(systems: Mapping[str, Mapping[str, Any]], sections: Mapping[str, Any]) -> str:
    """Ours less each other, with intervals and a line at nothing; under other assumptions too where there are any."""
    rows = {
        name: columns["difference"]
        for title in ("differences", "sensitivity")
        for name, columns in sections.get(title, {}).items()
        if "difference" in columns
    }
    if not rows:
        return ""
    figure, (axis,) = _figure(1, 0.8 + 0.26 * len(rows), width=9.0)
    for place, value in enumerate(list(rows.values())[::-1]):
        axis.plot([value["low"], value["high"]], [place, place], color=COLOURS[0], lw=1.5)
        axis.plot(value["value"], place, "o", color=COLOURS[0], ms=4)
    axis.axvline(0, color="#1d2733", lw=0.8)
    axis.set_yticks(range(len(rows)), list(rows)[::-1], fontsize=8)
    axis.set_title("difference, ours less theirs (sensitivity: less the best other)", fontsize=10, loc="left")
    return _svg(figure)


def _plane(systems: Mapping[str, Mapping[str, Any]], sections: Mapping[str, Any]) -> str:
    """Policies of the simulation: gap closed per hour against gap closed per dollar."""
    figure, (axis,) = _figure(1, 4.2, width=7.0)
    for number, (name, values) in enumerate(systems.items()):
        x, y = values["per 100 hours"], values["per 100 dollars"]
        colour = COLOURS[0] if number == 0 else COLOURS[1]
        axis.plot([x["low"], x["high"]], [y["value"]] * 2, color=colour, lw=1)
        axis.plot([x["value"]] * 2, [y["low"], y["high"]], color=colour, lw=1)
        axis.plot(x["value"], y["value"], "o", color=colour, ms=5)
        axis.annotate(name, (x["value"], y["value"]), xytext=(5, 4), textcoords="offset points", fontsize=8)
    axis.set_xlabel("share of the gap closed per 100 hours", fontsize=9)
    axis.set_ylabel("per 100 dollars (logarithmic)", fontsize=9)
    axis.set_yscale("log")
    return _svg(figure)


FIGURES: Final[Sequence[Callable[[Mapping[str, Mapping[str, Any]], Mapping[str, Any]], str]]] = (
    _bars,
    _differences,
    _plane,
)


def _figure(panels: int, height: float, width: float = 10.0) -> tuple[Any, list[Any]]:
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    # The same figures are the same bytes: no date, no random identifiers.
    mpl.rcParams["svg.hashsalt"] = "credpath"
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasSVG(figure)
    axes = [figure.add_subplot(1, panels, n + 1) for n in range(panels)]
    for axis in axes:
        axis.spines[["top", "right"]].set_visible(False)
        axis.tick_params(labelsize=8)
    return figure, axes


def _svg(figure: Any) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue().partition("<svg")[1] + out.getvalue().partition("<svg")[2]
