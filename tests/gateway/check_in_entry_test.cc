// What a form of the phone page says, without a server.

#include "clients/gateway/check_in_entry.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "clients/gateway/check_in_pages.h"

namespace midstance::gateway {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kSwelling[] = "q-swelling-3-1";

v1::CheckInForm AForm() {
  v1::CheckInForm form;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        language_code: "en"
        questions {
          code: "worst_nprs"
          text: "How <bad>?"
          kind: KIND_NUMBER
          lower: 0
          upper: 10
          site { area: AREA_KNEE side: SIDE_LEFT }
        }
        questions {
          code: "load_off_h"
          text: "Hours?"
          kind: KIND_NUMBER
          lower: 0
          upper: 87600
          unit: "h"
        }
        questions {
          code: "swelling"
          text: "How swollen?"
          tick_text: "Swelling"
          kind: KIND_NUMBER
          lower: 0
          upper: 3
          site { area: AREA_KNEE side: SIDE_LEFT }
        }
        questions {
          code: "swelling_settles"
          text: "Does it settle?"
          kind: KIND_CHOICE
          choices: [ "yes", "no" ]
          choice_texts: [ "Yes, it does", "No" ]
          asked_when: "swelling"
          site { area: AREA_KNEE side: SIDE_LEFT }
        }
        questions {
          code: "warmth"
          text: "Warm?"
          tick_text: "Warm"
          kind: KIND_FLAG
          shows_safety: true
          site { area: AREA_KNEE side: SIDE_LEFT }
        }
        questions { code: "fever" text: "Fever?" tick_text: "Fever" kind: KIND_FLAG }
        today {
          date: "2026-11-26"
          exercises { exercise: "exercises/bridge" title: "Bridge" due: true }
          exercises { exercise: "exercises/clamshell" side: SIDE_LEFT title: "Clam" due: true }
          exercises {
            exercise: "exercises/hop"
            title: "Hops"
            held: true
            text: "Not yet."
            due: false
          }
          run { stage: 3 }
        }
        safety { text: "Call now" language: "en" }
      )pb",
      &form));
  return form;
}

class Entries : public ::testing::Test {
 protected:
  v1::CheckIn Composed(const Form& values) {
    entry_.values = values;
    problems_.clear();
    const auto answers = AnswersOf(entry_, texts_, problems_);
    EXPECT_TRUE(answers);
    return answers ? checkin::Compose(entry_.form, *answers) : v1::CheckIn();
  }
  std::string Page(const Form& values) {
    entry_.values = values;
    problems_.clear();
    AnswersOf(entry_, texts_, problems_);
    return FormPage({texts_, contact_}, entry_, problems_).body;
  }

  const Texts& texts_ = AllTexts().front();
  const Contact contact_;
  CheckInEntry entry_{.form = AForm(), .request_id = "r", .link = "l"};
  Problems problems_;
};

TEST_F(Entries, WhatIsLeftEmptyIsNotAskedAndNoneOfTheseIsNoToTheWholeList) {
  const auto untouched = Composed({{"q-worst_nprs-3-1", "0"}});
  EXPECT_EQ(untouched.reports(0).observations_size(), 1);
  EXPECT_EQ(untouched.general_size(), 0);
  EXPECT_EQ(untouched.exercises_size(), 0);
  EXPECT_FALSE(untouched.has_run());

  const auto none = Composed({{"q-worst_nprs-3-1", "0"}, {"none", "1"}});
  EXPECT_EQ(none.reports(0).observations_size(), 3);
  EXPECT_EQ(none.reports(0).observations(1).number(), 0);
  EXPECT_EQ(none.reports(0).observations(2).answer(), v1::ANSWER_ABSENT);
  EXPECT_EQ(none.general(0).answer(), v1::ANSWER_ABSENT);
}

TEST_F(Entries, ATickIsPresentAndOneThatHasAValueAsksForIt) {
  const auto told = Composed({{"q-fever", "yes"},
                              {"t-swelling-3-1", "1"},
                              {kSwelling, "2"},
                              {"q-swelling_settles-3-1", "no"}});
  EXPECT_THAT(problems_, ::testing::IsEmpty());
  EXPECT_EQ(told.reports(0).observations(0).number(), 2);
  EXPECT_EQ(told.reports(0).observations(1).choice(), "no");
  EXPECT_EQ(told.general(0).answer(), v1::ANSWER_PRESENT);

  Composed({{"t-swelling-3-1", "1"}});
  EXPECT_THAT(problems_, Contains(Key(kSwelling)));
}

