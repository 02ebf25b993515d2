#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/checkins/fixture.h"
#include "services/checkins/texts.h"
#include "services/rules/embedded.h"
#include "services/rules/evaluate.h"
#include "services/rules/scenario.h"
#include "services/rules/timeline.h"

namespace midstance::checkins {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class QuietDay : public CheckIns {
 protected:
  v1::CheckInForm Form(const std::string& language = {}) {
    v1::GetCheckInFormRequest request;
    request.set_name(kCase);
    request.set_language_code(language);
    const auto form = tester_.Run(GetCheckInForm{engines_}, link_, request);
    EXPECT_TRUE(form.ok()) << form.status();
    return form.ok() ? *form : v1::CheckInForm();
  }
  // Pain of 2 and "none of these".
  static v1::RecordCheckInRequest QuietAnswersTo(const v1::CheckInForm& form) {
    auto request = OnKnee("worst_nprs", 2);
    auto& check_in = *request.mutable_check_in();
    for (const auto& question : form.questions()) {
      if (question.tick_text().empty()) continue;
      auto& answer = question.has_site() ? *check_in.mutable_reports(0)->add_observations()
                                         : *check_in.add_general();
      answer.set_code(question.code());
      if (question.kind() == v1::Question::KIND_FLAG) answer.set_answer(v1::ANSWER_ABSENT);
      if (question.kind() == v1::Question::KIND_NUMBER) answer.set_number(0);
      if (question.kind() == v1::Question::KIND_CHOICE) answer.set_choice(question.choices(0));
    }
    return request;
  }
  static std::vector<std::string> AskedByThemselves(const v1::CheckInForm& form) {
    std::vector<std::string> codes;
    for (const auto& question : form.questions()) {
      if (question.tick_text().empty() && question.asked_when().empty()) {
        codes.push_back(question.code());
      }
    }
    return codes;
  }
  static v1::Question Find(const v1::CheckInForm& form, std::string_view code) {
    for (const auto& question : form.questions()) {
      if (question.code() == code) return question;
    }
    ADD_FAILURE() << code << " is not asked";
    return {};
  }
};

TEST_F(QuietDay, AsksForThePainAndForATickThatNothingElseIsSo) {
  EXPECT_THAT(AskedByThemselves(Form()), ElementsAre("worst_nprs"));
}

TEST_F(QuietDay, LeavesNoRuleOpenHoweverManyFollow) {
  for (int day = 0; day < 30; ++day) {
    const auto form = Form();
    EXPECT_THAT(AskedByThemselves(form), ElementsAre("worst_nprs")) << "day " << day;
    for (const auto& question : form.questions()) EXPECT_EQ(question.because_of(), "");
    EXPECT_THAT(Record(QuietAnswersTo(form)).escalations(), IsEmpty()) << "day " << day;
    tester_.now += kDay;
  }
}

TEST_F(QuietDay, EndsWhatWasToldBefore) {
  auto swollen = OnKnee("swelling", 2);
  Record(swollen);
  tester_.now += kDay;
  Record(QuietAnswersTo(Form()));
  tester_.now += 7 * kDay;
  // Seven days after the first one this would be a swelling that stays, had it not gone between.
  EXPECT_THAT(Record(OnKnee("swelling", 1)).escalations(), IsEmpty());
}

TEST_F(QuietDay, WhatIsTickedOpensItsOwnQuestions) {
  const auto form = Form();
  EXPECT_EQ(Find(form, "night_pattern").asked_when(), "night_nights");
  EXPECT_EQ(Find(form, "swelling_settles").asked_when(), "swelling");
  EXPECT_EQ(Find(form, "redness_cause").asked_when(), "redness");
  EXPECT_EQ(Find(form, "load_off_h").asked_when(), "rest_nprs");
  for (const auto& question : form.questions()) {
    if (question.asked_when().empty()) continue;
    EXPECT_EQ(Find(form, question.asked_when()).asked_when(), "");
  }
}

TEST_F(QuietDay, WhatWouldSettleARuleIsAskedByItselfUnlessItsOpenerSettlesIt) {
  // Severe pain at rest counts where the last impact is known to lie 48 hours back.
  Record(OnKnee("rest_nprs", 8));
  const auto severe = Form();
  EXPECT_FALSE(Find(severe, "load_off_h").because_of().empty());
  EXPECT_EQ(Find(severe, "load_off_h").asked_when(), "");
  tester_.now += kDay;
  auto unsure = OnKnee("swelling", 1);
  auto& run = *unsure.mutable_check_in()->add_general();
  run.set_code("load_off_h");
  run.set_number(10);
  Record(unsure);
  const auto swollen = Form();
  EXPECT_FALSE(Find(swollen, "swelling_settles").because_of().empty());
  EXPECT_EQ(Find(swollen, "swelling_settles").asked_when(), "swelling");
}

// Such pain is common and makes no rule ask: for a fever the list is enough, and for cancer at a
// place only a therapist asks.
TEST_F(QuietDay, ABackThatHurtsAtRestAsksForNoFever) {
  auto back = OnKnee("rest_nprs", 5);
  back.mutable_check_in()->mutable_reports(0)->mutable_site()->set_area(v1::AREA_LOW_BACK);
  Record(back);
  const auto form = Form();
  EXPECT_FALSE(Find(form, "fever").tick_text().empty());
  for (const auto& question : form.questions()) {
    EXPECT_THAT(question.code(), Not(AnyOf("temp_c", "rigors", "cancer_at_site")));
  }
}

TEST_F(QuietDay, ARiskOfAClotAsksForTheCalfOnce) {
  auto risk = OnKnee("worst_nprs", 2);
  auto& told = *risk.mutable_check_in()->add_general();
  told.set_code("dvt_risk");
  told.set_answer(v1::ANSWER_PRESENT);
  Record(risk);
  EXPECT_THAT(AskedByThemselves(Form()), ElementsAre("calf_swelling", "worst_nprs"));
  auto no = OnKnee("worst_nprs", 2);
  Add(no, "calf_swelling", v1::ANSWER_ABSENT);
  Record(no);
  EXPECT_THAT(AskedByThemselves(Form()), ElementsAre("worst_nprs"));
}

TEST_F(QuietDay, AtASiteWithoutTheOpenerAQuestionIsAskedByItself) {
  auto unsure = OnKnee("swelling", 1);
  auto& run = *unsure.mutable_check_in()->add_general();
  run.set_code("load_off_h");
  run.set_number(10);
  Record(unsure);
  auto a_case = *tester_.Find<v1::Case>(kCase);
  a_case.mutable_sites(0)->set_area(v1::AREA_HIP);
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& w) { return w.Update(a_case, tester_.now); }).ok());
  const auto form = Form();
  std::map<int, std::string> opener;  // by area
  for (const auto& question : form.questions()) {
    if (question.code() == "swelling_settles") {
      opener[question.site().area()] = question.asked_when();
    }
  }
  const std::map<int, std::string> expected = {{v1::AREA_KNEE, ""}, {v1::AREA_HIP, "swelling"}};
  EXPECT_EQ(opener, expected);
}

