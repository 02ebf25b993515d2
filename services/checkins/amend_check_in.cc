#include <string>
#include <utility>

#include "services/cases/engine/observation_check.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/cases/lifecycle.h"
#include "services/checkins/answer.h"
#include "services/checkins/records.h"
#include "services/checkins/texts.h"
#include "services/checkins/verbs.h"
#include "services/rpc/etag.h"
#include "storage/tables/all.h"
#include "support/text.h"

namespace midstance::checkins {
namespace {

constexpr char kPatientsReason[] = "corrected by the patient the same day";

// A check-in that a patient may not know of looks as one that is not there.
absl::Status NotHers() {
  return Error(v1::ERROR_REASON_OUT_OF_SCOPE)
      .With("field", "name")
      .Because("the resource does not exist or is outside the caller's scope");
}

// What a patient may amend: what she entered with the same link, observed on the day of the call.
absl::Status MayCorrect(const rpc::Call& call, const storage::Reader& reader,
                        const ResourceName& name, const v1::CheckIn& old,
                        const v1::CheckIn& corrected, const schedule::ClinicCalendar& calendar) {
  if (old.entered_by() != call.principal.name) return NotHers();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, reader.Get<v1::Case>(name.case_name()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(a_case));
  const auto today = calendar.DayOf(call.now);
  if (calendar.DayOf(InstantOf(old.occurred_time())) != today) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/CheckIn", old.name())
        .Because("a patient corrects a check-in on its own day; later the clinician does");
  }
  if (corrected.has_occurred_time() &&
      calendar.DayOf(InstantOf(corrected.occurred_time())) != today) {
    return FieldInvalid("check_in.occurred_time", "must be a time of today");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::RecordCheckInResponse> AmendCheckIn::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::AmendCheckInRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  const bool by_patient = call.acting.Has(options::v1::ROLE_CHECK_IN_LINK);
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(request.name(), Kind::kCheckIn));
  MIDSTANCE_RETURN_IF_ERROR(CheckContent(engine, call.now, request.check_in()));
  if (!by_patient && IsBlank(request.reason())) {
    return FieldInvalid("reason", "must tell why it is amended");
  }
  auto found = writer.Get<v1::CheckIn>(name.str());
  if (by_patient && ReasonOf(found.status()) == v1::ERROR_REASON_RESOURCE_NOT_FOUND) {
    return NotHers();
  }
  MIDSTANCE_ASSIGN_OR_RETURN(auto old, std::move(found));
  if (by_patient) {
    MIDSTANCE_RETURN_IF_ERROR(
        MayCorrect(call, writer, name, old, request.check_in(), engine.calendar()));
  }
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckEtag(old, request.etag()));
  MIDSTANCE_RETURN_IF_ERROR(cases::StillCounts("midstance.v1/CheckIn", old.name(), old.state()));
  const std::string reason = by_patient ? kPatientsReason : request.reason();

  v1::RecordCheckInResponse response;
  auto& check_in = *response.mutable_check_in();
  check_in = request.check_in();
  cases::ConvertUnits(engine.rules(), check_in);
  if (!check_in.has_occurred_time()) *check_in.mutable_occurred_time() = old.occurred_time();
  MIDSTANCE_RETURN_IF_ERROR(
      SortOutExercises(call, writer, name.case_name(), engine.calendar(), check_in));
  const Words& words = WordsFor(request.language_code());
  EnterCheckIn(call, *name.Parent(), words, check_in);
  check_in.set_amends(old.name());
  check_in.set_change_reason(reason);
  check_in.set_change_author(call.principal.name);
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(check_in, call.now));
  old.set_amended_by(check_in.name());
  MIDSTANCE_RETURN_IF_ERROR(cases::Withdraw(call, writer, v1::RECORD_STATE_AMENDED, reason, old));

  const cases::RecordChange change{.patient_id = name.patient(),
                                   .added = cases::ReportsOf(check_in, call.now),
                                   .withdrawn = old.name()};
  MIDSTANCE_ASSIGN_OR_RETURN(auto consequences, cases::RunRules(call, writer, engine, change));
  FillAnswer(std::move(consequences), words, response);
  return response;
}

}  // namespace midstance::checkins
