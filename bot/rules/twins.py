"""Do two requests want the same thing? Then a second customer need not be bothered before people have talked."""

from bot.rules.company_names import same_company
from bot.rules.vocabulary.text import key_of


def twin_field(
    deal: str, prospect: str | None, other_deal: str, other_prospect: str | None, *, same_requester: bool
) -> str | None:
    """By which field of the form it is the same need: "prospect", "deal_name", or None where it is another one.

    One prospect is one need whatever the deal is called. A deal's name alone says little ("Expansion"): it counts where
    neither names a prospect, or where the same colleague names one only once.
    """
    if prospect and other_prospect:
        return "prospect" if same_company(prospect, other_prospect) else None
    if not deal_key(deal) or deal_key(deal) != deal_key(other_deal):
        return None
    if same_requester or not (prospect or other_prospect):
        return "deal_name"
    return None


def deal_key(deal: str) -> str:
    """Without case, accents, spaces and punctuation; as it stands where nothing else is in it."""
    return key_of(deal) or deal.strip()
