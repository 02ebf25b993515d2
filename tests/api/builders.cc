#include "tests/api/builders.h"

#include <algorithm>

#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "support/time.h"

namespace midstance::testing {

Report& Report::At(v1::Area area, v1::Side side) {
  auto& site = *found_.add_reports()->mutable_site();
  site.set_area(area);
  site.set_side(side);
  whole_ = false;
  return *this;
}

Report& Report::Whole() {
  whole_ = true;
  return *this;
}

v1::Observation& Report::Add(std::string_view code) {
  auto& observation = whole_
                          ? *found_.add_general()
                          : *found_.mutable_reports(found_.reports_size() - 1)->add_observations();
  observation.set_code(std::string(code));
  return observation;
}

Report& Report::Number(std::string_view code, double number) {
  Add(code).set_number(number);
  return *this;
}

Report& Report::Choice(std::string_view code, std::string_view choice) {
  Add(code).set_choice(std::string(choice));
  return *this;
}

Report& Report::Present(std::string_view code) {
  Add(code).set_answer(v1::ANSWER_PRESENT);
  return *this;
}

Report& Report::Absent(std::string_view code) {
  Add(code).set_answer(v1::ANSWER_ABSENT);
  return *this;
}

Report HotKnee() {
  return Report()
      .At(v1::AREA_KNEE, v1::SIDE_LEFT)
      .Number("swelling", 1)
      .Present("warmth")
      .Present("redness");
}

Report SwollenKnee() {
  return Report()
      .At(v1::AREA_KNEE, v1::SIDE_LEFT)
      .Number("swelling", 1)
      .Choice("swelling_settles", "no");
}

Report QuietKnee() { return Report().At(v1::AREA_KNEE, v1::SIDE_LEFT).Number("worst_nprs", 2); }

std::string SwellingAfter(int least) {
  return R"pb(
           rules { id: "swelling-persistent" title: "Swelling that stays" family: "swelling"
                   key: EACH_SITE
                   urgency: SOON
                   when { run { of: "unsettled_swelling" min_entries: 2
                                span { days:)pb" +
         std::to_string(least) + R"pb(}
                                      } }
      outcome {
        actions: [ OPEN_ESCALATION ] destination: "gp-or-sports-physician" activity_advice: "no-impact"
        basis: "Swelling at the {site} {period} ({findings})."
      }
      sources { key: "decision" note: "a test" }
    })pb";
}

v1::Patient Clinic::APatient(const std::string& token, std::string_view family_name) {
  v1::CreatePatientRequest request;
  auto& patient = *request.mutable_patient();
  patient.set_given_name("Ana");
  patient.set_family_name(std::string(family_name));
  patient.set_birth_date("1990-04-12");
  return Must<v1::Patient>(token, "PatientService/CreatePatient", request);
}

v1::Case Clinic::ACase(const std::string& token, const v1::Patient& patient, v1::Area area,
                       v1::Side side) {
  v1::CreateCaseRequest request;
  request.set_parent(patient.name());
  request.mutable_case_()->set_title("Pain since the half marathon");
  auto& site = *request.mutable_case_()->add_sites();
  site.set_area(area);
  site.set_side(side);
  return Must<v1::Case>(token, "CaseService/CreateCase", request);
}

std::string Clinic::ARunner(const std::string& token, std::string_view family_name) {
  return ACase(token, APatient(token, family_name)).name();
}

v1::RecordCheckInResponse Clinic::CheckIn(const std::string& token, std::string_view a_case,
                                          const Report& report, Instant occurred) {
  v1::RecordCheckInRequest request;
  request.set_parent(std::string(a_case));
  *request.mutable_check_in() = report.As<v1::CheckIn>();
  if (occurred != Instant{}) {
    *request.mutable_check_in()->mutable_occurred_time() = TimestampOf(occurred);
  }
  return Must<v1::RecordCheckInResponse>(token, "CheckInService/RecordCheckIn", request);
}

v1::RecordCheckInResponse Clinic::Retract(const std::string& token, const v1::CheckIn& check_in) {
  v1::RetractCheckInRequest request;
  request.set_name(check_in.name());
  request.set_etag(check_in.etag());
  request.set_reason("entered for another patient");
  return Must<v1::RecordCheckInResponse>(token, "CheckInService/RetractCheckIn", request);
}

std::vector<v1::Escalation> Clinic::Escalations(const std::string& token, std::string_view parent) {
  v1::ListEscalationsRequest request;
  request.set_parent(std::string(parent));
  std::vector<v1::Escalation> all;
  do {
    auto page =
        Must<v1::ListEscalationsResponse>(token, "EscalationService/ListEscalations", request);
    all.insert(all.end(), page.escalations().begin(), page.escalations().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
    return InstantOf(one.raised_time()) < InstantOf(other.raised_time());
  });
  return all;
}

v1::Escalation Clinic::Get(const std::string& token, const v1::Escalation& escalation) {
  v1::GetEscalationRequest request;
  request.set_name(escalation.name());
  return Must<v1::Escalation>(token, "EscalationService/GetEscalation", request);
}

v1::Escalation Clinic::Acknowledge(const std::string& token, const v1::Escalation& escalation) {
  v1::AcknowledgeEscalationRequest request;
  request.set_name(escalation.name());
  request.set_etag(escalation.etag());
  request.set_first_step(v1::Escalation::FIRST_STEP_PHONE_PATIENT);
  return Must<v1::Escalation>(token, "EscalationService/AcknowledgeEscalation", request);
}

v1::Escalation Clinic::Resolve(const std::string& token, const v1::Escalation& escalation) {
  v1::ResolveEscalationRequest request;
  request.set_name(escalation.name());
  request.set_etag(escalation.etag());
  // With another outcome what was urgent asks for a follow-up.
  request.set_outcome(escalation.urgency() >= rules::v1::URGENT
                          ? v1::Escalation::OUTCOME_OTHER
                          : v1::Escalation::OUTCOME_TREATED_ON);
  request.set_reason("examined the same day");
  return Must<v1::Escalation>(token, "EscalationService/ResolveEscalation", request);
}

}  // namespace midstance::testing
