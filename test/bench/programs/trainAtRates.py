"""Runs versions of a program, one after the other. Each request is a line of JSON on the standard input: its source and the name of its file.
Each answer is one on the standard output: what it printed, null if it failed. The frameworks named as arguments are imported once, and a child
is forked for each run."""

import importlib
import json
import os
import sys
import tempfile
import traceback

os.environ["KERAS_BACKEND"] = "torch"


def run(source: str, file: str) -> "str | None":
    with tempfile.TemporaryFile() as printed:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(printed.fileno(), 1)
            code = 1
            try:
                sys.argv = [file]
                exec(compile(source, file, "exec"), {"__name__": "__main__", "__file__": file})
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        printed.seek(0)
        return printed.read().decode() if status == 0 else None


for name in sys.argv[1:]:
    importlib.import_module(name)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(run(request["source"], request["file"])), flush=True)
