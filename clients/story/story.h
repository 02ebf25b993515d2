#pragma once

#include <absl/status/status.h>

#include <functional>
#include <memory>
#include <string>

#include "clients/story/desk.h"
#include "clients/story/findings.h"
#include "clients/story/teller.h"
#include "clients/story/watcher.h"
#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/escalation.pb.h"

namespace midstance::story {

// One runner's way from the first visit to the doctor's answer, November 2026: played on a server
// with a demo clock, each promise checked. Scenes follow each other; each returns the first promise
// that did not hold, or the error of a call that should have succeeded.
class Story {
 public:
  // `restart` kills the server, starts it again on the same data and address, and returns when it
  // is ready.
  Story(Desks& desks, Teller& teller, std::function<absl::Status()> restart)
      : desks_(desks), teller_(teller), restart_(std::move(restart)) {}

  absl::Status Play();

 private:
  absl::Status NewCase();                 // 1
  absl::Status FirstAssessment();         // 2
  absl::Status TenDaysOfCheckIns();       // 4
  absl::Status FirstBadNights();          // 6
  absl::Status RedFlag();                 // 7, and 8 on a second screen
  absl::Status AfterARestart();           // 8
  absl::Status PositionalPainIsSilent();  // 9
  absl::Status TheCall();                 // 10
  absl::Status TheLetter();               // 11
  absl::Status TheLoopCloses();           // 12

  // A patient of Sinéad's; the answer is her name.
  absl::StatusOr<std::string> Register(Instant at, const std::string& given,
                                       const std::string& family, const std::string& born);
  absl::StatusOr<v1::Case> OpenCase(Instant at, const std::string& patient,
                                    const std::string& title, const v1::Site& site);
  // Amélie answers on her phone.
  absl::StatusOr<v1::RecordCheckInResponse> Phone(Instant at, const v1::RecordCheckInRequest& told);
  absl::StatusOr<v1::RecordAssessmentResponse> RecordVisit(Instant at, v1::Assessment::Kind kind,
                                                           const Findings& found);
  absl::StatusOr<std::vector<v1::Escalation>> Escalations(Instant at, const std::string& case_name);
  // What the rules say of a case, every rule with its reasons.
  absl::StatusOr<v1::EvaluateCaseResponse> Explain(Instant at, const std::string& case_name);

  Desks& desks_;
  Teller& teller_;
  std::function<absl::Status()> restart_;
  v1::Case amelie_;
  std::string link_;  // name of her check-in link
  std::string link_token_;
  std::string first_bad_night_;  // check-in of 18 November
  v1::Escalation night_pain_;
  v1::Escalation bone_stress_;
  std::string referral_;
  std::unique_ptr<Watcher> screen_;
};

}  // namespace midstance::story
