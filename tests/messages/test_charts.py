"""Charts keep Slack's limits, look alike every time they are drawn, and say in words what they show."""

from io import BytesIO
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.sandbox.checks import check_message
from messages import charts
from messages.charts import CATEGORIES, SEGMENTS, SERIES, Chart, Kind, Series
from messages.drawing import SLACK, Undrawable, png, svg

KINDS = get_args(Kind)
LONG = "An industry with a name that is far too long to be told apart by its beginning "


def largest(kind: Kind) -> Chart:
    """As many of everything as there may be, with names that are all too long and alike."""
    many = SEGMENTS if kind == "pie" else CATEGORIES
    series = 1 if kind == "pie" else SERIES
    return Chart(
        kind,
        LONG * 2,
        tuple(LONG + str(at) for at in range(many)),
        tuple(Series(LONG + str(at), tuple(1e9 * at + n for n in range(many))) for at in range(series)),
        LONG * 50,
        unit=LONG,
    )


def small(kind: Kind, *values: float | None) -> Chart:
    names = tuple(f"Q{at + 1}" for at in range(len(values)))
    return Chart(kind, "Help given", names, (Series("Done", values),), "It grew.")


@pytest.mark.parametrize("kind", KINDS)
def test_slack_takes_the_largest_in_every_form(kind: Kind) -> None:
    chart = largest(kind)
    check_message({"text": "x", "blocks": [charts.drawn(chart), charts.drawn(chart)]})
    check_message({"text": "x", "blocks": [charts.pictured(chart, "F0123456789"), charts.told(chart)]})
    categories = (
        chart.categories if kind == "pie" else charts.drawn(chart)["chart"]["axis_config"]["categories"]
    )
    assert len(set(categories)) == len(categories)
    assert max(map(len, categories)) <= charts.LABEL


@pytest.mark.parametrize("kind", KINDS)
def test_the_largest_picture_is_small_enough_for_a_phone(kind: Kind) -> None:
    content = png(largest(kind))
    picture = Image.open(BytesIO(content))
    assert (picture.format, picture.width) == ("PNG", 1000)
    assert picture.height <= 1400
    assert len(content) < 100_000


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [(3, 5, 2), (None, 5, None), (0, 0), (7,), (0.25, 0.5), (None,)])
def test_the_same_chart_is_the_same_bytes(kind: Kind, values: tuple[float | None, ...]) -> None:
    chart = small(kind, *values)
    assert png(chart) == png(chart)
    assert svg(chart, "a") == svg(chart, "a")


def test_the_card_is_opaque_and_light_with_dark_ink() -> None:
    picture = Image.open(BytesIO(png(small("bar", 3, 5))))
    assert "transparency" not in picture.info
    seen = picture.convert("L")
    assert [seen.getpixel(corner) for corner in ((0, 0), (999, 0), (0, seen.height - 1))] == [255] * 3
    assert seen.getextrema()[0] < 60
    assert picture.width == SLACK.width * SLACK.dpi


def test_below_zero_and_nothing_at_all_can_be_drawn() -> None:
    for kind in KINDS:
        assert png(small(kind, -30, 20, None, 0)).startswith(b"\x89PNG")


def test_letters_that_the_font_lacks_make_no_picture() -> None:
    foreign = Chart("bar", "x", ("製造業",), (Series("Done", (1,)),), "One.")
    with pytest.raises(Undrawable):
        png(foreign)
    assert "製造業" in svg(foreign, "a"), "a browser has the letters"


def test_figures_are_said_in_words() -> None:
    chart = Chart(
        "line",
        "Said yes",
        ("Q1", "Q2"),
        (Series("This year", (41.5, None)), Series("Before", (40, 1200))),
        "More than before.",
        unit="%",
    )
    expected = "More than before. Q1: This year 41.5 %, Before 40 %; Q2: This year –, Before 1,200 %"
    assert charts.alt_text(chart) == expected
    assert charts.in_words(chart).replace("\n", " ") == expected.replace(";", "")


def test_markup_in_names_stays_text() -> None:
    name = "<b>&*x*"
    chart = Chart("bar", name, (name,), (Series(name, (1,)), Series("y", (2,))), name)
    assert charts.drawn(chart)["title"] == name, "Slack shows it as it is"
    told = charts.told(chart)["text"]["text"]
    assert "<b>" not in told
    assert "&lt;b&gt;&amp;" in told
    root = ElementTree.fromstring(svg(chart, "a").replace("xlink:href", "href"))
    assert name in {"".join(one.itertext()).strip() for one in root.iter()}
    assert not [one for one in root.iter() if one.tag.endswith("}b") or one.tag == "b"]


def test_pictures_on_one_page_do_not_share_names() -> None:
    names = [_ids(svg(small("area", 1, 2, 3), name)) for name in ("first", "second")]
    assert names[0].isdisjoint(names[1])


def _ids(drawn: str) -> set[str]:
    root = ElementTree.fromstring(drawn.replace("xlink:href", "href"))
    return {one.attrib["id"] for one in root.iter() if "id" in one.attrib}


@pytest.mark.parametrize(
    "wrong",
    [
        {"categories": ()},
        {"categories": tuple(map(str, range(21))), "series": (Series("x", tuple(range(21))),)},
        {"series": ()},
        {"series": (Series("x", (1,)),)},
        {"series": tuple(Series(str(at), (1, 2)) for at in range(7))},
        {"kind": "pie", "series": (Series("x", (1, 2)), Series("y", (1, 2)))},
    ],
)
def test_more_than_slack_takes_is_refused_at_once(wrong: dict[str, Any]) -> None:
    fine: dict[str, Any] = {
        "kind": "bar",
        "title": "x",
        "categories": ("Q1", "Q2"),
        "series": (Series("x", (1, 2)),),
        "says": "x",
    }
    Chart(**fine)
    with pytest.raises(ValueError, match=r"series|categories"):
        Chart(**{**fine, **wrong})


@settings(max_examples=60, deadline=None)
@given(names=st.lists(st.text(max_size=40), min_size=1, max_size=20))
def test_labels_stay_apart_whatever_they_are(names: list[str]) -> None:
    chart = Chart("bar", "x", tuple(names), (Series("x", tuple(range(len(names)))),), "x")
    assert len(set(chart.categories)) == len(names)
    assert all(1 <= len(one) <= charts.LABEL for one in chart.categories)
    check_message({"text": "x", "blocks": [charts.drawn(chart)]})


def test_an_answer_has_its_charts_in_their_places() -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
    one, other = small("bar", 1), small("line", 2)
    message = charts.message("Hello", [one, section, other])
    assert [block["type"] for block in message.blocks] == [charts.BLOCK, "section", charts.BLOCK]
    in_words = charts.in_words_instead(message)
    assert in_words.blocks == [charts.told(one), section, charts.told(other)]
    assert in_words.charts == ()
