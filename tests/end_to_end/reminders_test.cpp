// Reminders on their way to people: mailers that fail, hang and are killed, notifiers that two runs
// start at once. Nothing that is due is forgotten, and nobody is told of a meeting twice.
#include <doctest/doctest.h>

#include <sys/stat.h>

#include <fstream>

#include "tests/end_to_end/machine.hpp"

using namespace end_to_end;

namespace {

/// A book with something due, and programs that write down what they are given into `got`.
class Office {
 public:
  /// `mailer` and `notifier` are lines of a shell script.
  Office(const std::string& mailer, const std::string& notifier) {
    const std::string book = folder_.file("book");
    std::filesystem::create_directories(book + "/customers");
    std::ofstream(book + "/crm.yaml")
        << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\ncommit: off\nteam:\n"
           "  anna: {name: Anna, emails: [anna@press.example]}\n"
           "  ben: {name: Ben, emails: [ben@press.example]}\n";
    std::ofstream(book + "/customers/acme-7h2k.yaml")
        << "id: acme-7h2k\nname: \"-Acme\\nBcc: eve@evil.example\"\nowner: anna\n"
           "birthday: 1980-11-21\n"
           "reminders:\n  - {id: r1, due: 2026-11-20, text: \"send <the> offer & more\"}\n"
           "interactions:\n"
           "  - {id: k1, at: 2026-11-21T10:30+01:00, kind: meeting, planned: yes, by: anna}\n";
    std::ofstream(book + "/customers/globex-9k2f.yaml")
        << "id: globex-9k2f\nname: Globex\nowner: ben\n"
           "reminders:\n  - {id: r2, due: 2026-11-21, text: call}\n";
    here_ = {{"CRM_BOOK", book},
             {"CRM_SENDMAIL", program("mailer", mailer)},
             {"CRM_NOTIFY", program("notifier", notifier)},
             {"CRM_ME", "anna"},
             {"CRM_NOW", "2026-11-21T10:15:00+01:00"}};
  }

  Variables here(const std::string& now = "") const {
    Variables here = here_;
    if (!now.empty()) here["CRM_NOW"] = now;
    return here;
  }

  std::string file(const std::string& name) const { return folder_.file(name); }

  std::string got() const {
    return std::filesystem::exists(file("got")) ? text_of(file("got")) : "";
  }

  void write_program(const std::string& name, const std::string& lines) {
    (void)program(name, lines);
  }

 private:
  std::string program(const std::string& name, const std::string& lines) {
    const std::string path = folder_.file(name);
    std::ofstream(path) << "#!/bin/sh\nfolder='" << folder_.path().string()
                        << "'\ngot=\"$folder/got\"\n"
                        << lines;
    ::chmod(path.c_str(), 0755);
    return path;
  }

  Folder folder_;
  Variables here_;
};

constexpr const char* takes_it = "{ echo \"# $*\"; cat; } >> \"$got\"\n";
constexpr const char* shows_it = "{ echo \"$#\"; printf '%s|' \"$@\"; echo; } >> \"$got\"\n";

}  // namespace

TEST_CASE("a mail of what is due has no header that a record made, and no colours") {
  const Office office(takes_it, "");
  Variables here = office.here();
  here["CLICOLOR_FORCE"] = "1";
  const Ended end = run({"remind", "--mail", "--color", "always"}, here);
  CAPTURE(end.err);
  CHECK(end.code == 0);
  CHECK(end.out.empty());
  CHECK(end.err.empty());
  const std::string got = office.got();
  CAPTURE(got);
  CHECK(got.starts_with("# -i -f anna@press.example -- anna@press.example\n"));
  const std::string head = got.substr(0, got.find("\n\n"));
  CHECK(count_of(head, "\nSubject: 3 due, 1 late: Saturday 21 November\n") == 1);
  CHECK(count_of(head, "\nAuto-Submitted: auto-generated\n") == 1);
  CHECK(count_of(got, "\nBcc:") == 0);
  CHECK(count_of(got, "\x1b") == 0);
}

