"""The entry point: runs the command line, and says bad input in one sentence."""

from __future__ import annotations

import sys

BAD_INPUT, INTERRUPTED = 3, 130


def main() -> None:
    """Run a command: status 0 ok, 1 findings, 2 usage, 3 bad input, 4 partial, 130 interrupted."""
    try:
        run()
    except KeyboardInterrupt:  # the imports take a second, in which nothing else listens
        sys.exit(INTERRUPTED)


def run() -> None:
    """Run a command; what the input or the system refuses is one sentence and a status."""
    from commands.application import app
    from commands.console import complain
    from parsers.records import BadInput

    try:
        app()
    except BadInput as error:
        complain(str(error))
        sys.exit(BAD_INPUT)
    except BrokenPipeError:
        sys.exit(0)
    except OSError as error:
        complain(
            f"{error.filename or 'a file'}: {error.strerror or error}; check its name, its rights, the room on its disk"
        )
        sys.exit(BAD_INPUT)


if __name__ == "__main__":
    main()
