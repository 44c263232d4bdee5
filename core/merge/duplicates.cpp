#include "core/merge/duplicates.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "core/domain/folding.hpp"
#include "core/domain/likeness.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/slug.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

using Kind = Profile::Key::Kind;

/// A key that more have than this is no reason to compare them all.
constexpr std::uint32_t most_holders = 40;

/// FNV-1a, 64 bits.
std::uint64_t hash_of(Kind kind, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u ^ static_cast<std::uint64_t>(kind);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

template <class List>
bool is_one_of(std::string_view word, const List& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// --- Names ---

constexpr std::array titles{"mr",  "mrs", "ms",   "miss", "dr",  "prof", "shri",
                            "sri", "smt", "herr", "frau", "sir", "mme",  "sr"};
constexpr std::array legal_forms{"gmbh", "ltd", "limited", "pvt",     "private", "inc", "llc",
                                 "llp",  "co",  "corp",    "company", "kg",      "ag",  "ug",
                                 "ohg",  "ev",  "sa",      "sas",     "sarl",    "srl", "spa",
                                 "bv",   "nv",  "oy",      "ab",      "as",      "aps", "plc",
                                 "sp",   "zoo", "kft",     "the",     "and",     "und", "mbh"};

/// Without what people write or leave out, unless nothing would be left.
template <class List>
void leave_out(std::vector<std::string>& words, const List& list) {
  std::vector<std::string> rest;
  for (const std::string& word : words)
    if (!is_one_of(word, list)) rest.push_back(word);
  if (!rest.empty()) words = std::move(rest);
}

std::vector<std::string> words_of(const std::string& name) {
  // Initials often stand without a space: "A.K. Sharma".
  std::string spaced;
  for (const char c : name) {
    spaced += c;
    if (c == '.') spaced += ' ';
  }
  std::vector<std::string> words = romanised_words(spaced);
  leave_out(words, titles);
  leave_out(words, legal_forms);
  return words;
}

/// As it may be spelled by ear: Meena is mina, Gowda guda, Mohammed mohamed, Müller and Mueller
/// muler.
std::string sound(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, char>, 12> pairs{{{"ee", 'i'},
                                                                            {"oo", 'u'},
                                                                            {"ou", 'u'},
                                                                            {"ow", 'u'},
                                                                            {"ae", 'a'},
                                                                            {"oe", 'o'},
                                                                            {"ue", 'u'},
                                                                            {"ph", 'f'},
                                                                            {"th", 't'},
                                                                            {"dh", 'd'},
                                                                            {"ck", 'k'},
                                                                            {"sz", 's'}}};
  std::string heard;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char c = word[i] == 'w' ? 'v' : word[i] == 'y' ? 'i' : word[i];
    for (const auto& pair : pairs)
      if (word.substr(i, 2) == pair.first) {
        c = pair.second;
        ++i;
        break;
      }
    if (heard.empty() || heard.back() != c) heard += c;
  }
  return heard;
}

std::vector<std::string> sounds(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  for (const std::string& word : words) all.push_back(sound(word));
  return all;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

/// How two names go together.
enum class Names { same, same_sense, swapped, sound_alike, slip, initials, part, other };

/// राम, रमा and रीमा are three names: short words have no slips.
bool is_slip(const std::string& a, const std::string& b) {
  const std::size_t length = std::min(a.size(), b.size());
  const int allowed = length < 5 ? 0 : length < 9 ? 1 : 2;
  return allowed > 0 && a.size() < b.size() + 3 && b.size() < a.size() + 3 &&
         edit_distance(a, b) <= allowed;
}

bool all_but_slips(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x == y || is_slip(x, y); });
}

/// "A. Sharma" and "Anita Sharma": a whole word is the same, and the others begin so.
bool are_initials(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.size() != b.size()) return false;
  bool whole = false, initial = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) {
      whole = whole || a[i].size() >= 3;
    } else if ((a[i].size() == 1 || b[i].size() == 1) && a[i].front() == b[i].front()) {
      initial = true;
    } else {
      return false;
    }
  }
  return whole && initial;
}

bool is_part(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  const auto& few = a.size() < b.size() ? a : b;
  const auto& many = a.size() < b.size() ? b : a;
  return few.size() < many.size() && joined(few).size() >= 4 &&
         std::all_of(few.begin(), few.end(),
                     [&](const std::string& word) { return is_one_of(word, many); });
}

