"""PDF files: scans and pictures, what else lies on a page, and how programs write it."""

from __future__ import annotations

from typing import Final

from fpdf import FPDF
from fpdf.enums import AccessPermission

from tests.profile.structures import pdf_writer as w
from tests.profile.structures.pdf_writer import (
    Pdf,
    column,
    drawn,
    pages_of,
    rectangle,
    scan,
    sheet,
    text,
    width,
    written,
)
from tests.profile.structures.structure import Structure, pdf_file

_SHEET: Final = ("Curriculum of a baker", "Sourdough and rye", "Night work since 2008", "Oven maintenance")
_FILL: Final = "q 595 0 0 842 0 0 cm /Im1 Do Q\n"


def _scanned(*captions: str, pages: int = 1) -> bytes:
    pdf = Pdf()
    picture = pdf.image(scan(*_SHEET))
    for number in range(1, pages + 1):
        marks = "".join(text(260, 20 + 14 * index, mark.format(number), 8) for index, mark in enumerate(captions))
        pdf.page(_FILL + marks, objects={"Im1": picture})
    return pdf.save()


def _scan_in_strips() -> bytes:
    pdf, whole = Pdf(), scan(*_SHEET)
    strips = {f"S{index}": pdf.image(whole.crop((0, 140 * index, 595, 140 * index + 140))) for index in range(6)}
    pdf.page(
        "".join(f"q 595 0 0 140 0 {702 - 140 * index} cm /{name} Do Q\n" for index, name in enumerate(strips)),
        objects=strips,
    )
    return pdf.save()


def _scan_in_form() -> bytes:
    pdf = Pdf()
    form = pdf.form(_FILL, {"Im1": pdf.image(scan(*_SHEET))})
    pdf.page("/Fm1 Do\n", objects={"Fm1": form})
    return pdf.save()


def _text_and_scan() -> bytes:
    pdf = Pdf()
    pdf.page(drawn(column(50, 760, ("Railway conductor", "Ticket checks on night trains", "Lost property desk"))))
    pdf.page(drawn(column(50, 760, ("Further training in sign language", "Conflict coaching for crews"))))
    pdf.page(_FILL, objects={"Im1": pdf.image(scan("Certificate of good conduct"))})
    return pdf.save()


def _scan_with_layer() -> bytes:
    pdf = Pdf()
    lines = (
        "Toolmaker with a master's letter",
        "Punches and dies for car bodies",
        "Spark erosion and jig grinding",
        "Trained nine apprentices in lathe work",
        "Programming of milling machines",
    )
    # The recognised words lie where the picture shows them, and are not painted.
    layer = "".join(
        f"BT 3 Tr /F1 15 Tf 1 0 0 1 60 {768 - 26 * index} Tm ({line}) Tj ET\n".replace("'", "\\047")
        for index, line in enumerate(lines)
    )
    pdf.page(_FILL + layer, objects={"Im1": pdf.image(scan(*lines))})
    return pdf.save()


def _photo() -> bytes:
    pdf = Pdf()
    lines = drawn(
        column(50, 780, ("Hairdresser and colourist", "Bridal styles", "Salon of five chairs", "Till and orders"))
    )
    pdf.page(lines + "q 90 0 0 120 450 680 cm /Im1 Do Q\n", objects={"Im1": pdf.image(w.portrait())})
    return pdf.save()


_SCANS: Final = (
    pdf_file("scan", _scanned, refused="image"),
    pdf_file("scan-of-two-pages", lambda: _scanned(pages=2), refused="image"),
    pdf_file("scan-with-page-number", lambda: _scanned("1 / 1"), refused="image"),
    pdf_file("scan-with-page-of-pages", lambda: _scanned("Page {} of 2", pages=2), refused="image"),
    pdf_file("scan-with-mark-of-app", lambda: _scanned("Scanned by ScanApp"), refused="image"),
    pdf_file(
        "scan-with-mark-and-number", lambda: _scanned("Scanned by ScanApp", "Page {} of 3", pages=3), refused="image"
    ),
    pdf_file("scan-in-strips", _scan_in_strips, refused="image"),
    pdf_file("scan-in-form", _scan_in_form, refused="image"),
    pdf_file(
        "text-and-a-scanned-page",
        _text_and_scan,
        "Railway conductor",
        "Ticket checks on night trains",
        "Lost property desk",
        "Further training in sign language",
        "Conflict coaching for crews",
        unread="scan",
    ),
    pdf_file(
        "scan-with-text-layer",
        _scan_with_layer,
        "Toolmaker with a master's letter",
        "Punches and dies for car bodies",
        "Spark erosion and jig grinding",
        "Trained nine apprentices in lathe work",
        "Programming of milling machines",
    ),
    pdf_file(
        "photo-beside-text",
        _photo,
        "Hairdresser and colourist",
        "Bridal styles",
        "Salon of five chairs",
        "Till and orders",
    ),
    pdf_file(
        "letters-as-outlines",
        lambda: pages_of("".join(w.outlined(50, 770 - 24 * index, line) for index, line in enumerate(_SHEET))),
        refused="image",
    ),
)

