#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <unordered_map>
#include <utility>

#include "cli/commands/all.hpp"
#include "cli/commands/import_source.hpp"
#include "cli/commands/import_tally.hpp"
#include "cli/commands/triage.hpp"
#include "cli/desk.hpp"
#include "cli/key.hpp"
#include "cli/output/remark.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"
#include "core/domain/width.hpp"
#include "core/exchange/campaign_intake.hpp"
#include "core/exchange/key_ring.hpp"
#include "core/exchange/mapping.hpp"
#include "core/record/assignment.hpp"
#include "core/record/reader.hpp"
#include "core/record/writer.hpp"
#include "core/team/git.hpp"

namespace crm {
namespace {

struct ImportOptions {
  std::vector<std::string> words, map;
  std::string key, encoding, format, photos, update, me;
};

// --- What is asked ---

const std::vector<std::string>& key_names() {
  static const std::vector<std::string> names = {"id", "external", "email", "phone", "name"};
  return names;
}

/// `email,phone`: as words of key_names().
std::vector<std::string> typed_keys(const std::string& typed) {
  std::vector<std::string> keys;
  if (typed.empty()) return keys;
  for (const std::string_view word : split(typed, ','))
    keys.push_back(listed_word(key_names(), trimmed(word), "key").value());
  return keys;
}

Key::Kind kind_of_key(const std::string& name) {
  constexpr std::array kinds = {Key::Kind::id, Key::Kind::external, Key::Kind::email,
                                Key::Kind::phone, Key::Kind::name};
  const auto at = std::find(key_names().begin(), key_names().end(), name) - key_names().begin();
  return kinds[static_cast<std::size_t>(at)];
}

/// What `status=contact +phone` makes of a new customer.
Customer dressed(const Customer& customer, const std::vector<Assignment>& words, const Desk& desk) {
  Data record = to_data(customer);
  for (const Assignment& word : words)
    record = assigned(std::move(record), word, customer_type(), Typing{desk.settings(), desk.now()},
                      desk.world().manners.anyway)
                 .value();
  return customer_from(record, desk.settings().currency).value();
}

/// Looks through the book when it is asked first: few imports are of our own tables.
std::function<std::string(const std::string&)> owners_of_entries(const Desk& desk) {
  using Owners = std::unordered_map<std::string, std::string>;
  return [&desk, owners = std::make_shared<std::optional<Owners>>()](const std::string& entry) {
    if (!*owners) {
      owners->emplace();
      const auto look = [](const Customer& customer, const std::string&) {
        const auto ids = item_ids(customer);
        return std::optional(std::pair(customer.id, std::vector(ids.begin(), ids.end())));
      };
      using Ids = std::pair<std::string, std::vector<std::string>>;
      for (const auto& [id, entries] : desk.scan<Ids>(look).found)
        for (const std::string& one : entries) (*owners)->emplace(one, id);
    }
    const auto found = (*owners)->find(entry);
    return found == (*owners)->end() ? std::string() : found->second;
  };
}

IntakeWish intake_wish(const ImportOptions& asked, const std::vector<Assignment>& words,
                       const Desk& desk) {
  IntakeWish wish;
  wish.update = !asked.update.empty();
  if (asked.update == "replace") wish.prefer = Prefer::theirs;
  if (wish.update && asked.update != "*" && asked.update != "fill" && asked.update != "replace")
    throw Failure(Error::asked_wrongly(
        "--update takes fill or replace, not \"" + printable_line(asked.update) + "\"",
        "--update fills what is empty; --update=replace takes the file's word where both differ"));
  for (const std::string& key : typed_keys(asked.key)) wish.keys.push_back(kind_of_key(key));
  wish.today = desk.today();
  wish.whose = owners_of_entries(desk);
  if (words.empty()) return wish;
  // What can't be done is said before anything is read.
  Customer nobody;
  nobody.name = "nobody";
  (void)dressed(nobody, words, desk);
  wish.dress = [words, &desk](const Customer& customer) { return dressed(customer, words, desk); };
  return wish;
}

Ground ground_of(const Desk& desk) {
  Ground ground{desk.settings(), desk.book().zone(), desk.now()};
  for (const auto& [name, colleague] : desk.settings().team)
    for (const std::string& email : colleague.emails) ground.our_emails.insert(lowered(email));
  if (!desk.settings().team.empty()) ground.me = desk.me();
  if (const auto email =
          git_setting("user.email", desk.book().layout().root, desk.world().ask_program))
    ground.our_emails.insert(lowered(*email));
  return ground;
}

// --- What is done ---

KeyRing known_customers(const Desk& desk) {
  KeyRing ring(desk.settings().country);
  const auto look = [&](const Customer& customer, const std::string& path) {
    return std::optional(KeyRing::bundle(customer, path, desk.settings().country));
  };
  for (KeyRing::Bundle& bundle : desk.scan<KeyRing::Bundle>(look).found)
    ring.add(std::move(bundle));
  return ring;
}

void keep_photos(const std::vector<Photo>& photos, const std::string& id, const std::string& folder,
                 World& world) {
  for (std::size_t i = 0; i < photos.size(); ++i) {
    const std::string name =
        id + (i == 0 ? "" : fmt::format("-{}", i + 1)) + "." + photos[i].ending;
    insist(world.disk.replace(
        {{.path = folder + "/" + name, .text = photos[i].bytes, .durable = false}}));
  }
}

/// `contacts.vcf: 4500 read  [########............] 41 %`
class Progress {
 public:
  Progress(const OpenedSource& source, World& world)
      : source_(source),
        world_(world),
        shown_(world.terminal.err && world.terminal.places_cursor) {}

