"""Word files, further ones: fields, tracked changes, hidden words, symbols and whatever else stands within a line."""

from __future__ import annotations

from typing import Final

from tests.profile.structures import docx_writer as w
from tests.profile.structures.docx_writer import (
    TRACKED,
    cell,
    control,
    deleted,
    docx,
    field,
    header,
    inserted,
    p,
    row,
    run,
    shown,
    styles,
    table,
    text_box,
)
from tests.profile.structures.found import found
from tests.profile.structures.structure import Structure

_word = found("docx")
_MARK_DELETED: Final = f'<w:rPr><w:del w:id="9" {TRACKED}/></w:rPr>'
_SEPARATE: Final = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
_END: Final = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
_HIDDEN: Final = "<w:rPr><w:vanish/></w:rPr>"
_WINGDINGS: Final = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'


def _begin(instruction: str, data: str = "") -> str:
    """A field up to its instruction; ``data`` is what a form says of it."""
    inner = f"<w:ffData>{data}</w:ffData>" if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{inner}</w:fldChar></w:r>'
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    )


def _check_box(state: int) -> str:
    return _begin("FORMCHECKBOX", f'<w:checkBox><w:sizeAuto/><w:default w:val="{state}"/></w:checkBox>') + _END


def _drop_down(chosen: int, *choices: str) -> str:
    entries = "".join(f'<w:listEntry w:val="{choice}"/>' for choice in choices)
    data = f'<w:name w:val="D1"/><w:enabled/><w:ddList><w:result w:val="{chosen}"/>{entries}</w:ddList>'
    return _begin("FORMDROPDOWN", data) + _SEPARATE + _END


def _framed(kind: str, lines: int) -> str:
    return f'<w:framePr w:dropCap="{kind}" w:lines="{lines}" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>'


_FIELDS: Final = (
    _word(
        "drop-down-of-an-old-form",
        lambda: docx(p("Highest licence: ", _drop_down(1, "Licence B car", "Licence CE truck"))),
        "Highest licence: Licence CE truck",
        never=("Licence B car",),
    ),
    _word(
        "check-boxes-of-an-old-form",
        lambda: docx(p(_check_box(1), " First aid") + p(_check_box(0), " Diving")),
        "First aid",
        "Diving",
    ),
    _word(
        "field-that-ends-in-a-hidden-run",
        lambda: docx(
            p(
                _begin('TC "x"'),
                f'<w:r>{_HIDDEN}<w:fldChar w:fldCharType="end"/></w:r>',
                "Tram driver",
            )
            + p("Point switching")
        ),
        "Tram driver",
        "Point switching",
    ),
    _word(
        "entry-of-an-index",
        lambda: docx(
            p(
                "Beekeeping",
                _begin('XE "Bees"').replace("<w:r>", f"<w:r>{_HIDDEN}"),
                _END.replace("<w:r>", f"<w:r>{_HIDDEN}"),
                " and honey",
            )
            + p("Queen rearing")
        ),
        "Beekeeping and honey",
        "Queen rearing",
        never=("XE",),
    ),
    _word(
        "field-deleted-but-for-its-end",
        lambda: docx(
            p(
                "See ",
                f'<w:del w:id="3" {TRACKED}>'
                + _begin('HYPERLINK "x"').replace("instrText", "delInstrText")
                + _SEPARATE
                + "<w:r><w:delText>old</w:delText></w:r></w:del>",
                _END,
                "shop portfolio",
            )
            + p("Window dressing")
        ),
        "See shop portfolio",
        "Window dressing",
    ),
    _word(
        "field-whose-end-is-deleted",
        lambda: docx(
            p(
                _begin('HYPERLINK "x"'),
                f'<w:del w:id="1" {TRACKED}>{_SEPARATE}<w:r><w:delText>old</w:delText></w:r>{_END}</w:del>',
                "Portfolio",
            )
            + p("Window cleaning")
        ),
        "Window cleaning",
    ),
    _word(
        "field-that-never-ends",
        lambda: docx(p(_begin("PAGE")) + p("Night porter") + p("Luggage handling")),
        "Night porter",
        "Luggage handling",
    ),
    _word(
        "table-of-contents",
        lambda: docx(
            control(
                p("Contents")
                + p(
                    field(
                        'TOC \\o "1-3" \\h',
                        '<w:hyperlink w:anchor="_T1">'
                        + run("Posts held", "<w:tab/>")
                        + field("PAGEREF _T1", "2")
                        + "</w:hyperlink>",
                    )
                ),
                props='<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>',
            )
            + p("Posts held")
            + p("Taxidermist")
        ),
        "Contents",
        "Taxidermist",
        never=("PAGEREF", "TOC \\"),
    ),
    _word(
        "field-of-a-sum",
        lambda: docx(p("Years at sea: ", field("= 2024-2010", "14"))),
        "Years at sea: 14",
        never=("2024-2010",),
    ),
    _word(
        "field-over-paragraphs-of-a-cell",
        lambda: docx(
            table(
                row(
                    cell(p(_begin("FORMTEXT"), _SEPARATE, "Opens the vault") + p("Counts the coins", _END)),
                    "Bank clerk",
                )
            )
            + p("Teller training")
        ),
        "Opens the vault",
        "Counts the coins",
        "Bank clerk",
        "Teller training",
    ),
    _word(
        "field-in-a-deleted-row",
        lambda: docx(
            table(
                row(
                    cell(p(_begin("QUOTE"), _SEPARATE, "Struck out", _END)),
                    props=f'<w:del w:id="4" {TRACKED}/>',
                ),
                row("Kept on", "the payroll"),
            )
            + p("Time sheets")
        ),
        "Kept on",
        "the payroll",
        "Time sheets",
        never=("Struck out",),
    ),
    _word(
        "hyperlinks-in-control-and-field",
        lambda: docx(
            p(
                control(f'<w:hyperlink r:id="rL">{run("fish filleting")}</w:hyperlink>'),
                " and ",
                field('HYPERLINK "https://example.org"', run("smoking", props='<w:rStyle w:val="Hyperlink"/>')),
            ),
            links={"rL": "https://example.org"},
        ),
        "fish filleting and smoking",
    ),
    _word(
        "control-with-own-words-still-flagged",
        # Some programs leave the flag of the prompt on a control that the person has filled in.
        lambda: docx(control(p(run("Zookeeper")), props="<w:showingPlcHdr/>") + p("Feeding of seals")),
        "Zookeeper",
        "Feeding of seals",
    ),
)

