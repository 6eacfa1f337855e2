"""Moments and days as the command line takes them."""

from datetime import UTC, date, datetime

import click


class Moment(click.ParamType[datetime]):
    """An ISO date and time, or a date alone for its midnight; without a zone it is UTC."""

    name = "moment"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is no moment; write it like 2026-03-02T09:00:00+00:00", param, ctx)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


class Day(click.ParamType[date]):
    """An ISO date."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is no day; write it like 2026-03-31", param, ctx)


MOMENT = Moment()
