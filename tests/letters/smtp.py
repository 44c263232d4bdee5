"""Letters over a real wire: crm, msmtp, and a mail server of ours on loopback, whose mails Python's parser reads.

smtp.py CRM
"""

import email
import email.header
import email.policy
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import warnings

warnings.filterwarnings("ignore", category=DeprecationWarning)
try:
    import asyncore
    import smtpd
except ImportError:
    print("this Python has no smtpd: left out")
    sys.exit(0)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))

TEXT = """---
subject: नमस्ते {{name}} – ನಮಸ್ಕಾರ – Grüße 🎉, and a subject that is long enough to be folded into several lines
from: "Rao, Meera" <meera@kaveri.example>
reply_to: ಕಾವೇರಿ <office@kaveri.example>
---
{{greeting}},

.
From the workshop: {{today}}
Grüße, नमस्ते
"""

HTML = """<p>{{greeting}} &amp; all</p><p><img src="logo.png" alt=""> Grüße, नमस्ते</p>
"""

NAMES = ["Bob Ray", "अनिता शर्मा", "ರಮೇಶ್ ಗೌಡ", "Ray, \"Bob\"", "株式会社みどり", "<b>Evil</b> & Co: x@y",
         "Bob\nBcc: eve@evil.example", "مكتبة النور"]


