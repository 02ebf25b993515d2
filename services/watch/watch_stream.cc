#include "services/watch/watch_stream.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "midstance/storage/v1/records.pb.h"
#include "services/followups/state.h"
#include "storage/tables/all.h"
#include "support/deterministic.h"
#include "support/names.h"

namespace midstance::watch {
namespace {

constexpr int kBatch = 50;
// No pull goes further through changes that do not concern the caller: others wait for its thread
// and its snapshot.
constexpr int kMostUntold = 2'000;
constexpr std::string_view kTokenKind = "resume";
constexpr std::string_view kEveryPatient = "patients/";

// How one type of resource gets into a Change.
struct Watched {
  std::string_view type;
  absl::Status (*load)(const storage::Reader&, const std::string& name, v1::Change&);
  absl::StatusOr<std::string> (*list)(const storage::Reader&, const storage::Query&,
                                      std::vector<v1::Change>&);
};

template <class M>
using Slot = M* (v1::Change::*)();

template <class M, Slot<M> slot>
absl::Status Load(const storage::Reader& reader, const std::string& name, v1::Change& change) {
  MIDSTANCE_ASSIGN_OR_RETURN(M found, reader.Get<M>(name));
  *(change.*slot)() = std::move(found);
  return absl::OkStatus();
}

template <class M, Slot<M> slot>
absl::StatusOr<std::string> List(const storage::Reader& reader, const storage::Query& query,
                                 std::vector<v1::Change>& changes) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader.List<M>(query));
  for (auto& item : page.items) {
    auto& change = changes.emplace_back();
    change.set_kind(v1::Change::KIND_EXISTING);
    change.set_name(item.name());
    *change.mutable_change_time() = item.update_time();
    *(change.*slot)() = std::move(item);
  }
  return page.last_name;
}

template <class M, Slot<M> slot>
constexpr Watched Entry(std::string_view type) {
  return {type, &Load<M, slot>, &List<M, slot>};
}

constexpr std::array kWatched = {
    Entry<v1::Patient, &v1::Change::mutable_patient>("midstance.v1/Patient"),
    Entry<v1::Case, &v1::Change::mutable_case_>("midstance.v1/Case"),
    Entry<v1::Assessment, &v1::Change::mutable_assessment>("midstance.v1/Assessment"),
    Entry<v1::CheckIn, &v1::Change::mutable_check_in>("midstance.v1/CheckIn"),
    Entry<v1::FollowUp, &v1::Change::mutable_follow_up>("midstance.v1/FollowUp"),
    Entry<v1::Escalation, &v1::Change::mutable_escalation>("midstance.v1/Escalation"),
    Entry<v1::Referral, &v1::Change::mutable_referral>("midstance.v1/Referral"),
    Entry<v1::Enrollment, &v1::Change::mutable_enrollment>("midstance.v1/Enrollment"),
    Entry<v1::OutcomeScore, &v1::Change::mutable_outcome_score>("midstance.v1/OutcomeScore"),
    Entry<v1::RunningPlan, &v1::Change::mutable_running_plan>("midstance.v1/RunningPlan"),
};

const Watched* Find(std::string_view type) {
  const auto* const found = std::find_if(kWatched.begin(), kWatched.end(),
                                         [&](const Watched& each) { return each.type == type; });
  return found == kWatched.end() ? nullptr : found;
}

// A stored resource as it stands at `now`.
void Show(Instant now, v1::Change& change) {
  if (!change.has_follow_up()) return;
  *change.mutable_follow_up() = followups::AsOf(std::move(*change.mutable_follow_up()), now);
}

v1::Change::Kind KindOf(storage::v1::ChangedResource::Kind kind) {
  switch (kind) {
    case storage::v1::ChangedResource::KIND_CREATED:
      return v1::Change::KIND_CREATED;
    case storage::v1::ChangedResource::KIND_DELETED:
      return v1::Change::KIND_DELETED;
    default:
      return v1::Change::KIND_UPDATED;
  }
}

absl::Status TokenInvalid() {
  return Error(v1::ERROR_REASON_RESUME_TOKEN_INVALID)
      .Field("resume_token", "must be a token that a Watch gave to this caller's clinic");
}

absl::Status TokenExpired() {
  return Error(v1::ERROR_REASON_RESUME_TOKEN_EXPIRED)
      .Field("resume_token",
             "is of changes that this store does not have, so it was restored from a copy; start "
             "over with initial_state");
}

