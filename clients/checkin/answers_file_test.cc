#include "clients/checkin/answers_file.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>

#include "clients/checkin/flow_testing.h"
#include "support/status.h"

namespace midstance::checkin {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AnswersFile : public ::testing::Test {
 protected:
  std::vector<std::string> WrongIn(std::string_view text) {
    const auto read = ReadAnswersFile(form_, text);
    std::vector<std::string> fields;
    if (const auto bad = BadRequestOf(read.status())) {
      for (const auto& one : bad->field_violations()) fields.push_back(one.field());
    }
    return fields;
  }
  const v1::CheckInForm form_ = WholeForm();
};

TEST_F(AnswersFile, SaysTheSameAsTheTerminal) {
  const auto read = ReadAnswersFile(form_, R"({
    "answers": {"knee/left worst_nprs": 3, "knee/left swelling": "some",
                "knee/left swelling_settles": true, "fever": "?"},
    "nothing_else": true,
    "exercises": {"clamshell left": "done", "bridge": "skipped"},
    "run": {"effort": 3, "done": "part", "minutes": 20.5},
    "note": "after the hill"})");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->questions[0], Answer::Number(3));
  EXPECT_EQ(read->questions[1], Answer::Choice(1));
  EXPECT_EQ(read->questions[2], Answer::Present());
  EXPECT_EQ(read->questions[3], Answer::Number(0)) << "nothing else";
  EXPECT_EQ(read->questions[6], Answer::NotSure());
  EXPECT_THAT(read->exercises, ElementsAre(v1::DONE_FULL, v1::DONE_SKIPPED, v1::DONE_UNSPECIFIED));
  EXPECT_EQ(read->run.done(), v1::DONE_PART);
  EXPECT_EQ(read->run.minutes(), 20.5);
  EXPECT_EQ(read->run.rpe(), 3);
  EXPECT_EQ(read->run.stage(), 3);
  EXPECT_EQ(read->note, "after the hill");
}

TEST_F(AnswersFile, WhatIsNotThereIsNotTold) {
  const auto read = ReadAnswersFile(form_, R"({"answers": {"fever": false}})");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->questions[6], Answer::Absent());
  EXPECT_EQ(read->questions[3], Answer());
}

TEST_F(AnswersFile, EveryWrongFieldIsNamed) {
  EXPECT_THAT(WrongIn(R"({"answers": {"knee/left worst_nprs": 11, "knee/right swelling": "some",
                                      "fever": [1]},
                          "exercises": {"clamshell left": "no idea", "hops": "done"},
                          "run": {"minutes": 3, "speed": 1},
                          "note": 3, "more": 1})"),
              ::testing::UnorderedElementsAre("knee/left worst_nprs", "knee/right swelling",
                                              "fever", "clamshell left", "hops", "run minutes",
                                              "run speed", "note", "more"));
}

TEST_F(AnswersFile, AnAnswerToAClosedQuestionIsNotDroppedInSilence) {
  EXPECT_THAT(WrongIn(R"({"answers": {"knee/left night_pattern": "some"}})"),
              ElementsAre("knee/left night_pattern"));
  EXPECT_THAT(
      WrongIn(R"({"answers": {"knee/left night_nights": 2, "knee/left night_pattern": "some"}})"),
      ElementsAre());
}

TEST_F(AnswersFile, AnythingButAnObjectIsRefused) {
  for (const auto* text : {"", "[]", "3", "{", "null"}) {
    EXPECT_FALSE(ReadAnswersFile(form_, text).ok()) << text;
    EXPECT_FALSE(ReadKept(text, "patients/a/cases/b").ok()) << text;
  }
}

TEST_F(AnswersFile, WhatWasKeptIsSentAsItWas) {
  auto answers = Blank(form_);
  answers.questions[0] = Answer::Number(0);
  Outgoing kept{.check_in = Compose(form_, answers), .request_id = "an-id"};
  kept.check_in.mutable_occurred_time()->set_seconds(1'700'000'000);
  const auto read = ReadKept(KeptText(kept, "patients/a/cases/b"), "patients/a/cases/b");
  ASSERT_TRUE(read.ok()) << read.status();
  ASSERT_TRUE(read->has_value());
  EXPECT_EQ((*read)->request_id, "an-id");
  EXPECT_TRUE(MessageDifferencer::Equals((*read)->check_in, kept.check_in));
  EXPECT_FALSE((*read)->amends.has_value());
  EXPECT_FALSE(ReadKept(KeptText(kept, "patients/a/cases/b"), "patients/c/cases/d").ok());
}

TEST_F(AnswersFile, AKeptAmendmentKnowsWhatItReplaces) {
  Outgoing kept{.request_id = "an-id"};
  kept.amends.emplace().set_name("patients/a/cases/b/checkIns/c");
  kept.amends->set_etag("7");
  const auto read = ReadKept(KeptText(kept, "patients/a/cases/b"), "patients/a/cases/b");
  ASSERT_TRUE(read.ok() && read->has_value());
  EXPECT_EQ((*read)->amends->name(), "patients/a/cases/b/checkIns/c");
  EXPECT_EQ((*read)->amends->etag(), "7");
}

TEST_F(AnswersFile, ItsNamesAreListed) {
  const std::string names = NamesIn(form_);
  EXPECT_THAT(names, HasSubstr("knee/left worst_nprs\t0 to 10\t"));
  EXPECT_THAT(names, HasSubstr("fever\tyes | no | ?\t"));
  EXPECT_THAT(names, HasSubstr("exercises: clamshell left\t"));
}

}  // namespace
}  // namespace midstance::checkin
