"""Start the sandbox, and the site beside it. Ctrl-C stops both."""

import argparse
import sys
from pathlib import Path

from oauth1.sandbox.cli import main as sandbox

MANAGE = Path(__file__).resolve().with_name("manage.py")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="the site's (%(default)s)")
    parser.add_argument("--sandbox-port", type=int, default=8001, help="0 picks a free one")
    options = parser.parse_args()
    site = [sys.executable, str(MANAGE), "runserver", "--noreload", f"localhost:{options.port}"]
    print(
        "In the sandbox, alice's password is alice-password, and bob's is bob-password.", flush=True
    )
    return sandbox(["--port", str(options.sandbox_port), "--", *site])


if __name__ == "__main__":
    sys.exit(main())
