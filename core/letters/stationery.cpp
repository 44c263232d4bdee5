#include "core/letters/stationery.hpp"

#include <algorithm>
#include <map>

#include "core/domain/likeness.hpp"
#include "core/domain/text.hpp"
#include "core/letters/recipients.hpp"

namespace crm {
namespace {

std::string folder_of(const Layout& layout) {
  return layout.root + "/templates";
}

/// A file of a letter, by its name: `welcome.hi.txt`.
struct LetterFile {
  std::string path, name, language;
  bool html = false;
};

bool is_language(std::string_view word) {
  const std::string_view code = word.substr(0, word.find('-'));
  return (code.size() == 2 || code.size() == 3) && word.size() <= 8 &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
         });
}

/// Files in folders of the folder are named with it: `shop/welcome`.
Result<std::vector<LetterFile>> letter_files(const Disk& disk, const Layout& layout) {
  std::vector<LetterFile> all;
  const std::string folder = folder_of(layout);
  if (!disk.exists(folder)) return all;
  for (const char* const ending : {".txt", ".html"}) {
    auto paths = disk.files_below(folder, ending);
    if (!paths) return error(paths.error());
    for (std::string& path : *paths) {
      LetterFile file;
      file.html = std::string_view(ending) == ".html";
      file.name = path.substr(folder.size() + 1);
      file.name.resize(file.name.size() - std::string_view(ending).size());
      const auto dot = file.name.rfind('.');
      if (dot != file.name.npos && dot > 0 &&
          is_language(std::string_view(file.name).substr(dot + 1))) {
        file.language = language_code(file.name.substr(dot + 1));
        file.name.resize(dot);
      }
      file.path = std::move(path);
      all.push_back(std::move(file));
    }
  }
  return all;
}

void add(std::vector<Problem>& problems, const std::string& file, std::string message,
         std::string advice) {
  Problem problem;
  problem.place = Place{file};
  problem.message = std::move(message);
  problem.hint = std::move(advice);
  problems.push_back(std::move(problem));
}

}  // namespace

const LetterForm& Stationery::form_for(std::string_view language) const {
  const std::string code = language_code(language);
  for (const LetterForm& form : forms)
    if (!code.empty() && form.language == code) return form;
  return forms.front();
}

std::string Stationery::channel() const {
  const std::string channel = head().channel;
  return channel.empty() ? "email" : channel;
}

Language language_of(const LetterForm& form) {
  const std::string code = form.head().language;
  return Language(code.empty() ? "en" : code);
}

Result<std::vector<std::string>> letter_names(const Disk& disk, const Layout& layout) {
  const auto files = letter_files(disk, layout);
  if (!files) return error(files.error());
  std::vector<std::string> names;
  for (const LetterFile& file : *files) names.push_back(file.name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<Problem> with_advice(std::vector<Problem> problems) {
  if (problems.size() < 2) return problems;
  for (Problem& problem : problems) {
    if (!problem.hint.empty()) problem.message += "; " + problem.hint;
    problem.hint.clear();
  }
  return problems;
}

Result<Stationery> read_stationery(const Disk& disk, const Layout& layout, std::string_view name,
                                   const LetterField& fields) {
  const auto files = letter_files(disk, layout);
  if (!files) return error(files.error());
  Stationery letter;
  letter.name = std::string(name);
  std::map<std::string, LetterForm> forms;
  std::vector<Problem> problems;
  for (const LetterFile& file : *files) {
    if (file.name != name) continue;
    const std::string relative = layout.relative(file.path);
    auto text = disk.read(file.path);
    if (!text) return error(text.error());
    auto made = Template::parse(*text, relative, fields);
    if (!made) {
      problems.insert(problems.end(), made.error().problems.begin(), made.error().problems.end());
      continue;
    }
    LetterForm& form = forms[file.language];
    form.language = file.language;
    if (file.html)
      for (const std::string& picture : pictures_in(made->body()))
        if (!disk.exists(folder_of(layout) + "/" + picture))
          add(problems, relative, "there is no picture templates/" + printable_line(picture), "");
    (file.html ? form.html : form.text) = *std::move(made);
  }
  if (forms.empty() && problems.empty()) {
    const auto names = letter_names(disk, layout);
    if (!names) return error(names.error());
    const auto near = did_you_mean(name, *names);
    return error(Error::nothing_found(
        "there is no letter \"" + printable_line(name) + "\"",
        !near.empty()    ? "did you mean " + near.front() + "?"
        : names->empty() ? "write one into templates/" + printable_line(name) + ".txt"
                         : "crm letter lists those that are there"));
  }
  for (auto& [language, form] : forms) letter.forms.push_back(std::move(form));
  if (problems.empty()) {
    // What one form leaves to another: a subject is said by each, the rest by the first.
    const bool by_email = medium_of(letter.channel()) == Medium::email;
    for (const LetterForm& form : letter.forms)
      if (by_email && trimmed(form.head().subject).empty())
        add(problems, (form.text ? form.text : form.html)->file(), "the letter has no subject",
            "begin it with three lines: ---, subject: Hello {{name}}, ---");
  }
  if (!problems.empty())
    return error(Error{Error::Kind::invalid, with_advice(std::move(problems))});
  return letter;
}

Result<std::vector<InlinePicture>> pictures_of(const LetterForm& form, const Disk& disk,
                                               const Layout& layout) {
  std::vector<InlinePicture> pictures;
  if (!form.html) return pictures;
  for (const std::string& name : pictures_in(form.html->body())) {
    auto bytes = disk.read(folder_of(layout) + "/" + name);
    if (!bytes) return error(bytes.error());
    pictures.push_back({name, *std::move(bytes)});
  }
  return pictures;
}

}  // namespace crm
