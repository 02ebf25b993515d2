#include "clients/checkin/session.h"

#include <gmock/gmock.h>

#include "clients/checkin/answers_file.h"
#include "clients/checkin/flow_testing.h"
#include "clients/checkin/typist.h"
#include "support/status.h"

namespace midstance::checkin {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kCase[] = "patients/a/cases/b";

class CheckInSession : public ::testing::Test {
 protected:
  CheckInSession() {
    form_.mutable_safety()->set_text("Call the emergency number.");
    for (int day = 0; day < 7; ++day) form_.mutable_week()->add_days()->set_checked_in(day < 2);
  }

  SessionEnd Run(std::vector<std::string> lines) {
    typist_.emplace(std::move(lines));
    auto terminal = typist_->terminal();
    const ServerCalls calls = {.form = [this] { return absl::StatusOr<v1::CheckInForm>(form_); },
                               .send =
                                   [this](const Outgoing& outgoing, bool) {
                                     sent_.push_back(outgoing);
                                     return Answer();
                                   }};
    return CheckInAt(terminal, *WordsIn("en"), calls, kCase, tools_);
  }
  // The server's answers one after the other, then that it took it.
  absl::StatusOr<v1::RecordCheckInResponse> Answer() {
    if (!refusals_.empty()) {
      absl::Status status = refusals_.front();
      refusals_.erase(refusals_.begin());
      return status;
    }
    v1::RecordCheckInResponse response;
    response.mutable_advice()->set_text("Keep to what you agreed on.");
    response.mutable_advice()->mutable_safety()->set_text("Call the emergency number.");
    return response;
  }
  std::vector<std::string> Ids() const {
    std::vector<std::string> ids;
    for (const auto& one : sent_) ids.push_back(one.request_id);
    return ids;
  }

