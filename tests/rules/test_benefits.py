"""What comes with a tier: all of those below as well, but nothing that somebody may not have."""

import pytest

from bot.rules.benefits import BENEFITS, BenefitKind, granted, to_ask_first
from bot.rules.gives import GIVES, Taste
from bot.rules.tiers import COMMUNITY, GOLD, PLATINUM, SILVER

MAI = Taste("mai", gifts_allowed=True, may_name_publicly=True)


def of(tier: str, *before: str, person: Taste = MAI, may_use_logo: bool | None = True) -> list[str]:
    return list(granted(BENEFITS, tier, before, GIVES, person, may_use_logo=may_use_logo))


def test_each_tier_includes_those_before_it() -> None:
    silver, gold, platinum = of(SILVER), of(GOLD), of(PLATINUM)
    assert silver == [
        "newsletter_mention", "partner_page_logo", "priority_support", "some_betas", "first_pick_of_previews",
    ]  # fmt: skip
    assert gold == [*silver, "webinar_series", "conference_discount", "vip_reception"]
    assert platinum == [
        *gold, "advisory_board", "conference_pass", "csm_priority", "roadmap_sessions", "executive_dinner",
    ]  # fmt: skip
    assert of(COMMUNITY) == []


def test_what_another_part_of_the_program_sees_to_is_no_task() -> None:
    assert [kind for kind, one in BENEFITS.items() if one.by_itself] == [
        "executive_check_in", "spotlight", "executive_sponsor",
    ]  # fmt: skip


def test_what_somebody_had_within_the_year_is_not_granted_again() -> None:
    assert of(GOLD, *of(SILVER)) == ["webinar_series", "conference_discount", "vip_reception"]


@pytest.mark.parametrize(
    ("person", "may_use_logo", "left_out"),
    [
        (MAI._replace(may_name_publicly=False), True, {"newsletter_mention"}),
        (MAI, False, {"partner_page_logo"}),
        (
            MAI._replace(gifts_allowed=False),
            True,
            {
                "some_betas",
                "first_pick_of_previews",
                "conference_discount",
                "vip_reception",
                "conference_pass",
                "executive_dinner",
            },
        ),
        (
            MAI._replace(sector="public"),
            True,
            {
                "some_betas",
                "first_pick_of_previews",
                "conference_discount",
                "vip_reception",
                "conference_pass",
                "executive_dinner",
            },
        ),
        (Taste("mai"), None, set()),
    ],
)
def test_nobody_is_granted_what_they_may_not_have(
    person: Taste, may_use_logo: bool | None, left_out: set[str]
) -> None:
    assert set(of(PLATINUM)) - set(of(PLATINUM, person=person, may_use_logo=may_use_logo)) == left_out


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("newsletter_mention", "name"),
        ("partner_page_logo", "logo"),
        ("conference_pass", "gift"),
        ("roadmap_sessions", None),
    ],
)
def test_what_nobody_knows_is_asked_before(kind: str, first: str | None) -> None:
    assert to_ask_first(BENEFITS[kind], GIVES, Taste("mai"), may_use_logo=None) == first
    assert to_ask_first(BENEFITS[kind], GIVES, MAI, may_use_logo=True) is None


def test_a_benefit_of_the_owners_own_may_be_no_give_at_all_or_one_that_is_gone() -> None:
    own = {
        "parking": BenefitKind(SILVER, "owner", 10, None, name="A parking place"),
        "tour": BenefitKind(GOLD, "csm", 10, "factory_tour", name="A tour"),
    }
    assert granted(own, GOLD, (), GIVES, MAI._replace(gifts_allowed=False), may_use_logo=None) == (
        "parking",
        "tour",
    )
    assert to_ask_first(own["tour"], GIVES, Taste("mai"), may_use_logo=None) is None
