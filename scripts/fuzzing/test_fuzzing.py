"""The fuzzer's own arithmetic: python3 -m unittest discover -s scripts -t scripts"""

import pathlib
import subprocess
import sys
import unittest
from random import Random

from fuzzing import arguments, corpus, judge, minimize, mutate

ROOT = pathlib.Path(__file__).resolve().parents[2]


def made(seed: int) -> str:
    """Much of what a seed makes, as one text."""
    random = Random(seed)
    programs = [program.text for program in corpus.programs(ROOT)]
    texts = [mutate.mutated(random, random.choice(programs), programs[:4]) for _ in range(100)]
    lines = [" ".join(arguments.options(random, ["a", "b"])) + arguments.pipeline(random) for _ in range(50)]
    arrays = [arguments.array(random).hex() for _ in range(50)]
    return "\n".join(texts + lines + arrays)


class Fuzzing(unittest.TestCase):
    def test_a_seed_makes_the_same_in_every_process(self):
        script = "import sys; sys.path.insert(0, 'scripts'); from fuzzing.test_fuzzing import made; print(ascii(made(3)))"
        again = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        self.assertEqual(again.stdout.strip(), ascii(made(3)))
        self.assertNotEqual(made(3), made(4))

    def test_every_mutation_changes_something(self):
        text = (ROOT / "examples/everything.mlir").read_text()
        for _, mutation in mutate.MUTATIONS:
            with self.subTest(mutation.__name__):
                self.assertTrue(any(mutation(Random(seed), text) != text for seed in range(20)))

    def test_functions_and_aliases_are_told_apart(self):
        text = "!a = f64\n\nfunc.func @f() {\n  return\n}\nfunc.func private @g()\n"
        self.assertEqual(corpus.declarations(text), ["!a = f64"])
        self.assertEqual(corpus.functions(text), ["func.func @f() {\n  return\n}\n", "func.func private @g()\n"])

    def test_lines_are_left_out_down_to_what_shows_it(self):
        text = "\n".join(map(str, range(50)))
        self.assertEqual(minimize.lines(text, lambda rows: "7" in rows.split("\n") and "31" in rows.split("\n")), "7\n31")

    def test_how_a_command_ends_is_judged(self):
        run, opt = ["fvopt", "run", "p.mlir"], ["fvopt-opt", "p.mlir"]
        for kind, command, status, out, err in [
            (None, run, 0, "compiled", ""),
            (None, run, 2, "", "p.mlir:1:1: error: wrong"),
            ("panic", run, 101, "", "thread 'main' panicked at a.rs:1:2:"),
            ("panic", opt, 1, "", "panicked at a.rs:1:2:\n error: internal error"),
            ("abort", run, -11, "", ""),
            ("abort", opt, 1, "", "LLVM ERROR: x"),
            ("memory", run, -6, "", "memory allocation of 9 bytes failed"),
            ("hang", run, -24, "", ""),
            ("hang", run, None, "", ""),
            ("internal", run, 2, "", "error: internal error; this is a bug"),
            ("difference", [*run, "--check"], 1, "x", ""),
            ("silent", run, 2, "", "\n"),
            ("empty-message", run, 2, "", "error: \n"),
            ("error-with-status-0", opt, 0, "", "p.mlir:1:1: error: x"),
            ("half-an-output", opt, 1, "module", "p.mlir:1:1: error: x"),
        ]:
            with self.subTest(kind=kind, err=err):
                self.assertEqual(judge.problem(judge.Outcome(status, out, err), command), kind)


if __name__ == "__main__":
    unittest.main()