TEST_F(Entries, AnAnswerWhoseTickIsGoneDoesNotCountAndIsAskedAboutOnce) {
  const std::string asked_again =
      Page({{kSwelling, "2"}, {"q-worst_nprs-3-1", "4"}, {"none", "1"}});
  EXPECT_THAT(problems_, UnorderedElementsAre(Key("t-swelling-3-1")));
  EXPECT_THAT(asked_again,
              AllOf(HasSubstr("id=t-swelling-3-1"), HasSubstr("href=\"#t-swelling-3-1\""),
                    HasSubstr("aria-describedby=e-t-swelling-3-1"),
                    HasSubstr("name=c-swelling-3-1 value=1"),
                    HasSubstr("name=q-swelling-3-1 value=2 checked")));
  const auto told = Composed(
      {{kSwelling, "2"}, {"c-swelling-3-1", "1"}, {"q-worst_nprs-3-1", "4"}, {"none", "1"}});
  EXPECT_THAT(problems_, ::testing::IsEmpty());
  EXPECT_EQ(told.reports(0).observations(1).number(), 0);
  // Or it is so after all.
  const auto ticked =
      Composed({{kSwelling, "2"}, {"c-swelling-3-1", "1"}, {"t-swelling-3-1", "1"}});
  EXPECT_EQ(ticked.reports(0).observations(0).number(), 2);
  // Nothing is asked about what is none.
  Composed({{kSwelling, "0"}, {"q-worst_nprs-3-1", "4"}});
  EXPECT_THAT(problems_, ::testing::IsEmpty());
  // What hangs on it may have been all that was answered.
  Composed({{"q-swelling_settles-3-1", "no"}, {"q-worst_nprs-3-1", "4"}});
  EXPECT_THAT(problems_, UnorderedElementsAre(Key("t-swelling-3-1")));
}

TEST_F(Entries, TheFirstButtonOfTheFormSaysNothingButSend) {
  for (const bool asks : {false, true}) {
    const std::string page = FormPage({texts_, contact_}, entry_, {}, asks).body;
    EXPECT_EQ(page.substr(page.find("<button"), 16), "<button id=send>");
  }
}

TEST_F(Entries, AllDoneIsForWhatHasNoAnswerOfItsOwn) {
  const auto told =
      Composed({{"all-done", "1"}, {"x-bridge", "part"}, {"run", "done"}, {"run-minutes", "31,5"}});
  ASSERT_EQ(told.exercises_size(), 2) << "none of the one that is held";
  EXPECT_EQ(told.exercises(0).done(), v1::DONE_PART);
  EXPECT_EQ(told.exercises(1).done(), v1::DONE_FULL);
  EXPECT_EQ(told.exercises(1).side(), v1::SIDE_LEFT);
  EXPECT_EQ(told.run().minutes(), 31.5);
  EXPECT_EQ(told.run().stage(), 3);
}

TEST_F(Entries, ARunThatWasSkippedIsToldAsAtTheTerminal) {
  const auto told = Composed({{"run", "skip"}, {"run-minutes", "20"}});
  EXPECT_EQ(told.run().done(), v1::DONE_SKIPPED);
  EXPECT_FALSE(told.run().has_minutes());
  const auto typed = checkin::TellRun(entry_.form, checkin::Blank(entry_.form), v1::DONE_SKIPPED);
  EXPECT_EQ(told.run().SerializeAsString(), typed.run.SerializeAsString());
}

