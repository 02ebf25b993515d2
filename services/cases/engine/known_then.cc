#include "services/cases/engine/known_then.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "services/cases/engine/ages.h"
#include "services/cases/engine/person.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/cases/state_then.h"
#include "storage/tables/all.h"

namespace midstance::cases {
namespace {

template <class M>
absl::Status AppendThen(const storage::Reader& reader, const Person& person, Instant then,
                        std::vector<rules::Report>& reports) {
  storage::Query query;
  return ForEachOf<M>(reader, person, query, [&](const M& record) {
    if (StateThen(record, then) != v1::RECORD_STATE_ACTIVE) return;
    auto more = ReportsOf(record, InstantOf(record.create_time()));
    std::move(more.begin(), more.end(), std::back_inserter(reports));
  });
}

}  // namespace

absl::StatusOr<std::vector<rules::Report>> LoadReportsKnownThen(
    const storage::Reader& reader, const schedule::ClinicCalendar& calendar,
    std::string_view patient_id, Instant then) {
  std::vector<rules::Report> reports;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonThen(reader, patient_id, then));
  MIDSTANCE_RETURN_IF_ERROR(AppendThen<v1::CheckIn>(reader, person, then, reports));
  MIDSTANCE_RETURN_IF_ERROR(AppendThen<v1::Assessment>(reader, person, then, reports));
  AddAges(person.born, calendar, reports);
  return reports;
}

}  // namespace midstance::cases