_CHANGES: Final = (
    _word(
        "paragraph-mark-deleted-before-a-table",
        lambda: docx(
            p("Shift leader")
            + p("Trained twelve operators", props=_MARK_DELETED)
            + table(row("Lathe turning", "ten years"))
        ),
        "Shift leader",
        "Trained twelve operators",
        "Lathe turning",
        "ten years",
    ),
    _word(
        "paragraph-mark-deleted-in-a-cell",
        lambda: docx(table(row(cell(p("Crane operation", props=_MARK_DELETED)), "since 2011")) + p("Rigging")),
        "Crane operation",
        "since 2011",
        "Rigging",
    ),
    _word(
        "paragraph-mark-deleted-at-the-end",
        lambda: docx(p("Quality inspector") + p("Wrote the gauge manual", props=_MARK_DELETED)),
        "Quality inspector",
        "Wrote the gauge manual",
    ),
    _word(
        "paragraph-mark-deleted-in-a-header",
        lambda: docx(p("Cheese maker"), header(p("Holds a whey permit", props=_MARK_DELETED)), section=shown()),
        "Holds a whey permit",
        "Cheese maker",
        never=("permitCheese",),
    ),
    _word(
        "paragraph-mark-deleted-in-a-text-box",
        lambda: docx(p(text_box(p("Boxed: raft building", props=_MARK_DELETED))) + p("After the box")),
        "Boxed: raft building",
        "After the box",
        never=("buildingAfter",),
    ),
    _word(
        "paragraph-moved-out-of-the-file",
        lambda: docx(
            p(
                f'<w:moveFrom w:id="1" {TRACKED}>{run("Moved away")}</w:moveFrom>',
                props=f'<w:rPr><w:moveFrom w:id="1" {TRACKED}/></w:rPr>',
            )
            + p("Lock keeper")
        ),
        "Lock keeper",
        never=("Moved away",),
    ),
    _word(
        "cells-inserted-and-deleted",
        lambda: docx(
            table(
                row(
                    "Tractor driving",
                    cell(p(deleted("none at all")), f'<w:cellDel w:id="3" {TRACKED}/>'),
                    cell(p(inserted(run("15 years"))), f'<w:cellIns w:id="4" {TRACKED}/>'),
                ),
                columns=3,
            )
        ),
        "Tractor driving",
        "15 years",
        never=("none at all",),
    ),
)

_SECRET: Final = (
    '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Built"><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Whole"><w:rPr><w:vanish/></w:rPr></w:style>'
)
_HIDDEN_WORDS: Final = (
    _word(
        "hidden-by-the-style-under-the-style",
        lambda: docx(
            p(run("Secret remark", props='<w:rStyle w:val="Built"/>')) + p("Chimney builder"), styles(_SECRET)
        ),
        "Chimney builder",
        never=("Secret remark",),
        unread="hidden",
    ),
    _word(
        "hidden-hyperlink-by-style-of-paragraph",
        lambda: docx(
            p(f'<w:hyperlink w:anchor="x">{run("Concealed link")}</w:hyperlink>', props='<w:pStyle w:val="Whole"/>')
            + p("Flue inspector"),
            styles(_SECRET),
        ),
        "Flue inspector",
        never=("Concealed link",),
        unread="hidden",
    ),
    _word(
        "text-box-in-a-hidden-run",
        lambda: docx(p(text_box(p("Boxed words")).replace("<w:r>", f"<w:r>{_HIDDEN}", 1), "Soot sampler")),
        "Soot sampler",
    ),
)

