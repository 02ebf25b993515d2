#include "services/escalations/first_step.h"

#include <string>

#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/rpc/staff.h"
#include "services/worklist/persons.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::escalations {
namespace {

using v1::Escalation;

constexpr char kTo[] = "hand_over_to";

// What is wrong with the step; empty: nothing.
std::string WrongStep(rules::v1::Urgency urgency, Escalation::FirstStep step) {
  if (urgency == rules::v1::EMERGENCY && step != Escalation::FIRST_STEP_PHONE_PATIENT &&
      step != Escalation::FIRST_STEP_HAND_OVER) {
    return "must be PHONE_PATIENT or HAND_OVER for an emergency";
  }
  if (urgency == rules::v1::URGENT && step == Escalation::FIRST_STEP_NEXT_CONTACT) {
    return "must not be NEXT_CONTACT for what is urgent";
  }
  return {};
}

absl::Status CheckTaker(const storage::Reader& reader, const std::string& caller,
                        const Escalation& escalation, const std::string& taker,
                        google::rpc::BadRequest& violations) {
  if (taker == caller) {
    AddViolation(violations, kTo, "must be somebody else");
    return absl::OkStatus();
  }
  const int before = violations.field_violations_size();
  MIDSTANCE_RETURN_IF_ERROR(rpc::CheckStaff(reader, taker, kTo, violations));
  if (violations.field_violations_size() != before) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name, ResourceName::Parse(escalation.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patient,
                             reader.Get<v1::Patient>(name.patient_name(), storage::Deleted::kShow));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto staff, worklist::StaffOf(reader));
  if (!worklist::Sees(staff, patient, taker)) {
    AddViolation(violations, kTo,
                 "must be a clinician of the patient's care team, or a lead clinician");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckFirstStep(const storage::Reader& reader, const std::string& caller,
                            const Escalation& escalation,
                            const v1::AcknowledgeEscalationRequest& request) {
  google::rpc::BadRequest violations;
  const std::string wrong = WrongStep(escalation.urgency(), request.first_step());
  if (!wrong.empty()) AddViolation(violations, "first_step", wrong);
  const bool hands_over = request.first_step() == Escalation::FIRST_STEP_HAND_OVER;
  if (!hands_over && !request.hand_over_to().empty()) {
    AddViolation(violations, kTo, "must be left out unless the first step is HAND_OVER");
  } else if (hands_over && request.hand_over_to().empty()) {
    AddViolation(violations, kTo, "must tell who takes it over");
  } else if (hands_over) {
    MIDSTANCE_RETURN_IF_ERROR(
        CheckTaker(reader, caller, escalation, request.hand_over_to(), violations));
  }
  return FieldsInvalid(violations);
}

}  // namespace midstance::escalations