_DUTIES: Final = (
    ("Optical fibre splicing", "Duct surveys for the council"),
    ("Mast climbing permit", "Antenna alignment by night"),
    ("Van stock and orders", "Rota of the stand-by crew"),
)


def _headed() -> bytes:
    contents = []
    for number, duties in enumerate(_DUTIES, 1):
        body = drawn(column(50, 740, (*duties, *(f"Report number {number}{letter}" for letter in "abc"))))
        edge = text(50, 810, "Telecoms rigger, application papers", 8) + text(500, 30, f"{number} of {len(_DUTIES)}", 8)
        contents.append(edge + body)
    return pages_of(*contents)


def _turned(rotate: int) -> bytes:
    """A page that is stored turned and shown upright."""
    lines = ("Sawmill operator", "Grading of oak planks", "Kiln drying plans", "Chain maintenance")
    content = ""
    for index, line in enumerate(lines):
        across, up = 60, 520 - 16 * index
        matrix = {
            90: f"0 1 -1 0 {595 - up} {across}",
            180: f"-1 0 0 -1 {595 - across} {842 - up}",
            270: f"0 -1 1 0 {up} {842 - across}",
        }[rotate]
        content += f"BT /F1 11 Tf {matrix} Tm ({line}) Tj ET\n"
    return pages_of(content, entries=f"/Rotate {rotate}")


def _margin() -> bytes:
    edge = "BT /F2 14 Tf 0 1 -1 0 35 400 Tm (APPLICATION FILE) Tj ET\n"
    lines = ("Goldsmith in a studio", "Stone setting", "Wax models for casting", "Repairs of heirlooms")
    return pages_of(drawn(column(70, 760, lines)) + edge)


def _forms() -> bytes:
    pdf = Pdf()
    inner = pdf.form(text(50, 700, "Inner form: felling licences"))
    outer = pdf.form(text(50, 760, "Outer form: forest ranger") + "/In Do\n", {"In": inner})
    shifted = pdf.form(text(0, 0, "Shifted form: deer counts"), box="0 -5 300 20")
    pdf.page("/Out Do q 1 0 0 1 50 640 cm /Sh Do Q\n", objects={"Out": outer, "Sh": shifted})
    return pdf.save()


def _field(pdf: Pdf, name: str, value: str, y: float, *, kind: str = "/FT /Tx", shown: bool = True) -> int:
    box = f"200 {y - 4} 500 {y + 14}"
    look = ""
    if shown:
        inner = f"/Tx BMC q BT /F1 10 Tf 0 g 2 4 Td ({value}) Tj ET Q EMC"
        look = f"/AP << /N {pdf.form(inner, box='0 0 300 18')} 0 R >>"
    return pdf.add(
        f"<< /Type /Annot /Subtype /Widget {kind} /T ({name}) /V ({value}) /Rect [{box}] /F 4 "
        f"/DA (/F1 10 Tf 0 g) {look} >>"
    )


def _form_fields(*, shown: bool) -> bytes:
    pdf = Pdf()
    fields = [
        _field(pdf, "role", "Museum attendant", 740, shown=shown),
        _field(pdf, "shift", "early shift only", 700, kind="/FT /Ch /Ff 131072 /Opt [(early shift only) (late)]"),
    ]
    numbers = " ".join(f"{number} 0 R" for number in fields)
    font = pdf.fonts["F1"]
    need = "" if shown else "/NeedAppearances true"
    pdf.catalogue = (
        f"/AcroForm << /Fields [{numbers}] {need} /DR << /Font << /F1 {font} 0 R >> >> /DA (/F1 10 Tf 0 g) >>"
    )
    pdf.page(drawn(column(50, 740, ("Post applied for", "Hours wanted"), 40)), entries=f"/Annots [{numbers}]")
    return pdf.save()


