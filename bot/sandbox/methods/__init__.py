"""The Web API methods, one small function each; importing this package registers them all."""

from bot.sandbox.methods import apps, auth, blocks, chat, conversations, files, users, views
from bot.sandbox.methods.registry import METHODS, Call, Method

__all__ = [
    "METHODS",
    "Call",
    "Method",
    "apps",
    "auth",
    "blocks",
    "chat",
    "conversations",
    "files",
    "users",
    "views",
]
