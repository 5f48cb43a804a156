"""A round's file over a round that has been released: words are put right, no more."""

import pytest

from surveys.models import Question
from surveys.rounds.exports import round_file
from surveys.rounds.imports import BadRoundError, save
from tests.factories import make_question, make_release, make_return, make_round

pytestmark = pytest.mark.django_db


def released() -> Question:
    question = make_question(make_round())
    make_return(question.round, answers={question: 7})
    make_release(question.round)
    return question


def test_another_unit_of_a_released_question_is_refused_in_words() -> None:
    question = released()
    file = round_file(question.round)
    [section] = file.sections
    reworded = section.questions[0].model_copy(update={"unit": "pounds"})
    other = section.model_copy(update={"questions": [reworded]})
    with pytest.raises(BadRoundError, match="is fixed since its round was opened"):
        save(file.model_copy(update={"sections": [other]}))
    question.refresh_from_db()
    assert question.unit == ""


def test_leaving_out_an_answered_question_is_refused_in_words() -> None:
    question = released()
    file = round_file(question.round)
    empty = file.sections[0].model_copy(update={"questions": []})
    with pytest.raises(BadRoundError, match="still hold"):
        save(file.model_copy(update={"sections": [empty]}))
    assert Question.objects.filter(pk=question.pk).exists()
