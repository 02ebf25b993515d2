#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/program_service.pb.h"
#include "services/programs/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/rules/testing.h"

// For the tests of this folder: one patient, one case, one therapist, and what she prescribes.
namespace midstance::programs {

inline constexpr char kHipCase[] = "patients/p/cases/c";

class Programs : public ::testing::Test {
 protected:
  Programs() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.add_care_team(anna_.name);
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kHipCase);
    of.set_state(v1::Case::STATE_OPEN);
    of_ = tester_.Put(of);
  }

  static v1::PrescribedExercise One(std::string_view id, v1::Side side = v1::SIDE_LEFT) {
    v1::PrescribedExercise prescribed;
    prescribed.set_exercise("exercises/" + std::string(id));
    prescribed.set_side(side);
    return prescribed;
  }
  static v1::PrescribedExercise SetAside(v1::PrescribedExercise prescribed,
                                         const std::string& caution) {
    auto& overridden = *prescribed.add_overridden();
    overridden.set_caution(caution);
    overridden.set_reason("seen by a doctor");
    return prescribed;
  }
  static v1::AssignProgramRequest ToAssign(const std::vector<v1::PrescribedExercise>& exercises) {
    v1::AssignProgramRequest request;
    request.set_parent(kHipCase);
    for (const auto& each : exercises) *request.add_exercises() = each;
    request.set_start_date("2025-03-01");
    return request;
  }
  absl::StatusOr<v1::AssignProgramResponse> TryAssign(
      const std::vector<v1::PrescribedExercise>& exercises) {
    return tester_.Run(AssignProgram{engines_}, anna_, ToAssign(exercises));
  }
  v1::Enrollment Assign(const std::vector<v1::PrescribedExercise>& exercises) {
    const auto assigned = TryAssign(exercises);
    EXPECT_TRUE(assigned.ok()) << assigned.status();
    return assigned.ok() ? assigned->enrollment() : v1::Enrollment();
  }
  v1::Enrollment Stored(const v1::Enrollment& enrollment) {
    return *tester_.Find<v1::Enrollment>(enrollment.name());
  }
  // Any request with name and etag.
  template <class Request, class V>
  auto On(const V& verb, const v1::Enrollment& enrollment,
          const std::function<void(Request&)>& fill = {}) {
    Request request;
    request.set_name(enrollment.name());
    request.set_etag(enrollment.etag());
    if constexpr (requires { request.set_reason(std::string()); }) request.set_reason("because");
    if (fill) fill(request);
    return tester_.Run(verb, anna_, request);
  }

  cases::Engines engines_{rules::CoreInUtc(), cases::RuleEngine::kTimelineBytes,
                          *exercises::Catalogue::Shipped()};
  const cases::RuleEngine& engine_ = *engines_.shipped();
  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  v1::Case of_;
};

}  // namespace midstance::programs
