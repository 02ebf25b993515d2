#include "support/data_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/rpc/error_details.pb.h"

namespace midstance {
namespace {

using google::rpc::BadRequest;
using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(DataText, IsReadWhole) {
  const auto read = ParseDataText<BadRequest>("data", R"(field_violations { field: "a" })");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->field_violations(0).field(), "a");
}

TEST(DataText, WhatIsWrongIsToldWithItsNameAndLine) {
  const auto read = ParseDataText<BadRequest>("data", "field_violations {\n  colour: 3\n}");
  EXPECT_EQ(read.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(read.status().message()),
              AllOf(HasSubstr("data: line 2"), HasSubstr("colour")));
}

TEST(DataTextDeathTest, DataThatNothingCanDoWithoutEndsTheProcessAndSaysWhy) {
  EXPECT_DEATH(RightOrEnd(ParseDataText<BadRequest>("data", "colour: 3")), "data: line 1");
}

}  // namespace
}  // namespace midstance
