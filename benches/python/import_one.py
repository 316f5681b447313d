"""Prints how long one module takes to import, in nanoseconds: `import_one.py MODULE`."""

import importlib
import sys
import time

start = time.perf_counter_ns()
importlib.import_module(sys.argv[1])
print(f"import {time.perf_counter_ns() - start:.1f}")
