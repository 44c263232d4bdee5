#!/usr/bin/env python3
"""Types into a real shell on a real terminal, and sees what its completion makes of it.

driven.py SHELL CRM: what stands on the line after Tab is handed, word by word, to a program that
writes it down, so what is compared is what a command would have got, not what was on the screen.
"""
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NOW = "2026-11-21T10:15:00+05:30"
HARD = "Zed & Sons; $HOME \"Ltd\" (UK) 'x' *?[a]{b,c} ~t #1 | <o> \\n `id` ^=%"
PATIENCE = 60

CASES = [
    # What is typed, and the words that the command gets. \t is Tab.
    ("crm sho\t", ["show"]),
    ("crm show anit\t", ["show", "anita-sharma-4x8k"]),
    ("crm show gowd\t", ["show", "ramesh-gowda-7d2m"]),
    ("crm show ರ\t", ["show", "ರಮೇಶ್ ಗೌಡ"]),
    ("crm show 陳\t", ["show", "陳美玲"]),
    ("crm show अनि\t", ["show", "अनिता शर्मा"]),
    ("crm show Zed\t", ["show", HARD]),
    ("crm show 'Hotel M\t", ["show", "Hotel Malabar Grand"]),
    ("crm show \"Hotel M\t", ["show", "Hotel Malabar Grand"]),
    ("crm show Hotel\\ M\t", ["show", "Hotel Malabar Grand"]),
    ("crm list status:pro\t", ["list", "status:prospect"]),
    ("crm list deals stage:lead,nego\t", ["list", "deals", "stage:lead,negotiation"]),
    ("crm list @ho\t", ["list", "@hot"]),
    ("crm list +abr\t", ["list", "+abroad"]),
    ("crm list -abr\t", ["list", "-abroad"]),
    ("crm list -- +abr\t", ["list", "--", "+abroad"]),
    ("crm set anita owner=arj\t", ["set", "anita", "owner=arjun"]),
    ("crm lose t57yhm --reason went\t", ["lose", "t57yhm", "--reason", "went elsewhere"]),
    ("crm win t57\t", ["win", "t57yhm"]),
    ("crm move t57yhm neg\t", ["move", "t57yhm", "negotiation"]),
    ("crm done c4w\t", ["done", "c4wakz"]),
    ("crm log ramesh-gowda-7d2m cal\t", ["log", "ramesh-gowda-7d2m", "call"]),
    ("crm remind anita tomo\t", ["remind", "anita", "tomorrow"]),
    ("crm report fore\t", ["report", "forecast"]),
    ("crm export led\t", ["export", "ledger"]),
    ("crm list --color=alw\t", ["list", "--color=always"]),
    ("crm --book . list --sor\t", ["--book", ".", "list", "--sort"]),
    ("crm init custo\t", ["init", "customers"]),
    ("crm help filt\t", ["help", "filters"]),
]
# What goes on has no space behind it.
GOING_ON = ("crm list owne\tme", ["list", "owner:me"])


def settings(shell, home, program):
    """The file that the shell reads first, and its words."""
    say = f"export PATH={os.path.dirname(program)}:$PATH\n"
    if shell == "bash":
        path = f"{home}/rc"
        text = say + f"source {ROOT}/completions/crm.bash\nPS1='ready> '\nbind 'set bell-style none'\n" \
            "bind 'set enable-bracketed-paste off'\n"
        words = ["bash", "--noprofile", "--rcfile", path, "-i"]
    elif shell == "zsh":
        path = f"{home}/.zshrc"
        text = say + f"fpath=({ROOT}/completions $fpath)\nautoload -Uz compinit; compinit -u -d {home}/dump\n" \
            "PS1='ready> '\nunsetopt zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste\n" \
            "bindkey -e\nunsetopt prompt_sp beep\n"
        words = ["zsh", "-i"]
    else:
        os.makedirs(f"{home}/.config/fish", exist_ok=True)
        path = f"{home}/.config/fish/config.fish"
        text = f"set -gx PATH {os.path.dirname(program)} $PATH\nset -g fish_greeting\n" \
            f"function fish_prompt; echo -n 'ready> '; end\nset -g fish_autosuggestion_enabled 0\n" \
            f"source {ROOT}/completions/crm.fish\n"
        words = ["fish", "-i"]
    with open(path, "w") as file:
        file.write(text)
    return words


class Terminal:
    def __init__(self, words, folder, environment):
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(words[0], words, environment)
        self.seen = b""
        self.wait_for(b"ready> ")

    def wait_for(self, text):
        end = time.monotonic() + PATIENCE
        while text not in self.seen:
            if not select.select([self.screen], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError(self.seen.decode(errors="replace"))
            self.seen += os.read(self.screen, 65536)

    def type(self, text):
        self.seen = b""
        os.write(self.screen, text.encode())

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.screen)


def main():
    shell, crm = sys.argv[1], os.path.abspath(sys.argv[2])
    if shutil.which(shell) is None:
        print(f"there is no {shell} here")
        return 0
    with tempfile.TemporaryDirectory(prefix="crm-shell-") as home:
        book, bin_folder, got = f"{home}/book", f"{home}/bin", f"{home}/got"
        os.makedirs(bin_folder)
        os.symlink(crm, f"{bin_folder}/crm")
        with open(f"{bin_folder}/args", "w") as file:
            file.write(f"#!/bin/sh\nprintf '%s\\0' \"$@\" > {got}.new && mv {got}.new {got} && echo done:\n")
        os.chmod(f"{bin_folder}/args", 0o755)
        environment = {"HOME": home, "ZDOTDIR": home, "PATH": os.environ["PATH"], "TERM": "xterm",
                       "LC_ALL": "C.UTF-8", "CRM_NOW": NOW, "CRM_ME": "arjun", "COLUMNS": "80",
                       "TMPDIR": home}
        subprocess.run([crm, "init", "--example", book], env=environment, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        subprocess.run([crm, "--book", book, "add", HARD], env=environment, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        terminal = Terminal(settings(shell, home, f"{bin_folder}/crm"), book, environment)
        failed = 0
        for typed, wanted in CASES + [GOING_ON]:
            if os.path.exists(got):
                os.remove(got)
            # Ctrl-A: the line becomes one of `args`.
            terminal.type(typed + "\x01args \r")
            try:
                terminal.wait_for(b"done:")
                terminal.wait_for(b"ready> ")
            except TimeoutError as silence:
                print(f"{shell}: {typed!r}: nothing came of it: {silence}")
                return 1
            with open(got, "rb") as file:
                words = [word.rstrip("/") for word in file.read().decode().split("\0")[1:-1]]
            if words != wanted:
                print(f"{shell}: {typed!r}: wanted {wanted}, got {words}")
                failed += 1
        terminal.close()
        print(f"{shell}: {len(CASES) + 1 - failed} of {len(CASES) + 1}")
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