  v1::CheckInForm form_ = WholeForm();
  std::vector<absl::Status> refusals_;
  std::vector<Outgoing> sent_;
  std::string path_, kept_;
  SessionTools tools_{.request_ids = client::SeededRequestIds(1, "session"),
                      .now = [] { return FromMicros(1'700'000'000'000'000); },
                      .keep =
                          [this](const std::string& path, const std::string& text) {
                            path_ = path;
                            kept_ = text;
                            return absl::OkStatus();
                          }};
  std::optional<Typist> typist_;
};

const std::vector<std::string> kQuiet = {"3", "0", "n", "d", "d", "s", "", "s"};

std::vector<std::string> QuietAnd(const std::vector<std::string>& more) {
  std::vector<std::string> lines = kQuiet;
  lines.insert(lines.end(), more.begin(), more.end());
  return lines;
}

TEST_F(CheckInSession, EndsWithTheAdviceTheSafetyTextAndTheWeek) {
  EXPECT_EQ(Run(kQuiet).exit_code, 0);
  ASSERT_THAT(sent_, SizeIs(1));
  EXPECT_FALSE(sent_[0].check_in.has_occurred_time()) << "the server's clock tells when";
  const std::string printed = typist_->said();
  EXPECT_THAT(printed, HasSubstr("Keep to what you agreed on."));
  EXPECT_THAT(printed, HasSubstr("Call the emergency number."));
  EXPECT_THAT(printed, HasSubstr("on: Monday, Tuesday"));
}

TEST_F(CheckInSession, SentAgainItHasTheSameRequestId) {
  refusals_ = {absl::UnavailableError(""), absl::DeadlineExceededError("")};
  EXPECT_EQ(Run(QuietAnd({"y", "y"})).exit_code, 0);
  ASSERT_THAT(sent_, SizeIs(3));
  EXPECT_THAT(Ids(), Each(sent_[0].request_id));
  EXPECT_THAT(typist_->said(), HasSubstr("Not sent. The clinic cannot be"));
}

TEST_F(CheckInSession, WhatCannotBeSentIsKeptInAFileWithItsTimeAndId) {
  refusals_ = {absl::UnavailableError("")};
  EXPECT_EQ(Run(QuietAnd({"n", "today.json"})).exit_code, 5);
  EXPECT_EQ(path_, "today.json");
  const auto kept = ReadKept(kept_, kCase);
  ASSERT_TRUE(kept.ok() && kept->has_value());
  EXPECT_EQ((*kept)->request_id, sent_[0].request_id);
  EXPECT_EQ((*kept)->check_in.occurred_time().seconds(), 1'700'000'000);
}

TEST(SendKept, IsAnsweredAsTheFirstAttemptWasWhenThatArrived) {
  Outgoing kept{.check_in = {}, .request_id = "one", .amends = {}};
  kept.check_in.mutable_occurred_time()->set_seconds(1'700'000'000);
  v1::RecordCheckInResponse recorded;
  recorded.mutable_advice()->set_running_on_hold(true);
  const ServerCalls calls{
      .form = {},
      .send = [&](const Outgoing& sent, bool) -> absl::StatusOr<v1::RecordCheckInResponse> {
        EXPECT_EQ(sent.request_id, "one");
        if (sent.check_in.has_occurred_time()) {
          return Error(v1::ERROR_REASON_REQUEST_ID_REUSED);
        }
        return recorded;
      }};
  const auto answer = SendKept(calls, kept, false);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->advice().running_on_hold());
}

TEST_F(CheckInSession, NobodyIsMadeToKeepAFile) {
  refusals_ = {absl::UnavailableError("")};
  EXPECT_EQ(Run(QuietAnd({"n", ""})).exit_code, 5);
  EXPECT_EQ(kept_, "");
}

TEST_F(CheckInSession, WithoutAPlaceForFilesNoneIsOffered) {
  tools_.keep = nullptr;
  refusals_ = {absl::UnavailableError("")};
  EXPECT_EQ(Run(QuietAnd({"n"})).exit_code, 5);
  EXPECT_EQ(typist_->Count("file"), 0U);
}

TEST_F(CheckInSession, WhatTheServerRefusesIsToldAndMayBeChanged) {
  refusals_ = {FieldInvalid("check_in.note", "must be shorter")};
  EXPECT_EQ(Run(QuietAnd({"s"})).exit_code, 0);
  EXPECT_THAT(typist_->said(), HasSubstr("check_in.note: must be shorter"));
  EXPECT_THAT(sent_, SizeIs(2));
}

TEST_F(CheckInSession, TodaysCheckInIsAmendedWhenSheSaysSo) {
  auto answers = Blank(form_);
  answers.questions[0] = checkin::Answer::Number(3);
  *form_.mutable_todays_check_in() = Compose(form_, answers);
  form_.mutable_todays_check_in()->set_name("patients/a/cases/b/checkIns/c");
  EXPECT_EQ(Run({"y", "1", "6", "s"}).exit_code, 0);
  ASSERT_THAT(sent_, SizeIs(1));
  ASSERT_TRUE(sent_[0].amends.has_value());
  EXPECT_EQ(sent_[0].amends->name(), "patients/a/cases/b/checkIns/c");
  EXPECT_EQ(sent_[0].check_in.reports(0).observations(0).number(), 6);
}

TEST_F(CheckInSession, OrASecondOneIsMade) {
  form_.mutable_todays_check_in()->set_name("patients/a/cases/b/checkIns/c");
  EXPECT_EQ(Run([] {
              std::vector<std::string> lines = {"maybe", "n"};
              lines.insert(lines.end(), kQuiet.begin(), kQuiet.end());
              return lines;
            }())
                .exit_code,
            0);
  ASSERT_THAT(sent_, SizeIs(1));
  EXPECT_FALSE(sent_[0].amends.has_value());
}

TEST_F(CheckInSession, SaysThatNothingWasSentWhenItEndsEarly) {
  EXPECT_EQ(Run({"3"}).exit_code, 1);
  EXPECT_THAT(typist_->said(), HasSubstr("Nothing was sent."));
  EXPECT_THAT(sent_, SizeIs(0));
}

TEST_F(CheckInSession, ALinkThatIsOverIsToldInPlainWords) {
  typist_.emplace(std::vector<std::string>{});
  auto terminal = typist_->terminal();
  const ServerCalls calls = {.form = []() -> absl::StatusOr<v1::CheckInForm> {
                               return Error(v1::ERROR_REASON_LINK_EXPIRED);
                             },
                             .send = nullptr};
  EXPECT_EQ(CheckInAt(terminal, *WordsIn("en"), calls, kCase, tools_).exit_code, 3);
  EXPECT_THAT(typist_->said(), HasSubstr("Ask your clinic for a new one."));
}

}  // namespace
}  // namespace midstance::checkin
