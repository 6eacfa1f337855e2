"""Every block that the page must show, in messages that Slack would take."""

from typing import Any

from tests.sandbox.bare_app import actions, button, option, plain, section

Block = dict[str, Any]


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def said(text: str, **style: bool) -> Block:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def line(*elements: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def cells(*texts: str | float) -> list[Block]:
    return [
        {"type": "raw_text", "text": one}
        if isinstance(one, str)
        else {"type": "raw_number", "value": one, "text": f"{one:g}"}
        for one in texts
    ]


HOSTILE = "<img src=x onerror=alert(1)> &lt;script&gt;alert(2)&lt;/script&gt; <javascript:alert(3)|click me>"

MRKDWN = """*Bold*, _italic_, ~struck~, `code`, snake_case_stays and 2*3*4 too
>A quotation with *weight*
>and a second line
• first of a list
• second, with <https://example.com/a?b=1&amp;c=2|a link>
```
plain <code> & nothing else
```
<@U1> asked <@U2> in <#C1>, <!here>; a tie &amp; a &lt;tag&gt; :tada:
It is <!date^1794567600^{date_short_pretty} at {time}|some day>, and <!date^nonsense^{date}|a fallback>."""

TEXTS: list[Block] = [
    {"type": "header", "text": plain("What texts look like :seedling:")},
    section(MRKDWN),
    {
        "type": "section",
        "fields": [
            mrkdwn("*Industry*\nFintech"),
            mrkdwn("*Region*\nEMEA"),
            plain("Plain *stars*"),
            plain("Four"),
        ],
    },
    {"type": "divider"},
    {
        "type": "context",
        "elements": [
            {
                "type": "image",
                "image_url": "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=",
                "alt_text": "red",
            },
            mrkdwn("Asked *twice* in the last year"),
        ],
    },
    rich(
        line(
            said("Rich "),
            said("bold", bold=True),
            said(" and "),
            said("code", code=True),
            {"type": "emoji", "name": "tada"},
        ),
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [line(said("one")), line({"type": "user", "user_id": "U1"})],
        },
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [line(said("deeper"))]},
        {"type": "rich_text_quote", "elements": [said("quoted")]},
        {"type": "rich_text_preformatted", "elements": [said("as it is")]},
    ),
    {
        "type": "markdown",
        "text": "# A heading\nWith **bold**, *italic*, `code` and [a link](https://example.com).\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted",
    },
]

ALERTS: list[Block] = [
    {"type": "alert", "level": level, "text": plain(f"This is {level}: asked 12 days ago.")}
    for level in ("info", "warning", "error", "success")
]
"""For modals only."""

PLACES: list[Block] = [
    {
        "type": "image",
        "image_url": "https://nowhere.invalid/picture.png",
        "alt_text": "A chart of the first ninety days",
        "title": plain("The first ninety days"),
    },
    {
        "type": "carousel",
        "elements": [
            {
                "type": "card",
                "title": mrkdwn(f"*{name}*"),
                "subtitle": mrkdwn(account),
                "body": mrkdwn("Fintech · Enterprise · likes reference calls. Asked once in the last year."),
                "actions": [button(f"wave_{name[0]}", name, f"Ask {name.split()[0]}")],
            }
            for name, account in (
                ("Lena Hartwig", "Tallybrook Payments"),
                ("Dana Okafor", "Lendwell"),
                ("Wei Lin Tan", "Quayline Freight"),
            )
        ],
    },
]

TABLE: list[Block] = [
    {
        "type": "table",
        "column_settings": [{"align": "left"}, {"align": "right"}],
        "rows": [cells("Kind", "Asks"), cells("Reference call", "12"), cells("Case study", "3")],
    },
    {
        "type": "data_table",
        "caption": "The bench",
        "page_size": 4,
        "row_header_column_index": 0,
        "rows": [
            cells("Advocate", "Account", "Asks"),
            *(cells(f"Person {at}", f"Account {chr(75 - at)}", (at * 7) % 10) for at in range(10)),
        ],
    },
]

QUARTERS = ["Q1", "Q2", "Q3", "Q4"]


def series(name: str, *values: float) -> Block:
    return {"name": name, "data": [{"label": q, "value": v} for q, v in zip(QUARTERS, values, strict=True)]}


def chart(title: str, kind: str) -> Block:
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": kind,
            "series": [series("Asked", 12, 18, 9, 21), series("Accepted", 8, 11, 7, 17)],
            "axis_config": {"categories": QUARTERS, "x_label": "Quarter", "y_label": "Asks"},
        },
    }


PIE: Block = {
    "type": "data_visualization",
    "title": "Kinds of help",
    "chart": {
        "type": "pie",
        "segments": [
            {"label": "Reference call", "value": 24},
            {"label": "Case study", "value": 9},
            {"label": "Review", "value": 14},
            {"label": "Speaking", "value": 4},
        ],
    },
}
CHARTS = [[chart("Asks and answers", "bar"), PIE], [chart("Over the year", "line"), chart("Filled", "area")]]

KINDS = [option("call", "A call"), option("email", "An e-mail"), option("case", "A case study")]
GROUPS = [
    {"label": plain("Short"), "options": KINDS[:2]},
    {"label": plain("Long"), "options": KINDS[2:]},
]
CONFIRM = {
    "title": plain("Really?"),
    "text": mrkdwn("This cannot be *taken back*."),
    "confirm": plain("Yes, go"),
    "deny": plain("No"),
}
ELEMENTS: list[Block] = [
    section("A section with a menu", {"type": "overflow", "action_id": "menu", "options": KINDS}),
    actions(
        {**button("wave", "first", "Primary"), "style": "primary"},
        {
            **button("wave2", "careful", "With a question"),
            "style": "danger",
            "confirm": CONFIRM,
            "action_id": "day",
        },
        {**button("link", "", "A link"), "url": "https://example.com/", "action_id": "wave3"},
        block_id="buttons",
    ),
    actions(
        {
            "type": "static_select",
            "action_id": "pick",
            "option_groups": GROUPS,
            "placeholder": plain("Which kind?"),
        },
        {"type": "datepicker", "action_id": "day2", "initial_date": "2026-12-01"},
        block_id="choices",
    ),
    section("Who?", {"type": "multi_users_select", "action_id": "people", "placeholder": plain("People")}),
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "wave4",
                "positive_button": {"text": plain("Helpful"), "value": "yes"},
                "negative_button": {"text": plain("Not helpful"), "value": "no"},
            }
        ],
    },
]

ALL: dict[str, list[Block]] = {
    "texts": TEXTS,
    "places": PLACES,
    "tables": TABLE,
    "charts": CHARTS[0],
    "more charts": CHARTS[1],
    "elements": ELEMENTS,
}
