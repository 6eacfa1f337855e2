"""The sandbox's page in the browser: what people see of the workspace, and everything they do there."""
