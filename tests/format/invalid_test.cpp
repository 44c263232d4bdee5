// What the format calls invalid is refused, or remarked on, in exactly these words at exactly this
// place.
#include <doctest/doctest.h>

#include <map>

#include "core/book/check.hpp"
#include "core/domain/country.hpp"
#include "core/domain/text.hpp"
#include "core/record/reader.hpp"
#include "core/record/tree.hpp"
#include "core/record/writer.hpp"
#include "tests/format/corpus.hpp"

using namespace crm;
using namespace crm::test;

namespace {

/// A book of texts, to be read.
class Shelf : public Disk {
 public:
  std::map<std::string, std::string> files;

  Result<std::string> read(const std::string& path) const override {
    const auto found = files.find(path);
    if (found == files.end()) return error(Error::nothing_found("there is no " + path));
    return found->second;
  }

  Result<std::unique_ptr<Bytes>> open(const std::string& path) const override {
    const auto text = read(path);
    if (!text) return error(text.error());
    return std::make_unique<TextBytes>(*text);
  }

  Result<std::unique_ptr<OpenFile>> open_parts(const std::string&) const override {
    return error(Error::failed("only as a whole"));
  }

  Result<std::vector<std::string>> files_below(const std::string& folder,
                                               const std::string& ending) const override {
    std::vector<std::string> found;
    for (const auto& [path, text] : files)
      if (path.starts_with(folder + "/") && path.ends_with(ending)) found.push_back(path);
    return found;
  }

  Result<Sweep> sweep_below(const std::string&, const std::string&, const Sweep*,
                            SharedWork&) const override {
    return error(Error::failed("without stamps"));
  }

  bool exists(const std::string& path) const override { return files.contains(path); }

  std::optional<Stamp> stamp(const std::string&) const override { return std::nullopt; }

  Result<void> replace(const std::vector<Replacement>&) override { return refuse(); }

  Result<void> replace_many(const Replacements&) override { return refuse(); }

  Result<std::unique_ptr<GrowingFile>> grow(const std::string&) override {
    return error(Error::failed("only for reading"));
  }

  Result<std::unique_ptr<GrowingFile>> grow_unnamed() override {
    return error(Error::failed("only for reading"));
  }

  void sweep(const std::string&) override {}

  Result<void> rename(const std::string&, const std::string&) override { return refuse(); }

  Result<std::unique_ptr<EditableFile>> edit(const std::string&) override {
    return error(Error::failed("only for reading"));
  }

  Result<std::unique_ptr<EditableFile>> make_private(const std::string&) override {
    return error(Error::failed("only for reading"));
  }

  Result<void> make_folder(const std::string&) override { return refuse(); }

  Result<std::unique_ptr<Lock>> lock(const std::string&, int) override {
    return error(Error::failed("only for reading"));
  }

 private:
  static Result<void> refuse() { return error(Error::failed("only for reading")); }
};

std::string name_in_book(const Sample& sample) {
  if (sample.kind == "settings") return "crm.yaml";
  if (sample.kind == "rates") return "rates.yaml";
  return sample.kind + "s/" + sample.path.filename().string();
}

/// What `crm check` says about a file, alone in a book of the usual settings.
std::vector<Problem> remarks_on(const Sample& sample) {
  Shelf shelf;
  shelf.files["book/crm.yaml"] = new_file(to_data(standard_settings(*find_country("IN"))));
  shelf.files["book/" + name_in_book(sample)] = sample.text;
  const Book book = Book::open(shelf, Layout{"book"}).value();
  return check(book).value().problems;
}

std::filesystem::path problems_beside(const Sample& sample) {
  std::filesystem::path path = sample.path;
  return path.replace_extension(".problems");
}

// A record that has one entry of each kind, and nothing but what is required in each.

Data fitting(const Field& field, const Type* wanted, const std::pair<std::string, Data>* instead);

Data entry_of(const Type& type, const Type* wanted, const std::pair<std::string, Data>* instead) {
  Data data = Data::map();
  for (const Field& field : type.fields) {
    if (&type == wanted && instead != nullptr && field.key == instead->first) {
      data.put(std::string(field.key), instead->second);
      continue;
    }
    if (field.required || field.item != nullptr)
      data.put(std::string(field.key), fitting(field, wanted, instead));
  }
  return data;
}

Data listed(Data item) {
  Data list = Data::list();
  list.children.push_back(std::move(item));
  return list;
}

Data named(Data value) {
  Data map = Data::map();
  map.put("one", std::move(value));
  return map;
}

Data fitting(const Field& field, const Type* wanted, const std::pair<std::string, Data>* instead) {
  switch (field.shape) {
    case Shape::number: return Data::scalar("1", true);
    case Shape::day:
    case Shape::partial_day:
    case Shape::moment: return Data::scalar("2026-11-21", true);
    case Shape::money: return Data::scalar("1.00 EUR", true);
    case Shape::decimal: return Data::scalar("1.5", true);
    case Shape::items: return listed(entry_of(*field.item, wanted, instead));
    case Shape::named_texts: return named(Data::scalar("text"));
    case Shape::named_items: return named(entry_of(*field.item, wanted, instead));
    case Shape::named_lists: return named(listed(entry_of(*field.item, wanted, instead)));
    default: break;
  }
  if (field.key == "currency") return Data::scalar("EUR");
  if (field.key == "country") return Data::scalar("DE");
  if (field.key == "timezone") return Data::scalar("Europe/Berlin");
  return Data::scalar("text");
}

/// What no field of that shape can be.
std::optional<Data> misfit(Shape shape) {
  switch (shape) {
    case Shape::any: return std::nullopt;
    case Shape::texts:
    case Shape::labelled: return named(Data::scalar("odd"));
    case Shape::items:
    case Shape::named_texts:
    case Shape::named_values:
    case Shape::named_items:
    case Shape::named_lists: return Data::scalar("odd");
    case Shape::text: return listed(Data::scalar("odd"));
    default: return Data::scalar("oddly so");
  }
}

void check_misfits(std::string_view kind, const Type& type, int& count) {
  for (const Field& field : type.fields) {
    if (field.item != nullptr) check_misfits(kind, *field.item, count);
    const auto odd = misfit(field.shape);
    if (!odd) continue;
    const std::pair<std::string, Data> instead{field.key, *odd};
    const std::string text = new_file(entry_of(type_of(kind), &type, &instead));
    const Understood read = understood(kind, text, "odd.yaml");
    INFO(text, "\n", to_lines(read.problems));
    CHECK_FALSE(read.data);
    std::vector<int> wanted, found;
    int number = 0;
    for (const std::string_view line : split(text, '\n')) {
      ++number;
      if (line.find("odd") != line.npos) wanted.push_back(number);
    }
    for (const Problem& problem : read.problems)
      if (!problem.warning) found.push_back(problem.place->line);
    CHECK(found == wanted);
    ++count;
  }
}

void check_missing(std::string_view kind, const Type& type, int& count) {
  for (const Field& field : type.fields) {
    if (field.item != nullptr) check_missing(kind, *field.item, count);
    if (!field.required) continue;
    const std::pair<std::string, Data> instead{field.key, Data::scalar("~", true)};
    const std::string text = new_file(entry_of(type_of(kind), &type, &instead));
    const Understood read = understood(kind, text, "odd.yaml");
    INFO(text, "\n", to_lines(read.problems));
    CHECK_FALSE(read.data);
    CHECK(to_lines(read.problems).find(" missing \"" + std::string(field.key) + "\"") !=
          std::string::npos);
    ++count;
  }
}

}  // namespace

