#include "core/letters/outbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/book/erased.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

constexpr const char* ending = ".run";
constexpr const char* heading = "crm outbox 1\n";

using State = OnItsWay::State;

constexpr std::array states = {std::pair{"sending", State::sending}, std::pair{"sent", State::sent},
                               std::pair{"refused", State::refused},
                               std::pair{"logged", State::logged}};

std::string_view name_of(State state) {
  for (const auto& [name, value] : states)
    if (value == state) return name;
  return "sending";
}

/// One line's cell: nothing of it ends a cell or a line.
std::string cell(std::string_view text) {
  return printable_line(text);
}

std::string announcement(const Posted& one, State state = State::sending) {
  std::string line(name_of(state));
  for (const std::string& part : {one.sent_key, one.customer, one.person, one.at.text(), one.by,
                                  one.kind, one.campaign, one.letter, one.mail, one.subject})
    line += "\t" + cell(part);
  return line;
}

std::string mark_line(const Posted& one, State state) {
  return fmt::format("{}\t{}\t{}\t{}", name_of(state), cell(one.sent_key), cell(one.customer),
                     cell(one.person));
}

std::string folder_of(const Layout& layout) {
  return layout.local() + "/outbox";
}

/// `12` of `…/000012.run`.
std::uint64_t number_of(std::string_view file) {
  file.remove_prefix(file.rfind('/') + 1);
  std::uint64_t number = 0;
  std::from_chars(file.data(), file.data() + file.size(), number);
  return number;
}

std::string file_of(const std::string& folder, std::uint64_t number) {
  return fmt::format("{}/{:06}{}", folder, number, ending);
}

}  // namespace

Interaction Posted::interaction(std::string id) const {
  Interaction said;
  said.id = std::move(id);
  said.at = at;
  said.by = by;
  said.kind = kind;
  said.direction = "out";
  if (!person.empty()) said.with = {person};
  said.subject = subject;
  said.campaign = campaign;
  said.letter = letter;
  said.sent_key = sent_key;
  if (!mail.empty()) said.external = {mail};
  return said;
}

void Outbox::take(std::string_view line) {
  const auto cells = split(line, '\t');
  const auto text = [&](std::size_t i) {
    return i < cells.size() ? std::string(cells[i]) : std::string();
  };
  if (cells.size() == 2 && cells[0] == "mailing") {
    if (std::find(mailings_.begin(), mailings_.end(), cells[1]) == mailings_.end())
      mailings_.push_back(text(1));
    return;
  }
  if (cells.size() == 2 && cells[0] == "finished") {
    std::erase(mailings_, text(1));
    return;
  }
  const auto state = std::find_if(states.begin(), states.end(),
                                  [&](const auto& one) { return one.first == cells[0]; });
  if (state == states.end() || cells.size() < 4) return;
  const Key key{text(1), text(2), text(3)};
  const auto known = places_.find(key);
  if (cells.size() == 4) {
    if (known != places_.end()) letters_[known->second].state = state->second;
    return;
  }
  const auto at = Moment::parse(text(4));
  if (!at || cells.size() != 11) return;
  OnItsWay one;
  one.letter = {text(1), text(2), text(3), *at,     text(5),
                text(6), text(7), text(8), text(9), text(10)};
  one.state = state->second;
  if (known != places_.end()) {
    letters_[known->second] = std::move(one);
  } else {
    places_.emplace(key, letters_.size());
    letters_.push_back(std::move(one));
  }
}

Result<void> Outbox::load(const Disk& disk, const std::string& folder) {
  auto files = disk.files_below(folder, ending);
  // A book that has never sent anything has none.
  if (!files) {
    if (files.error().kind == Error::Kind::nothing_found || !disk.exists(folder)) return {};
    return error(files.error());
  }
  files_ = *std::move(files);
  std::sort(files_.begin(), files_.end(),
            [](const std::string& a, const std::string& b) { return number_of(a) < number_of(b); });
  for (const std::string& file : files_) {
    const auto text = disk.read(file);
    if (!text) return error(text.error());
    // What a kill or a power cut has torn was never announced: a line counts with its end.
    std::string_view rest = *text;
    for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
      take(rest.substr(0, end));
      rest.remove_prefix(end + 1);
    }
  }
  return {};
}

