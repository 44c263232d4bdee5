#include "core/letters/letter_fields.hpp"

#include <array>

#include "core/domain/account.hpp"
#include "core/domain/bought.hpp"
#include "core/domain/text.hpp"
#include "core/record/schema.hpp"
#include "core/record/writer.hpp"

namespace crm {
namespace {

// --- Names ---

/// Lists of which a letter mostly wants the first: `{{email}}` is the first of `emails`.
constexpr std::array first_of = {std::pair{"emails", "email"}, std::pair{"phones", "phone"},
                                 std::pair{"tags", "tag"}, std::pair{"links", "link"},
                                 std::pair{"addresses", "address"}};

LetterField names_of(const Type& type) {
  LetterField names;
  for (const Field& field : type.fields) {
    LetterField& name = names.parts[std::string(field.key)];
    if (field.item != nullptr) name = names_of(*field.item);
    name.open = field.shape == Shape::named_texts || field.shape == Shape::named_values ||
                field.shape == Shape::any;
    if (field.shape == Shape::labelled) name.parts = {{"value", {}}, {"label", {}}};
  }
  return names;
}

LetterField with_parts(std::initializer_list<const char*> parts) {
  LetterField field;
  for (const char* const part : parts) field.parts[part];
  return field;
}

// --- Values ---

LetterValue text(std::string said) {
  return LetterValue{.text = std::move(said)};
}

/// Written for a reader, in the letter's language.
class Wording {
 public:
  Wording(const LetterGround& ground, const Language& language)
      : ground_(ground), language_(language) {}

  LetterValue day(Day day) const { return text(language_.day(day)); }

  LetterValue amount(const Money& money) const {
    return text(language_.amount(money, ground_.settings.grouping()));
  }

  LetterValue scalar(const std::string& said, Shape shape) const {
    switch (shape) {
      case Shape::day:
        if (const auto day = Day::parse(said)) return this->day(*day);
        break;
      case Shape::moment:
        if (const auto moment = Moment::parse(said))
          return text(language_.day(moment->day) + (moment->timed() ? " " + moment->clock() : ""));
        break;
      case Shape::partial_day:
        if (const auto day = PartialDay::parse(said)) return text(language_.partial_day(*day));
        break;
      case Shape::money:
        if (const auto money = Money::parse(said, ground_.settings.currency)) return amount(*money);
        break;
      default: break;
    }
    return text(said);
  }

  /// A field of the book's own, by the type that crm.yaml gives it.
  LetterValue custom(const std::string& key, const std::string& said) const {
    const CustomField* const field = find_named(ground_.settings.fields, key);
    if (field == nullptr) return text(said);
    if (field->type == "yes") return text(said == "no" || said == "false" ? std::string() : said);
    return scalar(said, field->type == "day"     ? Shape::day
                        : field->type == "money" ? Shape::money
                                                 : Shape::text);
  }

  LetterValue entry(const Data& data, const Type& type) const {
    LetterValue value;
    for (std::size_t i = 0; i < data.keys.size(); ++i)
      if (const Field* const field = type.find(data.keys[i]))
        value.put(data.keys[i], this->field(data.children[i], *field));
    return value;
  }

  LetterValue field(const Data& data, const Field& field) const {
    LetterValue value;
    if (data.kind == Data::Kind::scalar) return scalar(data.text, field.shape);
    for (std::size_t i = 0; i < data.children.size(); ++i) {
      const Data& part = data.children[i];
      if (data.kind == Data::Kind::map)
        value.put(data.keys[i],
                  field.key == "fields" ? custom(data.keys[i], part.text) : text(part.text));
      else if (field.item != nullptr)
        value.list.push_back(entry(part, *field.item));
      else if (const Data* const plain = part.find("value"))
        value.list.push_back(labelled(plain->text, part.find("label")));
      else if (field.shape == Shape::labelled)
        value.list.push_back(labelled(part.text, nullptr));
      else
        value.list.push_back(text(part.text));
    }
    return value;
  }