TEST_CASE("every file of a wrong shape is refused with its problems") {
  for (const Sample& sample : samples("invalid/shape")) {
    const Understood read = understood(sample.kind, sample.text, sample.path.filename().string());
    std::vector<Problem> errors;
    for (const Problem& problem : read.problems)
      if (!problem.warning) errors.push_back(problem);
    INFO(sample.name);
    CHECK_FALSE(read.data);
    CHECK_FALSE(errors.empty());
    CHECK(compared(to_lines(errors), problems_beside(sample)) == "");
  }
}

TEST_CASE("every file of a doubtful meaning is read and remarked on") {
  for (const Sample& sample : samples("invalid/meaning")) {
    INFO(sample.name);
    CHECK(understood(sample.kind, sample.text, sample.path.filename().string()).data);
    const std::vector<Problem> remarks = remarks_on(sample);
    CHECK_FALSE(remarks.empty());
    for (const Problem& problem : remarks) {
      CHECK(problem.warning);
      REQUIRE(problem.place);
      CHECK(problem.place->file == name_in_book(sample));
    }
    CHECK(compared(to_lines(remarks), problems_beside(sample)) == "");
  }
}

TEST_CASE(
    "valid files of the corpus and the usual settings give check nothing else to say than what "
    "they are about") {
  Shelf shelf;
  shelf.files["book/crm.yaml"] = new_file(to_data(standard_settings(*find_country("IN"))));
  CHECK(to_lines(check(Book::open(shelf, Layout{"book"}).value()).value().problems) == "");
}

TEST_CASE("every problem has its place, its code, and words that fit on a line") {
  for (const std::string_view folder : {"invalid/shape", "invalid/meaning"})
    for (const Sample& sample : samples(folder))
      for (const Problem& problem : understood(sample.kind, sample.text, "some.yaml").problems) {
        INFO(sample.name, ": ", problem.message);
        REQUIRE(problem.place);
        CHECK(problem.place->line >= 1);
        CHECK(problem.place->column >= 1);
        CHECK_FALSE(problem.code.empty());
        CHECK(problem.message.size() <= 160);
        CHECK(problem.message.find('\n') == std::string::npos);
        CHECK_FALSE(problem.message.ends_with('.'));
      }
}

TEST_CASE("every key refuses what is not of its shape, once and at its line") {
  int count = 0;
  check_misfits("customer", customer_type(), count);
  check_misfits("campaign", campaign_type(), count);
  check_misfits("settings", settings_type(), count);
  check_misfits("rates", rates_type(), count);
  check_misfits("mapping", mapping_type(), count);
  CHECK(count > 180);
}

TEST_CASE("every required key is missed") {
  int count = 0;
  check_missing("customer", customer_type(), count);
  check_missing("campaign", campaign_type(), count);
  check_missing("settings", settings_type(), count);
  check_missing("rates", rates_type(), count);
  check_missing("mapping", mapping_type(), count);
  CHECK(count > 20);
}
