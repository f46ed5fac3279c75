#!/usr/bin/env python3
"""Fuzzes fvopt and fvopt-opt with the repository's own programs, mutated.

    scripts/fuzz.py --minutes 5 --seed 1                  text, bytecode and command lines
    scripts/fuzz.py --minutes 5 --seed 1 --what bytecode  one of them
    scripts/fuzz.py --seed 1 --round 17                   one round again

A round is determined by the seed and its number; the time only says how many rounds there are.
Text goes through fvopt-opt in batches, and what verifies is run with `fvopt run --check` on a small
domain, so that a difference between compiled code and the interpreter is found as well. What is
found is saved in target/fuzz/SEED, each with the command that shows it, made smaller by lines:
panics, aborts, hangs, internal errors, failures without a message, output in spite of failure,
differences. An abort that upstream's mlir-opt has on the same file is kept apart as `stock`, one of
memory (the limit is 8 GiB) as `memory`. Exits with 1 when there is anything else.
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import functools
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time
from random import Random

from fuzzing import arguments, corpus, judge, minimize, mutate

ROOT = pathlib.Path(__file__).resolve().parent.parent
WHAT = ("text", "bytecode", "arguments")
BATCH = 24
CHECKED_OF_A_BATCH = 8
KEPT_OF_A_KIND = 3


@dataclasses.dataclass
class Finding:
    """One thing that should not be."""

    round: int
    kind: str
    signature: str
    command: list[str]
    files: dict[str, bytes]
    outcome: judge.Outcome
    stdin: bytes = b""


@functools.cache
def programs() -> list[corpus.Program]:
    return corpus.programs(ROOT)


class Round:
    """One round: a folder of its own, random numbers of its own, and what it found."""

    def __init__(self, number: int, options: argparse.Namespace):
        self.number = number
        self.random = Random(f"{options.seed}:{number}")
        self.options = options
        self.folder = pathlib.Path(options.out) / f"work-{number}"
        self.found: list[Finding] = []
        self.counts: collections.Counter = collections.Counter()

    def tool(self, name: str) -> str:
        return str(pathlib.Path(self.options.bin) / name)

    def fuzz(self) -> "Round":
        self.folder.mkdir(parents=True, exist_ok=True)
        weights = {"text": 6, "bytecode": 2, "arguments": 2}
        what = self.random.choices(self.options.what, [weights[name] for name in self.options.what])[0]
        getattr(self, what)()
        shutil.rmtree(self.folder, ignore_errors=True)
        return self

    def put(self, name: str, data: bytes | str) -> pathlib.Path:
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode(errors="surrogateescape"))
        return path

    def execute(self, command: list[str], stdin: bytes = b"") -> judge.Outcome:
        self.counts["processes"] += 1
        return judge.run(command, self.folder, stdin)

    def show(self, command: list[str], names: list[str], stdin: bytes = b"", passes: list[str] | None = None) -> str | None:
        """Runs a command; what is wrong with its end is a finding. Gives the kind."""
        outcome = self.execute(command, stdin)
        self.counts[pathlib.Path(command[0]).name] += 1
        kind = judge.problem(outcome, command)
        if kind == "abort" and "OMP: Error #34" in outcome.err:
            kind = "memory"
        if kind == "hang" and self.only_runs_long(command):
            self.counts["programs that run long"] += 1
            return None
        if kind is None:
            self.counts[f"status {outcome.status}"] += 1
            return None
        signature = judge.signature(kind, outcome, command)
        if kind in ("abort", "hang") and judge.stock_dies(self.folder / names[0], self.folder, passes or []):
            kind = "stock"
        files = {name: (self.folder / name).read_bytes() for name in names if (self.folder / name).is_file()}
        self.found.append(Finding(self.number, kind, signature, command, files, outcome, stdin))
        return kind

    def only_runs_long(self, command: list[str]) -> bool:
        """Whether a program compiles in time, so that it is the program that does not end."""
        if "run" not in command or "--interpret" in command:
            return "run" in command
        words = [word for word in command if word not in ("--check", "--checked")]
        words[words.index("run")] = "measure"
        return "ready" in self.execute(words).out

    def text(self) -> None:
        """A batch of programs through fvopt-opt; a few that verify are run and compared."""
        random, all_programs = self.random, programs()
        others = [program.text for program in random.sample(all_programs, 4)]
        texts = [mutate.mutated(random, random.choice(all_programs).text, others) for _ in range(BATCH)]
        texts = [text.replace("// -----", "//").replace("\r", "\n") if "-----" in text else text for text in texts]
        pipeline = random.choice(arguments.PIPELINES)
        passes = [f"--pass-pipeline=builtin.module({pipeline})"] if pipeline else []
        opt = [self.tool("fvopt-opt"), "--mlir-disable-threading", *passes]
        lines, first = [], []
        for text in texts:
            first.append(len(lines) + 1)
            lines += [*text.replace("\r", " ").split("\n"), "// -----"]
        self.put("batch.mlir", "\n".join(lines[:-1]))
        outcome = self.execute([*opt, "--split-input-file", "batch.mlir"])
        self.counts["texts"] += len(texts)
        refused = set()
        for line in map(int, re.findall(r"batch\.mlir:(\d+):\d+: error", outcome.err)):
            refused.add(sum(start <= line for start in first) - 1)
        if judge.problem(outcome, opt) not in (None, "half-an-output"):
            for number, text in enumerate(texts):
                self.put(f"{number}.mlir", text)
                self.show([*opt, f"{number}.mlir"], [f"{number}.mlir"], passes=passes)
        plausible = [number for number in range(len(texts)) if number not in refused]
        self.counts["texts that pass"] += len(plausible)
        chosen = random.sample(plausible, min(CHECKED_OF_A_BATCH, len(plausible)))
        chosen += random.sample(sorted(refused), min(1, len(refused)))
        for number in chosen:
            name = f"{number}.mlir"
            self.put(name, texts[number])
            mode = random.choices([["--check"], ["--check", "--checked"], ["--interpret"]], [8, 2, 1])[0]
            # The boxes of kernels that are written by hand are taken as they are, but in checked mode.
            if "stencil.kernel" in texts[number]:
                mode = ["--check", "--checked"]
            entries = re.findall(r"(?m)^(?:program|stencil)\.func @([\w$.-]+)\(", texts[number])
            entry = ["--entry", random.choice(entries)] if entries else []
            command = [self.tool("fvopt"), "run", name, "--domain", random.choice(arguments.DOMAINS), *entry, *mode]
            self.show(command, [name])
        if random.random() < 0.2:
            number = random.randrange(len(texts))
            self.put("graph.mlir", texts[number])
            self.show([self.tool("fvopt"), "graph", "graph.mlir", "--kind", random.choice(["calls", "dependences"])], ["graph.mlir"])

    def bytecode(self) -> None:
        """Bytecode of a program with bytes changed."""
        program = self.random.choice(programs())
        self.put("p.mlir", program.text)
        done = subprocess.run([self.tool("fvopt-opt"), "--emit-bytecode", "p.mlir", "-o", "p.mlirbc"], cwd=self.folder, capture_output=True)
        if done.returncode != 0:
            return
        data = (self.folder / "p.mlirbc").read_bytes()
        for _ in range(6):
            self.put("m.mlirbc", mutate.bytes_mutated(self.random, data))
            self.counts["bytecode"] += 1
            if self.random.random() < 0.5:
                self.show([self.tool("fvopt-opt"), "--mlir-disable-threading", "m.mlirbc"], ["m.mlirbc"])
            else:
                self.show([self.tool("fvopt"), "graph", "m.mlirbc"], ["m.mlirbc"])

    def arguments(self) -> None:
        """Command lines, with arrays."""
        random = self.random
        program = random.choice([program for program in programs() if re.search(r"^(program|stencil)\.func", program.text, re.MULTILINE)])
        self.put("p.mlir", program.text)
        names = re.findall(r"%(\w+): [!f\w]", program.text.split("{\n")[0])[:6] or ["a"]
        for _ in range(4):
            self.put("a.npy", arguments.array(random))
            self.put("b.npy", arguments.array(random))
            files = ["p.mlir", "a.npy", "b.npy"]
            self.counts["command lines"] += 1
            kind = random.random()
            if kind < 0.6:
                self.show([self.tool("fvopt"), "run", "p.mlir", *arguments.options(random, names)], files)
            elif kind < 0.7:
                given = arguments.options(random, names)
                self.show([self.tool("fvopt"), "measure", "p.mlir", *given], files, arguments.measured(random))
            elif kind < 0.75:
                given = random.sample(["--kind", "calls", "dependences", "colours", "--entry", "x", "-", "."], 2)
                self.show([self.tool("fvopt"), "graph", "p.mlir", *given], files)
            else:
                passes = [f"--pass-pipeline={arguments.pipeline(random)}"]
                self.show([self.tool("fvopt-opt"), "--mlir-disable-threading", *passes, "p.mlir"], files, passes=passes)


def smaller(finding: Finding, folder: pathlib.Path) -> None:
    """Leaves lines of the program out while the finding stays; writes the program."""
    name = next((name for name in finding.files if name.endswith(".mlir")), None)
    if name is None:
        return
    try:
        text = finding.files[name].decode()
    except UnicodeDecodeError:
        return

    def shows(candidate: str) -> bool:
        (folder / name).write_text(candidate)
        outcome = judge.run(finding.command, folder, finding.stdin)
        kind = judge.problem(outcome, finding.command)
        return kind is not None and judge.signature(kind, outcome, finding.command) == finding.signature

    tries = 20 if "hang" in finding.signature else 150
    text = minimize.lines(text, shows, tries) if shows(text) else text
    (folder / name).write_text(text)


def save(finding: Finding, folder: pathlib.Path) -> None:
    """Writes a finding with all that it takes to see it again."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in finding.files.items():
        (folder / name).write_bytes(data)
    (folder / "stdin").write_bytes(finding.stdin)
    (folder / "said.txt").write_text(f"status {finding.outcome.status}\n{finding.outcome.err}\n{finding.outcome.out}")
    script = f"#!/bin/sh\n# round {finding.round}: {finding.signature}\ncd \"$(dirname \"$0\")\"\n{shlex.join(finding.command)} <stdin\n"
    (folder / "show.sh").write_text(script.replace("\0", ""))
    smaller(finding, folder)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--what", type=lambda text: text.split(","), default=list(WHAT), help="text,bytecode,arguments")
    parser.add_argument("--round", type=int, help="only this round")
    parser.add_argument("--first", type=int, default=0, help="the round to start with")
    parser.add_argument("--jobs", type=int, default=1, help="how many rounds run side by side")
    parser.add_argument("--bin", default=str(ROOT / "target/debug"), help="where fvopt and fvopt-opt are")
    parser.add_argument("--out", help="where findings go; target/fuzz/SEED by default")
    options = parser.parse_args()
    unknown = [name for name in options.what if name not in WHAT]
    if unknown:
        parser.error(f"--what knows {', '.join(WHAT)}, not {', '.join(unknown)}")
    options.out = str(pathlib.Path(options.out or ROOT / "target/fuzz" / str(options.seed)).resolve())
    options.bin = str(pathlib.Path(options.bin).resolve())
    return options


