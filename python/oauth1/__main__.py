"""`python -m oauth1`: the command line."""

from __future__ import annotations

import sys

from oauth1.cli import main

if __name__ == "__main__":
    sys.exit(main())
