"""`python -m bot`: the command line."""

from bot.cli import cli
from bot.garbage import collect_seldom
from bot.logs import log_strays

if __name__ == "__main__":
    collect_seldom()
    log_strays()
    cli(prog_name="python -m bot")