Names names_of(const Profile& a, const Profile& b) {
  if (a.folded_name == b.folded_name) return Names::same;
  if (a.words.empty() || b.words.empty()) return Names::other;
  if (a.words == b.words) return a.is_latin == b.is_latin ? Names::same : Names::same_sense;
  if (sorted(a.words) == sorted(b.words)) return Names::swapped;
  const auto x = sounds(a.words), y = sounds(b.words);
  if (x == y) return a.is_latin == b.is_latin ? Names::sound_alike : Names::same_sense;
  if (sorted(x) == sorted(y)) return Names::swapped;
  if (all_but_slips(a.words, b.words) || all_but_slips(sorted(a.words), sorted(b.words)))
    return Names::slip;
  if (are_initials(a.words, b.words)) return Names::initials;
  if (is_part(x, y)) return Names::part;
  return Names::other;
}

// --- Addresses ---

/// Where everybody may have a mailbox.
bool is_free_mail(std::string_view domain) {
  static constexpr std::array hosts{
      "gmail.com",      "googlemail.com", "icloud.com",     "me.com",      "mac.com",
      "aol.com",        "web.de",         "t-online.de",    "freenet.de",  "mail.ru",
      "rediffmail.com", "proton.me",      "protonmail.com", "qq.com",      "163.com",
      "126.com",        "orange.fr",      "wanadoo.fr",     "libero.it",   "laposte.net",
      "free.fr",        "comcast.net",    "msn.com",        "zoho.com",    "mail.com",
      "naver.com",      "bol.com.br",     "uol.com.br",     "wp.pl",       "o2.pl",
      "seznam.cz",      "bluewin.ch",     "posteo.de",      "mailbox.org", "fastmail.com"};
  static constexpr std::array houses{"yahoo", "hotmail", "outlook", "live",
                                     "gmx",   "yandex",  "ymail"};
  return is_one_of(domain, hosts) || is_one_of(domain.substr(0, domain.find('.')), houses);
}

/// Read by whoever is there.
bool is_team_mailbox(std::string_view local) {
  static constexpr std::array names{"info",    "office",  "contact", "sales",   "hello",
                                    "mail",    "admin",   "support", "kontakt", "accounts",
                                    "billing", "service", "post",    "enquiry", "enquiries"};
  return is_one_of(local, names);
}

/// The address as its mail program sees it.
std::string mailbox(const std::string& email) {
  std::string text = folded(email);
  const std::size_t at = text.rfind('@');
  if (at == text.npos) return text;
  std::string local = text.substr(0, at), domain = text.substr(at + 1);
  if (domain == "googlemail.com") domain = "gmail.com";
  if (domain == "gmail.com") {
    local.erase(std::min(local.find('+'), local.size()));
    std::erase(local, '.');
  }
  return local + "@" + domain;
}

std::string site(const std::string& link) {
  std::string text = folded(link);
  if (const std::size_t scheme = text.find("://"); scheme != text.npos) text.erase(0, scheme + 3);
  if (text.starts_with("www.")) text.erase(0, 4);
  while (text.ends_with('/')) text.pop_back();
  return text;
}

class Describing {
 public:
  Describing(Profile& profile, const std::string& country) : profile_(profile), country_(country) {}

  void name(const std::string& name) {
    profile_.folded_name = folded(name);
    profile_.is_latin = is_ascii(profile_.folded_name);
    profile_.words = words_of(name);
    std::vector<std::string> words = sorted(sounds(profile_.words));
    if (words.empty()) words = {profile_.folded_name};
    add(Kind::name, joined(words));
    slips(words);
    if (profile_.words.size() > 1)
      add(Kind::initials, profile_.words.front().substr(0, 1) + " " + profile_.words.back());
  }

  void contact(const Contact& contact) {
    for (const Labelled& email : contact.emails) {
      const std::string text = mailbox(email.value);
      const std::size_t at = text.rfind('@');
      if (at == text.npos || at == 0) continue;
      profile_.has_email = true;
      add(is_team_mailbox(text.substr(0, at)) ? Kind::team_email : Kind::email, text);
      if (const std::string domain = text.substr(at + 1); !is_free_mail(domain))
        add(Kind::domain, domain);
    }
    for (const Labelled& phone : contact.phones)
      if (const std::string number = e164(phone.value, country_); !number.empty()) {
        profile_.has_phone = true;
        add(Kind::phone, number);
      }
    for (const std::string& external : contact.external) add(Kind::external, folded(external));
    for (const std::string& link : contact.links) {
      const std::string text = site(link);
      add(Kind::link, text);
      if (text.find('/') == text.npos && !is_free_mail(text)) add(Kind::domain, text);
    }
    for (const Address& one : contact.addresses)
      if (!one.street.empty() && !(one.postcode.empty() && one.city.empty()))
        add(Kind::address,
            folded(one.street) + "|" + folded(one.postcode.empty() ? one.city : one.postcode));
    profile_.birthday = contact.birthday;
  }

