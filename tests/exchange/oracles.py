#!/usr/bin/env python3
"""What other programs read from our exports: oracles.py CRM

Python's own csv and json, and khal, calcurse, todoman, ledger and hledger where they are installed; those that are
not are named, and left out."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

crm = os.path.abspath(sys.argv[1])
home = tempfile.mkdtemp(prefix="crm-oracles-")
book = os.path.join(home, "book")
environment = {
    "PATH": os.environ["PATH"], "HOME": home, "XDG_CONFIG_HOME": home + "/.config", "XDG_DATA_HOME": home + "/.data",
    "XDG_CACHE_HOME": home + "/.cache", "LC_ALL": "C.UTF-8", "TZ": "Europe/Berlin", "CRM_BOOK": book,
    "CRM_NOW": "2026-11-21T10:15:00+01:00", "CRM_ME": "anna", "TERM": "dumb", "LSAN_OPTIONS": "detect_leaks=0",
}
failures = []


def run(*words, check=True, cwd=home):
    done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, timeout=300)
    if check and done.returncode != 0:
        raise SystemExit("%s\nexit code %d\n%s" % (" ".join(words), done.returncode, done.stderr.decode()))
    return done.stdout.decode("utf-8")


def expect(what, found, wanted):
    if found != wanted:
        failures.append(what)
        print("%s\n  found  %r\n  wanted %r" % (what, found, wanted))


def has(program):
    if shutil.which(program):
        return True
    print("skipped: there is no " + program)
    return False


# --- A book with what is hard ---

note = "Zeile 1, \"zitiert\"; =1+1\nZeile 2\twith a tab\r\nend\\"
family = "👩‍👩‍👧 Wärmepumpen, Öfen; " + "sehr lange Bezeichnung " * 12
records = {
    "acme-7h2k": """
name: "Acme; Sons  & Co, \\"Ltd\\""
birthday: 1980-02-29
note: %s
tags: [b2b, "semi;colon"]
people:
  - {id: p1, name: अनिता शर्मा, birthday: 02-29, emails: [anita@acme.example]}
  - {id: p2, name: 東京 花子, birthday: 1887-03-05}
  - {id: p3, name: Half Known, birthday: 1980-02}
dates:
  - {id: t1, on: 2001-06-09, what: founding}
reminders:
  - {id: r1, due: 2026-11-25, text: %s}
  - {id: r2, due: 2026-11-26T15:30, text: "ring, then write; or \\\\ both"}
  - {id: r3, due: 2026-01-31, text: month by month, every: monthly, done: 2026-10-31}
  - {id: r4, due: 2026-01-31, text: done, done: 2026-02-01}
interactions:
  - {id: k1, at: 2026-11-25T10:00+01:00, kind: meeting, place: "Ring 4; back yard", minutes: 90, subject: %s}
  - {id: k2, at: 2026-12-24, kind: call}
  - {id: k3, at: 2026-03-29T02:30, kind: call, planned: yes}
  - {id: k4, at: 2026-11-20T10:00+01:00, kind: call}
purchases:
  - {id: b1, on: 2026-06-20, item: "Arm; [2026/99/99]  date:2020-99-99 :tag:", quantity: 2, amount: 480.00 EUR, category: "arms: (big)"}
  - {id: b2, on: 2026-06-21, item: back, amount: 80.00 EUR, refund_of: b1}
  - {id: b3, on: 2026-06-22, item: "* ! (x)", amount: 1234.567 KWD}
  - {id: b4, on: 2026-06-22, item: gift, amount: 0.00 EUR}
payments:
  - {id: y1, on: 2026-07-02, amount: 100.00 EUR, for: b1, note: "; x"}
  - {id: y2, on: 2026-07-03, amount: -5 JPY}
""" % tuple(json.dumps(text, ensure_ascii=False) for text in (note, family, family)),
    "ರಮೇಶ್-7d2m": """
name: "ರಮೇಶ್ ಗೌಡ | x"
purchases:
  - {id: b1, on: 2026-06-20, item: shirt, amount: 1234567.00 INR}
payments:
  - {id: y1, on: 2026-06-20, amount: 34567.00 INR}
