#include "core/book/check.hpp"

#include <algorithm>

#include "core/book/beside.hpp"
#include "core/book/doubts.hpp"
#include "core/book/erased.hpp"
#include "core/book/shared_ids.hpp"
#include "core/domain/text.hpp"
#include "core/record/editor.hpp"
#include "core/record/reader.hpp"
#include "core/record/schema.hpp"
#include "core/record/tree.hpp"

namespace crm {
namespace {

struct File {
  std::string path;
  Tree tree;
  Customer customer;
};

/// All files that can be read, what is known from them, and the problems of reading.
struct Survey {
  std::vector<std::string> paths;
  Known known;
  SharedIds ids;
  std::vector<Problem> problems;
};

struct FileReading {
  std::optional<File> file;
  /// Where there is no file to be had: the id it says, or has by its name.
  std::string unreadable = {};
  std::vector<Problem> problems;
};

FileReading read_file(const Book& book, const std::string& path) {
  FileReading read;
  auto text = book.disk().read(book.layout().absolute(path));
  auto tree = text ? Tree::parse(*std::move(text), path) : Result<Tree>(error(text.error()));
  if (!tree) {
    read.problems = tree.error().problems;
    for (Problem& problem : read.problems)
      if (!problem.place) problem.place = Place{path, 0, 0};
    read.unreadable = file_stem(path);
    return read;
  }
  auto reading = read_customer(*tree, book.settings().currency);
  read.problems = std::move(reading.problems);
  const Node* const id = find(tree->root(), "id");
  read.unreadable = id != nullptr && id->is_scalar() ? std::string(id->text) : file_stem(path);
  if (reading.ok()) read.file = File{path, *std::move(tree), *std::move(reading.value)};
  return read;
}

Result<Survey> survey(const Book& book) {
  auto paths = book.paths();
  if (!paths) return error(paths.error());
  Survey all;
  all.paths = *paths;
  for (const std::string& path : *paths) {
    FileReading read = read_file(book, path);
    std::move(read.problems.begin(), read.problems.end(), std::back_inserter(all.problems));
    if (!read.file) {
      all.known.add_unreadable(read.unreadable);
      continue;
    }
    all.known.add(read.file->customer, path);
    all.ids.count(read.file->tree);
  }
  return all;
}

void in_order_of_places(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    static const Place nowhere;
    const Place& x = a.place ? *a.place : nowhere;
    const Place& y = b.place ? *b.place : nowhere;
    return std::tie(x.file, x.line, x.column) < std::tie(y.file, y.line, y.column);
  });
}

/// What stands in a folder of records as if it were some, and is passed by.
std::vector<Problem> passed_by(const Book& book, const std::string& folder) {
  std::vector<Problem> problems;
  SharedWork alone;
  const auto sweep = book.disk().sweep_below(folder, "", nullptr, alone);
  if (!sweep) return problems;
  const std::string inner = book.layout().relative(folder) + "/";
  const auto say = [&](const std::string& path, std::string message, std::string hint) {
    problems.push_back(
        {std::move(message), Place{inner + path, 0, 0}, std::move(hint), "not-read", true});
  };
  for (std::size_t i = 0; i < sweep->files.size(); ++i) {
    const std::string path(sweep->path(i)), ending = lowered(path.substr(path.rfind('.') + 1));
    if (path.ends_with(".yaml") || (ending != "yml" && ending != "yaml")) continue;
    const std::string better = path.substr(0, path.rfind('.')) + ".yaml";
    say(path, "this record is not read: its name must end in .yaml",
        "rename it: " + inner + better);
  }
  for (const std::string& path : sweep->links)
    say(path, "links to folders are not followed: what is in there is not read",
        "put the folder itself here");
  return problems;
}

/// Every list of entries in a record, with its path.
void give_ids(const Node& node, const Type& type, const Path& at, std::vector<Edit>& edits) {
  for (const auto [key, value] : entries(node)) {
    const Field* const field = type.find(key.text);
    if (field == nullptr || field->shape != Shape::items || !value.is_list()) continue;
    const auto ids = entry_ids(value);
    std::size_t i = 0;
    for (const Node& item : items(value)) {
      Path place = at;
      place.emplace_back(key.text);
      place.push_back(ids[i]);
      const Node* const written = written_id(item);
      if (item.is_map() &&
          (written == nullptr ? find(item, "id") == nullptr : written->text != ids[i])) {
        Path id = place;
        id.emplace_back("id");
        edits.push_back({Edit::Kind::set, id, Data::scalar(ids[i]), {}});
      }
      if (item.is_map()) give_ids(item, *field->item, place, edits);
      ++i;
    }
  }
}

}  // namespace

void Checkup::add(std::vector<Problem> more) {
  std::move(more.begin(), more.end(), std::back_inserter(problems));
  in_order_of_places(problems);
}

namespace {

std::vector<Problem> problems_of_rates(const Book& book) {
  if (!book.disk().exists(book.layout().rates())) return {};
  auto text = book.disk().read(book.layout().rates());
  if (!text) return text.error().problems;
  const auto tree = Tree::parse(*std::move(text), "rates.yaml");
  if (!tree) return tree.error().problems;
  auto reading = read_rates(*tree);
  // Nobody names a rate by an id.
  std::erase_if(reading.problems, [](const Problem& one) { return one.code == "no-id"; });
  if (reading.ok())
    for (Problem& doubt : doubts(*tree, *reading.value))
      reading.problems.push_back(std::move(doubt));
  return reading.problems;
}

}  // namespace

