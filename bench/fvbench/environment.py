"""The Python environment of the peers, made in target/bench/venv. Standard library only."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

# Without these nothing can be measured; every other package only costs its side.
NEEDED = ("numpy",)


def enter(folder, requirements, script):
    """Makes the environment where it is not there yet, and goes on in it: does not return
    when the process is outside."""
    home = Path(folder) / "venv"
    if Path(sys.prefix).resolve() == home.resolve():
        return
    python = home / "bin" / "python"
    stamp = home / "requirements.stamp"
    wanted = hashlib.sha256(Path(requirements).read_bytes()).hexdigest()
    if not python.exists() or not stamp.exists() or stamp.read_text() != wanted:
        _make(home, python, Path(requirements))
        stamp.write_text(wanted)
    os.execv(python, [str(python), str(script), *sys.argv[1:]])


def _make(home, python, requirements):
    print(f"bench: making the Python environment {home}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*install, "-r", str(requirements)]).returncode == 0:
        return
    # One that cannot be installed must not take the others with it.
    lines = (line.split("#")[0].strip() for line in requirements.read_text().splitlines())
    for package in filter(None, lines):
        if subprocess.run([*install, package]).returncode != 0:
            print(f"bench: {package} cannot be installed; its side will be reported as missing", flush=True)
            if package.startswith(NEEDED):
                raise SystemExit(f"bench: error: nothing can be measured without {package}")
