"""Runs a program from the standard input and prints its variable `result` as JSON, for test/programs/fixedPrograms.test.ts."""

import contextlib
import json
import sys

names = {"__name__": "__main__"}
# What the program or its libraries print is no result.
with contextlib.redirect_stdout(sys.stderr):
    exec(compile(sys.stdin.read(), "program.py", "exec"), names)
print(json.dumps(names["result"]))
