"""The command line: builds the typer app out of the command groups."""
