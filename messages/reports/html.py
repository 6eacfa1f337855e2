"""The report as one HTML file: no address outside it, no script, for paper, phone, light and dark."""

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from messages.charts import Chart, in_words
from messages.render import TEMPLATES, plain
from messages.reports.document import Document, Paragraph, Quote, Table

KINDS = {Chart: "chart", Table: "table", Paragraph: "paragraph", Quote: "quote"}


def html(document: Document) -> str:
    """The whole page. Everything in it is escaped but the charts, which are drawn here."""
    from messages.drawing import svg  # half a second that nothing else should pay

    drawn = {id(chart): Markup(svg(chart, f"c{at}")) for at, chart in enumerate(document.charts)}  # noqa: S704
    said = plain("report/words")
    return _template().render(
        it=document,
        drawn=lambda chart: drawn[id(chart)],
        kind=lambda part: KINDS[type(part)],
        in_words=in_words,
        said=said,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report/page.html.j2")