TEST_CASE("a mail that does not go out is told of by the next one, which has all that is due") {
  Office office("echo 'no way out' >&2; exit 69\n", "");
  Ended end = run({"remind", "--mail"}, office.here());
  CHECK(end.code == 1);
  CHECK(count_of(end.err, "did not go out: ") == 1);
  CHECK(count_of(end.err, "ended with 69: no way out") == 1);
  // It dies of a signal: nobody knows.
  office.write_program("mailer", "kill -KILL $$\n");
  end = run({"remind", "--mail"}, office.here("2026-11-22T10:15:00+01:00"));
  CHECK(end.code == 1);
  CHECK(count_of(end.err,
                 "it is not known whether the reminders to anna@press.example went out: ") == 1);
  CHECK(count_of(end.err, "was killed (signal 9)") == 1);
  // The whole run is killed while the mailer has it: nothing is noted, so nothing is lost.
  office.write_program("mailer", "echo x > \"$folder/begun\"; exec sleep 30\n");
  {
    Running running({"remind", "--mail"}, office.here("2026-11-23T10:15:00+01:00"));
    while (!std::filesystem::exists(office.file("begun"))) pause_for(2000);
    running.kill_all();
    CHECK(running.wait().was_killed());
  }
  // The birthday was on the 21st: on the 27th nobody would be shown it any more.
  office.write_program("mailer", takes_it);
  end = run({"remind", "--mail"}, office.here("2026-11-27T10:15:00+01:00"));
  CHECK(end.code == 0);
  std::string got = office.got();
  CAPTURE(got);
  CHECK(count_of(got, "The reminders of Sat 21 Nov did not go out:") > 0);
  CHECK(count_of(got, "The reminders of Sun 22 Nov did not go out:") > 0);
  CHECK(count_of(got, "birthday: turns 46") > 0);
  CHECK(count_of(got, "Globex") > 0);
  // Once told, it is known.
  std::filesystem::remove(office.file("got"));
  end = run({"remind", "--mail"}, office.here("2026-11-28T10:15:00+01:00"));
  CHECK(count_of(office.got(), "did not go out") == 0);
}

TEST_CASE("a birthday that passed while no mail went out is in the next one") {
  Office office(takes_it, "");
  CHECK(run({"remind", "--mail"}, office.here("2026-11-18T08:00:00+01:00")).code == 0);
  office.write_program("mailer", "exit 75\n");
  for (const char* const day : {"20", "22", "24"})
    CHECK(run({"remind", "--mail"}, office.here("2026-11-" + std::string(day) + "T08:00:00+01:00"))
              .code == 1);
  office.write_program("mailer", takes_it);
  CHECK(run({"remind", "--mail"}, office.here("2026-11-28T08:00:00+01:00")).code == 0);
  CHECK(count_of(office.got(), "turns 46") == 2);  // as text, and as a page
  std::filesystem::remove(office.file("got"));
  CHECK(run({"remind", "--mail"}, office.here("2026-11-29T08:00:00+01:00")).code == 0);
  CHECK(count_of(office.got(), "turns 46") == 0);
}

TEST_CASE("each of the team gets what is theirs, and one who can't be reached stops no other") {
  const Office office("case \"$*\" in *\"-- anna\"*) exit 67;; esac\n" + std::string(takes_it), "");
  Variables here = office.here();
  here["CRM_ME"] = "ben";
  const Ended end = run({"remind", "--mail", "--each"}, here);
  CHECK(end.code == 1);
  CAPTURE(end.err);
  const std::string got = office.got();
  CAPTURE(got);
  CHECK(count_of(got, "-- ben@press.example\n") == 1);
  CHECK(count_of(got, "Globex") > 0);
}

TEST_CASE("without a mailer nothing is lost, and what to do is said") {
  const Office office("", "");
  Variables here = office.here();
  here["CRM_SENDMAIL"] = "/nowhere/mailer";
  const Ended end = run({"remind", "--mail"}, here);
  CHECK(end.code == 1);
  CHECK(count_of(end.err, "there is no program /nowhere/mailer") == 1);
  CHECK(count_of(end.err, "hint: install msmtp-mta") == 1);
}

