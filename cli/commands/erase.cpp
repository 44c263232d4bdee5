#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <ostream>

#include "cli/commands/all.hpp"
#include "cli/commands/removed.hpp"
#include "cli/desk.hpp"
#include "cli/output/deed.hpp"
#include "cli/output/json.hpp"
#include "cli/output/preview.hpp"
#include "cli/output/remark.hpp"
#include "core/book/beside.hpp"
#include "core/book/erased.hpp"
#include "core/book/erasure.hpp"
#include "core/domain/folding.hpp"
#include "core/domain/text.hpp"
#include "core/letters/outbox.hpp"
#include "core/merge/meaning.hpp"
#include "core/record/schema.hpp"
#include "core/record/writer.hpp"
#include "core/team/purge.hpp"

namespace crm {
namespace {

struct EraseOptions {
  std::string who;
  bool keep_sales = false, texts = false;
};

/// So many places are named one by one, the others are counted.
constexpr std::size_t most_named = 20;

/// Files above this are looked at by their names alone.
constexpr std::uint64_t most_read = 16u << 20;

/// Who is to be forgotten: a customer with what was merged into it, or one person of a customer.
struct Target {
  std::string id, name;
  /// Of a person.
  std::string person;
  /// The lines of erased.txt.
  std::vector<std::string> lines;

