#include "core/exchange/key_ring.hpp"

#include <algorithm>
#include <limits>

#include "core/domain/folding.hpp"
#include "core/domain/phone.hpp"
#include "core/domain/text.hpp"

namespace crm {
namespace {

/// What kind of key a hash is of: an e-mail is no name.
enum class Lock : char { id, external, bare, email, phone, name, entry };

std::uint64_t hash(Lock lock, std::string_view text) {
  return std::hash<std::string>()(static_cast<char>(lock) + std::string(text));
}

std::string usual_path(const std::string& id) {
  return "customers/" + id + ".yaml";
}

}  // namespace

KeyRing::Bundle KeyRing::bundle(const Customer& customer, const std::string& path,
                                const std::string& country) {
  const bool usual = path.empty() || path == usual_path(customer.id);
  Bundle bundle{customer.id, usual ? std::string() : path, customer.is_deleted(), {}};
  std::uint32_t person = 0;
  const auto put = [&](Lock lock, std::string_view text) {
    if (!text.empty()) bundle.keys.emplace_back(hash(lock, text), person);
  };
  const auto put_contact = [&](const Contact& contact, const std::string& name) {
    put(Lock::name, folded(name));
    for (const Labelled& email : contact.emails) put(Lock::email, lowered(email.value));
    for (const Labelled& phone : contact.phones) put(Lock::phone, e164(phone.value, country));
    for (const std::string& alias : contact.aliases) put(Lock::id, folded(alias));
    for (const std::string& external : contact.external) {
      put(Lock::external, folded(external));
      if (const auto colon = external.find(':'); colon != external.npos)
        put(Lock::bare, folded(external.substr(colon + 1)));
    }
  };
  put(Lock::id, folded(customer.id));
  put_contact(customer, customer.name);
  for (const Person& one : customer.people) {
    ++person;
    put_contact(one, one.name);
  }
  person = 0;
  const auto put_entries = [&](const auto& list) {
    for (const auto& entry : list)
      for (const std::string& external : entry.external) put(Lock::entry, external);
  };
  put_entries(customer.deals);
  put_entries(customer.reminders);
  put_entries(customer.cases);
  put_entries(customer.purchases);
  put_entries(customer.payments);
  put_entries(customer.interactions);
  for (const Interaction& one : customer.interactions) put(Lock::entry, one.sent_key);
  return bundle;
}

void KeyRing::put(std::uint32_t record, const Bundle& bundle) {
  for (std::size_t i = 0; i < bundle.keys.size(); ++i) {
    const auto& [key, person] = bundle.keys[i];
    const Holder holder{record, person};
    // A new record has none of its keys yet; of others it is looked up, though many may share one.
    const bool twice =
        std::find(bundle.keys.begin(), bundle.keys.begin() + static_cast<std::ptrdiff_t>(i),
                  bundle.keys[i]) != bundle.keys.begin() + static_cast<std::ptrdiff_t>(i);
    if (twice) continue;
    bool known = false;
    if (record < ids_.size())
      holders_.each(key, [&](const Holder& one) {
        known = one == holder;
        return !known;
      });
    if (!known) holders_.add(key, holder);
  }
}

std::uint32_t KeyRing::add(Bundle bundle) {
  const auto record = static_cast<std::uint32_t>(ids_.size());
  put(record, bundle);
  if (!bundle.path.empty()) paths_.emplace(record, std::move(bundle.path));
  (void)ids_.add(bundle.id);
  removed_.push_back(bundle.removed);
  return record;
}

void KeyRing::learn(std::uint32_t record, const Customer& customer) {
  put(record, bundle(customer, {}, country_));
}

std::vector<KeyRing::Holder> KeyRing::holders(const Key& key) const {
  return holders(key, std::numeric_limits<std::size_t>::max());
}

std::vector<KeyRing::Holder> KeyRing::holders(const Key& key, std::size_t most) const {
  const auto lock_of = [&]() -> std::pair<Lock, std::string> {
    switch (key.kind) {
      case Key::Kind::id: return {Lock::id, folded(key.value)};
      case Key::Kind::email: return {Lock::email, lowered(trimmed(key.value))};
      case Key::Kind::phone: return {Lock::phone, e164(key.value, country_)};
      case Key::Kind::name: return {Lock::name, folded(key.value)};
      case Key::Kind::external: break;
    }
    const bool whole = key.value.find(':') != key.value.npos;
    return {whole ? Lock::external : Lock::bare, folded(key.value)};
  };
  const auto [lock, text] = lock_of();
  std::vector<Holder> found;
  if (text.empty()) return found;
  holders_.each(hash(lock, text), [&](const Holder& holder) {
    found.push_back(holder);
    return found.size() < most;
  });
  return found;
}

std::vector<std::uint32_t> KeyRing::with_entry(std::string_view external) const {
  std::vector<std::uint32_t> found;
  holders_.each(hash(Lock::entry, external), [&](const Holder& holder) {
    found.push_back(holder.record);
    return true;
  });
  return found;
}

std::string KeyRing::path(std::uint32_t record) const {
  const auto other = paths_.find(record);
  return other == paths_.end() ? usual_path(id(record)) : other->second;
}

}  // namespace crm
