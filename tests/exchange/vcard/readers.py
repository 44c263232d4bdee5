#!/usr/bin/env python3
"""The cards that we write, as programs from outside read them: readers.py CRM_TESTS

The tests write cards of random customers, one file a card, and beside each what it must say. python3-vobject has to read
every one of version 3.0 as exactly that; khard, where it is installed, has to list them all, of both versions.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import vobject


def said_by(card):
    """The same lines as beside the card, by vobject."""
    said = [("FN", card.fn.value)]
    said += [("EMAIL", each.value) for each in card.contents.get("email", [])]
    said += [("TEL", each.value) for each in card.contents.get("tel", [])]
    said += [("NOTE", each.value) for each in card.contents.get("note", [])]
    for each in card.contents.get("categories", []):
        said += [("CATEGORIES", word) for word in each.value]
    for each in card.contents.get("org", []):
        said.append(("ORG", each.value[0]))
    return sorted(f"{name}\t{value}".replace("\n", "\x1f") for name, value in said)


def judge(folder):
    wrong = count = 0
    for path in sorted((folder / "3.0").glob("*.vcf")):
        text = path.read_bytes().decode("utf-8")
        expected = sorted(path.with_suffix(".said").read_text(encoding="utf-8").split("\n")[:-1])
        cards = list(vobject.readComponents(text))
        for card in cards:
            card.validate(raiseException=True)
        found = said_by(cards[0]) if len(cards) == 1 else [f"{len(cards)} cards"]
        if found != expected:
            wrong += 1
            print(f"{path.name}:\n  expected {expected}\n  vobject  {found}\n{text}")
        count += 1
    print(f"vobject read {count} cards, {wrong} of them wrongly")
    return count > 0 and not wrong


def list_by_khard(folder):
    if shutil.which("khard") is None:
        print("khard is not installed: not asked")
        return True
    config = folder / "khard.conf"
    good = True
    for version in ("3.0", "4.0"):
        config.write_text(f"[addressbooks]\n[[ours]]\npath = {folder / version}\n"
                          "[general]\ndefault_action = list\neditor = true\nmerge_editor = true\n")
        run = subprocess.run(["khard", "-c", str(config), "list", "--parsable"], capture_output=True, text=True,
                             encoding="utf-8", check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
        listed = {line.split("\t")[0] for line in run.stdout.split("\n") if line}
        expected = {path.stem for path in (folder / version).glob("*.vcf")}
        if run.returncode != 0 or listed != expected:
            good = False
            print(f"khard {version}: exit {run.returncode}, not listed {sorted(expected - listed)[:5]}\n{run.stderr[:2000]}")
        else:
            print(f"khard listed {len(listed)} cards of version {version}")
    return good


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for version in ("3.0", "4.0"):
            (folder / version).mkdir()
        subprocess.run([sys.argv[1], "-tc=cards for readers from outside"], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "CRM_CARDS": name})
        good = judge(folder)
        good = list_by_khard(folder) and good
    sys.exit(0 if good else 1)


main()
