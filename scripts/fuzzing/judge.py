"""Running a command within limits, and saying what is wrong with how it ended."""

import dataclasses
import functools
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess

# Address space: LLVM and the threads' stacks reserve a part of it without using it.
ADDRESS_SPACE = 8 << 30
LARGEST_FILE = 64 << 20
# Of processor time, so that a busy machine makes no hangs; and of time, for what waits for ever.
PROCESSOR_SECONDS = 20
SECONDS = 240
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "/"), "OMP_NUM_THREADS": "2", "FVOPT_CACHE": "off"}


@dataclasses.dataclass
class Outcome:
    """How a command ended; a status of None means that it did not end."""

    status: int | None
    out: str
    err: str

    def died(self) -> bool:
        """Whether a signal ended it, other than the one of the limit of time."""
        return self.status is not None and self.status < 0 and -self.status != signal.SIGXCPU


def limit(seconds: int) -> None:
    """The limits of a child, set before it starts."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command: list[str], folder: pathlib.Path, stdin: bytes = b"", seconds: int = PROCESSOR_SECONDS, **environment: str) -> Outcome:
    """Runs a command in a folder."""
    process = subprocess.Popen(
        command, cwd=folder, env=ENVIRONMENT | environment, preexec_fn=functools.partial(limit, seconds), start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        out, err = process.communicate(stdin, timeout=SECONDS)
        status = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        status = None
    return Outcome(status, out.decode(errors="replace"), err.decode(errors="replace"))


def problem(outcome: Outcome, command: list[str]) -> str | None:
    """What is wrong with the end of a command, in a word; none where it ended as it should."""
    said = outcome.err
    if outcome.status is None or -outcome.status in (signal.SIGXCPU, signal.SIGKILL):
        return "hang"
    if "panicked at" in said or outcome.status == 101:
        return "panic"
    if re.search("memory allocation of .* failed|bad_alloc|out of memory", said, re.IGNORECASE) and outcome.died():
        return "memory"
    if outcome.status < 0 or "LLVM ERROR" in said or "PLEASE submit a bug report" in said:
        return "abort"
    if re.search(r"internal error|\bbug\b", said, re.IGNORECASE):
        return "internal"
    if outcome.status == 1 and "--check" in command and "run" in command:
        return "difference"
    if outcome.status != 0 and not said.strip():
        return "silent"
    if outcome.status == 0 and re.search(r"(?m)^(\S+: )?error:", said):
        return "error-with-status-0"
    if re.search(r"(?m)error:\s*$", said) and "--debug" not in said:
        return "empty-message"
    if outcome.status != 0 and outcome.out and ("graph" in command or "fvopt-opt" in command[0]):
        return "half-an-output"
    return None


def signature(kind: str, outcome: Outcome, command: list[str]) -> str:
    """What findings of one cause have in common, as far as can be told."""
    said = outcome.err + outcome.out
    tool = pathlib.Path(command[0]).name + " " + (command[1] if len(command) > 1 and not command[1].startswith("-") else "")
    found = re.search(r"panicked at (\S+)", said)
    if found is None and kind == "abort":
        frames = re.findall(r"^ *#\d+ 0x\w+ (.+?) [(/]", said, re.MULTILINE)
        frames = [frame for frame in frames if "PrintStackTrace" not in frame and "SignalHandler" not in frame]
        found_text = " < ".join(frame[:60] for frame in frames[:4]) or f"signal {-(outcome.status or 0)}"
    elif found is None:
        line = next((line for line in said.splitlines() if "error" in line or "differ" in line), "")
        found_text = re.sub(r"\d+|%\S+|@\S+|'[^']*'|`[^`]*`", "_", line.split("error:")[-1])[:100]
    else:
        found_text = found.group(1)
    if kind == "hang":
        found_text = next((word for word in command if word.startswith("--") and "domain" not in word), "")
    return f"{kind}: {tool}: {found_text}"


STOCK = "/usr/lib/llvm-22/bin/mlir-opt"
# Heap that is corrupted shows sooner when the allocator looks, or when memory is not zero.
LOOKING = [{}, {"MALLOC_PERTURB_": "165"}, {"MALLOC_CHECK_": "3", "LD_PRELOAD": "libc_malloc_debug.so.0"}]


# What upstream parses of a program of ours: dictionaries, attributes, types, locations and single operations.
FRAGMENTS = [
    (r"\{[^{}\n]*=[^{}\n]*\}", '"a.b"() %s : () -> ()'),
    (r"(?<![\w.!#])[a-z_]+<[^<>\n]*(?:<[^<>\n]*>[^<>\n]*)*>(?: : [^,}\n]*)?", '"a.b"() {a = %s} : () -> ()'),
    (r"loc\(.*\)", '"a.b"() : () -> () %s'),
    (r"(?:%[\w:, #]+ = )?(?:arith|math|scf|func|memref|vector|llvm|cf)\.[^{}\n]*", "%s"),
]


def fragments(text: str) -> str:
    """The parts of a program that are upstream's, as a file of many modules."""
    parts = [form % found for pattern, form in FRAGMENTS for found in re.findall(pattern, text)]
    return "\n// -----\n".join(dict.fromkeys(parts))


def stock_dies(path: pathlib.Path, folder: pathlib.Path, passes: list[str]) -> bool:
    """Whether upstream's own mlir-opt dies of this file, or of a part of it that is upstream's, as well."""
    if not os.path.exists(STOCK):
        return False
    command = [STOCK, "--allow-unregistered-dialect", str(path), "-o", os.devnull]
    commands = [command, command + passes] if passes else [command]
    data = path.read_bytes()
    if not data.startswith(b"ML\xefR"):
        parts = path.with_suffix(".parts")
        parts.write_text(fragments(data.decode(errors="replace")))
        commands.append([STOCK, "--allow-unregistered-dialect", "--split-input-file", str(parts), "-o", os.devnull])
    for environment in LOOKING:
        for given in commands:
            outcome = run(given, folder, **environment)
            if outcome.died() or "PLEASE submit a bug report" in outcome.err or problem(outcome, given) == "hang":
                return True
    # What corrupts memory may go on for long: the last word is valgrind's, where it is installed.
    valgrind = shutil.which("valgrind")
    if valgrind is None or not data.startswith(b"ML\xefR"):
        return False
    outcome = run([valgrind, "--error-limit=no", *command], folder, seconds=10 * PROCESSOR_SECONDS)
    return "Invalid write" in outcome.err or "Invalid read" in outcome.err or "uninitialised" in outcome.err
