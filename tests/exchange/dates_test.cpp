// Days of foreign tables, one cell at a time.
#include <doctest/doctest.h>

#include "core/exchange/dates.hpp"

using namespace crm;

namespace {

struct In {
  Settings settings;
  Zone zone = Zone::find("Europe/Berlin").value();
  Ground ground;

  explicit In(const char* country)
      : settings(standard_settings(*find_country(country))),
        ground{settings, zone, Moment::parse("2026-11-22T10:15+01:00").value()} {}
};

std::string read(const In& in, const std::string& cell, const std::vector<std::string>& others = {},
                 DateOrder told = DateOrder::unsure) {
  DateColumn column(told);
  for (const std::string& other : others) column.look(other);
  const auto moment = column.read(cell, in.ground);
  if (!moment) return "! " + moment.error().message();
  return *moment ? (*moment)->text() : "none";
}

std::string birthday(const std::string& cell) {
  static const In in("DE");
  const auto date = DateColumn().read_partial(cell, in.ground);
  if (!date) return "! " + date.error().message();
  return *date ? (*date)->text() : "none";
}

}  // namespace

TEST_CASE("a day is read in every form that can only mean one") {
  const In in("DE");
  for (const auto& [cell, wanted] : std::vector<std::pair<std::string, std::string>>{
           {"2024-03-12", "2024-03-12"},
           {" 2024/3/9 ", "2024-03-09"},
           {"20240312", "2024-03-12"},
           {"31.12.2024", "2024-12-31"},
           {"1.2.24", "2024-02-01"},
           {"12 Mar 2024", "2024-03-12"},
           {"Mar 12, 2024", "2024-03-12"},
           {"March 12th, 2024", "2024-03-12"},
           {"Tuesday, March 12, 2024", "2024-03-12"},
           {"12. März 2024", "2024-03-12"},
           {"3 août 2024", "2024-08-03"},
           {"12 de marzo de 2024", "2024-03-12"},
           {"5 dic 2024", "2024-12-05"},
           {"12-Mar-2024", "2024-03-12"},
           {"12-mei-24", "2024-05-12"},
           {"2024-03-12 09:14", "2024-03-12T09:14+01:00"},
           {"2024-07-12T09:14:05Z", "2024-07-12T11:14:05+02:00"},
           {"2024-03-12T23:30:00.000+0000", "2024-03-13T00:30+01:00"},
           {"2024-03-12 23:30:00 UTC", "2024-03-13T00:30+01:00"},
           {"12.03.2024 14:05", "2024-03-12T14:05+01:00"},
           {"12 Mar 2024, 2:30 PM", "2024-03-12T14:30+01:00"},
           {"12 Mar 2024 12:05 a.m.", "2024-03-12T00:05+01:00"},
           {"2024-03-12 00:00:00", "2024-03-12"},
           {"29.02.2024", "2024-02-29"},
           {"२०२४-०३-१२", "2024-03-12"},
           {"0/0/00", "none"},
           {"00/00/0000", "none"},
           {"0000-00-00", "none"},
           {"1/1/4501", "none"},
           {"", "none"},
           {"-", "none"},
           {"n/a", "none"},
       }) {
    INFO(cell);
    CHECK(read(in, cell) == wanted);
  }
}

TEST_CASE("what is no day says so") {
  const In in("DE");
  for (const char* const cell : {"soon", "30.02.2024", "2024-13-01", "45292", "12:30", "5", "31/12",
                                 "2024", "Mar 2024", "1.2.3.4", "99999999999999",
                                 "2024-03-12 25:00", "2024-03-12 10:61", "12 Mar 2024 13:00 pm"}) {
    INFO(cell);
    CHECK(read(in, cell).starts_with("! \""));
  }
}

TEST_CASE("the cells of a column tell whether the day stands first, else the book's country does") {
  const In germany("DE"), america("US"), canada("CA");
  CHECK(read(germany, "03/04/2024") == "2024-04-03");
  CHECK(read(america, "03/04/2024") == "2024-03-04");
  CHECK(read(germany, "03/04/2024", {"12/31/2024"}) == "2024-03-04");
  CHECK(read(america, "03/04/2024", {"31/12/2024"}) == "2024-04-03");
  CHECK(read(america, "03/04/2024", {"12/31/2024"}, DateOrder::day_first) == "2024-04-03");
  CHECK(read(canada, "03/04/2024") == "! \"03/04/2024\" is 3 April or 4 March");
  CHECK(read(canada, "04/04/2024") == "2024-04-04");
  CHECK(read(canada, "13/04/2024") == "2024-04-13");
  CHECK(read(canada, "03/04/2024", {"31/12/2024"}) == "2024-04-03");
  CHECK(read(germany, "03/04/2024", {"12/31/2024", "31/12/2024"}) ==
        "! \"03/04/2024\" is 3 April or 4 March");
  CHECK(read(germany, "04/31/2024") ==
        "! \"04/31/2024\" has no month 31: this column is read day first");
  CHECK(read(america, "3/15/2024 2:30 PM") == "2024-03-15T14:30+01:00");
  DateColumn column;
  CHECK(column.remark(germany.ground).empty());
  column.look("2024-01-31");
  CHECK(column.remark(germany.ground).empty());
  column.look("03/04/2024");
  CHECK(column.remark(germany.ground) ==
        "day first, as is usual in DE (no cell shows it: 03/04/2024)");
  column.look("12/31/2024");
  CHECK(column.remark(germany.ground) == "month first, as 12/31/2024 shows");
}

TEST_CASE("a birthday may lack its year") {
  CHECK(birthday("--06-15") == "06-15");
  CHECK(birthday("--0615") == "06-15");
  CHECK(birthday("0000-06-15") == "06-15");
  CHECK(birthday("1604-06-15") == "06-15");
  CHECK(birthday("06-15") == "06-15");
  CHECK(birthday("15.6.") == "06-15");
  CHECK(birthday("15 June") == "06-15");
  CHECK(birthday("--02-29") == "02-29");
  CHECK(birthday("1980") == "1980");
  CHECK(birthday("Feb 1980") == "1980-02");
  CHECK(birthday("15.6.80") == "1980-06-15");
  CHECK(birthday("15.6.31") == "1931-06-15");
  CHECK(birthday("15.6.1931") == "1931-06-15");
  CHECK(birthday("0000") == "none");
  CHECK(birthday("--13-01").starts_with("! "));
}