TEST_F(QuietDay, WhatTwoSitesMayOpenIsAskedByItself) {
  auto a_case = *tester_.Find<v1::Case>(kCase);
  a_case.mutable_sites(0)->set_side(v1::SIDE_BILATERAL);
  ASSERT_TRUE(
      tester_.Write([&](storage::Writer& w) { return w.Update(a_case, tester_.now); }).ok());
  EXPECT_THAT(AskedByThemselves(Form()), ElementsAre("worst_nprs", "load_off_h", "worst_nprs"));
}

TEST_F(QuietDay, SignsThatTheSafetyTextNamesShowIt) {
  const auto form = Form();
  for (const char* code : {"wb", "warmth", "fever"}) {
    EXPECT_TRUE(Find(form, code).shows_safety()) << code;
  }
  for (const char* code : {"worst_nprs", "swelling", "night_nights", "rest_nprs"}) {
    EXPECT_FALSE(Find(form, code).shows_safety()) << code;
  }
}

TEST_F(QuietDay, TheFormIsInTheLanguageThatWasAskedForAndSaysWhich) {
  const auto german = Form("de-CH");
  EXPECT_EQ(german.language_code(), "de");
  EXPECT_EQ(german.safety().language(), "de");
  EXPECT_EQ(Find(german, "swelling").tick_text(), "Schwellung");
  EXPECT_EQ(Find(german, "load_off_h").unit_text(), "Stunden");
  EXPECT_THAT(Find(german, "swelling_settles").choice_texts(),
              ElementsAre("Ja", "Nein", "Ich weiß es nicht"));
  EXPECT_THAT(Find(german, "swelling_settles").choices(), ElementsAre("yes", "no", "unknown"));
  EXPECT_EQ(Form("fr").language_code(), "en");
  EXPECT_EQ(Form().language_code(), "en");
  // Which questions there are, and in which order, is the same in all languages.
  const auto spanish = Form("es");
  ASSERT_EQ(spanish.questions_size(), german.questions_size());
  for (int i = 0; i < spanish.questions_size(); ++i) {
    EXPECT_EQ(spanish.questions(i).code(), german.questions(i).code());
    EXPECT_EQ(spanish.questions(i).asked_when(), german.questions(i).asked_when());
    EXPECT_EQ(spanish.questions(i).tick_text().empty(), german.questions(i).tick_text().empty());
  }
}

