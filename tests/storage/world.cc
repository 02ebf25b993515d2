#include "world.h"

#include <future>
#include <latch>

#include "storage/tables/cases.h"
#include "storage/tables/check_ins.h"
#include "storage/tables/escalations.h"
#include "storage/tables/patients.h"

namespace midstance::storage::testing {

midstance::v1::Patient APatient(const std::string& id) {
  midstance::v1::Patient patient;
  patient.set_name("patients/" + id);
  patient.set_given_name("Ada");
  patient.set_family_name("Runner");
  return patient;
}

midstance::v1::Case ACase(const std::string& patient, const std::string& id) {
  midstance::v1::Case found;
  found.set_name("patients/" + patient + "/cases/" + id);
  found.set_state(midstance::v1::Case::STATE_OPEN);
  return found;
}

midstance::v1::CheckIn ACheckIn(const std::string& patient, const std::string& case_id,
                                const std::string& id) {
  midstance::v1::CheckIn check_in;
  check_in.set_name("patients/" + patient + "/cases/" + case_id + "/checkIns/" + id);
  check_in.set_state(midstance::v1::RECORD_STATE_ACTIVE);
  *check_in.mutable_occurred_time() = TimestampOf(kNow);
  return check_in;
}

midstance::v1::FollowUp AFollowUp(const std::string& patient, const std::string& id) {
  midstance::v1::FollowUp follow_up;
  follow_up.set_name("patients/" + patient + "/cases/c1/followUps/" + id);
  follow_up.set_state(midstance::v1::FollowUp::STATE_SCHEDULED);
  return follow_up;
}

midstance::v1::Escalation AnEscalation(const std::string& patient, const std::string& case_id,
                                       const std::string& id) {
  midstance::v1::Escalation escalation;
  escalation.set_name("patients/" + patient + "/cases/" + case_id + "/escalations/" + id);
  escalation.set_state(midstance::v1::Escalation::STATE_OPEN);
  escalation.set_family("swelling");
  escalation.mutable_site()->set_area(midstance::v1::AREA_KNEE);
  escalation.mutable_site()->set_side(midstance::v1::SIDE_LEFT);
  return escalation;
}

absl::StatusOr<Committed> Write(Store& store, const std::string& clinic,
                                const std::function<absl::Status(Writer&)>& fn) {
  return store.Write(clinic, [&](const Reader& reader) -> absl::StatusOr<WriteUnit> {
    Writer writer(reader);
    if (absl::Status done = fn(writer); !done.ok()) return done;
    return writer.Take();
  });
}

absl::StatusOr<WriteUnit> Decide(Store& store, const std::string& clinic,
                                 const std::function<absl::Status(Writer&)>& fn) {
  WriteUnit unit;
  const absl::Status decided = store.Read(clinic, [&](const Reader& reader) {
    Writer writer(reader);
    absl::Status done = fn(writer);
    unit = writer.Take();
    return done;
  });
  if (!decided.ok()) return decided;
  return unit;
}

std::vector<Outcome> SubmitTogether(Store& store, std::vector<WriteUnit> units,
                                    const std::function<void()>& before) {
  std::vector<Outcome> outcomes(units.size());
  std::latch go(1);
  std::latch holding(1);
  std::latch answered(static_cast<std::ptrdiff_t>(units.size()));
  Submission hold;
  hold.clinic = "held";
  hold.decide = [&](const Reader&) -> absl::StatusOr<WriteUnit> {
    holding.count_down();
    go.wait();
    before();
    return absl::CancelledError("nothing to write");
  };
  hold.done = [](const Outcome&) {};
  if (absl::Status held = store.Submit(std::move(hold)); !held.ok()) go.count_down();
  holding.wait();
  for (std::size_t i = 0; i < units.size(); ++i) {
    Submission submission;
    submission.clinic = units[i].clinic;
    submission.unit = std::move(units[i]);
    submission.done = [&outcomes, &answered, i](Outcome outcome) {
      outcomes[i] = std::move(outcome);
      answered.count_down();
    };
    if (absl::Status taken = store.Submit(std::move(submission)); !taken.ok()) {
      outcomes[i].status = taken;
      answered.count_down();
    }
  }
  go.count_down();
  answered.wait();
  return outcomes;
}

}  // namespace midstance::storage::testing
