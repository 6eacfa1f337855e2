"""Orders as signed JSON to an address of one's own, such as a gifting service or an automation in front of one."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.clock import wall_time
from bot.incentive_facts import GiftOrderFacts
from bot.outbox.gift_provider import NotTaken, Refused

SECONDS = 10.0
LONGEST_ANSWER = 65_536
"""Bytes of an answer that are read."""
LATER = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""What says "try again"; so does every 5xx. Any other answer but 2xx is a refusal."""
KEY_HEADER, TIME_HEADER, SIGNATURE_HEADER = "Idempotency-Key", "X-Gift-Timestamp", "X-Gift-Signature"


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """An order goes where the settings say and nowhere else."""
        return


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """v1= and the HMAC-SHA256, in hexadecimal, of the timestamp, a full stop and the body."""
    signed = timestamp.encode() + b"." + body
    return f"v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


class GiftWebhook:
    """POSTs each order as JSON. Every try carries the same idempotency key, so that a lost answer never orders twice."""

    name = "webhook"

    def __init__(self, url: str, secret: str, wall: Callable[[], float] = wall_time) -> None:
        self._url = url
        self._secret = secret
        self._wall = wall
        self._opener = build_opener(_NoRedirects)

    def place(self, order: GiftOrderFacts) -> str | None:
        """The reference is the answer's JSON field `reference`, where it has one."""
        body = json.dumps(
            {
                "event": "gift.ordered",
                **asdict(order),
                "ordered_at": order.ordered_at.isoformat(timespec="seconds"),
            },
            ensure_ascii=False,
        ).encode()
        timestamp = str(int(self._wall()))
        request = Request(  # noqa: S310  # the settings let nothing but http and https through
            self._url,
            data=body,
            method="POST",
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "User-Agent": "advocate-requests",
                KEY_HEADER: order.id,
                TIME_HEADER: timestamp,
                SIGNATURE_HEADER: signature(self._secret, timestamp, body),
            },
        )
        try:
            with self._opener.open(request, timeout=SECONDS) as answer:
                return _reference(answer.read(LONGEST_ANSWER))
        except HTTPError as error:
            error.close()
            if error.code in LATER or error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise NotTaken(f"the gift service answered {error.code}") from error
            raise Refused(f"the gift service refused it with {error.code}") from error
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise NotTaken(f"the gift service does not answer: {reason}") from error


def _reference(body: bytes) -> str | None:
    """What the order is called there; nothing where the answer says nothing that is understood."""
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    found = answer.get("reference") if isinstance(answer, dict) else None
    return str(found)[:200] if found else None