 private:
  void add(Kind kind, const std::string& text) {
    const std::uint64_t hash = hash_of(kind, text);
    const bool there = std::any_of(profile_.keys.begin(), profile_.keys.end(),
                                   [&](const Profile::Key& key) { return key.hash == hash; });
    if (!there && !text.empty()) profile_.keys.push_back({hash, kind, 0});
  }

  /// The name, and each that is left when one letter of a longer word falls out: names that differ
  /// by a letter more, less, other or swapped have one of them in common.
  void slips(const std::vector<std::string>& words) {
    add(Kind::slip, joined(words));
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i].size() < 5) continue;
      for (std::size_t letter = 0; letter < words[i].size(); ++letter) {
        std::vector<std::string> others = words;
        others[i].erase(letter, 1);
        profile_.keys.push_back({hash_of(Kind::slip, joined(others)), Kind::slip, 0});
      }
    }
  }

  Profile& profile_;
  const std::string& country_;
};

// --- The score ---

struct Judgement {
  int score = 0;
  std::vector<std::string> reasons;
};

int points_of(Kind kind) {
  switch (kind) {
    case Kind::external: return 90;
    case Kind::email: return 50;
    case Kind::phone: return 45;
    case Kind::link: return 35;
    case Kind::team_email: return 25;
    case Kind::address: return 20;
    case Kind::domain: return 15;
    case Kind::name:
    case Kind::initials:
    case Kind::slip: return 0;
  }
  return 0;
}

std::string_view words_for(Kind kind) {
  switch (kind) {
    case Kind::external: return "same number in another program";
    case Kind::email:
    case Kind::team_email: return "same e-mail";
    case Kind::phone: return "same phone";
    case Kind::link: return "same website";
    case Kind::address: return "same address";
    case Kind::domain: return "same domain";
    case Kind::name:
    case Kind::initials:
    case Kind::slip: return "";
  }
  return "";
}

/// What many have tells less.
int share_of(int points, std::uint32_t holders) {
  return holders <= 3              ? points
         : holders <= 8            ? points / 2
         : holders <= most_holders ? points / 4
                                   : 0;
}

bool differ(const PartialDay& a, const PartialDay& b) {
  const auto other = [](const auto& x, const auto& y) { return x && y && *x != *y; };
  return other(a.year, b.year) || other(a.month, b.month) || other(a.day, b.day);
}

class Comparison {
 public:
  Comparison(const Profile& a, const Profile& b) : a_(a), b_(b) {}

  Judgement take() {
    what_both_have();
    name();
    works();
    birthday();
    judgement_.score = std::min(judgement_.score, 100);
    against();
    judgement_.score = std::max(judgement_.score, 0);
    return std::move(judgement_);
  }

 private:
  void say(int points, std::string_view reason) {
    judgement_.score += points;
    judgement_.reasons.emplace_back(reason);
  }

