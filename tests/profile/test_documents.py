"""Profiles that are data: JSON Resume and its slips, Europass, LinkedIn's export, Open Badges."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from recommender.errors import ProfileError
from recommender.profile import understand_bytes


def learner(value, name="p.json"):
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return understand_bytes(content, name).learner


def named(found):
    return {skill.name: None if skill.level is None else round(skill.level, 2) for skill in found.skills}


def unread(found):
    return {(part.kind, part.place): part.count for part in found.unread}


@pytest.mark.parametrize(
    ("resume", "skills"),
    [
        (
            {"skills": [{"name": "Python", "level": "Advanced", "keywords": ["Django"]}]},
            {"Python": 0.85, "Django": None},
        ),
        ({"$schema": "https://jsonresume.org/s.json", "skills": [{"name": "SQL"}]}, {"SQL": None}),
        ({"meta": {"version": "v1.0.0"}, "skills": ["Tableau", "SQL"]}, {"Tableau": None, "SQL": None}),
        ({"skills": "Excel, Word; SAP | Outlook"}, {"Excel": None, "Word": None, "SAP": None, "Outlook": None}),
        (
            {"skills": {"Office": ["Excel", "Word"], "Web": "HTML, CSS"}},
            dict.fromkeys(("Office", "Excel", "Word", "Web", "HTML", "CSS")),
        ),
        ({"basics": {}, "skills": [{"name": "Web", "keywords": "HTML, CSS"}]}, dict.fromkeys(("Web", "HTML", "CSS"))),
        ({"basics": {}, "skills": [{"keywords": ["Knife work"]}]}, {"Knife work": None}),
        ({"basics": {}, "skills": [{"name": "Excel (pivots, charts), Word"}]}, {"Excel (pivots, charts), Word": None}),
        ({"basics": {}, "skills": ["Excel (pivots, charts), Word"]}, {"Excel (pivots, charts)": None, "Word": None}),
        (
            {"basics": {}, "skills": [{"name": "Data", "keywords": [{"name": "SQL", "level": "Expert"}]}]},
            {"Data": None, "SQL": 1.0},
        ),
        ({"basics": {}, "skills": {"name": "Welding", "level": "Intermediate"}}, {"Welding": 0.67}),
        ({"basics": {}, "skills": [["SQL", "R"]]}, {"SQL": None, "R": None}),
        ({"languages": [{"language": "German", "fluency": "Native speaker"}]}, {"German": 0.95}),
        ({"languages": [{"language": "Spanish", "fluency": "B1"}, "French"]}, {"Spanish": 0.5, "French": None}),
        ({"languages": [{"name": "Dutch", "level": "C1 (advanced)"}]}, {"Dutch": 0.75}),
        ({"languages": [{"language": "Thai", "fluency": "Full professional proficiency"}]}, {"Thai": 0.75}),
    ],
)
def test_skills_and_languages_however_they_are_written(resume, skills):
    assert named(learner(resume)) == skills


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ("4/5", 0.8),
        ("3 out of 5", 0.6),
        ("80%", 0.8),
        ("80 %", 0.8),
        (0.8, 0.8),
        ("BEGINNER", 0.33),
        ("entry_level", 0.33),
        ("Expert", 1.0),
        (4, None),
        ("4", None),
        (1, None),
        (True, None),
        ("very good indeed", None),
        ("?", None),
    ],
)
def test_a_level_is_read_or_said_to_be_on_no_known_scale(stated, level):
    found = learner({"basics": {}, "skills": [{"name": "SQL", "level": stated}]})
    assert named(found) == {"SQL": level}
    assert unread(found) == ({} if level is not None else {("level", "skills 1"): 1})


@pytest.mark.parametrize(
    ("resume", "text"),
    [
        ({"projects": [{"name": "Stall", "description": "Built with PostgreSQL"}]}, "Stall\nBuilt with PostgreSQL"),
        ({"work": {"position": "Cook", "highlights": "Menus for 200"}}, "Cook\nMenus for 200"),
        ({"work": ["Roofer for ten years"]}, "Roofer for ten years"),
        (
            {"certificates": [{"name": "ServSafe"}], "awards": [{"title": "Best apprentice"}]},
            "ServSafe\nBest apprentice",
        ),
        (
            {"education": [{"studyType": "BSc", "area": "Nursing", "courses": [{"name": "Pharmacology"}]}]},
            "Nursing\nBSc\nPharmacology",
        ),
        ({"volunteer": [{"position": "Coach", "highlights": ["Under 12s"]}]}, "Coach\nUnder 12s"),
    ],
)
def test_every_section_is_read_by_itself(resume, text):
    assert learner(resume).text == text


def test_what_is_dropped_is_named():
    found = learner(
        {
            "basics": {"summary": "Waiter"},
            "skills": [{"name": "SQL"}, 7, {}],
            "work": [{"highlights": 5}],
            "hobbyList": [1],
        }
    )
    assert unread(found) == {
        ("entry", "skills 2"): 1,
        ("entry", "skills 3"): 1,
        ("entry", "work 1"): 1,
        ("entry", "hobbyList"): 1,
    }


def test_names_addresses_and_references_are_never_read():
    secret = "Jane Secret of Secret Street"
    found = learner(
        {
            "basics": {"name": secret, "email": "a@b.example", "summary": "Baker", "location": {"address": secret}},
            "work": [{"name": secret, "location": secret, "position": "Baker"}],
            "references": [{"name": secret, "reference": secret}],
            "interests": [{"name": secret}],
        }
    )
    assert "Secret" not in found.model_dump_json()


PASSPORT = {
    "SkillsPassport": {
        "LearnerInfo": {
            "Identification": {"PersonName": {"FirstName": "Secret"}},
            "Headline": {"Description": {"Label": "Primary school teacher"}},
            "WorkExperience": [
                {
                    "Period": {"From": {"Year": 2019}},
                    "Position": {"Label": "Teacher"},
                    "Activities": "<p>Taught <b>mathematics</b></p><ul><li>Ran the choir</li></ul>",
                    "Employer": {"Name": "Secret school"},
                }
            ],
            "Education": [{"Title": "Diploma in teaching", "Organisation": {"Name": "Secret college"}}],
            "Skills": {
                "Linguistic": {
                    "MotherTongue": [{"Description": {"Code": "it", "Label": "Italian"}}],
                    "ForeignLanguage": [
                        {
                            "Description": {"Code": "de", "Label": "German"},
                            "ProficiencyLevel": {"Listening": "B2", "Reading": "C1", "Writing": "B1"},
                        }
                    ],
                },
                "Communication": {"Description": "Parents' evenings"},
                "Computer": {"Description": "Excel and Moodle"},
                "Driving": {"Description": ["B", "C"]},
            },
        }
    }
}
XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo>
<Identification><PersonName><FirstName>Secret</FirstName></PersonName></Identification>
<WorkExperienceList><WorkExperience><Position><Label>Plumber</Label></Position>
<Activities>&lt;p&gt;Fitted boilers&lt;/p&gt;</Activities><Employer><Name>Secret</Name></Employer>
</WorkExperience></WorkExperienceList>
<Skills><Linguistic><ForeignLanguageList><ForeignLanguage><Description><Label>French</Label></Description>
<ProficiencyLevel><Listening>A2</Listening></ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic>
<JobRelated><Description>Soldering copper pipes</Description></JobRelated></Skills></LearnerInfo></SkillsPassport>"""
CANDIDATE = b"""<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:hr="http://www.hr-xml.org/3"
 xmlns:oa="http://www.openapplications.org/oagis/9" xmlns:eures="http://www.europass_eures.eu/1.0">
<CandidatePerson><PersonName><oa:GivenName>Secret</oa:GivenName></PersonName>
<Communication><Address><oa:CityName>Secret</oa:CityName></Address></Communication>
<PrimaryLanguageCode>pol</PrimaryLanguageCode></CandidatePerson>
<CandidateProfile><hr:ExecutiveSummary>&lt;p&gt;Forklift driver&lt;/p&gt;</hr:ExecutiveSummary>
<EmploymentHistory><EmployerHistory><hr:OrganizationName>Secret</hr:OrganizationName><PositionHistory>
<PositionTitle>Warehouse operative</PositionTitle><oa:Description>&lt;p&gt;Stock counts&lt;/p&gt;</oa:Description>
</PositionHistory></EmployerHistory></EmploymentHistory>
<EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>Secret</hr:OrganizationName>
<EducationDegree><hr:DegreeName>Logistics clerk</hr:DegreeName></EducationDegree>
</EducationOrganizationAttendance></EducationHistory>
<PersonQualifications><PersonCompetency><CompetencyID>eng</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
<eures:CompetencyDimension><eures:Score><hr:ScoreText>B1</hr:ScoreText></eures:Score></eures:CompetencyDimension>
</PersonCompetency><PersonCompetency><hr:TaxonomyID>Digital_Skill</hr:TaxonomyID>
<hr:CompetencyName>SAP WM</hr:CompetencyName></PersonCompetency>
</PersonQualifications><eures:Attachment><oa:EmbeddedData>aGVsbG8=</oa:EmbeddedData></eures:Attachment>
</CandidateProfile></Candidate>"""


