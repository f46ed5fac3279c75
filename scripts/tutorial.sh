#!/usr/bin/env bash
# Runs the commands of the pages below and compares what they show of the output.
#
# ```mlir blocks that start with "// file: NAME" become files; ```sh blocks run one after the
# other in a folder of the page's own; a ```text block right after one has lines that the output must
# have, in order ("..." stands for anything). FVOPT_BIN may name the folder of the built tools.
set -euo pipefail
# shellcheck source=scripts/toolchain.sh
source "$(dirname "${BASH_SOURCE[0]}")/toolchain.sh"

if [[ -z "${FVOPT_BIN:-}" ]]; then
  cargo build -q --workspace --bins
  FVOPT_BIN="$TARGET_DIR/debug"
fi
export PATH="$FVOPT_BIN:$PATH"
# The pages show what the compiler makes.
export FVOPT_CACHE=off

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

pages=(README.md docs/src/tutorial.md docs/src/coming-from-xdsl.md)
for page in "${pages[@]}"; do
mkdir "$work/$(basename "$page" .md)"
python3 - "$ROOT/$page" "$work/$(basename "$page" .md)" "$ROOT" <<'PYTHON'
import os, re, subprocess, sys

page, work, root = sys.argv[1:]
name = os.path.relpath(page, root)
with open(page) as file:
    text = file.read()
blocks = [
    (match.group(1), match.group(2), text.count("\n", 0, match.start()) + 1, match)
    for match in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.S | re.M)
]
commands = 0


def stop(line, message):
    sys.exit(f"tutorial: {name}:{line}: {message}")


def compare(expected, output, line):
    rest = output.splitlines()
    for wanted in expected.splitlines():
        pattern = re.compile(".*".join(re.escape(part) for part in wanted.split("...")) + r"\s*$")
        while rest and not pattern.match(rest[0]):
            rest.pop(0)
        if not rest:
            stop(line, f"the output does not have: {wanted}\n--- output\n{output}")
        rest.pop(0)


for number, (kind, body, line, match) in enumerate(blocks):
    named = re.match(r"// file: (\S+)\n", body)
    if kind == "mlir" and named:
        with open(f"{work}/{named.group(1)}", "w") as file:
            file.write(body)
    if kind != "sh":
        continue
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", body],
        cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    if run.returncode != 0:
        stop(line, f"exit status {run.returncode}\n--- output\n{run.stdout}")
    commands += len(body.splitlines())
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following and following[0] == "text" and text[match.end() : following[3].start()].strip() == "":
        compare(following[1], run.stdout, following[2])
if commands == 0:
    stop(1, "no command found")
print(f"tutorial: {commands} commands ran as {name} says")
PYTHON
done
