"""What the vocabulary promises, one sentence each."""

import pytest

from bot.rules.vocabulary import Ambiguous, Criteria, Field, Understood, Unknown, Vocabulary, label

KNOWN = {
    Field.INDUSTRY: ["FinTech", "fin-tech", "Hospital & Health Care", "Quantum Optics"],
    Field.PRODUCT: ["FlowDesk", "Flow Desk", "Energy", "One"],
    Field.COMPETITOR: ["Globex", "Salesforce"],
    Field.TAG: ["Salesforce", "saas"],
    Field.REGION: ["EMEA", "Europe", "DACH", "Germany", "APAC"],
    Field.COUNTRY: ["DE", "Germany", "deutschland", "JP"],
    Field.LANGUAGE: ["de", "de-AT", "ja_JP"],
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.build(
        KNOWN, [("plumbing", Field.INDUSTRY, "Construction"), ("our patch", Field.REGION, "DACH")]
    )


def test_spellings_that_mean_the_same_share_one_canonical_name(vocabulary: Vocabulary) -> None:
    assert {
        vocabulary.canonical(Field.INDUSTRY, raw) for raw in ("FinTech", "fin-tech", "financial technology")
    } == {"Fintech"}
    assert vocabulary.spellings(Field.INDUSTRY, "Fintech") == {"FinTech", "fin-tech"}
    assert vocabulary.spellings(Field.COUNTRY, "Germany") == {"DE", "Germany", "deutschland"}
    assert vocabulary.spellings(Field.LANGUAGE, "German") == {"de", "de-AT"}
    assert vocabulary.spellings(Field.PRODUCT, "FlowDesk") == {"FlowDesk", "Flow Desk"}
    assert vocabulary.spellings(Field.REGION, "emea") == {"EMEA", "Europe", "DACH"}
    assert vocabulary.spellings(Field.INDUSTRY, "Banking") == frozenset()


def test_an_industry_that_ships_nowhere_is_learnt_from_the_data(vocabulary: Vocabulary) -> None:
    assert "Quantum Optics" in vocabulary.names(Field.INDUSTRY)
    assert vocabulary.read("quantum optiks").criteria.industries == ("Quantum Optics",)


def test_names_are_all_that_is_known_and_stored_only_what_the_data_hold(vocabulary: Vocabulary) -> None:
    assert {"Banking", "Quantum Optics"} <= set(vocabulary.names(Field.INDUSTRY))
    assert vocabulary.stored(Field.INDUSTRY) == ("Fintech", "Healthcare", "Quantum Optics")
    assert vocabulary.names(Field.REGION) == ("amer", "apac", "emea", "latam")
    assert vocabulary.stored(Field.REGION) == ("apac", "emea")


def test_what_was_understood_is_shown_with_the_words_as_typed(vocabulary: Vocabulary) -> None:
    reading = vocabulary.read("Fin Tech, enterprize in the EU")
    assert reading.understood == (
        Understood("Fin Tech", Field.INDUSTRY, "Fintech", "exact"),
        Understood("enterprize", Field.SEGMENT, "enterprise", "fuzzy"),
        Understood("EU", Field.REGION, "EU", "exact"),
    )


def test_a_word_nobody_understands_is_named_with_the_nearest_known_ones(vocabulary: Vocabulary) -> None:
    reading = vocabulary.read("fintech blorptastic")
    assert reading.criteria == Criteria(industries=("Fintech",))
    assert reading.unknown == (Unknown("blorptastic"),)
    (unknown,) = vocabulary.read("insur").unknown
    assert unknown.nearest[0] == "Insurance"


def test_after_ex_only_competitors_are_offered(vocabulary: Vocabulary) -> None:
    (unknown,) = vocabulary.read("ex-Globalex").unknown
    assert unknown == Unknown("Globalex", ("Globex",))


@pytest.mark.parametrize(
    "line",
    [
        "ex-Globex",
        "formerly Globex",
        "switched from globex",
        "replaced Globex",
        "Globexから乗り換え",
        "used to be on Globex",
    ],
)
def test_the_competitor_they_left_is_read(vocabulary: Vocabulary, line: str) -> None:
    reading = vocabulary.read(line)
    assert reading.criteria == Criteria(competitors=("Globex",))
    assert reading.unknown == ()


def test_a_word_with_two_readings_is_asked_about_and_kept_out_of_the_criteria(vocabulary: Vocabulary) -> None:
    reading = vocabulary.read("energy, emea")
    assert reading.criteria == Criteria(regions=("emea",))
    assert reading.ambiguous == (
        Ambiguous("energy", ((Field.INDUSTRY, "Energy"), (Field.PRODUCT, "Energy"))),
    )
    assert vocabulary.settle(reading.criteria, Field.PRODUCT, "Energy") == Criteria(
        regions=("emea",), products=("Energy",)
    )


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("product: energy", Field.PRODUCT),
        ("energy sector", Field.INDUSTRY),
        ("energy companies", Field.INDUSTRY),
        ("tag salesforce", Field.TAG),
        ("ex-Salesforce", Field.COMPETITOR),
        ("uses Salesforce", Field.TAG),
    ],
)
def test_a_neighbour_settles_which_reading_is_meant(vocabulary: Vocabulary, line: str, field: Field) -> None:
    reading = vocabulary.read(line)
    assert [each.field for each in reading.understood] == [field]
    assert reading.ambiguous == ()


