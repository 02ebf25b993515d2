#include <algorithm>
#include <future>

#include "storage/row.h"
#include "storage/store.h"

namespace midstance::storage {
namespace {

using google::protobuf::Message;

v1::ChangedResource::Kind KindOf(Mutation::Kind kind) {
  switch (kind) {
    case Mutation::Kind::kInsert:
      return v1::ChangedResource::KIND_CREATED;
    case Mutation::Kind::kUpdate:
      return v1::ChangedResource::KIND_UPDATED;
    case Mutation::Kind::kDelete:
      return v1::ChangedResource::KIND_DELETED;
    case Mutation::Kind::kUndelete:
      break;
  }
  return v1::ChangedResource::KIND_UNDELETED;
}

absl::Status CheckName(const std::string& name) {
  if (name.empty() || name.size() > kMaxNameBytes || name.find('\0') != std::string::npos) {
    return FieldInvalid("name", "must be a resource name");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Writer::Guard(std::string_view patient_id) {
  const auto guarded = [patient_id](const auto& entry) { return entry.first == patient_id; };
  if (std::any_of(unit_.patients.begin(), unit_.patients.end(), guarded)) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const std::int64_t version, snapshot_.PatientVersion(patient_id));
  if (version == 0) {
    return Error(midstance::v1::ERROR_REASON_RESOURCE_NOT_FOUND)
        .On("midstance.v1/Patient", "patients/" + std::string(patient_id))
        .Because("there is no such patient");
  }
  unit_.patients.emplace_back(patient_id, version);
  return absl::OkStatus();
}

absl::StatusOr<bool> Writer::GuardRow(const TableSpec& table, std::string_view name,
                                      Message& found) {
  const absl::Status read = GetInto(table, name, Deleted::kShow, found);
  const bool is_there = read.ok();
  if (!is_there && ReasonOf(read) != midstance::v1::ERROR_REASON_RESOURCE_NOT_FOUND) return read;
  const auto guarded = [&](const ReadRow& row) { return row.table == &table && row.name == name; };
  const auto written = [&](const Mutation& mutation) {
    return mutation.table == &table && mutation.name == name;
  };
  if (std::none_of(unit_.rows.begin(), unit_.rows.end(), guarded) &&
      std::none_of(unit_.mutations.begin(), unit_.mutations.end(), written)) {
    const std::int64_t version = is_there ? VersionOf(EtagIn(found)).value_or(0) : 0;
    unit_.rows.push_back({&table, std::string(name), version});
  }
  return is_there;
}

absl::Status Writer::InsertRow(const TableSpec& table, Message& resource, Instant now) {
  const std::string& name = NameOf(resource);
  MIDSTANCE_RETURN_IF_ERROR(CheckName(name));
  if (table.care_team != nullptr) {
    unit_.patients.emplace_back(PatientOf(name), 0);
  } else if (table.of_patient) {
    MIDSTANCE_RETURN_IF_ERROR(Guard(PatientOf(name)));
  }
  StampTime(resource, "create_time", now);
  StampTime(resource, "update_time", now);
  StampTime(resource, "delete_time", std::nullopt);
  Mutation mutation{Mutation::Kind::kInsert, &table, name, 0, {}, {}, {}, now};
  return Record(std::move(mutation), resource);
}

absl::Status Writer::UpdateRow(const TableSpec& table, Message& resource, Instant now) {
  return ChangeRow(table, resource, now, Mutation::Kind::kUpdate);
}

absl::Status Writer::DeleteRow(const TableSpec& table, Message& resource, Instant now,
                               Mutation::Kind kind) {
  StampTime(resource, "delete_time",
            kind == Mutation::Kind::kDelete ? std::optional<Instant>(now) : std::nullopt);
  return ChangeRow(table, resource, now, kind);
}

absl::Status Writer::ChangeRow(const TableSpec& table, Message& resource, Instant now,
                               Mutation::Kind kind) {
  const std::string& name = NameOf(resource);
  MIDSTANCE_RETURN_IF_ERROR(CheckName(name));
  const std::optional<std::int64_t> version = VersionOf(EtagIn(resource));
  if (!version.has_value()) {
    if (EtagIn(resource).empty()) {
      return Error(midstance::v1::ERROR_REASON_ETAG_REQUIRED).On(table.resource_type, name);
    }
    return EtagMismatch(table, name);
  }
  if (table.of_patient) MIDSTANCE_RETURN_IF_ERROR(Guard(PatientOf(name)));
  StampTime(resource, "update_time", now);
  Mutation mutation{kind, &table, name, *version, {}, {}, {}, now};
  return Record(std::move(mutation), resource);
}

absl::Status Writer::Record(Mutation mutation, Message& resource) {
  MIDSTANCE_RETURN_IF_ERROR(Encode(*mutation.table, resource, mutation));
  const std::int64_t version = mutation.expected_version + 1;
  SetEtag(resource, version);
  v1::ChangedResource& changed = *unit_.journal.add_resources();
  changed.set_type(mutation.table->resource_type.data(), mutation.table->resource_type.size());
  changed.set_name(mutation.name);
  changed.set_kind(KindOf(mutation.kind));
  changed.set_version(version);
  unit_.mutations.push_back(std::move(mutation));
  return absl::OkStatus();
}

WriteUnit Writer::Take() {
  WriteUnit taken = std::exchange(unit_, WriteUnit{});
  taken.clinic = clinic();
  return taken;
}

absl::StatusOr<std::int64_t> Writer::PatientVersion(std::string_view patient_id) const {
  for (const auto& [patient, version] : unit_.patients) {
    if (patient == patient_id && version != 0) return version;
  }
  return snapshot_.PatientVersion(patient_id);
}

absl::StatusOr<bool> Writer::OnCareTeam(std::string_view patient_id, std::string_view user) const {
  return snapshot_.OnCareTeam(patient_id, user);
}

absl::StatusOr<std::optional<v1::StoredReply>> Writer::FindReply(std::string_view key) const {
  return snapshot_.FindReply(key);
}

absl::StatusOr<std::vector<v1::JournalEntry>> Writer::JournalAfter(std::int64_t after,
                                                                   int limit) const {
  return snapshot_.JournalAfter(after, limit);
}

absl::StatusOr<std::int64_t> Writer::LastChange() const { return snapshot_.LastChange(); }

absl::Status Writer::GetInto(const TableSpec& table, std::string_view name, Deleted deleted,
                             Message& found) const {
  const auto own = std::find_if(
      unit_.mutations.rbegin(), unit_.mutations.rend(),
      [&](const Mutation& mutation) { return mutation.table == &table && mutation.name == name; });
  if (own == unit_.mutations.rend()) return snapshot_.GetInto(table, name, deleted, found);
  if (own->kind == Mutation::Kind::kDelete && deleted == Deleted::kHide)
    return NotFound(table, name);
  Decode(own->data, own->expected_version + 1, found);
  return absl::OkStatus();
}

absl::StatusOr<std::string> Writer::ListInto(const TableSpec& table, const Query& query,
                                             const std::function<Message&()>& next) const {
  return snapshot_.ListInto(table, query, next);
}

absl::StatusOr<std::vector<TermHit>> Writer::FindByTermIn(const TableSpec& table,
                                                          const TermQuery& query) const {
  return snapshot_.FindByTermIn(table, query);
}

absl::StatusOr<Committed> Store::Write(
    const std::string& clinic, std::function<absl::StatusOr<WriteUnit>(const Reader&)> decide) {
  // Shared: the writer's thread may still be inside set_value when this one has the outcome.
  const auto promise = std::make_shared<std::promise<Outcome>>();
  std::future<Outcome> decided = promise->get_future();
  Submission submission;
  submission.clinic = clinic;
  submission.decide = std::move(decide);
  submission.done = [promise](Outcome outcome) { promise->set_value(std::move(outcome)); };
  MIDSTANCE_RETURN_IF_ERROR(Submit(std::move(submission)));
  Outcome outcome = decided.get();
  if (!outcome.status.ok()) return std::move(outcome).status;
  return std::move(outcome).committed;
}

}  // namespace midstance::storage