class Receiver(smtpd.SMTPServer):
    """Keeps what it is given; refuses whoever is called nobody."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), None, decode_data=False)
        self.mails = []
        self.port = self.socket.getsockname()[1]

    def process_message(self, peer, mailfrom, rcpttos, data, **kwargs):
        if any("nobody" in one for one in rcpttos):
            return "550 nobody of that name"
        self.mails.append((mailfrom, rcpttos, data))
        return None


def check(fits, what):
    if not fits:
        sys.exit("not so: " + what)


def main():
    crm = os.path.abspath(sys.argv[1])
    if shutil.which("msmtp") is None:
        print("msmtp is not here: left out")
        return
    receiver = Receiver()
    threading.Thread(target=asyncore.loop, kwargs={"timeout": 0.2}, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        book = folder + "/book"
        os.makedirs(book + "/customers")
        os.makedirs(book + "/templates")
        os.makedirs(folder + "/config/crm")

        def put(path, text, mode="w"):
            with open(folder + "/" + path, mode) as file:
                file.write(text)

        put("book/crm.yaml", "format: 1\ncurrency: INR\ntimezone: Asia/Kolkata\ncountry: IN\nconsent: assume\n")
        put("book/templates/hello.txt", TEXT)
        put("book/templates/hello.html", HTML)
        put("book/templates/logo.png", PNG, "wb")
        for i, name in enumerate(NAMES):
            written = '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
            put(f"book/customers/c{i}.yaml", f"name: {written}\nemails: [c{i}@example.in]\n")
        put("book/customers/nobody.yaml", "name: Nobody\nemails: [nobody@example.in]\n")
        put("msmtprc", f"account default\nhost 127.0.0.1\nport {receiver.port}\nfrom meera@kaveri.example\n"
            "auth off\ntls off\n")
        put("config/crm/config.yaml", f"mailer: [msmtp, --file, {folder}/msmtprc]\n")

        def run(*words):
            environment = {"PATH": os.environ["PATH"], "HOME": folder, "XDG_CONFIG_HOME": folder + "/config",
                           "CRM_BOOK": book, "CRM_NOW": "2026-11-21T10:15:00+05:30"}
            return subprocess.run([crm, *words], env=environment, capture_output=True, text=True, check=False)

        answer = run("letter", "hello", "--send")
        check(answer.returncode == 1, "one is refused, so the exit code is 1: " + answer.stdout + answer.stderr)
        check("not sent to Nobody: msmtp ended with" in answer.stderr, answer.stderr)
        check(len(receiver.mails) == len(NAMES), f"{len(receiver.mails)} mails came:\n{answer.stderr}")
        seen = {}
        for mailfrom, rcpttos, data in receiver.mails:
            check(mailfrom == "meera@kaveri.example", mailfrom)
            check(len(rcpttos) == 1, str(rcpttos))
            data.decode("ascii")
            check(max(len(line) for line in data.split(b"\n")) <= 998, "no line is too long")
            seen[rcpttos[0]] = email.message_from_bytes(data, policy=email.policy.default)
        for i, name in enumerate(NAMES):
            mail = seen[f"c{i}@example.in"]
            check(not mail.defects, str(mail.defects))
            name = " ".join(name.split())
            to = mail["to"].addresses
            check(len(to) == 1 and to[0].addr_spec == f"c{i}@example.in", str(mail["to"]))
            check(to[0].display_name == name, f"{to[0].display_name!r} is not {name!r}")
            sender = mail["from"].addresses[0]
            check((sender.display_name, sender.addr_spec) == ("Rao, Meera", "meera@kaveri.example"), str(sender))
            check(mail["reply-to"].addresses[0].display_name == "ಕಾವೇರಿ", str(mail["reply-to"]))
            check("bcc" not in mail and "eve@evil.example" not in str(mail["to"].addresses[0].addr_spec), "no header is added")
            subject = (f"नमस्ते {name} – ನಮಸ್ಕಾರ – Grüße 🎉, and a subject that is long enough to be folded into "
                       "several lines")
            check(mail["subject"] == subject, f"{mail['subject']!r} is not {subject!r}")
            check(str(mail["date"]) == "Sat, 21 Nov 2026 10:15:00 +0530", str(mail["date"]))
            check(mail["message-id"] == f"<hello.2026-11-21.c{i}@kaveri.example>", mail["message-id"])
            text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
            check(text.endswith("\n\n.\nFrom the workshop: 21 November 2026\nGrüße, नमस्ते\n"), repr(text))
            html = mail.get_body(("related", "html"))
            check("cid:logo.png" in html.get_body(("html",)).get_content(), "the HTML shows its picture")
            if "Evil" in name:
                check("&lt;b&gt;Evil&lt;/b&gt; &amp; Co" in html.get_body(("html",)).get_content(), "HTML is escaped")
            pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
            check(len(pictures) == 1 and pictures[0].get_content() == PNG, "the picture is whole")
            check(pictures[0]["content-id"] == "<logo.png>", pictures[0]["content-id"])

        # A second run sends only to whom the server refused, and to nobody twice.
        answer = run("letter", "hello", "--send")
        check(len(receiver.mails) == len(NAMES), "nobody is written to twice")
        check(answer.returncode == 1, str(answer.returncode))
        # Drafts are the same mails.
        os.makedirs(folder + "/drafts")
        answer = run("letter", "hello", "--repeat", "--drafts", folder + "/drafts")
        draft = open(folder + "/drafts/hello-nobody.eml", "rb").read()
        check(draft.count(b"\r\n") == draft.count(b"\n"), "lines of a file end with CR LF")
        mail = email.message_from_bytes(draft, policy=email.policy.default)
        check(mail["x-unsent"] == "1" and mail["to"].addresses[0].addr_spec == "nobody@example.in", "a draft")

        # The morning page, to one of the team.
        put("book/customers/due.yaml", 'name: "ರಮೇಶ್\\nBcc: eve@evil.example"\nreminders:\n'
            '  - {id: r1, due: 2026-11-20, text: "Grüße <b>schicken</b>, नमस्ते"}\n')
        put("book/crm.yaml", "format: 1\nname: कावेरी प्रिंट्स\ncurrency: INR\ntimezone: Asia/Kolkata\ncountry: IN\nteam:\n"
            "  meera: {name: \"Rao, Meera\", emails: [meera@kaveri.example]}\n")
        del receiver.mails[:]
        answer = run("remind", "--mail", "--as", "meera")
        check(answer.returncode == 0 and answer.stdout == "", answer.stdout + answer.stderr)
        check(len(receiver.mails) == 1, f"{len(receiver.mails)} mails of reminders came")
        mailfrom, rcpttos, data = receiver.mails[0]
        data.decode("ascii")
        check((mailfrom, rcpttos) == ("meera@kaveri.example", ["meera@kaveri.example"]), f"{mailfrom} {rcpttos}")
        mail = email.message_from_bytes(data, policy=email.policy.default)
        check(not mail.defects and "bcc" not in mail, str(mail.defects))
        check(mail["subject"] == "1 late: Saturday 21 November", mail["subject"])
        # Python's newer parser keeps the space between two encoded words of a name, the older one does not.
        sender = str(email.header.make_header(email.header.decode_header(email.message_from_bytes(data)["from"])))
        check(sender == "कावेरी प्रिंट्स <meera@kaveri.example>", sender)
        check(mail["to"].addresses[0].display_name == "Rao, Meera", str(mail["to"]))
        check(mail["auto-submitted"] == "auto-generated", str(mail["auto-submitted"]))
        text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
        check(text.startswith("Overdue\n  1 day  ರಮೇಶ್ Bcc: eve@evil.example  Grüße <b>schicken</b>, नमस्ते"), repr(text))
        check("\x1b" not in text, "no colours")
        html = mail.get_body(("html",)).get_content()
        check("&lt;b&gt;schicken&lt;/b&gt;" in html and "<b>" not in html, html)
        answer = run("remind", "--mail", "nobody@example.in")
        check(answer.returncode == 1 and "did not go out: msmtp ended with" in answer.stderr, answer.stderr)
    print(f"{len(NAMES)} letters came as they were sent, and the morning page")


main()
