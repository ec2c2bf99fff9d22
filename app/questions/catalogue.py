"""All questions of a folder, by name."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from app.questions.question import Question, QuestionError, read_question
from loaders.resources import data_folder


class Catalogue(Mapping[str, Question]):
    """The questions by name; no two are asked at the same path."""

    def __init__(self, questions: Iterator[Question]):
        self._questions: dict[str, Question] = {}
        paths: dict[str, str] = {}
        for question in questions:
            if question.path in paths:
                raise QuestionError(f"queries/{question.name}.rq: {paths[question.path]}.rq already stands at {question.path}")
            paths[question.path] = question.name
            self._questions[question.name] = question

    def __getitem__(self, name: str) -> Question:
        return self._questions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """The questions in a folder, by default those that come with us. Raises QuestionError for the first that is none."""
    files = sorted((folder or data_folder("queries")).glob("*.rq"))
    return Catalogue(read_question(file.stem, file.read_text(encoding="utf-8")) for file in files)