Result<Outbox> Outbox::read(const Disk& disk, const Layout& layout) {
  Outbox outbox;
  if (auto loaded = outbox.load(disk, folder_of(layout)); !loaded) return error(loaded.error());
  return outbox;
}

std::string Outbox::compact(Day today, const std::set<std::string, std::less<>>& erased) const {
  std::string text = heading;
  for (const std::string& mailing : mailings_) text += "mailing\t" + cell(mailing) + "\n";
  for (const OnItsWay& one : letters_) {
    const bool old = days_between(one.letter.at.day, today) > remembered_days;
    const bool is_erased = erased.contains(one.letter.customer) ||
                           erased.contains(one.letter.customer + "/" + one.letter.person);
    if (one.state == State::refused || (one.state == State::logged && old) || is_erased) continue;
    text += announcement(one.letter, one.state) + "\n";
  }
  return text;
}

Result<Outbox> Outbox::open(Disk& disk, const Layout& layout, Day today) {
  const std::string folder = folder_of(layout);
  if (auto made = disk.make_folder(folder); !made) return error(made.error());
  auto lock = disk.lock(folder + "/lock", 0);
  if (!lock) {
    if (lock.error().kind != Error::Kind::busy) return error(lock.error());
    return error(Error::busy("letters of this book are being sent already",
                             "wait until that is done, then try again"));
  }
  Outbox outbox;
  outbox.lock_ = *std::move(lock);
  // A file that a killed one was just removing, perhaps since it names somebody erased.
  disk.sweep(folder);
  if (auto loaded = outbox.load(disk, folder); !loaded) return error(loaded.error());
  const auto erased = Erased::read(disk, layout);
  if (!erased) return error(erased.error());
  const std::uint64_t number = outbox.files_.empty() ? 0 : number_of(outbox.files_.back());
  auto file = disk.grow(file_of(folder, number + 2));
  if (!file) return error(file.error());
  outbox.file_ = *std::move(file);
  // What stands in all earlier files is put into one; that flushes the folder as well.
  std::vector<Replacement> files;
  files.push_back({file_of(folder, number + 1), outbox.compact(today, erased->lines())});
  for (const std::string& old : outbox.files_) files.push_back({old, std::nullopt});
  if (auto replaced = disk.replace(files); !replaced) return error(replaced.error());
  Outbox again;
  if (auto loaded = again.load(disk, folder); !loaded) return error(loaded.error());
  again.lock_ = std::move(outbox.lock_);
  again.file_ = std::move(outbox.file_);
  return again;
}

std::vector<OnItsWay> Outbox::all() const {
  return letters_;
}

std::vector<OnItsWay> Outbox::in(State state) const {
  std::vector<OnItsWay> some;
  for (const OnItsWay& one : letters_)
    if (one.state == state) some.push_back(one);
  return some;
}

const OnItsWay* Outbox::find(const std::string& sent_key, const std::string& customer,
                             const std::string& person) const {
  const auto found = places_.find(Key{sent_key, customer, person});
  return found == places_.end() ? nullptr : &letters_[found->second];
}

std::string Outbox::unfinished(const std::string& letter) const {
  for (auto mailing = mailings_.rbegin(); mailing != mailings_.rend(); ++mailing)
    if (mailing->starts_with(letter + "/")) return *mailing;
  return "";
}

Result<void> Outbox::write(const std::string& line) {
  if (auto done = file_->append(line + "\n"); !done) return done;
  take(line);
  return {};
}

Result<void> Outbox::announce(const Posted& letter) {
  if (auto done = write(announcement(letter)); !done) return done;
  return flush();
}

Result<void> Outbox::mark(const Posted& letter, State state) {
  return write(mark_line(letter, state));
}

Result<void> Outbox::remember(const Posted& letter) {
  return write(announcement(letter, State::logged));
}

Result<void> Outbox::begin_mailing(const std::string& sent_key) {
  return write("mailing\t" + cell(sent_key));
}

Result<void> Outbox::finish_mailing(const std::string& sent_key) {
  return write("finished\t" + cell(sent_key));
}

Result<void> Outbox::flush() {
  return file_->flush();
}

}  // namespace crm
