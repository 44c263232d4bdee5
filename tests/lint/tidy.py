#!/usr/bin/env python3
"""Shows clang-tidy the sources that it has not found clean as they are now, those that were changed last first.

    tidy.py BUILD [SECONDS]

What it found clean is kept in the person's cache, for all clones: for each source a sum over it, the headers of the
project that it comes by, the checks and clang-tidy's version. After SECONDS no further one is begun; the next run goes
on there."""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parents[2]


def lines_of(*words):
    return subprocess.run(words, cwd=root, check=True, capture_output=True, text=True).stdout.splitlines()


def sources():
    """All, those that were changed last first; cli/docs is prose."""
    listed = lines_of("git", "ls-files", "--cached", "--others", "--exclude-standard", "--", "core/*.cpp", "cli/*.cpp")
    known = {name for name in listed if not name.startswith("cli/docs/") and (root / name).exists()}
    newest_first = lines_of("git", "ls-files", "--modified", "--others", "--exclude-standard", "--", "core", "cli")
    newest_first += lines_of("git", "log", "--format=", "--name-only", "--", "core", "cli")
    return [name for name in dict.fromkeys(newest_first + sorted(known)) if name in known]


class Sums:
    def __init__(self, build):
        self.includes = {}
        version = subprocess.run(["clang-tidy", "--version"], check=True, capture_output=True).stdout
        commands = json.loads((build / "compile_commands.json").read_text())
        # Wherever the clone lies.
        self.commands = {
            os.path.relpath(one["file"], root): one["command"].replace(str(root), ".").encode() for one in commands
        }
        self.common = version + (root / ".clang-tidy").read_bytes()

    def headers(self, name):
        """What it includes of the project, and the bytes of it."""
        if name not in self.includes:
            path = root / name
            text = path.read_bytes() if path.exists() else b""
            found = re.findall(rb'^#include "([^"]+)"', text, flags=re.M)
            self.includes[name] = ([one.decode() for one in found], hashlib.sha256(text).digest())
        return self.includes[name]

    def of(self, name):
        seen, waiting = {}, [name]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                more, seen[one] = self.headers(one)
                waiting += more
        whole = self.common + self.commands.get(name, b"") + b"".join(seen[one] for one in sorted(seen))
        return hashlib.sha256(whole).hexdigest()


def kept():
    folder = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "crm-tidy"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "clean"


def main():
    build = root / sys.argv[1]
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else float("inf")
    clean = set(kept().read_text().split()) if kept().exists() else set()
    sums = Sums(build)
    # What only a release has (CRM_LINK_IN) can't be compiled here.
    now = {name: sums.of(name) for name in sources() if name in sums.commands}
    waiting = [name for name in now if now[name] not in clean]
    end = time.monotonic() + seconds
    wrong, left = [], []

    def look(name):
        if time.monotonic() > end:
            left.append(name)
            return
        answer = subprocess.run(["clang-tidy", "-p", str(build), "--quiet", name], cwd=root, capture_output=True, text=True)
        if answer.returncode == 0:
            with kept().open("a") as known:
                known.write(now[name] + "\n")
            return
        wrong.append(name)
        print(answer.stdout or answer.stderr, end="", flush=True)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        try:
            list(pool.map(look, waiting))
        except KeyboardInterrupt:
            end = 0
    seen = len(waiting) - len(left)
    told = f"{len(now)} sources: {len(now) - len(waiting)} seen before, {seen} now"
    print(told + (f", {len(left)} when there is more time (./dev lint --all)" if left else ""))
    return 1 if wrong or not now else 0


sys.exit(main())
