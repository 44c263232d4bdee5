// Pages and charts: what they draw, and that no text of a book gets out of its place.
#include "cli/output/page.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "cli/output/axis.hpp"
#include "cli/output/chart.hpp"
#include "cli/output/markup.hpp"
#include "cli/output/page_style.hpp"
#include "core/domain/text.hpp"
#include "tests/pages/gallery.hpp"

using namespace crm;

namespace {

struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;
  /// Of the element it is in, counted from 0; -1 for none.
  int parent = -1;
  /// What stands directly in it.
  std::string text;
};

/// A strict reader of XML without entities of its own: `wrong` says what is not well-formed.
struct Markup {
  std::vector<Element> elements;
  std::string wrong;

  explicit Markup(const std::string& text) { read(text); }

  std::vector<const Element*> named(const std::string& name) const {
    std::vector<const Element*> found;
    for (const Element& one : elements)
      if (one.name == name) found.push_back(&one);
    return found;
  }

  /// Of that class.
  std::vector<const Element*> of(const std::string& name, const std::string& kind) const {
    std::vector<const Element*> found;
    for (const Element* const one : named(name)) {
      const auto its = one->attributes.find("class");
      if (its != one->attributes.end() && its->second == kind) found.push_back(one);
    }
    return found;
  }

 private:
  static bool is_reference(const std::string& text, std::size_t at) {
    for (const char* const one : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"})
      if (text.compare(at, std::string(one).size(), one) == 0) return true;
    return false;
  }

  bool is_clean(const std::string& text) {
    if (!is_utf8(text)) wrong = "not UTF-8";
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if ((c < 0x20 && c != '\n') || c == 0x7F) wrong = "a control character";
      if (c == '<') wrong = "a bare <";
      if (c == '&' && !is_reference(text, i)) wrong = "a bare &";
    }
    return wrong.empty();
  }

  void read(const std::string& text) {
    std::vector<int> open;
    std::size_t i = text.starts_with("<!DOCTYPE html>") ? 15 : 0;
    while (i < text.size() && wrong.empty()) {
      if (text[i] != '<') {
        const auto end = std::min(text.find('<', i), text.size());
        const std::string words = text.substr(i, end - i);
        if (!is_clean(words)) return;
        if (!open.empty()) elements[static_cast<std::size_t>(open.back())].text += words;
        if (open.empty() && words.find_first_not_of('\n') != words.npos) wrong = "text outside";
        i = end;
        continue;
      }
      if (text[i + 1] == '/') {
        const auto end = text.find('>', i);
        const std::string name = text.substr(i + 2, end - i - 2);
        if (open.empty() || elements[static_cast<std::size_t>(open.back())].name != name) {
          wrong = "</" + name + "> closes nothing";
          return;
        }
        open.pop_back();
        i = end + 1;
        continue;
      }
      Element element;
      element.parent = open.empty() ? -1 : open.back();
      std::size_t at = i + 1;
      const auto word = [&] {
        const std::size_t begin = at;
        while (at < text.size() &&
               (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '-'))
          ++at;
        return text.substr(begin, at - begin);
      };
      element.name = word();
      if (element.name.empty()) wrong = "no name after <";
      while (at < text.size() && text[at] == ' ') {
        ++at;
        const std::string name = word();
        if (text.compare(at, 2, "=\"") != 0 || name.empty()) {
          wrong = "an attribute without its value in <" + element.name;
          return;
        }
        const auto end = text.find('"', at + 2);
        const std::string value = text.substr(at + 2, end - at - 2);
        if (!is_clean(value)) return;
        if (!element.attributes.emplace(name, value).second) wrong = name + " twice";
        at = end + 1;
      }
      const bool closed = text.compare(at, 2, "/>") == 0;
      if (!closed && text[at] != '>') {
        wrong = "<" + element.name + " does not end";
        return;
      }
      elements.push_back(element);
      if (!closed) open.push_back(static_cast<int>(elements.size()) - 1);
      i = at + (closed ? 2 : 1);
    }
    if (wrong.empty() && !open.empty())
      wrong = "<" + elements[static_cast<std::size_t>(open.back())].name + "> stays open";
  }
};

double number(const Element& element, const std::string& attribute) {
  return std::stod(element.attributes.at(attribute));
}

ReportTable table_of(Picture picture, std::vector<ReportTable::Row> rows) {
  ReportTable table{.key = "t", .title = "Table"};
  table.columns = {{"name", "name"}, {"value", "value"}};
  table.rows = std::move(rows);
  table.picture = picture;
  table.drawn = 1;
  return table;
}

