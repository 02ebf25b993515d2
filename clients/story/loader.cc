#include "clients/story/loader.h"

#include "clients/story/agenda.h"
#include "clients/story/case_play.h"
#include "midstance/v1/patient_service.grpc.pb.h"

namespace midstance::story {

absl::StatusOr<Loaded> LoadPlan(const Plan& plan, Desks& desks) {
  Loaded loaded;
  Agenda agenda;
  MIDSTANCE_RETURN_IF_ERROR(desks.EnsureStaff(plan.begin));
  for (const PlannedPatient& planned : plan.patients) {
    agenda.Add(plan.begin + std::chrono::hours(8), [&](Instant at) -> absl::Status {
      v1::CreatePatientRequest request;
      *request.mutable_patient() = planned.patient;
      request.mutable_patient()->add_care_team(desks.NameOf(planned.therapist));
      request.set_patient_id(planned.id);
      const auto created = desks.Call("tom", at, &v1::PatientService::Stub::CreatePatient, request);
      ++loaded.patients;
      return created.status();
    });
  }
  std::vector<CasePlay> plays;
  plays.reserve(plan.cases.size());
  for (const PlannedCase& planned : plan.cases) {
    const auto& patient = plan.patients[static_cast<std::size_t>(planned.patient)];
    plays.emplace_back(planned, patient.id, desks, agenda, loaded).Begin();
  }
  MIDSTANCE_RETURN_IF_ERROR(agenda.Play(plan.end));
  return loaded;
}

std::ostream& operator<<(std::ostream& out, const Loaded& loaded) {
  return out << loaded.patients << " runners, " << loaded.cases << " cases, " << loaded.check_ins
             << " check-ins, " << loaded.assessments << " assessments, " << loaded.follow_ups
             << " follow-ups, " << loaded.escalations << " answered red flags, " << loaded.referrals
             << " referrals";
}

}  // namespace midstance::story