// The place behind a change; nothing when the journal does not have that change.
absl::StatusOr<std::optional<Place>> PlaceOf(const storage::Reader& reader, std::int64_t change) {
  if (change == 0) return Place();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto entries, reader.JournalAfter(change - 1, 1));
  if (entries.empty() || entries.front().change() != change) return std::nullopt;
  return Place{change, entries.front().digest()};
}

}  // namespace

WatchStream::WatchStream(const WatchParts& parts, std::string clinic,
                         std::vector<std::string> types, std::string prefix)
    : parts_(parts),
      clinic_(std::move(clinic)),
      types_(std::move(types)),
      prefix_(std::move(prefix)) {}

absl::StatusOr<std::unique_ptr<rpc::Stream>> WatchStream::Open(const WatchParts& parts,
                                                               const rpc::Call& call,
                                                               const v1::WatchRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent, ParseParent(request.parent()));
  std::string prefix(kEveryPatient);
  if (!parent.patient().empty()) prefix = PatientName(parent.patient()).str();
  if (!parent.case_id().empty()) prefix = CaseName(parent.patient(), parent.case_id()).str();
  std::unique_ptr<WatchStream> stream(new WatchStream(
      parts, call.principal.clinic,
      {request.resource_types().begin(), request.resource_types().end()}, std::move(prefix)));
  stream->existing_table_ = request.initial_state() ? 0 : kWatched.size();
  std::int64_t after = -1;
  storage::v1::ResumeToken token;
  if (!request.resume_token().empty()) {
    if (request.initial_state()) {
      return FieldInvalid("initial_state", "cannot be combined with a resume_token");
    }
    const auto opened = parts.sealer.Open(kTokenKind, request.resume_token());
    if (!opened.has_value() || !token.ParseFromString(*opened)) return TokenInvalid();
    if (token.store() != parts.store.id()) {
      return Error(v1::ERROR_REASON_TOKEN_OF_ANOTHER_STORE)
          .Field("resume_token", "was given by another store; start over with initial_state");
    }
    if (token.clinic() != call.principal.clinic) return TokenInvalid();
    after = token.change();
  }
  std::optional<Place> place;
  MIDSTANCE_RETURN_IF_ERROR(
      parts.store.Read(call.principal.clinic, [&](const storage::Reader& reader) -> absl::Status {
        if (after < 0) {
          MIDSTANCE_ASSIGN_OR_RETURN(after, reader.LastChange());
        }
        MIDSTANCE_ASSIGN_OR_RETURN(place, PlaceOf(reader, after));
        return absl::OkStatus();
      }));
  if (request.resume_token().empty()) {
    if (!place.has_value()) return absl::InternalError("the journal lacks its last entry");
  } else if (!place.has_value() || place->digest != token.digest()) {
    return TokenExpired();
  }
  stream->place_ = *std::move(place);
  return stream;
}

std::string WatchStream::Token(const Place& place) const {
  storage::v1::ResumeToken token;
  token.set_store(parts_.store.id());
  token.set_clinic(clinic_);
  token.set_change(place.change);
  token.set_digest(place.digest);
  return parts_.sealer.Seal(kTokenKind, DeterministicBytes(token));
}

absl::StatusOr<std::vector<std::string>> WatchStream::Pull(const rpc::Principal& caller,
                                                           Instant now, bool beat) {
  const bool clinic_wide = caller.roles.Has(options::v1::ROLE_LEAD_CLINICIAN);
  const std::string care_team_of = clinic_wide ? std::string() : caller.name;
  std::vector<std::string> batch;
  MIDSTANCE_RETURN_IF_ERROR(parts_.store.Read(clinic_, [&](const storage::Reader& reader) {
    return existing_table_ < kWatched.size() ? PullExisting(reader, care_team_of, now, batch)
                                             : PullChanges(reader, care_team_of, now, batch);
  }));
  if (batch.empty() && beat) batch.push_back(Heartbeat());
  return batch;
}

std::string WatchStream::Heartbeat() const {
  v1::WatchResponse response;
  response.mutable_heartbeat();
  response.set_resume_token(Token(place_));
  return response.SerializeAsString();
}

