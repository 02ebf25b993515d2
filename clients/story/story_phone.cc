// Amélie's telephone: the page where one is played, else the call that the page makes.
#include "clients/story/story.h"
#include "midstance/v1/check_in_service.grpc.pb.h"

namespace midstance::story {
namespace {

// What she taps to say it. The page asks for what hurts; of all else she says that it is not so.
std::vector<std::string> WordsOf(const v1::CheckIn& told) {
  std::vector<std::string> words;
  for (const auto& observation : told.reports(0).observations()) {
    const std::string& code = observation.code();
    if (code == "worst_nprs" || (code == "night_nights" && observation.number() > 0)) {
      words.push_back(code + '=' + std::to_string(static_cast<int>(observation.number())));
    }
    if (code == "night_pattern" && observation.choice() != "none") {
      words.push_back(code + '=' + observation.choice());
    }
  }
  words.push_back("all-done");
  words.push_back("none");
  return words;
}

}  // namespace

absl::StatusOr<std::vector<v1::CheckIn>> Story::CheckIns(Instant at) {
  v1::ListCheckInsRequest list;
  list.set_parent(amelie_.name());
  list.set_page_size(100);
  list.set_order_by("create_time desc");
  MIDSTANCE_ASSIGN_OR_RETURN(
      const v1::ListCheckInsResponse page,
      desks_.Call("sinead", at, &v1::CheckInService::Stub::ListCheckIns, list));
  return std::vector<v1::CheckIn>(page.check_ins().begin(), page.check_ins().end());
}

absl::StatusOr<v1::RecordCheckInResponse> Story::Phone(Instant at,
                                                       const v1::RecordCheckInRequest& told,
                                                       const std::vector<std::string>& more) {
  if (telephone_) return OnThePage(at, told.check_in(), more);
  v1::RecordCheckInRequest request = told;
  request.set_parent(amelie_.name());
  auto answer = desks_.Anyone(at)
                    .WithToken(link_token_)
                    .Call(&v1::CheckInService::Stub::RecordCheckIn, request);
  answered_ = std::chrono::steady_clock::now();
  return answer;
}

absl::StatusOr<v1::RecordCheckInResponse> Story::OnThePage(Instant at, const v1::CheckIn& told,
                                                           const std::vector<std::string>& more) {
  // This call also moves the server's clock: those of the page carry no time.
  MIDSTANCE_ASSIGN_OR_RETURN(const auto before, CheckIns(at));
  const Instant observed = InstantOf(told.occurred_time());
  const std::string code = amelie_.name() + '/' + link_token_;
  std::vector<std::string> words = WordsOf(told);
  words.insert(words.end(), more.begin(), more.end());
  Shown shown;
  if (observed < at) {
    words.push_back("offline");
    MIDSTANCE_RETURN_IF_ERROR(telephone_(observed, code, words).status());
    MIDSTANCE_ASSIGN_OR_RETURN(shown, telephone_(at, code, {"online"}));
  } else {
    MIDSTANCE_ASSIGN_OR_RETURN(shown, telephone_(at, code, words));
  }
  answered_ = shown.time;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto after, CheckIns(at));
  if (after.size() != before.size() + 1) {
    return absl::FailedPreconditionError("the page made " +
                                         std::to_string(after.size() - before.size()) +
                                         " check-ins instead of one");
  }
  v1::RecordCheckInResponse answer;
  *answer.mutable_check_in() = after.front();
  answer.mutable_advice()->set_text(shown.text);
  answer.mutable_advice()->set_running_on_hold(shown.running_on_hold);
  return answer;
}

}  // namespace midstance::story