  void what_both_have() {
    std::map<Kind, int> best;
    for (auto x = a_.keys.begin(), y = b_.keys.begin(); x != a_.keys.end() && y != b_.keys.end();) {
      if (x->hash != y->hash) {
        x->hash < y->hash ? ++x : ++y;
        continue;
      }
      const int points = share_of(points_of(x->kind), x->holders);
      if (points > 0) best[x->kind] = std::max(best[x->kind], points);
      if (x->kind == Kind::name) holders_of_name_ = x->holders;
      ++x;
      ++y;
    }
    // A domain is in the address already.
    if (best.contains(Kind::email) || best.contains(Kind::team_email) || best.contains(Kind::link))
      best.erase(Kind::domain);
    has_contact_ =
        best.contains(Kind::email) || best.contains(Kind::team_email) || best.contains(Kind::phone);
    has_number_ = best.contains(Kind::external);
    // The names come first, the strongest of the others after them.
    std::vector<std::pair<Kind, int>> all(best.begin(), best.end());
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& x, const auto& y) { return x.second > y.second; });
    for (const auto& one : all) say(one.second, words_for(one.first));
  }

  bool are_companies() const {
    return a_.kind == Profile::Kind::company || b_.kind == Profile::Kind::company;
  }

  void name() {
    const std::size_t least = std::min(a_.words.size(), b_.words.size());
    // A first name alone, many have.
    const bool is_full = least > 1 || are_companies();
    names_ = names_of(a_, b_);
    int points = 0;
    std::string_view reason;
    switch (names_) {
      case Names::same:
        points = is_full ? 65 : 40;
        reason = "same name";
        break;
      case Names::same_sense:
        points = is_full ? 65 : 40;
        reason = "same name in another script";
        break;
      case Names::swapped:
        points = 65;
        reason = "names swapped round";
        break;
      case Names::sound_alike:
        points = is_full ? 50 : 30;
        reason = "names sound alike";
        break;
      case Names::slip:
        points = is_full ? 45 : 25;
        reason = "names differ by a slip";
        break;
      case Names::initials:
        points = 25;
        reason = "initials fit";
        break;
      case Names::part:
        points = least > 1 || are_companies() ? 30 : 15;
        reason = "one name is part of the other";
        break;
      case Names::other: return;
    }
    if (holders_of_name_ > 8) points /= 2;
    judgement_.score += points;
    judgement_.reasons.insert(judgement_.reasons.begin(), std::string(reason));
  }

  void works() {
    const bool there = !a_.company.empty() && a_.company == b_.company;
    if (there) say(b_.person.empty() ? 10 : 20, "work at one company");
  }

  void birthday() {
    if (!a_.birthday || !b_.birthday || !(*a_.birthday == *b_.birthday)) return;
    if (a_.birthday->month && a_.birthday->day) say(a_.birthday->year ? 30 : 15, "same birthday");
  }

  void against() {
    const bool mixed = (a_.kind == Profile::Kind::company && b_.kind == Profile::Kind::person) ||
                       (a_.kind == Profile::Kind::person && b_.kind == Profile::Kind::company);
    if (mixed) say(-40, "but one is a company");
    if (names_ == Names::other && has_number_)
      say(-30, "but other names");
    else if (names_ == Names::other)
      // Who has the mailbox or phone of another name is of the same household.
      say(are_companies() ? -40 : -60, "but other names");
    if (a_.birthday && b_.birthday && differ(*a_.birthday, *b_.birthday))
      say(-45, "but other birthdays");
    if (!has_contact_ && !has_number_ &&
        ((a_.has_phone && b_.has_phone) || (a_.has_email && b_.has_email)))
      say(-5, a_.has_phone && b_.has_phone ? "but other phones" : "but other e-mails");
  }

  const Profile& a_;
  const Profile& b_;
  Judgement judgement_;
  Names names_ = Names::other;
  std::uint32_t holders_of_name_ = 0;
  bool has_contact_ = false, has_number_ = false;
};

// --- Who is compared with whom ---

bool brings_together(Kind kind) {
  return kind != Kind::domain;
}

