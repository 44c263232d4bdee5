#include "core/exchange/campaign_intake.hpp"

#include <utility>

#include "core/record/writer.hpp"

namespace crm {
namespace {

const Data* with_id_of(const Data& entry, const Data& list) {
  const Data* const id = entry.find("id");
  for (const Data& one : list.children) {
    const Data* const its = one.find("id");
    if (one == entry || (id != nullptr && its != nullptr && *id == *its)) return &one;
  }
  return nullptr;
}

/// Those that are told and not there are added; whether one that is there says something else.
bool add_entries(const Data& told, Data& list) {
  bool differ = false;
  for (const Data& entry : told.children)
    if (const Data* const there = with_id_of(entry, list); there == nullptr)
      list.children.push_back(entry);
    else
      differ = differ || !(*there == entry);
  return differ;
}

void take_entries(const Data& told, Data& list) {
  for (const Data& entry : told.children)
    if (const Data* const there = with_id_of(entry, list); there != nullptr)
      list.children[static_cast<std::size_t>(there - list.children.data())] = entry;
}

}  // namespace

Result<void> CampaignIntake::look_at_book() {
  if (known_) return {};
  const auto files = book_.campaign_files();
  if (!files) return error(files.error());
  known_.emplace();
  for (const StoredCampaign& file : files->found)
    known_->emplace(file.campaign.id,
                    Known{std::string(file.tree.file()), file.campaign, {}, false});
  return {};
}

Result<Campaign> CampaignIntake::joined(const Campaign& known, const Campaign& says) {
  Data next = to_data(known);
  const Data told = to_data(says);
  for (std::size_t i = 0; i < told.keys.size(); ++i) {
    const std::string& key = told.keys[i];
    const Data& value = told.children[i];
    Data* const there = next.find(key);
    if (there == nullptr) {
      next.put(key, value);
      continue;
    }
    const bool differs =
        value.kind == Data::Kind::list ? add_entries(value, *there) : !(*there == value);
    if (!differs) continue;
    if (prefer_ == Prefer::ours)
      ++differing_["campaign/" + key];
    else if (value.kind == Data::Kind::list)
      take_entries(value, *there);
    else
      *there = value;
  }
  auto read = book_.read_campaign_text("", new_file(next));
  if (!read) return error(read.error());
  return std::move(read->campaign);
}

Result<Outcome> CampaignIntake::create(CampaignArrival arrival) {
  const std::string id = arrival.says.id;
  const std::string path = "campaigns/" + id + ".yaml";
  if (book_.disk().exists(book_.layout().absolute(path)))
    return Outcome{Outcome::Kind::rejected, "there is a file " + path + " that is not this one's"};
  known_->emplace(id, Known{{}, std::move(arrival.says), std::move(arrival.own), true});
  return Outcome{Outcome::Kind::created, {}, id};
}

Result<Outcome> CampaignIntake::take(CampaignArrival arrival) {
  if (auto looked = look_at_book(); !looked) return error(looked.error());
  const Campaign& says = arrival.says;
  const auto found = known_->find(says.id);
  if (found == known_->end()) return create(std::move(arrival));
  Known& known = found->second;
  if (says == known.campaign) return Outcome{Outcome::Kind::unchanged, {}, says.id};
  if (!update_)
    return Outcome{Outcome::Kind::skipped, "in the book already (--update fills them up)", says.id};
  auto next = joined(known.campaign, says);
  if (!next) return error(next.error());
  if (*next == known.campaign) return Outcome{Outcome::Kind::unchanged, {}, says.id};
  known.campaign = *std::move(next);
  known.changed = true;
  return Outcome{Outcome::Kind::updated, {}, says.id};
}

Result<void> CampaignIntake::finish() {
  if (!known_) return {};
  for (auto& [id, found] : *known_) {
    Known& known = found;
    if (!std::exchange(known.changed, false)) continue;
    if (known.path.empty()) {
      auto path = writing_.add(known.campaign, known.own);
      if (!path) return error(path.error());
      continue;
    }
    const auto becomes = [&](const Campaign&) { return known.campaign; };
    if (auto done = writing_.change_campaign(known.path, becomes); !done) return done;
  }
  return {};
}

}  // namespace crm
