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
from recommender.text.markup import without_markup

MAX_TAGS: Final = 100_000
MAX_ATTRIBUTES: Final = 100_000
#: Of all texts before their markup is taken out, in characters.
MAX_RAW_CHARS: Final = 1_000_000
_LISTENING: Final = ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing")
#: Elements that hold texts about skills, whatever they stand in, and what the reading calls their place.
_TEXTS: Final = {
    "Headline": "headline",
    "ExecutiveSummary": "summary",
    "PositionTitle": "work",
    "Position": "work",
    "Activities": "work",
    "WorkExperience": "work",
    "EmployerHistory": "work",
    "DegreeName": "education",
    "EducationDegree": "education",
    "Education": "education",
    "EducationOrganizationAttendance": "education",
    "Achievement": "achievement",
    "Project": "project",
    "Communication": "skills",
    "Organisational": "skills",
    "JobRelated": "skills",
    "Computer": "skills",
    "Driving": "skills",
    "Other": "skills",
    "Others": "other",
    "DigitalSkillsGroup": "digital skills",
    "Publication": "publication",
    "Certification": "certificate",
    "License": "licence",
}
#: Elements inside them that are no text about skills.
_PASSED_OVER: Final = frozenset(
    "Period AttendancePeriod EmploymentPeriod StartDate EndDate Organisation Employer OrganizationName ContactInfo "
    "OrganizationContact Code Certificate Link Address EmbeddedData Attachment Attachments Documentation ReferenceTo "
    "CurrentIndicator CountryCode CityName Identification Photo Signature ISCED Level".split()
)


def is_one(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a Europass Skills Passport."""
    return "SkillsPassport" in value or "LearnerInfo" in value


def read(content: bytes) -> Reading:
    """`ProfileError` for XML that is damaged, too large, or no Europass CV."""
    if content.count(b"<") > MAX_TAGS or content.count(b"=") > MAX_ATTRIBUTES:
        msg = "it holds more elements than a profile does"
        raise ProfileError(msg)
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
    if any(local_name(element) in {"EmbeddedData", "Attachment", "Data"} and element.text for element in root.iter()):
        draft.skip("attachment")
    return draft.finished()


def _sections(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The outermost elements that hold texts about skills, in the file's order."""
    for child in root:
        name = local_name(child)
        # In a Candidate, Communication holds addresses.
        if name in _TEXTS and (name != "Communication" or local_name(root) == "Skills"):
            yield _TEXTS[name], child
        elif name == "PersonCompetency":
            yield from _competency(child)
        elif name not in _PASSED_OVER:
            yield from _sections(child)


def _competency(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """A competency that is no language."""
    if _of(element, "TaxonomyID").casefold() != "language":
        yield from (("skills", child) for child in element if local_name(child) in {"CompetencyName", "Description"})


def _texts(element: etree._Element) -> Iterator[str]:
    if element.text and element.text.strip():
        yield element.text
    for child in element:
        if isinstance(child.tag, str) and local_name(child) not in _PASSED_OVER:
            yield from _texts(child)


def _languages(root: etree._Element, draft: ReadingDraft) -> None:
    for element in root.iter():
        name = local_name(element)
        if name in {"MotherTongue", "ForeignLanguage"}:
            label = _of(element, "Label") or _of(element, "Code")
            stated = [_of(element, skill) for skill in _LISTENING]
        elif name == "PersonCompetency" and _of(element, "TaxonomyID").casefold() == "language":
            label = _of(element, "CompetencyName") or _of(element, "CompetencyID")
            stated = [(each.text or "").strip() for each in element.iter() if local_name(each) == "ScoreText"]
        elif name == "PrimaryLanguageCode":
            label, stated = (element.text or "").strip(), ["native"]
        else:
            continue
        levels = [level for each in stated if (level := from_stated(each)) is not None]
        native = 0.95 if name == "MotherTongue" else None
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
    return next(((each.text or "").strip() for each in element.iter() if local_name(each) == name), "")
