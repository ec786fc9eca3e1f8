"""Programs that the built-in engine trains, in a process of Node.js: as generate.py, but needs only NumPy.

    python3 engine_programs.py FOLDER …     with NODE in the environment if node is not on the path
"""

import json
import os
import subprocess
import sys

import numpy as np

from described import Described
from search import Trainer, run

HERE = os.path.dirname(os.path.abspath(__file__))


class Server:
    """engineServer.ts, by lines of JSON."""

    def __init__(self):
        command = [os.environ.get("NODE", "node"), "--import", "tsx", os.path.join(HERE, "engineServer.ts")]
        root = os.path.join(HERE, "../../../..")
        self.process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.programs = {each["name"]: Described(**each) for each in self._read()}

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("The process of the engine has ended.")
        return json.loads(line)

    def _ask(self, program, rate, seed, fault=None):
        request = {"program": program.name, "rate": rate, "seed": seed, "hasShuffledLabels": fault == "shuffled labels"}
        print(json.dumps(request), file=self.process.stdin, flush=True)
        return self._read()

    def initial_loss(self, program, seed):
        return float(self._ask(program, 10**program.guess, seed)["initial"])

    def train(self, program, rates, seed, fault=None, fault_at=0.5):
        factors = np.ones(program.steps) if program.factors is None else np.array(program.factors)
        return [self._run(self._ask(program, rate, seed, fault), rate * factors) for rate in rates]

    @staticmethod
    def _run(answer, rates):
        floats = {name: np.array([float(value) for value in answer[name]]) for name in ("loss", "norm", "held")}
        return {**floats, "rate": rates, "held_steps": np.array(answer["held_steps"]), "per_epoch": answer["per_epoch"], "bad": None}


if __name__ == "__main__":
    server = Server()
    sys.exit(run(server.programs, Trainer(server.initial_loss, server.train, lambda program: ["shuffled labels"])))
