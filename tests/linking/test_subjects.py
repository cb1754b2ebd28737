"""What a title is about: skills near to it, how probable they are, and what is never guessed."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.catalogue.schema import CatalogueRow
from recommender.data.build import fit_subjects as built
from recommender.embed.minilm import DEFAULT_ENCODER
from recommender.linking import subjects
from recommender.snapshot.build import fill_catalogue
from recommender.statistics import expected_calibration_error


def test_the_curve_is_what_the_judged_pairs_say(bundled):
    cosine = built.cosines(bundled, bundled.encoder)
    taught = np.asarray([found for _, _, found in built.pairs()])
    assert built.fitted(cosine, taught) == pytest.approx(subjects.PROBABILITY, abs=2e-3)
    believed = np.asarray([subjects.probability(c) for c in cosine])
    kept = cosine >= subjects.COSINE[0]
    # Ten bins of some forty pairs are off by about .05 by chance alone.
    assert expected_calibration_error(believed[kept], taught[kept]) < 0.07


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Introduction to Social Media Marketing", "social media marketing techniques"),
        ("Fundamentals of Music Theory", "musical theory"),
        ("Cybersecurity Foundations", "cyber security"),
    ],
)
def test_a_course_without_skills_teaches_what_its_title_says(bundled, tmp_path, title, label):
    assert bundled.encoder.name == DEFAULT_ENCODER
    rows = [CatalogueRow(id="a", title=title, language="en")]
    credentials, _ = fill_catalogue(tmp_path, rows, bundled.space, bundled.linker, bundled.encoder)
    found = {skill.label: skill for skill in credentials.record(0).skills}
    assert label in found
    assert found[label].source == "text"
    assert found[label].assumed


def test_no_product_is_guessed_from_a_title_and_a_title_that_says_nothing_teaches_nothing(bundled):
    titles = bundled.encoder.encode(["Docker Essentials", "Kubernetes in Practice", "Sign up now!", "Level 3, part 2"])
    found = subjects.taught(titles, bundled.space, bundled.linker.vectors)
    assert all(not bundled.space.is_technology[node] for each in found for node, _ in each)
    assert all(len(each) <= subjects.MAX_SUBJECTS for each in found)
    assert found[2] == []
    assert found[3] == []


def test_a_row_that_names_its_skills_is_not_guessed_at(bundled, tmp_path):
    rows = [CatalogueRow(id="a", title="Fundamentals of Music Theory", language="en", skills=["SQL"])]
    credentials, _ = fill_catalogue(tmp_path, rows, bundled.space, bundled.linker, bundled.encoder)
    assert [skill.label for skill in credentials.record(0).skills] == ["SQL"]