_SYMBOL: Final = (
    "<w:r><mc:AlternateContent>"
    '<mc:Choice Requires="w16se" xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex">'
    '<w16se:symEx w16se:font="Segoe UI Emoji" w16se:char="1F4DE"/></mc:Choice>'
    "<mc:Fallback><w:t>\N{TELEPHONE RECEIVER}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)


def _symbol(font: str, code: str) -> str:
    return f'<w:sym w:font="{font}" w:char="{code}"/>'


_LETTERS: Final = (
    _word(
        "large-first-letter",
        lambda: docx(
            p("E", props=_framed("drop", 3)) + p("xperienced plumber with a gas licence") + p("Boiler repair")
        ),
        "Experienced plumber with a gas licence",
        "Boiler repair",
    ),
    _word(
        "large-first-word-in-the-margin",
        lambda: docx(p("SQL", props=_framed("margin", 2)) + p(" is my daily tool")),
        "SQL is my daily tool",
    ),
    _word("emoji-with-a-fallback", lambda: docx(p(_SYMBOL, " Telephone sales")), "Telephone sales"),
    _word(
        "text-in-two-forms",
        lambda: docx(
            p("Bicycle shop")
            + w.either(p("Bicycle mechanic"), p("Bicycle mechanic of old"), "w14")
            + p(w.either(run("Wheel truing"), run("Wheel truing of old"), "w14"))
        ),
        "Bicycle shop",
        "Bicycle mechanic",
        "Wheel truing",
        never=("of old",),
    ),
    _word(
        "bullets-as-letters-of-a-symbol-font",
        lambda: docx("".join(p(run("ü", props=_WINGDINGS), " " + skill) for skill in ("Roof tiling", "Lead work"))),
        "Roof tiling",
        "Lead work",
        never=("ü",),
    ),
    _word(
        "bullet-as-a-plain-letter-of-a-symbol-font",
        lambda: docx(p(run("n", props=_WINGDINGS), run("<w:tab/>"), "Staff rota")),
        "Staff rota",
        never=("n Staff", "n\tStaff", "nStaff"),
    ),
    _word(
        "letter-of-a-symbol-font",
        lambda: docx(p(run("Programming of ", _symbol("Symbol", "F06D"), "-controllers in C"))),
        # Which of the two letters that look like this one it becomes is a matter of taste.
        "Programming of",
        "-controllers in C",
        never=("•-controllers",),
    ),
    _word(
        "sharp-as-a-symbol",
        lambda: docx(p(run("C", _symbol("MS Gothic", "266F"), " developer"))),
        "developer",
        never=("C developer",),
    ),
    _word(
        "check-mark-as-a-symbol",
        lambda: docx(p(run(_symbol("Wingdings 2", "F050")), " Forklift licence")),
        "Forklift licence",
    ),
    _word(
        "check-list",
        lambda: docx(p(run("☐ "), "Knife safety") + p(run("☒ "), "Fire drill")),
        "Knife safety",
        "Fire drill",
    ),
    _word(
        "two-bullets-in-a-line",
        lambda: docx(
            "".join(p(run("• " + a, "<w:tab/>", "• " + b)) for a, b in (("Latin", "Greek"), ("Welsh", "Irish")))
        ),
        "Latin",
        "Greek",
        "Welsh",
        "Irish",
        never=("LatinGreek", "WelshIrish", "Latin• Greek"),
    ),
    _word(
        "space-kept-at-the-start-of-a-run",
        lambda: docx('<w:p><w:r><w:t>Head</w:t></w:r><w:r><w:t xml:space="preserve"> gamekeeper</w:t></w:r></w:p>'),
        "Head gamekeeper",
    ),
    _word(
        "break-of-the-last-print",
        lambda: docx(p(run("Over", "<w:lastRenderedPageBreak/>", "time planning"))),
        "Overtime planning",
    ),
    _word(
        "space-of-no-width", lambda: docx(p("Chairs", "\N{ZERO WIDTH SPACE}", " made to order")), "Chairs made to order"
    ),
    _word("angle-brackets", lambda: docx(p("Corrects <b> and <i> tags")), "Corrects <b> and <i> tags"),
    _word(
        "formula-within-a-line",
        lambda: docx(p("Beam load ", "<m:oMath><m:r><m:t>q=2</m:t></m:r></m:oMath>", " checked by hand")),
        "Beam load q=2 checked by hand",
    ),
)

WORD_MORE_FIELDS: Final[tuple[Structure, ...]] = (*_FIELDS, *_CHANGES, *_HIDDEN_WORDS, *_LETTERS)
