"""What may stand in public: no amount of money, and no company that has not agreed to be named."""

import re

_MONEY = re.compile(
    r"[$€£¥]\s?\d|\b\d[\d.,]*\s?(?:k|m|mn|bn|million|billion|thousand)?\s?"
    r"(?:usd|eur|gbp|chf|cad|aud|jpy|dollars?|euros?|pounds?|francs?)\b|\b(?:usd|eur|gbp|chf|cad|aud|jpy)\s?\d",
    re.IGNORECASE,
)


def amount_in(text: str) -> str | None:
    """The first amount of money that a text names; None where it names none."""
    found = _MONEY.search(text)
    return found.group().strip() if found else None


def names(text: str, company: str) -> bool:
    """Whether a text names a company, in whatever case and spacing."""
    words = company.casefold().split()
    return (
        bool(words)
        and re.search(
            r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words) + r"(?!\w)", text.casefold()
        )
        is not None
    )
