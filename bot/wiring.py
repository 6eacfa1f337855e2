"""The composition root: makes everything a process needs, from settings, and lets go of it again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from slack_bolt import App

from bot.app import create_app
from bot.clock import Clock, SystemClock
from bot.db import Database
from bot.errors import BadSetting
from bot.jobs.runner import Scheduler
from bot.jobs.schedule import TIMETABLE
from bot.outbox.gift_orders import GiftOrders
from bot.outbox.gift_provider import GiftProvider
from bot.outbox.gift_webhook import GiftWebhook
from bot.outbox.order_file import OrderFile
from bot.outbox.profiles import Profiles
from bot.outbox.relay import Delivered, Relay
from bot.outbox.slack_sender import SlackSender, make_client
from bot.outbox.views import views
from bot.services import asks, deciding, digests
from bot.services.program import Program
from bot.settings import Settings

AFTER_ACK_THREADS = 16


@dataclass(frozen=True)
class Wired:
    """A process's parts."""

    program: Program
    sender: SlackSender
    bolt: App
    relay: Relay
    gift_orders: GiftOrders
    scheduler: Scheduler
    later: ThreadPoolExecutor

    def deliver_due(self, until: datetime | None = None) -> Delivered:
        """Orders and messages that are due by `until` (program time, default now) go out, in this thread."""
        self.gift_orders.pass_on(until)
        return self.relay.deliver_due(until)

    def close(self) -> None:
        """Finishes what follows acknowledgements, and closes the database."""
        self.later.shutdown(wait=True)
        self.program.db.dispose()


def build(settings: Settings, clock: Clock | None = None) -> Wired:
    """Everything wired together. Opens no connection and calls nothing."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    program = Program(
        db=Database(settings.database_url),
        clock=clock or SystemClock(),
        owners=settings.owner_ids,
        executives=settings.executive_ids,
        celebration_channel=settings.celebration_channel,
        feedback_channel=settings.feedback_channel,
    )
    client = make_client(token, settings.slack_api_url)
    later = ThreadPoolExecutor(AFTER_ACK_THREADS, thread_name_prefix="after-ack")
    sender = SlackSender(client)
    profiles = Profiles(program, sender)

    def before(subject_kind: str, subject_id: str) -> None:
        """An approved note is checked again in the moment it is shown; whom a message names is looked up first."""
        if subject_kind == "ask":
            deciding.recheck(program, subject_id)
        unknown = asks.unknown_csms(program, subject_kind, subject_id)
        for csm in unknown or digests.unknown_csms(program, subject_kind, subject_id):
            profiles.know_if_possible(csm)

    return Wired(
        program=program,
        sender=sender,
        bolt=create_app(program, client, profiles, secret, later),
        relay=Relay(
            program,
            sender,
            views(program),
            stand_ins=sorted(settings.owner_ids),
            before=before,
        ),
        gift_orders=GiftOrders(program, _gift_provider(settings)),
        scheduler=Scheduler(program, TIMETABLE, profiles.know_if_possible),
        later=later,
    )


def _gift_provider(settings: Settings) -> GiftProvider:
    """The webhook where its address is set, else the order file. BadSetting where orders could not be signed."""
    if settings.gift_webhook_url is None:
        return OrderFile(settings.gift_order_file)
    if settings.gift_webhook_secret is None:
        raise BadSetting(
            "GIFT_WEBHOOK_SECRET is not set: GIFT_WEBHOOK_URL needs it, so that orders are signed"
        )
    return GiftWebhook(settings.gift_webhook_url, settings.gift_webhook_secret.get_secret_value())
