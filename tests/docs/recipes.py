#!/usr/bin/env python3
"""Runs what the pages of `crm help` show behind `$ `, in a shell, in a copy of the example book.

recipes.py CRM: the pages are read from `crm help --json`. A line whose programs are not all here is named and left out.
"""
import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

NOW = "2026-11-21T10:15:00+05:30"
OTHERS = {"jq", "khal", "hledger", "fzf", "git", "msmtp", "mutt"}


def main():
    crm = os.path.abspath(sys.argv[1])
    pages = json.loads(subprocess.run([crm, "help", "--json"], check=True, capture_output=True, text=True).stdout)
    ran = failed = 0
    with tempfile.TemporaryDirectory(prefix="crm-recipes-") as home:
        os.makedirs(f"{home}/bin")
        os.symlink(crm, f"{home}/bin/crm")
        os.makedirs(f"{home}/.config/khal")
        with open(f"{home}/.config/khal/config", "w") as file:
            file.write(f"[calendars]\n[[own]]\npath = {home}/calendar\ntype = calendar\n[locale]\n"
                       "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
                       "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n")
        os.makedirs(f"{home}/calendar")
        with open(f"{home}/gitconfig", "w") as file:
            file.write("[user]\nname = Arjun Nair\nemail = arjun@kaveri-prints.example\n[init]\ndefaultBranch = main\n")
        environment = {"HOME": home, "PATH": f"{home}/bin:" + os.environ["PATH"], "LC_ALL": "C.UTF-8", "CRM_NOW": NOW,
                       "CRM_ME": "arjun", "GIT_CONFIG_GLOBAL": f"{home}/gitconfig", "GIT_CONFIG_NOSYSTEM": "1",
                       "TMPDIR": home}
        for topic in pages["topics"]:
            book = f"{home}/{topic['name']}"
            subprocess.run([crm, "init", "--example", book], env=environment, check=True, capture_output=True)
            for section in topic["sections"]:
                for passage in section["passages"]:
                    shown = passage.get("shown", "")
                    if shown.startswith("["):
                        # A unit of systemd: sections of keys and values.
                        unit = configparser.RawConfigParser(strict=False, delimiters=("=",))
                        unit.optionxform = str
                        unit.read_string(shown)
                        continue
                    for line in shown.splitlines():
                        if not line.startswith("$ "):
                            continue
                        line = line[2:].replace("/tmp/hub.git", f"{home}/hub.git")
                        missing = [word for word in re.findall(r"(?:^|[|;&(] *)([a-z]+)", line)
                                   if word in OTHERS and shutil.which(word) is None]
                        if missing:
                            print(f"{topic['name']}: not run, there is no {missing[0]}: {line}")
                            continue
                        done = subprocess.run(["bash", "-o", "pipefail", "-c", line], cwd=book, env=environment,
                                              capture_output=True, text=True, stdin=subprocess.DEVNULL)
                        ran += 1
                        if done.returncode != 0:
                            print(f"{topic['name']}: {line}\nleft with {done.returncode}: {done.stdout}{done.stderr}")
                            failed += 1
        # The examples of the pages stand for commands that exist.
        names = {command["name"] for command in pages["commands"]}
        for command in pages["commands"]:
            for example in command["examples"]:
                if example["line"].split()[1] not in names:
                    print(f"no such command: {example['line']}")
                    failed += 1
    print(f"{ran} lines run, {failed} failed")
    return 1 if failed or ran < 10 else 0


if __name__ == "__main__":
    sys.exit(main())
