// Chats, one trap after the other.
#include <doctest/doctest.h>

#include "core/exchange/chat.hpp"
#include "core/exchange/chat_line.hpp"
#include "core/exchange/fingerprint.hpp"
#include "tests/exchange/mail/reading.hpp"

namespace crm::test::talks {
namespace {

const std::string with_bob = "WhatsApp Chat with Bob Ray.txt";

Lines read(const std::string& chat, const std::string& file = with_bob, ChatWish wish = {},
           const char* country = "DE") {
  const Reading reading(country);
  return told(open_chat(bytes_of(chat), file, wish, reading.ground));
}

std::string text_of(const std::string& chat, const std::string& file = with_bob) {
  const Reading reading;
  return text_in(open_chat(bytes_of(chat), file, {}, reading.ground));
}

std::string mark(const std::string& who, const std::string& day) {
  return "whatsapp:" + fingerprint(who + "\n" + day);
}

/// When the only message of a line is said to have been; empty where the line is none.
std::string when(const std::string& line, const char* country = "DE") {
  const Lines lines = read(line + "\n", with_bob, {}, country);
  return lines.empty() || !lines.front().starts_with("entry") ? "" : lines.front().substr(8, 16);
}

}  // namespace

TEST_CASE("each day of a chat is one conversation") {
  const std::string chat =
      "20.11.26, 22:15 - Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Tippe hier.\n"
      "20.11.26, 22:15 - Bob Ray: Is the stole ready?\n"
      "20.11.26, 22:16 - Meera: Tomorrow.\n"
      "At noon.\n"
      "21.11.26, 09:00 - Meera: It is here\n";
  CHECK(read(chat) == Lines{"entry 2 2026-11-20T22:15+01:00 chat in by anna \"WhatsApp\" ext " +
                                mark("bob ray", "2026-11-20") + " whom 'Bob Ray'",
                            "entry 5 2026-11-21T09:00+01:00 chat out by anna \"WhatsApp\" ext " +
                                mark("bob ray", "2026-11-21") + " whom 'Bob Ray'",
                            "remark: lines of WhatsApp itself left out: 1"});
  CHECK(text_of(chat.substr(0, chat.find("21.11.26"))) ==
        "22:15 Bob Ray: Is the stole ready?\n22:16 Meera: Tomorrow.\nAt noon.");
}

TEST_CASE("an iPhone's lines are in brackets, with marks of direction") {
  const std::string chat =
      "[20.11.26, 22:15:07] Bob Ray: \u200EMessages and calls are end-to-end encrypted.\r\n"
      "[20.11.26, 22:15:30] Bob Ray: Hello: are you there?\r\n"
      "\u200E[20.11.26, 22:16:00] Anna Berg: \u200E<attached: 00000012-PHOTO-2026-11-20.jpg>\r\n"
      "\u200E[20.11.26, 22:17:00] Bob Ray: \u200Eimage omitted\r\n"
      "[20.11.26, 22:18:00] Bob Ray: Nice \u200E<This message was edited>\r\n";
  CHECK(read(chat, "_chat.txt").front() ==
        "entry 2 2026-11-20T22:15:30+01:00 chat in by anna \"WhatsApp\" ext " +
            mark("bob ray", "2026-11-20") + " whom 'Bob Ray'");
  CHECK(text_of(chat) ==
        "22:15 Bob Ray: Hello: are you there?\n22:16 Anna Berg: [00000012-PHOTO-2026-11-20.jpg]\n"
        "22:17 Bob Ray: [image omitted]\n22:18 Bob Ray: Nice");
}

TEST_CASE("dates and times as phones of many languages write them") {
  CHECK(when("31.12.24, 22:15 - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("12/31/24, 10:15\u202FPM - Bob Ray: x", "US") == "2024-12-31T22:15");
  CHECK(when("12/31/24, 10:15 PM - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("[12/31/24, 12:05:00 AM] Bob Ray: x") == "2024-12-31T00:05");
  CHECK(when("[2024-12-31, 10:15:00] Bob Ray: x") == "2024-12-31T10:15");
  CHECK(when("31/12/2024, 10:15 pm - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("31/12/2024, 10:15 p. m. - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("31/12/24 22:15 - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("2024-12-31 22:15 - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("31.12.2024 klo 22.15 - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("31/12/2024 à 22:15 - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("2024/12/31 22:15 - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("2024년 12월 31일 오후 10:15 - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("[2024. 12. 31. 오후 10:15:00] Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("\u200F٣١\u200F/١٢\u200F/٢٠٢٤، ١٠:١٥ م - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("३१/१२/२४, १०:१५ अपराह्न - Bob Ray: x") == "2024-12-31T22:15");
  CHECK(when("1/2/24, 12:05 pm - Bob Ray: x", "GB") == "2024-02-01T12:05");
  CHECK(when("31.12.24, 25:15 - Bob Ray: x").empty());
  CHECK(when("45.13.24, 22:15 - Bob Ray: x").empty());
  CHECK(when("No. 31.12.24, 22:15 - Bob Ray: x").empty());
}

TEST_CASE("what stands first in a date, the other lines tell before the country does") {
  const auto days = [](const std::string& chat, const char* country) {
    std::string all;
    for (const std::string& line : read(chat, with_bob, {}, country))
      all += line.starts_with("entry") ? line.substr(8, 10) + " " : line + " ";
    return all;
  };
  // A day above 12 somewhere.
  CHECK(days("3/4/24, 10:15 - Bob Ray: x\n3/14/24, 10:15 - Bob Ray: y\n", "DE") ==
        "2024-03-04 2024-03-14 ");
  CHECK(days("3/4/24, 10:15 - Bob Ray: x\n14/4/24, 10:15 - Bob Ray: y\n", "US") ==
        "2024-04-03 2024-04-14 ");
  // None above 12, but time goes on: 11 February, 1 March.
  CHECK(days("2/11/24, 10:15 - Bob Ray: x\n3/1/24, 10:15 - Bob Ray: y\n", "DE") ==
        "2024-02-11 2024-03-01 ");
  // 5 December has not come yet, so it was 12 May.
  CHECK(days("5/12/26, 10:15 - Bob Ray: x\n", "DE") == "2026-05-12 ");
  CHECK(days("3/4/24, 10:15 - Bob Ray: x\n", "DE") == "2024-04-03 ");
  CHECK(days("3/4/24, 10:15 - Bob Ray: x\n", "US") == "2024-03-04 ");
  CHECK(days("24-12-31, 10:15 - Bob Ray: x\n", "DE") == "2024-12-31 ");
}

TEST_CASE("a guess at the order of dates is told") {
  // No country is known in which people agree.
  const Lines lines = read("3/4/24, 10:15 - Bob Ray: x\n", with_bob, {}, "CA");
  REQUIRE(!lines.empty());
  CHECK(lines.back() == "remark: days were read as day/month, which the file does not tell");
}

TEST_CASE("who we are") {
  const std::string chat = "20.11.26, 22:15 - Carla: Hello\n20.11.26, 22:16 - Meera: Hello Carla\n";
  const auto whom = [&](const std::string& file, const std::string& me) {
    const std::string line = read(chat, file, {me, ""}).front();
    return line.starts_with("entry") ? line.substr(line.find("whom")) : line;
  };
  CHECK(whom("x.txt", "meera") == "whom 'Carla'");
  CHECK(whom("x.txt", "Carla") == "whom 'Meera'");
  CHECK(whom("dir/WhatsApp Chat with Carla.txt", "") == "whom 'Carla'");
  CHECK(whom("WhatsApp-Chat mit Carla (1).txt", "") == "whom 'Carla'");
  CHECK(whom("WhatsApp Chat - Carla/_chat.txt", "") == "whom 'Carla'");
  CHECK(whom("x.txt", "") == "error: x.txt: it is not known which of them you are: Carla, Meera");
  CHECK(whom("x.txt", "Nobody") == "error: x.txt: nobody in this chat is called \"Nobody\"");
  // A colleague is one of us.
  CHECK(read("20.11.26, 22:15 - Carla: Hello\n20.11.26, 22:16 - Ben Ode: Hi\n", "x.txt").front() ==
        "entry 1 2026-11-20T22:15+01:00 chat in by anna \"WhatsApp\" ext " +
            mark("carla", "2026-11-20") + " whom 'Carla'");
  // Only we wrote.
  CHECK(read("20.11.26, 22:15 - Ben Ode: Hi\n").front() ==
        "entry 1 2026-11-20T22:15+01:00 chat out by ben \"WhatsApp\" ext " +
            mark("bob ray", "2026-11-20") + " whom 'Bob Ray'");
}

TEST_CASE("a number is a phone, however it is set") {
  const auto line =
      read("20.11.26, 22:15 - \u202A+49\u00A0171 1234567\u202C: Hi\n", "x.txt").front();
  CHECK(line.substr(line.find("ext")) ==
        "ext " + mark("+491711234567", "2026-11-20") + " whom tel +49 171 1234567");
  CHECK(read("[20.11.26, 22:15:00] ~\u202FDora: Hi\n", "x.txt").front().ends_with("whom 'Dora'"));
}

TEST_CASE("in a group each partner gets their lines and ours") {
  const std::string chat =
      "20.11.26, 22:10 - Anna Berg created group \"Fair: stand 7\"\n"
      "20.11.26, 22:11 - Anna Berg changed the subject to \"Fair: stand 8\"\n"
      "20.11.26, 22:15 - Anna Berg: When?\n"
      "20.11.26, 22:16 - Bob Ray: Friday\n"
      "20.11.26, 22:17 - Carla: Monday\n"
      "21.11.26, 08:00 - Anna Berg: Monday it is\n";
  const Reading reading;
  auto source = open_chat(bytes_of(chat), "group.txt", {}, reading.ground).value();
  const auto bob = std::get<Arrival>(*source->next().value());
  CHECK(bob.whom.front().value == "Bob Ray");
  CHECK(bob.says.interactions.front().text == "22:15 Anna Berg: When?\n22:16 Bob Ray: Friday");
  const auto carla = std::get<Arrival>(*source->next().value());
  CHECK(carla.says.interactions.front().text == "22:15 Anna Berg: When?\n22:17 Carla: Monday");
  CHECK(told(*source->next().value()) == "skip 6 a day on which nobody answered");
  CHECK(!source->next().value());
}

TEST_CASE("what is no text is named") {
  const auto said = [](const std::string& text) {
    return text_of("20.11.26, 22:15 - Bob Ray: " + text + "\n").substr(15);
  };
  CHECK(said("<Media omitted>") == "[media]");
  CHECK(said("<Medien ausgeschlossen>") == "[media]");
  CHECK(said("IMG-20261120-WA0001.jpg (file attached)") == "[IMG-20261120-WA0001.jpg]");
  CHECK(said("\u200EIMG-20261120-WA0001.jpg (Datei angehängt)\nFor you") ==
        "[IMG-20261120-WA0001.jpg]\nFor you");
  CHECK(said("<3") == "<3");
  CHECK(said("see a.jpg (old)") == "see a.jpg (old)");
  CHECK(text_of("20.11.26, 22:15 - Bob Ray:\n") == "22:15 Bob Ray:");
  CHECK(said("a \x1b[31m b \xff") == "a \uFFFD[31m b ÿ");
  CHECK(said("1. one\n2. two\n31.12. three") == "1. one\n2. two\n31.12. three");
}

TEST_CASE("a longer export has the text of a shorter one, and its mark") {
  const std::string shorter = "20.11.26, 22:15 - Bob Ray: One\n20.11.26, 22:16 - Meera: Two\n";
  const std::string longer =
      shorter + "20.11.26, 23:00 - Bob Ray: Three\n21.11.26, 08:00 - Bob Ray: Four\n";
  CHECK(read(shorter).front() == read(longer).front());
  CHECK(text_of(longer.substr(0, longer.find("21.11"))).starts_with(text_of(shorter)));
}

TEST_CASE("a word of the book for its conversations") {
  Reading reading;
  reading.settings.kinds = {"call", "WhatsApp", "chat"};
  CHECK(told(open_chat(bytes_of("20.11.26, 22:15 - Bob Ray: Hi\n"), with_bob, {}, reading.ground))
            .front()
            .find(" WhatsApp in by anna \"\" ") != std::string::npos);
}

TEST_CASE("what is no chat is refused") {
  CHECK(read("", "a.txt") == Lines{"error: a.txt is no chat that WhatsApp wrote"});
  CHECK(read("Name,Phone\nBob,123\n", "a.txt") ==
        Lines{"error: a.txt is no chat that WhatsApp wrote"});
  CHECK(!looks_like_chat("name,phone\n31.12.24, 22:15 was the date\n"));
  CHECK(looks_like_chat("\uFEFF31.12.24, 22:15 - Encrypted\n31.12.24, 22:15 - Bob: x\n"));
  CHECK(read("20.11.26, 22:15 - Bob Ray: x\n", with_bob, {"", "no-such"}) ==
        Lines{"error: there is no encoding \"no-such\""});
}

TEST_CASE("how a chat comes in pieces changes nothing") {
  const Reading reading;
  const std::string chat =
      "\uFEFF20.11.26, 22:15 - Bob Ray: नमस्ते\r\n20.11.26, 22:16 - Meera: ok\r\n21.11.26, 22:16 - "
      "Meera: ok\r\n";
  const Lines whole = read(chat);
  CHECK(whole.size() == 2);
  for (const std::size_t piece : {1, 2, 3, 7, 64})
    CHECK(told(open_chat(bytes_of(chat, piece), with_bob, {}, reading.ground)) == whole);
}

TEST_CASE("a day without end keeps its beginning") {
  std::string chat;
  for (int i = 0; i < 3000; ++i)
    chat += "20.11.26, 22:15 - Bob Ray: " + std::string(100, 'x') + "\n";
  const Lines lines = read(chat);
  REQUIRE(lines.size() == 2);
  // 64 KiB hold 564 lines of 116 bytes.
  CHECK(lines.back() == "remark: lines left out of very long days: 2436");
}

}  // namespace crm::test::talks
