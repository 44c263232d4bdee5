#include "core/index/index.hpp"

#include <algorithm>
#include <thread>

#include "core/index/gist_reader.hpp"
#include "core/report/agenda.hpp"

namespace crm {
namespace {

constexpr std::uint32_t no_file = ~std::uint32_t{0};

/// Below this a second thread, with a connection of its own, costs more than it brings.
constexpr std::uint32_t sheets_for_two_threads = 48;

/// Read before it is asked again whether the disk has answered.
constexpr std::uint32_t sheets_at_once = 2;

std::string path_of(const Sweep& sweep, std::size_t file) {
  return "customers/" + std::string(sweep.path(file));
}

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

Store::Length Index::length_of(const Needs& needs) const {
  // A clock that was set back sees talks that brief cards have forgotten.
  return needs.depth == Depth::brief && as_of_ <= second_ ? Store::Length::brief
                                                          : Store::Length::whole;
}

Result<Index::Known> Index::look_around(const Needs& needs, const MakeRoom& make_room,
                                        const Visit& visit) {
  Known known;
  if (sweep_) return known;
  // Amounts without a code are read in the book's currency, days are its days, and what asks for
  // something is said there, too.
  seed_ = checksum(book_.settings_text(), checksum(card_edition()));
  // What was seen is read while the disk is asked what is there, and cards as long as that takes.
  std::optional<Snapshot> snapshot;
  std::atomic<bool> stop = false;
  std::thread reader;
  if (book_.disk().exists(book_.layout().index()))
    reader = std::thread([&] {
      snapshot = read_store();
      if (!snapshot || needs.gist.empty() || snapshot->cards.size() < least_files_) return;
      make_room(snapshot->numbers());
      known = read_ahead(*snapshot, needs, visit, stop);
    });
  auto sweep = book_.disk().sweep_below(book_.layout().customers(), ".yaml");
  stop = true;
  if (reader.joinable()) reader.join();
  if (!sweep) return error(sweep.error());
  sweep_ = *std::move(sweep);
  comparison_ = compared(snapshot.value_or(Snapshot()), *sweep_);
  return known;
}

Index::Known Index::read_ahead(const Snapshot& snapshot, const Needs& needs, const Visit& visit,
                               const std::atomic<bool>& stop) {
  Files files{snapshot.sweep, std::vector<std::uint32_t>(snapshot.numbers(), no_file)};
  for (std::size_t i = 0; i < snapshot.cards.size(); ++i)
    if (const Snapshot::Card& card = snapshot.cards[i];
        card.number != Snapshot::Card::none && card.young == 0)
      files.of[card.number] = static_cast<std::uint32_t>(i);
  Known known{std::vector<char>(files.of.size(), 0), 0};
  const std::uint32_t end = Sheet::number_of(snapshot.numbers()) + 1;
  const auto paper = paper_for(needs, end);
  for (; known.sheets < end && !stop; known.sheets += sheets_at_once)
    read_sheets(*store_, known.sheets, std::min(known.sheets + sheets_at_once, end), files, needs,
                visit, paper, known.cards);
  return known;
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

std::shared_ptr<Paper> Index::paper_for(const Needs& needs, std::uint32_t sheets) {
  // The bytes of a card, and about twice as many of facts.
  constexpr std::size_t usual = 2048;
  if (needs.gist.empty()) return nullptr;
  return std::make_shared<Paper>(std::size_t{sheets} * Sheet::cards * usual);
}

void Index::read_sheets(Store& store, std::uint32_t begin, std::uint32_t end, const Files& files,
                        const Needs& needs, const Visit& visit, const std::shared_ptr<Paper>& paper,
                        std::vector<char>& cards) const {
  const Store::Length length = length_of(needs);
  const std::uint64_t seed = Lesson::seed_of(length, seed_);
  const bool is_later = as_of_ <= second_;
  const std::int64_t by = needs.asking_by && is_later ? needs.asking_by->number() : Sheet::never;
  const bool with_gist = !needs.gist.empty();
  const bool with_customer = !with_gist || !needs.fields.empty();
  CardReader customers(needs.fields);
  GistReader gists(needs.gist, book_.settings().currency);
  const Customer nobody;
  std::string path, reused;
  const auto look_at = [&](const Sheet::Entry& entry) {
    const std::uint32_t file = entry.card < files.of.size() ? files.of[entry.card] : no_file;
    if (file == no_file || entry.mark != Sheet::mark_of(files.sweep.files[file].stamp)) return;
    if (entry.first_errand > by) {
      cards[entry.card] = 1;
      return;
    }
    const Customer* const customer = with_customer ? customers.read(entry.bytes) : &nobody;
    const Gist* const gist = with_gist ? gists.read(entry.bytes, paper) : nullptr;
    if (customer == nullptr || (with_gist && gist == nullptr)) return;
    path = path_of(files.sweep, file);
    const Seen seen{path, *customer, gist};
    visit(entry.card, &seen, {});
    cards[entry.card] = 1;
  };
  const auto room = [&](std::size_t bytes) {
    if (with_gist) return paper->room(bytes);
    if (reused.size() < bytes) reused.resize(bytes);
    return reused.data();
  };
  store.read(length, begin, end, room, [&](std::uint32_t number, std::string_view bytes) {
    Sheet::each(bytes, number, seed, look_at);
  });
}

void Index::visit_cards(const Needs& needs, const Visit& visit, Known& known) {
  Files files{*sweep_, std::vector<std::uint32_t>(comparison_.numbers, no_file)};
  for (std::size_t i = 0; i < comparison_.files.size(); ++i)
    if (comparison_.files[i].unchanged)
      files.of[comparison_.files[i].number] = static_cast<std::uint32_t>(i);
  const std::uint32_t begin = known.sheets;
  const std::uint32_t end = Sheet::number_of(comparison_.numbers) + 1;
  const auto read = [&](Store& store, std::uint32_t from, std::uint32_t to) {
    read_sheets(store, from, to, files, needs, visit, paper_for(needs, to - from), known.cards);
  };
  if (end < begin + sheets_for_two_threads) return read(*store_, begin, end);
  const std::uint32_t middle = begin + (end - begin) / 2;
  std::thread second([&] {
    if (auto own = Store::open(book_.layout().index())) read(*own, middle, end);
  });
  read(*store_, begin, middle);
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

void Index::visit_files(const Needs& needs, const Visit& visit, const Known& known) {
  std::vector<std::uint32_t> rest;
  std::vector<std::string> paths;
  for (const std::uint32_t file : comparison_.by_path)
    if (known.cards[comparison_.files[file].number] == 0) {
      rest.push_back(file);
      paths.push_back(path_of(*sweep_, file));
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
  book_.for_each(paths, {},
                 [&](std::size_t at, const std::string& path, Reading<Customer>&& reading) {
                   const std::uint32_t file = rest[at];
                   const std::uint32_t number = comparison_.files[file].number;
                   Customer* const customer = reading.ok() ? &*reading.value : nullptr;
                   if (customer != nullptr && at < learned)
                     lesson->learn(number, sweep_->files[file].stamp, first_errand_of(*customer),
                                   card_of(*customer), brief_of(*customer, now_));
                   if (customer == nullptr) {
                     visit(number, nullptr, std::move(reading.problems));
                   } else {
                     std::optional<Gist> gist;
                     if (!needs.gist.empty()) {
                       Customer read = *customer;
                       keep_only(read, needs.gist);
                       gist = Gist::of(read, book_.settings().currency);
                     }
                     keep_only(*customer, needs.fields);
                     const Seen seen{path, *customer, gist ? &*gist : nullptr};
                     visit(number, &seen, std::move(reading.problems));
                   }
                   count();
                 });
}

Result<void> Index::visit_all(const Needs& needs, const MakeRoom& make_room, const Visit& visit) {
  auto ahead = look_around(needs, make_room, visit);
  if (!ahead) return error(ahead.error());
  Known known = *std::move(ahead);
  known.cards.resize(comparison_.numbers, 0);
  make_room(comparison_.numbers);
  for (const Comparison::File& file : comparison_.files) {
    char& is_known = known.cards[file.number];
    if (is_known != 0 && !file.unchanged) visit(file.number, nullptr, {});
    is_known = is_known != 0 && file.unchanged ? 1 : 0;
  }
  if (store_ && sweep_->files.size() >= least_files_) visit_cards(needs, visit, known);
  visit_files(needs, visit, known);
  return {};
}

}  // namespace crm
