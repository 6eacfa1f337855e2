"""What Slack answers instead of doing what was asked."""

from typing import Any


class Refused(Exception):
    """A call that Slack refuses: `code` is Slack's own error code, `detail` says why for whoever reads the record.

    `messages` go into response_metadata as Slack words them; `extra` are further fields of the answer.
    """

    def __init__(self, code: str, detail: str = "", *, messages: tuple[str, ...] = (), **extra: Any) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.messages = messages
        self.extra = extra

    def answer(self) -> dict[str, Any]:
        """The JSON body Slack would send."""
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        return body
