#include "services/checkins/records.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <string>
#include <utility>

#include "services/adherence/plan.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::checkins {
namespace {

using adherence::Days;
using storage::Filter;

enum class Fit { kPrescribed, kOtherSide, kNone };

Fit FitOf(const v1::ExerciseReport& report, const std::vector<adherence::Prescribed>& prescribed,
          Day day) {
  Fit fit = Fit::kNone;
  for (const auto& one : prescribed) {
    if (!one.days.Has(day) || one.exercise->exercise() != report.exercise()) continue;
    if (adherence::SameExercise(report, *one.exercise)) return Fit::kPrescribed;
    fit = Fit::kOtherSide;
  }
  return fit;
}

}  // namespace

absl::StatusOr<std::vector<v1::Enrollment>> EnrollmentsOf(const storage::Reader& reader,
                                                          std::string_view case_name) {
  storage::Query query;
  query.name_prefix = std::string(case_name) + "/enrollments/";
  std::vector<v1::Enrollment> found;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::Enrollment>(
      query, [&found](v1::Enrollment& one) { found.push_back(std::move(one)); }));
  return found;
}

absl::StatusOr<std::vector<v1::CheckIn>> CheckInsOf(const storage::Reader& reader,
                                                    std::string_view case_name, const Days& days,
                                                    const schedule::ClinicCalendar& calendar) {
  const Instant begin = calendar.StartOfDate(days.first);
  const Instant end = calendar.StartOfDate(days.last + std::chrono::days{1});
  storage::Query query;
  query.name_prefix = std::string(case_name) + "/checkIns/";
  query.where =
      Filter::All({Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE}),
                   Filter::Compare("occurred_time", Filter::Op::kGreaterOrEqual, MicrosOf(begin)),
                   Filter::Compare("occurred_time", Filter::Op::kLess, MicrosOf(end))});
  std::vector<v1::CheckIn> found;
  if (days.empty()) return found;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::CheckIn>(
      query, [&found](v1::CheckIn& one) { found.push_back(std::move(one)); }));
  return found;
}

absl::Status SortOutExercises(const rpc::Call& call, const storage::Reader& reader,
                              std::string_view case_name, const schedule::ClinicCalendar& calendar,
                              v1::CheckIn& check_in) {
  if (check_in.exercises_size() == 0) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto enrollments, EnrollmentsOf(reader, case_name));
  const Day day = calendar.DateOf(check_in.has_occurred_time() ? InstantOf(check_in.occurred_time())
                                                               : call.now);
  const bool has_program =
      std::any_of(enrollments.begin(), enrollments.end(), [&](const v1::Enrollment& one) {
        return one.state() == v1::Enrollment::STATE_ACTIVE ||
               adherence::ProgramDays(one, calendar).Has(day);
      });
  if (!has_program) return absl::OkStatus();
  const auto prescribed = adherence::ExercisesOf(enrollments, calendar);
  google::rpc::BadRequest violations;
  google::protobuf::RepeatedPtrField<v1::ExerciseReport> taken;
  for (int i = 0; i < check_in.exercises_size(); ++i) {
    const auto& report = check_in.exercises(i);
    const Fit fit = FitOf(report, prescribed, day);
    if (fit == Fit::kPrescribed) {
      *taken.Add() = report;
      continue;
    }
    *check_in.add_left_out_exercises() = report;
    const std::string path = absl::StrCat("check_in.exercises[", i, "]");
    if (fit == Fit::kOtherSide) {
      AddViolation(violations, path + ".side", "must be the side that was prescribed");
    } else {
      AddViolation(violations, path + ".exercise",
                   "must be an exercise that was prescribed for that day");
    }
  }
  if (!call.acting.Has(options::v1::ROLE_CHECK_IN_LINK)) return FieldsInvalid(violations);
  check_in.mutable_exercises()->Swap(&taken);
  return absl::OkStatus();
}

}  // namespace midstance::checkins
