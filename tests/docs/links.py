#!/usr/bin/env python3
"""Whether every relative link of the papers leads to a file, and every #part of one to a heading."""
import pathlib
import re
import subprocess
import sys
import urllib.parse

root = pathlib.Path(__file__).resolve().parents[2]


def prose(path):
    """The text without fences, which hold examples."""
    return re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)


def anchors(path):
    """The headings as a forge makes addresses of them."""
    found = {}
    names = set()
    for heading in re.findall(r"^#+ +(.+?) *$", prose(path), flags=re.M):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        count = found.get(name, 0)
        found[name] = count + 1
        names.add(name if count == 0 else f"{name}-{count}")
    return names


def main():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
                            cwd=root, check=True, capture_output=True, text=True).stdout.split("\n")
    count, wrong = 0, []
    for name in filter(None, listed):
        path = root / name
        if name.startswith("tests/") or not path.exists():
            continue
        text = re.sub(r"`[^`\n]*`", "", prose(path))
        links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
        for link in links:
            if re.match(r"[a-z]+:", link):
                continue
            count += 1
            target, _, part = urllib.parse.unquote(link).partition("#")
            file = (path.parent / target) if target else path
            if not file.exists():
                wrong.append(f"{name}: there is no {link}")
            elif part and part not in anchors(file):
                wrong.append(f"{name}: {target or name} has no heading for #{part}")
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{count} links")
    return 1 if wrong or count == 0 else 0


sys.exit(main())