""",
}

run(crm, "init", book, "--country", "DE")
for name, text in records.items():
    with open(os.path.join(book, "customers", name + ".yaml"), "w", encoding="utf-8", newline="") as file:
        file.write("id: " + name + text)
expect("check", subprocess.run([crm, "list", "--count"], env=environment, capture_output=True).stdout, b"2\n")

# --- Tables and JSON ---

rows = list(csv.DictReader(io.StringIO(run(crm, "export", "csv"), newline="")))
expect("csv: rows", sorted(row["id"] for row in rows), sorted(records))
acme = next(row for row in rows if row["id"] == "acme-7h2k")
expect("csv: a note of several lines", acme["note"], note)
expect("csv: a name", acme["name"], 'Acme; Sons  & Co, "Ltd"')
expect("csv: tags", acme["tags"], "b2b; semi;;colon")
expect("csv: ends", all(None not in row for row in rows), True)
people = list(csv.reader(io.StringIO(run(crm, "export", "tsv", "people"), newline=""), delimiter="\t"))
expect("tsv: rows", [row[:3] for row in people],
       [["customer", "id", "name"], ["acme-7h2k", "p1", "अनिता शर्मा"], ["acme-7h2k", "p2", "東京 花子"],
        ["acme-7h2k", "p3", "Half Known"]])
whole = json.loads(run(crm, "export", "json"))
lines = [json.loads(line) for line in run(crm, "export", "jsonl").splitlines()]
expect("jsonl is json", lines, whole)
acme = next(record for record in whole if record["id"] == "acme-7h2k")
expect("json: a note", acme["note"], note)
expect("json: an amount", acme["purchases"][2]["amount"], "1234.567 KWD")
expect("json: quantity", acme["purchases"][0]["quantity"], 2)

# --- Calendars ---

ics = os.path.join(home, "all.ics")
run(crm, "export", "ics", "--out", ics)
text = open(ics, encoding="utf-8", newline="").read()
events, tasks = text.count("BEGIN:VEVENT"), text.count("BEGIN:VTODO")
expect("ics: events and tasks", (events, tasks), (7, 3))
expect("ics: no line is longer than 75 bytes", [l for l in text.split("\r\n") if len(l.encode()) > 75], [])
expect("ics: lines end with CR LF", re.findall(r"(?<!\r)\n", text), [])
uids = re.findall(r"^UID:(.*)\r$", text.replace("\r\n ", ""), re.M)
expect("ics: each has a UID of its own", len(set(uids)), events + tasks)
mine = os.path.join(home, "mine.ics")
run(crm, "remind", "--ics", mine)
reminded = open(mine, encoding="utf-8", newline="").read()
expect("remind --ics: the same entries", sorted(re.findall(r"^UID:(.*)\r$", reminded.replace("\r\n ", ""), re.M)),
       sorted(uids))
run(crm, "remind", "--ics", mine)
expect("remind --ics: again, to the byte", open(mine, encoding="utf-8", newline="").read(), reminded)
try:
    import icalendar
    parsed = icalendar.Calendar.from_ical(reminded)
    expect("icalendar: entries", sum(1 for one in parsed.walk() if one.name in ("VEVENT", "VTODO")), events + tasks)
except ImportError:
    print("icalendar is not here: left out")

if has("khal"):
    calendar = os.path.join(home, "calendar")
    os.makedirs(calendar)
    config = os.path.join(home, "khal.conf")
    with open(config, "w") as file:
        file.write("[calendars]\n[[all]]\npath = %s\n[locale]\nlocal_timezone = Europe/Berlin\n"
                   "default_timezone = Europe/Berlin\ndateformat = %%Y-%%m-%%d\nlongdateformat = %%Y-%%m-%%d\n"
                   "datetimeformat = %%Y-%%m-%%d %%H:%%M\nlongdatetimeformat = %%Y-%%m-%%d %%H:%%M\n"
                   "timeformat = %%H:%%M\n[sqlite]\npath = %s/khal.db\n" % (calendar, home))
    run("khal", "-c", config, "import", "--batch", ics)
    expect("khal: events", len(os.listdir(calendar)), events)

    def listed(begin, days):
        out = run("khal", "-c", config, "list", "--format", "{start-date} {start-time} {title}", "--day-format", "", begin,
                  "%dd" % days)
        return sorted(line.strip() for line in out.splitlines() if line.strip())

    expect("khal: the 29th of February in a common year", listed("2027-02-28", 1),
           ["2027-02-28  Birthday: Acme; Sons  & Co, \"Ltd\" (1980)",
            "2027-02-28  Birthday: अनिता शर्मा (Acme; Sons  & Co, \"Ltd\")"])
    expect("khal: and in a leap year", len(listed("2028-02-29", 1)), 2)
    expect("khal: and not the day before", listed("2028-02-28", 1), [])
    expect("khal: a meeting", listed("2026-11-25", 1),
           ["2026-11-25 10:00 meeting: Acme; Sons  & Co, \"Ltd\": " + family.strip()])
    expect("khal: a birth of long ago", listed("2027-03-05", 1),
           ["2027-03-05  Birthday: 東京 花子 (Acme; Sons  & Co, \"Ltd\") (1887)"])
    run("khal", "-c", config, "import", "--batch", ics)
    expect("khal: again, and there are no more", len(os.listdir(calendar)), events)

if has("calcurse"):
    data = os.path.join(home, "calcurse")
    os.makedirs(data)
    said = run("calcurse", "-D", data, "-C", data, "-i", ics)
    counts = re.search(r"(\d+) apps? / (\d+) events? / (\d+) todos? / (\d+) skipped", said)
    found = tuple(int(part) for part in counts.groups()) if counts else said
    expect("calcurse: appointments, events, tasks, skipped", found, (2, 5, 3, 0))

if has("todoman"):
    tasks_folder = os.path.join(home, "tasks", "all")
    os.makedirs(tasks_folder)
    for i, task in enumerate(re.findall(r"BEGIN:VTODO\r\n.*?END:VTODO\r\n", text, re.S)):
        with open(os.path.join(tasks_folder, "%d.ics" % i), "w", encoding="utf-8", newline="") as file:
            file.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + task + "END:VCALENDAR\r\n")
    config = os.path.join(home, "todoman.py")
    with open(config, "w") as file:
        file.write('path = "%s/tasks/*"\ncache_path = "%s/todoman.db"\ndate_format = "%%Y-%%m-%%d"\n' % (home, home))
    found = json.loads(run("todoman", "--config", config, "--porcelain", "list"))
    expect("todoman: tasks", len(found), tasks)
    expect("todoman: what they say", any(one["summary"].endswith(": ring, then write; or \\ both") for one in found), True)

# --- Ledgers ---

ledger = os.path.join(home, "all.ledger")
run(crm, "export", "ledger", "--out", ledger)
due = {"acme-7h2k": {"EUR": 480 - 80 - 100, "KWD": 1234.567, "JPY": 5}, "ರಮೇಶ್-7d2m": {"INR": 1200000}}


def balances(rows):
    found = {}
    for account, amount in rows:
        number, currency = amount.split()
        found.setdefault(account.rsplit(":", 1)[1], {})[currency] = float(number)
    return found


if has("ledger"):
    out = run("ledger", "-f", ledger, "bal", "--flat", "--no-total", "^Assets:Receivable", "--format",
              "%(join(scrub(display_total)))\\t%(account)\\n")
    rows = []
    for line in out.splitlines():
        amounts, account = line.split("\t")
        rows += [(account, amount.strip()) for amount in amounts.replace("\\n", "\n").split("\n") if account.count(":") == 2]
    expect("ledger: what is due", balances(rows), due)
    expect("ledger: all is balanced", run("ledger", "-f", ledger, "bal").split()[-1], "0")
    expect("ledger: payees", sorted(run("ledger", "-f", ledger, "payees").splitlines()),
           ['Acme Sons & Co, Ltd', 'ರಮೇಶ್ ಗೌಡ x'])
if has("hledger"):
    rows = list(csv.reader(io.StringIO(run("hledger", "-f", ledger, "bal", "-N", "--flat", "-O", "csv", "--layout=bare", "Assets:Receivable"))))
    expect("hledger: what is due", balances([(row[0], row[2] + " " + row[1]) for row in rows[1:] if float(row[2])]), due)
    run("hledger", "-f", ledger, "check")

shutil.rmtree(home)
if failures:
    sys.exit("%d of these are not as they should be" % len(failures))
