#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "services/escalations/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::escalations {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using v1::Escalation;

constexpr char kCase[] = "patients/p/cases/c";

class Escalations : public ::testing::Test {
 protected:
  Escalations() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kCase);
    tester_.Put(a_case);
  }
  Escalation Put(const std::string& id, const std::string& family, rules::v1::Urgency urgency,
                 Escalation::State state = Escalation::STATE_OPEN) {
    Escalation escalation;
    escalation.set_name(std::string(kCase) + "/escalations/" + id);
    escalation.set_state(state);
    escalation.set_urgency(urgency);
    escalation.set_family(family);
    *escalation.mutable_raised_time() = TimestampOf(tester_.now);
    *escalation.mutable_due_time() = TimestampOf(tester_.now + std::chrono::hours{72});
    return tester_.Put(escalation);
  }
  absl::StatusOr<Escalation> Acknowledge(const Escalation& escalation, const std::string& note) {
    v1::AcknowledgeEscalationRequest request;
    request.set_name(escalation.name());
    request.set_etag(escalation.etag());
    request.set_note(note);
    return tester_.Run(AcknowledgeEscalation, anna_, request);
  }
  absl::StatusOr<Escalation> Resolve(const Escalation& escalation) {
    v1::ResolveEscalationRequest request;
    request.set_name(escalation.name());
    request.set_etag(escalation.etag());
    request.set_outcome(Escalation::OUTCOME_TREATED_ON);
    request.set_reason("settled after a week of rest");
    return tester_.Run(ResolveEscalation{calendar_}, anna_, request);
  }

  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

TEST_F(Escalations, AcknowledgingNamesWhoIsOnIt) {
  const auto open = Put("e1", "swelling", rules::v1::SOON);
  tester_.now += std::chrono::hours{1};
  const auto taken = Acknowledge(open, "calling her now");
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->state(), Escalation::STATE_ACKNOWLEDGED);
  EXPECT_EQ(taken->acknowledged_by(), anna_.name);
  EXPECT_EQ(InstantOf(taken->acknowledged_time()), tester_.now);
  EXPECT_EQ(taken->acknowledgement_note(), "calling her now");
  ASSERT_THAT(taken->history(), SizeIs(1));
  EXPECT_EQ(taken->history(0).kind(), Escalation::Event::KIND_ACKNOWLEDGED);
  EXPECT_EQ(ReasonOf(Acknowledge(*taken, "again").status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Escalations, WhoAcknowledgedFirstStaysNamed) {
  auto waiting = Put("e1", "swelling", rules::v1::SOON, Escalation::STATE_EVIDENCE_CHANGED);
  waiting.set_acknowledged_by("users/ben");
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& writer) { return writer.Update(waiting, tester_.now); })
          .ok());
  const auto taken = Acknowledge(waiting, "looked at it again");
  ASSERT_TRUE(taken.ok()) << taken.status();
  EXPECT_EQ(taken->acknowledged_by(), "users/ben");
  EXPECT_EQ(taken->history(0).actor(), anna_.name);
}

TEST_F(Escalations, ResolvingKeepsTheReasonAndIsFinal) {
  const auto resolved = Resolve(Put("e1", "swelling", rules::v1::SOON));
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_EQ(resolved->state(), Escalation::STATE_RESOLVED);
  EXPECT_EQ(resolved->resolution().outcome(), Escalation::OUTCOME_TREATED_ON);
  EXPECT_EQ(resolved->resolution().resolved_by(), anna_.name);
  EXPECT_EQ(ReasonOf(Resolve(*resolved).status()), v1::ERROR_REASON_STATE_FORBIDS);
  EXPECT_EQ(ReasonOf(Acknowledge(*resolved, "").status()), v1::ERROR_REASON_STATE_FORBIDS);
}

TEST_F(Escalations, AStaleEtagIsRefused) {
  const auto open = Put("e1", "swelling", rules::v1::SOON);
  ASSERT_TRUE(Acknowledge(open, "").ok());
  EXPECT_EQ(ReasonOf(Resolve(open).status()), v1::ERROR_REASON_ETAG_MISMATCH);
}

TEST_F(Escalations, TheWorklistShowsTheMostUrgentFirst) {
  Put("e1", "swelling", rules::v1::SOON);
  Put("e2", "night-pain", rules::v1::EMERGENCY);
  Put("e3", "bone", rules::v1::URGENT);
  v1::ListEscalationsRequest request;
  request.set_parent("patients/-/cases/-");
  const auto page = tester_.Run(ListEscalations{tester_.sealer()}, anna_, request);
  ASSERT_TRUE(page.ok()) << page.status();
  std::vector<int> urgencies;
  for (const auto& one : page->escalations()) urgencies.push_back(one.urgency());
  EXPECT_THAT(urgencies, ElementsAre(rules::v1::EMERGENCY, rules::v1::URGENT, rules::v1::SOON));
}

}  // namespace
}  // namespace midstance::escalations