 private:
  static LetterValue labelled(const std::string& said, const Data* label) {
    LetterValue value = text(said);
    value.put("value", text(said));
    if (label != nullptr) value.put("label", text(label->text));
    return value;
  }

  const LetterGround& ground_;
  const Language& language_;
};

/// As it stands on an envelope, line by line.
std::string postal_lines(const Address& address, const std::string& home) {
  std::string lines;
  const auto line = [&](std::string_view words) {
    const std::string_view said = trimmed(words);
    if (said.empty()) return;
    lines += (lines.empty() ? "" : "\n") + std::string(said);
  };
  line(address.street);
  line(address.postcode + " " + address.city);
  line(address.region);
  if (!address.country.empty() && address.country != home) {
    const Country* const country = find_country(address.country);
    line(country == nullptr ? std::string_view(address.country) : country->name);
  }
  return lines;
}

LetterValue colleague_value(const std::string& word, const Settings& settings) {
  LetterValue value;
  const Colleague* const colleague = find_named(settings.team, word);
  value.text = word;
  value.put("name", text(colleague == nullptr || colleague->name.empty() ? word : colleague->name));
  if (colleague != nullptr && !colleague->emails.empty())
    value.put("email", text(colleague->emails.front()));
  return word.empty() ? LetterValue() : value;
}

std::string first_word(std::string_view name) {
  return std::string(split(trimmed(name), ' ').front());
}

/// The fields of the two whose owner the letter is written to.
void put_person(LetterValue& values, const Person& person, const Customer& customer,
                const Wording& wording) {
  const Type& type = *customer_type().find("people")->item;
  LetterValue said = wording.entry(to_data(person), type);
  for (auto& [key, value] : said.map)
    if (key != "id" && key != "customer") values.put(key, std::move(value));
  // What is not known of a person is not their company's.
  for (const char* const own : {"salutation", "birthday"})
    if (said.find(own) == nullptr) values.put(own, {});
  values.put("company", text(customer.name));
}

}  // namespace

LetterField letter_fields(const Settings& settings) {
  LetterField all = names_of(customer_type());
  for (const auto& [many, one] : first_of) all.parts[one] = all.parts[many];
  for (const auto& [name, custom] : settings.fields) all.parts.try_emplace(name);
  for (const auto& [name, meaning] : added_letter_fields())
    if (name.find('.') == name.npos) all.parts.try_emplace(std::string(name));
  all.parts["me"] = all.parts["owner"] = with_parts({"name", "email"});
  all.parts["campaign"] = with_parts({"name", "coupon", "from", "to"});
  all.parts["occasion"] = with_parts({"day", "years"});
  all.parts["last_purchase"] = all.parts["purchases"];
  all.parts["role"];
  return all;
}

const std::vector<std::pair<std::string_view, std::string_view>>& added_letter_fields() {
  static const std::vector<std::pair<std::string_view, std::string_view>> all = {
      {"greeting",
       "the salutation; where there is none, Dear and the name in the letter's language"},
      {"first_name", "the first word of a person's name; a company has none"},
      {"company", "the company, where the letter is to one of its people, or is to a company"},
      {"role", "what the person does there, where the letter is to one of a company's people"},
      {"email", "the first e-mail address; phone, link, tag and address likewise"},
      {"address",
       "the first postal address as on an envelope; its parts are address.street, "
       "address.postcode, address.city, address.region, address.country"},
      {"city", "that of the first postal address"},
      {"me.name", "who writes; me.email is their address"},
      {"owner.name", "the colleague who looks after the customer; owner.email is their address"},
      {"book", "the name of the business, crm.yaml's name"},
      {"today", "the day of the letter; weekday, month and year are its parts"},
      {"weekday", "the weekday of today"},
      {"month", "the month of today"},
      {"year", "the year of today"},
      {"age", "how old they become this year, where the year of their birth is known"},
      {"last_purchase.item",
       "what was bought last and kept; last_purchase.on, .amount and the "
       "others are what the purchase says besides"},
      {"owed", "what is to be paid in the book's currency, where something is"},
      {"campaign.name",
       "the campaign that the letter belongs to; campaign.coupon is its code, "
       "campaign.to its last day"},
      {"occasion",
       "of a wish (crm wishes), what it is for: the case, the deal, what was bought; occasion.day "
       "is its day, occasion.years how many years it has been"},
  };
  return all;
}

LetterValue letter_values(const Customer& customer, const Person* person,
                          const LetterGround& ground, const Language& language) {
  const Wording wording(ground, language);
  const Settings& settings = ground.settings;
  LetterValue values = wording.entry(to_data(customer), customer_type());
  for (const auto& [key, value] : customer.fields)
    if (values.find(key) == nullptr && customer_type().find(key) == nullptr)
      values.put(key, wording.custom(key, value));
  if (person != nullptr) put_person(values, *person, customer, wording);
  if (customer.is_company()) values.put("company", text(customer.name));
  for (const auto& [many, one] : first_of) {
    const LetterValue* const list = values.find(many);
    if (list != nullptr && !list->list.empty()) values.put(one, LetterValue(list->list.front()));
  }
  const auto& addresses =
      person == nullptr || person->addresses.empty() ? customer.addresses : person->addresses;
  if (!addresses.empty())
    if (const LetterValue* const parts = values.find("address")) {
      LetterValue address = *parts;
      address.text = postal_lines(addresses.front(), settings.country);
      values.put("address", std::move(address));
      values.put("city", text(addresses.front().city));
    }

  const std::string& name = person == nullptr ? customer.name : person->name;
  const LetterValue* const salutation = values.find("salutation");
  values.put("greeting",
             salutation == nullptr ? text(language.greeting(name)) : LetterValue(*salutation));
  if (person != nullptr || !customer.is_company()) values.put("first_name", text(first_word(name)));
  const auto& birthday = person == nullptr ? customer.birthday : person->birthday;
  const Day today = ground.now.day;
  if (birthday && birthday->year)
    values.put("age", text(std::to_string(today.year() - *birthday->year)));

  LetterValue me = colleague_value(ground.by, settings);
  if (!ground.from.name.empty()) me.put("name", text(ground.from.name));
  if (!ground.from.address.empty()) me.put("email", text(ground.from.address));
  values.put("me", std::move(me));
  values.put("owner", colleague_value(customer.owner, settings));
  values.put("book", text(settings.name));
  values.put("today", wording.day(today));
  values.put("weekday", text(language.weekday(today)));
  values.put("month", text(language.month(today.month())));
  values.put("year", text(std::to_string(today.year())));
  if (const auto kept = kept_purchases(customer); !kept.empty())
    values.put("last_purchase",
               wording.entry(to_data(*kept.back()), *customer_type().find("purchases")->item));
  if (const Owed owed = owed_in(settings.currency, customer, settings, today);
      owed.amount.minor > 0)
    values.put("owed", wording.amount(owed.amount));
  LetterValue campaign;
  if (ground.campaign != nullptr) {
    campaign.text = ground.campaign->id;
    campaign.put("name", text(ground.campaign->name));
    campaign.put("coupon", text(ground.campaign->coupon));
    if (ground.campaign->from) campaign.put("from", wording.day(*ground.campaign->from));
    if (ground.campaign->to) campaign.put("to", wording.day(*ground.campaign->to));
  }
  values.put("campaign", std::move(campaign));
  if (ground.wish != nullptr) {
    LetterValue occasion = text(ground.wish->about);
    occasion.put("day", wording.day(ground.wish->of));
    if (ground.wish->years) occasion.put("years", text(std::to_string(*ground.wish->years)));
    values.put("occasion", std::move(occasion));
  }
  return values;
}

}  // namespace crm
