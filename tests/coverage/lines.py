#!/usr/bin/env python3
"""Says which part of the lines of core and cli a build with --coverage has come by, file by file in BUILD/lines.txt.

    lines.py BUILD"""
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[2]


def told(data):
    """What gcov says of one object, each of its sources by its path below the project."""
    answer = subprocess.run(["gcov", "--json-format", "--stdout", str(data)], cwd=data.parent, capture_output=True)
    for line in answer.stdout.splitlines():
        one = json.loads(line)
        for file in one["files"]:
            path = os.path.relpath(os.path.join(one["current_working_directory"], file["file"]), root)
            if path.startswith(("core/", "cli/")):
                yield path, [(entry["line_number"], entry["count"] > 0) for entry in file["lines"]]


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    # A line of a header stands in many objects: once is enough.
    lines = collections.defaultdict(dict)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for some in pool.map(lambda data: list(told(data)), sorted(build.rglob("*.gcda"))):
            for path, entries in some:
                for number, run in entries:
                    lines[path][number] = lines[path].get(number, False) or run
    report = build / "lines.txt"
    shares = sorted((sum(one.values()) / len(one), path, sum(one.values()), len(one)) for path, one in lines.items() if one)
    report.write_text("".join(f"{share:6.1%}  {run:5} of {all:5}  {path}\n" for share, path, run, all in shares))
    run, all = sum(one[2] for one in shares), sum(one[3] for one in shares)
    if all == 0:
        sys.exit("no line was counted")
    print(f"{run / all:.1%} of the lines of core and cli ({run:,} of {all:,}); file by file in {os.path.relpath(report, root)}")


main()
