#include "services/admin/audit_entries.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "support/time.h"

namespace midstance::admin {
namespace {

using storage::Value;
using Kind = storage::FilterField::Kind;

constexpr std::size_t kDigestDigits = 8;

v1::AuditEntry::Credential CredentialOf(const storage::v1::AuditRecord& record) {
  if (record.actor().starts_with("users/")) return v1::AuditEntry::CREDENTIAL_SESSION;
  const auto& roles = record.roles();
  if (std::find(roles.begin(), roles.end(), options::v1::ROLE_REPLY_LINK) != roles.end()) {
    return v1::AuditEntry::CREDENTIAL_REPLY_LINK;
  }
  if (record.actor().starts_with("patients/")) return v1::AuditEntry::CREDENTIAL_CHECK_IN_LINK;
  return v1::AuditEntry::CREDENTIAL_NONE;
}

// Rows of sessions and link secrets are named by the digest of their token: its beginning tells
// them apart and helps nobody to guess.
std::string Shown(const std::string& resource) {
  for (const std::string_view secret : {"sessions/", "linkTokens/", "replyTokens/"}) {
    if (resource.starts_with(secret)) return resource.substr(0, secret.size() + kDigestDigits);
  }
  return resource;
}

std::vector<Value> PatientsOf(const v1::AuditEntry& entry) {
  std::set<std::string> patients;
  const auto add = [&patients](const std::string& name) {
    constexpr std::string_view kPatients = "patients/";
    if (!name.starts_with(kPatients)) return;
    patients.insert(name.substr(0, name.find('/', kPatients.size())));
  };
  add(entry.actor());
  for (const auto& resource : entry.resources()) add(resource);
  return {patients.begin(), patients.end()};
}

std::vector<Value> TextOrNothing(const std::string& text) {
  if (text.empty()) return {};
  return {Value(text)};
}

std::vector<Value> TimeOf(const v1::AuditEntry& entry) {
  if (!entry.has_create_time()) return {};
  return {Value(MicrosOf(InstantOf(entry.create_time())))};
}

// What a filter may name, and its values in an entry.
struct Field {
  const char* name;
  Kind kind;
  std::vector<Value> (*values)(const v1::AuditEntry&);
};
constexpr auto kFields = std::to_array<Field>({
    {"create_time", Kind::kTime, &TimeOf},
    {"actor", Kind::kText, [](const auto& entry) { return TextOrNothing(entry.actor()); }},
    {"action", Kind::kText, [](const auto& entry) { return TextOrNothing(entry.action()); }},
    {"outcome", Kind::kText, [](const auto& entry) { return TextOrNothing(entry.outcome()); }},
    {"session", Kind::kText, [](const auto& entry) { return TextOrNothing(entry.session()); }},
    {"request_id", Kind::kText,
     [](const auto& entry) { return TextOrNothing(entry.request_id()); }},
    {"resources", Kind::kText,
     [](const v1::AuditEntry& entry) {
       return std::vector<Value>(entry.resources().begin(), entry.resources().end());
     }},
    {"patient", Kind::kText, &PatientsOf},
    {"correlation_id", Kind::kText,
     [](const auto& entry) { return TextOrNothing(entry.correlation_id()); }},
});

}  // namespace

std::string EntryName(std::int64_t number) { return "auditEntries/" + std::to_string(number); }

v1::AuditEntry EntryOf(const storage::v1::JournalEntry& entry) {
  v1::AuditEntry shown;
  shown.set_name(EntryName(entry.change()));
  storage::v1::AuditRecord record;
  if (!record.ParseFromString(entry.record())) return shown;
  shown.set_credential(CredentialOf(record));
  *shown.mutable_create_time() = record.time();
  *shown.mutable_roles() = record.roles();
  for (const auto& resource : record.resources()) shown.add_resources(Shown(resource));
  shown.set_actor(std::move(*record.mutable_actor()));
  shown.set_session(std::move(*record.mutable_session()));
  shown.set_action(std::move(*record.mutable_action()));
  shown.set_outcome(std::move(*record.mutable_outcome()));
  shown.set_request_id(std::move(*record.mutable_request_id()));
  shown.set_correlation_id(std::move(*record.mutable_correlation_id()));
  shown.set_rule_set_digest(std::move(*record.mutable_rule_set_digest()));
  return shown;
}

std::vector<storage::FilterField> AuditFields() {
  std::vector<storage::FilterField> fields;
  for (const Field& field : kFields) fields.push_back({field.name, field.name, field.kind});
  return fields;
}

bool Matches(const storage::Filter& filter, const v1::AuditEntry& entry) {
  return storage::Matches(filter, [&entry](std::string_view column) -> std::vector<Value> {
    const auto* const field = std::find_if(
        kFields.begin(), kFields.end(), [column](const Field& one) { return one.name == column; });
    return field == kFields.end() ? std::vector<Value>() : field->values(entry);
  });
}

}  // namespace midstance::admin
