"""Plans as tables for people, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from recommender.cli.tables.answer import goal_line
from recommender.cli.tables.role import show_licences
from recommender.path.markdown import pool, proof, span, totals, work
from recommender.path.plan import LearningPath, Plan, Replanned, Step, Week
from recommender.path.revise.counterfactuals import Why
from recommender.path.revise.pareto import Tradeoffs
from recommender.path.verdict import Verdict
from recommender.prerequisites.cycles import Cycle
from recommender.prerequisites.suggestions import Suggestion

CLOSES_SHOWN = 3
WEEKS_SHOWN = 30


def show_plan(plan: LearningPath, out: Console) -> None:
    """Print the schedule, what it adds up to and what is proven; or why there is no plan."""
    if isinstance(plan, Plan):
        for warning in plan.warnings:
            out.print(f"[yellow]note:[/yellow] {escape(warning)}")
        for goal in plan.goals:
            out.print(goal_line(goal))
            show_licences(goal.licences, out)
    if plan.conflict is not None:
        _conflict(plan, out)
    elif not plan.steps:
        out.print("Nothing in the pool brings you nearer to this goal within your limits.")
    else:
        _steps(plan.steps, out)
        _weeks(plan.weeks, out)
        out.print(escape(totals(plan)))
    out.print(escape(proof(plan)))
    for line in pool(plan):
        out.print(escape(line), style="dim", highlight=False)
    if isinstance(plan, Plan) and plan.uncovered:
        more = f" and {len(plan.uncovered) - 8} more" if len(plan.uncovered) > 8 else ""
        out.print(f"[bold]Not covered[/bold] by any of them: {escape('; '.join(plan.uncovered[:8]))}{more}")


def _conflict(plan: LearningPath, out: Console) -> None:
    conflict = plan.conflict
    if conflict is None:
        return
    out.print(f"[bold]There is no such plan:[/bold] {escape(conflict.text)}.")
    if conflict.relaxations:
        out.print("Any one of these would make one possible:")
        for relaxation in conflict.relaxations:
            out.print(f"  - {escape(relaxation.text)}", highlight=False)
    else:
        out.print("No single wish that gives way makes one possible.")


def _steps(steps: Sequence[Step], out: Console) -> None:
    table = Table("", "credential", "weeks", "hours", "price", "of the gap", "closes most of", title="Your path")
    table.title_justify = "left"
    for step in steps:
        flags = {"hours": "*", "price": "*"}
        table.add_row(
            str(step.position),
            escape(step.title),
            span(step),
            f"{step.hours:g}" + flags.get(next((a for a in step.assumed if a == "hours"), ""), ""),
            ("?" if step.price is None else f"{step.price:g}")
            + flags.get(next((a for a in step.assumed if a == "price"), ""), ""),
            f"{step.share:.1%}",
            escape("; ".join(closing.label for closing in step.closes[:CLOSES_SHOWN])),
        )
    out.print(table)
    if any({"hours", "price"} & set(step.assumed) for step in steps):
        out.print("* assumed, not stated by any source", style="dim")


def _weeks(weeks: Sequence[Week], out: Console) -> None:
    table = Table("week", "begins", "what", title="Week by week", title_justify="left")
    for week in weeks[:WEEKS_SHOWN]:
        table.add_row(str(week.week), str(week.begins), escape(work(week)))
    out.print(table)
    if len(weeks) > WEEKS_SHOWN:
        out.print(f"  and {len(weeks) - WEEKS_SHOWN} weeks more", style="dim")


def show_changes(found: Replanned, out: Console) -> None:
    """Print what became of each credential of the old plan, and what is new."""
    for change in found.changes:
        out.print(f"  {change.kind:8}{escape(change.title)}: {escape(change.reason)}", highlight=False)
    if found.given_up:
        out.print(f"Keeping what it can costs {found.given_up:.1%} of the best value.")


def show_tradeoffs(found: Tradeoffs, out: Console) -> None:
    """Print the front, and what one more of each limit gives."""
    table = Table("of the gap", "hours", "cost", "steps", title="Efficient plans", title_justify="left")
    for point in found.points:
        table.add_row(
            f"{point.share:.1%}", f"{point.hours:g}", f"{point.cost:g} {found.currency}", str(len(point.steps))
        )
    out.print(table)
    out.print(
        "Every efficient plan, proven." if found.complete else "Not all: the limit of points or of work came first."
    )
    for more in found.more:
        out.print(escape(f"{more.text[0].upper()}{more.text[1:]}."), highlight=False)


def show_why(found: Sequence[Why], out: Console) -> None:
    """Print what each credential is worth to the plan and what would turn the decision."""
    for one in found:
        out.print(
            f"[bold]{escape(one.title)}[/bold] {'is' if one.chosen else 'is not'} in the plan: {escape(one.text)}"
        )
        for turn in one.turns:
            out.print(f"  - {escape(turn.text)}", highlight=False)


def show_prerequisites(found: Sequence[Suggestion], out: Console) -> None:
    """Print stated and likely prerequisites."""
    table = Table("prerequisite", "probability", "identifier")
    for one in found:
        table.add_row(escape(one.title), "stated" if one.stated else f"{one.probability:.2f}", escape(one.id))
    out.print(table)
    out.print("What is not stated is a suggestion: --confirm makes it hold in a plan.", style="dim")


def show_cycles(found: Sequence[Cycle], out: Console) -> None:
    """Print circles of prerequisites and what would have to give way."""
    for cycle in found:
        out.print(f"round in a circle: {escape(', '.join(cycle.members))}", highlight=False)
        for before, after in cycle.drop:
            out.print(f"  drop: {escape(before)} before {escape(after)}", highlight=False)
    if not found:
        out.print("No stated prerequisites go round in a circle.")


def show_verdict(verdict: Verdict, out: Console) -> None:
    """Print what is wrong with a plan, how far it was checked, and what nobody checked."""
    wrong = [finding for finding in verdict.findings if not finding.ok]
    for finding in wrong:
        out.print(f"[red]wrong[/red] {escape(finding.where)}: {escape(finding.what)}", highlight=False)
    if wrong:
        said = f"refused: {len(wrong)} of {len(verdict.findings)} checks failed"
        out.print(said, style="red", highlight=False)
    else:
        passed = ", ".join(grade.name for grade in verdict.grades if grade.state == "passed")
        word = "accepted" if verdict.complete else "accepted only as far as it could be checked"
        said = f"{word} ({passed}): {len(verdict.findings)} checks; the bound is {verdict.proof}"
        out.print(said, style=None if verdict.complete else "yellow", highlight=False)
    for grade in verdict.grades:
        if grade.state == "not checked":
            out.print(f"not checked: {grade.name}, because {grade.why}", highlight=False)
    out.print(f"not covered: {', '.join(verdict.not_covered)}", highlight=False)
