// Mappings as they are typed, and as a book keeps them.
#include <doctest/doctest.h>

#include "core/exchange/cells.hpp"
#include "core/exchange/mapping.hpp"
#include "core/exchange/plan.hpp"
#include "core/exchange/products.hpp"
#include "tests/format/corpus.hpp"

using namespace crm;
using namespace crm::test;

namespace {

const std::vector<std::string> headers{"Name", "E-Mail", "a=b", "Was: wann", "Stufe"};

std::string typed(const char* text) {
  const auto word = MapWord::parse(text, headers);
  if (!word) return "! " + word.error().message() + " | " + word.error().problems.front().hint;
  return headers[word->column] + (word->theirs ? " [" + *word->theirs + "]" : "") + " -> " +
         word->becomes;
}

std::string planned(const std::vector<std::string>& header, const CsvWish& wish = {}) {
  const auto plan = plan_for(header, wish);
  if (!plan) return "! " + plan.error().message() + " | " + plan.error().problems.front().hint;
  std::string all = std::string(name_of(plan->kind)) + ":";
  for (const PlannedColumn& column : plan->columns) all += " " + column.word.text();
  return all;
}

CsvWish mapped(std::vector<std::string> words, std::string as = "") {
  CsvWish wish;
  wish.map = std::move(words);
  wish.as = std::move(as);
  return wish;
}

}  // namespace

TEST_CASE("a word of --map names a column however it is spelled") {
  CHECK(typed("Name=name") == "Name -> name");
  CHECK(typed("e mail=email.work") == "E-Mail -> email.work");
  CHECK(typed("a=b=-") == "a=b -> -");
  CHECK(typed("Was: wann=note") == "Was: wann -> note");
  CHECK(typed("Stufe:Angebot=proposal") == "Stufe [Angebot] -> proposal");
  CHECK(typed("Was: wann:x:y=z") == "Was: wann [x:y] -> z");
  CHECK(typed("Nmae=name") == "! there is no column \"Nmae\" | did you mean \"Name\"?");
  CHECK(typed("Umsatz=amount") ==
        "! there is no column \"Umsatz\" | the columns are Name, E-Mail, a=b, Was: wann, Stufe");
  CHECK(typed("Name").starts_with("! --map \"Name\" should be COLUMN=FIELD"));
  CHECK(typed("Name=").starts_with("! "));
}

TEST_CASE("headers of many languages are known") {
  CHECK(planned({"Name", "E-Mail", "Telefon", "Firma", "Straße", "PLZ", "Ort", "Geburtstag"}) ==
        "customers: name email phone company street postcode city birthday");
  CHECK(planned({"Prénom", "Nom", "Courriel", "Société", "Téléphone", "Code postal", "Ville"}) ==
        "customers: first_name last_name email company phone postcode city");
  CHECK(planned({"Nombre", "Apellidos", "Correo electrónico", "Teléfono", "Empresa",
                 "Dirección"}) == "customers: first_name last_name email phone company address");
  CHECK(planned({"Nome completo", "E-mail", "Telefone", "Celular", "CEP", "Cidade"}) ==
        "customers: name email phone phone.mobile postcode city");
  CHECK(planned({"Nome", "Cognome", "Indirizzo email", "Cellulare", "Azienda", "CAP", "Città"}) ==
        "customers: first_name last_name email phone.mobile company postcode city");
  CHECK(planned({"Voornaam", "Achternaam", "E-mailadres", "Telefoonnummer", "Bedrijf", "Plaats"}) ==
        "customers: first_name last_name email phone company city");
  CHECK(planned({"नाम", "ईमेल", "फ़ोन", "मोबाइल नंबर", "कंपनी", "शहर", "पिन कोड", "जन्मदिन"}) ==
        "customers: name email phone phone.mobile company city postcode birthday");
}

TEST_CASE("what a table is, is told by its headers") {
  CHECK(planned({"Kunde", "Titel", "Stufe", "Betrag"}) == "deals: who.name title stage amount");
  CHECK(planned({"Card", "Date", "Item", "Amount"}) == "purchases: who.card on item amount");
  CHECK(planned({"Customer", "Date", "Type", "Text"}) == "interactions: who.name at kind text");
  CHECK(planned({"Name", "Card number"}) == "customers: name external.card");
  CHECK(planned({"Card", "Date", "Amount"}, mapped({}, "payments")) ==
        "payments: who.card on amount");
  CHECK(planned({"Email", "Due", "Task"}, mapped({}, "reminders")) ==
        "reminders: who.email due text");
}

TEST_CASE("fields' own names are known as headers") {
  CHECK(planned({"id", "name", "added", "fields.industry", "email.work", "consent.email"}) ==
        "customers: id name added fields.industry email.work consent.email");
}

