"""How far the vocabulary goes: what is put together, what is guessed at, how far away a neighbour may stand."""

import pytest

from bot.rules.vocabulary import Criteria, Field, Unknown, Vocabulary

VOCABULARY = Vocabulary.build(
    {
        Field.PRODUCT: ["Zivo", "Tansy", "Zivola", "Zuvolamore", "Retail Cloud"],
        Field.COMPETITOR: ["Salesforce", "Google", "Umbrella Analytics"],
        Field.TAG: ["Salesforce"],
        Field.INDUSTRY: ["Quantum Optics"],
    }
)


def understood(line: str) -> list[tuple[str, str]]:
    return [(each.words, each.name) for each in VOCABULARY.read(line).understood]


def unknown(line: str) -> list[str]:
    return [each.word for each in VOCABULARY.read(line).unknown]


def test_a_name_torn_apart_is_put_together_unless_it_is_short() -> None:
    assert understood("ziv ola") == [("ziv ola", "Zivola")]
    assert understood("zi vo") == []
    assert unknown("zi vo") == ["zi", "vo"]


def test_automation_is_no_misspelt_carmaker_and_still_part_of_a_name() -> None:
    assert understood("claims automation") == []
    known = Vocabulary.build({Field.USE_CASE: ["Claims automation"]})
    assert [each.name for each in known.read("claims automation").understood] == ["Claims automation"]


def test_in_a_word_of_four_letters_two_may_be_swapped_or_one_left_out() -> None:
    assert understood("zvio") == [("zvio", "Zivo")]
    assert understood("tnsy") == [("tnsy", "Tansy")]
    assert understood("zivu") == []


def test_beside_a_word_that_says_nothing_only_one_letter_may_be_wrong() -> None:
    assert understood("zuvla more") == [("zuvla more", "Zuvolamore")]
    assert understood("zvla more") == []


def test_a_guess_takes_the_known_word_beside_it_but_not_across_a_comma_or_a_size() -> None:
    assert understood("retail clod") == [("retail clod", "Retail Cloud")]
    assert understood("retail, clod") == [("retail", "Retail")]
    assert understood("retail 500+ clod") == [("retail", "Retail"), ("500+", "500+")]


@pytest.mark.parametrize(
    ("line", "name"),
    [("SOC 2 employees", "SOC 2"), ("Fortune 500+", "enterprise"), ("ISO 27001+", "ISO 27001")],
)
def test_the_number_in_a_name_is_no_size(line: str, name: str) -> None:
    reading = VOCABULARY.read(line)
    assert [each.name for each in reading.understood] == [name]
    assert (reading.criteria.min_employees, reading.criteria.max_employees) == (None, None)


def test_one_word_of_a_name_is_enough_where_a_mistake_only_ranks() -> None:
    assert understood("umbrella") == [("umbrella", "Umbrella Analytics")]
    assert understood("analytics") == []
    assert understood("quantum") == []
    assert VOCABULARY.read("quantum").unknown == (Unknown("quantum", ("Quantum Optics",)),)


def test_after_ex_nothing_but_competitors_is_near() -> None:
    assert VOCABULARY.read("ex-quantum").unknown == (Unknown("quantum"),)


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("migrated from using the Salesforce", True),
        ("migrated away from using the Salesforce", False),
        ("migrated, Salesforce", False),
        ("Salesforceから乗り換え", True),
        ("Salesforce de von von gewechselt", True),
        ("Salesforce de von von von gewechselt", False),
        ("Salesforce, gewechselt", False),
        ("Salesforce", False),
    ],
)
def test_what_they_left_may_stand_three_small_words_away(line: str, near: bool) -> None:
    reading = VOCABULARY.read(line)
    assert reading.criteria == Criteria(competitors=("Salesforce",) if near else ())
    assert bool(reading.ambiguous) is not near


@pytest.mark.parametrize("line", ["google review", "a review on google", "review google", "review: google"])
def test_beside_a_review_a_name_is_the_platform(line: str) -> None:
    assert VOCABULARY.read(line).criteria == Criteria(kind="review", kind_named=True, platform="google")


def test_without_a_review_it_is_asked_what_a_name_means() -> None:
    for line in ("google", "google webinar"):
        assert [one.words for one in VOCABULARY.read(line).ambiguous] == ["google"]
    (asked,) = VOCABULARY.read("google").ambiguous
    assert asked.readings == ((Field.COMPETITOR, "Google"), (Field.PLATFORM, "google"))


@pytest.mark.parametrize("line", ["custmer in emea", "compnies in emea"])
def test_a_typing_error_in_a_word_that_says_nothing_is_not_named(line: str) -> None:
    reading = VOCABULARY.read(line)
    assert reading.criteria == Criteria(regions=("emea",))
    assert reading.unknown == ()


def test_a_size_is_read_from_words_and_not_added_by_name() -> None:
    with pytest.raises(ValueError, match="a size is read from words"):
        Criteria().plus(Field.SIZE, "5000+")


def test_of_kinds_and_platforms_the_last_one_named_counts() -> None:
    study = Criteria().plus(Field.KIND, "podcast", "case_study")
    assert study == Criteria(kind="case_study", kind_named=True)
    assert study.plus(Field.PLATFORM, "g2") == Criteria(kind="case_study", kind_named=True, platform="g2")
    assert Criteria().plus(Field.PLATFORM, "capterra", "g2") == Criteria(
        kind="review", kind_named=True, platform="g2"
    )


def test_of_a_form_and_its_words_the_words_win_on_what_there_is_only_one_of() -> None:
    form = Criteria(min_employees=50, max_employees=90, kind="podcast", kind_named=True, platform="g2")
    words = Criteria(min_employees=0, kind="review", kind_named=True, platform="capterra")
    assert form.merged(words) == Criteria(
        min_employees=0, max_employees=90, kind="review", kind_named=True, platform="capterra"
    )
    assert form.merged(Criteria(max_employees=0)) == Criteria(
        min_employees=50, max_employees=0, kind="podcast", kind_named=True, platform="g2"
    )
    assert Criteria().merged(form) == form
