"""Résumés as data, of JSON Resume and of Europass: as their standards write them, and as people and programs do."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.profile.structures.found import found
from tests.profile.structures.structure import Structure

_json = found("json")
_xml = found("xml")


def _resume(name: str, value: Any, *reads: str, **right: Any) -> Structure:
    return _json(name, json.dumps(value).encode(), *reads, **right)


def _skills(name: str, value: Any, skills: dict[str, float | None], *, unread: str | None = None) -> Structure:
    """A résumé of a cook whose skills are written in one of many ways."""
    resume = {"basics": {"label": "Ship's cook"}, "skills": value}
    return _resume(f"skills-{name}", resume, "Ship's cook", skills=skills, unread=unread)


def _work(name: str, value: Any, *reads: str, **right: Any) -> Structure:
    return _resume(f"work-{name}", {"basics": {"label": "Ship's cook"}, "work": value}, "Ship's cook", *reads, **right)


def _basics(name: str, value: Any, *reads: str, **right: Any) -> Structure:
    return _resume(f"basics-{name}", {"basics": value}, *reads, **right)


_NAMED: Final = (
    _skills("by-name-of-level", {"Python": "Expert", "SQL": "Intermediate"}, {"Python": 1.0, "SQL": 0.66}),
    _skills("by-number-of-unknown-scale", {"Python": 5, "SQL": 3}, {"Python": None, "SQL": None}, unread="level"),
    _skills(
        "in-groups-of-groups",
        {"technical": {"languages": ["Go", "Rust"], "tools": ["Git"]}, "soft": ["Patience"]},
        {"Go": None, "Rust": None, "Git": None, "Patience": None},
    ),
    _skills("in-lists-of-lists", [["Go", "Rust"], ["Git"]], {"Go": None, "Rust": None, "Git": None}),
    _skills("with-level-as-number", [{"name": "Go", "level": 4, "keywords": []}], {"Go": None}, unread="level"),
    _skills("with-level-as-record", [{"name": "Go", "level": {"name": "Expert"}}], {"Go": None}, unread="level"),
    _skills("with-level-as-list", [{"name": "Go", "level": [1]}], {"Go": None}),
    _skills(
        "with-levels-of-all-kinds",
        [
            {"name": "Go", "level": None},
            {"name": "C", "level": ""},
            {"name": "D", "level": "3/5"},
            {"name": "E", "level": "75%"},
            {"name": "F", "level": 0.5},
            {"name": "G", "level": "MASTER"},
        ],
        {"Go": None, "C": None, "D": 0.6, "E": 0.75, "F": 0.5, "G": 1.0},
    ),
    _skills(
        "with-levels-that-cannot-be",
        [{"name": "Go", "level": "5/0"}, {"name": "C", "level": "-1"}, {"name": "D", "level": "150%"}],
        {"Go": None, "C": None, "D": None},
    ),
    _json(
        "skills-with-levels-that-are-no-numbers",
        b'{"basics":{"label":"Verger"},"skills":[{"name":"Go","level":1e999},{"name":"C","level":NaN}]}',
        "Verger",
        skills={"Go": None, "C": None},
    ),
    _resume(
        "languages-by-code-of-level",
        {"basics": {"label": "Court usher"}, "languages": {"English": "C1", "German": "B2"}},
        "Court usher",
        skills={"English": 0.75, "German": 0.5},
    ),
    _resume(
        "text-and-skills",
        {"text": "Farrier with own forge", "skills": [{"name": "Shoeing", "level": 0.5}]},
        "Farrier with own forge",
        skills={"Shoeing": 0.5},
    ),
)

_JOBS: Final = (
    _work(
        "highlights-as-records",
        [{"position": "Line cook", "highlights": [{"text": "Cut food waste by half"}, {"description": "Taught two"}]}],
        *("Line cook", "Cut food waste by half", "Taught two"),
    ),
    _work(
        "highlights-in-lists",
        [{"position": "Sauce cook", "highlights": [["Roux", "Stocks"], "Fish"]}],
        *("Sauce cook", "Roux", "Stocks", "Fish"),
    ),
    _work(
        "by-title-and-details",
        [{"company": "Astra", "title": "Line cook", "startDate": "2019", "details": "Sauces and fish"}],
        *("Line cook", "Sauces and fish"),
    ),
    _work("by-title-of-job", [{"name": "Astra", "jobTitle": "Line cook"}], "Line cook"),
    _work(
        "by-employer",
        {"Astra": {"position": "Grill cook", "highlights": ["Sauces"]}, "Nord": {"position": "Commis"}},
        *("Grill cook", "Sauces", "Commis"),
    ),
    _work(
        "with-a-list-in-the-summary",
        [{"position": "Fitter", "summary": "- Gears\n- Springs\n\n**Led** a team"}],
        *("Fitter", "Gears", "Springs"),
    ),
    _work("with-numbers-for-texts", [{"position": "Verger", "summary": 42, "highlights": [1, True]}], "Verger"),
    _work(
        "with-summary-and-description-alike",
        [{"position": "Fish cook", "summary": "Filleted cod", "description": "Filleted cod"}],
        *("Fish cook", "Filleted cod"),
    ),
    _resume(
        "education-with-courses",
        {
            "education": [
                {
                    "institution": "Moor College",
                    "area": "Botany",
                    "studyType": "BSc",
                    "courses": ["BOT1 - Mosses", {"name": "Ferns"}, {"course": "Algae"}],
                }
            ]
        },
        *("Botany", "BOT1 - Mosses", "Ferns", "Algae"),
    ),
    _resume(
        "certificates-under-two-names",
        {"certificates": [{"name": "Gas safe", "date": "2020"}], "certifications": [{"name": "Oil safe"}]},
        "Gas safe",
    ),
    _resume(
        "voluntary-work",
        {
            "volunteer": [
                {
                    "organization": "Red Cross",
                    "position": "Medic",
                    "summary": "First aid",
                    "highlights": ["Trained 20"],
                }
            ]
        },
        *("Medic", "First aid", "Trained 20"),
    ),
    _resume(
        "nothing-for-many-things",
        {
            "basics": None,
            "work": None,
            "skills": None,
            "education": [None],
            "languages": [],
            "projects": [
                {"name": "Bridge model", "description": None, "highlights": None, "keywords": [None, "Balsa"]}
            ],
        },
        *("Bridge model", "Balsa"),
    ),
)

_ABOUT: Final = (
    _basics(
        "with-a-headline",
        {"headline": "Clock restorer", "summary": "Repairs tower clocks"},
        *("Clock restorer", "Repairs tower clocks"),
    ),
    _resume(
        "basics-in-a-list",
        {"basics": [{"label": "Clock restorer"}], "skills": ["Brass"]},
        "Clock restorer",
        skills={"Brass": None},
    ),
    _basics(
        "with-markup-in-the-summary",
        {
            "label": "Clock restorer",
            "summary": "<p>Repairs <strong>tower</strong> bells</p><ul><li>Gears</li><li>Springs</li></ul>",
        },
        *("Clock restorer", "Repairs tower bells", "Gears", "Springs"),
        never=("<p>", "<li>"),
    ),
    _basics(
        "with-a-list-as-summary",
        {"label": "Clock restorer", "summary": ["Repairs dials", "Speaks to vergers"]},
        *("Clock restorer", "Repairs dials", "Speaks to vergers"),
    ),
    _resume("list-of-one-resume", [{"basics": {"label": "Clock restorer"}}], "Clock restorer"),
    _resume(
        "resume-under-its-name",
        {"resume": {"basics": {"label": "Clock restorer"}, "work": [{"position": "Verger"}]}},
        *("Clock restorer", "Verger"),
    ),
    _json("utf-16", json.dumps({"basics": {"label": "Küchenchef"}}, ensure_ascii=False).encode("utf-16"), "Küchenchef"),
    _json("byte-order-mark", b'\xef\xbb\xbf{"basics":{"label":"Harbour pilot"}}', "Harbour pilot"),
    _json("windows-letters", '{"basics":{"label":"Köchin für Fisch"}}'.encode("cp1252"), "Köchin für Fisch"),
    _json("half-of-a-pair", b'{"basics":{"label":"Chef \\ud83d of fish"}}', "Chef", "of fish"),
    _json("half-of-a-pair-in-a-key", b'{"basics":{"label":"Stoker"},"w\\ud83d":[1]}', "Stoker"),
    _json("zero-character", b'{"basics":{"label":"Chef\\u0000 of fish"}}', "of fish"),
    _json("comma-too-many", b'{"basics":{"label":"Chef",},}', refused="line 1"),
    _json("remarks", b'{\n// mine\n"basics":{"label":"Chef"}}', refused="line 2"),
    _json("one-resume-a-line", b'{"basics":{"label":"Chef"}}\n{"basics":{"label":"Cook"}}', refused=""),
    _json("nothing-inside", b"", refused=""),
    _resume("nothing-said", {}, refused=""),
    _resume(
        "only-empty-texts",
        {
            "basics": {"label": "", "summary": ""},
            "work": [{"position": "", "highlights": [""]}],
            "skills": [{"name": "", "keywords": [""]}],
        },
        refused="",
    ),
)


def _candidate(name: str, profile: str, *reads: str, **right: Any) -> Structure:
    """A file of the Europass of today, in XML; the profile is that of a person who speaks French at home."""
    return _xml(
        f"europass-{name}",
        (
            '<?xml version="1.0" encoding="UTF-8"?><Candidate xmlns="http://www.europass.eu/1.0" '
            'xmlns:hr="http://www.hr-xml.org/3" xmlns:oa="http://www.openapplications.org/oagis/9" '
            'xmlns:eures="http://www.europass_eures.eu/1.0"><CandidatePerson>'
            '<PrimaryLanguageCode name="NORMAL">fr</PrimaryLanguageCode></CandidatePerson>'
            f'<CandidateProfile languageCode="en">{profile}</CandidateProfile></Candidate>'
        ).encode(),
        *reads,
        **right,
    )


def _titled(group: str, one: str, title: str, description: str = "") -> str:
    told = f"<Description>{description}</Description>" if description else ""
    return f"<{group}><{one}><Title>{title}</Title>{told}</{one}></{group}>"


def _job(title: str, description: str) -> str:
    return (
        "<EmploymentHistory><EmployerHistory><hr:OrganizationName>Astra</hr:OrganizationName><PositionHistory>"
        f"<PositionTitle>{title}</PositionTitle><oa:Description>{description}</oa:Description></PositionHistory>"
        "</EmployerHistory></EmploymentHistory>"
    )


def _passport(learner: str, encoding: str = "UTF-8") -> bytes:
    """A file of the Europass of before 2020."""
    return (
        '<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="en"><DocumentInfo><DocumentType>'
        f"ECV</DocumentType><XSDVersion>V3.3.0</XSDVersion></DocumentInfo><LearnerInfo>{learner}</LearnerInfo>"
        "</SkillsPassport>"
    ).encode(encoding)


def _headline(words: str) -> str:
    return f"<Headline><Description><Label>{words}</Label></Description></Headline>"


_LANGUAGES: Final = (
    '<PersonQualifications><PersonCompetency><CompetencyID schemeName="ISO">eng</CompetencyID>'
    "<hr:TaxonomyID>language</hr:TaxonomyID><CompetencyDimension><hr:CompetencyDimensionTypeCode>"
    "CEF-Understanding-Listening</hr:CompetencyDimensionTypeCode><eures:Score><hr:ScoreText>C1</hr:ScoreText>"
    "</eures:Score></CompetencyDimension></PersonCompetency><PersonCompetency><CompetencyID>https://example.org"
    "</CompetencyID><hr:TaxonomyID>DIGITAL_SKILL</hr:TaxonomyID><hr:CompetencyName>Microsoft Excel"
    "</hr:CompetencyName></PersonCompetency></PersonQualifications>"
)
_SCHOOL: Final = (
    "<EducationHistory><EducationOrganizationAttendance><EducationDegree><hr:DegreeName>MSc Botany</hr:DegreeName>"
    "<OccupationalSkillsCovered>&lt;p&gt;Mosses&lt;/p&gt;</OccupationalSkillsCovered>"
    "<hr:Comment>Thesis on ferns</hr:Comment></EducationDegree></EducationOrganizationAttendance></EducationHistory>"
)
_PASSPORT_SKILLS: Final = (
    "<Skills><Linguistic><MotherTongueList><MotherTongue><Description><Code>mt</Code><Label>Maltese</Label>"
    "</Description></MotherTongue></MotherTongueList><ForeignLanguageList><ForeignLanguage><Description>"
    "<Code>en</Code><Label>English</Label></Description><ProficiencyLevel><Listening>C1</Listening>"
    "<Reading>C2</Reading><SpokenInteraction>B2</SpokenInteraction></ProficiencyLevel></ForeignLanguage>"
    "</ForeignLanguageList></Linguistic><Communication><Description>Mediation</Description></Communication>"
    "<Computer><Description>Bookkeeping programs</Description></Computer></Skills>"
)
_FIRST_FORM: Final = (
    '<?xml version="1.0"?><europass:learnerinfo xmlns:europass="http://europass.cedefop.europa.eu/Europass/V2.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><docinfo/><prefs/><identification/><application>'
    "<code>1</code><label>Ship's cook</label></application><workexperiencelist><workexperience><position><code/>"
    "<label>Galley hand</label></position><activities>Bread for sixty</activities></workexperience>"
    '</workexperiencelist><skilllist><skill type="social">Mediation</skill><skill type="computer">Spreadsheets</skill>'
    "</skilllist></europass:learnerinfo>"
)
_PASSPORT_JSON: Final = {
    "SkillsPassport": {
        "LearnerInfo": {
            "Headline": {"Description": {"Label": "Ship's cook"}},
            "WorkExperience": [
                {
                    "Period": {"From": {"Year": 2019}},
                    "Position": {"Label": "Galley hand"},
                    "Activities": "<p>Bread for sixty</p>",
                }
            ],
            "Skills": {
                "Computer": {"Description": "<p>Spreadsheets</p>"},
                "Linguistic": {
                    "ForeignLanguage": [
                        {
                            "Description": {"Code": "en", "Label": "English"},
                            "ProficiencyLevel": {"Listening": "C1"},
                        }
                    ]
                },
            },
        }
    }
}

_EUROPASS: Final = (
    _candidate(
        "position",
        _job(
            "Cook",
            "&lt;p&gt;Sauces &lt;b&gt;and&lt;/b&gt; fish&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Menus&lt;/li&gt;&lt;/ul&gt;",
        ),
        *("Cook", "Sauces and fish", "Menus"),
        never=("<b>", "<li>"),
    ),
    _candidate(
        "position-with-markup-inside",
        _job("Cook", "Sauces <b>and fish</b> for two hundred guests<br/>Menus"),
        *("Cook", "Sauces", "and fish", "for two hundred guests", "Menus"),
    ),
    _candidate(
        "voluntary-work",
        _titled("VoluntaryWorks", "VoluntaryWork", "Lifeguard", "Rescue at sea"),
        *("Lifeguard", "Rescue at sea"),
    ),
    _candidate(
        "skills-of-talk-and-lead",
        _titled("CommunicationAndInterpersonalSkills", "Skill", "Mediation", "Between tenants")
        + _titled("ManagementAndLeadershipSkills", "ManagementAndLeadershipSkill", "Led ten people"),
        *("Mediation", "Between tenants", "Led ten people"),
    ),
    _candidate(
        "honours-talks-and-works",
        _titled("HonorsAndAwards", "HonorOrAward", "Golden ladle")
        + _titled("ConferencesAndSeminars", "ConferenceAndSeminar", "Slow food", "Spoke on broth")
        + _titled("NetworksAndMemberships", "NetworkAndMembership", "Guild of cooks")
        + _titled("CreativeWorks", "CreativeWork", "Cookbook"),
        *("Golden ladle", "Slow food", "Spoke on broth", "Guild of cooks", "Cookbook"),
    ),
    _candidate(
        "work-for-the-town",
        "<ExecutiveSummary>Canteen head</ExecutiveSummary>"
        + _titled("SocialAndPoliticalActivities", "SocialAndPoliticalActivity", "Council", "Chaired budget talks"),
        *("Canteen head", "Chaired budget talks"),
    ),
    _candidate(
        "languages",
        f"<ExecutiveSummary>Canteen head</ExecutiveSummary>{_LANGUAGES}",
        *("Canteen head", "Microsoft Excel"),
        skills={"English": 0.75, "French": 0.95},
    ),
    _candidate("education", _SCHOOL, *("MSc Botany", "Mosses", "Thesis on ferns")),
    _candidate(
        "text-as-character-data",
        "<ExecutiveSummary><![CDATA[<p>Cook of <em>fish</em> &amp; game</p>]]></ExecutiveSummary>",
        "Cook of fish & game",
    ),
    _xml("passport-headline", _passport(_headline("Ship's cook")), "Ship's cook"),
    _xml(
        "passport-skills",
        _passport(_PASSPORT_SKILLS),
        *("Mediation", "Bookkeeping programs"),
        skills={"Maltese": 0.95, "English": 0.7},
    ),
    _xml(
        "passport-achievements",
        _passport(
            "<AchievementList><Achievement><Title><Code>publications</Code><Label>Publications</Label></Title>"
            "<Description>&lt;p&gt;On broth&lt;/p&gt;</Description></Achievement></AchievementList>"
        ),
        *("Publications", "On broth"),
        never=("<p>",),
    ),
    _xml("passport-in-utf-16", _passport(_headline("Küchenchef"), "utf-16"), "Küchenchef"),
    _xml("passport-in-latin-1-undeclared", _passport(_headline("Küchenchef"), "latin-1"), "Küchenchef"),
    _xml("passport-of-2008", _FIRST_FORM.encode(), *("Galley hand", "Bread for sixty", "Mediation", "Spreadsheets")),
    _resume(
        "passport",
        _PASSPORT_JSON,
        *("Ship's cook", "Galley hand", "Bread for sixty", "Spreadsheets"),
        skills={"English": 0.75},
    ),
    _resume(
        "passport-of-learner-only",
        {"LearnerInfo": {"WorkExperienceList": [{"Position": {"Label": "Galley hand"}}]}},
        "Galley hand",
    ),
    _xml(
        "credential-of-europass",
        b'<?xml version="1.0"?><eup:europassCredential xmlns:eup="http://data.europa.eu/snb"><x/>'
        b"</eup:europassCredential>",
        refused="",
    ),
    _xml(
        "word-file-as-xml-without-content",
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        b'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
        refused="",
    ),
)

RESUMES_MORE: Final[tuple[Structure, ...]] = (*_NAMED, *_JOBS, *_ABOUT, *_EUROPASS)
