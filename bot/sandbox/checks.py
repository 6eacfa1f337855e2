"""Whether Slack would take a message, a modal or a home: the published schema first, then the limits beyond it."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice

import jsonschema_rs

from bot.sandbox.limits import Finding, message_findings, view_findings
from bot.sandbox.records import Json
from bot.sandbox.refused import Refused
from bot.sandbox.workspace import Workspace

CODES = {"text": "msg_too_long", "metadata": "invalid_metadata_format"}  # by the part of a message at fault
SHOWN = 10  # findings in one refusal; the rest would bury the first


def check_message(message: Json) -> None:
    """Raises Refused (invalid_blocks, msg_blocks_too_long, msg_too_long, …) unless Slack would take it.

    Attachments are refused here and not by Slack: the sandbox would drop them unseen.

    `message` has the keys of chat.postMessage: text, blocks, metadata, …
    """
    if message.get("attachments"):
        raise Refused("invalid_attachments", "the sandbox shows no attachments; Slack calls them legacy")
    findings = list(islice(_schema_findings("SlackMessage", message, ""), SHOWN))
    findings = findings or list(islice(message_findings(message), SHOWN))
    if findings:
        part = findings[0].pointer.split("/")[1:2]
        raise refusal(findings, CODES.get("".join(part), "invalid_blocks"))


def check_taken(workspace: Workspace, blocks: list[Json] | None) -> None:
    """Raises Refused invalid_blocks for a block that this workspace does not take, or a picture that does not lie in it."""
    findings = []
    for at, block in enumerate(blocks or []):
        if block["type"] in workspace.refused_blocks:
            findings.append(Finding(f"/blocks/{at}/type", f"unsupported type: {block['type']}"))
        file_id = (block.get("slack_file") or {}).get("id")
        if file_id and not workspace.files.get(file_id, {}).get("completed"):
            findings.append(Finding(f"/blocks/{at}/slack_file", "invalid slack file"))
    if findings:
        raise refusal(findings, "invalid_blocks")


def check_view(view: Json, kind: str) -> None:
    """Raises Refused (invalid_arguments, view_too_large) unless Slack would take it; `kind` is modal or home."""
    definition = {"modal": "SlackModal", "home": "SlackHome"}[kind]
    findings = list(islice(_schema_findings(definition, view, "/view"), SHOWN))
    findings = findings or list(islice(view_findings(view), SHOWN))
    if findings:
        raise refusal(findings, "invalid_arguments")


def check_options(answer: Json) -> None:
    """Raises Refused unless the answer to an options request is one Slack would show."""
    element: Json = {
        "type": "static_select",
        **{key: answer[key] for key in ("options", "option_groups") if key in answer},
    }
    if element.get("options") == [] or element.get("option_groups") == []:
        return  # nothing found is a normal answer; only a select in a message must have options
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "-"}, "accessory": element}
    check_message({"blocks": [block]})


def refusal(findings: list[Finding], code: str) -> Refused:
    """All findings in one refusal, worded as Slack words them; the first one with a code of its own decides the code."""
    messages = tuple(str(finding) for finding in findings)
    own = next((finding.code for finding in findings if finding.code), "")
    detail = "; ".join(f"{finding.pointer}: {finding.problem}" for finding in findings)
    return Refused(own or code, detail, messages=messages)


@cache
def _validator(definition: str) -> jsonschema_rs.Validator:
    schema = json.loads(files("bot.sandbox").joinpath("schema", "blockkit.schema.json").read_text("utf-8"))
    return jsonschema_rs.validator_for({**schema, "$ref": f"#/definitions/{definition}"})


def _schema_findings(definition: str, instance: Json, root: str) -> Iterator[Finding]:
    """What the schema says is wrong, at most one finding a place: a block of the wrong type breaks many rules at once."""
    validator = _validator(definition)
    if validator.is_valid(instance):
        return
    places: set[str] = set()
    for error in validator.iter_errors(instance):
        pointer = root + "".join(f"/{step}" for step in error.instance_path)
        if pointer not in places:
            places.add(pointer)
            yield Finding(pointer, _problem(error))


def _problem(error: jsonschema_rs.ValidationError) -> str:
    """Says what is wrong without repeating a whole value, which may be long."""
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.MaxLength):
        return f"must be at most {error.kind.limit} characters, is {len(str(error.instance))}"
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.MaxItems):
        return f"no more than {error.kind.limit} items allowed"
    if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.AnyOf):
        reasons = {inner.message for branch in error.kind.context for inner in branch}
        return "fits none of the allowed forms: " + " or ".join(sorted(_short(reason) for reason in reasons))
    return _short(error.message)


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:120]} … {text[-70:]}"