Money euros(std::int64_t whole) {
  return {whole * 100, "EUR"};
}

std::vector<std::string> texts(const Markup& svg) {
  std::vector<std::string> all;
  for (const Element* const one : svg.named("text")) {
    std::string text = one->text;
    for (const char* const mark : {"\u2068", "\u2069"})
      if (const auto at = text.find(mark); at != text.npos) text.erase(at, 3);
    all.push_back(text);
  }
  return all;
}

bool says(const Markup& svg, const std::string& text) {
  const auto all = texts(svg);
  return std::find(all.begin(), all.end(), text) != all.end();
}

/// What every page keeps, whatever is in it.
void check_page(const std::string& html) {
  const Markup page(html);
  CHECK_MESSAGE(page.wrong.empty(), page.wrong);
  std::set<std::string> ids;
  const std::set<std::string> known{
      "html", "head",    "meta",    "title",   "style",  "body",      "header", "h1",
      "h2",   "h3",      "p",       "code",    "nav",    "ol",        "li",     "a",
      "main", "section", "div",     "figure",  "table",  "caption",   "thead",  "tbody",
      "tr",   "th",      "td",      "span",    "svg",    "desc",      "text",   "rect",
      "path", "circle",  "details", "summary", "footer", "figcaption"};
  for (const Element& one : page.elements) {
    CHECK_MESSAGE(known.count(one.name) == 1, one.name);
    for (const auto& attribute : one.attributes) {
      const std::string &name = attribute.first, &value = attribute.second;
      CHECK_MESSAGE(!name.starts_with("on"), name);
      CHECK(name != "src");
      if (name == "href") CHECK(value.starts_with("#"));
      if (name == "id") CHECK_MESSAGE(ids.insert(value).second, "twice: " << value);
    }
  }
  for (const Element& one : page.elements)
    for (const char* const name : {"aria-labelledby", "href"}) {
      const auto found = one.attributes.find(name);
      if (found == one.attributes.end()) continue;
      for (const std::string_view id : split(found->second, ' '))
        CHECK_MESSAGE(ids.count(std::string(id.substr(id.starts_with("#") ? 1 : 0))) == 1, id);
    }
  for (const Element* const svg : page.named("svg")) {
    CHECK(svg->attributes.at("role") == "img");
    CHECK(svg->attributes.count("viewBox") == 1);
  }
  for (const Element* const one : page.named("th")) CHECK(one->attributes.count("scope") == 1);
  CHECK(html.find("http:") == html.npos);
  CHECK(html.find("https:") == html.npos);
  CHECK(html.find("url(") == html.npos);
  CHECK(html.find("nan") == html.npos);
  CHECK(html.find("\"inf") == html.npos);
}

}  // namespace

