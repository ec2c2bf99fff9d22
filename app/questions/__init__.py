"""Every question of the API is a file `queries/NAME.rq`: this room reads the files and runs them; see docs/queries.md."""

from app.questions.catalogue import Catalogue, load_catalogue
from app.questions.question import Column, Group, Parameter, Question, QuestionError, read_question

__all__ = ["Catalogue", "Column", "Group", "Parameter", "Question", "QuestionError", "load_catalogue", "read_question"]
