#include <algorithm>

#include "cli/docs/topic.hpp"
#include "core/record/schema.hpp"

namespace crm {
namespace {

using Group = std::pair<std::string_view, std::vector<Shape>>;

/// What may be said of a field depends on what it holds.
const std::vector<Group>& groups() {
  static const std::vector<Group> all{
      {"days", {Shape::day, Shape::moment, Shape::partial_day}},
      {"amounts", {Shape::money}},
      {"numbers", {Shape::number, Shape::decimal}},
      {"yes or no", {Shape::yes}},
      {"texts", {Shape::text, Shape::period, Shape::recurrence, Shape::keep_in_touch}},
      {"lists of texts", {Shape::texts, Shape::labelled}},
      {"by name", {Shape::named_texts, Shape::named_values}},
      {"entries", {Shape::items, Shape::named_items, Shape::named_lists, Shape::any}},
  };
  return all;
}

/// `days: added, since; texts: id, name`.
std::string fields_of(const Type& type) {
  std::string text;
  for (const auto& [name, shapes] : groups()) {
    std::string keys;
    for (const Field& field : type.fields)
      if (std::find(shapes.begin(), shapes.end(), field.shape) != shapes.end())
        keys += (keys.empty() ? "" : ", ") + std::string(field.key);
    if (!keys.empty()) text += (text.empty() ? "" : "; ") + std::string(name) + ": " + keys;
  }
  return text + ".";
}

/// Those of customers, then those of each kind of entry.
std::vector<Explained> all_fields() {
  std::vector<Explained> terms{{"customer", fields_of(customer_type())}};
  for (const Field& field : customer_type().fields)
    if (field.item != nullptr)
      terms.push_back({std::string(field.item->noun), fields_of(*field.item)});
  return terms;
}

std::vector<TopicSection> joining() {
  return {
      {"Words",
       {{"A filter says who or what is meant. All its words must fit; capitals and accents don't "
         "matter.",
         {},
         {{"WORD",
           "A name or a part of it, an id or its beginning, an e-mail address, a phone number in "
           "any spelling, or the name of a person who belongs to the customer. What has spaces "
           "goes in quotes."},
          {"FIELD:VALUE", "What the field says, whole."},
          {"FIELD:A,B", "One of these."},
          {"FIELD:A..B", "From A to B: a day, an amount or a number."},
          {"FIELD~TEXT", "The text stands somewhere in the field."},
          {"has:FIELD", "The field says anything at all."},
          {"+TAG, -TAG", "With the tag, without it; tags in capitals are worked out."},
          {"@NAME", "A filter that crm.yaml has under that name."}}}}},
      {"And, or, not",
       {{"Words that stand side by side must all fit; \"and\" may be said. \"or\" joins what "
         "stands "
         "on its two sides, and reaches as far as it can: a b or c is [ a b ] or c. \"not\" turns "
         "the next word or bracket into its opposite. [ ] and ( ) are brackets, either glued to a "
         "word or apart. A filter with a bracket or an \"or\" may also be one text in quotes.",
         {{"crm list status:lead or +vip", "leads, and whoever is a VIP"},
          {"crm list [ status:lead or +vip ] owner:me", "of these, mine"},
          {"crm list +b2b not [ +vip or owner:meera ]", "neither VIPs nor Meera's"},
          {"crm list '(status:lead or +vip) and not owner:meera'", "in quotes"}},
         {}}}},
  };
}

std::vector<TopicSection> values() {
  return {
      {"Values",
       {{"A text is compared whole. A list fits where one of its values does; a list may be named "
         "in "
         "the singular, so email is emails. Words that crm.yaml lists (statuses, kinds, stages, "
         "outcomes, priorities, pipelines, colleagues) must be among them, which catches slips; an "
         "owner may also be said by name or e-mail address, and me is you. A yes-or-no field that "
         "says nothing says no.",
         {{"crm list status:lead,prospect", "one of two"},
          {"crm list owner:me", "yours"},
          {"crm list status:", "without a status; status:none is the same"},
          {"crm list has:birthday not has:email", "with a birthday, without an address"},
          {"crm list reminders promise:yes", "where we gave our word"},
          {"crm list deals 'title:20 banners'", "a value with a space"}},
         {}}}},
      {"Parts of a text",
       {{"~ looks for a part of a text, also in words that crm.yaml does not list. Notes and what "
         "was "
         "said are read from the files, which takes longer in a large book; crm find looks through "
         "all texts at once.",
         {{"crm list name~lodz", "Łódź is found without its accents"},
          {"crm list interactions text~sample kind:call", "calls that spoke of a sample"}},
         {}}}},
      {"Days",
       {{"A range has both its ends; either may be left open. A month or a year stands for all its "
         "days, a day for all its hours. Days may be said as crm(1) says under WHEN: today, fri, "
         "eom, "
         "-90d (90 days ago), 2w (in two weeks). Of a birthday a month and day may be asked for, "
         "also "
         "over the turn of the year, or a year.",
         {{"crm list last:..-90d", "nobody spoke to them for 90 days"},
          {"crm list since:2026", "customers since this year"},
          {"crm list since:2024-04..2025-03", "since that business year"},
          {"crm list deals expected:..eom", "expected until the end of the month"},
          {"crm list interactions at:today", "what was said today"},
          {"crm list birthday:12-20..01-05", "around New Year"},
          {"crm list birthday:1980..1989", "by their years"}},
         {}}}},
      {"Amounts and numbers",
       {{"An amount is one of the book's currency unless another is named, and is only compared "
         "with "
         "amounts of its own. No signs stand between the digits: a comma separates alternatives.",
         {{"crm list deals value:50000..", "of 50,000 or more"},
          {"crm list deals value:5000..15000EUR", "in euros"},
          {"crm list deals value:USD", "any amount in dollars"},
          {"crm list purchases quantity:100..", "a hundred or more"}},
         {}}}},
      {"Signs of comparison",
       {{"In quotes these may be used as well. > and < leave the value out, >= and <= take it in, "
         "= is the same as :, and != is its opposite.",
         {{"crm list 'last>=2026-11-16' 'last<2026-11-18'", "two days"},
          {"crm list deals 'value>10000AED'", "more than that"},
          {"crm list 'status!=customer'", "all others, those without a status too"}},
         {}}}},
  };
}

std::vector<TopicSection> tags() {
  return {
      {"Tags",
       {{"A tag fits where the customer has it; in lists of deals and people also where the deal "
         "or "
         "person has it. -TAG is without it. A single letter after a dash is an option, so say not "
         "+b. "
         "Your own tag in capitals is asked for with tags:VIP.",
         {{"crm list +b2b -vip", "business customers who are no VIPs"}},
         {}}}},
      {"Tags that are worked out",
       {{"Nobody sets these; they are written in capitals. In a list of what is named here they "
         "are "
         "asked of each entry, elsewhere of the customer with all that is theirs.",
         {{"crm list +OVERDUE owner:me", "customers"},
          {"crm list reminders +OVERDUE", "the reminders themselves"}},
         {{"+OVERDUE",
           "An open reminder whose day was before today; of a recurring one the next time counts, "
           "of "
           "one that was put off the new day. (reminders)"},
          {"+DUE",
           "An open reminder of today or earlier, or a conversation that is planned for today. "
           "(reminders, interactions)"},
          {"+BIRTHDAY",
           "A birthday of the customer, or of a person who has not left: from the day before it to "
           "three days after, until somebody has been in contact. (people)"},
          {"+OPENCASE", "A case that is not closed. (cases)"},
          {"+STALE",
           "An open deal that has been in its stage for longer than four in five of the book's "
           "deals "
           "stayed there, where ten or more have left it; else for longer than crm.yaml says there "
           "under stale, or than 30 days where it says nothing. (deals)"},
          {"+DEBT",
           "What they bought, and won deals that no purchase names, are more than what they paid "
           "and "
           "gave back, in any currency. Nobody where payment_terms of crm.yaml is no."},
          {"+REPLIED",
           "A conversation that came in and names a campaign: a reply. Beside campaign:NAME it is "
           "a "
           "reply to that one: crm list campaign:gift-fair-2026 +REPLIED. (interactions)"},
          {"+DELETED",
           "The customer was removed. Such are left out everywhere else; this asks for them."}}}}},
  };
}

std::vector<TopicSection> fields() {
  return {
      {"Whose field it is",
       {{"A field is first one of what is listed, then its customer's. In front of a dot stands a "
         "kind of entry: then one of the customer's entries must fit. Two such words may be true "
         "of "
         "two different entries; to ask both of one, list the entries.",
         {{"crm list deals stage:sample status:prospect",
           "the deal's stage, its customer's status"},
          {"crm list person.role~owner", "where one of the people is an owner"},
          {"crm list interaction.kind:visit last:-14d..", "visited once, and spoken to lately"},
          {"crm list deal.stage:won deal.value:50000..", "perhaps two deals"},
          {"crm list deals stage:won value:50000..", "one deal"},
          {"crm list consent.email:no", "of a field by name one name is asked for so"}},
         {}}}},
      {"Fields that are worked out",
       {{"Nobody writes these.",
         {},
         {{"last", "The day of the last conversation that was held; of a customer."},
          {"since",
           "The day on which somebody became a customer: as written, else of the first win or "
           "purchase, whichever was earlier."},
          {"bought",
           "The items that a customer bought and did not give back whole, and their categories: a "
           "list."},
          {"score", "The points that the rules of crm.yaml give a customer."},
          {"segment",
           "How loyal a customer is among all who bought: champion, loyal, promising, new, "
           "needs-attention, at-risk or lost, as in report customers; none for who never bought, "
           "and for everybody where fewer than 20 did."},
          {"stage", "Where a deal stands; of a customer, where any open deal does."},
          {"value", "The amount of what is listed; of a customer, the amount of any open deal."},
          {"due",
           "When a reminder comes up next; of a customer, when any open one does. A case has a due "
           "of "
           "its own."},
          {"status",
           "Of a case what its last move says, else open; where crm.yaml has case_statuses, one of "
           "these. Of a customer as it is written."},
          {"owner", "Of a deal or case that has none, its customer's."},
          {"kind",
           "Of a customer, where it is not written: company where there are people, else person."},
          {"customer", "The customer's id or name."}}}}},
      {"Who bought what",
       {{"What was bought is compared like any text: whole after a colon, a part of it after ~. A "
         "refund that comes to all of a purchase, by its amount or its quantity, takes it away; "
         "one "
         "of a part does not.",
         {{"crm list bought~banner not bought:flags", "bought one, but not the other"},
          {"crm list bought:silk,stoles", "one of two items or categories"},
          {"crm list status:customer not has:bought", "who never bought"}},
         {}}}},
      {"The score",
       {{"Under score in crm.yaml stand filters and the points that each gives a customer for whom "
         "it "
         "is true; they may be below zero, as in +DEBT: -15. Their sum is the score: worked out "
         "whenever it is asked for, and never stored. crm show says which rules it is made of. A "
         "rule "
         "can't ask for the score.",
         {{"crm list score:20..", "20 points or more"},
          {"crm list --sort -score --columns name,score --limit 10", "where to begin"},
          {"crm list deals score:20.. --json=title,score", "deals, by their customer's score"}},
         {}}}},
      {"Fields that are written",
       {{"What each means is in crm-book(5); crm sql TABLE says it too.", {}, all_fields()}}},
      {"Fields of your own",
       {{"What crm.yaml defines under fields is asked for by its name, as what it is defined to "
         "be; "
         "where the format has a field of that name, write fields. before it.",
         {{"crm list fabric:silk", "a choice"}, {"crm list credit:..50000", "an amount"}},
         {}}}},
  };
}

std::vector<TopicSection> elsewhere() {
  return {
      {"Filters with a name",
       {{"crm.yaml keeps filters that are used again under filters, and others decide in it as "
         "well: "
         "under cadence how often to keep in touch, under score what makes a customer worth "
         "attention, "
         "and as needs of a stage what a deal must have. They are the same words, separated by "
         "spaces; "
         "a part with a space of its own goes in double quotes. For YAML a filter that begins with "
         "@, "
         "[, \" or ! goes in single quotes as a whole. One may name others, but not itself. crm "
         "check "
         "reads all of them and names the line and column of a mistake.",
         {{"crm list @hot", "filters of the example: hot: stage:offer,negotiation value:20000.."},
          {"crm list @abroad -b2b", "with more words"},
          {"crm list not @hot +vip", "and its opposite"}},
         {}}}},
      {"In a shell",
       {{"Most filters need no quotes in bash, zsh and fish; that is why a range is written with "
         "dots. "
         "Where in doubt, put the word in single quotes: 'value>5000'.",
         {},
         {{"< >",
           "Read from a file and write into one: crm list value>5000 makes a file named 5000. "
           "Quote "
           "them, or write value:5000.. and value:..5000."},
          {"( )", "Start a command of their own. Quote them, or use [ ]."},
          {"[ ]", "In zsh with spaces around, or in quotes: glued to a word they are a pattern."},
          {"*, ?", "Stand for names of files. No filter needs them: ~ finds a part of a text."},
          {"~",
           "Is your home at the beginning of a word only; name~lodz is safe. zsh with "
           "EXTENDED_GLOB wants quotes."},
          {"!",
           "Calls up earlier lines in bash and zsh, even in double quotes; not where = follows, "
           "and never in single quotes."},
          {"#, $, &, ;, |, `", "Have a meaning of their own: single quotes."}}}}},
      {"In other commands",
       {{"They are the same words everywhere; where they stand beside others, signs tell them "
         "apart.",
         {{"crm set status:prospect owner:arjun owner=meera --dry-run",
           "set: the filter first, then the change, which has = in it"},
          {"crm find sample +abroad",
           "find: words with a sign say in whose records, all others are the text"},
          {"crm find sample --in interactions by:arjun",
           "with --in the fields are those of what is looked at"},
          {"crm find -- status:lead", "after -- every word is text"},
          {"crm sql \"SELECT name FROM customers WHERE owner = 'arjun'\"",
           "sql: for sums and joins; it compares letter by letter and knows no tags in capitals"}},
         {}}}},
  };
}

}  // namespace

Topic filters_topic() {
  Topic topic{
      "filters",
      "say which customers, deals, conversations … are meant",
      {{"Examples",
        {{"",
          {{"crm list status:lead owner:me", "my leads"},
           {"crm list +vip -retail", "by tags"},
           {"crm list last:..-30d status:customer", "nobody spoke to them for 30 days"},
           {"crm list deals value:50000.. stage:offer,negotiation", "large deals that are close"},
           {"crm list [ status:lead or +vip ] not has:email", "whom we can't write to"},
           {"crm list name~lodz", "a part of the name"},
           {"crm list reminders +OVERDUE for:me", "what I should have done"},
           {"crm list person.role~manager", "by their people"},
           {"crm list @hot", "a filter that crm.yaml has"}},
          {}}}}}};
  for (const auto& part : {joining(), values(), tags(), fields(), elsewhere()})
    topic.sections.insert(topic.sections.end(), part.begin(), part.end());
  topic.commands = {"list", "set", "find", "export", "check", "sql"};
  return topic;
}

}  // namespace crm
