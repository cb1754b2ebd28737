"""Europass: the older Skills Passport (XML and JSON, schemas to 3.4) and today's Candidate (XML).

Read by the local names of elements, which differ between versions only in their namespaces. People, employers,
addresses and dates are never read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from recommender.errors import ProfileError
from recommender.profile.formats.xml_tree import local_name, parsed_xml
from recommender.profile.reading import TOO_LONG, Reading, ReadingDraft
from recommender.scales import from_stated
from recommender.text.encoding import decoded, encoding_of
from recommender.text.markup import without_markup

MAX_TAGS: Final = 100_000
MAX_ATTRIBUTES: Final = 100_000
#: Of all texts before their markup is taken out, in characters.
MAX_RAW_CHARS: Final = 1_000_000
_LISTENING: Final = ("listening", "reading", "spokeninteraction", "spokenproduction", "writing")
#: Elements that hold texts about skills, in lower case, and what the reading calls their place.
_TEXTS: Final = {
    name: place
    for place, names in {
        "headline": "headline",
        "summary": "executivesummary",
        "work": "positiontitle position activities workexperience employerhistory",
        "education": "degreename educationdegree education educationorganizationattendance",
        "skills": "communication organisational jobrelated computer driving other skilllist skill digitalskill "
        "communicationandinterpersonalskills managementandleadershipskills organisationalskills jobrelatedskills "
        "organizationalskills digitalskillsgroup",
        "achievement": "achievement honoursandawards honorsandawards conferencesandseminars networksandmemberships "
        "creativeworks socialandpoliticalactivities",
        "project": "project projects",
        "other": "others additionalinformation",
        "publication": "publication publicationhistory publications",
        "certificate": "certification license licenses",
        "volunteering": "volunteering volunteeringactivities voluntarywork volunteer",
    }.items()
    for name in names.split()
}
#: Elements inside them that are no text about skills. Names that end in *code* or *id* are none either.
_PASSED_OVER: Final = frozenset(
    "period attendanceperiod employmentperiod startdate enddate organisation employer organizationname contactinfo "
    "organizationcontact certificate link address embeddeddata attachment attachments documentation referenceto "
    "currentindicator cityname identification photo signature isced level candidateperson date hobbiesandinterests "
    "recommendations renderinginformation documentinfo printingpreferences candidatesupplier".split()
)


def is_one(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a Europass Skills Passport."""
    return "SkillsPassport" in value or "LearnerInfo" in value


def read(content: bytes) -> Reading:
    """`ProfileError` for XML that is damaged, too large, or no Europass CV."""
    if content.count(b"<") > MAX_TAGS or content.count(b"=") > MAX_ATTRIBUTES:
        msg = "it holds more elements than a profile does"
        raise ProfileError(msg)
    if not content.lstrip().startswith(b"<?xml") and (codec := encoding_of(content)) is not None:
        # Without a declaration it should be UTF-8, and is not always.
        content = decoded(content, codec).encode()
    root = parsed_xml(content, "not a readable XML file")
    if etree.QName(root).localname not in {"SkillsPassport", "Candidate", "Europass", "learnerinfo"}:
        msg = "this XML is no Europass CV; export the CV as PDF, or as JSON Resume"
        raise ProfileError(msg)
    return _read(root)


def read_value(value: dict[str, Any]) -> Reading:
    """As `read`, of a Skills Passport in JSON, whose keys are the names of the XML's elements."""
    root = etree.Element("SkillsPassport")
    _grow(root, value.get("SkillsPassport", value))
    return _read(root)


def _grow(parent: etree._Element, value: Any) -> None:
    """The XML of a JSON value: a list repeats its element without the ``List`` of its name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            for each in inner if isinstance(inner, list) else [inner]:
                if key.isidentifier() and key.isascii():
                    _grow(etree.SubElement(parent, key), each)
    elif isinstance(value, str):
        parent.text = "".join(char for char in value if char.isprintable() or char.isspace())


def _read(root: etree._Element) -> Reading:
    draft = ReadingDraft("europass")
    raw = 0
    for place, element in _sections(root):
        for text in _texts(element):
            raw += len(text)
            if raw > MAX_RAW_CHARS:
                raise ProfileError(TOO_LONG)
            draft.add(place, without_markup(text))
    _languages(root, draft)
    if any(_name(element) in {"embeddeddata", "attachment", "data"} and element.text for element in root.iter()):
        draft.skip("attachment")
    return draft.finished()


def _sections(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The outermost elements that hold texts about skills, in the file's order."""
    for child in root:
        name = _name(child)
        # In a Candidate, Communication holds addresses.
        if name in _TEXTS and (name != "communication" or _name(root) == "skills"):
            yield _TEXTS[name], child
        elif name == "personcompetency":
            yield from _competency(child)
        elif not _is_passed_over(name) and name not in {"linguistic", "languagelist"}:
            yield from _sections(child)


def _competency(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """A competency that is no language."""
    if _of(element, "taxonomyid").casefold() != "language":
        yield from (("skills", child) for child in element if _name(child) in {"competencyname", "description"})


def _is_passed_over(name: str) -> bool:
    return name in _PASSED_OVER or name.endswith(("code", "id"))


def _texts(element: etree._Element) -> Iterator[str]:
    if element.text and element.text.strip():
        # Text with elements inside is marked up.
        yield "".join(map(str, element.itertext()))
        return
    for child in element:
        if isinstance(child.tag, str) and not _is_passed_over(_name(child)):
            yield from _texts(child)


def _languages(root: etree._Element, draft: ReadingDraft) -> None:
    for element in root.iter():
        name = _name(element)
        if name in {"mothertongue", "foreignlanguage"} or (
            name == "language" and _name(element.getparent()) == "languagelist"
        ):
            label = _of(element, "label") or _of(element, "code")
            stated = [_of(element, skill) for skill in _LISTENING]
        elif name == "personcompetency" and _of(element, "taxonomyid").casefold() == "language":
            label = _of(element, "competencyname") or _of(element, "competencyid")
            stated = [(each.text or "").strip() for each in element.iter() if _name(each) == "scoretext"]
        elif name == "primarylanguagecode":
            label, stated = (element.text or "").strip(), ["native"]
        else:
            continue
        levels = [level for each in stated if (level := from_stated(each)) is not None]
        native = 0.95 if name == "mothertongue" or "mother" in str(element.attrib.values()) else None
        draft.name(_language(label), sum(levels) / len(levels) if levels else native)


def _language(label: str) -> str:
    """The English name of a language that is given by its code; other names as they are."""
    import pycountry

    found = None
    if len(label) in {2, 3} and label.isalpha():
        found = pycountry.languages.get(**{f"alpha_{len(label)}": label.lower()}) or pycountry.languages.get(
            bibliographic=label.lower()
        )
    return found.name.partition(" (")[0] if found is not None else label


def _of(element: etree._Element, name: str) -> str:
    """The text of the first element of this name inside another."""
    return next(((each.text or "").strip() for each in element.iter() if _name(each) == name), "")


def _name(element: etree._Element | None) -> str:
    """The local name in lower case: schema 2 has no capitals."""
    return "" if element is None else local_name(element).lower()
