"""The errors the program raises on purpose. Each carries words fit to show to the person who caused it."""


class ProgramError(Exception):
    """Something could not be done, for a reason a person can read. Nothing was changed."""


class Refused(ProgramError):
    """A request that may not or can no longer be done. `reason` is a code of messages/templates/refusals.j2.

    `facts` are the values its words need (names, dates); they are escaped when the words are made.
    """

    def __init__(self, reason: str, /, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


class BadSetting(ProgramError):
    """A setting is missing or malformed; the text names it and says what it should be."""


class BadInput(ProgramError):
    """A file, an argument or a name given on the command line is wrong; the text says what, where and what to do."""