def one(number: int, options: argparse.Namespace) -> Round:
    return Round(number, options).fuzz()


def main() -> int:
    options = parsed()
    out = pathlib.Path(options.out)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    end = time.monotonic() + 60 * options.minutes
    counts: collections.Counter = collections.Counter()
    seen: collections.Counter = collections.Counter()
    kinds: dict[str, str] = {}
    numbers = [options.round] if options.round is not None else None
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        running, following = set(), options.round if numbers else options.first
        last = following + 1 if numbers else None
        while True:
            while len(running) < options.jobs and following != last and time.monotonic() < end:
                running.add(pool.submit(one, following, options))
                following += 1
            if not running:
                break
            done, running = concurrent.futures.wait(running, return_when="FIRST_COMPLETED")
            for future in done:
                finished = future.result()
                counts += finished.counts
                for finding in finished.found:
                    seen[finding.signature] += 1
                    kinds.setdefault(finding.signature, finding.kind)
                    if seen[finding.signature] <= KEPT_OF_A_KIND:
                        name = f"{finding.kind}-{finding.round}-{seen[finding.signature]}-{len(seen)}"
                        print(f"round {finding.round}: {finding.kind}: {finding.signature}\n  {out / name}", flush=True)
                        save(finding, out / name)
    print(f"seed {options.seed}, rounds {options.first} to {following - 1}: " + ", ".join(f"{counts[key]} {key}" for key in sorted(counts)))
    for text, number in seen.most_common():
        print(f"{number:6} {kinds[text]:10} {text}")
    return int(any(kind not in ("stock", "memory") for kind in kinds.values()))


if __name__ == "__main__":
    sys.exit(main())