TEST_CASE("what is written into a page stays in its place") {
  CHECK(escaped("a < b & c > \"d\" 'e'") == "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;");
  CHECK(escaped(std::string("a\0b", 3)) == "a\uFFFDb");
  CHECK(escaped("a\nb\tc") == "a b c");
  CHECK(escaped("\u202Eabc") == "\uFFFDabc");
  CHECK(escaped("\xff") == "\uFFFD");
  CHECK(escaped("\xEF\xBF\xBF") == "\uFFFD");
  CHECK(escaped("अनिता शर्मा") == "अनिता शर्मा");
  CHECK(escaped("abcdef", 4) == "abc…");
  CHECK(escaped("<<<<<<", 4) == "&lt;&lt;&lt;…");
  std::string marks = "a";
  for (int i = 0; i < 10'000; ++i) marks += "\u0301";
  CHECK(escaped(marks, 4).size() < 100);
  CHECK(identifier("by <owner> \"x\"") == "by--owner---x-");
}

TEST_CASE("numbers beside a chart are short") {
  const auto thousands = [](double number) { return short_number(number, Grouping::thousands); };
  CHECK(thousands(0) == "0");
  CHECK(thousands(999) == "999");
  CHECK(thousands(1200) == "1.2k");
  CHECK(thousands(-12'345) == "-12.3k");
  CHECK(thousands(999'999) == "1M");
  CHECK(thousands(2'500'000'000) == "2.5bn");
  CHECK(thousands(9.2233720368547758e16) == "92234tn");
  const auto indian = [](double number) { return short_number(number, Grouping::indian); };
  CHECK(indian(48'000) == "48k");
  CHECK(indian(132'000) == "1.32 L");
  CHECK(indian(-25'000'000) == "-2.5 Cr");
  CHECK(short_value(123'456, {2, ""}, Grouping::thousands) == "1.23k");
  CHECK(short_value(625, {1, " %"}, Grouping::thousands) == "62.5 %");
}

TEST_CASE("an axis has round numbers, and 0 among them") {
  const auto ticks = [](std::int64_t least, std::int64_t most, int decimals) {
    std::string all;
    for (const Axis::Tick& tick : axis_over(least, most, {decimals, ""}, Grouping::thousands).ticks)
      all += (all.empty() ? "" : " ") + tick.text;
    return all;
  };
  CHECK(ticks(0, 100, 0) == "0 50 100");
  CHECK(ticks(0, 13, 0) == "0 5 10 15");
  CHECK(ticks(0, 1, 0) == "0 1");
  CHECK(ticks(0, 0, 0) == "0 1");
  CHECK(ticks(0, 132'000'00, 2) == "0 50k 100k 150k");
  CHECK(ticks(-6'930'00, 419'250'00, 2) == "-200k 0 200k 400k 600k");
  CHECK(ticks(-400, -100, 0) == "-400 -200 0");
  CHECK(ticks(-9'223'372'036'854'775'807, 9'223'372'036'854'775'807, 0) ==
        "-10000000tn 0 10000000tn");
  const Axis axis = axis_over(0, 100, {}, Grouping::thousands);
  CHECK(axis.place(0) == doctest::Approx(0));
  CHECK(axis.place(100) == doctest::Approx(1));
}

TEST_CASE("a bar is as long as its value, and a total is none") {
  const auto charts = charts_of(table_of(Picture::bars, {{{"a", euros(400)}},
                                                         {{"b", euros(100)}},
                                                         {{"c", Figure()}},
                                                         {{"all", euros(500)}, true}}),
                                {"x"});
  REQUIRE(charts.size() == 1);
  CHECK(charts[0].caption == "value, EUR");
  const Markup svg(charts[0].svg);
  CHECK(svg.wrong == "");
  const auto bars = svg.of("rect", "bar");
  REQUIRE(bars.size() == 2);
  // 400 to 100.
  CHECK(number(*bars[0], "width") / number(*bars[1], "width") == doctest::Approx(4).epsilon(0.01));
  CHECK(number(*bars[0], "x") == number(*bars[1], "x"));
  // Whole amounts without their zeros; the currency stands above.
  CHECK(says(svg, "400"));
  CHECK(says(svg, "b"));
  CHECK_FALSE(says(svg, "all"));
  CHECK(svg.elements[1].name == "title");
  CHECK(svg.elements[1].text == "Table: value, EUR");
  CHECK(svg.elements[2].text ==
        "2 figures; the greatest: a, 400; the least: b, 100. The table has them all.");
  CHECK(svg.elements[0].attributes.at("aria-labelledby") == "x-1-t x-1-d");
}

TEST_CASE("what is below zero goes to the other side") {
  const auto charts =
      charts_of(table_of(Picture::bars, {{{"up", euros(300)}}, {{"down", euros(-100)}}}), {"x"});
  REQUIRE(charts.size() == 1);
  const Markup svg(charts[0].svg);
  REQUIRE(svg.of("rect", "bar").size() == 1);
  REQUIRE(svg.of("rect", "minus").size() == 1);
  const Element& up = *svg.of("rect", "bar")[0];
  const Element& down = *svg.of("rect", "minus")[0];
  CHECK(number(down, "x") + number(down, "width") ==
        doctest::Approx(number(up, "x")).epsilon(0.01));
  CHECK(number(up, "width") == doctest::Approx(3 * number(down, "width")).epsilon(0.01));
  CHECK(says(svg, "-100"));
}

TEST_CASE("every currency has a chart of its own, and one row has none") {
  const auto charts = charts_of(table_of(Picture::bars, {{{"a", euros(400)}},
                                                         {{"b", Money{5, "JPY"}}},
                                                         {{"c", euros(100)}},
                                                         {{"d", Money{7, "JPY"}}},
                                                         {{"e", Money{9, "INR"}}},
                                                         {{"f", Share{1, 2}}},
                                                         {{"g", TooFew{1, 3}}}}),
                                {"x"});
  REQUIRE(charts.size() == 2);
  CHECK(charts[0].caption == "value, EUR");
  CHECK(charts[1].caption == "value, JPY");
  CHECK(says(Markup(charts[1].svg), "7"));
  CHECK(charts_of(table_of(Picture::bars, {}), {"x"}).empty());
  CHECK(charts_of(table_of(Picture::funnel, {{{"a", std::int64_t{4}}}}), {"x"}).empty());
  CHECK(charts_of(table_of(Picture::course, {{{"a", std::int64_t{0}}}, {{"b", std::int64_t{0}}}}),
                  {"x"})
            .empty());
  CHECK(charts_of(table_of(Picture::none, {{{"a", euros(4)}}, {{"b", euros(5)}}}), {"x"}).empty());
}

TEST_CASE("a course has a place for every month, also where nothing was sold") {
  const ReportTable table =
      table_of(Picture::course,
               {{{"2026-01", euros(200)}}, {{"2026-04", euros(100)}}, {{"2026-03", euros(-50)}}});
  const auto charts = charts_of(table, {"x"});
  REQUIRE(charts.size() == 1);
  const Markup svg(charts[0].svg);
  CHECK(svg.wrong == "");
  // January 200, February nothing, March -50 (below the line), April 100.
  REQUIRE(svg.of("rect", "bar").size() == 2);
  REQUIRE(svg.of("rect", "minus").size() == 1);
  const double january = number(*svg.of("rect", "bar")[0], "x"),
               april = number(*svg.of("rect", "bar")[1], "x"),
               march = number(*svg.of("rect", "minus")[0], "x");
  CHECK(march - january == doctest::Approx(2 * (april - march)).epsilon(0.01));
  for (const char* const month : {"Jan", "Feb", "Mar", "Apr", "2026"}) CHECK(says(svg, month));
  CHECK_FALSE(says(svg, "May"));
  // From the first to the last of the days it is about.
  const Span span{Day::of(2025, 11, 20), Day::of(2026, 6, 30)};
  const Markup longer(charts_of(table, {.id = "x", .span = span}).front().svg);
  for (const char* const month : {"Nov", "2025", "Jun", "2026"}) CHECK(says(longer, month));
}

TEST_CASE("a long course is a line, broken where a rate is of nothing") {
  std::vector<ReportTable::Row> weeks, rates;
  for (int week = 1; week <= 40; ++week) {
    const std::string name = (week < 10 ? "2026-W0" : "2026-W") + std::to_string(week);
    weeks.push_back({{name, std::int64_t{week}}});
    if (week != 20) rates.push_back({{name, Share{week, 80}}});
  }
  const auto pieces = [](const Markup& svg) {
    const std::string path = svg.of("path", "curve").at(0)->attributes.at("d");
    return std::count(path.begin(), path.end(), 'M');
  };
  const Markup line(charts_of(table_of(Picture::course, weeks), {"x"}).at(0).svg);
  CHECK(line.wrong == "");
  CHECK(line.named("rect").empty());
  CHECK(line.named("circle").size() == 40);
  CHECK(pieces(line) == 1);
  CHECK(pieces(Markup(charts_of(table_of(Picture::course, rates), {"x"}).at(0).svg)) == 2);
}

TEST_CASE("a funnel narrows with what is left") {
  const auto charts = charts_of(table_of(Picture::funnel, {{{"lead", std::int64_t{40}}},
                                                           {{"offer", std::int64_t{10}}},
                                                           {{"won", std::int64_t{0}}}}),
                                {"x"});
  REQUIRE(charts.size() == 1);
  const Markup svg(charts[0].svg);
  CHECK(svg.wrong == "");
  const auto bars = svg.of("rect", "bar");
  REQUIRE(bars.size() == 3);
  CHECK(number(*bars[0], "width") == doctest::Approx(4 * number(*bars[1], "width")).epsilon(0.01));
  CHECK(number(*bars[2], "width") == 0);
  // Around one middle.
  CHECK(number(*bars[0], "x") + number(*bars[0], "width") / 2 ==
        doctest::Approx(number(*bars[1], "x") + number(*bars[1], "width") / 2).epsilon(0.01));
}

TEST_CASE("in a grid the most is the darkest, and each cell says its figure") {
  ReportTable table{.key = "g", .title = "Grid"};
  table.columns = {{"kind", "kind"}, {"a", "Mon"}, {"b", "Tue"}, {"all", "all"}};
  table.rows = {{{"call", std::int64_t{8}, std::int64_t{4}, std::int64_t{12}}},
                {{"visit", std::int64_t{0}, Figure(), std::int64_t{0}}},
                {{"all", std::int64_t{8}, std::int64_t{4}, std::int64_t{12}}, true}};
  table.picture = Picture::grid;
  table.drawn = 3;
  const auto charts = charts_of(table, {"x"});
  REQUIRE(charts.size() == 1);
  const Markup svg(charts[0].svg);
  CHECK(svg.wrong == "");
  const auto cells = svg.of("rect", "cell");
  // Two rows by two columns: neither the sum nor the total.
  REQUIRE(cells.size() == 4);
  CHECK(number(*cells[0], "fill-opacity") == doctest::Approx(0.5));
  CHECK(number(*cells[1], "fill-opacity") == doctest::Approx(0.29));
  CHECK(number(*cells[2], "fill-opacity") == doctest::Approx(0));
  CHECK(says(svg, "8"));
  CHECK(says(svg, "0"));
  CHECK_FALSE(says(svg, "12"));
}

TEST_CASE("long labels are cut and stand whole in their titles") {
  const std::string name = "The Worshipful Company of Makers of Playing Cards";
  const auto charts =
      charts_of(table_of(Picture::bars, {{{name, euros(3)}}, {{"b", euros(1)}}}), {"x"});
  const Markup svg(charts.at(0).svg);
  CHECK_FALSE(says(svg, name));
  bool whole = false;
  for (const Element* const one : svg.named("title"))
    whole = whole || one->text == "\u2068" + name + "\u2069";
  CHECK(whole);
}

TEST_CASE("of many rows the first are drawn and 200 are listed, with the way to the others") {
  const std::string html = html_page(gallery());
  CHECK(html.find("bought, INR, the first 20 of 10000") != html.npos);
  CHECK(html.find("customer 199<") != html.npos);
  CHECK(html.find("customer 200<") == html.npos);
  CHECK(html.find("… 9800 more rows: <code>crm report list</code>") != html.npos);
  // The total is there all the same.
  CHECK(html.find("95,00,05,000.00 INR") != html.npos);
  CHECK(html.size() < 1'000'000);
}

TEST_CASE("a page is well-formed, whatever the book says") {
  const char* const folder = std::getenv("CRM_PAGES");
  const std::vector<std::pair<std::string, Page>> pages{{"gallery.html", gallery()},
                                                        {"hostile.html", hostile_page()}};
  for (const auto& one : pages) {
    const std::string& name = one.first;
    CAPTURE(name);
    const std::string html = html_page(one.second);
    check_page(html);
    // For the browser.
    if (folder != nullptr)
      std::ofstream(std::filesystem::path(folder) / name, std::ios::binary) << html;
  }
  CHECK(html_page(hostile_page()).find("onerror=alert(1)&gt;") != std::string::npos);
  CHECK(html_page(hostile_page()).size() < 1'000'000);
  check_page(html_page({}));
}

TEST_CASE("texts of a page stand out from its ground, in light and dark") {
  const auto colours = [](const std::string& text) {
    std::map<std::string, std::array<double, 3>> found;
    static const std::regex colour("--([a-z]+): #([0-9a-f]{6})");
    for (auto i = std::sregex_iterator(text.begin(), text.end(), colour);
         i != std::sregex_iterator(); ++i) {
      const std::string hex = (*i)[2];
      for (std::size_t c = 0; c < 3; ++c)
        found[(*i)[1]][c] = std::stoi(hex.substr(c * 2, 2), nullptr, 16) / 255.0;
    }
    return found;
  };
  // Relative luminance and contrast as WCAG 2 defines them.
  const auto light = [](const std::array<double, 3>& colour) {
    std::array<double, 3> linear{};
    for (std::size_t c = 0; c < 3; ++c)
      linear[c] =
          colour[c] <= 0.04045 ? colour[c] / 12.92 : std::pow((colour[c] + 0.055) / 1.055, 2.4);
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const auto contrast = [&](const std::array<double, 3>& a, const std::array<double, 3>& b) {
    return (std::max(light(a), light(b)) + 0.05) / (std::min(light(a), light(b)) + 0.05);
  };
  const std::string style(page_style);
  const auto dark_from = style.find("@media screen and (prefers-color-scheme: dark)");
  for (const std::string& part : {style.substr(0, dark_from), style.substr(dark_from)}) {
    auto colour = colours(part);
    REQUIRE(colour.size() >= 8);
    for (const char* const text : {"ink", "quiet", "minus", "link"}) {
      CAPTURE(text);
      CHECK(contrast(colour[text], colour["paper"]) >= 4.5);
    }
    // A bar is a picture: 3 to 1.
    CHECK(contrast(colour["accent"], colour["paper"]) >= 3);
    // The darkest cell of a grid, half accent and half paper, under its figure.
    for (const char* const shade : {"accent", "minus"}) {
      std::array<double, 3> cell{};
      for (std::size_t c = 0; c < 3; ++c) cell[c] = (colour[shade][c] + colour["paper"][c]) / 2;
      CAPTURE(shade);
      CHECK(contrast(colour["ink"], cell) >= 4.5);
    }
  }
}
