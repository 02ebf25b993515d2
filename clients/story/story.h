#pragma once

#include <absl/status/status.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "clients/story/desk.h"
#include "clients/story/findings.h"
#include "clients/story/telephone.h"
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
  // is ready. Without a `telephone` Amélie's check-ins are calls.
  Story(Desks& desks, Teller& teller, std::function<absl::Status()> restart, Telephone telephone)
      : desks_(desks),
        teller_(teller),
        restart_(std::move(restart)),
        telephone_(std::move(telephone)) {}

  absl::Status Play();

 private:
  absl::Status NewCase();                 // 1
  absl::Status FirstAssessment();         // 2
  absl::Status HomeProgram();             // 3
  absl::Status TenDaysOfCheckIns();       // 4, and 5 in the middle of it
  absl::Status NextStage();               // 5
  absl::Status FirstBadNights();          // 6
  absl::Status RedFlag();                 // 7, and 8 on a second screen
  absl::Status AfterARestart();           // 8
  absl::Status PositionalPainIsSilent();  // 9
  absl::Status TheCall();                 // 10
  absl::Status TheLetter();               // 11
  absl::Status TheLoopCloses();           // 12
  absl::Status TheHandOver();             // 13

  // A patient of Sinéad's; the answer is her name.
  absl::StatusOr<std::string> Register(Instant at, const std::string& given,
                                       const std::string& family, const std::string& born);
  absl::StatusOr<v1::Case> OpenCase(Instant at, const std::string& patient,
                                    const std::string& title, const v1::Site& site);
  absl::Status GiveHerALink(Instant at);
  // Amélie answers on her phone; what was observed before `at` waited there without a network.
  // `more` are words for a telephone besides those that say the answers.
  absl::StatusOr<v1::RecordCheckInResponse> Phone(Instant at, const v1::RecordCheckInRequest& told,
                                                  const std::vector<std::string>& more = {});
  absl::StatusOr<v1::RecordCheckInResponse> OnThePage(Instant at, const v1::CheckIn& told,
                                                      const std::vector<std::string>& more);
  // Hers, the last one entered first.
  absl::StatusOr<std::vector<v1::CheckIn>> CheckIns(Instant at);
  absl::Status RunningIsOnHold(Instant at);
  absl::StatusOr<v1::RecordAssessmentResponse> RecordVisit(Instant at, v1::Assessment::Kind kind,
                                                           const Findings& found);
  absl::StatusOr<std::vector<v1::Escalation>> Escalations(Instant at, const std::string& case_name);
  // What the rules say of a case, every rule with its reasons.
  absl::StatusOr<v1::EvaluateCaseResponse> Explain(Instant at, const std::string& case_name);

  Desks& desks_;
  Teller& teller_;
  std::function<absl::Status()> restart_;
  Telephone telephone_;
  v1::Case amelie_;
  std::string link_;  // name of her check-in link
  std::string link_token_;
  std::string running_plan_;
  std::chrono::steady_clock::time_point answered_;  // when her phone had the last answer
  std::string first_bad_night_;                     // check-in of 18 November
  v1::Escalation night_pain_;
  v1::Escalation bone_stress_;
  std::string maria_flag_;
  std::string referral_;
  std::unique_ptr<Watcher> screen_;
};

}  // namespace midstance::story
