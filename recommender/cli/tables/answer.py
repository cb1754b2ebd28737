"""Answers as tables for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from recommender.cli.tables.role import show_licences
from recommender.records import Answer, Assessment, Goal, Question, Recommendation, SkillFound

GAPS_SHOWN = 12


def show_answer(answer: Answer, out: Console) -> None:
    """Print an answer: what was understood, the widest gaps, the ranked credentials with reasons, what is uncovered."""
    for warning in answer.warnings:
        out.print(f"[yellow]note:[/yellow] {escape(warning)}")
    _learner(answer, out)
    if answer.goal is None:
        _near(answer, out)
        return
    _goal(answer, out)
    _gaps(answer, out)
    for item in answer.recommendations:
        _recommendation(item, out)
    if not any(gap.gap > 0 for gap in answer.gaps):
        out.print("You hold everything that is known to be required for this goal.")
    elif not answer.recommendations:
        out.print("The catalogue has nothing within your limits that closes a gap of this goal.")
    if answer.uncovered:
        named = "; ".join(answer.uncovered[:8])
        more = f" and {len(answer.uncovered) - 8} more" if len(answer.uncovered) > 8 else ""
        out.print(f"\n[bold]Not covered[/bold] by any credential within your limits: {escape(named)}{more}")
    if answer.question:
        out.print(f"\n{escape(answer.question)}")
    out.print(f"\nsnapshot {answer.snapshot}, as of {answer.as_of}", style="dim", highlight=False)


def show_assessment(found: Assessment, out: Console) -> None:
    """Print strengths and weaknesses with their uncertainty and basis, what leads now, and what to ask next."""
    for warning in found.warnings:
        out.print(f"[yellow]note:[/yellow] {escape(warning)}")
    for title, rows in (("Your strengths", found.strengths), ("Your weaknesses", found.weaknesses)):
        table = Table("area", "required", "held (90 %)", "reached", "basis", title=title, title_justify="left")
        for row in rows[:GAPS_SHOWN]:
            held = f"{row.word} {row.mean:.2f} ({row.low:.2f} to {row.high:.2f})"
            table.add_row(escape(row.area), f"{row.required:.2f}", held, f"{row.probability:.0%}", escape(row.basis))
        out.print(table)
        if len(rows) > GAPS_SHOWN:
            out.print(f"  and {len(rows) - GAPS_SHOWN} more", style="dim")
    if found.top:
        out.print("First now: " + escape("; ".join(item.title for item in found.top)))
    if found.stopped:
        out.print(f"Asking stops: {escape(found.stopped)}")


def show_question(question: Question, out: Console) -> None:
    """Print a question with its numbered options."""
    out.print(f"\n[bold]{escape(question.text)}[/bold]")
    for number, option in enumerate(question.options, start=1):
        out.print(f"  {number}  {escape(option.text)}", highlight=False)


def show_skills(found: Sequence[SkillFound], out: Console) -> None:
    """Print the skills found in a text."""
    if not found:
        out.print("no skill found")
        return
    table = Table("skill", "confidence", "level", "how", "identifier")
    for item in found:
        level = "" if item.level is None else f"{item.level:.2f}"
        table.add_row(escape(item.label), f"{item.confidence:.2f}", level, item.method, item.skill)
    out.print(table)


def goal_line(goal: Goal) -> str:
    """What a goal was understood as, and how sure that is; marked up for a console."""
    named = " + ".join(f"{o.label} ({o.source.upper()})" for o in goal.occupations) or "the advert"
    sure = f", probability {goal.probability:.2f}" if goal.probability is not None else ""
    return f"[bold]Goal:[/bold] {escape(named)}{sure}"


def _learner(answer: Answer, out: Console) -> None:
    shown = [state for state in answer.learner.skills if state.kind != "inferred"]
    if shown:
        named = ", ".join(state.label for state in shown[:12])
        more = f" and {len(shown) - 12} more" if len(shown) > 12 else ""
        out.print(f"[bold]Understood:[/bold] {escape(named)}{more}")


def _near(answer: Answer, out: Console) -> None:
    for occupation in answer.near_occupations:
        out.print(f"  {escape(occupation.label)}  ({occupation.id})", highlight=False)
    if answer.question:
        out.print(escape(answer.question))


def _goal(answer: Answer, out: Console) -> None:
    goal = answer.goal
    if goal is None or not goal.occupations:
        return
    out.print(goal_line(goal))
    show_licences(goal.licences, out)
    if goal.alternatives:
        out.print("  or did you mean: " + escape("; ".join(o.label for o in goal.alternatives[:4])), style="dim")
    if goal.cut:
        out.print(f"  {goal.cut} further areas of less importance are left out", style="dim")


def _gaps(answer: Answer, out: Console) -> None:
    open_gaps = [gap for gap in answer.gaps if gap.gap > 0]
    table = Table("gap", "required", "held", "importance", "gap", title="Your widest gaps", title_justify="left")
    for gap in open_gaps[:GAPS_SHOWN]:
        assumed = " (assumed)" if gap.level_assumed else ""
        held = f"{gap.word} {gap.held:.2f}, {gap.held_kind}" if gap.held_kind else gap.word
        table.add_row(escape(gap.area), f"{gap.required:.2f}{assumed}", held, f"{gap.importance:.2f}", f"{gap.gap:.2f}")
    out.print(table)
    if len(open_gaps) > GAPS_SHOWN:
        out.print(f"  and {len(open_gaps) - GAPS_SHOWN} smaller gaps", style="dim")


def _recommendation(item: Recommendation, out: Console) -> None:
    credential = item.credential
    provider = f", {credential.provider}" if credential.provider else ""
    out.print(
        f"\n[bold]{item.rank}. {escape(credential.title)}[/bold]{escape(provider)}  "
        f"[dim]score {item.score:.3f}, confidence {item.confidence:.2f}[/dim]"
    )
    for reason in item.reasons:
        out.print(f"   - {escape(reason)}", highlight=False)
    chances = [
        f"{share:.0%} of those who {who}"
        for share, who in ((item.takes, "look at it take it"), (item.finishes, "take it finish it"))
        if share is not None
    ]
    if chances:
        doubt = "; unlike what the ranker was fitted on, so this says little" if item.unfamiliar else ""
        out.print(f"   likely: {', '.join(chances)}{doubt}", style="dim", highlight=False)
    if item.assumed:
        out.print(f"   assumed: {escape('; '.join(item.assumed))}", style="dim", highlight=False)
    if credential.url:
        out.print(f"   {escape(credential.url)}", style="dim", highlight=False, soft_wrap=True)
