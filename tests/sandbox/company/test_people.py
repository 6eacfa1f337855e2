"""The colleagues whom one can be."""

import re
from collections import Counter
from zoneinfo import ZoneInfo

from bot.sandbox.company import colleagues


def test_every_role_is_there() -> None:
    roles = Counter(one.role for one in colleagues())
    assert roles == {"sales": 2, "csm": 3, "owner": 1, "executive": 2, "guest": 1}


def test_ids_and_addresses_are_of_the_form_that_slack_gives() -> None:
    for one in colleagues():
        assert re.fullmatch(r"[UW][A-Z0-9]+", one.slack_id)
        assert re.fullmatch(r"[a-z.]+@weirstone\.example", one.email)
    assert len({one.slack_id for one in colleagues()}) == len({one.email for one in colleagues()}) == 9


def test_the_csms_work_in_three_time_zones() -> None:
    zones = {one.tz for one in colleagues() if one.role == "csm"}
    assert zones == {"Europe/Berlin", "America/Chicago", "Asia/Singapore"}
    assert all(ZoneInfo(one.tz) for one in colleagues())
