#include "core/index/index.hpp"

#include <algorithm>
#include <future>

#include "core/book/beside.hpp"
#include "core/index/gist_reader.hpp"
#include "core/report/agenda.hpp"

namespace crm {
namespace {

constexpr std::uint32_t no_file = ~std::uint32_t{0};

/// For fewer a second thread costs more than it brings.
constexpr std::uint32_t sheets_for_one_more = 4;

/// Of the files' paths.
constexpr std::string_view folder = "customers/";

bool has_young_folder(const Sweep& sweep) {
  return std::ranges::any_of(sweep.folders,
                             [&](const Sweep::File& one) { return is_young(one.stamp, sweep); });
}

std::string path_of(const Sweep& sweep, std::size_t file) {
  return std::string(folder).append(sweep.path(file));
}

}  // namespace

Index::Index(const Book& book, const Moment& now, std::size_t least_files)
    : book_(book),
      now_(now),
      second_(book.zone().instant(now).time_since_epoch().count()),
      least_files_(least_files),
      seed_(0) {}

Index::~Index() {
  if (!lesson_ || !(lesson_->has_news() || names_are_news_)) return;
  Snapshot snapshot;
  snapshot.as_of = std::max(as_of_, second_);
  for (std::size_t i = 0; i < sweep_->files.size(); ++i) {
    const Comparison::File& file = comparison_.files[i];
    const bool good = file.unchanged || lesson_->has_learned(file.number);
    snapshot.cards.push_back({file.number, good ? 1u : 0u});
  }
  snapshot.sweep = *std::move(sweep_);
  if (has_young_folder(snapshot.sweep)) snapshot.sweep.folders.clear();
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
  // Amounts without a code are read in the book's currency, days are its days, and what asks for
  // something is said there, too.
  seed_ = checksum(book_.settings_text(), checksum(card_edition()));
  Known known;
  std::optional<Snapshot> snapshot;
  // While one asks the disk what is there, the other reads cards; who is done first helps.
  SharedWork stamps, sheets;
  std::optional<Beside> reader;
  // These two are let go before the reader, however this ends: it never waits for what won't come.
  std::promise<void> snapshot_read;
  const SharedWork::Closing no_more_stamps{stamps};
  if (book_.disk().exists(book_.layout().index())) {
    reader.emplace([&, is_read = snapshot_read.get_future().share()] {
      const SharedWork::Closing closing{sheets};
      is_read.wait();
      if (snapshot && snapshot->cards.size() >= least_files_) {
        Files files{snapshot->sweep, std::vector<std::uint32_t>(snapshot->numbers(), no_file)};
        for (std::size_t i = 0; i < snapshot->cards.size(); ++i)
          if (const Snapshot::Card& card = snapshot->cards[i]; card.good != 0)
            files.of[card.number] = static_cast<std::uint32_t>(i);
        make_room(snapshot->numbers());
        visit_cards(files, needs, visit, known, sheets);
      }
      sheets.close();
      stamps.help();
    });
    snapshot = read_store();
  }
  snapshot_read.set_value();
  auto sweep = book_.disk().sweep_below(book_.layout().customers(), ".yaml",
                                        snapshot ? &snapshot->sweep : nullptr, stamps);
  stamps.close();
  if (reader && !reader->take_back()) sheets.help(sheets_for_one_more);
  if (reader) reader->wait();
  if (!sweep) return error(sweep.error());
  sweep_ = *std::move(sweep);
  const Snapshot nothing;
  comparison_ = compared(snapshot ? *snapshot : nothing, *sweep_);
  const auto same_stamp = [](const Sweep::File& a, const Sweep::File& b) {
    return a.stamp == b.stamp;
  };
  names_are_news_ = snapshot && !sweep_->folders.empty() && !has_young_folder(*sweep_) &&
                    !std::ranges::equal(sweep_->folders, snapshot->sweep.folders, same_stamp);
  return known;
}

std::optional<Snapshot> Index::read_store() {
  std::optional<Snapshot> snapshot;
  store_ = Store::open(book_.disk(), book_.layout().index(), [&](std::string_view value) {
    snapshot = read_snapshot(value, seed_);
    return snapshot.has_value();
  });
  if (snapshot)
    as_of_ = snapshot->as_of;
  else
    store_.reset();
  return snapshot;
}

class Index::SheetReader {
 public:
  /// For about so many sheets.
  SheetReader(const Index& index, const Files& files, const Needs& needs, const Visit& visit,
              Known& known, std::uint32_t sheets)
      : files_(files),
        visit_(visit),
        known_(known),
        store_(*index.store_),
        length_(index.length_of(needs)),
        seed_(Lesson::seed_of(length_, index.seed_)),
        with_gist_(!needs.gist.empty()),
        with_customer_(!with_gist_ || !needs.fields.empty()),
        with_listing_(needs.listings),
        customers_(needs.fields),
        gists_(needs.gist, index.book_.settings().currency) {
    if (needs.asking_by && index.as_of_ <= index.second_) by_ = needs.asking_by->number();
    // The bytes of a card, and about twice as many of facts.
    constexpr std::size_t usual = 2048;
    if (with_gist_) paper_ = std::make_shared<Paper>(std::size_t{sheets} * Sheet::cards * usual);
  }

