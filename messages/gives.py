"""The words for what can be done for somebody."""

from bot.rules.gives import GIVES, VALUES, Catalogue, Idea
from messages.render import Mrkdwn, plain, words


def give_name(kind: str, catalogue: Catalogue) -> str:
    """A kind of give as people read it, with a capital letter: "A book"."""
    if kind in GIVES:
        return str(plain("modal/give")[kind])
    known = catalogue.get(kind)
    return known.name if known and known.name else kind.replace("_", " ").capitalize()


def idea_line(idea: Idea, catalogue: Catalogue) -> Mrkdwn:
    """One idea with the reason for it: "*A book*, because they care about learning"."""
    about = plain("give")[f"value_{idea.about}"] if idea.about in VALUES else idea.about
    return words("give", idea=idea, about=about, name=give_name(idea.kind, catalogue))["idea"]
