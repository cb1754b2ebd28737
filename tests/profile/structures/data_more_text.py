"""Plain text and Markdown: the encodings of many countries, odd ends of lines, letters in odd forms, and markup."""

from __future__ import annotations

from typing import Final

from tests.profile.structures.found import found
from tests.profile.structures.structure import Structure

_txt = found("txt")
_md = found("md")

_GERMAN: Final = (
    "Ich habe als Buchhalterin in einem mittelgroßen Betrieb gearbeitet und war für Löhne, Rechnungen und "
    "Steuererklärungen zuständig. Ich führte vier Leute, führte ein neues System ein und schulte Kollegen. Sehr "
    "gutes Französisch, Führerschein Klasse B."
)
_RUSSIAN: Final = (
    "Работала бухгалтером в средней компании, отвечала за зарплату, выставление счетов и налоговую отчётность. "
    "Руководила группой из четырёх человек, внедряла новую систему и обучала коллег. Свободно говорю по-немецки."
)
_DRIVER: Final = "Водитель грузовика со стажем десять лет\nПогрузка и разгрузка товара"
_PROSE: Final = {
    "czech-cp1250": (
        "Pracovala jsem jako účetní ve středně velké firmě, kde jsem měla na starosti mzdy, fakturaci a daňová "
        "přiznání. Řídila jsem tým čtyř lidí, zaváděla nový systém a školila kolegy. Umím výborně německy, obstojně "
        "anglicky a dobře pracuji s tabulkami. Mám řidičský průkaz skupiny B, jsem pečlivá a spolehlivá."
    ),
    "hungarian-cp1250": (
        "Könyvelőként dolgoztam egy közepes méretű cégnél, ahol a bérszámfejtés, a számlázás és az adóbevallások "
        "elkészítése volt a feladatom. Négy fős csapatot vezettem, új rendszert vezettünk be, és munkatársakat "
        "képeztem. Felsőfokú német és középfokú angol nyelvtudással rendelkezem, hűséges és megbízható vagyok."
    ),
    "polish-cp1250": (
        "Pracowałam jako księgowa w średniej firmie, gdzie odpowiadałam za płace, fakturowanie i zeznania podatkowe. "
        "Kierowałam zespołem czterech osób, wdrażałam nowy system i szkoliłam kolegów. Znam bardzo dobrze język "
        "niemiecki, a angielski dość dobrze."
    ),
    "polish-iso8859-2": (
        "Kierowca ciężarówki z doświadczeniem, obsługa wózków widłowych, książka serwisowa, znajomość języka "
        "niemieckiego, praca w magazynie na nocną zmianę i szkolenie nowych pracowników."
    ),
    "turkish-cp1254": (
        "Orta ölçekli bir şirkette muhasebeci olarak çalıştım; maaşlar, faturalar ve vergi beyannameleri benim "
        "sorumluluğumdaydı. Dört kişilik bir ekibi yönettim, yeni sistemi kurdum ve iş arkadaşlarımı eğittim. "
        "Almancam çok iyi, İngilizcem orta düzeyde; B sınıfı ehliyetim var."
    ),
    "romanian-cp1250": (
        "Am lucrat ca şef contabil într-o firmă mijlocie, unde am răspuns de salarii, facturare şi declaraţii "
        "fiscale. Am condus o echipă de patru oameni, am introdus un sistem nou şi am instruit colegii. Ştiu foarte "
        "bine germana şi bine engleza."
    ),
    "croatian-cp1250": (
        "Radila sam kao računovođa u tvrtki srednje veličine, gdje sam bila zadužena za plaće, izdavanje računa i "
        "porezne prijave. Vodila sam tim od četiri čovjeka, uvodila novi sustav i školovala kolege. Odlično govorim "
        "njemački, a engleski dobro; imam vozačku dozvolu."
    ),
    "lithuanian-cp1257": (
        "Dirbau buhaltere vidutinio dydžio įmonėje, kur buvau atsakinga už atlyginimus, sąskaitas ir mokesčių "
        "deklaracijas. Vadovavau keturių žmonių grupei, diegiau naują sistemą ir mokiau kolegas. Puikiai kalbu "
        "vokiškai, gerai angliškai; turiu vairuotojo pažymėjimą."
    ),
    "greek-cp1253": (
        "Εργάστηκα ως λογίστρια σε εταιρεία μεσαίου μεγέθους, όπου ήμουν υπεύθυνη για τη μισθοδοσία και τα τιμολόγια. "
        "Διηύθυνα ομάδα τεσσάρων ατόμων και εκπαίδευσα συναδέλφους."
    ),
    "french-cp1252": (
        "J’ai travaillé comme comptable dans une société moyenne, où j’étais chargée des salaires, de la facturation "
        "et des déclarations fiscales."
    ),
    "russian-koi8-r": _RUSSIAN,
    "russian-cp866": _RUSSIAN,
    "german-mac-roman": _GERMAN,
    "german-cp850": _GERMAN,
    "russian-short-cp1251": _DRIVER,
    "russian-short-utf-16-le": _DRIVER,
    "russian-short-utf-16-be": _DRIVER,
    "japanese-shift_jis": "職務経歴書\n看護師として病院に十年勤務しました。\nデータ分析とプログラミング",
    "japanese-euc-jp": "職務経歴書\n看護師として病院に十年勤務しました。\nデータ分析とプログラミング",
    "chinese-gb18030": "个人简历\n十年卡车司机经验，熟悉货物装卸\n英语流利",
    "hebrew-cp1255": "נהג משאית עם ניסיון של עשר שנים\nפריקה וטעינה",
    "arabic-cp1256": "سائق شاحنة بخبرة عشر سنوات\nتحميل وتفريغ",
}
_CODECS: Final = ("utf-16-le", "utf-16-be", "mac-roman", "iso8859-2", "koi8-r", "euc-jp")


