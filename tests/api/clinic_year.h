#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "midstance/config/v1/follow_up_schedule.pb.h"
#include "midstance/v1/assessment.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/running_service.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "tests/api/builders.h"
#include "tests/api/clinic_year_days.h"

namespace midstance::testing {

// One patient of the year: what will become of her, and where she stands.
struct YearPatient {
  enum class Phase { kAwaited, kInCare, kLeaving, kGone };

  int number = 0;
  std::size_t therapist = 0;
  YearRandom random{0};
  v1::Area area = v1::AREA_KNEE;
  v1::Side side = v1::SIDE_LEFT;
  bool runner = false;
  bool flagged = false;              // a hot knee on her 36th day
  bool kept_open = false;            // ... of which nobody decides in this year
  bool lost = false;                 // answers no more after five weeks
  bool on_holiday = false;           // her case is on hold for a week
  bool early_bird = false;           // first examined half an hour after midnight
  std::optional<int> returns_after;  // days after the end; more than 90: too late

  Phase phase = Phase::kAwaited;
  BerlinDay first_day{};
  BerlinDay ended{};
  std::string name;
  std::string case_name;
  std::string enrollment;
  std::string exercise;
  v1::RunningPlan plan;  // as read last; no name: none yet
  int runs = 0;          // since the last decision
  bool ran = false;      // yesterday evening
};

// A follow-up that is to be done, and when its therapist gets to it.
struct YearFollowUp {
  v1::FollowUp made;
  int patient = 0;
  BerlinDay due{};
  BerlinDay act_on{};
  bool missed = false;
};

// An escalation that nobody has resolved yet.
struct YearEscalation {
  int patient = 0;
  rules::v1::Urgency urgency = rules::v1::URGENCY_UNSPECIFIED;
  BerlinDay raised{};
  std::string referral;
};

// A year of a clinic in Berlin from 5 January 2026 on: 40 patients and 3 therapists, through the
// API alone. What is expected of the server each day is reckoned here, from what was asked of it
// and from the tables that it ships with.
class ClinicYear {
 public:
  explicit ClinicYear(std::uint64_t seed);

  // Day by day, until the first day on which something is not as it must be.
  void Run();
  // What must be true of the records in the end.
  void CheckSchedule();
  void CheckReminders();
  void CheckRunningPlans();
  void CheckMoves();
  void CheckEscalations();
  // `midstanced check` and `prove` find nothing.
  void CheckLedger();
  // Every patient, case, follow-up, enrollment, outcome score, running plan and escalation by its
  // name, serialized.
  std::map<std::string, std::string> Records();
  // Nothing was true for want of anything to be true of.
  void CheckThatMuchHappened();

 private:
  // clinic_year.cc: the days, and what patients do.
  void Cast();
  void Live(BerlinDay day);
  void MoveClock(int hour);
  void CrossMidnight();
  void Tell(YearPatient& patient);
  void TellInTheEvening(YearPatient& patient);
  void CheckIn(YearPatient& patient, v1::CheckIn check_in);
  Report ReportOf(YearPatient& patient) const;

  // clinic_year_care.cc: what therapists do.
  void TakeIn(YearPatient& patient);
  void Begin(YearPatient& patient);
  void Examine(YearPatient& patient, v1::Assessment::Kind kind);
  void Score(const YearPatient& patient);
  void Prescribe(YearPatient& patient);
  void LookAfter(YearPatient& patient);
  void SeeToTheEnd(YearPatient& patient);
  void Leave(YearPatient& patient);
  void ForgetWhatWasPlanned(const YearPatient& patient);
  void ForgetWhatWasFulfilled(const YearPatient& patient);
  void ComeBack(YearPatient& patient);
  void StartRunning(YearPatient& patient);
  void LookAtRunning(YearPatient& patient);
  void DecideOn(YearPatient& patient, v1::StageMove move, const std::string& reason);

  // clinic_year_desk.cc: what therapists do because the worklist says so.
  void Schedule(const YearPatient& patient);
  void Plan(const v1::FollowUp& made, int patient);
  void WorkThroughList(std::size_t therapist);
  void DoFollowUp(const std::string& name);
  void Note(const YearPatient& patient,
            const google::protobuf::RepeatedPtrField<v1::Escalation>& escalations);
  void AnswerEscalation(const std::string& name);
  void FollowReferral(const YearPatient& patient, const v1::Escalation& escalation,
                      YearEscalation& open);
  void Resolve(YearPatient& patient, const v1::Escalation& escalation,
               v1::Escalation::Outcome outcome);

