"""Text to skills on the real skill space: what must be found, what must not, and false friends held for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.linking.segments import segments_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def labels(snapshot, text):
    return {snapshot.space.label(link.node) for link in snapshot.linker.link(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deployed Docker containers to Kubernetes on AWS with Terraform.", {"Docker", "Kubernetes", "IBM Terraform"}),
        ("Skills: Excel, Word, PowerPoint, SQL", {"Microsoft Excel", "Microsoft Word", "Microsoft PowerPoint", "SQL"}),
        ("Wrote services in Go, C and R with PostgreSQL", {"Go", "C", "R", "PostgreSQL"}),
        ("Built dashboards in Power BI and Tableau", {"Microsoft Power BI", "Tableau"}),
        ("React, TypeScript and Node.js developer", {"React", "TypeScript", "Node.js"}),
        ("Streaming pipelines with Apache Spark and Kafka", {"Apache Spark", "Apache Kafka"}),
        ("I know python and java", {"Python (computer programming)", "Java (computer programming)"}),
        ("C++ and C# programming", {"C++", "C#"}),
        ("Responsible for project management and risk management", {"project management", "risk management"}),
    ],
)
def test_names_are_found(bundled, text, expected):
    assert expected <= labels(bundled, text)


#: (text, label that must not be found): the design's false friends, then more of the same kind.
FALSE_FRIENDS = [
    ("Docker", "dock operations"),
    ("Used Docker every day", "manage dock operations"),
    ("React", "react to events in time-critical environments"),
    ("Power BI", "building information modelling"),
    ("LLM", "learning management systems"),
    ("Tableau Software", "prepare tableware"),
    ("Kubernetes", "install kerbstones"),
    ("Data Analysis", "statistics"),
    ("TensorFlow", "computer vision"),
    ("ML", "ML (computer programming)"),
    ("Apache Spark", "SPARK"),
    ("Responded to C level executives", "C"),
    ("Worked in R and D at a chemical plant", "R"),
    ("Led the go to market plan for a new soap", "Go"),
    ("Gave a swift response to guests", "Swift (computer programming)"),
    ("Sous chef in a hotel kitchen", "Chef (tools for software configuration management)"),
    ("Staged a puppet show for children", "Puppet (tools for software configuration management)"),
    ("Cut slack from the schedule", "Slack"),
    ("Photographs with a zoom lens", "Zoom"),
    ("Good access to public transport", "Microsoft Access"),
    ("Recommended by word of mouth", "Microsoft Word"),
    ("Led teams of five people", "Microsoft Teams"),
    ("A positive outlook on life", "Microsoft Outlook"),
    ("I excel at sales", "Microsoft Excel"),
    ("Set gemstones such as rubies in rings", "Ruby (computer programming)"),
    ("Keeps bees and builds each hive by hand", "Apache Hive"),
    ("Washed the flask after the experiment", "Flask"),
    ("Reacts calmly when customers complain", "React"),
    ("Managed a project for the parish", "Microsoft Project"),
    ("Kitchen blender and mixer cleaning", "Blender"),
    ("The pig farm was my first job", "Apache Pig"),
    ("We are an equal opportunity employer and hire without regard to race, age or gender", "hire new personnel"),
]


@pytest.mark.parametrize(("text", "wrong"), FALSE_FRIENDS)
def test_false_friends_stay_apart(bundled, text, wrong):
    assert wrong not in labels(bundled, text)
    tagged = {bundled.space.label(link.node) for link in bundled.linker.link_tag(text)}
    assert wrong not in tagged


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hobbies\nSailing, chess, cooking",
        "References available on request",
        "12 Example Street, 4711 Sampletown",
        "We are an equal opportunity employer.",
        "2019 - 2021",
    ],
)
def test_boilerplate_says_nothing(bundled, text):
    assert bundled.linker.link(text) == []


def test_without_meaning_only_labels_are_matched(bundled):
    text = "Ich habe Datenbanken mit PostgreSQL betreut und Berichte für die Leitung geschrieben."
    assert {link.method for link in bundled.linker.link(text, by_meaning=False)} == {"label"}


def test_unless_told_otherwise_a_text_is_read_by_meaning_too(bundled):
    texts = [(EXAMPLES / name).read_text() for name in ("data_engineer.txt", "hospitality_pm.txt", "marketing.md")]
    found = [bundled.linker.link(text) for text in texts]
    assert found == [bundled.linker.link(text, by_meaning=True) for text in texts]
    assert {link.method for links in found for link in links} > {"label"}


def test_offsets_point_into_the_text(bundled):
    text = "Experience\n- Wrote ETL jobs in Python, loaded PostgreSQL\n\nSkills: Excel, Tableau, SQL"
    for link in bundled.linker.link(text):
        assert 0 <= link.start < link.end <= len(text)
        if link.method == "label":
            assert text[link.start : link.end].strip() == text[link.start : link.end]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300))
def test_any_text_is_taken(small, text):
    for link in small.linker.link(text):
        assert 0 < link.confidence <= 1
        assert 0 <= link.start <= link.end <= len(text)


@given(st.text(max_size=300))
def test_segments_are_stretches_of_the_text(text):
    for segment in segments_of(text):
        assert text[segment.start : segment.end].startswith(segment.text[:1])


def test_tags_mean_what_review_said(bundled):
    found = {
        tag: [bundled.space.label(link.node) for link in bundled.linker.link_tag(tag)]
        for tag in ("Python Programming", "Pandas (Python Package)", "no such tag at all")
    }
    assert "Python (computer programming)" in found["Python Programming"]
    assert found["Pandas (Python Package)"]
    assert found["no such tag at all"] == []


def test_only_what_is_short_enough_is_read_by_meaning(bundled, monkeypatch):
    asked = []
    linker = bundled.linker
    scored = type(linker)._scored

    def watched(self, texts, heads):
        asked.extend(texts)
        return scored(self, texts, heads)

    monkeypatch.setattr(type(linker), "_scored", watched)
    short = "looking after the people of a small village and their horses"
    long = " ".join(["looking after the people of a small village and their horses"] * 20)
    linker.link(f"{short}.\n\n{long}.")
    assert [len(text.split()) for text in asked] == [len(short.split())]
