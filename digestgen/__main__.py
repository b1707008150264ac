"""The console script. Nothing of ours is imported before Ctrl-C is waited for."""

import signal
import sys


def main() -> None:
    """Run the command line. Ctrl-C ends it with one line and exit code 130, from the first import on;
    while Python itself ends, when all is done, it ends at once."""
    try:
        from digestgen import interrupts

        with interrupts.noted():
            from digestgen.cli import main as run

            run()
    except KeyboardInterrupt:
        sys.stderr.write("\nstopped; nothing is half written\n")
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