// What rules still ask of a place once one more answer was given there, an hour later.
std::set<std::string> OpenAfter(const rules::CompiledRuleSet& core,
                                std::vector<rules::Report> reports, const rules::Site& site,
                                const rules::Observed& answer, Instant at) {
  reports.push_back(
      {.name = "entries/more", .observed = at, .entered = at, .site = site, .values = {answer}});
  const auto evaluation =
      rules::Evaluate(core, rules::Timeline::Build(core, reports), at + std::chrono::hours(1));
  std::set<std::string> open;
  for (const auto& question : evaluation.would_decide()) {
    if (rules::Site{question.site().area(), question.site().side()} == site) {
      open.insert(question.code());
    }
  }
  return open;
}

// The claim of `opener_decides`, in every story that the rules are tried with: of what is open, a
// denied opener leaves open no more than the question that it would have opened, answered with its
// own denial.
TEST(Openers, AnOpenerThatIsDeniedSettlesWhatItOpens) {
  const auto core = rules::CoreInUtc();
  const std::map<std::string, std::string> denials = {{"swelling_settles", "yes"}};
  std::map<std::string, int> tried;
  for (const auto& file : rules::ShippedScenarios()) {
    const auto scenarios = rules::ParseScenarioFile(file.text);
    ASSERT_TRUE(scenarios.ok()) << scenarios.status();
    for (const auto& scenario : scenarios->scenarios()) {
      for (const auto& expect : scenario.expect()) {
        std::vector<std::string> problems;
        const auto told = rules::ReportsUntil(core, scenario, expect.day(), problems);
        const Instant end = rules::ScenarioStart() + std::chrono::days(expect.day() + 1);
        const auto now = rules::Evaluate(core, rules::Timeline::Build(core, told), end);
        for (const auto& open : now.would_decide()) {
          const auto& layout = LayoutOf(open.code());
          if (!layout.opener_decides()) continue;
          ++tried[open.code()];
          const rules::Site site{open.site().area(), open.site().side()};
          const auto denied = OpenAfter(core, told, site, {layout.asked_when(), 0.0}, end);
          const auto answered =
              OpenAfter(core, told, site, {open.code(), denials.at(open.code())}, end);
          EXPECT_LE(denied.count(open.code()), answered.count(open.code()))
              << file.name << ": " << scenario.name() << ", day " << expect.day() << ": "
              << open.code();
        }
      }
    }
  }
  for (const auto& [code, denial] : denials) EXPECT_GT(tried[code], 0) << code;
}

}  // namespace
}  // namespace midstance::checkins