  void read(std::uint32_t number) {
    const auto room = [this](std::size_t bytes) {
      if (paper_) return paper_->room(bytes);
      if (reused_.size() < bytes) reused_.resize(bytes);
      return reused_.data();
    };
    if (const auto bytes = store_.read(number, length_, room))
      Sheet::each(*bytes, number, seed_, [this](const Sheet::Entry& entry) { look_at(entry); });
  }

 private:
  void look_at(const Sheet::Entry& entry) {
    const std::uint32_t file = entry.card < files_.of.size() ? files_.of[entry.card] : no_file;
    if (file == no_file || entry.mark != Sheet::mark_of(files_.sweep.files[file].stamp)) return;
    if (entry.first_errand > by_) {
      known_[entry.card] = 1;
      return;
    }
    if (with_listing_)
      if (const auto listing = read_listing(entry.listing)) {
        const Seen seen{path_, nobody_, nullptr, &*listing};
        visit_(entry.card, &seen, {});
        known_[entry.card] = 1;
        return;
      }
    const Customer* const customer = with_customer_ ? customers_.read(entry.bytes) : &nobody_;
    const Gist* const gist = with_gist_ ? gists_.read(entry.bytes, paper_) : nullptr;
    if (customer == nullptr || (with_gist_ && gist == nullptr)) return;
    path_.assign(folder).append(files_.sweep.path(file));
    const Seen seen{path_, *customer, gist, nullptr};
    visit_(entry.card, &seen, {});
    known_[entry.card] = 1;
  }