  ~Progress() { clear(); }

  /// Makes room for a line.
  void clear() {
    if (std::exchange(told_, false)) world_.err << "\r\x1b[K" << std::flush;
  }

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void operator()(std::size_t read) {
    if (!shown_ || read % 500 != 0) return;
    told_ = true;
    const std::string& file = source_.file;
    const std::string name = printable_line(file.substr(file.rfind('/') + 1));
    // A line that goes on in the next one could not be taken back.
    const int room = world_.terminal.width - 1;
    const std::string told = shortened(name + fmt::format(": {} read", read), room);
    world_.err << "\r" << told << bar(room - width(told)) << "\x1b[K" << std::flush;
  }

 private:
  /// In so many cells; nothing where they are too few, or nobody knows how long the file is.
  std::string bar(int room) const {
    constexpr int around = 10, least = 4, most = 20;
    const Bulk& bulk = *source_.bulk;
    const int cells = std::min(room - around, most);
    if (bulk.all == 0 || cells < least) return {};
    const std::uint64_t read = std::min(bulk.read, bulk.all);
    const auto length = static_cast<std::size_t>(cells);
    const auto full = static_cast<std::size_t>(read * length / bulk.all);
    return fmt::format("  [{}{}] {} %", std::string(full, '#'), std::string(length - full, '.'),
                       read * 100 / bulk.all);
  }

