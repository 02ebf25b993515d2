#include "clients/core/error_text.h"

#include <gtest/gtest.h>

#include "clients/cli/context.h"
#include "support/status.h"

namespace midstance::client {
namespace {

TEST(ErrorText, EveryWrongFieldStandsOnALineOfItsOwn) {
  google::rpc::BadRequest bad;
  auto* pain = bad.add_field_violations();
  pain->set_field("check_in.reports[0].observations[1].number");
  pain->set_description("worst_nprs is 0 to 10");
  auto* side = bad.add_field_violations();
  side->set_field("check_in.reports[0].site.side");
  side->set_description("must be told");
  const ErrorText text = Explain(FieldsInvalid(bad));
  ASSERT_EQ(text.fields.size(), 2U);
  EXPECT_EQ(text.fields[0], "check_in.reports[0].observations[1].number: worst_nprs is 0 to 10");
  EXPECT_EQ(text.fields[1], "check_in.reports[0].site.side: must be told");
  EXPECT_EQ(text.next, "correct them and try again");
}

TEST(ErrorText, TheServersSentenceIsKeptAndTheNextStepAdded) {
  const absl::Status status =
      Error(v1::ERROR_REASON_ETAG_MISMATCH).Because("the case changed since it was read");
  const ErrorText text = Explain(status);
  EXPECT_EQ(text.what, "the case changed since it was read");
  EXPECT_EQ(text.next, "look at it again, then repeat the change");
}

TEST(ErrorText, AFailureOfTheServerGivesTheCorrelationId) {
  const absl::Status status =
      Error(v1::ERROR_REASON_INTERNAL).With("correlation_id", "c-17").Because("the server failed");
  EXPECT_EQ(ErrorLines(status),
            "error: the server failed\nhint: give its operator the correlation id c-17");
}

TEST(ErrorText, ADeadServerIsToldFromABusyOne) {
  EXPECT_EQ(Explain(absl::UnavailableError("connection refused")).what,
            "the server does not answer");
  EXPECT_EQ(Explain(Error(v1::ERROR_REASON_DRAINING).Because("stopping")).what, "stopping");
}

TEST(ErrorText, OneWrongFieldIsToldOnce) {
  EXPECT_EQ(ErrorLines(FieldInvalid("case.title", "must be set")),
            "error: case.title: must be set\nhint: correct them and try again");
}

TEST(ErrorText, AnErrorOfTheProgramItselfKeepsItsText) {
  EXPECT_EQ(ErrorLines(absl::InvalidArgumentError("give --user NAME")), "error: give --user NAME");
}

TEST(ExitCodes, SayWhatAScriptHasToKnow) {
  using cli::ExitCode;
  EXPECT_EQ(ExitCode(absl::OkStatus()), 0);
  EXPECT_EQ(ExitCode(Error(v1::ERROR_REASON_STATE_FORBIDS)), 1);
  EXPECT_EQ(ExitCode(FieldInvalid("name", "must be a name")), 1);
  EXPECT_EQ(ExitCode(absl::InvalidArgumentError("bad --at")), 2);
  EXPECT_EQ(ExitCode(Error(v1::ERROR_REASON_OUT_OF_SCOPE)), 3);
  EXPECT_EQ(ExitCode(Error(v1::ERROR_REASON_SESSION_EXPIRED)), 3);
  EXPECT_EQ(ExitCode(Error(v1::ERROR_REASON_RESOURCE_NOT_FOUND)), 4);
  EXPECT_EQ(ExitCode(absl::UnavailableError("refused")), 5);
  EXPECT_EQ(ExitCode(absl::DeadlineExceededError("slow")), 5);
  EXPECT_EQ(ExitCode(Error(v1::ERROR_REASON_DEADLINE_PASSED)), 5);
  EXPECT_EQ(ExitCode(cli::Interrupted()), 130);
}

}  // namespace
}  // namespace midstance::client
