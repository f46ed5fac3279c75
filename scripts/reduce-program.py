#!/usr/bin/env python3
"""Shrinks a random program that fails: leaves lines and blocks out while the outcome stays.

    scripts/reduce-program.py SEED [OUTCOME-PREFIX]

The outcome is `Failed("compiled"` and the like, or `CRASH`. Build first:
    cargo test -p fvopt-testing --no-run
"""
import glob, os, re, subprocess, sys, tempfile, time

seed = sys.argv[1]
binaries = [p for p in glob.glob("target/debug/deps/property-*") if not p.endswith(".d")]
binary = max(binaries, key=os.path.getmtime)
calls = 0


def run(text):
    global calls
    calls += 1
    env = dict(os.environ, FVOPT_PROPERTY_SEED=seed)
    if text is not None:
        with open(path, "w") as file:
            file.write(text)
        env["FVOPT_PROPERTY_FILE"] = path
    try:
        done = subprocess.run([binary, "--ignored", "--exact", "one", "--nocapture"], env=env,
                              capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "TIMEOUT", ""
    found = re.search(r"^OUTCOME (.*)", done.stdout, re.M)
    return (found.group(1) if found else "CRASH"), done.stdout


path = tempfile.mktemp(suffix=".mlir")
outcome, out = run(None)
if out:
    text = out[out.index("stencil.func") if "stencil.func" in out else out.index("program.func"):out.index("DOMAIN")]
wanted = sys.argv[2] if len(sys.argv) > 2 else outcome.split(",")[0]
print("outcome", outcome[:300], "- keeping", wanted, file=sys.stderr)
lines = [line for line in text.split("\n") if line.strip()]


def block(start):
    """The lines of the operation that starts here, with its regions."""
    depth, end = 0, start
    while True:
        line = re.sub(r"[<(][^{}]*[>)]", "", lines[end])
        depth += line.count("{") - line.count("}")
        end += 1
        if depth <= 0 or end >= len(lines):
            return end


def try_lines(new):
    result, _ = run("\n".join(new) + "\n")
    return result.startswith(wanted)


changed = True
limit = time.time() + float(os.environ.get("REDUCE_SECONDS", "120"))
while changed and time.time() < limit:
    changed = False
    # Blocks from the end, then single lines; a use of an accessed value becomes another value.
    at = len(lines) - 1
    while at >= 0 and time.time() < limit:
        end = block(at)
        if "}" not in lines[at].strip()[:1]:
            new = lines[:at] + lines[end:]
            if try_lines(new):
                lines, changed = new, True
            elif "%" in lines[at] and " = " in lines[at] and end == at + 1 and ": f64" in lines[at]:
                name = lines[at].split("=")[0].strip()
                for operand in re.findall(r"%v\d+", lines[at].split("=", 1)[1])[:2]:
                    new = [re.sub(re.escape(name) + r"\b", operand, line) for line in lines[:at] + lines[end:]]
                    if try_lines(new):
                        lines, changed = new, True
                        break
        at -= 1
print("\n".join(lines))
final, out = run("\n".join(lines) + "\n")
print("//", out[out.index("DOMAIN"):].split("\n")[0] if "DOMAIN" in out else "")
print("//", final[:700])
