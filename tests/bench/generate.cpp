// crm_generate DIR COUNT [SEED]: a book of believable customers in many scripts, about 4 KB each,
// as it stands on 2026-11-21: looked after, so that few of them are waiting; the same for a seed.
// With the word `selling` behind the seed each has two deals and six conversations instead of half
// a deal and thirty conversations.
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// A people: how its names and its talk look.
struct Tongue {
  std::vector<std::string_view> given, family, words;
  std::string_view phone;
};

const std::vector<Tongue>& tongues() {
  static const std::vector<Tongue> all{
      {{"Anna", "Ben", "Clara", "David", "Elise", "Frank", "Greta", "Hugo"},
       {"Lind", "Müller", "Okafor", "Novák", "García", "Ångström", "Smith", "Kowalski"},
       {"asked",     "for",   "the",      "price",  "of",     "the",    "larger",  "run",
        "and",       "wants", "a",        "sample", "before", "Friday", "will",    "call",
        "back",      "about", "delivery", "paid",   "in",     "full",   "unhappy", "with",
        "packaging", "new",   "order",    "likely", "in",     "spring"},
       "+49 30 55"},
      {{"अनिता", "राम", "रमा", "रीमा", "विजय", "सुनीता"},
       {"शर्मा", "वर्मा", "गुप्ता", "मिश्रा", "जोशी"},
       {"ने", "नए", "दाम", "पूछे", "और", "अगले", "हफ्ते", "नमूना", "माँगा", "फिर", "फोन", "करना", "है",
        "ऑर्डर", "पक्का"},
       "+91 98450 "},
      {{"ರಮೇಶ್", "ಸುಮಾ", "ಕಾವೇರಿ", "ಗಿರೀಶ್"},
       {"ಗೌಡ", "ಹೆಗಡೆ", "ರಾವ್", "ಶೆಟ್ಟಿ"},
       {"ಹೊಸ", "ಬೆಲೆ", "ಕೇಳಿದರು", "ಮುಂದಿನ", "ವಾರ", "ಮಾದರಿ", "ಕಳುಹಿಸಿ", "ಮತ್ತೆ", "ಕರೆ", "ಮಾಡಬೇಕು"},
       "+91 80 "},
      {{"கமலா", "முருகன்", "செல்வி"},
       {"சுப்ரமணியம்", "பாண்டியன்", "ராஜன்"},
       {"புதிய", "விலை", "கேட்டார்", "அடுத்த", "வாரம்", "மாதிரி", "வேண்டும்"},
       "+91 44 "},
      {{"美咲", "太郎", "健一"},
       {"田中", "佐藤", "鈴木"},
       {"もう一度電話する", "見積もりを送る", "納期を確認した", "サンプルが届いた", "来週訪問する"},
       "+81 3 55"},
      {{"伟", "芳", "娜"},
       {"王", "李", "张"},
       {"需要新的报价", "下周再打电话", "样品已收到", "确认交货日期", "付款已到账"},
       "+86 10 55"},
      {{"فاطمة", "أحمد", "ليلى"},
       {"حداد", "المصري", "نجار"},
       {"سأل", "عن", "السعر", "الجديد", "ويريد", "عينة", "قبل", "الجمعة"},
       "+20 2 55"},
  };
  return all;
}

class Writer {
 public:
  Writer(std::uint64_t seed, bool selling) : chance_(seed), selling_(selling) {}

  std::string customer(std::size_t number) {
    // Half write Latin letters.
    const Tongue& tongue = one_in(2) ? tongues().front() : pick(tongues());
    const bool company = one_in(2);
    const std::string name =
        company ? std::string(pick(tongue.family)) + " & " + std::string(pick(tongue.family))
                : person(tongue);
    std::string text;
    if (one_in(4)) text += "# met at the spring fair; prefers short mails\n";
    text += "id: " + id_of(number) + "\nname: " + name + "\n";
    if (company) text += "kind: company\n";
    text +=
        "status: " +
        std::string(pick(std::vector<std::string_view>{"lead", "prospect", "customer", "former"})) +
        "\n";
    text +=
        "owner: " + std::string(pick(owners)) + (one_in(5) ? "   # since the handover" : "") + "\n";
    text +=
        "source: " + std::string(pick(std::vector<std::string_view>{"fair", "web", "referral"})) +
        "\n";
    text += "added: " + day(2023, 2025) + "\n";
    text += "emails: [c" + std::to_string(number) + "@example.com]\nphones: [\"" + phone(tongue) +
            "\"]\n";
    text += "tags: [" + std::string(pick(std::vector<std::string_view>{"retail", "vip", "fair"})) +
            ", print]\n";
    if (one_in(3)) text += "birthday: " + day(1955, 2004) + "\n";
    const bool kept_in_touch = one_in(3);
    if (kept_in_touch) text += "keep_in_touch: 90d\n";
    if (company) {
      text += "people:\n";
      for (int i = number_between(1, 3); i > 0; --i)
        text += "  - id: " + item() + "\n    name: " + person(tongue) +
                "\n    role: buying\n    emails: [p" + item() + "@example.com]\n";
    }
    std::string paid;
    const auto pay = [&](const std::string& what, const std::string& on, const std::string& sum) {
      if (on < today && !one_in(30))
        paid +=
            "  - {id: " + item() + ", on: " + on + ", amount: " + sum + ", for: " + what + "}\n";
    };
    const int deals = selling_ ? number_between(1, 3) : one_in(2) ? 1 : 0;
    if (deals > 0) text += "deals:\n";
    for (int i = deals; i > 0; --i) {
      const std::string expected = day(2026, 2027), id = item(), sum = amount();
      text += "  - id: " + id + "\n    title: " + talk(tongue, 3) + "\n    amount: " + sum +
              "\n    expected: " + expected + "\n    history:\n      - {id: " + item() +
              ", at: " + moment() + ", by: anna, stage: lead}\n      - {id: " + item() +
              ", at: " + moment() + ", by: anna, stage: offer}\n";
      if (expected < today && !one_in(30)) {
        const bool won = one_in(3);
        text += "      - {id: " + item() + ", at: " + expected +
                "T10:00+01:00, by: anna, stage: " + (won ? "won" : "lost") + "}\n";
        if (won) pay(id, expected, sum);
      }
    }
    if (one_in(2)) {
      text += "reminders:\n";
      for (int i = number_between(1, 3); i > 0; --i) {
        const std::string due = day(2026, 2027);
        text += "  - id: " + item() + "\n    due: " + due + "\n    text: " + talk(tongue, 5) + "\n";
        if (due < today && !one_in(30)) text += "    done: " + due + "\n";
      }
    }
    if (one_in(2)) {
      text += "purchases:\n";
      for (int i = number_between(1, 4); i > 0; --i) {
        const std::string id = item(), on = day(2023, 2026), sum = amount();
        text += "  - {id: " + id + ", on: " + on + ", item: " + talk(tongue, 2) +
                ", amount: " + sum + "}\n";
        pay(id, on, sum);
      }
    }
    if (!paid.empty()) text += "payments:\n" + paid;
    text += "interactions:\n";
    for (int i = selling_ ? number_between(3, 9) : number_between(20, 40); i > 0; --i) {
      if (one_in(60)) text += "  # the difficult week\n";
      const bool lately = i == 1 && kept_in_touch && !one_in(30);
      text += "  - id: " + item() + "\n    at: " + (lately ? at_work("2026-10-05") : moment()) +
              "\n    kind: " + std::string(pick(kinds)) + "\n    by: " + std::string(pick(owners)) +
              "\n    text: " + (one_in(8) ? "\"" + talk(tongue, 4) + ": yes\"" : talk(tongue, 4)) +
              "\n";
    }
    return text;
  }

