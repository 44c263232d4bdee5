#include <fmt/format.h>

#include "cli/docs/mdoc.hpp"
#include "cli/docs/pages.hpp"

namespace crm {
namespace {

constexpr std::string_view introduction = R"(.Sh DESCRIPTION
A book is a folder with a file crm.yaml.
Each customer is a file of their own, and so is each campaign; the files are
YAML in UTF-8 and meant to be read and edited by people as well.
A customer needs no more than a name:
.Bd -literal -offset indent
name: Acme Robotics
.Ed
.Pp
Everything else is there when there is something to say.
What a value is comes from its field, not from its looks: a postcode or a name
is a text also without quotes.
Anchors, aliases, tags and a second document in one file are refused.
Ids may be left out by hand;
.Ql crm check \-\-fix
gives them.
A key that begins with x\- is your own and kept as it stands; so are keys that
this page does not know.
.Pp
.Ql crm check
names every mistake with its file, line and column.
)";

std::string entry_list(const DescribedEntry& entry) {
  Terms terms;
  for (const DescribedField& field : entry.fields)
    terms.add(fmt::format("Ic {} Pq {}", mdoc_argument(field.key),
                          mdoc_argument(field.shape + (field.required ? ", required" : ""))),
              field.meaning);
  return terms.text();
}

/// Where in the book the files of a schema are.
std::string file_of(std::string_view title) {
  if (title == "settings") return "crm.yaml";
  if (title == "rates") return "rates.yaml";
  return std::string(title) + "s/*.yaml";
}

/// `customers`, `crm.yaml`.
std::string name_of_section(std::string_view title) {
  const std::string file = file_of(title);
  return file.substr(0, file.find('/'));
}

std::string file_list(const DescribedFormat& format) {
  Terms files;
  for (const DescribedFile& file : format.files)
    files.add("Pa " + mdoc_argument(file_of(file.whole.noun)), file.whole.meaning);
  return files.text();
}

std::string sections_of(const DescribedFile& file) {
  std::string text = mdoc_heading(name_of_section(file.whole.noun)) + entry_list(file.whole);
  for (const DescribedEntry& entry : file.entries)
    text += ".Ss " + mdoc_argument(entry.noun + " entries") + "\n" + mdoc_text(entry.meaning) +
            entry_list(entry);
  return text;
}

std::string value_list(const DescribedFormat& format) {
  Terms values;
  for (const DescribedValue& value : format.values)
    values.add("Em " + mdoc_argument(value.name), value.meaning);
  return values.text();
}

}  // namespace

std::string format_page(const DescribedFormat& format, std::string_view example) {
  std::string page = mdoc_opening("crm-book", '5', "the files of a book of customers") +
                     std::string(introduction) + mdoc_heading("FILES") + file_list(format);
  for (const DescribedFile& file : format.files) page += sections_of(file);
  return page + mdoc_heading("VALUES") + value_list(format) + mdoc_heading("EXAMPLES") +
         "A customer as somebody wrote them down in an editor:\n" + mdoc_display(example) +
         mdoc_heading("SEE ALSO") + ".Xr crm 1 ,\n.Xr crm-check 1 ,\n.Xr crm-edit 1\n";
}

}  // namespace crm
