#include "core/book/book.hpp"

#include <atomic>

#include "core/book/beside.hpp"

namespace crm {
namespace {

/// Below this many files a second thread costs more than it brings.
constexpr std::size_t files_for_two_threads = 8;

Error with_file(Error error, const std::string& path) {
  for (Problem& problem : error.problems)
    if (!problem.place) problem.place = Place{path, 0, 0};
  return error;
}

}  // namespace

Result<Book> Book::open(Disk& disk, Layout layout) {
  auto text = disk.read(layout.settings());
  if (!text) return error(text.error());
  return open(disk, std::move(layout), *std::move(text));
}

Result<Book> Book::open(Disk& disk, Layout layout, std::string settings_text) {
  auto tree = Tree::parse(std::move(settings_text), "crm.yaml");
  if (!tree) return error(tree.error());
  auto reading = read_settings(*tree);
  if (!reading.ok()) return error(reading.error());
  Book book;
  book.settings_text_ = tree->text();
  book.settings_ = completed(*std::move(reading.value));
  auto zone = Zone::find(book.settings_.timezone);
  if (!zone) {
    Problem problem = zone.error().problems.front();
    problem.place = tree->place(*find(tree->root(), "timezone"));
    return error(Error{Error::Kind::invalid, {problem}});
  }
  book.zone_ = *zone;
  book.disk_ = &disk;
  book.layout_ = std::move(layout);
  return book;
}

Result<std::vector<std::string>> Book::paths() const {
  auto all = disk_->files_below(layout_.customers(), ".yaml");
  if (!all) return all;
  for (std::string& path : *all) path = layout_.relative(path);
  return all;
}

Result<Stored> Book::read(const std::string& path) const {
  auto text = disk_->read(layout_.absolute(path));
  if (!text) return error(text.error());
  return read_text(path, *std::move(text));
}

Result<Stored> Book::read_text(const std::string& path, std::string text) const {
  auto tree = Tree::parse(std::move(text), path);
  if (!tree) return error(tree.error());
  return understood(*std::move(tree));
}

Result<Stored> Book::understood(Tree tree) const {
  auto reading = read_customer(tree, settings_.currency);
  if (!reading.ok()) return error(reading.error());
  return Stored{std::move(tree), with_offsets(*std::move(reading.value), zone_)};
}

void Book::for_each(const std::vector<std::string>& paths, const Promising& promising,
                    const Visit& visit) const {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < paths.size(); i = next++) {
      Reading<Customer> reading;
      auto text = disk_->read(layout_.absolute(paths[i]));
      if (text && promising && !promising(*text, paths[i])) continue;
      auto tree =
          text ? Tree::parse(*std::move(text), paths[i]) : Result<Tree>(error(text.error()));
      if (tree)
        reading = read_customer(*tree, settings_.currency);
      else
        reading.problems = with_file(tree.error(), paths[i]).problems;
      if (reading.ok()) reading.value = with_offsets(*std::move(reading.value), zone_);
      visit(i, paths[i], std::move(reading));
    }
  };
  if (paths.size() < files_for_two_threads) return work();
  Beside second(work);
  work();
  second.wait();
}

Result<StoredCampaign> Book::read_campaign_text(const std::string& path, std::string text) const {
  auto tree = Tree::parse(std::move(text), path);
  if (!tree) return error(with_file(tree.error(), path));
  auto reading = read_campaign(*tree, settings_.currency);
  if (!reading.ok()) return error(reading.error());
  return StoredCampaign{*std::move(tree), *std::move(reading.value)};
}

Result<Scan<StoredCampaign>> Book::campaign_files() const {
  auto all = disk_->files_below(layout_.campaigns(), ".yaml");
  if (!all) return error(all.error());
  Scan<StoredCampaign> scan;
  for (const std::string& absolute : *all) {
    const std::string path = layout_.relative(absolute);
    auto text = disk_->read(absolute);
    auto tree = text ? Tree::parse(*std::move(text), path) : Result<Tree>(error(text.error()));
    Reading<Campaign> reading;
    if (tree)
      reading = read_campaign(*tree, settings_.currency);
    else
      reading.problems = with_file(tree.error(), path).problems;
    if (reading.ok()) scan.found.push_back({*std::move(tree), *std::move(reading.value)});
    for (Problem& problem : reading.problems) scan.problems.push_back(std::move(problem));
  }
  return scan;
}

Result<Scan<Campaign>> Book::campaigns() const {
  auto files = campaign_files();
  if (!files) return error(files.error());
  Scan<Campaign> scan;
  for (StoredCampaign& one : files->found) scan.found.push_back(std::move(one.campaign));
  scan.problems = std::move(files->problems);
  return scan;
}

Result<Rates> Book::rates() const {
  if (!disk_->exists(layout_.rates())) return Rates{};
  auto text = disk_->read(layout_.rates());
  if (!text) return error(text.error());
  const auto tree = Tree::parse(*std::move(text), layout_.relative(layout_.rates()));
  if (!tree) return error(tree.error());
  auto reading = read_rates(*tree);
  if (!reading.ok()) return error(reading.error());
  return *std::move(reading.value);
}

}  // namespace crm