// One page a pull. The live part begins at the position read before the first page, so what changes
// meanwhile is told again: nothing is missed.
absl::Status WatchStream::PullExisting(const storage::Reader& reader,
                                       const std::string& care_team_of, Instant now,
                                       std::vector<std::string>& batch) {
  while (batch.empty() && existing_table_ < kWatched.size()) {
    const Watched& watched = kWatched.at(existing_table_);
    // The parent itself may be of these types; neighbours ("cc" beside "c") are left out by
    // Watches.
    const bool parents =
        watched.type == "midstance.v1/Patient" || watched.type == "midstance.v1/Case";
    storage::Query query;
    query.name_prefix = parents || prefix_ == kEveryPatient ? prefix_ : prefix_ + "/";
    query.care_team_of = care_team_of;
    query.limit = kBatch;
    query.after_name = existing_after_;
    std::vector<v1::Change> changes;
    if (Watches(std::string(watched.type), "")) {
      MIDSTANCE_ASSIGN_OR_RETURN(existing_after_, watched.list(reader, query, changes));
    }
    for (auto& change : changes) {
      if (!Watches(std::string(watched.type), change.name())) continue;
      Show(now, change);
      change.set_last_of_transaction(true);
      v1::WatchResponse response;
      *response.mutable_change() = std::move(change);
      batch.push_back(response.SerializeAsString());
    }
    if (existing_after_.empty()) ++existing_table_;
  }
  if (existing_table_ == kWatched.size()) {
    v1::WatchResponse response;
    response.mutable_synced();
    response.set_resume_token(Token(place_));
    batch.push_back(response.SerializeAsString());
  }
  return absl::OkStatus();
}

absl::Status WatchStream::PullChanges(const storage::Reader& reader,
                                      const std::string& care_team_of, Instant now,
                                      std::vector<std::string>& batch) {
  bool more = true;
  for (int untold = 0; batch.empty() && more; untold += kBatch) {
    if (untold >= kMostUntold) {
      // The next pull goes on from here, a client that comes back as well.
      batch.push_back(Heartbeat());
      break;
    }
    MIDSTANCE_ASSIGN_OR_RETURN(const auto entries, reader.JournalAfter(place_.change, kBatch));
    more = static_cast<int>(entries.size()) == kBatch;
    if (!entries.empty() && entries.front().change() != place_.change + 1) return TokenExpired();
    for (const auto& entry : entries) {
      const Place behind{entry.change(), entry.digest()};
      std::vector<v1::WatchResponse> told;
      for (const auto& changed : entry.resources()) {
        const Watched* watched = Find(changed.type());
        if (watched == nullptr || !Watches(changed.type(), changed.name())) continue;
        MIDSTANCE_ASSIGN_OR_RETURN(const bool reaches,
                                   Reaches(reader, care_team_of, changed.name()));
        if (!reaches) continue;
        auto& response = told.emplace_back();
        auto& change = *response.mutable_change();
        change.set_kind(KindOf(changed.kind()));
        change.set_name(changed.name());
        *change.mutable_change_time() = TimestampOf(FromMicros(entry.time_micros()));
        if (change.kind() != v1::Change::KIND_DELETED) {
          const absl::Status loaded = watched->load(reader, changed.name(), change);
          if (!loaded.ok() && ReasonOf(loaded) != v1::ERROR_REASON_RESOURCE_NOT_FOUND)
            return loaded;
          if (!loaded.ok()) change.set_kind(v1::Change::KIND_DELETED);  // in a later transaction
        }
        Show(now, change);
        // Resuming within a transaction tells the whole of it again.
        response.set_resume_token(Token(place_));
      }
      if (!told.empty()) {
        told.back().mutable_change()->set_last_of_transaction(true);
        told.back().set_resume_token(Token(behind));
      }
      for (const auto& response : told) batch.push_back(response.SerializeAsString());
      place_ = behind;
    }
  }
  return absl::OkStatus();
}

bool WatchStream::Watches(const std::string& type, const std::string& name) const {
  const std::string_view short_type = std::string_view(type).substr(type.find('/') + 1);
  const bool typed =
      types_.empty() || std::find(types_.begin(), types_.end(), short_type) != types_.end();
  if (!typed || name.empty() || prefix_ == kEveryPatient) return typed;
  return name == prefix_ || (name.starts_with(prefix_) && name[prefix_.size()] == '/');
}

absl::StatusOr<bool> WatchStream::Reaches(const storage::Reader& reader,
                                          const std::string& care_team_of,
                                          const std::string& name) const {
  if (care_team_of.empty()) return true;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed, ResourceName::Parse(name));
  return reader.OnCareTeam(parsed.patient(), care_team_of);
}

}  // namespace midstance::watch
