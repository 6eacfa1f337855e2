"""A pretend Slack: it refuses what Slack refuses, shows what Slack would show, and acts as the people in it.

`Workspace` is the state, `SlackServer` its Web API over HTTP on loopback, `Driver` the people who type, click and submit.
Nothing here knows the bot: the bot is reached through its front door only.
"""
