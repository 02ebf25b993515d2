#include "services/jobs/recheck.h"

#include <chrono>
#include <vector>

#include "services/cases/engine/recheck.h"
#include "services/cases/engine/recording.h"
#include "services/jobs/unit.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::jobs {
namespace {

// Of a deleted patient nothing is raised; she may come back.
constexpr std::chrono::days kBetweenLooksAtDeleted{1};

absl::StatusOr<storage::WriteUnit> AskAgain(const cases::Engines& engines,
                                            const std::string& patient, Instant now,
                                            const storage::Reader& reader) {
  storage::Writer writer(reader);
  const std::string name = PatientName(patient).str();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto engine, engines.At(writer, now));
  MIDSTANCE_ASSIGN_OR_RETURN(const bool deleted, IsDeleted(reader, name));
  if (deleted) {
    MIDSTANCE_RETURN_IF_ERROR(cases::RecheckAt(writer, patient, now + kBetweenLooksAtDeleted, now));
  } else {
    const cases::RecordChange time_passed{
        .patient_id = patient, .added = {}, .withdrawn = {}, .by_time = true};
    MIDSTANCE_RETURN_IF_ERROR(
        cases::RunRules(CallOf("recheck\n" + name, now), writer, *engine, time_passed).status());
  }
  return UnitOf(writer, "escalation.recheck", now, engine->rules().digest());
}

}  // namespace

absl::Status Recheck(storage::Store& store, const cases::Engines& engines,
                     const std::string& clinic, Instant now) {
  std::vector<std::string> due;
  MIDSTANCE_RETURN_IF_ERROR(store.Read(clinic, [&](const storage::Reader& reader) -> absl::Status {
    due.clear();
    storage::Query query;
    query.where =
        storage::Filter::Compare("due_time", storage::Filter::Op::kLessOrEqual, MicrosOf(now));
    query.order = {{"due_time", false}};
    query.limit = kMostRechecks;
    MIDSTANCE_ASSIGN_OR_RETURN(const auto page, reader.List<storage::v1::Recheck>(query));
    for (const auto& row : page.items) {
      constexpr std::string_view kPatients = "patients/";
      const auto id = std::string_view(row.name()).substr(kPatients.size());
      due.emplace_back(id.substr(0, id.find('/')));
    }
    return absl::OkStatus();
  }));
  absl::Status first;
  for (const auto& patient : due) {
    first.Update(store
                     .Write(clinic,
                            [&](const storage::Reader& reader) {
                              return AskAgain(engines, patient, now, reader);
                            })
                     .status());
  }
  return first;
}

}  // namespace midstance::jobs
