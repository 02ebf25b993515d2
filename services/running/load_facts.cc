#include "services/running/load_facts.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "midstance/v1/assessment.pb.h"
#include "services/cases/engine/person.h"
#include "services/rpc/calendar.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::running {
namespace {

using storage::Filter;

// Nothing of the table looks further back than the longest run does.
constexpr std::chrono::days kLookBack{40};

storage::Query Under(std::string_view name) {
  storage::Query query;
  query.name_prefix = std::string(name) + "/";
  return query;
}

absl::StatusOr<cases::Person> PersonNamed(const storage::Reader& reader,
                                          std::string_view patient_name) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(patient_name, Kind::kPatient));
  return cases::PersonOf(reader, name.patient());
}

// Whatever was told last, however long ago.
absl::StatusOr<std::vector<MechanicalAnswer>> LoadMechanics(const storage::Reader& reader,
                                                            const cases::Person& person) {
  storage::Query query;
  query.where = Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE});
  std::vector<MechanicalAnswer> answers;
  const auto add = [&answers](const auto& record) {
    AddMechanics(record.reports(), InstantOf(record.occurred_time()), record.name(), answers);
  };
  MIDSTANCE_RETURN_IF_ERROR(cases::ForEachOf<v1::CheckIn>(reader, person, query, add));
  MIDSTANCE_RETURN_IF_ERROR(cases::ForEachOf<v1::Assessment>(reader, person, query, add));
  return answers;
}

absl::StatusOr<Facts> LoadFactsOf(const storage::Reader& reader, const cases::Person& person,
                                  const Sites& watched, Day from,
                                  const schedule::ClinicCalendar& calendar) {
  Facts facts{.calendar = calendar};
  storage::Query query;
  query.where = Filter::Compare("occurred_time", Filter::Op::kGreaterOrEqual,
                                MicrosOf(calendar.StartOfDate(from)));
  MIDSTANCE_RETURN_IF_ERROR(
      cases::ForEachOf<v1::CheckIn>(reader, person, query, [&](v1::CheckIn& check_in) {
        if (check_in.state() == v1::RECORD_STATE_ACTIVE) {
          facts.reports.push_back(ReportOf(check_in, watched, calendar));
        } else {
          facts.withdrawn.push_back({check_in.name(), InstantOf(check_in.occurred_time()),
                                     InstantOf(check_in.update_time())});
        }
      }));
  MIDSTANCE_RETURN_IF_ERROR(cases::ForEachOf<v1::Escalation>(
      reader, person, {},
      [&](v1::Escalation& escalation) { facts.flags.push_back(FlagOf(escalation)); }));
  return facts;
}

}  // namespace

absl::StatusOr<Facts> LoadFacts(const storage::Reader& reader, std::string_view patient_name,
                                const Sites& watched, Day from,
                                const schedule::ClinicCalendar& calendar) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonNamed(reader, patient_name));
  return LoadFactsOf(reader, person, watched, from, calendar);
}

absl::StatusOr<Facts> FactsOf(const storage::Reader& reader, const v1::RunningPlan& plan,
                              const schedule::ClinicCalendar& calendar) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(plan.name()));
  Sites watched = plan.sites();
  if (watched.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto of, reader.Get<v1::Case>(name.case_name()));
    watched = of.sites();
  }
  const auto start = rpc::ParseDay(plan.start_date());
  const Day from = start.value_or(calendar.DateOf(InstantOf(plan.create_time()))) - kLookBack;
  return LoadFacts(reader, name.patient_name(), watched, from, calendar);
}

absl::StatusOr<Facts> FactsOf(const storage::Reader& reader, const v1::Case& of, Day today,
                              const schedule::ClinicCalendar& calendar) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(of.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, cases::PersonOf(reader, name.patient()));
  MIDSTANCE_ASSIGN_OR_RETURN(auto facts,
                             LoadFactsOf(reader, person, of.sites(), today - kLookBack, calendar));
  MIDSTANCE_ASSIGN_OR_RETURN(facts.mechanics, LoadMechanics(reader, person));
  return facts;
}

absl::StatusOr<std::optional<v1::RunningPlan>> OpenPlanOf(const storage::Reader& reader,
                                                          std::string_view patient_name) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, PersonNamed(reader, patient_name));
  storage::Query query;
  query.where = Filter::Any({Filter::Equal("state", std::int64_t{v1::RunningPlan::STATE_ACTIVE}),
                             Filter::Equal("state", std::int64_t{v1::RunningPlan::STATE_STOPPED})});
  const std::string own = std::string(patient_name) + "/";
  std::optional<v1::RunningPlan> open;
  MIDSTANCE_RETURN_IF_ERROR(
      cases::ForEachOf<v1::RunningPlan>(reader, person, query, [&](v1::RunningPlan& plan) {
        // Two records that were merged may have one each: the record's own comes first.
        if (!open.has_value() || plan.name().starts_with(own)) open = std::move(plan);
      }));
  return open;
}

absl::StatusOr<bool> IsAssessed(const storage::Reader& reader, std::string_view case_name) {
  storage::Query query = Under(case_name);
  query.where = Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE});
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto page, reader.List<v1::Assessment>(query));
  return !page.items.empty();
}

}  // namespace midstance::running
