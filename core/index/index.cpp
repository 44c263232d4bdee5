#include "core/index/index.hpp"

#include <algorithm>
#include <thread>

#include "core/report/agenda.hpp"

namespace crm {
namespace {

constexpr std::uint32_t no_file = ~std::uint32_t{0};

constexpr std::string_view folder = "customers/";

/// Below this a second thread, with a connection of its own, costs more than it brings.
constexpr std::uint32_t sheets_for_two_threads = 48;

}  // namespace

Index::Index(const Book& book, const Moment& now, std::size_t least_files)
    : book_(book),
      now_(now),
      second_(book.zone().instant(now).time_since_epoch().count()),
      least_files_(least_files),
      seed_(0) {}

Index::~Index() {
  if (!lesson_) return;
  Snapshot snapshot;
  snapshot.as_of = std::max(as_of_, second_);
  for (std::size_t i = 0; i < sweep_->files.size(); ++i) {
    const Comparison::File& file = comparison_.files[i];
    Snapshot::Card& card = snapshot.cards.emplace_back();
    if (!file.unchanged && !lesson_->has_learned(file.number)) continue;
    card = {file.number, is_young(sweep_->files[i].stamp, *sweep_) ? 1u : 0u};
  }
  snapshot.sweep = *std::move(sweep_);
  snapshot.by_path = std::move(comparison_.by_path);
  lesson_->keep(book_.disk(), snapshot);
}

std::int64_t Index::first_errand_of(const Customer& customer) const {
  const auto day = first_errand(customer, book_.settings(), now_);
  return day ? day->number() : Sheet::never;
}

std::string Index::path_of(std::size_t file) const {
  return std::string(folder).append(sweep_->path(file));
}

Result<void> Index::look_around() {
  if (sweep_) return {};
  // Amounts without a code are read in the book's currency, days are its days, and what asks for
  // something is said there, too.
  seed_ = checksum(book_.settings_text(), checksum(card_edition()));
  // What was seen is read while the disk is asked what is there.
  std::optional<Snapshot> snapshot;
  std::thread reader;
  if (book_.disk().exists(book_.layout().index()))
    reader = std::thread([&] { snapshot = read_store(); });
  auto sweep = book_.disk().sweep_below(book_.layout().customers(), ".yaml");
  if (reader.joinable()) reader.join();
  if (!sweep) return error(sweep.error());
  sweep_ = *std::move(sweep);
  comparison_ = compared(snapshot.value_or(Snapshot()), *sweep_);
  return {};
}

std::optional<Snapshot> Index::read_store() {
  store_ = Store::open(book_.layout().index());
  std::optional<Snapshot> snapshot;
  if (store_)
    Lesson::look_at_snapshot(*store_, [&](std::string_view bytes) {
      seal_ = bytes.substr(0, sizeof(std::uint64_t));
      snapshot = read_snapshot(bytes, seed_);
    });
  if (snapshot)
    as_of_ = snapshot->as_of;
  else
    store_.reset();
  return snapshot;
}

void Index::visit_cards(Store::Length length, const Needs& needs, const Visit& visit,
                        std::vector<char>& known) {
  std::vector<std::uint32_t> files(comparison_.numbers, no_file);
  for (std::size_t i = 0; i < comparison_.files.size(); ++i)
    if (comparison_.files[i].unchanged)
      files[comparison_.files[i].number] = static_cast<std::uint32_t>(i);
  const std::uint64_t seed = Lesson::seed_of(length, seed_);
  const bool is_later = as_of_ <= second_;
  const std::int64_t by = needs.asking_by && is_later ? needs.asking_by->number() : Sheet::never;
  const auto visit_sheets = [&](Store& store, std::uint32_t begin, std::uint32_t end) {
    CardReader reader(needs.fields);
    std::string path(folder);
    const auto look_at = [&](const Sheet::Entry& entry) {
      const std::uint32_t file = entry.card < files.size() ? files[entry.card] : no_file;
      if (file == no_file || entry.mark != Sheet::mark_of(sweep_->files[file].stamp)) return;
      if (entry.first_errand > by) {
        known[file] = 1;
        return;
      }
      const Customer* const customer = reader.read(entry.bytes);
      if (customer == nullptr) return;
      path.resize(folder.size());
      path += sweep_->path(file);
      visit(file, path, customer, {});
      known[file] = 1;
    };
    store.read(length, begin, end, [&](std::uint32_t number, std::string_view bytes) {
      Sheet::each(bytes, number, seed, look_at);
    });
  };
  const std::uint32_t end = Sheet::number_of(comparison_.numbers) + 1;
  if (end < sheets_for_two_threads) return visit_sheets(*store_, 0, end);
  std::thread second([&] {
    if (auto own = Store::open(book_.layout().index())) visit_sheets(*own, end / 2, end);
  });
  visit_sheets(*store_, 0, end / 2);
  second.join();
}

void Index::tell(Progress progress, std::size_t many) {
  progress_ = std::move(progress);
  many_ = many;
}

std::function<void()> Index::counter(std::size_t all) const {
  if (!progress_ || all < many_) return [] {};

  struct Count {
    std::mutex mutex;
    std::size_t done = 0;
  };

  const std::size_t step = std::max<std::size_t>(all / 100, 1);
  return [this, all, step, count = std::make_shared<Count>()] {
    const std::lock_guard guard(count->mutex);
    ++count->done;
    if (count->done % step == 0 || count->done == all) progress_(count->done, all);
  };
}

void Index::visit_files(FieldSet wanted, const Visit& visit, const std::vector<char>& known) {
  std::vector<std::uint32_t> rest;
  std::vector<std::string> paths;
  for (const std::uint32_t file : comparison_.by_path)
    if (known[file] == 0) {
      rest.push_back(file);
      paths.push_back(path_of(file));
    }
  const bool has_news = !rest.empty() || !comparison_.gone.empty();
  Lesson* lesson = nullptr;
  if (has_news && !lesson_ && sweep_->files.size() >= least_files_) {
    if (store_ && store_->is_writable())
      lesson_ = std::make_unique<Lesson>(*store_, seal_, seed_);
    else if (!store_)
      if (auto fresh = Store::begin(book_.disk(), book_.layout().local(), book_.layout().index()))
        lesson_ = std::make_unique<Lesson>(*std::move(fresh), seed_);
    lesson = lesson_.get();
  }
  if (lesson != nullptr)
    for (const std::uint32_t number : comparison_.gone) lesson->forget(number);
  const auto count = counter(rest.size());
  const std::size_t learned = lesson == nullptr ? 0 : std::min(rest.size(), lesson->room());
  book_.for_each(
      paths, {}, [&](std::size_t at, const std::string& path, Reading<Customer>&& reading) {
        const std::uint32_t file = rest[at];
        Customer* const customer = reading.ok() ? &*reading.value : nullptr;
        if (customer != nullptr && at < learned)
          lesson->learn(comparison_.files[file].number, sweep_->files[file].stamp,
                        first_errand_of(*customer), card_of(*customer), brief_of(*customer, now_));
        if (customer != nullptr) keep_only(*customer, wanted);
        visit(file, path, customer, std::move(reading.problems));
        count();
      });
}

Result<void> Index::visit_all(const Needs& needs,
                              const std::function<void(std::size_t files)>& make_room,
                              const Visit& visit) {
  if (auto done = look_around(); !done) return done;
  make_room(sweep_->files.size());
  std::vector<char> known(sweep_->files.size(), 0);
  // A clock that was set back sees talks that brief cards have forgotten.
  const bool is_brief = needs.depth == Depth::brief && as_of_ <= second_;
  if (store_ && sweep_->files.size() >= least_files_)
    visit_cards(is_brief ? Store::Length::brief : Store::Length::whole, needs, visit, known);
  visit_files(needs.fields, visit, known);
  return {};
}

}  // namespace crm