def _free_text() -> bytes:
    pdf = Pdf()
    look = pdf.form("BT /F1 11 Tf 0 0 1 rg 4 6 Td (Added later: taxi licence) Tj ET", box="0 0 300 24")
    note = pdf.add(
        "<< /Type /Annot /Subtype /FreeText /Rect [50 600 350 624] /F 4 /Contents (Added later: taxi licence) "
        f"/DA (/F1 11 Tf 0 0 1 rg) /AP << /N {look} 0 R >> >>"
    )
    pdf.page(drawn(column(50, 760, ("Chauffeur of a bank", "Armoured vehicles"))), entries=f"/Annots [{note} 0 R]")
    return pdf.save()


def _attachment() -> bytes:
    pdf = Pdf()
    file = pdf.stream("grades of the final year", "/Type /EmbeddedFile /Subtype /text#2Fplain")
    named = pdf.add(f"<< /Type /Filespec /F (grades.txt) /UF (grades.txt) /EF << /F {file} 0 R >> >>")
    pdf.catalogue = f"/Names << /EmbeddedFiles << /Names [(grades.txt) {named} 0 R] >> >>"
    pdf.page(drawn(column(50, 760, ("Beekeeper and orchard hand", "Cider pressing"))))
    return pdf.save()


def _linked(pdf: FPDF) -> None:
    pdf.cell(0, 6, "Ceramic tile designer", new_x="LMARGIN", new_y="NEXT")
    pdf.cell(0, 6, "Catalogue of my patterns", link="https://example.org/tiles", new_x="LMARGIN", new_y="NEXT")


_BARS: Final = (("Phone manners", 5), ("Complaint letters", 3), ("Night shifts", 4))

_ON_THE_PAGE: Final = (
    pdf_file("headers-and-footers", _headed, *(phrase for duties in _DUTIES for phrase in duties)),
    pdf_file(
        "several-pages",
        lambda: sheet(_many_pages),
        "Chapter one: sheep shearing",
        "Chapter two: wool grading",
        "Chapter three: dog training",
        "Chapter four: fencing wire",
    ),
    *(
        pdf_file(
            f"page-turned-by-{rotate}",
            lambda rotate=rotate: _turned(rotate),
            "Sawmill operator",
            "Grading of oak planks",
            "Kiln drying plans",
            "Chain maintenance",
        )
        for rotate in (90, 180, 270)
    ),
    pdf_file(
        "words-up-the-margin",
        _margin,
        "Goldsmith in a studio",
        "Stone setting",
        "Wax models for casting",
        "Repairs of heirlooms",
    ),
    pdf_file(
        "words-in-forms",
        _forms,
        "Outer form: forest ranger",
        "Inner form: felling licences",
        "Shifted form: deer counts",
    ),
    pdf_file(
        "form-fields", lambda: _form_fields(shown=True), "Post applied for", "Museum attendant", "early shift only"
    ),
    pdf_file(
        "form-fields-without-appearance",
        lambda: _form_fields(shown=False),
        "Post applied for",
        "Museum attendant",
        "early shift only",
    ),
    pdf_file("note-as-free-text", _free_text, "Chauffeur of a bank", "Armoured vehicles", "Added later: taxi licence"),
    pdf_file(
        "attachment",
        _attachment,
        "Beekeeper and orchard hand",
        "Cider pressing",
        never=("grades of the final year",),
        unread="attachment",
    ),
    pdf_file("link", lambda: sheet(_linked), "Ceramic tile designer", "Catalogue of my patterns"),
    pdf_file(
        "white-words-on-dark-band",
        lambda: pages_of(
            rectangle(0, 742, 595, 100, 0.15)
            + f"1 g\n{text(50, 790, 'Funeral director', 24)}0 g\n"
            + drawn(column(50, 710, ("Calm under pressure", "Embalming certificate")))
        ),
        "Funeral director",
        "Calm under pressure",
        "Embalming certificate",
    ),
    pdf_file(
        "bars-of-skill",
        lambda: pages_of(
            "".join(
                text(50, 760 - 24 * index, skill)
                + rectangle(200, 758 - 24 * index, 150, 10)
                + rectangle(200, 758 - 24 * index, 30 * level, 10, 0.3)
                for index, (skill, level) in enumerate(
                    (("Phone manners", 5), ("Complaint letters", 3), ("Night shifts", 4))
                )
            )
        ),
        "Phone manners",
        "Complaint letters",
        "Night shifts",
    ),
)


