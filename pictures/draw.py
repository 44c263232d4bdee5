#!/usr/bin/env python3
"""Draws the pictures of README.md from the example book: a terminal as an SVG, from what crm prints at one, and a report as a
page by Chromium, where that is installed.

    draw.py CRM FOLDER
"""
import html
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import unicodedata

COLUMNS = 84
NOW, ME = "2026-11-21T10:15:00+05:30", "meera"
COMMANDS = [["remind"], ["show", "anita"],
            ["log", "anita", "call", "Wants a third stole", "--remind", "2d", "send her pictures"]]
CELL, LINE, EDGE, BAR = 8.4, 19, 16, 30
CLASSES = {"1": "bold", "2": "dim", "31": "red", "32": "green", "33": "yellow"}
STYLE = """text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #d8dee9; white-space: pre }
.bold { font-weight: bold; fill: #ffffff } .dim { fill: #7f8a9e } .red { fill: #ff7b72 }
.green { fill: #7ee787 } .yellow { fill: #e3b341 } .prompt { fill: #79c0ff }"""


def at_terminal(words, variables):
    """What a program prints at a terminal of that width."""
    pid, end = pty.fork()
    if pid == 0:
        os.execve(words[0], words, variables)
    printed = b""
    while select.select([end], [], [], 60)[0]:
        try:
            some = os.read(end, 65536)
        except OSError:
            break
        if not some:
            break
        printed += some
    os.close(end)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code != 0:
        sys.exit(f"{' '.join(words)} ended with {code}")
    return printed.decode().replace("\r\n", "\n")


def cells(text):
    """As the program counts them: its own columns follow after what is not ASCII."""
    count = 0
    for c in text:
        if unicodedata.category(c) in ("Mn", "Me", "Cf"):
            continue
        count += 2 if unicodedata.east_asian_width(c) in "WF" else 1
    return count


def runs(line):
    """(column, text, class) of a line with its codes."""
    column, style = 0, ""
    for piece in re.split(r"(\x1b\[[0-9;]*[A-Za-z])", line):
        code = re.fullmatch(r"\x1b\[([0-9;]*)([A-Za-z])", piece)
        if code and code.group(2) == "m":
            style = CLASSES.get(code.group(1), "")
        elif code and code.group(2) == "G":
            column = int(code.group(1) or 1) - 1
        elif not code and piece:
            # Blanks only move on, so that each word begins in its column whatever the letters before it.
            for part in re.split(r"( {2,})", piece):
                if part.strip():
                    yield column, part, style
                column += cells(part)


def drawn(lines):
    width = EDGE * 2 + COLUMNS * CELL
    height = BAR + EDGE * 2 + len(lines) * LINE
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" '
           f'role="img" aria-label="crm at a terminal">', f"<style>{STYLE}</style>",
           f'<rect width="100%" height="100%" rx="10" fill="#1b1f2a"/>']
    for i, colour in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        svg.append(f'<circle cx="{22 + i * 20}" cy="20" r="6" fill="{colour}"/>')
    for number, line in enumerate(lines):
        y = BAR + EDGE + 12 + number * LINE
        for column, text, style in runs(line):
            kind = f' class="{style}"' if style else ""
            if line.startswith("$ crm") and not style:
                kind = ' class="prompt"'
            svg.append(f'<text x="{EDGE + column * CELL:.1f}" y="{y}"{kind}>{html.escape(text)}</text>')
    return "\n".join(svg + ["</svg>"]) + "\n"


def shown(words):
    return "$ crm " + " ".join(f'"{word}"' if " " in word else word for word in words)


def main():
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data-format", "example-book")
    with tempfile.TemporaryDirectory() as home:
        book = os.path.join(home, "book")
        shutil.copytree(source, book)
        variables = {"PATH": os.environ["PATH"], "HOME": home, "TERM": "xterm", "LANG": "C.UTF-8", "CRM_BOOK": book,
                     "CRM_ME": ME, "CRM_NOW": NOW, "COLUMNS": str(COLUMNS)}
        lines = []
        for words in COMMANDS:
            lines += ([""] if lines else []) + [shown(words)]
            lines += at_terminal([program] + words, variables).rstrip("\n").split("\n")
        with open(os.path.join(folder, "terminal.svg"), "w", encoding="utf-8") as file:
            file.write(drawn(lines))
        print(os.path.join(folder, "terminal.svg"))

        browser = shutil.which("chromium")
        if browser is None:
            print("There is no chromium here: the picture of the reports stays as it is.", file=sys.stderr)
            return
        page, picture = os.path.join(home, "report.html"), os.path.abspath(os.path.join(folder, "reports.png"))
        subprocess.run([program, "report", "sources", "--html", page], env=variables, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                        "--window-size=1100,810", f"--user-data-dir={home}/browser", f"--screenshot={picture}",
                        "file://" + page], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        print(os.path.join(folder, "reports.png"))


main()
