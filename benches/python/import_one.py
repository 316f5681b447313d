"""Prints what importing one module takes, in nanoseconds and in bytes: `import_one.py MODULE`."""

import importlib
import sys
import time

from resident import resident, show

before = resident()
start = time.perf_counter_ns()
importlib.import_module(sys.argv[1])
time_taken = time.perf_counter_ns() - start
print(f"import {time_taken:.1f}")
show("bytes", resident() - before)
