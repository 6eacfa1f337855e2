"""What Slack's answers mean for a message: done, perhaps done, not yet, never. Codes as Slack documents them."""

import re
import ssl
from socket import gaierror
from urllib.error import URLError

from slack_sdk.web import SlackResponse


class SlackFailure(Exception):
    """A call that did not do what was asked. `error` is Slack's code, or ours for what has none."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class OutcomeUnknown(SlackFailure):
    """Slack may have done it or not: the reply never came, or says so."""


class TryLater(SlackFailure):
    """Nothing was done; later it may work. `after`: the seconds Slack asked to wait, else None."""

    def __init__(self, error: str, after: float | None = None) -> None:
        super().__init__(error)
        self.after = after


class Never(SlackFailure):
    """Nothing was done, and the same call will never work."""


class ReaderGone(Never):
    """Nobody reads there: the person has left, or was never known to this workspace."""


class NotUpdatable(Never):
    """The message that should be updated is gone, or can no longer be changed."""


class FilesRefused(SlackFailure):
    """Nothing was done: this workspace takes no such file from the bot."""


class TokenRefused(SlackFailure):
    """Nothing was done, and no other call will work either: the bot's token or its scopes are refused."""


UNKNOWN = frozenset({"internal_error", "fatal_error", "request_timeout", "service_unavailable"})
RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
GONE = frozenset({"user_disabled", "users_not_found", "account_inactive"})
NOT_UPDATABLE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
NO_ACCESS = frozenset({"access_denied", "missing_scope", "no_permission", "not_allowed_token_type"})
"""What Slack says of a method whose scope is not granted."""
TOKEN = NO_ACCESS | frozenset(
    {
        "accesslimited",
        "ekm_access_denied",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
NEVER = frozenset(
    {
        "as_user_not_supported",
        "cannot_dm_bot",
        "channel_not_found",
        "channel_type_not_supported",
        "deprecated_endpoint",
        "external_channel_migrating",
        "file_not_found",
        "file_type_not_allowed",
        "file_upload_size_restricted",
        "file_uploads_disabled",
        "file_uploads_except_images_disabled",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_channel",
        "invalid_charset",
        "invalid_email",
        "invalid_form_data",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_post_type",
        "invalid_user_combination",
        "is_archived",
        "is_inactive",
        "markdown_text_conflict",
        "messages_tab_disabled",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "method_deprecated",
        "method_not_supported_for_channel_type",
        "missing_post_type",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_enough_users",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "storage_limit_reached",
        "slack_connect_blocked_file_type",
        "slack_connect_file_link_sharing_blocked",
        "team_not_found",
        "too_many_attachments",
        "too_many_users",
        "unknown_method",
        "user_not_found",
        "user_not_visible",
        "users_list_not_supplied",
    }
)
_CODE = re.compile(r"[a-z0-9_:]{2,80}")


def answered_failure(reply: SlackResponse) -> SlackFailure:
    if reply.status_code == 429:
        return TryLater("ratelimited", _retry_after(reply))
    data = reply.data if isinstance(reply.data, dict) else {}
    error = str(data.get("error", ""))
    if not _CODE.fullmatch(error):  # not Slack's JSON: a proxy's page, half a reply, nothing
        error = f"http_{reply.status_code}" if reply.status_code != 200 else "unreadable_reply"
        definite = 400 <= reply.status_code < 500
        return TryLater(error) if definite else OutcomeUnknown(error)
    if reply.status_code >= 500 or error in UNKNOWN:
        return OutcomeUnknown(error)
    if error in RATE_LIMITED:
        return TryLater(error, _retry_after(reply))
    for codes, failure in (
        (GONE, ReaderGone),
        (NOT_UPDATABLE, NotUpdatable),
        (TOKEN, TokenRefused),
        (NEVER, Never),
    ):
        if error in codes:
            return failure(error)
    return TryLater(error)


def _retry_after(reply: SlackResponse) -> float:
    named = {name.lower(): value for name, value in reply.headers.items()}
    value = str(named.get("retry-after", "")).strip()
    return max(1.0, float(value)) if value.isdigit() else 1.0


def connection_failure(trouble: Exception) -> SlackFailure:
    reason = trouble.reason if isinstance(trouble, URLError) else trouble
    error = type(reason).__name__
    never_sent = (ConnectionRefusedError, gaierror, ssl.SSLCertVerificationError)
    return TryLater(error) if isinstance(reason, never_sent) else OutcomeUnknown(error)