  const Files& files_;
  const Visit& visit_;
  Known& known_;
  const Store& store_;
  Store::Length length_;
  std::uint64_t seed_;
  std::int64_t by_ = Sheet::never;
  bool with_gist_, with_customer_, with_listing_;
  CardReader customers_;
  GistReader gists_;
  /// What gists stand on.
  std::shared_ptr<Paper> paper_;
  const Customer nobody_ = {};
  std::string path_, reused_;
};

void Index::visit_cards(const Files& files, const Needs& needs, const Visit& visit, Known& known,
                        SharedWork& sheets) {
  known.assign(files.of.size(), 0);
  const std::uint32_t count = Sheet::number_of(static_cast<std::uint32_t>(files.of.size())) + 1;
  const auto hand = [&]() -> SharedWork::Part {
    const auto its = std::make_shared<SheetReader>(*this, files, needs, visit, known, count);
    return [its](std::size_t sheet) { its->read(static_cast<std::uint32_t>(sheet)); };
  };
  sheets.share(count, hand(), hand);
}

void Index::visit_again(const Needs& needs, const Visit& visit, Known& known) {
  Files files{*sweep_, std::vector<std::uint32_t>(comparison_.numbers, no_file)};
  for (std::size_t i = 0; i < comparison_.files.size(); ++i)
    if (comparison_.files[i].unchanged)
      files.of[comparison_.files[i].number] = static_cast<std::uint32_t>(i);
  SharedWork sheets;
  Beside second([&] { sheets.help(sheets_for_one_more); });
  const SharedWork::Closing closing{sheets};
  visit_cards(files, needs, visit, known, sheets);
  second.wait();
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

Lesson* Index::begin_lesson() {
  if (lesson_ || sweep_->files.size() < least_files_) return nullptr;
  if (store_ && store_->is_writable())
    lesson_ = std::make_unique<Lesson>(*store_, seed_);
  else if (!store_)
    if (auto fresh = Store::begin(book_.disk(), book_.layout().local(), book_.layout().index()))
      lesson_ = std::make_unique<Lesson>(*std::move(fresh), seed_);
  return lesson_.get();
}

void Index::visit_files(const Needs& needs, const Visit& visit, const Known& known) {
  std::vector<std::uint32_t> rest;
  std::vector<std::string> paths;
  for (const std::uint32_t file : comparison_.by_path)
    if (known[comparison_.files[file].number] == 0) {
      rest.push_back(file);
      paths.push_back(path_of(*sweep_, file));
    }
  // What may change under its stamp would have to be read again, whatever was learned of it.
  const auto is_settled = [&](std::uint32_t file) {
    return !is_young(sweep_->files[file].stamp, *sweep_);
  };
  const bool has_news = names_are_news_ || !comparison_.gone.empty() ||
                        std::any_of(rest.begin(), rest.end(), is_settled);
  Lesson* const lesson = has_news ? begin_lesson() : nullptr;
  if (lesson != nullptr)
    for (const std::uint32_t number : comparison_.gone) lesson->forget(number);
  const auto count = counter(rest.size());
  const std::size_t learned = lesson == nullptr ? 0 : std::min(rest.size(), lesson->room());
  book_.for_each(paths, {},
                 [&](std::size_t at, const std::string& path, Reading<Customer>&& reading) {
                   const std::uint32_t file = rest[at];
                   const std::uint32_t number = comparison_.files[file].number;
                   Customer* const customer = reading.ok() ? &*reading.value : nullptr;
                   if (customer != nullptr && at < learned && is_settled(file))
                     lesson->learn(number, sweep_->files[file].stamp,
                                   {first_errand_of(*customer), card_of(*customer),
                                    brief_of(*customer, now_), packed_listing(*customer, now_)});
                   else if (lesson != nullptr)
                     lesson->pass(number);
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
                     const Seen seen{path, *customer, gist ? &*gist : nullptr, nullptr};
                     visit(number, &seen, std::move(reading.problems));
                   }
                   count();
                 });
}

Result<void> Index::visit_all(const Needs& needs, const MakeRoom& make_room, const Visit& visit) {
  Known known;
  if (!sweep_) {
    auto ahead = look_around(needs, make_room, visit);
    if (!ahead) return error(ahead.error());
    known = *std::move(ahead);
    make_room(comparison_.numbers);
  } else if (make_room(comparison_.numbers); store_ && sweep_->files.size() >= least_files_) {
    visit_again(needs, visit, known);
  }
  known.resize(comparison_.numbers, 0);
  for (const Comparison::File& file : comparison_.files) {
    char& is_known = known[file.number];
    if (is_known != 0 && !file.unchanged) visit(file.number, nullptr, {});
    is_known = is_known != 0 && file.unchanged ? 1 : 0;
  }
  visit_files(needs, visit, known);
  return {};
}

}  // namespace crm
