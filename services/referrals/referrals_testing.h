#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"

namespace midstance::referrals {

inline constexpr char kCase[] = "patients/p/cases/c";
inline constexpr char kEscalation[] = "patients/p/cases/c/escalations/e";

// One patient with a check-in and an escalation of her left knee.
class Referrals : public ::testing::Test {
 protected:
  Referrals() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.set_given_name("Ana");
    patient.set_family_name("Zhou");
    patient.set_birth_date("1990-04-12");
    patient.set_phone("+49 40 1234567");
    patient.set_weekly_distance_km(40);
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case a_case;
    a_case.set_name(kCase);
    a_case.set_title("Left knee pain since the half marathon");
    a_case.set_state(v1::Case::STATE_OPEN);
    tester_.Put(a_case);
    CheckIn();
    RaiseEscalation();
  }

  void CheckIn(const std::string& id = "r1", double rest_nprs = 4) {
    v1::CheckIn check_in;
    check_in.set_name(std::string(kCase) + "/checkIns/" + id);
    check_in.set_state(v1::RECORD_STATE_ACTIVE);
    *check_in.mutable_occurred_time() = TimestampOf(tester_.now);
    auto& report = *check_in.add_reports();
    report.mutable_site()->set_area(v1::AREA_KNEE);
    report.mutable_site()->set_side(v1::SIDE_LEFT);
    auto* observation = report.add_observations();
    observation->set_code("swelling");
    observation->set_number(1);
    observation = report.add_observations();
    observation->set_code("redness");
    observation->set_answer(v1::ANSWER_ABSENT);
    observation = report.add_observations();
    observation->set_code("rest_nprs");
    observation->set_number(rest_nprs);
    auto* fever = check_in.add_general();
    fever->set_code("fever");
    fever->set_answer(v1::ANSWER_ABSENT);
    tester_.Put(check_in);
  }

  void RaiseEscalation() {
    v1::Escalation escalation;
    escalation.set_name(kEscalation);
    escalation.set_state(v1::Escalation::STATE_OPEN);
    escalation.set_urgency(rules::v1::URGENT);
    escalation.set_family("swelling");
    escalation.mutable_site()->set_area(v1::AREA_KNEE);
    escalation.mutable_site()->set_side(v1::SIDE_LEFT);
    escalation.set_title("Red or hot joint");
    escalation.set_basis("Left knee swollen and warm on 1 Mar 2025.");
    escalation.set_destination("gp-or-sports-physician");
    escalation.set_activity_advice("no-impact");
    *escalation.mutable_raised_time() = TimestampOf(tester_.now);
    *escalation.mutable_due_time() = TimestampOf(tester_.now + std::chrono::hours{72});
    auto& result = *escalation.add_firings()->mutable_result();
    result.set_rule("joint-redness-heat");
    result.set_title(escalation.title());
    result.add_might_mean("synovitis");
    result.add_might_mean("fracture");
    auto& evidence = *result.add_evidence();
    evidence.set_entry(std::string(kCase) + "/checkIns/r1");
    evidence.mutable_site()->set_area(rules::v1::KNEE);
    evidence.mutable_site()->set_side(rules::v1::LEFT);
    evidence.set_code("swelling");
    evidence.set_text("Swelling (0-3): 1");
    *evidence.mutable_observed_time() = TimestampOf(tester_.now);
    tester_.Put(escalation);
  }

  absl::StatusOr<v1::Referral> Create() {
    v1::CreateReferralRequest request;
    request.set_parent(kCase);
    request.mutable_referral()->set_escalation(kEscalation);
    request.mutable_referral()->mutable_addressee()->set_name("Dr Okafor");
    return tester_.Run(CreateReferral{engines_}, anna_, request);
  }
  absl::StatusOr<v1::Referral> Step(const v1::Referral& referral, v1::Referral::State state,
                                    const std::string& note = "as told on the telephone") {
    v1::RecordReferralStepRequest request;
    request.set_name(referral.name());
    request.set_etag(referral.etag());
    request.set_state(state);
    request.set_note(note);
    return tester_.Run(RecordReferralStep, anna_, request);
  }
  absl::StatusOr<v1::Referral> Send(const v1::Referral& referral, const std::string& sha256 = {}) {
    v1::SendReferralRequest request;
    request.set_name(referral.name());
    request.set_etag(referral.etag());
    request.set_channel("fax");
    request.set_letter_sha256(sha256);
    return tester_.Run(SendReferral{engines_, channels_}, anna_, request);
  }

  v1::RenderReferralResponse Rendered(const v1::Referral& referral, v1::LetterFormat format) {
    v1::RenderReferralRequest request;
    request.set_name(referral.name());
    request.set_format(format);
    auto rendered = tester_.Run(RenderReferral, anna_, request);
    EXPECT_TRUE(rendered.ok()) << rendered.status();
    return rendered.ok() ? *std::move(rendered) : v1::RenderReferralResponse();
  }

  cases::Engines engines_{rules::CoreInUtc()};
  const std::vector<v1::Delivery::Channel> channels_ = {v1::Delivery::CHANNEL_MAIL,
                                                        v1::Delivery::CHANNEL_FOLDER};
  const cases::RuleEngine& engine_ = *engines_.shipped();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

}  // namespace midstance::referrals
