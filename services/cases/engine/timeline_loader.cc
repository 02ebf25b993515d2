#include "services/cases/engine/timeline_loader.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "services/cases/engine/ages.h"
#include "services/cases/engine/person.h"
#include "storage/tables/all.h"
#include "support/names.h"

namespace midstance::cases {
namespace {

// Both enumerations list the same places in the same order.
static_assert(static_cast<int>(v1::AREA_HIP) == rules::v1::HIP);
static_assert(static_cast<int>(v1::AREA_THIGH) == rules::v1::THIGH);
static_assert(static_cast<int>(v1::AREA_KNEE) == rules::v1::KNEE);
static_assert(static_cast<int>(v1::AREA_LOWER_LEG) == rules::v1::LOWER_LEG);
static_assert(static_cast<int>(v1::AREA_ANKLE) == rules::v1::ANKLE);
static_assert(static_cast<int>(v1::AREA_FOOT) == rules::v1::FOOT);
static_assert(static_cast<int>(v1::AREA_LOW_BACK) == rules::v1::LOW_BACK);
static_assert(static_cast<int>(v1::AREA_PELVIS) == rules::v1::PELVIS);
static_assert(v1::Area_MAX == static_cast<int>(rules::v1::Area_MAX));
static_assert(static_cast<int>(v1::SIDE_LEFT) == rules::v1::LEFT);
static_assert(static_cast<int>(v1::SIDE_RIGHT) == rules::v1::RIGHT);
static_assert(static_cast<int>(v1::SIDE_BILATERAL) == rules::v1::BILATERAL);
static_assert(static_cast<int>(v1::SIDE_NOT_TOLD) == rules::v1::NOT_TOLD);
static_assert(v1::Side_MAX == static_cast<int>(rules::v1::Side_MAX));

rules::Answer AnswerOf(v1::Answer answer) {
  switch (answer) {
    case v1::ANSWER_PRESENT:
      return rules::Answer::kPresent;
    case v1::ANSWER_ABSENT:
      return rules::Answer::kAbsent;
    default:
      return rules::Answer::kNotAsked;
  }
}

std::vector<rules::Observed> ValuesOf(
    const google::protobuf::RepeatedPtrField<v1::Observation>& observations) {
  std::vector<rules::Observed> values;
  values.reserve(static_cast<std::size_t>(observations.size()));
  for (const auto& observation : observations) {
    switch (observation.value_case()) {
      case v1::Observation::kAnswer:
        values.push_back({observation.code(), AnswerOf(observation.answer())});
        break;
      case v1::Observation::kNumber:
        values.push_back({observation.code(), observation.number()});
        break;
      case v1::Observation::kChoice:
        values.push_back({observation.code(), observation.choice()});
        break;
      case v1::Observation::VALUE_NOT_SET:
        break;
    }
  }
  return values;
}

template <class M>
std::vector<rules::Report> Reports(const M& record, Instant entered) {
  // Nothing is observed after it was entered: a clock that is ahead must not hide it from the
  // rules.
  const Instant observed = std::min(InstantOf(record.occurred_time()), entered);
  std::vector<rules::Report> reports;
  reports.reserve(static_cast<std::size_t>(record.reports_size()) + 1);
  for (const auto& report : record.reports()) {
    const auto site = RuleSiteOf(report.site());
    reports.push_back({record.name(), observed, entered, rules::Site{site.area(), site.side()},
                       ValuesOf(report.observations())});
  }
  if (record.general_size() > 0) {
    reports.push_back({record.name(), observed, entered, std::nullopt, ValuesOf(record.general())});
  }
  return reports;
}

template <class M>
absl::Status Append(const storage::Reader& reader, const Person& person,
                    std::vector<rules::Report>& reports) {
  storage::Query query;
  query.where = storage::Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE});
  return ForEachOf<M>(reader, person, query, [&reports](const M& record) {
    auto more = Reports(record, InstantOf(record.create_time()));
    std::move(more.begin(), more.end(), std::back_inserter(reports));
  });
}

}  // namespace

rules::v1::Site RuleSiteOf(const v1::Site& site) {
  rules::v1::Site same;
  same.set_area(static_cast<rules::v1::Area>(site.area()));
  same.set_side(static_cast<rules::v1::Side>(site.side()));
  return same;
}

v1::Site SiteOf(const rules::v1::Site& site) {
  v1::Site same;
  same.set_area(static_cast<v1::Area>(site.area()));
  same.set_side(static_cast<v1::Side>(site.side()));
  return same;
}

std::vector<rules::Report> ReportsOf(const v1::CheckIn& check_in, Instant entered) {
  return Reports(check_in, entered);
}

std::vector<rules::Report> ReportsOf(const v1::Assessment& assessment, Instant entered) {
  return Reports(assessment, entered);
}

absl::StatusOr<std::vector<rules::Report>> LoadReports(const storage::Reader& reader,
                                                       const schedule::ClinicCalendar& calendar,
                                                       std::string_view patient_id) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonOf(reader, patient_id));
  return LoadReports(reader, calendar, person);
}

absl::StatusOr<std::vector<rules::Report>> LoadReports(const storage::Reader& reader,
                                                       const schedule::ClinicCalendar& calendar,
                                                       const Person& person) {
  std::vector<rules::Report> reports;
  MIDSTANCE_RETURN_IF_ERROR(Append<v1::CheckIn>(reader, person, reports));
  MIDSTANCE_RETURN_IF_ERROR(Append<v1::Assessment>(reader, person, reports));
  AddAges(person.born, calendar, reports);
  return reports;
}

absl::StatusOr<rules::Timeline> LoadTimeline(const storage::Reader& reader,
                                             const rules::CompiledRuleSet& rules,
                                             std::string_view patient_id) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonOf(reader, patient_id));
  return LoadTimeline(reader, rules, person);
}

absl::StatusOr<rules::Timeline> LoadTimeline(const storage::Reader& reader,
                                             const rules::CompiledRuleSet& rules,
                                             const Person& person) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto reports, LoadReports(reader, rules.calendar(), person));
  return rules::Timeline::Build(rules, reports);
}

}  // namespace midstance::cases
