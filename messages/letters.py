"""Letters that a colleague sends from their own mail."""

from urllib.parse import quote

MAILTO = 2500
"""Characters of a mail link; Slack takes 3,000 in a button. A longer note leaves the link without a body."""


def mail_link(email: str, subject: str, body: str) -> str:
    """A mailto address; without the body where it would be too long for a link."""
    link = f"mailto:{quote(email, safe='@')}?subject={quote(subject)}"
    full = f"{link}&body={quote(body)}"
    return full if len(full) <= MAILTO else link
