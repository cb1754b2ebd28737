"""Badges of Open Badges 2 and 3 and of learner records, and exports of a professional network."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.profile.structures.docx_writer import zipped
from tests.profile.structures.found import found
from tests.profile.structures.structure import Structure

_json = found("json")
_zip = found("zip")
_csv = found("csv")

_ACHIEVEMENT: Final = {
    "type": ["Achievement"],
    "name": "Welding basics",
    "description": "Can weld",
    "criteria": {"narrative": "Welded **ten** seams"},
    "tag": ["welding"],
    "alignment": [{"type": ["Alignment"], "targetName": "MIG welding", "targetUrl": "https://example.org/mig"}],
}
_CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_RECORDS: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
_ALIGNED: Final = {"MIG welding": None, "welding": None}


def _credential(**achievement: Any) -> dict[str, Any]:
    """A badge of Open Badges 3 whose achievement says other things here and there."""
    return _about({"type": ["AchievementSubject"], "achievement": _ACHIEVEMENT | achievement})


def _about(subject: Any) -> dict[str, Any]:
    return {
        "@context": [_CREDENTIALS, _BADGES],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": subject,
    }


def _record(*badges: Any, **more: Any) -> dict[str, Any]:
    return {
        "@context": [_CREDENTIALS, _RECORDS],
        "type": ["VerifiableCredential", "ClrCredential"],
        "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": list(badges), **more},
    }


def _badge(name: str, value: Any, *reads: str, **right: Any) -> Structure:
    return _json(f"badge-{name}", json.dumps(value).encode(), *reads, **right)


_SOLDERING: Final = _ACHIEVEMENT | {"name": "Soldering", "description": "Joins copper pipes"}
_CLASS: Final = {
    "type": "BadgeClass",
    "name": "Welding basics",
    "description": "Can weld",
    "criteria": {"narrative": "Ten seams"},
    "tags": ["welding"],
    "alignment": [{"targetName": "MIG welding"}],
}

_AWARDS: Final = (
    _badge("as-payload-of-a-token", {"iss": "x", "vc": _credential()}, "Welding basics", "Can weld"),
    _badge(
        "in-a-presentation",
        {"@context": [_CREDENTIALS], "type": ["VerifiablePresentation"], "verifiableCredential": [_credential()]},
        *("Welding basics", "Can weld"),
    ),
    _badge("in-a-graph", {"@context": _BADGES, "@graph": [_credential()]}, "Welding basics"),
    _badge(
        "of-version-2",
        {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "badge": _CLASS,
            "narrative": "Did very well on steel",
        },
        *("Welding basics", "Can weld", "Ten seams"),
        skills=_ALIGNED,
    ),
    _badge(
        "of-version-2-with-other-keys",
        {
            "@context": "https://w3id.org/openbadges/v2",
            "@type": "Assertion",
            "badge": {"@type": "BadgeClass", "name": "Welding basics", "description": "Can weld"},
        },
        *("Welding basics", "Can weld"),
    ),
    _badge(
        "class-of-version-1",
        {
            "@context": "https://w3id.org/openbadges/v1",
            "type": "BadgeClass",
            "name": "Welding basics",
            "description": "Can weld",
            "criteria": "https://example.org",
            "tags": ["welding"],
            "alignment": [{"name": "MIG welding", "url": "https://example.org", "description": "By gas"}],
        },
        "Welding basics",
        skills=_ALIGNED,
    ),
    _badge(
        "that-only-links-to-its-class",
        {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "badge": "https://example.org/b.json"},
        refused="",
    ),
    _badge(
        "in-several-languages",
        _credential(
            name={"en": "Welding basics", "fr": "Soudage"},
            description=[{"@value": "Can weld", "@language": "en"}],
        ),
        *("Welding basics", "Can weld"),
    ),
    _badge(
        "of-two-subjects",
        _about([{"achievement": _ACHIEVEMENT}, {"achievement": _SOLDERING}]),
        *("Welding basics", "Soldering"),
    ),
    _badge(
        "of-two-achievements",
        _about({"achievement": [_ACHIEVEMENT, _SOLDERING]}),
        *("Welding basics", "Soldering"),
    ),
    _badge(
        "with-a-story",
        _about({"achievement": _ACHIEVEMENT, "narrative": "Welded a bridge alone"}),
        *("Welding basics", "Welded a bridge alone"),
    ),
    _badge(
        "with-markup-in-the-description",
        _credential(description="<p>Can &amp; will weld</p>"),
        "Can & will weld",
        never=("<p>",),
    ),
    _badge(
        "with-tags-in-one-text",
        _credential(tag="welding, steel"),
        "Welding basics",
        skills={**_ALIGNED, "steel": None},
    ),
    _badge(
        "with-one-alignment-alone",
        _credential(alignment={"targetName": "MIG welding"}),
        "Welding basics",
        skills=_ALIGNED,
    ),
    _badge(
        "with-a-number-as-alignment",
        {"type": ["BadgeClass"], "name": "Welding basics", "alignment": 5, "tags": {"a": 1}},
        "Welding basics",
    ),
    _badge("record-with-a-badge", _record(_credential()), "Welding basics", "Can weld"),
    _badge(
        "record-with-an-achievement-of-its-own",
        _record(_credential(), achievement=[_SOLDERING]),
        *("Welding basics", "Soldering"),
    ),
    _badge(
        "that-endorses-another",
        {
            "@context": [_CREDENTIALS, _BADGES],
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "credentialSubject": {"endorsementComment": "great"},
        },
        refused="",
    ),
    _badge("whose-type-is-a-record", {"type": {"a": 1}, "@context": "openbadges"}, refused=""),
    _badge("whose-class-is-of-no-type", {"type": ["Assertion"], "badge": [{"type": [["x"]]}]}, refused=""),
)

_POSITIONS: Final = (
    "Company Name,Title,Description,Location,Started On,Finished On\n"
    'Astra,Galley cook,"Sauces, fish",Vienna,Jan 2019,\n'
)
_PLAIN: Final = _POSITIONS.replace('"Sauces, fish"', "Sauces")
_SKILLS: Final = "Name\nSaucing\n"


def _export(name: str, files: dict[str, str | bytes], *reads: str, **right: Any) -> Structure:
    parts = {path: content if isinstance(content, bytes) else content.encode() for path, content in files.items()}
    return _zip(f"export-{name}", lambda: zipped(parts), *reads, **right)


_EXPORTS: Final = (
    _export(
        "in-a-folder",
        {
            "Basic_LinkedInDataExport_11-27-2025/Positions.csv": _POSITIONS,
            "Basic_LinkedInDataExport_11-27-2025/Skills.csv": _SKILLS,
            "__MACOSX/._Positions.csv": b"\0\5\x16\7\0",
        },
        *("Galley cook", "Sauces, fish"),
        skills={"Saucing": None},
    ),
    _export("twice", {"Basic/Positions.csv": _POSITIONS, "Complete/Positions.csv": _POSITIONS}, "Galley cook"),
    _export(
        "saved-with-semicolons",
        {"Positions.csv": _PLAIN.replace(",", ";"), "Skills.csv": _SKILLS},
        "Galley cook",
        skills={"Saucing": None},
    ),
    _export(
        "saved-with-tabs-in-utf-16",
        {"Positions.csv": _PLAIN.replace(",", "\t").encode("utf-16"), "Skills.csv": _SKILLS},
        "Galley cook",
        skills={"Saucing": None},
    ),
    _export(
        "saved-in-windows-letters",
        {"Positions.csv": "Company Name,Title,Description\nAstra,Köchin,Soßen und Gemüse\n".encode("cp1252")},
        *("Köchin", "Soßen und Gemüse"),
    ),
    _export(
        "with-a-renamed-copy",
        {"Positions (1).csv": _POSITIONS, "Skills.csv": _SKILLS},
        "Galley cook",
        skills={"Saucing": None},
    ),
    *(
        _export(
            f"with-{name}-in-a-cell",
            {
                "Positions.csv": (
                    f"Company Name,Title,Description\nAstra,Galley cook,Sauces{mark}Herring\nNord,Commis,Stock pots\n"
                )
            },
            *("Galley cook", "Sauces", "Herring", "Commis", "Stock pots"),
        )
        for name, mark in (("a-separator-of-lines", "\N{LINE SEPARATOR}"), ("a-vertical-tab", "\v"))
    ),
    _export(
        "with-a-byte-order-mark",
        {"Profile.csv": "\ufeffFirst Name,Last Name,Headline,Summary\nA,B,Galley cook,Fish and game\n"},
        *("Galley cook", "Fish and game"),
    ),
    _export(
        "with-lines-in-a-cell",
        {
            "Positions.csv": (
                'Company Name,Title,Description\nAstra,Galley cook,"Sauces\n\n- ""best"" fish\n- deer and hare"\n'
            )
        },
        *("Galley cook", "Sauces", '"best" fish', "deer and hare"),
    ),
    _export(
        "with-a-summary-of-its-own",
        {"Profile Summary.csv": "Profile Summary\nCooks for crews\n", "Skills.csv": _SKILLS},
        "Cooks for crews",
        skills={"Saucing": None},
    ),
    _export(
        "of-languages",
        {
            "Languages.csv": (
                "Name,Proficiency\nGerman,Native or bilingual proficiency\nFrench,Limited working proficiency\n"
                "Dutch,\nItalian,Elementary proficiency\n"
            )
        },
        skills={"German": 0.95, "French": 0.25, "Dutch": None, "Italian": 0.25},
    ),
    _export("without-a-row", {"Positions.csv": "Company Name,Title,Description\n"}, refused=""),
    _export("of-a-word-file", {"cv.docx": b"x"}, refused=""),
    _csv("positions", _POSITIONS.encode(), "Galley cook", "Sauces, fish"),
    _csv("positions-with-semicolons", _PLAIN.replace(",", ";").encode(), "Galley cook", "Sauces"),
)

RECORDS_MORE: Final[tuple[Structure, ...]] = (*_AWARDS, *_EXPORTS)
