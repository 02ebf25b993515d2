#pragma once

#include <string>

#include "services/checkins/verbs.h"
#include "services/programs/fixture.h"

// For the tests of holds: what the patient reports.
namespace midstance::programs {

class Reporting : public Programs {
 protected:
  static v1::CheckIn Answered(const std::string& code, v1::Answer answer, v1::Area area,
                              v1::Side side = v1::SIDE_LEFT) {
    v1::CheckIn check_in;
    auto& report = *check_in.add_reports();
    report.mutable_site()->set_area(area);
    report.mutable_site()->set_side(side);
    auto& observation = *report.add_observations();
    observation.set_code(code);
    observation.set_answer(answer);
    return check_in;
  }
  static v1::CheckIn Present(const std::string& code, v1::Area area) {
    return Answered(code, v1::ANSWER_PRESENT, area);
  }
  static v1::CheckIn Absent(const std::string& code, v1::Area area) {
    return Answered(code, v1::ANSWER_ABSENT, area);
  }
  static void Also(v1::CheckIn& check_in, const std::string& code) {
    auto& observation = *check_in.mutable_reports(0)->add_observations();
    observation.set_code(code);
    observation.set_answer(v1::ANSWER_PRESENT);
  }
  v1::CheckIn Report(const v1::CheckIn& check_in) {
    v1::RecordCheckInRequest request;
    request.set_parent(kHipCase);
    *request.mutable_check_in() = check_in;
    const auto recorded = tester_.Run(checkins::RecordCheckIn{engines_}, anna_, request);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    return recorded.ok() ? recorded->check_in() : v1::CheckIn();
  }
};

}  // namespace midstance::programs