TEST_CASE("what has no place goes to fields, each to its own") {
  CHECK(planned({"Name", "Kunden-Nr.", "Kunden Nr", "", "Größe", "दुकान"}) ==
        "customers: name fields.kunden_nr fields.kunden_nr_2 fields.column_4 fields.grosse "
        "fields.dukan");
  CHECK(planned({"Name", "City", "City"}) == "customers: name city fields.city_2");
  CHECK(planned({"Customer", "Title", "Stage", "Colour"}) == "deals: who.name title stage -");
}

TEST_CASE("a mapping is refused with what is wrong about it") {
  CHECK(planned({"A", "B"}, mapped({"A=name", "B=name"})) ==
        "! two columns can't both become name: \"A\" and \"B\" | leave one of them out: --map "
        "\"B=-\"");
  CHECK(planned({"A", "B"}, mapped({"A=email", "B=email.work"})) == "customers: email email.work");
  CHECK(planned({"Name", "B"}, mapped({"B=name"})) == "customers: fields.name name");
  CHECK(planned({"Name"}, mapped({"Name=nmae"})) ==
        "! a column of customers can't become \"nmae\" | did you mean name?");
  CHECK(planned({"Name"}, mapped({"Name=shoesize"})) ==
        "! a column of customers can't become \"shoesize\" | a field of your own is written "
        "fields.shoesize");
  CHECK(planned({"A", "Stage", "Title"}, mapped({"A=stage"}, "deals"))
            .starts_with("! no column tells whose deals"));
  CHECK(planned({"A"}, mapped({}, "dales")) ==
        "! --as \"dales\" is no kind of row | did you mean deals?");
  CHECK(planned({"A", "B"}) ==
        "! no column tells a name, a company, an e-mail address or a phone number; the columns are "
        "A, B | "
        "say which does: --map \"COLUMN=name\"");
  CHECK(
      planned({"A"}, mapped({"A=since.xyz"})).starts_with("! a column can't become \"since.xyz\""));
  CHECK(planned({"A"}, mapped({"A=consent"})) ==
        "! a column can't become \"consent\" | write consent.NAME");
}

TEST_CASE("a mapping that is kept is found again by its headers, in any order") {
  CsvWish wish =
      mapped({"Wer=who.card", "Was=item", "Wann=on.dmy", "Preis=amount.comma", "Was:Tee=tea"},
             "purchases");
  wish.key = {"external"};
  const auto plan = plan_for({"Wer", "Was", "Wann", "Preis", "Laune"}, wish);
  REQUIRE(plan);
  const std::string text = to_text(mapping_of(*plan));
  CHECK(text ==
        "as: purchases\n"
        "key: [external]\n"
        "columns:\n"
        "  Wer: who.card\n"
        "  Was: item\n"
        "  Wann: on.dmy\n"
        "  Preis: amount.comma\n"
        "  Laune: \"-\"\n"
        "words:\n"
        "  Was:\n"
        "    Tee: tea\n");
  const auto again = parse_mapping(text, "mappings/till.yaml");
  REQUIRE(again);
  CHECK(*again == mapping_of(*plan));
  CsvWish next;
  next.saved = {{"till", *again}};
  const auto found = plan_for({"Laune", "Preis", "Wann", "Was", "Wer"}, next);
  REQUIRE(found);
  CHECK(found->saved == "till");
  CHECK(found->kind == RowKind::purchases);
  CHECK(found->key == std::vector<Key::Kind>{Key::Kind::external});
  CHECK(found->columns[4].word.text() == "who.card");
  CHECK(found->columns[3].words == Named<std::string>{{"Tee", "tea"}});
  // Another table, or another kind of row, is none of its business.
  CHECK_FALSE(plan_for({"Preis", "Wann", "Was", "Wer"}, next));
  next.as = "payments";
  CHECK_FALSE(plan_for({"Laune", "Preis", "Wann", "Was", "Wer"}, next));
}

TEST_CASE("a file of mappings is refused with its line") {
  const auto problem = [](const std::string& text) {
    const auto mapping = parse_mapping(text, "mappings/x.yaml");
    return mapping ? std::string("fine") : to_lines(mapping.error().problems);
  };
  CHECK(problem("columns: {A: name}") == "fine");
  CHECK(problem("as: dales\ncolumns: {A: name}\n") ==
        "1:5 mapping \"dales\" is no kind of row | as: is one of customers, deals, interactions, "
        "purchases, "
        "payments, reminders\n");
  CHECK(problem("columns:\n  A: nmae\n") ==
        "2:6 mapping a column of customers can't become \"nmae\" | did you mean name?\n");
  CHECK(problem("key: size\ncolumns: {A: name}\n") ==
        "1:6 mapping \"size\" is no key | a key is id, external, email, phone or name\n");
  CHECK(problem("columns: {A: name}\nwords: {B: {x: y}}\n") ==
        "2:9 mapping there is no column \"B\" | the columns are those below columns:\n");
  CHECK(problem("as: deals\n").find("\"columns\" is missing") != std::string::npos);
}
