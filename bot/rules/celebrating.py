"""What may stand in public: no amount of money, and no company that has not agreed to be named."""

import re

_NUMBER = r"\d(?:[\d.,]*\d)?(?:\s?(?:k|m|mn|bn|million|billion|thousand)\b)?"
_MONEY = re.compile(
    rf"[$€£¥]\s?{_NUMBER}|\b{_NUMBER}\s?(?:usd|eur|gbp|chf|cad|aud|jpy|dollars?|euros?|pounds?|francs?)\b"
    rf"|\b(?:usd|eur|gbp|chf|cad|aud|jpy)\s?{_NUMBER}",
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
