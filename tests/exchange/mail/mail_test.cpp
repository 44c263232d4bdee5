// Mails, one trap after the other.
#include <doctest/doctest.h>

#include "core/exchange/fresh_text.hpp"
#include "core/exchange/hypertext.hpp"
#include "core/exchange/mail.hpp"
#include "tests/exchange/mail/reading.hpp"

namespace crm::test::talks {
namespace {

Lines read(const std::string& mails, MailWish wish = {}) {
  const Reading reading;
  return told(open_mailbox(bytes_of(mails), "in.mbox", wish, reading.ground));
}

std::string text_of(const std::string& mail) {
  const Reading reading;
  return text_in(open_mailbox(bytes_of(mail), "one.eml", {}, reading.ground));
}

/// A mail from Bob with these headers more.
std::string from_bob(const std::string& headers, const std::string& body = "Hello\n") {
  return "From: Bob Ray <bob@acme.example>\nTo: anna@ours.example\nDate: Fri, 20 Nov 2026 "
         "10:15:00 +0100\nMessage-ID: <1@acme>\n" +
         headers + "\n" + body;
}

}  // namespace

TEST_CASE("a mail from a customer comes in, one to them goes out") {
  CHECK(read("From bob@acme.example Fri Nov 20 09:15:00 2026\n"
             "From: Bob Ray <bob@acme.example>\n"
             "To: Anna <anna@ours.example>\n"
             "Subject: Offer\n"
             "Date: Fri, 20 Nov 2026 10:15:30 +0100\n"
             "Message-ID: <1@acme.example>\n"
             "\n"
             "Yes please.\n"
             "\n"
             "From ben@ours.example Fri Nov 20 10:15:00 2026\n"
             "From: Ben@Ours.example\n"
             "To: Bob Ray <bob@acme.example>, carla@globex.example\n"
             "Cc: anna@ours.example, BOB@acme.example\n"
             "Subject: Re: Offer\n"
             "Date: Fri, 20 Nov 2026 11:15:00 +0100\n"
             "Message-ID: <2@ours.example>\n"
             "In-Reply-To: <1@acme.example>\n"
             "References: <0@acme.example> <1@acme.example>\n"
             "\n"
             "Thank you.\n") ==
        Lines{"entry 1 2026-11-20T10:15:30+01:00 email in by anna \"Offer\" ext "
              "mail:1@acme.example whom <bob@acme.example>",
              "entry 10 2026-11-20T11:15:00+01:00 email out by ben \"Re: Offer\" ext "
              "mail:2@ours.example whom <bob@acme.example> <carla@globex.example> also "
              "<bob@acme.example> <carla@globex.example> answers mail:1@acme.example "
              "mail:0@acme.example"});
}

TEST_CASE("a line From in a text begins no mail") {
  const std::string first =
      "From -\nFrom: bob@acme.example\nSubject: James Bond\nDate: Fri, 20 Nov 2026 10:15:00 "
      "+0100\nMessage-ID: <1@a>\nContent-Type: text/plain\n\n";
  const auto count = [&](const std::string& body) { return read(first + body).size(); };
  CHECK(count("My favourite film:\n\nFrom Russia with love\n\nWhat now?\n") == 1);
  CHECK(count("My favourite film:\n\nFrom Russia with love\nYear: 1963\n\nWhat now?\n") == 1);
  CHECK(count("We are open\n\nFrom 10:15 to 12:00 in 2026, always.\n") == 1);
  CHECK(count("Text\nFrom bob@acme.example Fri Nov 20 09:15:00 2026\nSubject: no blank line\n") ==
        1);
  // Each of these does.
  CHECK(count("Text\n\nFrom -\nFrom: c@d.example\nDate: Fri, 20 Nov 2026 10:15:00 +0100\n\n\n") ==
        2);
  CHECK(count("Text\n\nFrom ???@??? Fri Nov 20 09:15:00 2026\nX-Own: 1\nFrom: c@d.example\n\n\n") ==
        2);
  CHECK(count("Text\n\nFrom c@d.example\nFrom: c@d.example\nDate: Fri, 20 Nov 2026 10:15:00 "
              "+0100\n\n\n") == 2);
}

TEST_CASE("a line that a mailbox has quoted is as it was written") {
  CHECK(text_of("From -\n" + from_bob("", "A poem:\n>From Russia\n>>From twice\n")) ==
        "A poem:\nFrom Russia");
}

TEST_CASE("a mail without Message-ID is known by what it says") {
  const std::string mail =
      "From: bob@acme.example\nDate: Fri, 20 Nov 2026 10:15:00 +0100\nSubject: Hi\n\nHello\n";
  const Lines once = read(mail);
  REQUIRE(once.size() == 1);
  CHECK(once == read(mail));
  CHECK(once.front().find("ext mail:") != std::string::npos);
  CHECK(once !=
        read("From: bob@acme.example\nDate: Fri, 20 Nov 2026 10:16:00 +0100\nSubject: Hi\n\nH\n"));
}

TEST_CASE("a mail's time is its own, else that of the mailbox, else when it came") {
  const auto at = [](const std::string& envelope, const std::string& headers) {
    const Lines lines =
        read(envelope + "From: bob@acme.example\nMessage-ID: <1@a>\n" + headers + "\nHi\n");
    return lines.size() == 1 ? lines.front().substr(0, 41) : "";
  };
  const std::string box = "From bob@acme.example Thu Nov 19 09:15:00 2026\n";
  const std::string came =
      "Received: from a by b; Wed, 18 Nov 2026 10:15:00 +0100\n"
      "Received: from c by d; Tue, 17 Nov 2026 10:15:00 +0100\n";
  CHECK(at("", "Date: Fri, 20 Nov 2026 23:30:00 -0800\n") ==
        "entry 1 2026-11-21T08:30:00+01:00 email i");
  CHECK(at("", "Date: Fri, 20 Nov 2026 10:15:00 GMT\n") ==
        "entry 1 2026-11-20T11:15:00+01:00 email i");
  CHECK(at("", "Date: Fri, 20 Nov 2026 10:15:00 MEZ\n") ==
        "entry 1 2026-11-20T10:15:00+01:00 email i");
  CHECK(at("", "Date: 20 Jul 26 10:15 +0200\n") == "entry 1 2026-07-20T10:15:00+02:00 email i");
  CHECK(at("", "Date: 2026-11-20T10:15:00+01:00\n") == "entry 1 2026-11-20T10:15:00+01:00 email i");
  CHECK(at(box, "Date: Fri, 32 Nov 2026 10:15:00 +0100\n") ==
        "entry 1 2026-11-19T10:15:00+01:00 email i");
  CHECK(at("", came) == "entry 1 2026-11-18T10:15:00+01:00 email i");
  // A clock that was never set, and one that runs far ahead.
  CHECK(at("", "Date: Thu, 1 Jan 1970 00:00:00 +0000\n" + came) ==
        "entry 1 2026-11-18T10:15:00+01:00 email i");
  CHECK(at("", "Date: Fri, 20 Nov 2037 10:15:00 +0100\n" + came) ==
        "entry 1 2026-11-18T10:15:00+01:00 email i");
  CHECK(at("", "Date: yesterday\n") == "reject 1 it has no date that can be right");
}

TEST_CASE("a reject keeps the mail, so that it can be mended") {
  const Reading reading;
  auto source = open_mailbox(bytes_of("From: bob@acme.example\nSubject: x\n\nHello\nFrom here\n"),
                             "a.eml", {}, reading.ground);
  const auto item = source.value()->next().value();
  REQUIRE(std::holds_alternative<Reject>(*item));
  const std::string raw = std::get<Reject>(*item).raw;
  CHECK(raw ==
        "From -\nX-Crm-Reason: line 1: it has no date that can be right\nFrom: "
        "bob@acme.example\nSubject: "
        "x\n\nHello\n>From here\n\n");
  auto again = open_mailbox(bytes_of(raw), "rejects.mbox", {}, reading.ground);
  CHECK(std::get<Reject>(*again.value()->next().value()).raw.find("Hello\n>From here\n") !=
        raw.npos);
}

TEST_CASE("mails of nobody and between ourselves") {
  CHECK(read("Subject: x\nDate: Fri, 20 Nov 2026 10:15:00 +0100\n\nHello\n") ==
        Lines{"reject 1 it does not say from whom it is"});
  CHECK(read("From: Bob\nDate: Fri, 20 Nov 2026 10:15:00 +0100\n\nHello\n") ==
        Lines{"reject 1 it does not say from whom it is"});
  CHECK(read("From: ben@ours.example\nTo: anna@ours.example\nDate: Fri, 20 Nov 2026 10:15:00 "
             "+0100\n\nHello\n") == Lines{"skip 1 between ourselves"});
  CHECK(read("From: ben@ours.example\nTo: undisclosed-recipients:;\nDate: Fri, 20 Nov 2026 "
             "10:15:00 +0100\n\nHello\n") == Lines{"skip 1 to nobody who is named"});
  CHECK(read("") == Lines{});
  CHECK(read("\n\n") == Lines{});
  CHECK(read(std::string("\x00\xff\xfe\x01", 4)) ==
        Lines{"reject 1 it does not say from whom it is"});
}

TEST_CASE("Outlook's own files are named as what they are") {
  CHECK(read("\xD0\xCF\x11\xE0\xA1\xB1") ==
        Lines{"error: in.mbox is a mail as only Outlook reads it (.msg)"});
}

TEST_CASE("a form on our own page writes for whoever filled it in") {
  CHECK(read("From: anna@ours.example\nReply-To: carla@globex.example\nTo: "
             "anna@ours.example\nSubject: Contact\n"
             "Message-ID: <f@ours>\nDate: Fri, 20 Nov 2026 10:15:00 +0100\n\nHello\n") ==
        Lines{"entry 1 2026-11-20T10:15:00+01:00 email in by anna \"Contact\" ext mail:f@ours whom "
              "<carla@globex.example>"});
}

TEST_CASE("addresses count, not the names beside them") {
  CHECK(
      read(
          "From: \"alice@x.example\" <bob@acme.example>\nReply-To: sales@acme.example\nTo: Team: "
          "ben@ours.example, \"C, D\" "
          "<c@d.example>;\nDate: Fri, 20 Nov 2026 10:15:00 +0100\nMessage-ID: 1@acme\n\nHello\n") ==
      Lines{"entry 1 2026-11-20T10:15:00+01:00 email in by ben \"\" ext mail:1@acme whom "
            "<bob@acme.example> <sales@acme.example>"});
  CHECK(read("From: anna@ours.example\nBcc: x@y.example\nTo: broken <, (comment)\nDate: Fri, 20 "
             "Nov 2026 10:15:00 +0100\n"
             "Message-ID: <a\n b>\n\nHello\n") ==
        Lines{"entry 1 2026-11-20T10:15:00+01:00 email out by anna \"\" ext mail:ab whom "
              "<x@y.example>"});
}

TEST_CASE("what was not written by somebody to us is passed over") {
  const auto why = [](const std::string& header) { return read(from_bob(header)).front(); };
  CHECK(why("List-Id: <dev.lists.example>\n") == "skip 1 sent to a mailing list");
  CHECK(why("Precedence: list\n") == "skip 1 sent to a mailing list");
  CHECK(why("Precedence: Bulk\n") == "skip 1 sent in bulk");
  CHECK(why("List-Unsubscribe: <https://acme.example/u>\n") == "skip 1 a newsletter");
  CHECK(why("Auto-Submitted: auto-replied\n") == "skip 1 sent by a machine");
  CHECK(why("Auto-Submitted: no\n").starts_with("entry"));
  CHECK(why("Content-Type: multipart/report; boundary=x\n") == "skip 1 a report of delivery");
  CHECK(why("X-Mozilla-Status: 0009\n") == "skip 1 deleted, but still in the mailbox");
  CHECK(why("X-Mozilla-Status: 0001\n").starts_with("entry"));
  CHECK(why("X-Gmail-Labels: Important,Drafts\n") == "skip 1 a draft");
  CHECK(why("X-Gmail-Labels: Spam,Opened\n") == "skip 1 spam");
  CHECK(
      read(from_bob("List-Id: <dev.lists.example>\n"), {true, 8192}).front().starts_with("entry"));
}

TEST_CASE("subjects and texts in any charset are UTF-8") {
  // Words of base64 that are each filled up at their end.
  CHECK(
      read(from_bob("Subject: Re: =?utf-8?B?QW5nZWJvdCBmw7xy?= =?UTF-8?b?IFpvw6s=?=\n"
                    " =?utf-8?B?ICYgU8O2aG5l?= =?iso-8859-1?B?ICj8YmVyKQ==?= =?utf-8?B?IGE=?= b\n"))
          .front()
          .find("Re: Angebot für Zoë & Söhne (über) a b\"") != std::string::npos);
  CHECK(read(from_bob("Subject: =?utf-8?B?4KSF4KSo4KS/4KSk4KS+?= =?iso-8859-1?Q?_Gr=FC=DFe?=\n"))
            .front()
            .find("\"अनिता Grüße\"") != std::string::npos);
  CHECK(read(from_bob("Subject: caf\xe9\n")).front().find("\"café\"") != std::string::npos);
  CHECK(
      read(from_bob("Subject: a\tb\x1b[31m\n folded\n")).front().find("\"a b\uFFFD[31m folded\"") !=
      std::string::npos);
  CHECK(
      text_of(from_bob("Content-Type: text/plain; charset=iso-8859-15\nContent-Transfer-Encoding: "
                       "quoted-printable\n",
                       "100 =A4, gr=FCn=\n und blau\n")) == "100 €, grün und blau");
  CHECK(text_of(from_bob("Content-Type: text/plain; charset=nobody-knows\n", "gr\xfcn\n")) ==
        "grün");
  CHECK(text_of(from_bob("Content-Type: text/plain\n", "grün\n")) == "grün");
  CHECK(text_of(
            from_bob("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n",
                     "4KSo4KSu4KS44KWN4KSk4KWHDQrgpKzgpYngpKwNCg==\n")) == "नमस्ते\nबॉब");
}

TEST_CASE("the text is the plain one, else that of HTML; attached files are named") {
  const std::string mixed =
      "Content-Type: multipart/mixed; boundary=\"b 1\"\n\n--b 1\nContent-Type: "
      "multipart/alternative; boundary=b2\n\n--b2\nContent-Type: text/html\n\n<p>Rich</p>\n--b2\n"
      "Content-Type: text/plain\n\nPlain\n--b2--\n--b 1\nContent-Type: application/pdf\n"
      "Content-Disposition: attachment; filename*=utf-8''Angebot%20f%C3%BCr%20Bob.pdf\n\n%PDF\n"
      "--b 1\nContent-Type: image/png; name=logo.png\nContent-ID: <l>\nContent-Disposition: "
      "inline\n\nx\n--b 1\nContent-Type: text/plain; name=notes.txt\nContent-Disposition: "
      "attachment\n\nNot the text\n--b 1--\n";
  CHECK(text_of("From: bob@acme.example\nDate: Fri, 20 Nov 2026 10:15:00 +0100\n" + mixed) ==
        "Plain\n\nattached: Angebot für Bob.pdf, notes.txt");
  CHECK(text_of(from_bob("Content-Type: text/html; charset=utf-8\n",
                         "<html><head><title>t</title><style>p{}</style></head><body><p>Dear "
                         "Anna,</p><div>10&nbsp;&euro; &lt;now&gt;<br>ok?</div><blockquote>old<br>"
                         "older</blockquote></body></html>\n")) == "Dear Anna,\n\n10 € <now>\nok?");
  // Cut off in the middle of a part.
  CHECK(text_of(from_bob("Content-Type: multipart/mixed; boundary=b\n",
                         "--b\nContent-Type: text/plain\n\nHal")) == "Hal");
  // Another mail's text is not this one's.
  CHECK(text_of(from_bob(
            "Content-Type: multipart/mixed; boundary=b\n",
            "--b\nContent-Type: message/rfc822\n\nFrom: x@y.example\n\nInner\n--b\nContent-Type: "
            "text/plain\n\nOuter\n--b--\n")) == "Outer");
}

TEST_CASE("a mail without end of attachments stays small and whole") {
  std::string big = from_bob("Content-Type: multipart/mixed; boundary=b\n",
                             "--b\nContent-Type: image/jpeg\nContent-Disposition: attachment; "
                             "filename=a.jpg\nContent-Transfer-Encoding: base64\n\n");
  for (int i = 0; i < 60000; ++i) big += std::string(76, 'A') + "\n";
  big += "--b\nContent-Type: text/plain\n\nSee the picture.\n--b--\n";
  auto mails = mails_of_file(bytes_of(big), "big.eml");
  const auto mail = mails->next().value();
  CHECK(mail->bytes.size() < 300'000);
  CHECK(text_of(big) == "See the picture.\n\nattached: a.jpg");
}

TEST_CASE("a mail of very many parts within parts ends nothing") {
  std::string deep = from_bob("Content-Type: multipart/mixed; boundary=b0\n", "");
  for (int i = 0; i < 30000; ++i)
    deep += "--b" + std::to_string(i) + "\nContent-Type: multipart/mixed; boundary=b" +
            std::to_string(i + 1) + "\n\n";
  CHECK(text_of(deep).empty());
}

TEST_CASE("of a text, what is new is kept") {
  const auto fresh = [](std::string_view text) { return fresh_text(text, 8192); };
  CHECK(fresh("Yes.\n\nOn Fri, 20 Nov 2026 at 10:15, Anna Berg\n<anna@ours.example> wrote:\n> "
              "Shall we?\n> A\n") == "Yes.");
  CHECK(fresh("Ja.\n\nAm 20.11.2026 um 10:15 schrieb Anna Berg:\n\n> Sollen wir?\n") == "Ja.");
  CHECK(fresh("Oui.\n\nLe ven. 20 nov. 2026 à 10:15, Anna a écrit :\n> Alors ?\n") == "Oui.");
  CHECK(fresh("> Shall we?\nYes.\n> When?\nMonday.\n") == "Yes.\n\nMonday.");
  CHECK(fresh("Yes.\n-- \nBob Ray\nAcme\n") == "Yes.");
  CHECK(fresh("Yes.\n\n-----Original Message-----\nFrom: Anna\nSent: Friday\n\nShall we?\n") ==
        "Yes.");
  CHECK(fresh("Yes.\n________________________________\nFrom: Anna\nSent: Friday\nTo: Bob\n\nShall "
              "we?\n") == "Yes.");
  CHECK(fresh("Ja.\n\n*Von:* Anna\n*Gesendet:* Freitag\n*An:* Bob\n\nSollen wir?\n") == "Ja.");
  CHECK(fresh("See below.\n\n---------- Forwarded message ---------\nFrom: Carla\nDate: "
              "Fri\n\nNews\n") ==
        "See below.\n\n---------- Forwarded message ---------\nFrom: Carla\nDate: Fri\n\nNews");
  CHECK(fresh("Note:\nfrom 10 to 12\n\n\n\nBye  \n") == "Note:\nfrom 10 to 12\n\nBye");
  CHECK(fresh("").empty());
  CHECK(fresh_text("one\ntwo\nthree\n", 10) == "one\ntwo\n…");
  CHECK(fresh_text("äöüäöü", 5) == "äö\n…");
}

TEST_CASE("HTML that nobody closed or wrote well") {
  CHECK(text_of_html("a < b & c &unknown; &#8364;&#x20AC;") == "a < b & c &unknown; €€");
  CHECK(text_of_html("<ul><li>one<li>two</ul>") == "- one\n- two");
  CHECK(text_of_html("x<script>alert('<p>')</script>y<!-- c -->z") == "xyz");
  CHECK(text_of_html("open <a href=\"x>y\">link</a> <b") == "open link");
  CHECK(text_of_html("<style>never closed").empty());
  CHECK(text_of_html("").empty());
}

TEST_CASE("a folder of mails: what can't be opened costs only itself") {
  const Reading reading;
  const FileOpener open = [](const std::string& file) -> Result<std::unique_ptr<Bytes>> {
    if (file.ends_with("gone")) return error(Error::failed("cannot open it"));
    if (file.ends_with("empty")) return bytes_of("");
    return bytes_of(from_bob("Subject: " + file + "\n"));
  };
  CHECK(told(open_maildir({"/tmp/m/new/3", "/tmp/m/cur/1:2,S", "/tmp/m/tmp/2", "/tmp/m/cur/gone",
                           "/tmp/m/cur/empty"},
                          open, {}, reading.ground)) ==
        Lines{"entry 1 2026-11-20T10:15:00+01:00 email in by anna \"/tmp/m/cur/1:2,S\" ext "
              "mail:1@acme whom <bob@acme.example>",
              "reject 1 cannot open it", "reject 1 the file is empty",
              "entry 1 2026-11-20T10:15:00+01:00 email in by anna \"/tmp/m/new/3\" ext mail:1@acme "
              "whom <bob@acme.example>"});
}

TEST_CASE("how mails come in pieces changes nothing") {
  const Reading reading;
  std::string mails;
  for (int i = 0; i < 3; ++i)
    mails += "From -\r\n" +
             from_bob("Subject: " + std::to_string(i) + "\r\n", "Hello\r\n\r\n>From x\r\n\r\n");
  const Lines whole = read(mails);
  CHECK(whole.size() == 3);
  for (const std::size_t piece : {1, 2, 3, 7, 64})
    CHECK(told(open_mailbox(bytes_of(mails, piece), "in.mbox", {}, reading.ground)) == whole);
}

}  // namespace crm::test::talks
