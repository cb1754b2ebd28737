"""Which question to ask."""

from __future__ import annotations

import numpy as np

from recommender.assess.question_choice import CandidateQuestion, choose


def asked(group, chances, held):
    return CandidateQuestion(group, np.asarray(chances), np.asarray(held))


def top_of_two(held):
    """Credential 0 leads unless requirement 0 is held above a half, then 1 does; requirement 1 moves nothing."""
    return np.where(held[:, [0]] > 0.5, 1, 0)


def test_the_question_that_moves_the_top_is_chosen_however_uncertain_the_other():
    questions = [asked(1, [0.5, 0.5], [0.0, 1.0]), asked(0, [0.9, 0.1], [0.0, 1.0])]
    choice = choose(questions, np.zeros(2), top_of_two)
    assert choice.position == 1
    assert 0 < choice.change <= 1
    assert 0 < choice.unsettled < 0.5


def test_asking_stops_where_no_answer_moves_the_top():
    choice = choose([asked(1, [0.5, 0.5], [0.0, 1.0])], np.zeros(2), top_of_two)
    assert (choice.position, choice.unsettled) == (None, 0.0)
    assert choose([], np.zeros(2), top_of_two).position is None


def test_two_answers_that_only_matter_together_are_still_asked_about():
    def both(held):
        return np.where((held[:, [0]] > 0.5) & (held[:, [1]] > 0.5), 1, 0)

    questions = [asked(0, [0.3, 0.7], [0.0, 1.0]), asked(1, [0.3, 0.7], [0.0, 1.0])]
    assert choose(questions, np.zeros(2), both).position is not None