  bool is_person() const { return !person.empty(); }
};

Match match_of(const std::string& who, const Desk& desk) {
  try {
    return desk.find_itself(who);
  } catch (const Failure& failure) {
    if (failure.error().kind != Error::Kind::nothing_found) throw;
    if (auto match = removed_customer(who, desk)) return *std::move(match);
    throw;
  }
}

/// The ids of the records that were merged into one of these, over however many stops.
std::vector<std::string> with_stubs(std::string id, const Desk& desk) {
  using Stub = std::pair<std::string, std::string>;
  const auto look = [](const Customer& customer, const std::string&) -> std::optional<Stub> {
    if (customer.merged_into.empty()) return std::nullopt;
    return Stub{customer.id, customer.merged_into};
  };
  const auto stubs = desk.book().scan<Stub>(look).value().found;
  std::vector<std::string> ids{std::move(id)};
  for (std::size_t i = 0; i < ids.size(); ++i)
    for (const Stub& stub : stubs)
      if (stub.second == ids[i] && std::find(ids.begin(), ids.end(), stub.first) == ids.end())
        ids.push_back(stub.first);
  return ids;
}

Target target_of(const std::string& who, const Desk& desk) {
  const Match match = match_of(who, desk);
  if (match.kind == ItemKind::person)
    return {match.id, match.title, match.item, {match.id + "/" + match.item}};
  if (match.kind != ItemKind::customer)
    throw Failure(Error::asked_wrongly("\"" + printable_line(who) + "\" is a " +
                                           std::string(name_of(match.kind)) + " of " + match.name +
                                           "; customers and people are erased",
                                       "crm rm " + as_typed(match.item) + " removes it"));
  return {match.id, match.name, "", with_stubs(match.id, desk)};
}

// --- What is known ---

/// What the record says of them, as JSON: all of a customer, of a person also the conversations
/// that they had.
std::string all_that_is_known(const Target& target, const std::vector<Stored>& records,
                              const Desk& desk) {
  std::string list;
  const auto add = [&](const std::string& one) { list += (list.empty() ? "" : ",\n") + one; };
  for (const Stored& stored : records) {
    const Customer& customer = stored.customer;
    if (!target.is_person()) {
      // Keys of the user's own too.
      const auto all = meaning_of(stored.text(), stored.path(), desk.settings());
      add(all ? json_of(all->whole(), customer_type()) : to_json(customer));
      continue;
    }
    if (customer.id != target.id) continue;
    if (const Person* const person = find_item(customer.people, target.person))
      add(json_with("customer", customer.id,
                    json_of(to_data(*person), *type_of(ItemKind::person))));
    for (const Interaction& one : customer.interactions)
      if (std::find(one.with.begin(), one.with.end(), target.person) != one.with.end())
        add(json_with("customer", customer.id,
                      json_of(to_data(one), *type_of(ItemKind::interaction))));
  }
  return "[\n" + list + "\n]\n";
}

std::string counted(std::size_t count, const std::string& noun) {
  return count == 0 ? "" : fmt::format(", {} {}{}", count, noun, count == 1 ? "" : "s");
}

/// `14 conversations, 2 deals`.
std::string contents_words(const std::vector<Stored>& records) {
  std::size_t talks = 0, deals = 0, cases = 0, reminders = 0, purchases = 0, payments = 0,
              people = 0;
  for (const Stored& stored : records) {
    talks += stored.customer.interactions.size();
    deals += stored.customer.deals.size();
    cases += stored.customer.cases.size();
    reminders += stored.customer.reminders.size();
    purchases += stored.customer.purchases.size();
    payments += stored.customer.payments.size();
    people += stored.customer.people.size();
  }
  std::string words = people == 1   ? ", 1 person"
                      : people == 0 ? ""
                                    : fmt::format(", {} people", people);
  words += counted(talks, "conversation") + counted(deals, "deal") + counted(cases, "case") +
           counted(reminders, "reminder") + counted(purchases, "purchase") +
           counted(payments, "payment");
  return words.empty() ? "" : words.substr(2);
}

// --- Questions ---

std::string answer_to(const std::string& question, World& world) {
  world.out.flush();
  world.err << printable_line(question) << " " << std::flush;
  std::string answer;
  if (!std::getline(world.in, answer)) world.err << "\n";
  return std::string(trimmed(answer));
}

/// Outside of the book, where nothing of them shall be left.
std::string place_for_copy(const std::string& id, const Desk& desk) {
  World& world = desk.world();
  const std::string root = desk.book().layout().root + "/";
  const bool inside = (world.folder + "/").starts_with(root) || desk.book().layout().root == ".";
  const std::string folder = inside ? world.environment.home : world.folder;
  if (folder.empty() || (folder + "/").starts_with(root)) return {};
  std::string path = folder + "/" + id + ".json";
  for (int number = 2; world.disk.exists(path); ++number)
    path = fmt::format("{}/{}-{}.json", folder, id, number);
  return path;
}

std::string question_about(const Target& target, const std::vector<Stored>& records) {
  const std::string contents = target.is_person() ? "" : contents_words(records);
  return "everything about " + target.name + " goes for ever" +
         (contents.empty() ? "" : ": " + contents);
}

void refuse_without_yes(const std::string& question, const World& world) {
  if (world.manners.yes || world.may_ask()) return;
  throw Failure(Error::asked_wrongly("this wants a yes: " + question,
                                     "say it with --yes, or look first with --dry-run"));
}

void ask(const Target& target, const std::string& question, const std::string& known,
         const Desk& desk) {
  World& world = desk.world();
  if (world.manners.yes) return;
  remark(world, question);
  if (world.terminal.out)
    if (const std::string path = place_for_copy(target.id, desk); !path.empty()) {
      const std::string answer =
          lowered(answer_to("keep what is known as " + path + ", for them? [y/N]", world));
      if (answer == "y" || answer == "yes") {
        insist(world.disk.replace({{.path = path, .text = known}}));
        remark(world, "all that is known is in " + path);
      }
    }
  const std::string answer = answer_to("type the name, " + target.name + ", to erase it:", world);
  if (folded(answer) != folded(target.name) && answer != target.id)
    throw Failure(Error::failed("nothing was erased"));
}

// --- What stays ---

/// Where something of them is still said, as `path:line`, in any file of the book's folder.
std::vector<std::string> places_left(const Traces& traces, const Changes& to_come,
                                     const Desk& desk) {
  std::vector<std::string> places;
  const std::string& root = desk.book().layout().root;
  SharedWork alone;
  const auto sweep = desk.book().disk().sweep_below(root, "", nullptr, alone);
  if (!sweep) return places;
  for (std::size_t i = 0; i < sweep->files.size(); ++i) {
    const std::string path(sweep->path(i));
    if (path == "erased.txt") continue;
    const auto change = to_come.find(path);
    const auto next = change ? to_come.after(*change).value() : std::nullopt;
    if (change && !next) continue;
    const bool in_name = std::any_of(traces.ids.begin(), traces.ids.end(), [&](const auto& id) {
      return path.find(id) != std::string::npos;
    });
    if (in_name) places.push_back(path);
    if (sweep->files[i].stamp.size > most_read) continue;
    const auto text =
        next ? Result<std::string>(*next) : desk.book().disk().read(root + "/" + path);
    if (!text || mentions(*text, traces).empty()) continue;
    std::size_t number = 0;
    for (const std::string_view line : split(*text, '\n')) {
      ++number;
      if (!mentions(line, traces).empty()) places.push_back(fmt::format("{}:{}", path, number));
    }
  }
  std::sort(places.begin(), places.end());
  return places;
}

/// `to_come` is what would be written.
void tell_what_stays(const Traces& traces, const Changes& to_come, bool with_names,
                     const Desk& desk) {
  World& world = desk.world();
  const auto places = places_left(traces, to_come, desk);
  if (places.empty()) return;
  remark(world, "still named there; whether it is them is for people to say:");
  for (std::size_t i = 0; i < std::min(places.size(), most_named); ++i)
    remark(world, "  " + places[i]);
  if (places.size() > most_named)
    remark(world, fmt::format("  … and {} more", places.size() - most_named));
  if (!with_names) hint(world, "--texts takes the name out of other records' notes and talks too");
}

void tell_of_git(const std::vector<std::string>& paths, const Traces& traces, const Desk& desk) {
  World& world = desk.world();
  const auto git = Git::open(world.ask_program, desk.book().layout().root);
  if (!git) return;
  const auto how = purge(*git, paths, traces);
  if (!how) return remark(world, "crm: " + how.error().message());
  if (how->commands.empty()) return;
  remark(world,
         "git still has what was committed. These lines make it forget, for all who share "
         "the book; run them when nobody else is at work:");
  // To be copied as they are.
  for (const std::string& line : how->commands) world.err << "  " << printable_line(line) << "\n";
  if (!how->is_thorough)
    remark(world,
           "they leave what other records said in earlier commits; with git-filter-repo "
           "installed this prints lines that don't");
  remark(world,
         "then everybody else clones the book anew and deletes the old folder; a host of "
         "git may keep old commits until it is asked to let them go");
}

// --- The erasing ---

Customer without_name(const Customer& before, const Desk& desk) {
  std::set<std::string, std::less<>> taken;
  const auto new_id = [&] {
    std::string id = desk.new_id(taken);
    taken.insert(id);
    return id;
  };
  return anonymised(before, new_customer_id(desk.world().random, "erased"), desk.settings(),
                    new_id);
}

bool has_sales(const Customer& customer) {
  return !customer.deals.empty() || !customer.purchases.empty() || !customer.payments.empty();
}

/// All records of which something goes, as they stand.
std::vector<Stored> records_of(const Erasure& erasure, bool names_too, const Desk& desk,
                               std::vector<std::string>& naming) {
  const auto look = [&](const Customer& customer,
                        const std::string& path) -> std::optional<std::string> {
    if (erasure.takes(customer.id)) return path;
    Erasure own = erasure;
    own.learn(customer);
    if (own.cleaned(customer, names_too) == customer) return std::nullopt;
    return path;
  };
  const auto scan = desk.book().scan<std::string>(look).value();
  std::vector<Stored> records;
  for (const std::string& path : scan.found) {
    Stored stored = desk.book().read(path).value();
    if (erasure.takes(stored.customer.id))
      records.push_back(std::move(stored));
    else
      naming.push_back(path);
  }
  return records;
}

/// What they were called before, as far as the journal knows.
void learn_of_earlier(Erasure& erasure, const Desk& desk) {
  const Journal journal(desk.book().disk(), desk.book().layout().journal());
  for (const Operation& head : journal.heads()) {
    const auto recorded = journal.load(head.id);
    if (!recorded) continue;
    for (std::size_t i = 0; i < recorded->changes.size(); ++i) {
      const auto change = recorded->changes.at(i);
      if (!change) continue;
      for (const auto& text : {change->before, change->after})
        if (text && erasure.is_in(*text))
          if (const auto stored = desk.book().read_text(change->path, *text))
            erasure.learn(stored->customer);
    }
  }
}

/// Somebody who went already, perhaps on another machine: what this one remembers goes too.
/// Letters to them that are on their way, or were: opened to send, the outbox drops the erased.
void forget_letters(const Desk& desk) {
  const Layout& layout = desk.book().layout();
  if (desk.world().manners.dry_run || !desk.book().disk().exists(layout.local() + "/outbox"))
    return;
  const auto opened = Outbox::open(desk.book().disk(), layout, desk.today());
  if (!opened)
    remark(desk.world(), "crm: the outbox still names them until the next letter is sent: " +
                             opened.error().message());
}

void forget_again(const std::string& line, Desk& desk) {
  desk.close_index();
  Writing writing = desk.begin_writing();
  Operation operation = desk.operation("erased a customer");
  operation.erases = line;
  insist(writing.commit(operation));
  remark(desk.world(), line + " was erased before; this machine has forgotten it now too");
}

void erase(const EraseOptions& asked, World& world) {
  Desk desk = Desk::open(world);
  const Layout& layout = desk.book().layout();
  Target target;
  try {
    target = target_of(asked.who, desk);
  } catch (const Failure& failure) {
    const bool gone = failure.error().kind == Error::Kind::nothing_found &&
                      Erased::read(world.disk, layout).value().contains(asked.who);
    if (!gone || world.manners.dry_run) throw;
    return forget_again(asked.who, desk);
  }
  if (target.is_person() && asked.keep_sales)
    throw Failure(
        Error::asked_wrongly(target.name + " is a person of a customer, whose sales stay"));
  desk.close_index();

  Erasure erasure(target.lines);
  std::vector<std::string> naming;
  for (const Stored& stored : records_of(erasure, asked.texts, desk, naming))
    erasure.learn(stored.customer);
  for (const std::string& path : naming) erasure.learn(desk.book().read(path).value().customer);
  learn_of_earlier(erasure, desk);
  // Now that their names and addresses are known.
  naming.clear();
  std::vector<Stored> records = records_of(erasure, asked.texts, desk, naming);
  std::vector<Stored> with_person;
  if (target.is_person())
    for (const std::string& path : naming) with_person.push_back(desk.book().read(path).value());
  const std::string known =
      all_that_is_known(target, target.is_person() ? with_person : records, desk);
  if (!world.manners.dry_run) {
    const std::string question = question_about(target, records);
    refuse_without_yes(question, world);
    if (!world.terminal.out) {
      world.out << shown_json(known, world);
      world.out.flush();
    }
    ask(target, question, known, desk);
  }

  Writing writing = world.manners.dry_run ? Writing::rehearse(desk.book()) : desk.begin_writing();
  std::vector<std::string> paths;
  std::size_t count = 0;
  for (const Stored& stored : records) {
    paths.push_back(stored.path());
    insist(writing.put({stored.path(), stored.text(), std::nullopt}));
    if (!asked.keep_sales) continue;
    const Customer kept = without_name(stored.customer, desk);
    if (has_sales(kept)) (void)writing.add(kept).value();
  }
  for (const std::string& path : naming)
    insist(writing.change(path, [&](const Customer& before) {
      ++count;
      return erasure.cleaned(before, asked.texts);
    }));
  const auto there = world.disk.read(layout.erased());
  const std::optional<std::string> list = there ? std::optional(*there) : std::nullopt;
  Erased erased = Erased::parse(list.value_or(""));
  erased.add(target.lines);
  insist(writing.put({"erased.txt", list, erased.text()}));
  if (world.manners.dry_run) {
    print_preview(writing.changes(), world);
    return tell_what_stays(erasure.traces(), writing.changes(), asked.texts, desk);
  }
  Operation operation =
      desk.operation(target.is_person() ? "erased a person" : "erased a customer");
  for (const std::string& line : target.lines)
    operation.erases += (operation.erases.empty() ? "" : " ") + line;
  desk.commit(writing, operation);
  forget_letters(desk);

  const std::string sentence =
      "erased " + target.name +
      (count == 0 || target.is_person()
           ? ""
           : fmt::format("; {} other record{} named them", count, count == 1 ? "" : "s"));
  if (world.terminal.out)
    print_deeds({{sentence, target.lines.front()}}, world);
  else
    remark(world, sentence);
  tell_what_stays(erasure.traces(), {}, asked.texts, desk);
  tell_of_git(paths, erasure.traces(), desk);
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<EraseOptions>();
  words.argument(asked->who, placeholder::who, "the customer, or a person of one");
  words.flag(asked->keep_sales, "--keep-sales",
             "purchases, payments and won deals stay for the figures, under no name");
  words.flag(asked->texts, "--texts",
             "take the name out of what is written in other records as well");
  return [asked](World& world) { erase(*asked, world); };
}

}  // namespace

Command erase_command() {
  return {"erase",
          "Share",
          "forget somebody for ever, because they asked for it",
          {{"crm erase anita", "shows what is known, asks for the name, and can't be undone"},
           {"crm erase anita --keep-sales --dry-run", "what would go, and what would stay"},
           {"crm erase anita --yes > anita.json", "all that was known, in a file for them"},
           {"crm erase p4n8x2", "one person of a company"}},
          declare};
}

}  // namespace crm
