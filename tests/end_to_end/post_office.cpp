#include "tests/end_to_end/post_office.hpp"

#include <filesystem>
#include <fstream>

namespace end_to_end {

std::string customer_name(int number) {
  const std::string digits = std::to_string(number);
  return "c" + std::string(4 - digits.size(), '0') + digits;
}

PostOffice::PostOffice(const Wish& wish) {
  const std::string book = folder_.file("book");
  std::filesystem::create_directories(book + "/customers");
  std::filesystem::create_directories(book + "/templates");
  std::ofstream(book + "/crm.yaml")
      << "format: 1\ncurrency: EUR\ntimezone: Europe/Berlin\ncountry: DE\nconsent: assume\n"
      << wish.settings;
  std::ofstream(book + "/templates/" + wish.letter + ".txt")
      << "---\nsubject: " << wish.subject << "\nfrom: Us <us@press.example>\n---\nDear {{name}}\n";
  for (int i = 0; i < wish.customers; ++i)
    std::ofstream(book + "/customers/" + customer_name(i) + ".yaml")
        << "id: " << customer_name(i) << "\nname: Customer " << i << "\n"
        << wish.record << "emails: [" << customer_name(i) << "@example.com]\n";
  const std::string path = folder_.file("mailer");
  // Its last word is the address.
  std::ofstream(path) << "#!/bin/sh\nfor to; do :; done\ngot=" << folder_.file("got")
                      << "\nfolder=" << folder_.path().string() << "\n"
                      << wish.mailer;
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  here_ = {{"CRM_BOOK", book}, {"CRM_SENDMAIL", path}, {"CRM_NOW", "2026-11-21T10:15:00+01:00"}};
}

Variables PostOffice::here_but(const std::string& name, const std::string& value) const {
  Variables other = here_;
  other[name] = value;
  return other;
}

std::map<std::string, int> PostOffice::given() const {
  std::map<std::string, int> times;
  std::ifstream got(folder_.file("got"));
  for (std::string line; std::getline(got, line);) ++times[line.substr(0, line.find('@'))];
  return times;
}

std::map<std::string, int> PostOffice::told(const std::string& mark,
                                            const std::string& copy) const {
  std::map<std::string, int> times;
  for (const auto& [path, text] : texts_below(folder_.path() / copy / "customers"))
    if (const auto count = count_of(text, "sent_key: " + mark); count > 0)
      times[path.substr(0, path.find('.'))] = static_cast<int>(count);
  return times;
}

}  // namespace end_to_end
