"""The report as a file, in a message or by itself."""

from bot.rules.report import Report
from messages.blocks import rendered, section
from messages.render import File, Message, words
from messages.reports.composing import composed, sentences, words_of
from messages.reports.html import html
from messages.reports.tidy import tidy
from messages.reports.titles import period_name


def content(it: Report, file_format: str) -> bytes:
    """The report as pdf, html or csv."""
    if file_format == "csv":
        return tidy(it).encode()
    document = composed(it)
    if file_format == "html":
        return html(document).encode()
    from messages.reports.pdf import pdf  # a second that nothing else should pay

    return pdf(document)


def file_name(it: Report, file_format: str) -> str:
    """advocacy-report-2026-07-01-to-2026-09-30.pdf."""
    return words_of(it).get("file_name", format=file_format)


def message(it: Report, file_format: str) -> Message:
    """The file under the first of its sentences; where no files are allowed, how to come by it."""
    said = words("report/words", it=it, period=period_name(it.first, it.last), policy=it.look.policy)
    text = said.get("sent", title=said["title"], said=" ".join(sentences(it)))
    instead = said.get("no_files", format=file_format)
    return Message(
        text,
        rendered([section(text), section(instead)]),
        file=File(file_name(it, file_format), content(it, file_format)),
    )