def _codec(name: str) -> str:
    """The encoding at the end of a name; some have hyphens of their own."""
    return next((codec for codec in _CODECS if name.endswith(codec)), name.rpartition("-")[2])


_ENCODINGS: Final = (
    *(_txt(name, prose.encode(_codec(name)), *prose.split("\n")) for name, prose in _PROSE.items()),
    _txt("one-byte-of-another-encoding", f"{_GERMAN}\n".encode() + b"R\xe9sum\xe9", _GERMAN),
    _txt("cut-off-within-a-letter", f"{_GERMAN} Köche".encode()[:-4], _GERMAN),
    _txt("emoji-as-two-halves", _GERMAN.encode() + b"\xed\xa0\xbd\xed\xb8\x80", _GERMAN),
    _txt(
        "last-line-of-another-encoding",
        ("Überblick über Fähigkeiten\n" * 40).encode() + b"Stra\xdfe",
        "Straße",
        never=("Ã",),
    ),
)

_LINES: Final = (
    _txt("ends-of-lines-of-old-macs", b"Barge pilot\rLock duty\r\rTowing", "Barge pilot", "Lock duty", "Towing"),
    _txt(
        "ends-of-lines-of-all-kinds",
        "Cook\vFish\fGame\x85Stock\N{LINE SEPARATOR}Bread\N{PARAGRAPH SEPARATOR}Cake".encode(),
        *("Cook", "Fish", "Game", "Stock", "Bread", "Cake"),
        never=("CookFish", "FishGame", "GameStock", "StockBread", "BreadCake"),
    ),
    _txt("end-mark-of-dos", b"Barge pilot\r\nLock duty\r\n\x1a", "Barge pilot", "Lock duty", never=("\x1a",)),
    _txt("zeros-at-the-end", b"Cook and fishmonger\r\n" + b"\0" * 100, "Cook and fishmonger", never=("\0",)),
    _txt(
        "columns-of-tabs",
        b"Latin\tGreek\tWelsh\nIrish\tManx\tCornish",
        *("Latin", "Greek", "Welsh", "Irish", "Manx", "Cornish"),
        never=("LatinGreek", "IrishManx"),
    ),
    _txt(
        "table-of-signs",
        b"+--------+-------+\n| Skill  | Level |\n+--------+-------+\n| Tiling | 5/5   |",
        "Skill",
        "Tiling",
    ),
    _txt(
        "word-broken-over-lines", b"Long experience in data manage-\nment and in self-\nmotivated teams", "management"
    ),
    _txt("empty", b"", refused=""),
    _txt("only-spaces", b" \n\t\n", refused=""),
    _txt("only-a-byte-order-mark", b"\xef\xbb\xbf", refused=""),
    _txt("old-word-file-inside", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, refused=""),
    _txt("rich-text-inside", b"{\\rtf1 Cook}", refused="RTF"),
)

_FORMS: Final = (
    _txt(
        "joiners-within-words",
        "Py\N{ZERO WIDTH SPACE}thon and Ja\N{ZERO WIDTH JOINER}va\N{WORD JOINER}Script".encode(),
        "Python and JavaScript",
    ),
    _txt("wide-letters", "Ｐｙｔｈｏｎ and ＳＱＬ".encode(), "Python and SQL"),
    _txt(
        "accents-apart", "Ko\N{COMBINING DIAERESIS}chin fu\N{COMBINING DIAERESIS}r Fisch".encode(), "Köchin für Fisch"
    ),
    _txt("letters-of-mathematics", "𝗣𝘆𝘁𝗵𝗼𝗻 developer".encode(), "Python developer"),
    _txt("ligature", "of\N{LATIN SMALL LIGATURE FI}ce keeper".encode(), "office keeper"),
    _txt(
        "web-page-inside",
        b"<!DOCTYPE html><html><head><style>p{color:red}</style></head><body><p>Barge cook</p></body></html>",
        "Barge cook",
        never=("<p>", "color:red"),
    ),
    _md("escaped-signs", b"# Dev\n\n- C\\#\n- C\\+\\+\n- \\.NET\n- R&amp;D", "Dev", "C#", "C++", ".NET", "R&D"),
    _md(
        "links-marks-and-remarks",
        b"- **Py**thon and [Go](https://go.dev)\n- <!-- hidden remark --> Rust",
        *("Python", "Go", "Rust"),
        never=("hidden remark",),
    ),
    _md(
        "web-markup",
        b"<div align='center'>Developer</div>\n<br>\nPerl<br>Rust",
        *("Developer", "Perl", "Rust"),
        never=("<br>", "<div", "PerlRust"),
    ),
    _md(
        "soft-hyphens",
        "Soft\N{SOFT HYPHEN}ware\nElec\N{SOFT HYPHEN}\ntrician".encode(),
        *("Software", "Electrician"),
    ),
    _md("table", b"| Skill | Level |\n|---|---|\n| Tiling | 5 |", "Skill", "Tiling", never=("|---",)),
)

TEXTS_MORE: Final[tuple[Structure, ...]] = (*_ENCODINGS, *_LINES, *_FORMS)