@pytest.mark.parametrize(
    ("line", "countries", "languages"),
    [
        ("German fintech", ("Germany",), ()),
        ("German customer", ("Germany",), ()),
        ("German-speaking fintech", (), ("German",)),
        ("fintech, call in German", (), ("German",)),
        ("Austria, German", ("Austria",), ("German",)),
        ("日本語", (), ("Japanese",)),
        ("日本", ("Japan",), ()),
        ("English", (), ("English",)),
    ],
)
def test_nationality_and_language_are_told_apart(
    vocabulary: Vocabulary, line: str, countries: tuple[str, ...], languages: tuple[str, ...]
) -> None:
    criteria = vocabulary.read(line).criteria
    assert (criteria.countries, criteria.languages) == (countries, languages)


def test_a_bare_nationality_is_asked_about(vocabulary: Vocabulary) -> None:
    (ambiguous,) = vocabulary.read("German case study").ambiguous
    assert ambiguous.readings == ((Field.COUNTRY, "Germany"), (Field.LANGUAGE, "German"))


def test_a_stored_tag_wins_over_a_synonym_that_ships(vocabulary: Vocabulary) -> None:
    assert vocabulary.read("saas").criteria == Criteria(tags=("saas",))
    assert Vocabulary.build({}).read("saas").criteria == Criteria(industries=("Software",))


def test_the_owners_synonyms_win(vocabulary: Vocabulary) -> None:
    assert vocabulary.read("plumbing").criteria.industries == ("Construction",)
    assert vocabulary.read("our patch").criteria.countries == ("Austria", "Germany", "Switzerland")
    owned = Vocabulary.build(
        KNOWN, [("fintech", Field.TAG, "Trendy"), ("space", Field.INDUSTRY, "Aerospace")]
    )
    assert owned.read("fintech space").criteria == Criteria(tags=("Trendy",), industries=("Aerospace",))


def test_a_name_that_is_an_everyday_word_counts_only_as_it_is_written(vocabulary: Vocabulary) -> None:
    assert vocabulary.read("One emea").criteria.products == ("One",)
    assert vocabulary.read("one reference in emea").criteria.products == ()


@pytest.mark.parametrize(("line", "kind", "platform"), [
    ("fintech", "reference_call", None),
    ("review g2", "review", "g2"),
    ("g2", "review", "g2"),
    ("case study g2", "case_study", "g2"),
    ("customer reference video", "video_testimonial", None),
])  # fmt: skip
def test_kind_and_platform(vocabulary: Vocabulary, line: str, kind: str, platform: str | None) -> None:
    criteria = vocabulary.read(line).criteria
    assert (criteria.kind, criteria.platform, criteria.kind_named) == (kind, platform, line != "fintech")


def test_two_kinds_are_asked_about(vocabulary: Vocabulary) -> None:
    reading = vocabulary.read("podcast or webinar")
    assert reading.criteria == Criteria()
    assert reading.ambiguous == (
        Ambiguous("podcast, webinar", ((Field.KIND, "podcast"), (Field.KIND, "webinar_panel"))),
    )


def test_what_is_not_wanted_is_named_since_criteria_cannot_exclude(vocabulary: Vocabulary) -> None:
    reading = vocabulary.read("fintech, not in Germany")
    assert reading.criteria == Criteria(industries=("Fintech",))
    assert reading.unknown == (Unknown("not in Germany"),)


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [
        ("5000+", 5000, None), ("5,000 +", 5000, None), ("5 000+", 5000, None), (">500", 500, None), ("≥ 500", 500, None),
        ("10k+", 10_000, None), ("1.5k+", 1500, None), ("under 200", None, 200), ("<200", None, 200), ("up to 1k", None, 1000),
        ("1000-5000", 1000, 5000), ("1-5k", 1000, 5000), ("1k to 5k", 1000, 5000), ("between 50 and 250 people", 50, 250),
        ("200 or more", 200, None), ("about 400 employees", 200, 800), ("5+ employees", 5, None), ("1万人以上", 10_000, None),
        ("300名以下", None, 300), ("über 500", 500, None), ("moins de 200", None, 200), ("500+ under 2000", 500, 2000),
    ],
)  # fmt: skip
def test_sizes(vocabulary: Vocabulary, words: str, least: int | None, most: int | None) -> None:
    reading = vocabulary.read(f"fintech {words}")
    assert reading.criteria == Criteria(industries=("Fintech",), min_employees=least, max_employees=most)
    assert reading.unknown == ()