  const OpenedSource& source_;
  World& world_;
  bool shown_, told_ = false;
};

/// What --map said about a table is kept, so that the next one like it needs no words.
void keep_mapping(const OpenedSource& opened, Writing& writing, ImportTally& tally,
                  const Desk& desk) {
  std::string name = opened.file.substr(opened.file.rfind('/') + 1);
  name = slug(name.substr(0, name.rfind('.')));
  if (!opened.table->saved_mapping().empty()) name = opened.table->saved_mapping();
  const std::string path = "mappings/" + (name.empty() ? "table" : name) + ".yaml";
  const auto before = desk.world().disk.read(desk.book().layout().absolute(path));
  std::string text = to_text(opened.table->mapping());
  if (before && *before == text) return;
  insist(writing.put({path, before ? std::optional(*before) : std::nullopt, std::move(text)}));
  tally.remarks.push_back("how its columns are read is kept in " + path);
}

/// A key for each of those who are new, on a terminal.
bool can_go_through(const World& world) {
  return world.may_ask() && world.terminal.out;
}

/// What arrives is taken in by what it is.
struct Intakes {
  Intake customers;
  CampaignIntake campaigns;
};

ImportTally taken_in(const OpenedSource& opened, Intakes& intakes, Writing& writing,
                     const ImportOptions& asked, const Desk& desk) {
  World& world = desk.world();
  ImportTally tally;
  tally.file = opened.file;
  Source& source = *opened.source;
  tally.kind = source.kind();
  remark(world, "crm: " + tally.file + ": " + tally.kind);
  // Of a hundred thousand cards nothing is held that nobody asks for.
  tally.keeps_ids = world.manners.ids || world.manners.nul || world.manners.wants_json();
  const bool may_go_through = can_go_through(world);
  constexpr std::size_t most_remarks = 20;
  std::size_t said_of_rows = 0;
  Progress progress(opened, world);
  const auto tell_remarks = [&](const auto& arrival) {
    for (const std::string& said : arrival.remarks) {
      // A person reads the first ones; in a file all of them stand.
      if (++said_of_rows > most_remarks && world.terminal.err) continue;
      progress.clear();
      remark(world, "crm: " + to_text(arrival.place) + ": " + said);
    }
  };
  const auto count = [&](const Outcome& outcome, const Place& place, const std::string& raw) {
    if (outcome.kind == Outcome::Kind::rejected)
      tally.count(Reject{place, outcome.reason, source.with_reason(raw, place, outcome.reason)});
    else
      tally.count(outcome);
  };
  while (true) {
    auto next = source.next().value();
    if (!next) break;
    if (auto* const arrival = std::get_if<Arrival>(&*next)) {
      tell_remarks(*arrival);
      const std::vector<Photo> photos = std::move(arrival->photos);
      const Place place = arrival->place;
      const std::string raw = std::move(arrival->raw);
      const Outcome outcome = intakes.customers.take(std::move(*arrival), source.nature()).value();
      if (may_go_through && outcome.kind == Outcome::Kind::created &&
          source.nature() == Source::Nature::address_book)
        tally.contacts.push_back(outcome.id);
      count(outcome, place, raw);
      if (!world.manners.dry_run && !outcome.id.empty())
        keep_photos(photos, outcome.id, asked.photos, world);
    } else if (auto* const campaign = std::get_if<CampaignArrival>(&*next)) {
      tell_remarks(*campaign);
      const Place place = campaign->place;
      const std::string raw = std::move(campaign->raw);
      count(intakes.campaigns.take(std::move(*campaign)).value(), place, raw);
    } else if (auto* const reject = std::get_if<Reject>(&*next)) {
      tally.count(std::move(*reject));
    } else {
      tally.count(std::move(std::get<Skip>(*next)));
    }
    progress(tally.read());
  }
  if (said_of_rows > most_remarks && world.terminal.err)
    tally.remarks.push_back(fmt::format(
        "… and {} more such remarks (2> remarks.txt keeps them all)", said_of_rows - most_remarks));
  for (std::string& said : source.remarks()) tally.remarks.push_back(std::move(said));
  tally.head_of_rejects = source.head_of_rejects();
  tally.end_of_rejects = source.end_of_rejects();
  if (opened.table != nullptr && !asked.map.empty()) keep_mapping(opened, writing, tally, desk);
  return tally;
}

void tell_differing(const Intakes& intakes, World& world) {
  std::string fields;
  for (const auto* const all : {&intakes.customers.differing(), &intakes.campaigns.differing()})
    for (const auto& [field, count] : *all)
      fields += (fields.empty() ? "" : ", ") + fmt::format("{} {}", field, count);
  if (fields.empty()) return;
  remark(world, "crm: where the book says something else it stays: " + fields);
  hint(world, "--update=replace takes the file's word");
}

/// An address book holds many who are nobody's customers.
void offer_triage(const std::vector<ImportTally>& tallies, const Desk& desk) {
  World& world = desk.world();
  std::vector<Match> contacts;
  for (const ImportTally& tally : tallies)
    for (const std::string& id : tally.contacts) {
      Match match;
      match.id = id;
      match.path = "customers/" + id + ".yaml";
      contacts.push_back(std::move(match));
    }
  if (contacts.empty() || !can_go_through(world)) return;
  const std::string question =
      fmt::format("go through the {} new contact{} now, a key for each? y/n", contacts.size(),
                  contacts.size() == 1 ? "" : "s");
  if (key_for(world, question, "yn") == 'y')
    triage(contacts, desk);
  else
    hint(world, "later: crm list status:contact --triage");
}

/// `--as deals`: here the option that names a colleague may name what the rows are instead.
std::string typed_rows(World& world) {
  static const std::vector<std::string> kinds = {"customers", "deals",    "interactions",
                                                 "purchases", "payments", "reminders"};
  const std::string word = lowered(world.manners.as);
  if (std::find(kinds.begin(), kinds.end(), word) == kinds.end()) return {};
  world.manners.as.clear();
  return word;
}

void import(const ImportOptions& asked, World& world) {
  const std::string rows_as = typed_rows(world);
  const Desk desk = Desk::open(world);
  if (!world.manners.as.empty() && desk.settings().team.empty())
    throw Failure(Error::asked_wrongly(
        "--as says what the rows are: customers, deals, interactions, purchases, payments, "
        "reminders; \"" +
        printable_line(world.manners.as) + "\" is none of these"));
  std::vector<std::string> named;
  std::vector<Assignment> words;
  for (const std::string& word : asked.words) {
    auto assignment = Assignment::parse(word);
    if (assignment && !world.disk.exists(word))
      words.push_back(*std::move(assignment));
    else
      named.push_back(word);
  }
  if (named.empty())
    throw Failure(Error::asked_wrongly("which file is to be imported?",
                                       "crm import contacts.csv   (- is stdin)"));
  SourceWish wish{.format = asked.format,
                  .encoding = asked.encoding,
                  .rows_as = rows_as,
                  .map = asked.map,
                  .keys = typed_keys(asked.key),
                  .photos = !asked.photos.empty(),
                  .me = asked.me};
  const IntakeWish how = intake_wish(asked, words, desk);
  const Ground ground = ground_of(desk);
  const std::vector<std::string> files = files_named(named, desk);
  std::vector<ImportTally> tallies;
  std::string title;
  std::optional<int> failed;
  const auto work = [&](Writing& writing) {
    KeyRing ring = known_customers(desk);
    Intakes intakes{{desk.book(), writing, ring, how, world.random},
                    {desk.book(), writing, how.update, how.prefer}};
    for (const std::string& file : files) {
      std::optional<OpenedSource> opened;
      try {
        opened = open_source(file, wish, ground, desk);
      } catch (const Failure& failure) {
        // One file that is nothing of the kind does not cost the others.
        if (files.size() == 1) throw;
        print_error(failure.error(), world);
        failed = failed.value_or(static_cast<int>(failure.error().kind));
        continue;
      }
      tallies.push_back(taken_in(*opened, intakes, writing, asked, desk));
      tell_details(tallies.back(), world);
    }
    insist(intakes.campaigns.finish());
    insist(intakes.customers.finish());
    tell_differing(intakes, world);
    for (const ImportTally& tally : tallies) title += (title.empty() ? "" : "; ") + sentence(tally);
  };
  const bool written = desk.write(work, [&] { return title; });
  if (written) print_tallies(tallies, world);
  bool rejected = false;
  for (const ImportTally& tally : tallies) {
    if (!written) remark(world, "crm: would have " + sentence(tally));
    if (tally.rejects.empty()) continue;
    rejected = true;
    const std::string kept = written ? keep_rejects(tally, world) : std::string();
    if (!kept.empty())
      remark(world,
             "crm: what was rejected is in " + kept + ": mend it there and import that file");
  }
  if (written) {
    const auto changed = [](const ImportTally& tally) { return tally.created + tally.updated > 0; };
    if (std::any_of(tallies.begin(), tallies.end(), changed))
      hint(world, "crm undo takes all of it back");
    offer_triage(tallies, desk);
  }
  if (failed) throw ExitCode{*failed};
  if (rejected) throw ExitCode{static_cast<int>(Error::Kind::invalid)};
}

Action declare(Declaration& words) {
  const auto asked = std::make_shared<ImportOptions>();
  words.arguments(asked->words, Placeholder{"FILE|field=value|+tag"},
                  "the files (- is stdin), and what everybody new is given");
  words.option(asked->key, "--key", Placeholder{"KEYS", "id external email phone name"},
               "by what customers are known again, several joined by commas");
  words.option(asked->map, "--map", Placeholder{"COLUMN=FIELD"},
               "what a column is; kept for the next such table; COLUMN=- leaves it out");
  words.flag_with_value(asked->update, "--update",
                        "fill up what is known already; =replace: take the file's word");
  words.option(asked->format, "--format",
               Placeholder{"FORMAT",
                           "table vcard mail calendar chat "
                           "json"},
               "what the file is, where its content does not tell");
  words.option(asked->encoding, "--encoding", Placeholder{"NAME"},
               "how its text is encoded: cp1252, utf-16, shift_jis");
  words.option(asked->me, "--me", Placeholder{"NAME"},
               "which of those who write in a chat you are");
  words.option(asked->photos, "--photos", Placeholder{"FOLDER"},
               "keep the pictures of cards there");
  return [asked](World& world) { import(*asked, world); };
}

}  // namespace

Command import_command() {
  return {"import",
          "Exchange",
          "take in contacts, tables, mail, calendars, chats",
          {{"crm import contacts.csv --dry-run", "what would come of it"},
           {"crm import phone.vcf +phone", "the cards of a phone, tagged"},
           {"crm import hubspot.csv --update", "fill up those who are known already"},
           {"crm import till.csv --as purchases --key external",
            "its rows are sales, found by the number of a card"},
           {"crm import mail.mbox", "mail from and to customers"}},
          declare};
}

}  // namespace crm
