#include "services/cases/load_records.h"

#include <algorithm>
#include <cstdint>

#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::cases {
namespace {

storage::Query AllOf(const std::string& case_name, Kind kind) {
  storage::Query query;
  query.name_prefix = case_name + "/" + std::string(CollectionOf(kind)) + "/";
  return query;
}

// Names are in the order in which they were made.
template <class M>
absl::Status LoadByName(const storage::Reader& reader, const storage::Query& query,
                        std::vector<M>& records) {
  MIDSTANCE_RETURN_IF_ERROR(
      reader.ForEach<M>(query, [&records](M& found) { records.push_back(std::move(found)); }));
  std::reverse(records.begin(), records.end());
  return absl::OkStatus();
}

template <class M>
absl::Status LoadByTime(const storage::Reader& reader, storage::Query query,
                        std::vector<M>& records) {
  query.where = storage::Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE});
  query.order = {{"occurred_time", false}};
  return reader.ForEach<M>(query, [&records](M& found) { records.push_back(std::move(found)); });
}

}  // namespace

absl::StatusOr<CaseRecords> LoadRecords(const storage::Reader& reader,
                                        const schedule::ClinicCalendar& calendar,
                                        const std::string& name) {
  CaseRecords loaded(calendar);
  MIDSTANCE_ASSIGN_OR_RETURN(loaded.of, reader.Get<v1::Case>(name));
  MIDSTANCE_RETURN_IF_ERROR(LoadByTime(reader, AllOf(name, Kind::kAssessment), loaded.assessments));
  MIDSTANCE_RETURN_IF_ERROR(LoadByTime(reader, AllOf(name, Kind::kOutcomeScore), loaded.scores));
  MIDSTANCE_RETURN_IF_ERROR(
      LoadByName(reader, AllOf(name, Kind::kRunningPlan), loaded.running_plans));
  MIDSTANCE_RETURN_IF_ERROR(LoadByName(reader, AllOf(name, Kind::kEnrollment), loaded.enrollments));
  MIDSTANCE_RETURN_IF_ERROR(LoadByName(reader, AllOf(name, Kind::kEscalation), loaded.escalations));
  MIDSTANCE_RETURN_IF_ERROR(LoadByName(reader, AllOf(name, Kind::kFollowUp), loaded.follow_ups));
  MIDSTANCE_RETURN_IF_ERROR(LoadByName(reader, AllOf(name, Kind::kReferral), loaded.referrals));
  return loaded;
}

}  // namespace midstance::cases