def _many_pages(pdf: FPDF) -> None:
    chapters = ("one: sheep shearing", "two: wool grading", "three: dog training", "four: fencing wire")
    for index, chapter in enumerate(chapters):
        if index:
            pdf.add_page()
        written(pdf, f"Chapter {chapter}", "A year on the hill farm", "A year in the valley")


def _by_letter() -> bytes:
    lines, content = ("Chimney sweep and stove fitter", "Smoke tests in old houses"), ""
    for index, line in enumerate(lines):
        x = 50.0
        for letter in line:
            content += text(x, 760 - 16 * index, letter) if letter != " " else ""
            x += width(letter)
    return pages_of(content)


def _spaced_by_numbers() -> bytes:
    first = "[(Grain) -278 (elevator) -278 (operator) -278 (at) -278 (a) -278 (mill)] TJ"
    second = "[(T) 70 (ruck) -278 (wei) 10 (ghing) -278 (and) -278 (mo) -8 (isture) -278 (te) 5 (sts)] TJ"
    return pages_of(f"BT /F1 11 Tf 50 760 Td {first} 0 -16 Td {second} ET\n")


def _bold_drawn_last() -> bytes:
    """A program that paints the plain words first and the bold ones after them, each in its place."""
    pieces = (("Certified ", False), ("asbestos", True), (" remover with own masks", False))
    plain, bold, x = "", "", 50.0
    for piece, heavy in pieces:
        if heavy:
            bold += text(x, 760, piece, font="F2")
            # The bold face is a little wider than the plain one that is measured.
            x += width(piece) * 1.08
        else:
            plain += text(x, 760, piece)
            x += width(piece)
    return pages_of(plain + text(50, 740, "Waste transport papers") + bold)


def _doubled() -> bytes:
    lines = column(50, 760, ("Site safety officer", "Crane exclusion zones"))
    return pages_of(drawn(lines) + drawn([(x + 0.35, y, line) for x, y, line in lines[:1]]))


def _operators() -> bytes:
    return pages_of(
        "BT /F1 11 Tf 15 TL 50 760 Td (Carpet weaver at a loom) Tj T* (Dye recipes of plants) Tj "
        "(Repair of silk rugs) ' 2 0 (Fair stand abroad) \" 0 Tw 90 Tz T* <576f6f6c20627579696e6720747269707320> Tj "
        "100 Tz T* (\\117rder\\040books) Tj ET\n"
    )


def _pieces() -> bytes:
    pdf = Pdf()
    # A stream of a page may end between any two tokens.
    pdf.page("BT /F1 11 Tf 50 760 Td", "(Lift engineer for towers) Tj 0 -16 Td", "(Rope changes) Tj", "ET\n")
    return pdf.save()


def _inherited() -> bytes:
    pdf = Pdf()
    pdf.inherited = f"/MediaBox [0 0 595 842] {pdf.resources()}"
    for line in ("Dairy technician, first sheet", "Cheese cellar, second sheet"):
        pdf.page(text(50, 760, line))
    return pdf.save()


def _packed() -> bytes:
    pdf = Pdf()
    pdf.page(drawn(column(50, 760, ("Translator of patents", "Glossary upkeep", "Court hearings"))))
    return pdf.save_packed()


def _updated() -> bytes:
    """A file whose page was replaced later by an update at its end."""
    pdf = Pdf()
    pdf.page(text(50, 760, "Old job: lift attendant"))
    first = pdf.save()
    before = int(first.rsplit(b"startxref\n", 1)[1].split()[0])
    # The content of the only page is the object before it.
    number, content = pdf.pages[0] - 1, text(50, 760, "New job: hotel concierge").encode()
    start = len(first)
    data = first + b"%d 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (number, len(content), content)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Prev %d >>\n" % (len(pdf.objects) + 1, before)
    return data + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(data)