namespace {

/// Who was erased and has come back, with an old clone or a restored file.
void look_for_erased(const File& file, const Erased& erased, std::vector<Problem>& problems) {
  const std::string& id = file.customer.id;
  const auto say = [&](const Node& node, const std::string& who, const std::string& what) {
    problems.push_back({what + " was erased and is here again", file.tree.place(node),
                        "crm erase " + who + " removes it again", "erased", true});
  };
  if (erased.contains(id)) say(file.tree.root(), id, "this customer");
  const Node* const people = find(file.tree.root(), "people");
  if (people == nullptr || !people->is_list()) return;
  for (const Node& person : items(*people))
    if (const Node* const word = written_id(person))
      if (erased.contains(id + "/" + std::string(word->text)))
        say(person, std::string(word->text), "this person");
}

}  // namespace

Result<Checkup> check(const Book& book) {
  auto all = survey(book);
  if (!all) return error(all.error());
  const auto erased = Erased::read(book.disk(), book.layout());
  if (!erased) return error(erased.error());
  Checkup checkup;
  checkup.problems = std::move(all->problems);
  auto campaigns = book.campaigns();
  if (!campaigns) return error(campaigns.error());
  for (const Campaign& campaign : campaigns->found) all->known.add(campaign);
  for (const std::string& path : all->paths) {
    const FileReading read = read_file(book, path);
    if (!read.file) continue;
    auto more = doubts(read.file->tree, read.file->customer, all->known, book.settings());
    std::move(more.begin(), more.end(), std::back_inserter(checkup.problems));
    all->ids.look_at(read.file->tree, read.file->customer.id);
    if (!erased->empty()) look_for_erased(*read.file, *erased, checkup.problems);
  }
  for (Problem& problem : all->ids.problems()) checkup.problems.push_back(std::move(problem));
  for (const auto& [id, paths] : all->known.files())
    for (std::size_t i = 1; i < paths.size(); ++i)
      checkup.problems.push_back({"the id " + id + " also stands in " + paths.front(),
                                  Place{paths[i], 0, 0}, "give one of the two another id",
                                  "same-id", false});
  for (const std::string& folder : {book.layout().customers(), book.layout().campaigns()})
    for (Problem& one : passed_by(book, folder)) checkup.problems.push_back(std::move(one));
  std::move(campaigns->problems.begin(), campaigns->problems.end(),
            std::back_inserter(checkup.problems));
  if (auto paths = book.disk().files_below(book.layout().campaigns(), ".yaml"))
    for (const std::string& path : *paths)
      if (auto text = book.disk().read(path))
        if (const auto tree = Tree::parse(*std::move(text), book.layout().relative(path)))
          if (const auto reading = read_campaign(*tree, book.settings().currency); reading.ok())
            for (Problem& doubt : doubts(*tree, *reading.value))
              checkup.problems.push_back(std::move(doubt));
  // crm.yaml was read when the book was opened, so only its warnings can be left.
  if (auto text = book.disk().read(book.layout().settings()))
    if (const auto tree = Tree::parse(*std::move(text), "crm.yaml")) {
      auto reading = read_settings(*tree);
      std::move(reading.problems.begin(), reading.problems.end(),
                std::back_inserter(checkup.problems));
      if (reading.ok()) {
        auto more = doubts(*tree, *reading.value);
        std::move(more.begin(), more.end(), std::back_inserter(checkup.problems));
      }
    }
  for (Problem& problem : problems_of_rates(book)) checkup.problems.push_back(std::move(problem));
  checkup.files = all->paths.size() + campaigns->found.size() + 1;
  in_order_of_places(checkup.problems);
  return checkup;
}

Result<std::vector<Change>> mended(const Book& book) {
  const auto all = survey(book);
  if (!all) return error(all.error());
  std::vector<Change> changes;
  for (const std::string& path : all->paths) {
    const FileReading read = read_file(book, path);
    if (!read.file) continue;
    const File& file = *read.file;
    std::vector<Edit> edits;
    if (find(file.tree.root(), "id") == nullptr)
      edits.push_back({Edit::Kind::set, {"id"}, Data::scalar(file.customer.id), {}});
    give_ids(file.tree.root(), customer_type(), {}, edits);
    for (const std::string_view key : {"referred_by", "works_at"}) {
      const Node* const value = find(file.tree.root(), key);
      if (value == nullptr || !value->is_scalar()) continue;
      const std::string meant = all->known.meant(std::string(value->text));
      if (!meant.empty() && meant != value->text)
        edits.push_back({Edit::Kind::set,
                         {std::string(key)},
                         Data::scalar(meant),
                         Data::scalar(std::string(value->text))});
    }
    if (edits.empty()) continue;
    const auto text = edited(file.tree.text(), edits, customer_type(), path);
    if (!text) return error(text.error());
    changes.push_back({path, file.tree.text(), *text});
  }
  return changes;
}

}  // namespace crm
