"""The guard over one text: pass, flag or block, with every rule it runs into."""

from __future__ import annotations

from bot.rules.language.languages import Language, language
from bot.rules.language.offers import Offer, offers, tokens
from bot.rules.language.praise import unspecific
from bot.rules.language.reading import Reading, read
from bot.rules.language.titles import looks_like_a_title, product_first
from bot.rules.language.verdict import PUBLIC, Occasion, Purpose, TextVerdict, verdict_of

REVIEW = "review"
TESTIMONIALS = frozenset({"testimonial", "video_testimonial"})
PRICES = 2
"""Favours with a price each, from which it is a price list."""
_AFTERWARDS = frozenset({Purpose.THANKS, Purpose.EXECUTIVE_NOTE, Purpose.CELEBRATION, Purpose.MILESTONE})
_PRAISING = frozenset(
    {None, Purpose.THANKS, Purpose.EXECUTIVE_NOTE, Purpose.CELEBRATION, Purpose.MILESTONE, Purpose.NEWSLETTER}
)


def judge_text(text: str, occasion: Occasion = Occasion(), spoken: str = "english") -> TextVerdict:  # noqa: B008
    """What the guard says of a text. Pure, and the same for the same text and occasion. Never raises."""
    tongue = language(spoken)
    reading = read(text, tongue)
    found: dict[str, str] = {}
    about_review = occasion.activity == REVIEW or any(
        tongue.find("review.about", sentence) for sentence in reading.sentences
    )
    _judge_offers(reading, occasion, tongue, about_review, found)
    if about_review:
        _judge_review(reading, occasion, tongue, found)
    _judge_manner(text, reading, occasion, tongue, found)
    return verdict_of(found)


def _judge_offers(
    reading: Reading, occasion: Occasion, tongue: Language, about_review: bool, found: dict[str, str]
) -> None:
    offered = offers(reading, tongue)
    thank_yous = tokens(reading, tongue)
    if occasion.purpose is Purpose.NEWSLETTER and not about_review:
        offered = [one for one in offered if not one.service or one.conditional]
    prices = tongue.spans("offers.price", reading.text)
    if len(prices) >= PRICES:
        found["price_list"] = reading.text[prices[0][0] : prices[-1][1]]
    if about_review and (offered or thank_yous):
        found["review_reward"] = (offered or thank_yous)[0].words
        return
    if not offered:
        if thank_yous and thank_yous[0].conditional and not _after(reading, occasion, tongue):
            found["bargain"] = thank_yous[0].words
        return
    first = offered[0]
    if occasion.purpose in PUBLIC:
        found["public_incentive"] = first.words
    if any(_hangs(one, reading, tongue) for one in offered):
        found["reward_for_outcome"] = first.words
    cash = [one for one in offered if one.cash]
    if cash and (occasion.activity in TESTIMONIALS or tongue.find("outcome.testimonial", reading.text)):
        found["paid_praise"] = cash[0].words
    traded = [one for one in offered if one.conditional]
    if _after(reading, occasion, tongue):
        amounts = [one for one in offered if one.amount]
        if amounts:
            found["amount"] = amounts[0].words
    elif traded:
        found["bargain"] = traded[0].words
    else:
        found["reward_before"] = first.words


def _hangs(offer: Offer, reading: Reading, tongue: Language) -> bool:
    """Whether an offer hangs on the deal or on praise: said in its own sentence or in the one before."""
    said = " ".join(reading.sentences[max(0, offer.sentence - 1) : offer.sentence + 1])
    return any(tongue.find(name, said) for name in ("outcome.won", "outcome.praised"))


def _judge_review(reading: Reading, occasion: Occasion, tongue: Language, found: dict[str, str]) -> None:
    for rule, unless in (("steered", "even_handed"), ("scripted", "written_freely")):
        for sentence in reading.sentences:
            asks = occasion.purpose not in _AFTERWARDS or tongue.find("ask.asked", sentence)
            words = tongue.find(f"review.{rule}", sentence)
            if words and asks and not tongue.find(f"review.{unless}", sentence):
                found["rating_steered" if rule == "steered" else "scripted_review"] = words
                break


def _judge_manner(
    text: str, reading: Reading, occasion: Occasion, tongue: Language, found: dict[str, str]
) -> None:
    for sentence in reading.sentences:
        owed = tongue.find("debt.found", sentence)
        if owed and not tongue.find("debt.unless", sentence):
            found["debt"] = owed
            break
    if occasion.purpose is Purpose.MILESTONE:
        for sentence in reading.sentences:
            asked = tongue.find("ask.asked", sentence)
            if asked and tongue.find("ask.deed_named", sentence):
                found["ask_in_wish"] = asked
    unnamed = occasion.purpose is None and not found and looks_like_a_title(text)
    if occasion.purpose is Purpose.SPOTLIGHT or unnamed:
        title = product_first(text, occasion, tongue)
        if title:
            found["product_first"] = title
    if occasion.purpose in _PRAISING and not (
        occasion.purpose is None and tongue.find("ask.asked", reading.text)
    ):
        names = (occasion.advocate,) if occasion.advocate else ()
        praise = unspecific(text, names, tongue)
        if praise:
            found["unspecific_praise"] = praise


def _after(reading: Reading, occasion: Occasion, tongue: Language) -> bool:
    """Whether the favour is done already: then a gift is no bargain, and only its amount is left out."""
    if occasion.purpose is None:
        return bool(tongue.find("ask.thanked", reading.text)) and not tongue.find("ask.asked", reading.text)
    return occasion.purpose in _AFTERWARDS