def test_europass_in_json():
    found = learner(PASSPORT)
    assert named(found) == {"Italian": 0.95, "German": 0.58}
    for text in (
        "Primary school teacher",
        "Teacher",
        "Taught mathematics",
        "Ran the choir",
        "Diploma in teaching",
        "Moodle",
    ):
        assert text in found.text
    assert "Secret" not in found.model_dump_json()
    assert "<" not in found.text


def test_europass_in_xml_old_and_new():
    old, new = learner(XML, "cv.xml"), learner(CANDIDATE, "cv.xml")
    assert old.text == "Plumber\nFitted boilers\nSoldering copper pipes"
    assert named(old) == {"French": 0.25}
    assert new.text == "Forklift driver\nWarehouse operative\nStock counts\nLogistics clerk\nSAP WM"
    assert named(new) == {"Polish": 0.95, "English": 0.5}
    assert unread(new) == {("attachment", None): 1}
    for found in (old, new):
        assert "Secret" not in found.model_dump_json()


LINKEDIN = {
    "Profile.csv": "First Name,Last Name,Headline,Summary\nSecret,Secret,Chef de partie,Ten years of fish\n",
    "Skills.csv": "Name\nKnife skills\nMenu planning\n",
    "Positions.csv": 'Company Name,Title,Description,Started On\nSecret,Sous chef,"Ordering, costing",2019\n',
    "Languages.csv": "Name,Proficiency\nFrench,Native or bilingual proficiency\nThai,A bit\n",
    "Certifications.csv": "Name,Url,Authority\nFood hygiene level 3,x,Secret\n",
    "Connections.csv": 'Notes:\n"Secret"\n\nFirst Name,Last Name\nSecret,Secret\n',
    "messages.csv": "FROM,CONTENT\nSecret,Secret\n",
}


def archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return out.getvalue()


def test_linkedin_as_a_zip():
    found = learner(archive(LINKEDIN), "Basic_LinkedInDataExport.zip")
    assert found.text == "Chef de partie\nTen years of fish\nSous chef\nOrdering, costing\nFood hygiene level 3"
    assert named(found) == {"Knife skills": None, "Menu planning": None, "French": 0.95, "Thai": None}
    assert unread(found) == {("level", "languages 2"): 1}
    assert "Secret" not in found.model_dump_json()


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, text in LINKEDIN.items() if name[0] != "C" and name[0] != "m"]
)
def test_linkedin_as_one_of_its_tables(name, text):
    found = learner(text.encode(), name)
    assert found.text or found.skills


def badge(**achievement):
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"name": "Secret"},
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{"identityHash": "Secret"}],
            "achievement": {
                "type": ["Achievement"],
                "name": "First aid",
                "criteria": {"narrative": "Did CPR"},
                **achievement,
            },
        },
    }


def test_open_badges():
    found = learner(badge(tag=["resuscitation"], alignment=[{"targetName": "provide first aid", "targetUrl": "x"}]))
    assert found.text == "First aid\nDid CPR"
    assert named(found) == {"provide first aid": None, "resuscitation": None}
    assert unread(found) == {("proof", None): 1}
    record = {
        "type": ["ClrCredential"],
        "credentialSubject": {"verifiableCredential": [badge(), badge(name="Fire safety")]},
    }
    assert learner(record).text == "First aid\nDid CPR\nFire safety\nDid CPR"
    older = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "badge": {"name": "Barista", "tags": ["latte art"]},
    }
    assert learner(older).text == "Barista"
    assert "Secret" not in found.model_dump_json()


@pytest.mark.parametrize(
    ("value", "name", "message"),
    [
        (
            {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "badge": "https://x.example/b"},
            "p.json",
            "no achievement",
        ),
        (
            {"type": ["VerifiableCredential", "EuropeanDigitalCredential"], "hasClaim": []},
            "p.json",
            "hand over its PDF",
        ),
        ({"colour": "red"}, "p.json", "it is not a JSON Resume"),
        ([1], "p.json", "not an object"),
        (b'{"basics": {}, "basics": {}}', "p.json", "a key twice"),
        (b'{"basics": {"summary": ' + b"[" * 250_000, "p.json", "more than 200,000 values"),
        (b"<html><body>CV</body></html>", "p.xml", "no Europass CV"),
        (b"<a><b></a>", "p.xml", "not a readable XML"),
        (archive({"cv.txt": "SQL"}), "p.zip", "not LinkedIn's data export"),
        (b"PK\x03\x04 broken", "p.zip", "not a readable zip"),
        (b"a,b\n1,2\n", "p.csv", "none of LinkedIn's"),
        (b"{\\rtf1 SQL}", "p.txt", "rich text"),
        (b"x", "p.png", "it is a picture"),
        (b"x", "p.doc", "save it as .docx or PDF"),
        (b"x", "p.xlsx", "save it as PDF"),
        (b"x", "p.what", "use .txt, .md"),
    ],
)
def test_what_is_not_read_is_refused_with_what_to_do(value, name, message):
    with pytest.raises(ProfileError, match=message):
        learner(value, name)


def test_a_file_is_known_by_its_content_under_another_name():
    assert learner(archive(LINKEDIN), "cv.txt").skills
    with pytest.raises(ProfileError, match="not a readable PDF"):
        learner(b"%PDF-1.4 broken", "cv.txt")


def test_entities_and_outside_files_are_not_resolved(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret")
    found = learner(
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "' + secret.as_uri().encode() + b'">]>'
        b"<SkillsPassport><LearnerInfo><Headline>Baker &e;</Headline></LearnerInfo></SkillsPassport>",
        "cv.xml",
    )
    assert found.text == "Baker"
