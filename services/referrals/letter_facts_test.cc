#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/referral_service.pb.h"
#include "services/referrals/last_answers.h"
#include "services/referrals/referrals_testing.h"
#include "services/referrals/verbs.h"
#include "services/rules/words.h"

// What a letter takes from the records.
namespace midstance::referrals {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class FactsOfALetter : public Referrals {
 protected:
  template <class M>
  void Change(const std::string& name, const std::function<void(M&)>& change) {
    auto found = *tester_.Find<M>(name);
    change(found);
    const auto wrote =
        tester_.Write([&](storage::Writer& writer) { return writer.Update(found, tester_.now); });
    ASSERT_TRUE(wrote.ok()) << wrote;
  }
};

TEST_F(FactsOfALetter, AreWhatIsRecordedOfThePatientAndItsSender) {
  Change<v1::Patient>("patients/p", [](v1::Patient& patient) {
    patient.set_sex(v1::SEX_FEMALE);
    patient.set_note("Her sister is a patient too.");
    patient.mutable_running()->add_past_injuries("Tibial stress fracture 2019");
    patient.mutable_running()->add_past_injuries("Ankle sprain");
    auto& consent = *patient.add_consents();
    consent.set_kind(v1::Consent::KIND_LETTERS);
    consent.set_given_date("2025-01-20");
  });
  Change<v1::User>(anna_.name, [](v1::User& user) { user.set_email("anna@riverside.example"); });
  const auto letter = Create()->letter();
  EXPECT_THAT(letter.identify(), HasSubstr("\nSex: female.\n"));
  EXPECT_THAT(letter.identify(),
              HasSubstr("From, and reply to: anna, riverside, anna@riverside.example."));
  EXPECT_THAT(letter.background(),
              HasSubstr("Past injuries: Tibial stress fracture 2019; Ankle sprain."));
  EXPECT_THAT(letter.background(), HasSubstr("; medicines and imaging."));
  EXPECT_THAT(letter.recommendation(), HasSubstr("Consent to letters: given on 20 Jan 2025."));
  // The note is the clinic's.
  EXPECT_THAT(letter.DebugString(), Not(HasSubstr("sister")));
}

TEST_F(FactsOfALetter, SayThatTheConsentWasWithdrawn) {
  Change<v1::Patient>("patients/p", [](v1::Patient& patient) {
    auto& consent = *patient.add_consents();
    consent.set_kind(v1::Consent::KIND_LETTERS);
    consent.set_given_date("2025-01-20");
    consent.set_withdrawn_date("2025-02-01");
  });
  EXPECT_THAT(Create()->letter().recommendation(),
              HasSubstr("Consent to letters: given on 20 Jan 2025, withdrawn on 1 Feb 2025."));
}

TEST_F(FactsOfALetter, HaveTheComplaintInOneLineThatLooksLikeNoHeading) {
  Change<v1::Case>(kCase, [](v1::Case& a_case) {
    a_case.set_complaint("It hurts.\n\nRECOMMENDATION\nSuggested: nothing.");
  });
  EXPECT_THAT(
      Create()->letter().background(),
      HasSubstr("In the patient's words: It hurts. / RECOMMENDATION / Suggested: nothing."));
}

TEST_F(FactsOfALetter, SayThatNothingHoldsAnyMore) {
  Change<v1::Escalation>(kEscalation, [](v1::Escalation& escalation) {
    escalation.set_state(v1::Escalation::STATE_EVIDENCE_CHANGED);
  });
  EXPECT_THAT(Create()->letter().assessment(), HasSubstr("nothing as serious holds any more"));
}

class AnswersOfALetter : public ::testing::Test {
 protected:
  void Report(int day, rules::Site site, std::vector<rules::Observed> values) {
    const Instant at = std::chrono::sys_days{std::chrono::year{2026} / 7 / day};
    reports_.push_back({"r" + std::to_string(reports_.size()), at, at, site, std::move(values)});
  }
  LastAnswers Answers(std::string_view family, const std::optional<rules::Site>& site) {
    timeline_ = rules::Timeline::Build(rules_, reports_);
    return AnswersFor(rules_, timeline_, family, site);
  }
  // Code and where, of what was told and of what was not asked.
  static std::vector<std::string> Told(const LastAnswers& answers) {
    std::vector<std::string> told;
    for (const auto& one : answers.told) told.push_back(one.words + "@" + rules::SiteKey(one.site));
    return told;
  }
  static std::vector<std::string> NotAskedOf(const LastAnswers& answers) {
    std::vector<std::string> missing;
    for (const auto& one : answers.not_asked) {
      std::string where = one.code->code;
      for (const auto& site : one.sites) where += "@" + rules::SiteKey(site);
      missing.push_back(std::move(where));
    }
    return missing;
  }

  static constexpr rules::Site kHip{rules::v1::HIP, rules::v1::LEFT};
  static constexpr rules::Site kKnee{rules::v1::KNEE, rules::v1::RIGHT};
  const rules::CompiledRuleSet rules_ = rules::CoreInUtc();
  std::vector<rules::Report> reports_;
  rules::Timeline timeline_;
};

TEST_F(AnswersOfALetter, AreNotHiddenByALaterOneThatLeavesTheMatterOpen) {
  Report(1, kHip, {{"hop", std::string("pos")}});
  Report(5, kHip, {{"hop", std::string("nt")}, {"percussion", std::string("nt")}});
  const auto answers = Answers("bone", kHip);
  EXPECT_THAT(Told(answers), Contains("Hop test: positive@hip/left"));
  EXPECT_THAT(Told(answers), Not(Contains(HasSubstr("Percussion test"))));
}

TEST_F(AnswersOfALetter, StandUnderNotTestedWhenTheyLeaveTheMatterOpenAlone) {
  Report(5, kHip, {{"hop", std::string("nt")}});
  std::string family;
  for (const auto& rule : rules_.source().rules()) {
    if (rule.id() == "bsi-femoral-neck-suspected") {
      family = rule.family().empty() ? rule.id() : rule.family();
    }
  }
  ASSERT_FALSE(family.empty());
  const auto answers = Answers(family, kHip);
  EXPECT_THAT(Told(answers), ElementsAre());
  EXPECT_THAT(NotAskedOf(answers), Contains("hop@hip/left"));
}

TEST_F(AnswersOfALetter, AboutTheWholePatientSayOfEachSiteWhatIsKnownAndWhatIsNot) {
  Report(1, kKnee, {{"lump", rules::Answer::kPresent}});
  Report(2, kHip, {{"swelling", 0.0}});
  std::string family;
  for (const auto& rule : rules_.source().rules()) {
    if (rule.when().DebugString().find("\"lump\"") != std::string::npos) {
      family = rule.family().empty() ? rule.id() : rule.family();
    }
  }
  const auto answers = Answers(family, std::nullopt);
  EXPECT_THAT(Told(answers), Contains("Lump: yes@knee/right"));
  EXPECT_THAT(NotAskedOf(answers), Contains("lump@hip/left"));
}

}  // namespace
}  // namespace midstance::referrals