  // clinic_year_checks.cc
  std::vector<v1::WorklistItem> Worklist(const std::string& token, const std::string& assignee);
  void CheckWorklists();
  void CheckWorklist(const std::vector<v1::WorklistItem>& items, std::optional<int> therapist);
  void CheckEscalationsOnTop(const std::vector<v1::WorklistItem>& items,
                             std::optional<int> therapist);
  v1::WorklistItem::Kind ExpectedKind(const YearFollowUp& one);
  std::vector<v1::FollowUp> AllFollowUps();
  void CheckDue(const v1::FollowUp& one, const std::map<std::string, v1::FollowUp>& before);

  int DayOfCare(const YearPatient& patient) const {
    return static_cast<int>((today_ - patient.first_day).count());
  }
  bool HasOpenEscalation(const YearPatient& patient) const;
  bool HasToDo(const YearPatient& patient, std::string_view row) const;
  const config::v1::ScheduleRow& RowOf(std::string_view id) const;
  // Whose a resource below a case is.
  int PatientOf(const std::string& name) const;
  // Begins every message of a failure.
  std::string Who(int patient) const;
  const std::string& TokenOf(const YearPatient& patient) const {
    return tokens_.at(patient.therapist);
  }
  const std::string& Lead() { return clinic_.Lead(); }

  template <class Resource, class Request>
  Resource Read(const YearPatient& patient, std::string_view method, const std::string& name) {
    Request request;
    request.set_name(name);
    return clinic_.Must<Resource>(TokenOf(patient), method, request);
  }
  v1::Case CaseOf(const YearPatient& patient) {
    return Read<v1::Case, v1::GetCaseRequest>(patient, "CaseService/GetCase", patient.case_name);
  }
  // Changes a resource that was just read.
  template <class Response, class Resource, class Request>
  Response Change(const YearPatient& patient, std::string_view method, const Resource& resource,
                  Request request) {
    request.set_name(resource.name());
    request.set_etag(resource.etag());
    if constexpr (requires { request.set_reason(std::string()); }) {
      if (request.reason().empty() && !std::is_same_v<Request, v1::DecideRunningStageRequest>) {
        request.set_reason("as agreed with her");
      }
    }
    return clinic_.Must<Response>(TokenOf(patient), method, request);
  }
  // Moves her case where it stands in one of these states.
  template <class Request>
  void MoveFrom(const std::set<v1::Case::State>& states, const YearPatient& patient,
                std::string_view method, const Request& request) {
    const auto of = CaseOf(patient);
    if (states.count(of.state()) > 0) Change<v1::Case>(patient, method, of, request);
  }
  // Everything that the lead clinician lists, page by page.
  template <class Response, class Request, class Items>
  auto ListAll(std::string_view method, Request request, Items items) {
    std::vector<typename std::decay_t<std::invoke_result_t<Items, const Response&>>::value_type>
        all;
    request.set_page_size(500);
    do {
      const auto page = clinic_.Must<Response>(Lead(), method, request);
      all.insert(all.end(), items(page).begin(), items(page).end());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  const std::uint64_t seed_;
  Clinic clinic_;
  config::v1::FollowUpSchedule schedule_;
  BerlinDay today_{};
  Instant ticked_{};  // the last time at which jobs ran
  std::array<std::string, 3> tokens_;
  std::array<std::string, 3> users_;
  std::vector<YearPatient> patients_;
  std::map<std::string, YearFollowUp> follow_ups_;     // to be done
  std::map<std::string, YearEscalation> escalations_;  // not resolved
  std::set<std::string> kept_open_;
  // By case: the days that its schedule counts from, and whose it is.
  std::map<std::string, BerlinDay> examined_;
  std::map<std::string, BerlinDay> discharge_planned_;
  std::map<std::string, int> patient_of_;
  // What happened.
  int check_ins_ = 0;
  int missed_ = 0;
  int fulfilled_ = 0;
  int reminded_ = 0;
  int reopened_ = 0;
  std::set<std::string> ever_overdue_;
  std::map<v1::Case::State, int> ended_;
  std::map<v1::Escalation::Outcome, int> outcomes_;
  std::map<v1::StageMove, int> decided_;
};

}  // namespace midstance::testing
