#include "core/exchange/usual_headers.hpp"

#include <map>

#include "core/domain/text.hpp"
#include "core/exchange/cells.hpp"

namespace crm {
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
