"""What reviewers settled where the text leaves a choice open (计分约定). The questions are in `scoring.choices`."""

from corpus.values import Value


class Settled(Value):
    """A reviewer's answer to a choice: by whom, when (ISO 8601), why."""

    choice: str
    option: str
    by: str = ""
    at: str = ""
    reason: str = ""