@pytest.mark.parametrize(
    "words",
    ["3+ references", "1-2 calls", "30 days", "$5M deal", "15 min call", "G2", "SOC 2", "Fortune 500"],
)
def test_other_numbers_are_no_sizes(vocabulary: Vocabulary, words: str) -> None:
    criteria = vocabulary.read(f"fintech {words}").criteria
    assert (criteria.min_employees, criteria.max_employees) == (None, None)


def test_sizes_that_contradict_each_other_are_named(vocabulary: Vocabulary) -> None:
    reading = vocabulary.read("5000+ under 200")
    assert reading.criteria.min_employees == 5000
    assert [unknown.word for unknown in reading.unknown] == ["under 200"]


def test_codes_of_countries_count_in_capitals_and_doubtful_ones_only_in_a_list(
    vocabulary: Vocabulary,
) -> None:
    assert vocabulary.read("bank DE").criteria.countries == ("Germany",)
    assert vocabulary.read("de bank").criteria.countries == ()
    assert vocabulary.read("IT").criteria.industries == ("Software",)
    assert vocabulary.read("DE/AT/CH").criteria.countries == ("Austria", "Germany", "Switzerland")
    assert vocabulary.read("EU").criteria != vocabulary.read("AU").criteria


def test_groups_of_countries(vocabulary: Vocabulary) -> None:
    assert vocabulary.countries_of("Benelux") == {"Belgium", "Luxembourg", "Netherlands"}
    assert len(vocabulary.countries_of("eu")) == 27
    assert "Japan" in vocabulary.countries_of("apac")
    assert vocabulary.countries_of("nowhere") == frozenset()
    every_region = [vocabulary.countries_of(region) for region in vocabulary.names(Field.REGION)]
    assert (
        sum(map(len, every_region))
        == len(frozenset().union(*every_region))
        == len(vocabulary.names(Field.COUNTRY))
    )


def test_a_narrower_place_narrows_a_wider_one(vocabulary: Vocabulary) -> None:
    assert vocabulary.read("EMEA, Germany").criteria == Criteria(countries=("Germany",))
    assert vocabulary.read("EMEA, Japan").criteria == Criteria(regions=("emea",), countries=("Japan",))


def test_places_fit_by_country_or_by_a_stored_region_that_lies_in_them(vocabulary: Vocabulary) -> None:
    emea = vocabulary.places(vocabulary.read("emea").criteria)
    assert emea.countries == {"DE", "Germany", "deutschland"}
    assert emea.regions == {"EMEA", "Europe", "DACH", "Germany"}
    assert emea.hold("DE", None)
    assert emea.hold(None, "DACH")
    assert not emea.hold("JP", "APAC")


def test_the_eu_takes_a_stored_region_only_where_the_country_is_unknown(vocabulary: Vocabulary) -> None:
    union = vocabulary.places(vocabulary.read("EU").criteria)
    assert union.hold("Germany", "EMEA")
    assert union.hold(None, "EMEA")
    assert union.hold(None, "Germany")
    assert not union.hold("Switzerland", "EMEA")


def test_no_place_wished_for_is_held_by_everybody(vocabulary: Vocabulary) -> None:
    assert vocabulary.places(Criteria()).hold(None, None)


def test_criteria_travel_as_json() -> None:
    criteria = Criteria(
        industries=("Fintech",), min_employees=500, kind="review", kind_named=True, platform="g2"
    )
    assert criteria.to_json() == {
        "industries": ["Fintech"],
        "min_employees": 500,
        "kind": "review",
        "kind_named": True,
        "platform": "g2",
    }
    assert Criteria.from_json(criteria.to_json()) == criteria
    assert Criteria.from_json({}) == Criteria()


@pytest.mark.parametrize(
    "stored",
    [{"industries": "Fintech"}, {"colour": "red"}, {"min_employees": "500"}, {"kind": None}, {"platform": 3}],
)
def test_json_that_is_no_criteria_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Criteria.from_json(stored)


def test_a_form_and_its_words_are_merged() -> None:
    form = Criteria(industries=("Banking",), min_employees=50, kind="review", kind_named=True)
    words = Criteria(industries=("Fintech",), min_employees=500)
    assert form.merged(words) == Criteria(
        industries=("Banking", "Fintech"), min_employees=500, kind="review", kind_named=True
    )


def test_labels_are_how_people_write_the_names() -> None:
    assert label(Field.SEGMENT, "mid_market") == "Mid-market"
    assert label(Field.REGION, "emea") == "EMEA"
    assert label(Field.KIND, "reference_call") == "reference call"
    assert label(Field.PLATFORM, "g2") == "G2"
    assert label(Field.INDUSTRY, "Fintech") == "Fintech"
    assert [label(Field.SIZE, name) for name in ("5000+", "up to 200", "1000-5000")] == [
        "5,000 people or more", "up to 200 people", "1,000 to 5,000 people",
    ]  # fmt: skip


def test_a_long_text_is_read_in_bounded_time_and_never_refused(vocabulary: Vocabulary) -> None:
    reading = vocabulary.read("fintech " + "lorem ipsum dolor " * 5_000)
    assert reading.criteria.industries == ("Fintech",)
    assert len(reading.unknown) < 10
