#include "cli/desk.hpp"

#include <fmt/format.h>

#include <limits>
#include <map>
#include <ostream>

#include "cli/commands/report_kinds.hpp"
#include "cli/committing.hpp"
#include "cli/configuration.hpp"
#include "cli/hooks.hpp"
#include "cli/output/preview.hpp"
#include "cli/output/remark.hpp"
#include "cli/pick.hpp"
#include "cli/sharing.hpp"
#include "core/domain/id.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/memory.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"
#include "core/domain/when.hpp"
#include "core/record/tree.hpp"
#include "core/report/value.hpp"
#include "core/team/git.hpp"

namespace crm {
namespace {

constexpr std::size_t candidates_shown = 9;

/// `~/clients` as a shell reads it; in a file, or after `--book=`, no shell does.
std::string from_home(const World& world, const std::string& path) {
  const std::string& home = world.environment.home;
  if (home.empty() || (path != "~" && !path.starts_with("~/"))) return path;
  return home + path.substr(1);
}

std::string described(const Match& match) {
  if (match.kind == ItemKind::customer) return match.name;
  return std::string(name_of(match.kind)) + " " + match.item + " of " + match.name;
}

/// As short as can be typed: the first letters of an id that no other candidate shares.
std::string shortest_id(const Match& match, const std::vector<Match>& all) {
  const auto id_of = [](const Match& one) {
    return one.kind == ItemKind::customer ? one.id : one.item;
  };
  const std::string id = id_of(match);
  for (std::size_t length = 3; length < id.size(); ++length) {
    const bool shared = std::any_of(all.begin(), all.end(), [&](const Match& other) {
      return id_of(other) != id && id_of(other).starts_with(id.substr(0, length));
    });
    if (!shared && id[length - 1] != '-') return id.substr(0, length);
  }
  return id;
}

/// Candidates that can't be told apart, since they have one id: nobody can pick one.
std::optional<Error> same_id_twice(const std::vector<Match>& all) {
  const auto same_id = [&](const Match& one) {
    return one.kind == ItemKind::customer && one.id == all.front().id &&
           one.path != all.front().path;
  };
  if (std::any_of(all.begin(), all.end(), same_id)) {
    std::string files;
    for (const Match& match : all) files += (files.empty() ? "" : " and ") + match.path;
    return Error::conflict("the id " + all.front().id + " stands in " + files,
                           "give one of them another id, then try again");
  }
  const auto same_item = [&](const Match& one) {
    return !one.item.empty() && one.item == all.front().item && one.path == all.front().path;
  };
  if (std::all_of(all.begin(), all.end(), same_item))
    return Error::conflict(
        "the id " + all.front().item + " stands more than once in " + all.front().path,
        "crm check names the lines; give one of them another id, then try again");
  const auto shared_item = [&](const Match& one) {
    return !one.item.empty() && one.item == all.front().item;
  };
  if (std::all_of(all.begin(), all.end(), shared_item)) {
    std::string files;
    for (const Match& match : all) files += (files.empty() ? "" : " and ") + match.path;
    return Error::conflict(
        "the id " + all.front().item + " stands in " + files,
        "crm check names the lines; give one of them another id, then try again");
  }
  return std::nullopt;
}

Error ambiguous(const std::string& who, const std::vector<Match>& all) {
  const std::string quoted = "\"" + printable_line(who) + "\"";
  std::string message = quoted + " could be ";
  std::string ways;
  for (std::size_t i = 0; i < std::min(all.size(), candidates_shown); ++i) {
    const bool last = i + 1 == all.size();
    if (i > 0) message += last ? " or " : ", ";
    message += described(all[i]);
    if (i < 2) ways += (i > 0 ? "   or   " : "") + shortest_id(all[i], all);
  }
  if (all.size() > candidates_shown) message += fmt::format(" … ({} in all)", all.size());
  return Error::conflict(message, "say it with more of the name, or its id: " + ways);
}

std::vector<std::string> nearest_names(const std::string& who,
                                       const std::vector<std::string>& names) {
  auto near = did_you_mean(who, names);
  if (!near.empty()) return near;
  // A typo in one word of a name, or of its English spelling.
  for (const std::string& name : names) {
    std::vector<std::string> words = romanised_words(name);
    for (const std::string_view word : split(name, ' ')) words.emplace_back(word);
    if (near.size() < 3 && !did_you_mean(who, words).empty()) near.push_back(name);
  }
  return near;
}

/// A colleague by name; in a book without a team anybody.
std::string called(const std::string& who, const Settings& settings) {
  const std::string word = colleague(settings, who);
  if (!word.empty()) return word;
  if (settings.team.empty()) return who;
  std::string names;
  for (const auto& [name, person] : settings.team) names += (names.empty() ? "" : ", ") + name;
  throw Failure(
      Error::asked_wrongly("there is nobody called \"" + printable_line(who) + "\" in the team",
                           "the team of crm.yaml: " + names));
}

}  // namespace

Whereabouts whereabouts(World& world) {
  Whereabouts where;
  if (!world.manners.book.empty()) where.asked = from_home(world, world.manners.book);
  if (!world.environment.book.empty()) where.environment = from_home(world, world.environment.book);
  where.folder = world.folder;
  // The person's configuration is read only where it may decide.
  if (where.asked || where.environment) return where;
  if (const auto standard = configured(world, "default_book"); standard && !standard->empty()) {
    where.standard = from_home(world, *standard);
    // A configuration stands in no folder: from home, wherever the person is.
    if (!where.standard->starts_with('/') && !world.environment.home.empty())
      where.standard = world.environment.home + "/" + *where.standard;
  }
  return where;
}

bool has_book(World& world, const std::vector<std::string>& words) {
  for (const std::string& word : words)
    if (word == "--book" || word.starts_with("--book=")) return true;
  return find_book(world.disk, whereabouts(world)).has_value();
}

namespace {

/// How far a long reading has come, in a line of its own that is gone when it ends.
void show_progress(World& world, std::size_t done, std::size_t all) {
  if (done == all)
    world.err << "\r\x1b[K";
  else
    world.err << "\rreading the book: " << done * 100 / all << " %";
  world.err.flush();
}

}  // namespace

Desk::Desk(World& world, Book book)
    : world_(world),
      book_(std::make_unique<const Book>(std::move(book))),
      now_(book_->zone().local(world.now)),
      index_(std::make_unique<Index>(*book_, now_)) {
  if (world_.terminal.err && world_.terminal.places_cursor)
    index_->tell([&world](std::size_t done, std::size_t all) { show_progress(world, done, all); });
}

Desk::~Desk() {
  // Answers first: then the index keeps what it learned.
  if (index_) world_.out.flush();
}

Desk Desk::open(World& world) {
  const Layout layout = find_book(world.disk, whereabouts(world)).value();
  return open(world, Book::open(world.disk, layout).value());
}

Desk Desk::open(World& world, Book book) {
  Desk desk(world, std::move(book));
  if (const auto said = recover(*desk.book_))
    for (const std::string& one : *said) remark(world, "crm: " + one);
  else
    remark(world, "crm: an interrupted change is not finished yet: " + said.error().message());
  return desk;
}

const std::string& Desk::me() const {
  if (me_) return *me_;
  std::string said = world_.manners.as;
  if (said.empty()) said = world_.environment.me;
  if (said.empty()) said = configured(world_, "me").value_or("");
  if (!said.empty()) {
    me_ = called(said, settings());
    return *me_;
  }
  me_ = "";
  if (!settings().team.empty())
    if (const auto email = git_setting("user.email", book_->layout().root, world_.ask_program))
      me_ = colleague(settings(), *email);
  return *me_;
}

Error Desk::nobody_here() const {
  const std::string way = "set CRM_ME, or say it with --as NAME";
  const auto email = settings().team.empty()
                         ? std::nullopt
                         : git_setting("user.email", book_->layout().root, world_.ask_program);
  if (!email) return Error::asked_wrongly("nothing says who you are", way);
  return Error::asked_wrongly(
      "nothing says who you are: git's user.email, " + *email + ", is nobody's in the team",
      "add it to the emails of yours in crm.yaml's team, " + way);
}

std::string Desk::colleague_named(const std::string& who) const {
  if (who == "me" && me().empty()) throw Failure(nobody_here());
  return who == "me" ? me() : called(who, settings());
}

/// A record's file is named by its id: who says it whole, waits for no other file to be looked
/// through.
std::optional<Match> Desk::in_file_of_that_name(const Who& question) const {
  if (!is_customer_id(question.words())) return std::nullopt;
  const std::string path = "customers/" + question.words() + ".yaml";
  auto stored = book_->read(path);
  if (!stored || stored->customer.id != question.words()) return std::nullopt;
  Match match = question.matches(stored->customer, path).front();
  at_hand_ = *std::move(stored);
  return match;
}

Match Desk::find(const std::string& who) const {
  const Who question(who, settings().country);
  if (auto match = in_file_of_that_name(question)) {
    if (auto target = target_of(*match)) return *std::move(target);
    return *std::move(match);
  }
  const auto look = [&](const Customer& customer,
                        const std::string& path) -> std::optional<std::vector<Match>> {
    auto some = question.matches(customer, path);
    if (some.empty()) return std::nullopt;
    return some;
  };
  const auto scanned = scan<std::vector<Match>>(look);
  std::vector<Match> all;
  for (const auto& some : scanned.found) all.insert(all.end(), some.begin(), some.end());
  all = nearest(std::move(all));
  const auto& problems = scanned.problems;
  if (all.size() == 1) {
    if (auto target = target_of(all.front())) return *std::move(target);
    return seen_whole(question, all.front());
  }
  if (all.size() > 1) {
    if (auto twice = same_id_twice(all)) throw Failure(*std::move(twice));
    auto match = picked(who, all, world_);
    if (!match) throw Failure(ambiguous(who, all));
    if (auto target = target_of(*match)) return *std::move(target);
    return seen_whole(question, *std::move(match));
  }
  for (const Problem& problem : problems)
    if (problem.place && file_stem(problem.place->file).starts_with(who))
      throw Failure(Error{Error::Kind::invalid, {problem}});
  const auto near = names_like(who);
  std::string advice = "add one with: crm add \"" + printable_line(who) + "\"";
  if (!near.empty())
    advice = "did you mean " + near.front() + (near.size() > 1 ? " or " + near[1] : "") + "?";
  throw Failure(
      Error::nothing_found("there is no customer \"" + printable_line(who) + "\"", advice));
}

std::vector<std::string> Desk::names_like(const std::string& typed) const {
  const auto name_of_all = [](const Customer& customer,
                              const std::string&) -> std::optional<std::string> {
    if (customer.is_deleted()) return std::nullopt;
    return customer.name;
  };
  const auto names = scan<std::string>(name_of_all);
  return nearest_names(typed, names.found);
}

/// Where the record of a stub has gone, over however many stops; nothing where it is nowhere.
std::optional<Match> Desk::target_of(const Match& match) const {
  if (match.merged_into.empty() || match.kind != ItemKind::customer) return std::nullopt;
  std::map<std::string, Match> all;
  const auto look = [](const Customer& customer, const std::string& path) {
    return std::optional(Match{Sureness::id, path, customer.id, customer.name, ItemKind::customer,
                               "", "", customer.is_deleted(), customer.merged_into});
  };
  const Needs needs{Depth::brief, FieldSet::of({"id", "name", "deleted", "merged_into"})};
  for (Match& one : scan<Match>(look, needs).found) all.emplace(one.id, one);
  auto there = all.find(match.merged_into);
  for (std::size_t stops = 0; there != all.end() && stops < all.size(); ++stops) {
    if (there->second.merged_into.empty()) {
      at_hand_.reset();
      return there->second;
    }
    there = all.find(there->second.merged_into);
  }
  return std::nullopt;
}

/// An entry as its file tells it: a card does not have what was said.
Match Desk::seen_whole(const Who& question, const Match& match) const {
  if (match.kind == ItemKind::customer) return match;
  const auto stored = book_->read(match.path);
  if (!stored) return match;
  const auto all = question.matches(stored->customer, match.path);
  return all.size() == 1 ? all.front() : match;
}

Match Desk::find_itself(const std::string& who) const {
  Match match = find(who);
  if (match.kind == ItemKind::customer && !match.item.empty()) match.kind = ItemKind::person;
  return match;
}

Match Desk::find_errand(const std::string& id) const {
  try {
    return find(id);
  } catch (const Failure& failure) {
    if (failure.error().kind != Error::Kind::nothing_found) throw;
  }
  throw Failure(
      Error::nothing_found("there is no reminder or meeting \"" + printable_line(id) + "\"",
                           "crm remind shows their ids"));
}

Asker Desk::asker() const {
  return {settings(),
          now_,
          [this] { return me(); },
          [this]() -> Result<Scoring> {
            auto rules = ScoreRules::parse(asker());
            if (!rules) return error(rules.error());
            return scoring(*std::move(rules));
          },
          [this] { return stays(); },
          [this] { return segments(); }};
}

std::shared_ptr<const Segmentation> Desk::segments() const {
  if (segments_) return segments_;
  const ReportKind& kind = *report_kind_named("customers");
  const Facts maker(settings(), now_);
  const auto look = [&](const Gist& gist, const Customer& customer) {
    return maker.of(gist, customer);
  };
  Needs needs{kind.needs.depth, FieldSet::none()};
  needs.gist = kind.needs.fields;
  // What can't be read is named by the question that asks for it.
  const AllFacts facts = gists<CustomerFacts>(look, needs).found;
  const Rates rates = book_->rates().value_or(Rates());
  const std::vector<Campaign> none;
  const Segments all(facts, {settings(), rates, none, now_});
  Segmentation names;
  for (const CustomerFacts& customer : facts)
    if (const auto scores = all.scores(customer))
      names.emplace(std::string(customer.id), std::string(name_of(segment(*scores))));
  if (!all.are_enough())
    for (const std::string& text : all.remarks()) remark(world_, "crm: " + text);
  segments_ = std::make_shared<const Segmentation>(std::move(names));
  return segments_;
}

std::shared_ptr<const Stays> Desk::stays() const {
  if (stays_) return stays_;
  const auto look = [this](const Customer& customer,
                           const std::string&) -> std::optional<std::vector<Stay>> {
    if (customer.is_deleted()) return std::nullopt;
    std::vector<Stay> all = finished_stays(customer, settings());
    if (all.empty()) return std::nullopt;
    return all;
  };
  // What can't be read is named by the question that asks for it.
  const auto found = scan<std::vector<Stay>>(
                         look, {Depth::brief, FieldSet::of({"deals", "deleted", "merged_into"})})
                         .found;
  std::vector<Stay> all;
  for (const auto& some : found) all.insert(all.end(), some.begin(), some.end());
  learn(Stays(all));
  return stays_;
}

Filter Desk::filter(const std::vector<std::string>& words, const Type& listed) const {
  tell_of_taken_sign(words, listed);
  return Filter::parse(words, listed, asker()).value();
}

void Desk::tell_of_taken_sign(const std::vector<std::string>& words, const Type& listed) const {
  const std::string& file = world_.out_file;
  if (file.empty()) return;
  const bool at_least = file.front() == '=';
  const std::string rest = at_least ? file.substr(1) : file;
  std::string field;
  for (const std::string& word : words) {
    const std::string name = word.substr(0, word.find_last_not_of(":=!~") + 1);
    const auto found = FieldName::find(name, listed, asker());
    if (found && is_ordered(found->shape()) &&
        Range::parse(rest, Term::Sign::more, found->shape(), asker()))
      field = name;
  }
  // Without a field, only what nobody calls a file.
  if (field.empty() && !at_least) return;
  remark(world_,
         "crm: the shell took the > for itself and writes this into the file " + as_typed(file));
  if (field.empty()) field = "FIELD";
  hint(world_, "put it in quotes: \"" + field + (at_least ? ">=" : ">") + rest + "\", or say " +
                   field + ":" + rest + ".., which needs none");
}

void Desk::close_index() {
  index_.reset();
  at_hand_.reset();
  index_ = std::make_unique<Index>(*book_, now_, std::numeric_limits<std::size_t>::max());
}

Moment Desk::when(const std::string& words) const {
  return crm::when(words, now_, date_order(settings().country)).value();
}

Day Desk::what_day(const std::string& words) const {
  return crm::what_day(words, now_, date_order(settings().country)).value();
}

Moment Desk::kept(const Moment& moment) const {
  if (!moment.timed()) return moment;
  Moment kept = book_->zone().local(book_->zone().instant(moment));
  kept.with_seconds = moment.with_seconds;
  return kept;
}

Moment Desk::stamp() const {
  Moment stamp = now_;
  stamp.second = *stamp.second / 60 * 60;
  stamp.with_seconds = false;
  return stamp;
}

Operation Desk::operation(const std::string& title) const {
  Operation operation;
  operation.id = new_item_id(world_.random, {});
  operation.at = now_.text();
  operation.by = me();
  operation.title = title;
  if (!world_.manners.message.empty()) operation.title += " (" + world_.manners.message + ")";
  return operation;
}

bool Desk::write(const std::function<void(Writing&)>& work,
                 const std::function<std::string()>& title, bool commits) const {
  if (world_.manners.dry_run) {
    Writing writing = Writing::rehearse(*book_);
    work(writing);
    print_preview(writing.changes(), world_);
    return false;
  }
  Writing writing = begin_writing();
  work(writing);
  constexpr std::size_t many = 1000;
  if (writing.changes().size() > many) give_free_memory_back();
  if (!writing.empty()) commit(writing, operation(title()), commits);
  return true;
}

Writing Desk::begin_writing() const {
  refuse_in_hook(world_);
  Writing writing = Writing::begin(*book_).value();
  for (const std::string& said : writing.remarks()) remark(world_, "crm: " + said);
  return writing;
}

void Desk::commit(Writing& writing, const Operation& operation, bool to_git) const {
  const Hooks hooks(writing.changes(), operation, *this);
  hooks.before();
  std::optional<Committing> committing;
  if (to_git) committing.emplace(*book_, writing, now_, world_);
  insist(writing.commit(operation));
  world_.has_written = true;
  if (committing) {
    committing->commit(operation.id);
    share_afterwards(*this);
  }
  hooks.afterwards();
}

/// What is written about somebody who was removed would not be seen again.
void Desk::refuse_removed(const Match& match) const {
  if (!match.deleted || world_.manners.anyway) return;
  throw Failure(
      Error::conflict(match.name + " is removed", "crm restore " + match.id + " brings it back"));
}

bool Desk::change(const Match& match, const Writing::Next& next,
                  const std::function<std::string()>& title) const {
  refuse_removed(match);
  const auto work = [&](Writing& writing) {
    insist(writing.change(match.path, next, std::exchange(at_hand_, std::nullopt)));
  };
  return write(work, title);
}

bool Desk::change_each(const std::vector<Match>& matches,
                       const std::function<Customer(Customer before, const Match& match)>& next,
                       const std::function<std::string()>& title) const {
  for (const Match& match : matches) refuse_removed(match);
  const auto work = [&](Writing& writing) {
    for (const Match& match : matches)
      insist(writing.change(match.path,
                            [&](Customer before) { return next(std::move(before), match); }));
  };
  return write(work, title);
}

Needs needs_of(const Filter& filter) {
  if (filter.asks_texts()) return Depth::whole;
  FieldSet fields = filter.reads();
  // Whether it is a removed one's, or another one's deal.
  fields.add(FieldSet::of({"id", "name", "owner", "deleted", "merged_into"}));
  return {filter.asks_past() ? Depth::without_texts : Depth::brief, fields};
}

std::string amount_words(const Money& money, const Desk& desk) {
  return money.grouped(desk.settings().grouping()) + " " + money.currency;
}

std::string day_words(const Moment& moment, Day today) {
  std::string text = fmt::format("{} {} {}", weekday_name(moment.day), moment.day.day(),
                                 month_name(moment.day.month()));
  if (moment.day.year() != today.year()) text += fmt::format(" {}", moment.day.year());
  if (moment.timed()) text += " " + moment.clock();
  return text;
}

std::string near_day_words(const Moment& moment, Day today) {
  static constexpr const char* names[] = {"yesterday", "today", "tomorrow"};
  const auto ahead = days_between(today, moment.day);
  if (ahead < -1 || ahead > 1) return day_words(moment, today);
  return names[ahead + 1] + (moment.timed() ? " " + moment.clock() : "");
}

}  // namespace crm
