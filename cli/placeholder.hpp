// What stands in a command line for something of the user's: its name in help, and how to complete
// it.
#pragma once

#include <string_view>

namespace crm {

struct Placeholder {
  std::string_view name;
  /// The words it may be, with spaces between; of several words, those the first may be.
  std::string_view choices = {};
  /// What all commands take in its place, where that is more than an option's help can say.
  std::string_view meaning = {};
  /// What a shell offers in its place, where the name does not say it: `DEAL` for an ID that is a
  /// deal's (cli/completion/sources.hpp).
  std::string_view offers = {};
};

namespace placeholder {

constexpr Placeholder who{
    "WHO", "",
    "A customer: by name or a part of it, by the id or its beginning, by an e-mail address or "
    "phone number, or by the name of a person who belongs to them."};
constexpr Placeholder id{
    "ID", "",
    "A deal, a reminder or another entry by its id, or by as much of the beginning as no other "
    "has."};
/// One that is a reminder's or planned meeting's, a deal's, a case's …
constexpr Placeholder errand_id{"ID", "", "", "ERRAND"};
constexpr Placeholder deal_id{"ID", "", "", "DEAL"};
constexpr Placeholder case_id{"ID", "", "", "CASE"};
constexpr Placeholder sale_id{"ID", "", "", "SALE"};
constexpr Placeholder name{"NAME"};
constexpr Placeholder kind{"KIND"};
constexpr Placeholder list_kind{"LIST"};
constexpr Placeholder text{"TEXT"};
constexpr Placeholder title{"TITLE"};
constexpr Placeholder deal{
    "DEAL", "",
    "A deal by its id, or by as much of the beginning as no other has; or the customer, where only "
    "one of their deals is open."};
constexpr Placeholder stage{
    "STAGE", "",
    "A stage of the deal's pipeline in crm.yaml: in any case, by its beginning, or by a name it "
    "had in earlier days."};
constexpr Placeholder business{
    "ID", "",
    "A deal or case by its id, or by as much of the beginning as no other has; or the customer, "
    "where only one of theirs is open and could be moved there.",
    "DEAL|CASE"};
constexpr Placeholder case_{
    "CASE", "",
    "A case by its id, or by as much of the beginning as no other has; or the customer, where only "
    "one of their cases is open."};
constexpr Placeholder status{
    "STATUS", "",
    "Where a case stands: one of crm.yaml's case_statuses, or how it begins; open, waiting or "
    "closed where crm.yaml has none.",
    "CASE-STATUS"};
constexpr Placeholder stage_or_status{
    "STAGE", "",
    "A stage of the deal's pipeline in crm.yaml: in any case, by its beginning, or by a name it "
    "had in earlier days; of a case, a word of case_statuses.",
    "STAGE|CASE-STATUS"};
constexpr Placeholder priority{"PRIORITY"};
constexpr Placeholder pipeline{"PIPELINE"};
constexpr Placeholder percent{"N"};
constexpr Placeholder reason{"REASON"};
constexpr Placeholder campaign{"CAMPAIGN"};
constexpr Placeholder source{"SOURCE"};
constexpr Placeholder when{
    "WHEN", "",
    "A day: today, tomorrow, yesterday, 2026-12-01, \"1 dec\", 1.12.2026, 1/12/2026 (with the "
    "month "
    "first in a book of the United States), fri (the next one), \"last mon\", 3d or \"in 2w\" "
    "(days, "
    "weeks, m for months, y for years, bd for business days), -3d or \"3 days ago\", \"next "
    "month\", "
    "\"end of month\", eow, eom, eoq or eoy (the end of this week, month, quarter or year). A time "
    "may follow: \"fri 10:30\", \"tomorrow 9am\", \"mon noon\"; a time alone is today."};
constexpr Placeholder day{"DAY"};
constexpr Placeholder period{"PERIOD"};
constexpr Placeholder every{"EVERY"};
constexpr Placeholder outcome{"OUTCOME"};
constexpr Placeholder person{"PERSON"};
constexpr Placeholder colleague{"COLLEAGUE"};
/// Whom a mail goes to; may be left out.
constexpr Placeholder mail_to{"[TO]"};
constexpr Placeholder minutes{"MINUTES"};
constexpr Placeholder filter{
    "FILTER", "",
    "What must be true: field:value (or one of several: status:lead,customer), +tag, -tag for "
    "those without the tag, +DELETED for removed customers, or a word of the name. All of them "
    "must fit. crm help filters has all of it."};
constexpr Placeholder change{"CHANGE"};
constexpr Placeholder words{"WORDS"};
constexpr Placeholder folder{"DIR"};
constexpr Placeholder file{"FILE"};
constexpr Placeholder country{"COUNTRY"};
constexpr Placeholder operation{"OPERATION"};
constexpr Placeholder command{"COMMAND"};
constexpr Placeholder fields{"FIELDS"};
constexpr Placeholder color{"HOW", "auto always never"};

}  // namespace placeholder
}  // namespace crm