TEST_CASE("a notification is two words for the program, whatever a name begins with") {
  const Office office("", shows_it);
  const Ended end =
      run({"remind", "--notify", "--only", "reminders", "--for", "anna"}, office.here());
  CAPTURE(end.err);
  CHECK(end.code == 0);
  CHECK(office.got() == "2\n1 day late: -Acme Bcc: eve@evil.example|send <the> offer & more|\n");
}

TEST_CASE("for notify-send a text is no markup and a title no option") {
  const Office office("", shows_it);
  std::filesystem::rename(office.file("notifier"), office.file("notify-send"));
  Variables here = office.here();
  here["CRM_NOTIFY"] = office.file("notify-send") + " -u low";
  CHECK(run({"remind", "--notify", "--only", "reminders", "--for", "anna"}, here).code == 0);
  CHECK(office.got() ==
        "5\n-u|low|--|1 day late: -Acme Bcc: eve@evil.example|send &lt;the&gt; offer &amp; "
        "more|\n");
}

TEST_CASE("of two runs at once one tells of the meeting, and no later one does") {
  Office office("",
                "echo \"$1\" >> \"$got\"; while [ ! -e \"$folder/go\" ]; do sleep 0.01; done\n");
  const Words words{"remind", "--within", "30m", "--notify"};
  Running first(words, office.here());
  while (office.got().empty()) pause_for(2000);
  Running second(words, office.here());
  std::ofstream(office.file("go")) << "on";
  CHECK(first.wait().code == 0);
  CHECK(second.wait().code == 0);
  CHECK(count_of(office.got(), "10:30: -Acme") == 1);
  CHECK(count_of(office.got(), "\n") == 1);
  // Five minutes later, and with a clock set back.
  CHECK(run(words, office.here("2026-11-21T10:20:00+01:00")).code == 0);
  CHECK(run(words, office.here("2026-11-21T10:05:00+01:00")).code == 0);
  CHECK(count_of(office.got(), "\n") == 1);
  // The same by mail is another way.
  office.write_program("mailer", takes_it);
  CHECK(run({"remind", "--within", "30m", "--mail"}, office.here()).code == 0);
  CHECK(run({"remind", "--within", "30m", "--mail"}, office.here()).code == 0);
  CHECK(count_of(office.got(), "\nSubject: 1 due: Saturday 21 November\n") == 1);
}

TEST_CASE("a notifier that fails has told nobody: the next run does") {
  Office office("", "exit 1\n");
  const Words words{"remind", "--within", "30m", "--notify"};
  Ended end = run(words, office.here());
  CHECK(end.code == 1);
  CHECK(count_of(end.err, "nothing was shown: ") == 1);
  office.write_program("notifier", shows_it);
  CHECK(run(words, office.here()).code == 0);
  CHECK(count_of(office.got(), "10:30: ") == 1);
  Variables here = office.here();
  here["CRM_NOTIFY"] = "/nowhere/notifier";
  end = run({"remind", "--notify"}, here);
  CHECK(end.code == 1);
  CHECK(count_of(end.err, "there is no program /nowhere/notifier") == 1);
  CHECK(count_of(end.err, "libnotify-bin") == 1);
}

TEST_CASE("a calendar is written only where something has changed") {
  const Office office("", "");
  const std::string file = office.file("anna.ics");
  CHECK(run({"remind", "--ics", file, "--for", "anna"}, office.here()).code == 0);
  const std::string first = text_of(file);
  CHECK(count_of(first, "BEGIN:VTODO") == 1);
  CHECK(count_of(first, "BEGIN:VEVENT") == 2);
  const auto written = std::filesystem::last_write_time(file);
  CHECK(run({"remind", "--ics", file, "--for", "anna"}, office.here("2026-11-21T12:00:00+01:00"))
            .code == 0);
  CHECK(text_of(file) == first);
  CHECK(std::filesystem::last_write_time(file) == written);
  CHECK(run({"done", "r1"}, office.here()).code == 0);
  CHECK(run({"remind", "--ics", file, "--for", "anna"}, office.here()).code == 0);
  CHECK(count_of(text_of(file), "BEGIN:VTODO") == 0);
  // Into the book it does not go.
  CHECK(run({"remind", "--ics", office.file("book/customers/x.ics")}, office.here()).code == 2);
}
