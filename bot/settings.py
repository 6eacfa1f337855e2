"""Every setting, read once from the environment or `.env`. Nothing else reads the environment."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import BadSetting


def _database_url(url: str) -> str:
    """`postgres://` and `postgresql://` both mean PostgreSQL through psycopg 3."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValueError("must be a database URL such as sqlite:///advocates.db") from error
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError("must be a sqlite:// or postgresql:// URL")
    return parsed.render_as_string(hide_password=False)


def _api_url(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("must begin with https:// or http://")
    return url if url.endswith("/") else url + "/"


def _web_address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("must begin with https:// or http://")
    return url


def _slack_ids(text: str) -> str:
    for user in filter(None, (part.strip() for part in text.split(","))):
        if not (user[0] in "UW" and user[1:].isalnum() and user == user.upper()):
            raise ValueError(
                f"must be Slack user ids such as U024BE7LH, separated by commas; “{user}” is not one"
            )
    return text


def _channel(channel: str) -> str:
    if not (channel[0] in "CG" and channel[1:].isalnum() and channel == channel.upper()):
        raise ValueError("must be a channel's id such as C024BE7LH, not its name")
    return channel


class Settings(BaseSettings):
    """The settings of contract.md; names are the environment's in lower case."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: Annotated[str, AfterValidator(_database_url)] = "sqlite:///advocates.db"
    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = "https://slack.com/api/"
    host: str | None = None
    port: Annotated[int, Field(ge=0, le=65535)] = 3000
    program_owners: Annotated[str, NoDecode, AfterValidator(_slack_ids)] = ""
    executives: Annotated[str, NoDecode, AfterValidator(_slack_ids)] = ""
    celebration_channel: Annotated[str, AfterValidator(_channel)] | None = None
    feedback_channel: Annotated[str, AfterValidator(_channel)] | None = None
    gift_order_file: Path = Path("gift-orders.csv")
    gift_webhook_url: Annotated[str, AfterValidator(_web_address)] | None = None
    gift_webhook_secret: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @cached_property
    def owner_ids(self) -> frozenset[str]:
        """Slack ids of the program owners who are always in."""
        return _split(self.program_owners)

    @cached_property
    def executive_ids(self) -> frozenset[str]:
        """Slack ids of the executives who are always in."""
        return _split(self.executives)

    @property
    def has_slack(self) -> bool:
        """Whether any Slack token is set: then the sandbox is out of reach."""
        return any((self.slack_bot_token, self.slack_signing_secret, self.slack_app_token))

    def require_slack(self) -> Self:
        """The settings, or BadSetting naming the first Slack setting that is missing."""
        if self.slack_bot_token is None:
            raise BadSetting("SLACK_BOT_TOKEN is not set: copy the bot token (xoxb-…) from your Slack app")
        if self.slack_signing_secret is None and self.slack_app_token is None:
            raise BadSetting(
                "SLACK_SIGNING_SECRET is not set: copy it from your Slack app, or set SLACK_APP_TOKEN for Socket Mode"
            )
        return self


def _split(text: str) -> frozenset[str]:
    return frozenset(filter(None, (part.strip() for part in text.split(","))))


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of this process, or BadSetting: one line that names the setting and what it should be."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        what = first["msg"].removeprefix("Value error, ")
        raise BadSetting(f"{name} is malformed: {what}") from None
