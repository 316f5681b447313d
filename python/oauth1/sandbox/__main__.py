"""`python -m oauth1.sandbox`."""

from __future__ import annotations

import sys

from oauth1.sandbox.cli import main

if __name__ == "__main__":
    sys.exit(main())