/// How many have each key; and the pairs that have one in common which few have.
std::vector<std::uint64_t> candidates(std::vector<Profile>& profiles) {
  struct Holding {
    std::uint64_t hash;
    std::uint32_t profile;
    Kind kind;
  };

  std::vector<Holding> all;
  for (std::uint32_t i = 0; i < profiles.size(); ++i) {
    auto& keys = profiles[i].keys;
    std::sort(keys.begin(), keys.end(),
              [](const auto& a, const auto& b) { return a.hash < b.hash; });
    keys.erase(std::unique(keys.begin(), keys.end(),
                           [](const auto& a, const auto& b) { return a.hash == b.hash; }),
               keys.end());
    for (const Profile::Key& key : keys) all.push_back({key.hash, i, key.kind});
  }
  std::sort(all.begin(), all.end(), [](const Holding& a, const Holding& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.profile < b.profile;
  });
  std::vector<std::uint64_t> pairs;
  std::vector<std::size_t> next(profiles.size(), 0);
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    while (end < all.size() && all[end].hash == all[begin].hash) ++end;
    const auto holders = static_cast<std::uint32_t>(end - begin);
    // Keys of a profile stand in the order of their hashes too.
    for (std::size_t i = begin; i < end; ++i)
      profiles[all[i].profile].keys[next[all[i].profile]++].holders = holders;
    if (holders <= most_holders && brings_together(all[begin].kind))
      for (std::size_t i = begin; i < end; ++i)
        for (std::size_t j = i + 1; j < end; ++j)
          pairs.push_back(std::uint64_t{all[i].profile} << 32 | all[j].profile);
    begin = end;
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

/// Whoever has the record of a company and whoever only has its name work at one.
void name_companies(std::vector<Profile>& profiles) {
  std::map<std::string_view, const Profile*> customers;
  for (const Profile& one : profiles)
    if (one.person.empty()) customers.emplace(one.id, &one);
  for (Profile& one : profiles) {
    if (one.works_at.empty()) continue;
    const auto company = customers.find(one.works_at);
    one.company = company == customers.end() ? one.works_at : folded(company->second->name);
  }
}

bool are_settled(const Profile& a, const Profile& b) {
  return a.id == b.id || is_one_of(b.id, a.settled) || is_one_of(a.id, b.settled);
}

/// Numbers the groups by their best pair, and puts their pairs side by side.
void in_groups(std::vector<LikelyPair>& pairs, const std::vector<Profile>& profiles) {
  std::map<std::string_view, std::size_t> customers;
  std::vector<std::size_t> above;
  const auto place = [&](std::size_t profile) {
    const auto [there, is_new] = customers.emplace(profiles[profile].id, above.size());
    if (is_new) above.push_back(above.size());
    return there->second;
  };
  const auto top = [&](std::size_t one) {
    while (above[one] != one) one = above[one] = above[above[one]];
    return one;
  };
  for (const LikelyPair& pair : pairs) {
    const std::size_t one = top(place(pair.first)), other = top(place(pair.second));
    above[std::max(one, other)] = std::min(one, other);
  }
  const auto names = [&](const LikelyPair& pair) {
    return std::tie(profiles[pair.first].id, profiles[pair.second].id, profiles[pair.first].person,
                    profiles[pair.second].person);
  };
  std::sort(pairs.begin(), pairs.end(), [&](const LikelyPair& a, const LikelyPair& b) {
    return a.score != b.score ? a.score > b.score : names(a) < names(b);
  });
  std::map<std::size_t, std::size_t> groups;
  for (LikelyPair& pair : pairs)
    pair.group = groups.emplace(top(place(pair.first)), groups.size() + 1).first->second;
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const LikelyPair& a, const LikelyPair& b) { return a.group < b.group; });
}

}  // namespace

std::vector<Profile> profiles_of(const Customer& customer, const std::string& country) {
  if (customer.is_deleted()) return {};
  std::vector<Profile> all;
  Profile itself;
  itself.id = customer.id;
  itself.name = customer.name;
  itself.kind = customer.is_company()       ? Profile::Kind::company
                : customer.kind == "person" ? Profile::Kind::person
                                            : Profile::Kind::unknown;
  itself.works_at = customer.works_at;
  if (const std::string* const company = find_named(customer.fields, "company"))
    itself.company = folded(*company);
  itself.settled = customer.distinct_from;
  for (const Person& person : customer.people)
    if (!person.customer.empty()) itself.settled.push_back(person.customer);
  Describing describing(itself, country);
  describing.name(customer.name);
  describing.contact(customer);
  all.push_back(std::move(itself));
  for (const Person& person : customer.people) {
    if (!person.customer.empty()) continue;
    Profile one;
    one.id = customer.id;
    one.name = customer.name;
    one.person = person.id;
    one.person_name = person.name;
    one.company = folded(customer.name);
    one.kind = Profile::Kind::person;
    one.settled = customer.distinct_from;
    Describing its(one, country);
    its.name(person.name);
    its.contact(person);
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<LikelyPair> likely_pairs(std::vector<Profile>& profiles, int threshold) {
  name_companies(profiles);
  std::vector<LikelyPair> pairs;
  for (const std::uint64_t both : candidates(profiles)) {
    std::size_t first = both >> 32, second = both & 0xffffffffu;
    if (!profiles[first].person.empty()) std::swap(first, second);
    const Profile& a = profiles[first];
    const Profile& b = profiles[second];
    // Two people of two companies are nobody's customers twice; a company is not one of its people.
    if (!a.person.empty() || are_settled(a, b)) continue;
    if (!b.person.empty() && a.kind == Profile::Kind::company) continue;
    Judgement judgement = Comparison(a, b).take();
    if (judgement.score < threshold || judgement.reasons.empty()) continue;
    pairs.push_back({first, second, judgement.score, std::move(judgement.reasons), 0});
  }
  in_groups(pairs, profiles);
  return pairs;
}

}  // namespace crm