def _damaged() -> bytes:
    whole = pages_of(drawn(column(50, 760, ("Wind turbine fitter", "Blade repairs with resin"))))
    # A mail program that changed the length of lines leaves such offsets behind.
    return whole.replace(b"startxref\n", b"startxref\n9")


def _protected(owner: str, user: str, *lines: str) -> bytes:
    def fill(pdf: FPDF) -> None:
        pdf.set_encryption(owner, user, permissions=AccessPermission.PRINT_LOW_RES)
        written(pdf, *lines)

    return sheet(fill)


def _cropped() -> bytes:
    pdf = Pdf()
    lines = column(20, 700, ("Vineyard manager", "Pruning by hand", "Harvest of forty pickers"))
    pdf.page(drawn(lines), entries="/MediaBox [-60 -60 535 782] /CropBox [-40 -40 515 762]")
    return pdf.save()


_MAKERS: Final = (
    pdf_file("letter-by-letter", _by_letter, "Chimney sweep and stove fitter", "Smoke tests in old houses"),
    pdf_file(
        "spaces-as-numbers",
        _spaced_by_numbers,
        "Grain elevator operator at a mill",
        "Truck weighing and moisture tests",
    ),
    pdf_file(
        "letters-spaced-in-heading",
        lambda: pages_of(
            f"BT /F2 14 Tf 3 Tc 50 760 Td (WORK EXPERIENCE) Tj ET 0 Tc\n{text(50, 735, 'Toll booth cashier')}"
        ),
        "WORK EXPERIENCE",
        "Toll booth cashier",
    ),
    pdf_file(
        "words-stretched-to-the-margin",
        lambda: pages_of(
            "BT /F1 10 Tf 5 Tw 1 0 0 1 50 760 Tm (Keeper of reptiles at a city zoo) Tj "
            "9 Tw 1 0 0 1 50 746 Tm (with venom training papers) Tj ET\n"
        ),
        "Keeper of reptiles at a city zoo",
        "with venom training papers",
    ),
    pdf_file(
        "bold-words-drawn-last",
        _bold_drawn_last,
        "Certified asbestos remover with own masks",
        "Waste transport papers",
    ),
    pdf_file("bold-by-drawing-twice", _doubled, "Site safety officer", "Crane exclusion zones"),
    pdf_file(
        "text-operators",
        _operators,
        "Carpet weaver at a loom",
        "Dye recipes of plants",
        "Repair of silk rugs",
        "Fair stand abroad",
        "Wool buying trips",
        "Order books",
    ),
    pdf_file("content-in-pieces", _pieces, "Lift engineer for towers", "Rope changes"),
    pdf_file("page-tree-that-hands-down", _inherited, "Dairy technician, first sheet", "Cheese cellar, second sheet"),
    pdf_file("packed-objects", _packed, "Translator of patents", "Glossary upkeep", "Court hearings"),
    pdf_file("updated-later", _updated, "New job: hotel concierge", never=("Old job: lift attendant",)),
    pdf_file("damaged-cross-reference", _damaged, "Wind turbine fitter", "Blade repairs with resin"),
    pdf_file(
        "bytes-before-the-header",
        lambda: b"\r\n\r\n" + pages_of(drawn(column(50, 760, ("Airport ground crew", "De-icing of wings")))),
        "Airport ground crew",
        "De-icing of wings",
    ),
    pdf_file("page-box-off-the-origin", _cropped, "Vineyard manager", "Pruning by hand", "Harvest of forty pickers"),
    pdf_file(
        "letter-paper",
        lambda: sheet(lambda pdf: written(pdf, "Notary public", "Deeds and closings"), form="letter", font="times"),
        "Notary public",
        "Deeds and closings",
    ),
    pdf_file("encrypted", lambda: _protected("owner-word", "user-word", "Unseen job"), refused="encrypted"),
    pdf_file(
        "encrypted-for-owner-only",
        lambda: _protected("owner-word", "", "Swimming pool attendant", "Water chemistry tests"),
        "Swimming pool attendant",
        "Water chemistry tests",
    ),
)

PDF_PAGES: Final[tuple[Structure, ...]] = (*_SCANS, *_ON_THE_PAGE, *_MAKERS)
