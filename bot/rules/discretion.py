"""What is left out of somebody's words before others read them: how to reach them and, unless they may be named, who they are."""

import re

LEFT_OUT = "[left out]"
DIGITS = 9
"""Digits from which a number is one to call; dates and amounts have fewer."""
SHORTEST_NAME = 3
"""Letters of a part of a name that is looked for by itself: shorter ones are words as well."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?<!\d)(?!\d{4}-\d\d-\d\d)\+?\(?\d[\d\s()./-]{6,}\d")


def without_contact_data(text: str) -> str:
    """The text without mail addresses and telephone numbers."""
    text = _ADDRESS.sub(LEFT_OUT, text)
    return _NUMBER.sub(
        lambda found: LEFT_OUT if sum(one.isdecimal() for one in found[0]) >= DIGITS else found[0], text
    )


def without_name(text: str, name: str) -> str:
    """The text without somebody's name, whole or in part. Written small a part of it is taken for a word: will, mark."""
    text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", LEFT_OUT, text, flags=re.IGNORECASE)
    for part in name.split():
        if len(part) >= SHORTEST_NAME:
            text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", LEFT_OUT, text)
    return text
