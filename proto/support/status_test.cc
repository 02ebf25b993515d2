#include "support/status.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace midstance {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::StatusOr<int> Fails() {
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Case", "patients/a/cases/b")
      .With("state", "ON_HOLD")
      .Because("check-ins need an open case");
}

absl::Status PassesOn() {
  MIDSTANCE_ASSIGN_OR_RETURN(const int value, Fails());
  return FieldInvalid("unreached", std::to_string(value));
}

std::vector<std::string> TypesOf(const absl::Status& status) {
  std::vector<std::string> types;
  for (const auto& [url, bytes] : DetailsOf(status))
    types.push_back(url.substr(url.rfind('.') + 1));
  return types;
}

TEST(Errors, EveryReasonButInternalHasACodeOfItsOwnMeaning) {
  const auto* reasons = v1::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<v1::ErrorReason>(reasons->value(i)->number());
    if (reason == v1::ERROR_REASON_UNSPECIFIED || reason == v1::ERROR_REASON_INTERNAL) continue;
    EXPECT_NE(CodeOf(reason), absl::StatusCode::kInternal) << reasons->value(i)->name();
    EXPECT_EQ(ReasonOf(Error(reason)), reason);
  }
  EXPECT_EQ(CodeOf(v1::ERROR_REASON_INTERNAL), absl::StatusCode::kInternal);
}

TEST(Errors, AnErrorCarriesItsReasonResourceAndSlots) {
  const absl::Status status = PassesOn();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "check-ins need an open case");
  const auto info = ErrorInfoOf(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason(), "STATE_FORBIDS");
  EXPECT_EQ(info->domain(), "midstance.v1");
  EXPECT_EQ(info->metadata().at("state"), "ON_HOLD");
  EXPECT_THAT(TypesOf(status), ElementsAre("ErrorInfo", "PreconditionFailure", "ResourceInfo"));
}

TEST(Errors, ManyWrongFieldsAreOneErrorThatNamesTheFirst) {
  google::rpc::BadRequest violations;
  for (const char* field : {"parent", "check_in"}) {
    AddViolation(violations, field, "must be set");
  }
  const absl::Status status = FieldsInvalid(violations);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "parent: must be set (and 1 more)");
  EXPECT_EQ(BadRequestOf(status)->field_violations_size(), 2);
  EXPECT_TRUE(FieldsInvalid(google::rpc::BadRequest()).ok());
}

TEST(Errors, ADelayIsToldToTheMicrosecond) {
  const absl::Status status =
      Error(v1::ERROR_REASON_OVERLOADED).RetryAfter(std::chrono::milliseconds(1250));
  EXPECT_THAT(TypesOf(status), ElementsAre("ErrorInfo", "RetryInfo"));
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(retry.ParseFromString(DetailsOf(status)[1].second));
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
  EXPECT_EQ(retry.retry_delay().nanos(), 250'000'000);
}

TEST(Errors, AStatusOfAnotherOriginHasNoReason) {
  EXPECT_EQ(ReasonOf(absl::OkStatus()), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(ReasonOf(absl::NotFoundError("x")), v1::ERROR_REASON_UNSPECIFIED);
  EXPECT_THAT(DetailsOf(absl::NotFoundError("x")), IsEmpty());
}

TEST(Times, AnInstantGoesToATimestampAndBack) {
  for (const std::int64_t micros : {0LL, 1LL, -1LL, 1'772'323'200'123'456LL,
                                    -62'135'596'800'000'000LL, 253'402'300'799'999'999LL}) {
    const auto timestamp = TimestampOf(FromMicros(micros));
    EXPECT_GE(timestamp.nanos(), 0);
    EXPECT_EQ(MicrosOf(InstantOf(timestamp)), micros);
  }
}

TEST(Times, ADayBeginsAtMidnightUtcBeforeTheEpochToo) {
  constexpr std::int64_t kDay = 86'400'000'000;
  EXPECT_EQ(DayOf(FromMicros(kDay - 1)), Day{});
  EXPECT_EQ(DayOf(FromMicros(kDay)), Day{} + std::chrono::days(1));
  EXPECT_EQ(DayOf(FromMicros(-1)), Day{} - std::chrono::days(1));
}

}  // namespace
}  // namespace midstance
