// Handing a mail over: to mailers that take it, refuse it, are not there, hang or are killed.
#include "core/letters/mailer.hpp"

#include <doctest/doctest.h>

namespace crm {
namespace {

const Mailbox meera{"Meera Rao", "meera@press.example"}, bob{"Bob Ray", "bob@acme.example"};

/// A mailer made of a line of sh.
std::vector<std::string> sh(const std::string& line) {
  return {"/bin/sh", "-c", line, "mailer"};
}

std::optional<NotTaken> sent(const std::string& line, int limit_ms = 60'000) {
  return Mailer(sh(line), ask_real_program, limit_ms).send("Subject: x\n\ny\n", meera, {bob});
}

}  // namespace

TEST_CASE("a mailer is told who writes and to whom in words, and reads the mail") {
  ProgramCall heard;
  const AskProgram ask = [&](const ProgramCall& call) -> Result<ProgramAnswer> {
    heard = call;
    return ProgramAnswer{};
  };
  CHECK(!Mailer({"msmtp", "-a", "work"}, ask, 5000).send("mail\n", meera, {bob, meera}));
  CHECK(heard.words == std::vector<std::string>{"msmtp", "-a", "work", "-i", "-f",
                                                "meera@press.example", "--", "bob@acme.example",
                                                "meera@press.example"});
  CHECK(heard.input == "mail\n");
  CHECK(heard.limit_ms == 5000);
}

TEST_CASE(
    "where no mailer is named, the first that is there is taken, and asked at once from then on") {
  std::vector<std::string> asked;
  const AskProgram ask = [&](const ProgramCall& call) -> Result<ProgramAnswer> {
    asked.push_back(call.words.front());
    if (call.words.front() != "/usr/sbin/sendmail")
      return error(Error::nothing_found("there is no program " + call.words.front()));
    return ProgramAnswer{};
  };
  Mailer mailer({}, ask);
  CHECK(!mailer.send("a\n", meera, {bob}));
  CHECK(!mailer.send("b\n", meera, {bob}));
  CHECK(asked == std::vector<std::string>{"sendmail", "/usr/sbin/sendmail", "/usr/sbin/sendmail"});
}

TEST_CASE("without any mailer it is said how to get one") {
  const auto refusal = Mailer({"/nowhere/mailer"}, ask_real_program).send("a\n", meera, {bob});
  REQUIRE(refusal);
  CHECK(refusal->kind == NotTaken::Kind::missing);
  CHECK(refusal->message == "there is no program /nowhere/mailer");
  const AskProgram none = [](const ProgramCall& call) -> Result<ProgramAnswer> {
    return error(Error::nothing_found("there is no program " + call.words.front()));
  };
  const auto nothing = Mailer({}, none).send("a\n", meera, {bob});
  REQUIRE(nothing);
  CHECK(nothing->message == "there is no program that sends mail");
  CHECK(nothing->hint.find("mailer: ") != std::string::npos);
}

TEST_CASE("a mailer that says no is told with its code and its first line") {
  auto refusal =
      sent("cat > /dev/null; echo; echo 'no such user here' >&2; echo more >&2; exit 67");
  REQUIRE(refusal);
  CHECK(refusal->kind == NotTaken::Kind::refused);
  CHECK(refusal->message == "/bin/sh ended with 67: no such user here");
  refusal = sent("exit 75");
  REQUIRE(refusal);
  CHECK(refusal->message == "/bin/sh ended with 75");
  CHECK(!sent("cat > /dev/null"));
}

TEST_CASE("a mailer that does not come to an end is ended, and what it did is not known") {
  for (const char* const hanging :
       {"cat > /dev/null; exec sleep 1000", "sleep 1000 & sleep 1000", "exec sleep 1000 >&- 2>&-",
        "trap '' TERM INT HUP; while :; do sleep 1000; done"}) {
    CAPTURE(hanging);
    const auto refusal = sent(hanging, 100);
    REQUIRE(refusal);
    CHECK(refusal->kind == NotTaken::Kind::unclear);
    CHECK(refusal->message == "/bin/sh was ended: it was not done after 100 ms");
  }
}

TEST_CASE("a mailer that was killed may have sent it") {
  const auto refusal = sent("kill -KILL $$");
  REQUIRE(refusal);
  CHECK(refusal->kind == NotTaken::Kind::unclear);
  CHECK(refusal->message == "/bin/sh was killed (signal 9)");
}

TEST_CASE("a mailer's own child that stays does not keep us") {
  CHECK(!sent("cat > /dev/null; sleep 30 & exit 0"));
}

TEST_CASE("a mailer need not read all of a long mail") {
  const std::string mail(3u << 20, 'x');
  CHECK(!Mailer(sh("exit 0"), ask_real_program).send(mail, meera, {bob}));
  const auto refusal = Mailer(sh("exit 1"), ask_real_program).send(mail, meera, {bob});
  REQUIRE(refusal);
  CHECK(refusal->kind == NotTaken::Kind::refused);
}

}  // namespace crm
