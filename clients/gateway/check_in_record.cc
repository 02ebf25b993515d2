#include "clients/gateway/check_in_record.h"

#include <absl/strings/numbers.h>

#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::gateway {
namespace {

constexpr char kRecordMethod[] = "/midstance.v1.CheckInService/RecordCheckIn";
constexpr char kAmendMethod[] = "/midstance.v1.CheckInService/AmendCheckIn";
constexpr char kTimeField[] = "check_in.occurred_time";

// 3 of "check_in.reports[3].observations[1].number", behind "reports[". -1 when there is none.
int IndexBehind(std::string_view field, std::string_view list) {
  const std::size_t from = field.find(list);
  if (from == std::string_view::npos) return -1;
  const std::string_view rest = field.substr(from + list.size());
  int index = -1;
  return absl::SimpleAtoi(std::string(rest.substr(0, rest.find(']'))), &index) ? index : -1;
}

// The name of the page's field that a field of the call came from; "" when it is of the whole.
std::string FieldOfPage(std::string_view field, const v1::CheckIn& check_in) {
  const int report = IndexBehind(field, "reports[");
  const int observation = IndexBehind(field, "observations[");
  const int general = IndexBehind(field, "general[");
  const int exercise = IndexBehind(field, "exercises[");
  v1::Question question;
  if (report >= 0 && report < check_in.reports_size()) {
    const auto& at = check_in.reports(report);
    if (observation < 0 || observation >= at.observations_size()) return {};
    *question.mutable_site() = at.site();
    question.set_code(at.observations(observation).code());
    return "q-" + KeyOf(question);
  }
  if (general >= 0 && general < check_in.general_size()) {
    question.set_code(check_in.general(general).code());
    return "q-" + KeyOf(question);
  }
  if (exercise >= 0 && exercise < check_in.exercises_size()) {
    v1::PlannedExercise planned;
    planned.set_exercise(check_in.exercises(exercise).exercise());
    planned.set_side(check_in.exercises(exercise).side());
    return "x-" + KeyOf(planned);
  }
  if (field == "check_in.note") return "note";
  if (field == "check_in.run.minutes") return "run-minutes";
  if (field == "check_in.run.distance_km") return "run-km";
  if (field == "check_in.run.rpe") return "run-effort";
  return {};
}

template <class Request>
CheckInCall CallWith(const char* method, Request request, const CheckInEntry& entry,
                     const checkin::Answers& answers, const Texts& texts) {
  request.set_request_id(entry.request_id);
  request.set_language_code(std::string(texts.language()));
  *request.mutable_check_in() = checkin::Compose(entry.form, answers);
  return {.method = method, .request = request.SerializeAsString(), .check_in = request.check_in()};
}

}  // namespace

void Begin(const v1::CheckInForm& form, bool change, CheckInEntry& entry) {
  entry.form = form;
  entry.form.clear_week();
  entry.form.clear_case_title();
  entry.form.clear_running_on_hold();
  if (!change || !form.has_todays_check_in()) {
    entry.form.clear_todays_check_in();
    return;
  }
  auto& told = *entry.form.mutable_todays_check_in();
  // The page names nobody: of whom it is tells the cookie.
  told.set_name(told.name().substr(told.name().rfind('/') + 1));
  told.clear_entered_by();
  told.clear_amends();
  entry.values = ValuesOf(entry.form, checkin::Prefill(entry.form, told));
}

CheckInCall CallFor(const std::string& a_case, const CheckInEntry& entry,
                    const checkin::Answers& answers, std::string_view occurred,
                    const Texts& texts) {
  if (entry.form.has_todays_check_in()) {
    const auto& told = entry.form.todays_check_in();
    v1::AmendCheckInRequest request;
    request.set_name(a_case + "/checkIns/" + told.name());
    request.set_etag(told.etag());
    return CallWith(kAmendMethod, request, entry, answers, texts);
  }
  v1::RecordCheckInRequest request;
  request.set_parent(a_case);
  CheckInCall call = CallWith(kRecordMethod, request, entry, answers, texts);
  const auto time = client::ParseTime(occurred);
  if (!occurred.empty() && time.ok()) {
    request.ParseFromString(call.request);
    *request.mutable_check_in()->mutable_occurred_time() = *time;
    call.request = request.SerializeAsString();
    call.occurred = true;
  }
  return call;
}

CheckInCall WithoutTime(const CheckInCall& call) {
  v1::RecordCheckInRequest request;
  request.ParseFromString(call.request);
  request.mutable_check_in()->clear_occurred_time();
  CheckInCall without = call;
  without.request = request.SerializeAsString();
  without.occurred = false;
  return without;
}

bool IsAboutTheTime(const absl::Status& problem) {
  const auto fields = BadRequestOf(problem);
  if (!fields) return false;
  for (const auto& field : fields->field_violations()) {
    if (field.field() == kTimeField) return true;
  }
  return false;
}

Problems ProblemsOf(const absl::Status& problem, const CheckInCall& call, const Texts& texts) {
  Problems problems;
  const std::string refused(texts.Get("problem.refused"));
  if (const auto fields = BadRequestOf(problem)) {
    for (const auto& field : fields->field_violations()) {
      problems[FieldOfPage(field.field(), call.check_in)] = refused + ' ' + field.description();
    }
  }
  if (problems.empty()) problems[""] = refused;
  return problems;
}

}  // namespace midstance::gateway
