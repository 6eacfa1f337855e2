"""Are these two names of one company? People write "Müller Bau GmbH", "mueller bau" and "Muller-Bau Deutschland"."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.rules.vocabulary.text import spaced


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEGAL = _words("""
    ab ad ag aps as asa bhd bv co com company corp corporation cv de doo ehf ev fze gk gmbh group gruppe groupe hf holding
    holdings inc incorporated io jsc kft kg kgaa kk limited llc llp lp ltd ltda mbh net nv oao oo ooo ou oy oyj ohg pjsc plc
    private pte pty pvt sa sarl sas sdn se sl slu sp spa srl sro tbk ug ulc vof wll z zrt
""")
"""What stands behind a name and does not tell companies apart: legal forms, groups, the end of a web address."""

PLACES = _words("""
    america americas apac asia australia austria brasil brazil canada china deutschland emea espana europe france
    germany global iberia india international ireland italia italy japan latam nederland netherlands nordic nordics
    osterreich pacific poland polska schweiz singapore spain suisse sweden switzerland uk us usa worldwide
""")
"""The part of the world that one branch of a company is for."""

BEFORE = _words("the pt")
BEHIND = LEGAL | PLACES
JAPANESE_FORMS = re.compile("株式会社|有限会社|合同会社|[(（]株[)）]|㈱")
INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
UMLAUTS = re.compile("([aou])e")
"""Written out ("mueller") or left away ("muller"): both end up the same."""

SURE_LENGTH = 8
"""Letters from which on one wrong letter is more likely a slip than another company."""


def same_company(one: str, other: str) -> bool:
    """Whether both name the same company, whatever the case, accents, legal form and branch, and one slip in a long name."""
    first, second = _key(one), _key(other)
    if first == second:
        return first != ""
    if min(len(first), len(second)) < SURE_LENGTH:
        return False
    return OSA.distance(first, second) <= 1


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """What is left of a name: its own words, run together."""
    words = spaced(INITIALS.sub("", JAPANESE_FORMS.sub(" ", name))).split()
    while len(words) > 1 and words[-1] in BEHIND:
        words.pop()
    while len(words) > 1 and words[0] in BEFORE:
        words.pop(0)
    return UMLAUTS.sub(r"\1", "".join(word for word in words if word != "and"))