  static std::string id_of(std::size_t number) {
    std::string digits = std::to_string(number);
    return "customer-" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
  }

 private:
  static constexpr std::string_view today = "2026-11-21";
  static constexpr std::array<std::string_view, 3> owners{"anna", "ben", "chitra"};
  static constexpr std::array<std::string_view, 4> kinds{"call", "email", "meeting", "message"};

  template <class List>
  const typename List::value_type& pick(const List& list) {
    return list[static_cast<std::size_t>(chance_() % list.size())];
  }

  bool one_in(unsigned count) { return chance_() % count == 0; }

  int number_between(int least, int most) {
    return least + static_cast<int>(chance_() % static_cast<unsigned>(most - least + 1));
  }

  std::string item() {
    static constexpr std::string_view letters = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string id;
    for (int i = 0; i < 6; ++i) id += letters[chance_() % letters.size()];
    // Never only digits, which would want quotes.
    id[0] = letters[10 + chance_() % 22];
    id[1] = 'k';
    return id;
  }

  static std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

  std::string day(int from, int to) {
    const int year = number_between(from, to), month = number_between(1, 12);
    return std::to_string(year) + "-" + two(month) + "-" + two(number_between(1, 28));
  }

  std::string moment() { return at_work(day(2023, 2025)); }

  std::string at_work(const std::string& on) {
    return on + "T" + two(number_between(8, 18)) + ":" + two(number_between(0, 59)) + "+01:00";
  }

  std::string amount() {
    return std::to_string(number_between(20, 40000)) + "." + two(number_between(0, 99));
  }

  std::string phone(const Tongue& tongue) {
    return std::string(tongue.phone) + std::to_string(number_between(10000, 99999));
  }

  std::string person(const Tongue& tongue) {
    return std::string(pick(tongue.given)) + " " + std::string(pick(tongue.family));
  }

  std::string talk(const Tongue& tongue, int words) {
    std::string text;
    for (int i = 0; i < words; ++i) text += (i > 0 ? " " : "") + std::string(pick(tongue.words));
    return text;
  }

  std::mt19937_64 chance_;
  bool selling_;
};

bool write_file(const std::string& path, const std::string& text) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool wrote = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && wrote;
}

constexpr std::string_view settings =
    "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\n"
    "team:\n  anna: {name: Anna Lind}\n  ben: {name: Ben Ray}\n  chitra: {name: Chitra Rao}\n"
    "statuses: [lead, prospect, customer, former, contact]\nkinds: [call, message, email, letter, "
    "meeting, visit]\n"
    "pipelines:\n  sales:\n    - {stage: lead, probability: 10}\n    - {stage: offer, probability: "
    "50}\n"
    "    - {stage: won, probability: 100, ends: won}\n    - {stage: lost, probability: 0, ends: "
    "lost}\n";

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: crm_generate DIR COUNT [SEED [selling]]\n", stderr);
    return 2;
  }
  const std::string root = argv[1];
  const auto count = static_cast<std::size_t>(std::atoll(argv[2]));
  Writer writer(argc > 3 ? static_cast<std::uint64_t>(std::atoll(argv[3])) : 1,
                argc > 4 && std::string_view(argv[4]) == "selling");
  ::mkdir(root.c_str(), 0777);
  ::mkdir((root + "/customers").c_str(), 0777);
  bool ok = write_file(root + "/crm.yaml", std::string(settings));
  for (std::size_t i = 0; i < count && ok; ++i)
    ok = write_file(root + "/customers/" + Writer::id_of(i) + ".yaml", writer.customer(i));
  if (!ok) std::fprintf(stderr, "can't write in %s\n", root.c_str());
  return ok ? 0 : 1;
}
