"""All the questions of a stage in one list, to read and talk over before anybody starts to type."""

from dataclasses import dataclass

from awards.scheme.parts import Section, Stage
from awards.scheme.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Question:
    """With `each`, an answer is wanted for every item; with `choices`, one or more are picked."""

    text: str
    hint: str = ""
    optional: bool = False
    each: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A titled group of questions, or of sentences that need no answer."""

    title: str
    intro: str = ""
    questions: tuple[Question, ...] = ()
    sentences: tuple[str, ...] = ()


def question_sheet(scheme: Scheme, stage: Stage) -> tuple[Part, ...]:
    first = stage.requires is None
    return (
        *(_beginning(scheme) if first else ()),
        *(_part(scheme, stage, section) for section in stage.sections),
        *(_promise(scheme) if first else ()),
        _asked_of_champions(scheme, stage),
        *(() if stage.lasts_indefinitely else _year_later(scheme, stage)),
    )


def _part(scheme: Scheme, stage: Stage, section: Section) -> Part:
    questions = []
    for field in section.fields:
        items = tuple(item.name for item in scheme.items_for(field, stage))
        questions.append(
            Question(
                text=field.label,
                hint=field.hint,
                optional=not field.required,
                each=items if field.each_of else (),
                choices=items if field.choose_from else (),
            )
        )
    return Part(section.title, section.intro, tuple(questions))


def _beginning(scheme: Scheme) -> tuple[Part, ...]:
    questions = tuple(
        Question(
            question.question,
            question.hint,
            choices=tuple(answer.label for answer in question.answers),
        )
        for question in scheme.eligibility
    )
    intro = "We ask these first. They tell you whether the award is for you."
    return (Part("Can you take part?", intro, questions),)


def _promise(scheme: Scheme) -> tuple[Part, ...]:
    promise = scheme.commitment
    sentences = (*promise.statements, promise.declaration)
    meeting = f"The meeting takes about {scheme.meeting.minutes} minutes."
    return (
        Part(promise.title, promise.intro, sentences=sentences),
        Part("What you talk about when you meet", meeting, sentences=scheme.meeting.topics),
    )


def _asked_of_champions(scheme: Scheme, stage: Stage) -> Part:
    return Part(
        "What champions ask themselves",
        "You do not answer these. They show you what champions look for.",
        sentences=tuple(asked.question for asked in scheme.asked_of_champions(stage.code)),
    )


def _year_later(scheme: Scheme, stage: Stage) -> tuple[Part, ...]:
    return tuple(_part(scheme, stage, section) for section in scheme.renewal.sections)
