#include "tests/gateway/phone.h"

#include "midstance/v1/program_service.pb.h"
#include "midstance/v1/running_service.pb.h"

namespace midstance::gateway {
namespace {

constexpr char kPhoneFormType[] = "Content-Type: application/x-www-form-urlencoded\r\n";

}  // namespace

std::string FormEncoded(std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string HiddenField(const std::string& page, const std::string& name) {
  const std::string before = " name=" + name + " value=";
  const auto from = page.find(before);
  if (from == std::string::npos) return {};
  const std::string rest = page.substr(from + before.size());
  return rest.front() == '"' ? rest.substr(1, rest.find('"', 1) - 1)
                             : rest.substr(0, rest.find('>'));
}

void PhonePage::SetUp() {
  auto gateway =
      Gateway::Start(clinic_.server().channel(), log_.logger(),
                     {.listen = "127.0.0.1:0",
                      .contact = {.clinic_phone = "555 0100", .emergency_number = "112"}});
  ASSERT_TRUE(gateway.ok()) << gateway.status();
  gateway_ = *std::move(gateway);
  code_ = case_ + '/' + Issue();
}

std::string PhonePage::Issue() { return IssueOf(case_); }
std::string PhonePage::CodeOfAnother() {
  const std::string other = clinic_.ARunner(lena_, "Berg");
  return other + '/' + IssueOf(other);
}

std::string PhonePage::IssueOf(const std::string& a_case) {
  v1::IssueCheckInLinkRequest request;
  request.set_parent(a_case);
  return clinic_
      .Must<v1::IssueCheckInLinkResponse>(lena_, "CheckInService/IssueCheckInLink", request)
      .token();
}

std::size_t PhonePage::Recorded(v1::CheckIn* last) {
  v1::ListCheckInsRequest request;
  request.set_parent(case_);
  request.set_filter("state = RECORD_STATE_ACTIVE");
  request.set_order_by("create_time desc");
  const auto list =
      clinic_.Must<v1::ListCheckInsResponse>(lena_, "CheckInService/ListCheckIns", request);
  if (last != nullptr && list.check_ins_size() > 0) *last = list.check_ins(0);
  return static_cast<std::size_t>(list.check_ins_size());
}

void PhonePage::PlanExercisesAndRuns() {
  v1::GetCheckInFormRequest asks;
  asks.set_name(case_);
  const std::string today =
      clinic_.Must<v1::CheckInForm>(lena_, "CheckInService/GetCheckInForm", asks).today().date();
  v1::AssignProgramRequest assign;
  assign.set_parent(case_);
  assign.set_start_date(today);
  for (const char* const exercise : {"st-bridge", "al-pelvic-tilt", "st-clam"}) {
    auto& daily = *assign.add_exercises();
    daily.set_exercise("exercises/" + std::string(exercise));
    if (daily.exercise() == "exercises/st-clam") daily.set_side(v1::SIDE_LEFT);
    daily.mutable_dose()->set_sets(2);
    daily.mutable_dose()->set_reps(10);
    daily.mutable_dose()->set_per_day(1);
  }
  clinic_.Must<v1::AssignProgramResponse>(lena_, "ProgramService/AssignProgram", assign);
  v1::StartRunningPlanRequest runs;
  runs.set_parent(case_);
  runs.mutable_running_plan()->set_start_date(today);
  runs.set_entry_reason("for a test");
  runs.mutable_tests()->set_single_leg_squats(12);
  runs.mutable_tests()->set_single_leg_stance_seconds(30);
  runs.mutable_tests()->set_hops(10);
  clinic_.Must<v1::RunningPlan>(lena_, "RunningService/StartRunningPlan", runs);
}

Reply PhonePage::Get(const std::string& path, const std::string& more) {
  const std::string cookie = cookie_.empty() ? "" : "Cookie: " + cookie_ + "\r\n";
  return Ask(gateway_->address(), GetOf(path, cookie + more));
}

Reply PhonePage::Post(const std::string& path, const std::string& body, const std::string& more) {
  const std::string cookie = cookie_.empty() ? "" : "Cookie: " + cookie_ + "\r\n";
  return Ask(gateway_->address(), PostOf(path, kPhoneFormType + cookie + more, body));
}

Reply PhonePage::Open(const std::string& code) {
  Reply reply = Post("/check-in/open", "code=" + FormEncoded(code));
  const std::string set = reply.Header("set-cookie");
  if (!set.empty()) cookie_ = set.substr(0, set.find(';'));
  return reply;
}

Reply PhonePage::Send(const std::string& page, const std::string& fields) {
  std::string body;
  for (const char* const hidden : {"link", "request_id", "form", "lang", "second"}) {
    const std::string value = HiddenField(page, hidden);
    if (!value.empty()) body += std::string(hidden) + '=' + FormEncoded(value) + '&';
  }
  return Post("/check-in/send", body + fields);
}

}  // namespace midstance::gateway
