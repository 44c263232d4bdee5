#include "core/exchange/products.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"

namespace crm {
namespace {

const std::vector<Product>& products() {
  static const std::vector<Product> all{
      {"Google Contacts (new)",
       RowKind::customers,
       {"first name", "labels", "file as|e mail 1 label|phonetic first name"},
       {{"first name", "first_name"},
        {"middle name", "middle_name"},
        {"last name", "last_name"},
        {"name prefix", "prefix"},
        {"name suffix", "suffix"},
        {"nickname", "alias"},
        {"organization name", "company"},
        {"organization title", "role"},
        {"organization department", "department"},
        {"birthday", "birthday"},
        {"notes", "note"},
        {"photo", "-"},
        {"labels", "tag"},
        {"e mail # label", "email_label.#"},
        {"e mail # value", "email.#"},
        {"phone # label", "phone_label.#"},
        {"phone # value", "phone.#"},
        {"address # label", "address_label.#"},
        {"address # formatted", "address.#"},
        {"address # street", "street.#"},
        {"address # po box", "street.#"},
        {"address # extended address", "street.#"},
        {"address # city", "city.#"},
        {"address # region", "region.#"},
        {"address # postal code", "postcode.#"},
        {"address # country", "country.#"},
        {"relation # label", "custom_label.relation #"},
        {"relation # value", "custom.relation #"},
        {"website # label", "-"},
        {"website # value", "link"},
        {"event # label", "date_label.#"},
        {"event # value", "date.#"},
        {"custom field # label", "custom_label.#"},
        {"custom field # value", "custom.#"}}},
      {"Google Contacts (old)",
       RowKind::customers,
       {"group membership", "given name"},
       {{"name", "name"},
        {"given name", "first_name"},
        {"additional name", "middle_name"},
        {"family name", "last_name"},
        {"name prefix", "prefix"},
        {"name suffix", "suffix"},
        {"nickname", "alias"},
        {"birthday", "birthday"},
        {"language", "language"},
        {"notes", "note"},
        {"photo", "-"},
        {"group membership", "tag"},
        {"e mail # type", "email_label.#"},
        {"e mail # value", "email.#"},
        {"im # type", "-"},
        {"im # service", "custom_label.im #"},
        {"im # value", "custom.im #"},
        {"phone # type", "phone_label.#"},
        {"phone # value", "phone.#"},
        {"address # type", "address_label.#"},
        {"address # formatted", "address.#"},
        {"address # street", "street.#"},
        {"address # po box", "street.#"},
        {"address # extended address", "street.#"},
        {"address # city", "city.#"},
        {"address # region", "region.#"},
        {"address # postal code", "postcode.#"},
        {"address # country", "country.#"},
        {"organization # type", "-"},
        {"organization 1 name", "company"},
        {"organization 1 title", "role"},
        {"organization 1 department", "department"},
        {"relation # type", "custom_label.relation #"},
        {"relation # value", "custom.relation #"},
        {"website # type", "-"},
        {"website # value", "link"},
        {"event # type", "date_label.#"},
        {"event # value", "date.#"},
        {"custom field # type", "custom_label.#"},
        {"custom field # value", "custom.#"}}},
      {"Outlook",
       RowKind::customers,
       {"e mail address|e mail 2 address", "e mail display name|given name yomi", "first name"},
       {{"title", "prefix"},
        {"first name", "first_name"},
        {"middle name", "middle_name"},
        {"last name", "last_name"},
        {"suffix", "suffix"},
        {"nickname", "alias"},
        {"company", "company"},
        {"department", "department"},
        {"job title", "role"},
        {"business street", "street.business"},
        {"business street #", "street.business"},
        {"business address po box", "street.business"},
        {"business city", "city.business"},
        {"business state", "region.business"},
        {"business postal code", "postcode.business"},
        {"business country", "country.business"},
        {"business country region", "country.business"},
        {"home street", "street.home"},
        {"home street #", "street.home"},
        {"home address po box", "street.home"},
        {"home city", "city.home"},
        {"home state", "region.home"},
        {"home postal code", "postcode.home"},
        {"home country", "country.home"},
        {"home country region", "country.home"},
        {"other street", "street.other"},
        {"other street #", "street.other"},
        {"other address po box", "street.other"},
        {"other city", "city.other"},
        {"other state", "region.other"},
        {"other postal code", "postcode.other"},
        {"other country", "country.other"},
        {"other country region", "country.other"},
        {"assistants phone", "phone.assistant"},
        {"business fax", "phone.business fax"},
        {"business phone", "phone.business"},
        {"business phone #", "phone.business"},
        {"callback", "phone.callback"},
        {"car phone", "phone.car"},
        {"company main phone", "phone.company"},
        {"home fax", "phone.home fax"},
        {"home phone", "phone.home"},
        {"home phone #", "phone.home"},
        {"isdn", "phone.isdn"},
        {"mobile phone", "phone.mobile"},
        {"other fax", "phone.other fax"},
        {"other phone", "phone.other"},
        {"pager", "phone.pager"},
        {"primary phone", "phone.primary"},
        {"radio phone", "phone.radio"},
        {"tty tdd phone", "phone.tty"},
        {"telex", "phone.telex"},
        {"anniversary", "date.anniversary"},
        {"birthday", "birthday"},
        {"categories", "tag"},
        {"e mail address", "email.1"},
        {"e mail type", "email_type.1"},
        {"e mail # address", "email.#"},
        {"e mail # type", "email_type.#"},
        {"e mail display name", "-"},
        {"e mail # display name", "-"},
        {"language", "language"},
        {"notes", "note"},
        {"web page", "link"},
        {"personal web page", "link"},
        {"initials", "-"},
        {"priority", "-"},
        {"private", "-"},
        {"sensitivity", "-"}}},
      {"Thunderbird",
       RowKind::customers,
       {"primary email"},
       {{"first name", "first_name"},
        {"last name", "last_name"},
        {"display name", "name"},
        {"nickname", "alias"},
        {"primary email", "email"},
        {"secondary email", "email"},
        {"work phone", "phone.work"},
        {"home phone", "phone.home"},
        {"fax number", "phone.fax"},
        {"pager number", "phone.pager"},
        {"mobile number", "phone.mobile"},
        {"home address", "street.home"},
        {"home address 2", "street.home"},
        {"home address2", "street.home"},
        {"home city", "city.home"},
        {"home state", "region.home"},
        {"home county", "region.home"},
        {"home zipcode", "postcode.home"},
        {"home post code", "postcode.home"},
        {"home country", "country.home"},
        {"work address", "street.work"},
        {"work address 2", "street.work"},
        {"work address2", "street.work"},
        {"work city", "city.work"},
        {"work state", "region.work"},
        {"work county", "region.work"},
        {"work zipcode", "postcode.work"},
        {"work post code", "postcode.work"},
        {"work country", "country.work"},
        {"job title", "role"},
        {"department", "department"},
        {"organization", "company"},
        {"organisation", "company"},
        {"web page #", "link"},
        {"birth year", "birth_year"},
        {"birth month", "birth_month"},
        {"birth day", "birth_day"},
        {"notes", "note"}}},
      {"LinkedIn",
       RowKind::customers,
       {"connected on", "first name"},
       {{"first name", "first_name"},
        {"last name", "last_name"},
        {"url", "profile.linkedin"},
        {"email address", "email"},
        {"company", "company"},
        {"position", "role"},
        {"connected on", "day.connected_on"}}},
      {"HubSpot deals",
       RowKind::deals,
       {"record id", "deal name"},
       {{"record id", "external.hubspot"},
        {"deal name", "title"},
        {"deal stage", "stage"},
        {"pipeline", "pipeline"},
        {"amount", "amount"},
        {"currency", "currency"},
        {"close date", "close_date"},
        {"deal owner", "owner"},
        {"create date", "created"},
        {"deal probability", "probability"},
        {"deal description", "note"},
        {"closed lost reason", "reason"},
        {"closed won reason", "note"},
        {"is closed won", "is_won"},
        {"is deal closed", "is_closed"},
        {"original traffic source", "source"},
        {"original source", "source"},
        {"associated company ids", "who.hubspot:company"},
        {"associated company ids primary", "who.hubspot:company"},
        {"associated company", "who.name"},
        {"associated company primary", "who.name"},
        {"associated contact ids", "who.hubspot"},
        {"associated contact", "who.name"}}},
      {"HubSpot companies",
       RowKind::customers,
       {"record id", "company name", "company domain name|company owner"},
       {{"record id", "external.hubspot:company"},
        {"company name", "name"},
        {"company domain name", "link"},
        {"website url", "link"},
        {"linkedin company page", "link"},
        {"phone number", "phone"},
        {"company owner", "owner"},
        {"lifecycle stage", "status"},
        {"street address", "street"},
        {"street address 2", "street"},
        {"city", "city"},
        {"state region", "region"},
        {"postal code", "postcode"},
        {"country region", "country"},
        {"description", "note"},
        {"create date", "added"},
        {"last activity date", "day.last_activity_date"},
        {"original source", "source"},
        {"original traffic source", "source"}},
       true},
      {"HubSpot contacts",
       RowKind::customers,
       {"record id", "first name|last name|email",
        "email|lifecycle stage|lead status|contact owner"},
       {{"record id", "external.hubspot"},
        {"first name", "first_name"},
        {"last name", "last_name"},
        {"salutation", "prefix"},
        {"email", "email"},
        {"additional email addresses", "email"},
        {"work email", "email.work"},
        {"phone number", "phone"},
        {"mobile phone number", "phone.mobile"},
        {"fax number", "phone.fax"},
        {"job title", "role"},
        {"company name", "company"},
        {"associated company", "company"},
        {"associated company primary", "company"},
        {"associated company ids", "company.hubspot:company"},
        {"associated company ids primary", "company.hubspot:company"},
        {"contact owner", "owner"},
        {"lifecycle stage", "status"},
        {"street address", "street"},
        {"city", "city"},
        {"state region", "region"},
        {"postal code", "postcode"},
        {"country region", "country"},
        {"website url", "link"},
        {"date of birth", "birthday"},
        {"preferred language", "language"},
        {"create date", "added"},
        {"last activity date", "day.last_activity_date"},
        {"original source", "source"},
        {"original traffic source", "source"},
        {"unsubscribed from all email", "no_consent.email"},
        {"message", "note"}}},
      {"Salesforce opportunities",
       RowKind::deals,
       {"id", "stagename"},
       {{"id", "external.salesforce"},
        {"isdeleted", "deleted"},
        {"accountid", "who.salesforce"},
        {"contactid", "who.salesforce"},
        {"name", "title"},
        {"description", "note"},
        {"stagename", "stage"},
        {"amount", "amount"},
        {"currencyisocode", "currency"},
        {"probability", "probability"},
        {"closedate", "close_date"},
        {"leadsource", "source"},
        {"isclosed", "is_closed"},
        {"iswon", "is_won"},
        {"createddate", "created"},
        {"laststagechangedate", "moved"},
        {"loss reason c", "reason"}}},
      {"Salesforce leads",
       RowKind::customers,
       {"id", "lastname", "company"},
       {{"id", "external.salesforce"},
        {"isdeleted", "deleted"},
        {"masterrecordid", "-"},
        {"lastname", "last_name"},
        {"firstname", "first_name"},
        {"salutation", "prefix"},
        {"name", "name"},
        {"title", "role"},
        {"company", "company"},
        {"street", "street"},
        {"city", "city"},
        {"state", "region"},
        {"postalcode", "postcode"},
        {"country", "country"},
        {"phone", "phone"},
        {"mobilephone", "phone.mobile"},
        {"fax", "phone.fax"},
        {"email", "email"},
        {"website", "link"},
        {"description", "note"},
        {"leadsource", "source"},
        {"status", "status"},
        {"hasoptedoutofemail", "no_consent.email"},
        {"donotcall", "no_consent.phone"},
        {"createddate", "added"}}},
      {"Salesforce contacts",
       RowKind::customers,
       {"id", "lastname"},
       {{"id", "external.salesforce"},
        {"isdeleted", "deleted"},
        {"masterrecordid", "-"},
        {"accountid", "company.salesforce"},
        {"lastname", "last_name"},
        {"firstname", "first_name"},
        {"middlename", "middle_name"},
        {"suffix", "suffix"},
        {"salutation", "prefix"},
        {"name", "name"},
        {"otherstreet", "street.other"},
        {"othercity", "city.other"},
        {"otherstate", "region.other"},
        {"otherpostalcode", "postcode.other"},
        {"othercountry", "country.other"},
        {"mailingstreet", "street.mailing"},
        {"mailingcity", "city.mailing"},
        {"mailingstate", "region.mailing"},
        {"mailingpostalcode", "postcode.mailing"},
        {"mailingcountry", "country.mailing"},
        {"phone", "phone"},
        {"fax", "phone.fax"},
        {"mobilephone", "phone.mobile"},
        {"homephone", "phone.home"},
        {"otherphone", "phone.other"},
        {"assistantphone", "phone.assistant"},
        {"email", "email"},
        {"title", "role"},
        {"department", "department"},
        {"leadsource", "source"},
        {"birthdate", "birthday"},
        {"description", "note"},
        {"hasoptedoutofemail", "no_consent.email"},
        {"donotcall", "no_consent.phone"},
        {"createddate", "added"}}},
      {"Salesforce accounts",
       RowKind::customers,
       {"id", "name", "isdeleted|systemmodstamp|billingstreet|billingcity"},
       {{"id", "external.salesforce"},
        {"isdeleted", "deleted"},
        {"masterrecordid", "-"},
        {"name", "name"},
        {"billingstreet", "street.billing"},
        {"billingcity", "city.billing"},
        {"billingstate", "region.billing"},
        {"billingpostalcode", "postcode.billing"},
        {"billingcountry", "country.billing"},
        {"shippingstreet", "street.shipping"},
        {"shippingcity", "city.shipping"},
        {"shippingstate", "region.shipping"},
        {"shippingpostalcode", "postcode.shipping"},
        {"shippingcountry", "country.shipping"},
        {"phone", "phone"},
        {"fax", "phone.fax"},
        {"website", "link"},
        {"description", "note"},
        {"accountsource", "source"},
        {"createddate", "added"}},
       true},
      {"Salesforce report of opportunities",
       RowKind::deals,
       {"opportunity name", "account name|stage"},
       {{"opportunity id", "external.salesforce"},
        {"opportunity name", "title"},
        {"account id", "who.salesforce"},
        {"account name", "who.name"},
        {"stage", "stage"},
        {"amount", "amount"},
        {"amount currency", "currency"},
        {"probability %", "probability"},
        {"close date", "close_date"},
        {"created date", "created"},
        {"opportunity owner", "owner"},
        {"lead source", "source"},
        {"description", "note"}},
       false,
       true},
      {"Salesforce report",
       RowKind::customers,
       {"account name", "last name|account owner"},
       {{"contact id", "external.salesforce"},
        {"account id", "company.salesforce"},
        {"salutation", "prefix"},
        {"first name", "first_name"},
        {"middle name", "middle_name"},
        {"last name", "last_name"},
        {"suffix", "suffix"},
        {"title", "role"},
        {"department", "department"},
        {"account name", "company"},
        {"mailing street", "street.mailing"},
        {"mailing city", "city.mailing"},
        {"mailing state province", "region.mailing"},
        {"mailing zip postal code", "postcode.mailing"},
        {"mailing country", "country.mailing"},
        {"phone", "phone"},
        {"mobile", "phone.mobile"},
        {"fax", "phone.fax"},
        {"email", "email"},
        {"account owner", "owner"},
        {"contact owner", "owner"},
        {"lead source", "source"},
        {"description", "note"},
        {"email opt out", "no_consent.email"},
        {"do not call", "no_consent.phone"},
        {"created date", "added"}},
       false,
       true},
      {"Pipedrive deals",
       RowKind::deals,
       {"deal title"},
       {{"deal id", "external.pipedrive"},
        {"deal pipedrive system id", "external.pipedrive"},
        {"deal title", "title"},
        {"deal value", "amount"},
        {"deal currency of value", "currency"},
        {"deal currency", "currency"},
        {"deal stage", "stage"},
        {"deal pipeline", "pipeline"},
        {"deal status", "status"},
        {"organization id", "who.pipedrive:organization"},
        {"organization pipedrive system id", "who.pipedrive:organization"},
        {"deal organization id", "who.pipedrive:organization"},
        {"person id", "who.pipedrive"},
        {"person pipedrive system id", "who.pipedrive"},
        {"deal contact person id", "who.pipedrive"},
        {"deal organization", "who.name"},
        {"organization name", "who.name"},
        {"deal contact person", "who.name"},
        {"person name", "who.name"},
        {"person email", "who.email"},
        {"person email work", "who.email"},
        {"deal owner", "owner"},
        {"deal expected close date", "expected"},
        {"deal won time", "won"},
        {"deal lost time", "lost"},
        {"deal deal closed on", "closed"},
        {"deal lost reason", "reason"},
        {"deal probability", "probability"},
        {"deal deal probability", "probability"},
        {"deal deal created", "created"},
        {"deal created", "created"},
        {"deal last stage change", "moved"},
        {"deal label", "tag"},
        {"deal source channel", "source"}}},
      {"Pipedrive activities",
       RowKind::interactions,
       {"activity subject"},
       {{"activity id", "external.pipedrive"},
        {"activity pipedrive system id", "external.pipedrive"},
        {"activity subject", "subject"},
        {"activity type", "kind"},
        {"activity due date", "at"},
        {"activity due time", "time"},
        {"activity duration", "minutes"},
        {"activity done", "done"},
        {"activity note", "text.html"},
        {"activity public description", "text.html"},
        {"activity location", "place"},
        {"activity assigned to user", "by"},
        {"activity organization", "who.name"},
        {"organization name", "who.name"},
        {"activity contact person", "who.name"},
        {"person name", "who.name"},
        {"person email", "who.email"}}},
      {"Pipedrive notes",
       RowKind::interactions,
       {"note content"},
       {{"note id", "external.pipedrive"},
        {"note content", "text.html"},
        {"note add time", "at"},
        {"note created", "at"},
        {"note user", "by"},
        {"note organization", "who.name"},
        {"organization name", "who.name"},
        {"note person", "who.name"},
        {"note contact person", "who.name"},
        {"person name", "who.name"}}},
      {"Pipedrive persons",
       RowKind::customers,
       {"person name",
        "person id|person pipedrive system id|person label|person email|person email work|person "
        "phone|person phone work|person owner|person organization|person first name"},
       {{"person id", "external.pipedrive"},
        {"person pipedrive system id", "external.pipedrive"},
        {"person name", "name"},
        {"person first name", "first_name"},
        {"person last name", "last_name"},
        {"person email", "email"},
        {"person email work", "email.work"},
        {"person email home", "email.home"},
        {"person email other", "email.other"},
        {"person phone", "phone"},
        {"person phone work", "phone.work"},
        {"person phone home", "phone.home"},
        {"person phone mobile", "phone.mobile"},
        {"person phone other", "phone.other"},
        {"person label", "tag"},
        {"person labels", "tag"},
        {"person owner", "owner"},
        {"person job title", "role"},
        {"person birthday", "birthday"},
        {"person notes", "note"},
        {"person postal address", "address"},
        {"person person created", "added"},
        {"person organization", "company"},
        {"organization name", "company"},
        {"organization id", "company.pipedrive:organization"},
        {"organization pipedrive system id", "company.pipedrive:organization"},
        {"person organization id", "company.pipedrive:organization"}}},
      {"Pipedrive organizations",
       RowKind::customers,
       {"organization name",
        "organization id|organization pipedrive system id|organization address|organization "
        "owner|organization label"},
       {{"organization id", "external.pipedrive:organization"},
        {"organization pipedrive system id", "external.pipedrive:organization"},
        {"organization name", "name"},
        {"organization address", "address"},
        {"organization label", "tag"},
        {"organization labels", "tag"},
        {"organization owner", "owner"},
        {"organization website", "link"},
        {"organization linkedin profile", "link"},
        {"organization organization created", "added"}},
       true},
  };
  return all;
}

/// What Salesforce writes for itself.
constexpr std::array housekeeping{"systemmodstamp",
                                  "lastmodifieddate",
                                  "lastmodifiedbyid",
                                  "createdbyid",
                                  "lastvieweddate",
                                  "lastreferenceddate",
                                  "lastactivitydate",
                                  "photourl",
                                  "isemailbounced",
                                  "jigsaw",
                                  "jigsawcontactid",
                                  "cleanstatus",
                                  "ispriorityrecord",
                                  "isconverted",
                                  "isunreadbyowner",
                                  "pushcount",
                                  "fiscalquarter",
                                  "fiscalyear",
                                  "fiscal"};

bool has(const std::vector<std::string>& headers, std::string_view header) {
  return std::ranges::find(headers, header) != headers.end();
}

/// The number that stands for `#`, where the header is of that form.
std::optional<std::string> number_in(std::string_view header, std::string_view form) {
  const auto at = form.find('#');
  if (at == form.npos) return header == form ? std::optional<std::string>("") : std::nullopt;
  const std::string_view before = form.substr(0, at), after = form.substr(at + 1);
  if (header.size() <= before.size() + after.size() || !header.starts_with(before) ||
      !header.ends_with(after))
    return std::nullopt;
  const std::string_view number =
      header.substr(before.size(), header.size() - before.size() - after.size());
  if (number.find_first_not_of("0123456789") != number.npos) return std::nullopt;
  return std::string(number);
}

}  // namespace

std::string Product::word_for(std::string_view folded) const {
  for (const Column& column : columns) {
    const auto number = number_in(folded, column.header);
    if (!number) continue;
    std::string word(column.word);
    if (const auto at = word.find('#'); at != word.npos) word.replace(at, 1, *number);
    return word;
  }
  if (name.starts_with("Salesforce") &&
      std::ranges::find(housekeeping, folded) != housekeeping.end())
    return "-";
  return {};
}

const Product* find_product(const std::vector<std::string>& folded) {
  for (const Product& product : products()) {
    const bool all = std::ranges::all_of(product.tells, [&](std::string_view one) {
      const auto choices = split(one, '|');
      return std::ranges::any_of(choices,
                                 [&](std::string_view choice) { return has(folded, choice); });
    });
    if (all) return &product;
  }
  return nullptr;
}

namespace {

struct Usual {
  std::string_view word;
  unsigned kinds;
  /// Folded headers, parted by bars: English, German, French, Spanish, Portuguese, Italian, Dutch,
  /// Hindi.
  std::string_view headers;
};

constexpr unsigned c = 1, d = 2, i = 4, p = 8, y = 16, r = 32;
constexpr unsigned entries = d | i | p | y | r;

constexpr Usual usual[] = {
    // What says whose an entry is comes before what is the entry's own.
    {"who.email", entries,
     "email|e mail|mail|email address|e mail address|customer email|client email|e mail "
     "adresse|correo|correo electronico|courriel|adresse e mail|posta elettronica|e mailadres|ईमेल"},
    {"who.phone", entries,
     "phone|telephone|phone "
     "number|mobile|telefon|telefonnummer|handy|telefono|telefone|telefoon|फोन|मोबाइल"},
    {"who.name", entries,
     "customer|customer name|client|client name|contact|contact name|company|company "
     "name|account|account name|kunde|kundenname|firma|kontakt|cliente|nombre del cliente|nome do "
     "cliente|nome cliente|entreprise|societe|empresa|azienda|klant|klantnaam|bedrijf|ग्राहक"},
    {"who.card", entries,
     "card|card number|card no|card id|loyalty card|customer card|member card|membership "
     "number|karte|kartennummer|kundenkarte|kartennr|carte|numero de carte|tarjeta|numero de "
     "tarjeta|cartao|tessera|numero tessera|klantenkaart|kaartnummer|कार्ड|कार्ड नंबर"},
    {"who.id", entries, "customer id|crm id"},
    {"who.name", i | p | y | r,
     "name|full name|nom complet|nombre completo|nome completo|naam|नाम"},
    {"who.first_name", entries, "first name|firstname|vorname|prenom|nombre|voornaam"},
    {"who.last_name", entries,
     "last name|lastname|surname|nachname|nom|apellido|apellidos|cognome|achternaam"},
    // A customer.
    {"name", c,
     "name|full name|fullname|display name|contact|contact name|customer|customer "
     "name|client|client name|vollstandiger name|kunde|kundenname|nom complet|nombre completo|nome "
     "completo|nome e cognome|volledige naam|naam|नाम|पूरा नाम|ग्राहक का नाम|ग्राहक"},
    {"first_name", c,
     "first name|firstname|given name|forename|vorname|prenom|nombre|nombres|nome|primeiro "
     "nome|voornaam|पहला नाम"},
    {"middle_name", c,
     "middle name|middlename|zweiter vorname|deuxieme prenom|segundo nombre|nome do meio|secondo "
     "nome|tussenvoegsel"},
    {"last_name", c,
     "last name|lastname|surname|family name|nachname|familienname|zuname|nom|nom de "
     "famille|apellido|apellidos|sobrenome|apelido|ultimo nome|cognome|achternaam|उपनाम|अंतिम नाम"},
    {"prefix", c,
     "prefix|name prefix|salutation|anrede|titel|civilite|tratamiento|tratamento|titolo|aanhef"},
    {"suffix", c, "suffix|name suffix|namenszusatz"},
    {"alias", c,
     "nickname|nick name|also known as|aliases|spitzname|surnom|apodo|soprannome|bijnaam|उपनाम "
     "पुकार"},
    {"company", c,
     "company|company name|organization|organisation|organization name|employer|account|account "
     "name|business|firma|firmenname|unternehmen|organisation "
     "name|entreprise|societe|empresa|compania|organizacion|organizacao|azienda|societa|ditta|"
     "bedrijf|bedrijfsnaam|कंपनी|संस्था"},
    {"role", c,
     "job "
     "title|title|position|role|job|function|beruf|berufsbezeichnung|stelle|funktion|poste|"
     "fonction|cargo|puesto|posizione|qualifica|ruolo|functie|पद"},
    {"department", c,
     "department|abteilung|service|departement|departamento|reparto|afdeling|विभाग"},
    {"email", c,
     "email|e mail|mail|email address|e mail address|emails|e mail adresse|mailadresse|mail "
     "adresse|correo|correo electronico|email 1|e mail 1|email 2|e mail 2|email 3|courriel|adresse "
     "e mail|adresse email|adresse mail|posta elettronica|indirizzo email|endereco de email|e "
     "mailadres|emailadres|ईमेल|ई मेल|ईमेल पता"},
    {"email.work", c,
     "work email|business email|office email|e mail geschaftlich|e mail dienstlich|email "
     "professionnel"},
    {"email.home", c, "home email|private email|personal email|e mail privat|email personnel"},
    {"phone", c,
     "phone|telephone|tel|phone number|telephone number|phones|phone 1|phone 2|phone "
     "3|telefon|telefonnummer|rufnummer|numero de telephone|telefono|numero de "
     "telefono|telefone|numero di telefono|telefoon|telefoonnummer|फोन|फ़ोन|फोन नंबर|दूरभाष"},
    {"phone.mobile", c,
     "mobile|mobile phone|mobile number|cell|cell "
     "phone|cellphone|whatsapp|handy|handynummer|mobil|mobiltelefon|mobilnummer|portable|telephone "
     "portable|movil|telefono movil|celular|telemovel|cellulare|mobiel|mobiel nummer|मोबाइल|मोबाइल "
     "नंबर"},
    {"phone.work", c,
     "work phone|business phone|office phone|telefon geschaftlich|telefon dienstlich|telephone "
     "professionnel|telefono trabajo"},
    {"phone.home", c, "home phone|private phone|telefon privat|telephone domicile|telefono casa"},
    {"phone.fax", c, "fax|fax number|telefax|faxnummer|telecopie"},
    {"link", c,
     "website|web site|web|url|homepage|web page|site|link|links|webseite|internet|site web|site "
     "internet|sitio web|pagina web|sito|sito web|वेबसाइट"},
    {"address", c,
     "address|addresses|full address|postal address|mailing "
     "address|anschrift|adresse|direccion|endereco|indirizzo|adres|पता"},
    {"street", c,
     "street|street address|address line 1|address 1|address line 2|address 2|strasse|strasse und "
     "hausnummer|rue|adresse 1|adresse 2|calle|rua|via|straat|गली|सड़क"},
    {"postcode", c,
     "zip|zip code|zipcode|postcode|postal code|post code|pin|pin "
     "code|pincode|plz|postleitzahl|code postal|codigo postal|cep|cap|पिन|पिन कोड"},
    {"city", c,
     "city|town|ort|stadt|wohnort|ville|ciudad|cidade|localidad|citta|comune|stad|plaats|"
     "woonplaats|शहर"},
    {"region", c,
     "state|region|province|county|state province|bundesland|kanton|departement "
     "region|estado|provincia|regione|provincie|राज्य"},
    {"country", c, "country|country region|land|pays|pais|paese|nazione|देश"},
    {"birthday", c,
     "birthday|birth date|birthdate|date of birth|dob|geburtstag|geburtsdatum|date de "
     "naissance|anniversaire|fecha de nacimiento|cumpleanos|data de nascimento|aniversario|data di "
     "nascita|compleanno|geboortedatum|verjaardag|जन्मदिन|जन्म तिथि"},
    {"date.anniversary", c, "anniversary|wedding anniversary|wedding day|hochzeitstag"},
    {"note", c | entries,
     "note|notes|comment|comments|remark|remarks|notiz|notizen|bemerkung|bemerkungen|kommentar|"
     "anmerkung|remarque|remarques|commentaire|commentaires|nota|notas|observaciones|comentarios|"
     "observacoes|note libere|commenti|opmerking|opmerkingen|notitie|notities|टिप्पणी|नोट"},
    {"tag", c | d,
     "tag|tags|label|labels|group|groups|category|categories|kategorie|kategorien|gruppe|gruppen|"
     "etikett|etiquette|etiquettes|groupe|categorie|etiqueta|etiquetas|grupo|grupos|categoria|"
     "categorias|etichette|gruppo|groep|टैग|समूह"},
    {"status", c | d, "status|customer status|kundenstatus|statut|estado del cliente|stato|स्थिति"},
    {"owner", c | d,
     "owner|account manager|assigned to|sales "
     "rep|salesperson|responsible|betreuer|zustandig|verantwortlich|bearbeiter|proprietaire|"
     "responsable|propietario|responsavel|proprietario|responsabile|eigenaar"},
    {"source", c | d,
     "source|lead source|marketing "
     "source|quelle|herkunft|origine|fuente|origen|origem|fonte|bron|स्रोत"},
    {"since", c,
     "customer since|client since|kunde seit|client depuis|cliente desde|cliente dal|klant sinds"},
    {"added", c,
     "created|created at|created on|date added|added on|angelegt|angelegt am|erstellt am|date de "
     "creation|fecha de alta|fecha de creacion|data de criacao|data di creazione|aangemaakt op"},
    {"language", c, "language|sprache|langue|idioma|lingua|taal|भाषा"},
    {"external.card", c,
     "card|card number|card no|card id|loyalty card|customer card|member card|membership "
     "number|karte|kartennummer|kundenkarte|kartennr|carte|numero de carte|tarjeta|numero de "
     "tarjeta|cartao|tessera|numero tessera|klantenkaart|kaartnummer|कार्ड|कार्ड नंबर"},
    {"kind", c, "kind"},
    {"campaign", c | d | p, "campaigns"},
    {"tag", c, "schlagworte|schlagworter"},
    // A deal.
    {"title", d,
     "title|deal|deal name|deal title|name|opportunity|opportunity "
     "name|subject|projekt|titel|bezeichnung|auftrag|vorgang|affaire|titre|opportunite|oportunidad|"
     "titulo|negocio|oportunidade|trattativa|opportunita|titolo|offerte"},
    {"amount", d | p | y,
     "amount|value|total|sum|price total|revenue|deal "
     "value|betrag|summe|gesamt|gesamtbetrag|umsatz|wert|montant|total "
     "ttc|valeur|importe|monto|valor|importo|totale|valore|bedrag|totaal|waarde|राशि|रकम|कुल"},
    {"currency", d | p | y, "currency|wahrung|devise|moneda|divisa|moeda|valuta|मुद्रा"},
    {"stage", d, "stage|deal stage|pipeline stage|phase|stufe|etape|etapa|fase|चरण"},
    {"pipeline", d, "pipeline|funnel"},
    {"probability", d,
     "probability|probability "
     "%|wahrscheinlichkeit|probabilite|probabilidad|probabilidade|probabilita|kans"},
    {"expected", d,
     "expected|expected close|expected close date|closing date|erwartet|abschluss "
     "erwartet|erwarteter abschluss|date de cloture prevue|cierre previsto|previsao|chiusura "
     "prevista"},
    {"close_date", d,
     "close date|abschlussdatum|date de cloture|fecha de cierre|data de fechamento|data di "
     "chiusura"},
    {"closed", d, "closed|closed on|closed at|geschlossen am"},
    {"won", d, "won on|won date|won at|gewonnen am"},
    {"lost", d, "lost on|lost date|lost at|verloren am"},
    {"reason", d,
     "reason|lost reason|loss reason|grund|verlustgrund|raison|motivo|motivo de perdida"},
    {"created", d,
     "created|created at|created on|create date|angelegt|angelegt am|erstellt am|date de "
     "creation|fecha de creacion|data de criacao|data di creazione"},
    {"external", d | i | p | y | r,
     "external|deal id|opportunity id|receipt|receipt number|receipt no|invoice|invoice "
     "number|invoice no|order|order id|order number|transaction|transaction "
     "id|reference|bon|bonnummer|belegnummer|beleg|rechnung|rechnungsnummer|bestellnummer|"
     "auftragsnummer|vorgangsnummer|numero de facture|facture|ticket|factura|numero de "
     "factura|recibo|fattura|numero fattura|scontrino|bonnr|factuurnummer|बिल नंबर|रसीद"},
    // An interaction.
    {"at", i,
     "at|date|when|datetime|date time|timestamp|datum|date et heure|fecha|data|दिनांक|तारीख"},
    {"time", i | r, "time|uhrzeit|zeit|heure|hora|ora|tijd|समय"},
    {"kind", i, "kind|type|channel|art|typ|kanal|type d activite|tipo|canal|canale|soort"},
    {"direction", i, "direction|in out|richtung|sens|direccion llamada|direzione"},
    {"subject", i, "subject|topic|betreff|thema|objet|sujet|asunto|assunto|oggetto|onderwerp|विषय"},
    {"text", i | r,
     "text|description|summary|body|content|beschreibung|inhalt|texte|descripcion|texto|resumen|"
     "descricao|testo|descrizione|tekst|omschrijving|विवरण"},
    {"minutes", i, "minutes|duration|dauer|minuten|duree|duracion|duracao|durata|duur"},
    {"place", i, "place|location|ort|lieu|lugar|local|luogo|plaats"},
    {"outcome", i, "outcome|result|ergebnis|resultat|resultado|esito|resultaat"},
    {"by", i | p | y | r,
     "by|user|agent|employee|cashier|mitarbeiter|verkaufer|kassierer|vendeur|vendedor|venditore|"
     "medewerker"},
    {"done", i | r, "done|completed|erledigt|fait|hecho|feito|fatto|gedaan"},
    // A purchase, a payment, a reminder.
    {"on", p | y,
     "on|date|day|sale date|purchase date|order date|payment date|paid "
     "on|datum|kaufdatum|tag|rechnungsdatum|buchungstag|zahlungsdatum|date d achat|date de "
     "paiement|fecha|fecha de compra|fecha de pago|data|data da compra|data di acquisto|data "
     "pagamento|दिनांक|तारीख"},
    {"item", p,
     "item|items|product|product "
     "name|article|description|what|artikel|artikelname|produkt|ware|position|article "
     "achete|produit|designation|articulo|producto|descripcion|produto|artigo|articolo|prodotto|"
     "descrizione|वस्तु|उत्पाद|सामान"},
    {"quantity", p,
     "quantity|qty|count|number|menge|anzahl|stuck|quantite|qte|cantidad|quantidade|quantita|"
     "aantal|मात्रा"},
    {"price", p,
     "unit price|price|price each|einzelpreis|preis|prix unitaire|prix|precio|precio "
     "unitario|preco|preco unitario|prezzo|prezzo unitario|prijs|stukprijs|मूल्य|दाम"},
    {"category", p, "category|group|department|kategorie|warengruppe|categorie|categoria|rubrique"},
    {"cost", d | p, "cost|cost of goods|einkaufspreis|kosten|prix de revient|costo|custo"},
    {"points", p, "points|loyalty points|punkte|punti|puntos|pontos"},
    {"coupon", p, "coupon|voucher|gutschein|cupon|cupom|buono"},
    {"due", r,
     "due|due date|date|when|remind on|fallig|fallig "
     "am|datum|echeance|date|vencimiento|fecha|data|scadenza|दिनांक|तारीख"},
    {"text", r,
     "task|todo|title|subject|what|aufgabe|betreff|tache|objet|tarea|asunto|tarefa|compito|taak|"
     "कार्य"},
    {"every", r, "every|repeat|recurrence|wiederholung"},
    {"for", r, "for|assigned to|assignee|owner|zustandig"},
};

}  // namespace

std::string usual_word(std::string_view folded, RowKind kind) {
  using Words = std::map<std::string, std::string_view, std::less<>>;
  static const std::map<RowKind, Words> all = [] {
    std::map<RowKind, Words> index;
    for (const std::string& name : row_kinds()) {
      const RowKind one = *row_kind(name);
      // Where two words have a header, the first counts.
      for (const Usual& known : usual)
        if ((known.kinds & static_cast<unsigned>(one)) != 0)
          for (const std::string_view header : split(known.headers, '|'))
            index[one].emplace(is_ascii(header) ? std::string(header) : folded_header(header),
                               known.word);
    }
    return index;
  }();
  const Words& words = all.at(kind);
  const auto found = words.find(folded);
  return found == words.end() ? std::string() : std::string(found->second);
}

}  // namespace crm
