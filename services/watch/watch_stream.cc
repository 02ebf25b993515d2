#include "services/watch/watch_stream.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "midstance/storage/v1/records.pb.h"
#include "services/watch/reach.h"
#include "services/watch/watched.h"
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
constexpr std::string_view kPatientRevision = "midstance.v1/PatientRevision";

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

// A new patient: nothing was below her before.
bool Creates(const storage::v1::JournalEntry& entry, const std::string& patient) {
  return std::any_of(entry.resources().begin(), entry.resources().end(), [&](const auto& changed) {
    return changed.kind() == storage::v1::ChangedResource::KIND_CREATED &&
           changed.name() == patient;
  });
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
  if (request.initial_state()) stream->existing_ = Walk(stream->prefix_);
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
    return PullFrom({reader, care_team_of, now}, batch);
  }));
  if (batch.empty() && beat) batch.push_back(Heartbeat());
  return batch;
}

absl::Status WatchStream::PullFrom(const Pulling& pulling, std::vector<std::string>& batch) {
  if (!existing_.Told()) return PullExisting(pulling, batch);
  if (joined_.empty()) {
    MIDSTANCE_RETURN_IF_ERROR(PullChanges(pulling, batch));
  }
  return batch.empty() && !joined_.empty() ? PullJoined(pulling, batch) : absl::OkStatus();
}

std::string WatchStream::Heartbeat() const {
  v1::WatchResponse response;
  response.mutable_heartbeat();
  response.set_resume_token(Token(place_));
  return response.SerializeAsString();
}

absl::Status WatchStream::TellExisting(const Pulling& pulling, const std::string& token, Walk& walk,
                                       std::vector<std::string>& batch) const {
  while (batch.empty() && !walk.Told()) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto changes,
                               walk.NextPage(pulling.reader, types_, pulling.care_team_of, kBatch));
    for (auto& change : changes) {
      Show(pulling.now, change);
      change.set_last_of_transaction(true);
      v1::WatchResponse response;
      *response.mutable_change() = std::move(change);
      response.set_resume_token(token);
      batch.push_back(response.SerializeAsString());
    }
  }
  return absl::OkStatus();
}

// One page a pull. The live part begins at the position read before the first page, so what changes
// meanwhile is told again: nothing is missed.
absl::Status WatchStream::PullExisting(const Pulling& pulling, std::vector<std::string>& batch) {
  MIDSTANCE_RETURN_IF_ERROR(TellExisting(pulling, {}, existing_, batch));
  if (existing_.Told()) {
    v1::WatchResponse response;
    response.mutable_synced();
    response.set_resume_token(Token(place_));
    batch.push_back(response.SerializeAsString());
  }
  return absl::OkStatus();
}

// One page a pull too. Until the last of it the place stays before the change that let the caller
// see it: who resumes from there is told all of it again.
absl::Status WatchStream::PullJoined(const Pulling& pulling, std::vector<std::string>& batch) {
  while (batch.empty() && !joined_.empty()) {
    MIDSTANCE_RETURN_IF_ERROR(TellExisting(pulling, Token(place_), joined_.back(), batch));
    if (joined_.back().Told()) joined_.pop_back();
  }
  if (joined_.empty()) {
    place_ = behind_joined_;
    batch.push_back(Heartbeat());
  }
  return absl::OkStatus();
}

absl::Status WatchStream::TellReach(const Pulling& pulling, const storage::v1::JournalEntry& entry,
                                    std::vector<v1::WatchResponse>& told) {
  if (pulling.care_team_of.empty()) return absl::OkStatus();
  for (const auto& changed : entry.resources()) {
    if (changed.type() != kPatientRevision) continue;
    const std::string patient = changed.name().substr(0, changed.name().find("/revisions/"));
    const bool watched = Within(prefix_, patient) || Within(patient, prefix_);
    if (!watched || Creates(entry, patient)) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const auto revision,
                               pulling.reader.Get<v1::PatientRevision>(changed.name()));
    const ReachChange reach = ReachChangeOf(revision, pulling.care_team_of);
    if (reach == ReachChange::kNone) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const bool reaches, Reaches(pulling, patient));
    // What was changed again since is told with that change.
    if (reaches != (reach == ReachChange::kGained)) continue;
    if (reaches) {
      joined_.emplace_back(prefix_ == kEveryPatient ? patient : prefix_);
      continue;
    }
    auto& response = told.emplace_back();
    auto& change = *response.mutable_change();
    change.set_kind(v1::Change::KIND_OUT_OF_REACH);
    change.set_name(patient);
    *change.mutable_change_time() = TimestampOf(FromMicros(entry.time_micros()));
    response.set_resume_token(Token(place_));
  }
  return absl::OkStatus();
}

absl::Status WatchStream::TellChanges(const Pulling& pulling,
                                      const storage::v1::JournalEntry& entry,
                                      std::vector<v1::WatchResponse>& told) const {
  for (const auto& changed : entry.resources()) {
    const Watched* watched = FindWatched(changed.type());
    if (watched == nullptr || !Asks(types_, changed.type()) || !Within(prefix_, changed.name()))
      continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const bool reaches, Reaches(pulling, changed.name()));
    if (!reaches) continue;
    auto& response = told.emplace_back();
    auto& change = *response.mutable_change();
    change.set_kind(KindOf(changed.kind()));
    change.set_name(changed.name());
    *change.mutable_change_time() = TimestampOf(FromMicros(entry.time_micros()));
    if (change.kind() != v1::Change::KIND_DELETED) {
      const absl::Status loaded = watched->load(pulling.reader, changed.name(), change);
      if (!loaded.ok() && ReasonOf(loaded) != v1::ERROR_REASON_RESOURCE_NOT_FOUND) return loaded;
      if (!loaded.ok()) change.set_kind(v1::Change::KIND_DELETED);  // in a later transaction
    }
    Show(pulling.now, change);
    // Resuming within a transaction tells the whole of it again.
    response.set_resume_token(Token(place_));
  }
  return absl::OkStatus();
}

absl::Status WatchStream::PullChanges(const Pulling& pulling, std::vector<std::string>& batch) {
  bool more = true;
  for (int untold = 0; batch.empty() && more; untold += kBatch) {
    if (untold >= kMostUntold) {
      // The next pull goes on from here, a client that comes back as well.
      batch.push_back(Heartbeat());
      break;
    }
    MIDSTANCE_ASSIGN_OR_RETURN(const auto entries,
                               pulling.reader.JournalAfter(place_.change, kBatch));
    more = static_cast<int>(entries.size()) == kBatch;
    if (!entries.empty() && entries.front().change() != place_.change + 1) return TokenExpired();
    for (const auto& entry : entries) {
      const Place behind{entry.change(), entry.digest()};
      std::vector<v1::WatchResponse> told;
      MIDSTANCE_RETURN_IF_ERROR(TellChanges(pulling, entry, told));
      MIDSTANCE_RETURN_IF_ERROR(TellReach(pulling, entry, told));
      if (!told.empty()) {
        told.back().mutable_change()->set_last_of_transaction(true);
        if (joined_.empty()) told.back().set_resume_token(Token(behind));
      }
      for (const auto& response : told) batch.push_back(response.SerializeAsString());
      if (!joined_.empty()) {
        behind_joined_ = behind;
        return absl::OkStatus();
      }
      place_ = behind;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> WatchStream::Reaches(const Pulling& pulling, const std::string& name) {
  if (pulling.care_team_of.empty()) return true;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parsed, ResourceName::Parse(name));
  return pulling.reader.OnCareTeam(parsed.patient(), pulling.care_team_of);
}

}  // namespace midstance::watch
