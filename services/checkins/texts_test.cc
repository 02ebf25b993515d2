#include "services/checkins/texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "midstance/rules/v1/evaluation.pb.h"
#include "services/checkins/form.h"
#include "services/exercises/catalogue.h"
#include "services/rules/testing.h"
#include "support/data_text.h"

namespace midstance::checkins {
namespace {

using ::testing::ElementsAre;

const rules::CompiledRuleSet& Core() {
  static const rules::CompiledRuleSet kCore = rules::CoreInUtc();
  return kCore;
}

bool AskedOfPatients(const rules::CodeInfo& code) { return !code.by_therapist && !code.by_server; }

v1::Case KneeCase() {
  v1::Case a_case;
  a_case.add_sites()->set_area(v1::AREA_KNEE);
  a_case.mutable_sites(0)->set_side(v1::SIDE_LEFT);
  return a_case;
}

TEST(Texts, EveryQuestionThatAPatientMayBeAskedHasItsWordsInEveryLanguage) {
  for (const Words& words : AllWords()) {
    std::set<std::string> asked;
    for (const auto& code : Core().codes()) {
      if (!AskedOfPatients(code)) continue;
      asked.insert(code.code);
      const auto* text = words.Find(code.code);
      ASSERT_NE(text, nullptr) << words.language() << " has no " << code.code;
      std::set<std::string> choices;
      for (const auto& choice : text->choices()) {
        EXPECT_TRUE(choices.insert(choice.choice()).second) << code.code << choice.choice();
      }
      EXPECT_EQ(choices, std::set<std::string>(code.choices.begin(), code.choices.end()))
          << words.language() << " " << code.code;
    }
    for (const auto& question : words.texts().questions()) {
      EXPECT_EQ(asked.count(question.code()), 1U)
          << words.language() << " has " << question.code() << ", which no patient is asked";
    }
  }
}

TEST(Texts, EveryUnitHasAWordInEveryLanguage) {
  std::set<std::string> units;
  for (const auto& code : Core().codes()) {
    if (AskedOfPatients(code) && !code.unit.empty()) units.insert(code.unit);
  }
  for (const Words& words : AllWords()) {
    std::set<std::string> named;
    for (const auto& unit : words.texts().units()) named.insert(unit.unit());
    EXPECT_EQ(named, units) << words.language();
  }
}

TEST(Texts, WhatMayBeTickedIsCalledSoInEveryLanguageAndNothingElse) {
  std::set<std::string> ticked;
  for (const auto& question : ShippedLayout().questions()) {
    if (question.ticked()) ticked.insert(question.code());
  }
  for (const Words& words : AllWords()) {
    std::set<std::string> named;
    std::set<std::string> ticks;
    for (const auto& question : words.texts().questions()) {
      if (question.tick_text().empty()) continue;
      named.insert(question.code());
      EXPECT_TRUE(ticks.insert(question.tick_text()).second) << question.tick_text();
    }
    EXPECT_EQ(named, ticked) << words.language();
  }
}

TEST(Texts, TheFormKnowsNoCodeThatTheRulesDoNot) {
  std::vector<std::string> codes(ShippedLayout().usual().begin(), ShippedLayout().usual().end());
  codes.insert(codes.end(), ShippedLayout().after_run().begin(), ShippedLayout().after_run().end());
  for (const auto& question : ShippedLayout().questions()) {
    codes.push_back(question.code());
    if (!question.asked_when().empty()) codes.push_back(question.asked_when());
  }
  for (const auto& code : codes) {
    const auto* info = Core().Find(code);
    ASSERT_NE(info, nullptr) << code;
    EXPECT_TRUE(AskedOfPatients(*info)) << code;
  }
}

TEST(Texts, WhatIsNotTickedIsNothingThatIsWrong) {
  for (const auto& question : ShippedLayout().questions()) {
    if (!question.ticked()) continue;
    const auto& code = *Core().Find(question.code());
    if (code.kind == rules::v1::Code::NUMBER) {
      EXPECT_EQ(code.lower, 0) << code.code;
    }
    if (code.kind != rules::v1::Code::CHOICE) continue;
    EXPECT_EQ(code.sought_choices & 1U, 0U)
        << code.code << ": some rule looks for its first choice";
    EXPECT_EQ(code.open_choices & 1U, 0U) << code.code;
  }
}

TEST(Texts, EveryExerciseOfTheLibraryHasATitleInEveryOtherLanguage) {
  const auto catalogue = exercises::Catalogue::Shipped();
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  std::set<std::string> library;
  for (const auto& exercise : catalogue->library().exercises()) library.insert(exercise.name());
  for (const Words& words : AllWords().subspan(1)) {
    std::set<std::string> named;
    for (const auto& exercise : words.texts().exercises()) named.insert(exercise.exercise());
    EXPECT_EQ(named, library) << words.language();
  }
}

TEST(Texts, NoTwoLanguagesShareTheVersionOfTheSafetyText) {
  std::set<std::string> versions;
  for (const Words& words : AllWords()) {
    EXPECT_TRUE(versions.insert(words.safety().version()).second) << words.safety().version();
    EXPECT_EQ(words.safety().language(), words.language());
  }
}

TEST(Texts, ATagIsMatchedByItsLanguageAndEnglishStandsInForAllOthers) {
  EXPECT_EQ(WordsFor("de").language(), "de");
  EXPECT_EQ(WordsFor("de-CH").language(), "de");
  EXPECT_EQ(WordsFor("DE-ch-1996").language(), "de");
  EXPECT_EQ(WordsFor("es-419").language(), "es");
  EXPECT_EQ(WordsFor("fr").language(), "en");
  EXPECT_EQ(WordsFor("deu").language(), "en");
  EXPECT_EQ(WordsFor("-").language(), "en");
  EXPECT_EQ(WordsFor("").language(), "en");
}

TEST(Texts, AQuestionOfANewerRuleSetIsAskedInItsOwnWords) {
  auto newer = Core().source();
  auto& code = *newer.add_codes();
  code.set_code("ankle_snap");
  code.set_kind(rules::v1::Code::CHOICE);
  code.set_keying(rules::v1::Code::SITE);
  code.set_display("Snapping ankle");
  code.set_question("Does the ankle snap?");
  code.add_choices("never");
  code.add_choices("often");
  auto& trauma = *std::find_if(newer.mutable_codes()->begin(), newer.mutable_codes()->end(),
                               [](const auto& one) { return one.code() == "trauma"; });
  trauma.add_choices("collision");
  const auto rules = rules::CompileInUtc(newer);
  ASSERT_TRUE(rules.ok()) << rules.status();
  rules::v1::Evaluation evaluation;
  for (const char* asked : {"ankle_snap", "trauma"}) {
    auto& open = *evaluation.add_would_decide();
    open.set_code(asked);
    open.mutable_site()->set_area(rules::v1::KNEE);
    open.mutable_site()->set_side(rules::v1::LEFT);
    open.add_rules("joint-locked");
  }
  const auto form = FormFor(*rules, KneeCase(), evaluation, RunQuestions::kLeave, WordsFor("de"));
  EXPECT_EQ(form.questions(0).text(), "Does the ankle snap?");
  EXPECT_THAT(form.questions(0).choice_texts(), ElementsAre("never", "often"));
  EXPECT_THAT(form.questions(1).text(), ::testing::HasSubstr("gestürzt"));
  EXPECT_THAT(
      form.questions(1).choice_texts(),
      ElementsAre("Nein", "Verdreht", "Gestürzt", "Unfall oder Sturz aus der Höhe", "collision"));
}

TEST(Texts, AreRefusedWhenOneIsMissingThereTwiceOrTooLong) {
  const auto whole = WordsFor("de").texts();
  ASSERT_TRUE(Words::Make(whole).ok());
  auto missing = whole;
  missing.clear_on_hold();
  EXPECT_FALSE(Words::Make(missing).ok());
  auto twice = whole;
  *twice.add_questions() = whole.questions(3);
  EXPECT_FALSE(Words::Make(twice).ok());
  auto unnamed = whole;
  unnamed.mutable_questions(0)->add_choices()->set_choice("some");
  EXPECT_FALSE(Words::Make(unnamed).ok());
  auto longer = whole;
  longer.mutable_questions(0)->set_tick_text(std::string(81, 'x'));
  const auto refused = Words::Make(longer);
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(std::string(refused.status().message()),
              ::testing::HasSubstr(whole.questions(0).code()));
}

TEST(Texts, AFormWhoseQuestionsOpenEachOtherIsRefused) {
  const auto read = [](std::string_view text) {
    return CheckLayout(*ParseDataText<config::v1::CheckInLayout>("form", text)).status();
  };
  EXPECT_TRUE(read("questions { code: 'a' } questions { code: 'b' asked_when: 'a' }").ok());
  EXPECT_FALSE(read("questions { code: 'a' } questions { code: 'a' }").ok());
  EXPECT_FALSE(read("questions { code: 'a' asked_when: 'a' }").ok());
  EXPECT_FALSE(
      read("questions { code: 'b' asked_when: 'a' } questions { code: 'c' asked_when: 'b' }").ok());
  EXPECT_FALSE(read("questions { code: 'b' asked_when: 'a' ticked: true }").ok());
}

}  // namespace
}  // namespace midstance::checkins
