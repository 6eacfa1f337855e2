"""The command line: one file a command group, each imported when one of its commands is named."""

from importlib import import_module

import click

from bot.errors import ProgramError

COMMANDS = {
    "serve": "bot.cli.processes:serve",
    "web": "bot.cli.processes:web",
    "worker": "bot.cli.processes:worker",
    "sandbox": "bot.cli.sandbox:sandbox",
    "migrate": "bot.cli.database:migrate",
    "import": "bot.cli.data:import_",
    "export": "bot.cli.data:export",
    "job": "bot.cli.jobs:job",
    "deliver": "bot.cli.jobs:deliver",
    "policy": "bot.cli.policy:policy",
    "explain": "bot.cli.explain:explain",
    "synonym": "bot.cli.synonym:synonym",
    "history": "bot.cli.history:history",
    "measures": "bot.cli.measures:measures",
    "report": "bot.cli.report:report",
    "guard": "bot.cli.guard:guard",
    "gifts": "bot.cli.gifts:gifts",
    "gives": "bot.cli.gives:gives",
    "benefits": "bot.cli.gives:benefits",
}
"""Every command and where it lives, in the order in which the help lists them."""


class Commands(click.Group):
    """Imports a command when it is named, hands it the settings, and says in one line why one was refused.

    Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta["bot.cli.help"] = "--help" in args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            if ctx.obj is None and not ctx.meta["bot.cli.help"]:  # help is given whatever the settings say
                ctx.obj = _settings()
            return super().invoke(ctx)
        except ProgramError as error:
            raise click.ClickException(str(error)) from error


def _settings() -> object:
    from bot.logs import configure
    from bot.settings import load_settings

    settings = load_settings()
    configure(settings)
    return settings


@click.group(cls=Commands, invoke_without_command=True)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Asks happy customers for references without wearing them out.

    Without a command: `serve` where Slack tokens are set, else `sandbox`.
    """
    if ctx.invoked_subcommand is None:
        name = "serve" if ctx.obj.has_slack else "sandbox"
        command = cli.get_command(ctx, name)
        assert command is not None
        ctx.invoke(command)
