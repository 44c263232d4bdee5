// Mails that we write, read again by the reader that an import has.
#include "core/letters/message.hpp"

#include <doctest/doctest.h>

#include <set>

#include "core/domain/text.hpp"
#include "core/exchange/gmime.hpp"
#include "core/letters/command_line.hpp"

namespace crm {
namespace {

Message greeting() {
  Message message;
  message.from = {"Meera Rao", "meera@press.example"};
  message.to = {{"Bob Ray", "bob@acme.example"}};
  message.subject = "Hello";
  message.text = "Dear Bob,\nthe banners are done.\n";
  message.date = Moment::parse("2026-11-21T10:15+05:30").value();
  message.id = message_id("r4q9x1.acme", message.from);
  return message;
}

std::string bytes_of(const Message& message) {
  const auto bytes = mail_bytes(message);
  REQUIRE_MESSAGE(bytes.has_value(), (bytes ? "" : bytes.error().message()));
  return *bytes;
}

Letter again(const Message& message) {
  return read_letter(bytes_of(message)).value();
}

std::string refused(const Message& message) {
  const auto bytes = mail_bytes(message);
  REQUIRE(!bytes.has_value());
  return bytes.error().message();
}

/// The lines of the head, whole ones.
std::vector<std::string> header_lines(const std::string& mail) {
  std::vector<std::string> lines;
  for (const std::string_view line :
       split(std::string_view(mail).substr(0, mail.find("\n\n")), '\n')) {
    if (line.starts_with(' ') || line.starts_with('\t'))
      lines.back() += line;
    else
      lines.emplace_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("a mail is what was said, for a program that reads mails") {
  const Letter letter = again(greeting());
  CHECK(letter.from == std::vector<std::string>{"meera@press.example"});
  CHECK(letter.to == std::vector<std::string>{"bob@acme.example"});
  CHECK(letter.subject == "Hello");
  CHECK(letter.text == "Dear Bob,\nthe banners are done.\n");
  CHECK(letter.id == "r4q9x1.acme@press.example");
  CHECK(letter.date->text() == "2026-11-21T10:15:00+05:30");
}

TEST_CASE("the bytes of a mail are ASCII lines that every server takes") {
  Message message = greeting();
  message.from.name = "मीरा राव";
  message.to.front().name = "ರಮೇಶ್ ಗೌಡ, \"the printer\"";
  message.subject =
      "नमस्ते ನಮಸ್ಕಾರ Grüße 🎉 – and a subject that goes on until it has to be folded somewhere";
  message.text = "नमस्ते रमेश,\n" + std::string(2000, 'x') + "\nGrüße\n.\nFrom us\n";
  const std::string mail = bytes_of(message);
  CHECK(is_ascii(mail));
  for (const std::string_view line : split(mail, '\n')) CHECK(line.size() <= 998);
  CHECK(mail.find('\r') == mail.npos);
  const Letter letter = again(message);
  CHECK(letter.subject == message.subject);
  CHECK(letter.text == message.text);
}

TEST_CASE("nothing in a name or a subject can add a header or a recipient") {
  for (const std::string evil :
       {"Bob\nBcc: eve@evil.example", "Bob\r\nBcc: eve@evil.example\r\n\r\nBuy!",
        "Bob\xE2\x80\xA8"
        "Bcc: eve@evil.example",
        "Bob\x0B\x0C\x1B[2J", "Bob <eve@evil.example>, \"x",
        "=?utf-8?q?Bob=0ABcc:_eve@evil.example?="}) {
    CAPTURE(evil);
    Message message = greeting();
    message.from.name = message.to.front().name = message.subject = evil;
    message.headers = {{"X-Letter", evil}};
    const std::string mail = bytes_of(message);
    std::set<std::string> names;
    for (const std::string& line : header_lines(mail))
      names.insert(lowered(line.substr(0, line.find(':'))));
    std::string all;
    for (const std::string& name : names) all += name + " ";
    CHECK(header_lines(mail).size() == names.size());
    CHECK(all ==
          "content-transfer-encoding content-type date from message-id mime-version subject to "
          "x-letter ");
    const Letter letter = again(message);
    CHECK(letter.to == std::vector<std::string>{"bob@acme.example"});
    CHECK(letter.bcc.empty());
    CHECK(letter.text == message.text);
  }
}

TEST_CASE("an address that could be more than one address is refused") {
  const auto why = [](const std::string& address) {
    Message message = greeting();
    message.to.front().address = address;
    const auto bytes = mail_bytes(message);
    CHECK(!bytes.has_value());
    return why_no_address(address);
  };
  CHECK(why("") == "is empty");
  CHECK(why("bob") == "has no @");
  CHECK(why("@acme.example") == "has nothing before the @");
  CHECK(why("bob@") == "has nothing after the @");
  CHECK(why("bob@x@acme.example") == "has more than one @");
  CHECK(why("bob@acme.example,eve@evil.example") == "has more than one @");
  CHECK(why("bob@acme.example\nBcc: e") == "has signs that no address has");
  CHECK(why("bob ray@acme.example") == "has signs that no address has");
  CHECK(why("<bob@acme.example>") == "has signs that no address has");
  CHECK(why("-oQ/tmp@acme.example") == "is not written as an address");
  CHECK(why("bob@acme..example") == "is not written as an address");
  CHECK(why("bøb@acme.example") == "has letters before the @ that few mail servers take");
  CHECK(why(std::string(250, 'a') + "@acme.example") == "is longer than an address can be");
  for (const std::string good : {"bob@acme.example", "bob+crm@acme.example", "o'b@a.example"})
    CHECK((good.find('\'') != good.npos || why_no_address(good).empty()));
}

TEST_CASE("a name and an address are read as mail programs write them") {
  CHECK(Mailbox::parse("bob@acme.example").value() == Mailbox{"", "bob@acme.example"});
  CHECK(Mailbox::parse(" Bob Ray <bob@acme.example> ").value() ==
        Mailbox{"Bob Ray", "bob@acme.example"});
  CHECK(Mailbox::parse("\"Ray, \\\"Bob\\\"\" <bob@acme.example>").value() ==
        Mailbox{"Ray, \"Bob\"", "bob@acme.example"});
  CHECK(!Mailbox::parse("Bob").has_value());
  CHECK(!Mailbox::parse("Bob <bob>").has_value());
  CHECK(same_address(" Bob@ACME.example") == same_address("bob@acme.example"));
}

TEST_CASE("with HTML and a picture a mail has the text for those who see neither") {
  Message message = greeting();
  message.html = "<p>Grüße &amp; <img src=\"cid:logo.png\"></p>\n";
  message.pictures = {{"logo.png", std::string("\x89PNG\r\n\x1a\n\0\0From x\n", 18)}};
  const std::string mail = bytes_of(message);
  CHECK(mail.find("multipart/alternative") < mail.find("text/plain"));
  CHECK(mail.find("text/plain") < mail.find("multipart/related"));
  CHECK(mail.find("multipart/related") < mail.find("text/html"));
  CHECK(mail.find("text/html") < mail.find("Content-Id: <logo.png>"));
  CHECK(again(message).text == message.text);
  message.text.clear();
  CHECK(again(message).text.find("Grüße") != std::string::npos);
  message.pictures.front().name = "logo.exe";
  CHECK(refused(message) == "the picture logo.exe is of no kind that mails show");
}

TEST_CASE("a letter to nobody, or without a word, is none") {
  Message message = greeting();
  message.to.clear();
  CHECK(refused(message) == "the letter is to nobody");
  message = greeting();
  message.text = " \n";
  CHECK(refused(message) == "the letter says nothing");
  message = greeting();
  message.headers = {{"X-Evil\nBcc", "x"}};
  CHECK(refused(message) == "\"X-Evil Bcc\" is no header's name");
}

TEST_CASE("the id of a mail is ASCII and names the host of who writes") {
  CHECK(message_id("ab.c-1_2", {"", "a@press.example"}) == "ab.c-1_2@press.example");
  CHECK(message_id("a b\n<..>c.", {"", "a@press.example"}) == "ab.c@press.example");
  CHECK(message_id("a", {"", "a@bücher.example"}) == "a@crm.invalid");
  CHECK(mail_name("a@b") == "mail:a@b");
}

TEST_CASE("a mail's date is written in English and with its offset") {
  const auto text = [](const char* moment) {
    return mail_date_text(Moment::parse(moment).value());
  };
  CHECK(text("2026-11-21T10:15+05:30") == "Sat, 21 Nov 2026 10:15:00 +0530");
  CHECK(text("2026-03-01T00:00:07-03:30") == "Sun, 1 Mar 2026 00:00:07 -0330");
  CHECK(text("2026-03-01") == "Sun, 1 Mar 2026 00:00:00 +0000");
}

TEST_CASE("in an mbox file one mail can't be taken for two") {
  const Mailbox from{"", "meera@press.example"};
  const Moment date = Moment::parse("2026-11-21T03:15+05:30").value();
  CHECK(in_mbox("To: a\n\nFrom here\n>From there\nfine", from, date) ==
        "From meera@press.example Fri Nov 20 21:45:00 2026\nTo: a\n\n>From here\n>>From "
        "there\nfine\n\n");
  CHECK(with_mail_ends("a\nb\n") == "a\r\nb\r\n");
}

TEST_CASE("a command line is split as people mean it, and no shell is asked") {
  const auto words = [](const char* line) { return command_words(line).value(); };
  using Words = std::vector<std::string>;
  CHECK(words("msmtp -a work") == Words{"msmtp", "-a", "work"});
  CHECK(words("  a\t'b c' \"d 'e'\" f\\ g '' h\"i\"'j'") ==
        Words{"a", "b c", "d 'e'", "f g", "", "hij"});
  CHECK(words("a $(rm) `x` | > ; *") == Words{"a", "$(rm)", "`x`", "|", ">", ";", "*"});
  CHECK(words(R"(a "b\"c\\d\e" 'f\g')") == Words{"a", "b\"c\\d\\e", "f\\g"});
  CHECK(command_words("a 'b").error().message() == "a quote is left open in the command \"a 'b\"");
  CHECK(command_words("  ").error().message() == "the command \"  \" names no program");
  CHECK(!command_words("'' a").has_value());
}

}  // namespace crm
