#include "services/rulesets/tried.h"

#include <set>

#include "midstance/v1/patient.pb.h"
#include "services/rulesets/test_patient.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {
namespace {

// Of whom something was recorded since; a whole back-test is quicker than a look at more.
constexpr std::size_t kMostPatients = 200;

absl::Status Needed(std::string_view why) {
  return Error(v1::ERROR_REASON_BACK_TEST_NEEDED).Field("back_test", why);
}

// "patients/{patient}" under which a row was written after `change`.
absl::StatusOr<std::set<std::string>> TouchedSince(const storage::Reader& reader,
                                                   std::int64_t change) {
  constexpr int kEntriesOfAPage = 1'000;
  std::set<std::string> patients;
  while (true) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto entries, reader.JournalAfter(change, kEntriesOfAPage));
    if (entries.empty()) return patients;
    for (const auto& entry : entries) {
      for (const auto& resource : entry.resources()) {
        const auto name = ResourceName::Parse(resource.name());
        if (name.ok() && !name->patient_name().empty()) patients.emplace(name->patient_name());
      }
    }
    if (patients.size() > kMostPatients) return patients;
    change = entries.back().change();
  }
}

// The records that stay of those persons of whom any was touched; see cases/engine/person.h.
absl::StatusOr<std::set<std::string>> ChangedSince(const storage::Reader& reader,
                                                   std::int64_t change) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto touched, TouchedSince(reader, change));
  std::set<std::string> patients;
  for (const auto& record : touched) {
    const auto found = reader.Get<v1::Patient>(record);
    if (absl::IsNotFound(found.status())) continue;
    MIDSTANCE_RETURN_IF_ERROR(found.status());
    patients.insert(found->merged_into().empty() ? record : found->merged_into());
  }
  return patients;
}

}  // namespace

absl::StatusOr<v1::RuleSetBackTest> BackTestOf(const storage::Reader& reader,
                                               const std::string& name,
                                               const v1::RuleSetRevision& revision) {
  if (name.empty()) return Needed("must name a back-test of this revision");
  MIDSTANCE_RETURN_IF_ERROR(
      ResourceName::Parse(name, Kind::kRuleSetBackTest, "back_test").status());
  MIDSTANCE_ASSIGN_OR_RETURN(auto test, reader.Get<v1::RuleSetBackTest>(name));
  if (test.revision() != revision.name()) return Needed("is of another revision");
  return test;
}

absl::Status IsUpToDate(const storage::Reader& reader, const v1::RuleSetBackTest& test,
                        const cases::RuleEngine& active, const cases::RuleEngine& candidate,
                        Instant now) {
  if (test.summary().active_digest() != active.rules().digest()) {
    return Needed("compares with rules that are not active any more");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patients, ChangedSince(reader, test.change()));
  if (patients.size() > kMostPatients) return Needed("is too old: too much was recorded since");
  for (const auto& patient : patients) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto tested,
                               TestPatient(reader, active.rules(), candidate.rules(),
                                           {.since = std::nullopt, .end = now}, patient));
    if (tested.lost_confirmed + tested.late_confirmed > 0) {
      return Needed(
          "did not see what was recorded since of a patient of whom a confirmed alarm would be "
          "lost, or late");
    }
  }
  return absl::OkStatus();
}

}  // namespace midstance::rulesets