TEST_F(Entries, WhatCannotBeIsAProblemOfItsFieldAndStaysAsItWasTyped) {
  for (const char* const typed : {"soon", "-1", "87601", "nan", "0x1", "1e3", "1 2"}) {
    const std::string page = Page({{"q-load_off_h", typed}});
    EXPECT_THAT(problems_, UnorderedElementsAre(
                               Pair("q-load_off_h", "Please write a number from 0 to 87600.")))
        << typed;
    EXPECT_THAT(page, AllOf(HasSubstr(typed), HasSubstr("id=e-q-load_off_h"),
                            HasSubstr("aria-describedby=e-q-load_off_h")));
  }
  Composed({{"q-worst_nprs-3-1", "11"}, {"q-fever", "maybe"}, {"run-km", "201"}, {"run", "done"}});
  EXPECT_THAT(problems_,
              UnorderedElementsAre(Key("q-worst_nprs-3-1"), Key("q-fever"), Key("run-km")));
  Composed({{"note", ""}});
  EXPECT_THAT(problems_, UnorderedElementsAre(Key("")));
}

TEST_F(Entries, AFieldThatTheFormDoesNotHaveIsOfAnotherPage) {
  entry_.values = {{"q-fever", "yes"}, {"q-mood", "fine"}};
  EXPECT_FALSE(AnswersOf(entry_, texts_, problems_));
}

TEST_F(Entries, WhatARecordTellsFillsTheFormAndComesOutAgain) {
  for (const Form& values :
       {Form{{"q-worst_nprs-3-1", "4"}, {"none", "1"}, {"note", "<b>"}},
        Form{{"t-swelling-3-1", "1"}, {kSwelling, "3"}, {"q-swelling_settles-3-1", "yes"}},
        Form{{"q-fever", "yes"}, {"n-warmth-3-1", "1"}, {"x-bridge", "skip"}},
        Form{{"q-load_off_h", "2.5"}, {"run", "part"}, {"run-km", "3.2"}, {"run-effort", "0"}}}) {
    entry_.form.clear_todays_check_in();
    const auto told = Composed(values);
    *entry_.form.mutable_todays_check_in() = told;
    const auto again = Composed(ValuesOf(entry_.form, checkin::Prefill(entry_.form, told)));
    EXPECT_EQ(again.ShortDebugString(), told.ShortDebugString());
  }
}

TEST_F(Entries, WhatSheWasNotSureOfStaysSoWhenSomethingElseIsChanged) {
  const auto told = Composed({{"q-worst_nprs-3-1", "4"}, {"q-fever", "unsure"}});
  *entry_.form.mutable_todays_check_in() = told;
  auto values = ValuesOf(entry_.form, checkin::Prefill(entry_.form, told));
  const std::string page = Page(values);
  EXPECT_THAT(page, AllOf(HasSubstr("name=q-fever value=yes> "), HasSubstr("name=u-fever")));
  EXPECT_THAT(values, Not(::testing::Contains(Key("q-fever"))));
  EXPECT_EQ(Composed(values).ShortDebugString(), told.ShortDebugString());
  EXPECT_FALSE(LeavesTheListOut(entry_));
  values["q-fever"] = "yes";  // ticked now
  EXPECT_EQ(Composed(values).general(0).answer(), v1::ANSWER_PRESENT);
}

TEST_F(Entries, AListOfWhichNothingIsSaidIsSeen) {
  entry_.values = {{"q-worst_nprs-3-1", "1"}};
  EXPECT_TRUE(LeavesTheListOut(entry_));
  for (const char* const field : {"none", "q-fever", "t-swelling-3-1"}) {
    entry_.values = {{field, "1"}};
    EXPECT_FALSE(LeavesTheListOut(entry_)) << field;
  }
  entry_.form.clear_questions();
  entry_.values = {};
  EXPECT_FALSE(LeavesTheListOut(entry_)) << "there is no list";
}

TEST_F(Entries, ThePageAsksInElevenSteps) {
  const std::string page = Page({{"q-fever", "yes"}});
  for (int pain = 0; pain <= 10; ++pain) {
    EXPECT_THAT(page, HasSubstr("name=q-worst_nprs-3-1 value=" + std::to_string(pain) + ">"));
  }
  EXPECT_THAT(page, AllOf(HasSubstr("How &lt;bad&gt;?"), HasSubstr("Yes, it does"),
                          HasSubstr("name=q-fever value=yes checked"), HasSubstr("Hops: Not yet."),
                          HasSubstr("id=tick-warmth-3-1 data-stop"), Not(HasSubstr("type=range")),
                          HasSubstr("<div class=follow><fieldset id=q-swelling-3-1"),
                          Not(HasSubstr("name=x-hop"))));
}

}  // namespace
}  // namespace midstance::gateway
