"""The processes: web receives, worker keeps the timetable and delivers, serve is both in one."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from threading import Thread
from typing import TYPE_CHECKING

import click

from bot.cli.database import bring_to_newest, require_newest
from bot.cli.stopping import StopSignals
from bot.errors import BadSetting

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    from bot.http import HttpServer
    from bot.settings import Settings
    from bot.wiring import Wired

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - web runs in a container or behind a proxy, where loopback hears nothing

SOCKET_SECONDS = 2.0
"""For Slack's socket to close; the process ends without it after that."""


@click.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Run web, timetable and delivery in one process.

    Migrates the database first. Enough for a company on one machine.
    """
    told_to_stop = StopSignals()
    bring_to_newest(settings.require_slack())
    with ExitStack() as closing:
        wired = _build(settings, closing)
        server = _bind(settings, wired, closing, settings.host or LOOPBACK)
        _work(wired, closing)
        _receive(settings, wired, closing, server)
        told_to_stop.wait()


@click.command()
@click.pass_obj
def web(settings: Settings) -> None:
    """Receive what Slack sends; any number of these beside workers.

    Over HTTP, or in Socket Mode when SLACK_APP_TOKEN is set. Needs the newest schema.
    """
    told_to_stop = StopSignals()
    with ExitStack() as closing:
        wired = _build(settings, closing)
        _receive(settings, wired, closing, _bind(settings, wired, closing, settings.host or EVERYWHERE))
        told_to_stop.wait()


@click.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Keep the timetable and deliver; any number of these beside webs.

    Needs the newest schema.
    """
    told_to_stop = StopSignals()
    with ExitStack() as closing:
        wired = _build(settings, closing)
        _work(wired, closing)
        click.echo("Keeping the timetable and delivering")
        told_to_stop.wait()


def _build(settings: Settings, closing: ExitStack) -> Wired:
    from bot.wiring import build

    wired = build(settings.require_slack())
    closing.callback(wired.close)
    require_newest(wired.program.db)
    _introduce(wired)
    return wired


def _introduce(wired: Wired) -> None:
    """BadSetting where Slack does not take the token; where Slack cannot be asked now, the process waits for it as it would later."""
    from bot.outbox.failures import SlackFailure, TokenRefused

    try:
        wired.sender.introduce()
    except TokenRefused as refused:
        raise BadSetting(f"SLACK_BOT_TOKEN: Slack refused it ({refused.error})") from refused
    except SlackFailure as failure:
        log.debug("Slack does not answer yet (%s)", failure.error)


def _work(wired: Wired, closing: ExitStack) -> None:
    wired.relay.start()
    closing.callback(wired.relay.stop)
    wired.gift_orders.start()
    closing.callback(wired.gift_orders.stop)
    wired.scheduler.start()
    closing.callback(wired.scheduler.stop)


def _bind(settings: Settings, wired: Wired, closing: ExitStack, host: str) -> HttpServer:
    """Takes the address before anything else begins; in Socket Mode only /health is answered there."""
    from bot.http import HttpServer, create_http

    bolt = None if settings.slack_app_token else wired.bolt
    server = HttpServer(create_http(bolt, wired.program.db), host, settings.port)
    closing.callback(server.stop)
    return server


def _receive(settings: Settings, wired: Wired, closing: ExitStack, server: HttpServer) -> None:
    """Begins to receive, and says where. Registered last, the server is the first to stop."""
    closing.callback(server.stop)
    server.start()
    if settings.slack_app_token:
        _connect(wired, settings.slack_app_token.get_secret_value(), closing)
        click.echo(f"Listening on {server.address} and to Slack in Socket Mode")
    else:
        click.echo(f"Listening on {server.address}")


def _connect(wired: Wired, token: str, closing: ExitStack) -> None:
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_sdk.errors import SlackApiError

    from bot.http import THREADS

    handler = SocketModeHandler(wired.bolt, token, concurrency=THREADS)
    closing.callback(_disconnect, handler)
    try:
        handler.client.connect()
    except SlackApiError as error:
        raise BadSetting(f"SLACK_APP_TOKEN: Slack refused Socket Mode ({error.response['error']})") from error
    except OSError as error:
        raise BadSetting(f"SLACK_API_URL: {wired.bolt.client.base_url} does not answer ({error})") from error


def _disconnect(handler: SocketModeHandler) -> None:
    # The SDK's close() waits until Slack next sends something. Unacknowledged payloads come again.
    closing = Thread(target=handler.client.close, name="socket mode closing", daemon=True)
    closing.start()
    closing.join(SOCKET_SECONDS)
