#include <gmock/gmock.h>

#include "conformance.h"
#include "storage/filter.h"
#include "storage/tables/all.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::Case;
using midstance::v1::CheckIn;
using midstance::v1::FollowUp;
using midstance::v1::OutcomeScore;
using midstance::v1::Patient;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Lists : public StoreContract {};

TEST_P(Lists, NamesSortByteByByte) {
  for (const char* id : {"b", "a", "B", "a-1", "a1", "é", "z", "ê"})
    ASSERT_TRUE(Insert(store(), APatient(id)).ok());
  EXPECT_THAT(Names<Patient>(store(), {.order = {{"name", false}}}),
              ElementsAre("patients/B", "patients/a", "patients/a-1", "patients/a1", "patients/b",
                          "patients/z", "patients/é", "patients/ê"));
}

TEST_P(Lists, TheNewestNameComesFirstWhenNoOrderIsAsked) {
  for (const char* id : {"01", "03", "02"}) ASSERT_TRUE(Insert(store(), APatient(id)).ok());
  EXPECT_THAT(Names<Patient>(store(), {}),
              ElementsAre("patients/03", "patients/02", "patients/01"));
}

TEST_P(Lists, APrefixHoldsToItsParent) {
  for (const char* id : {"p1", "p10", "p2"}) {
    ASSERT_TRUE(Insert(store(), APatient(id)).ok());
    ASSERT_TRUE(Insert(store(), ACase(id, "c1")).ok());
    ASSERT_TRUE(Insert(store(), ACheckIn(id, "c1", "x")).ok());
  }
  EXPECT_THAT(Names<CheckIn>(store(), {.name_prefix = "patients/p1/cases/c1/checkIns/"}),
              ElementsAre("patients/p1/cases/c1/checkIns/x"));
  EXPECT_THAT(Names<CheckIn>(store(), {.name_prefix = "patients/p1/"}),
              ElementsAre("patients/p1/cases/c1/checkIns/x"));
  EXPECT_EQ(Names<CheckIn>(store(), {}).size(), 3U);
}

TEST_P(Lists, PagesGoOnWhereTheLastEndedThoughRowsComeAndGo) {
  for (const char* id : {"1", "3", "5", "7"}) ASSERT_TRUE(Insert(store(), APatient(id)).ok());
  Query query{.order = {{"name", false}}, .limit = 2};
  const auto first = List<Patient>(store(), query);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->last_name, "patients/3");
  for (const char* id : {"0", "4", "8"}) ASSERT_TRUE(Insert(store(), APatient(id)).ok());
  auto last = *Get<Patient>(store(), "patients/3");
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Delete(last, kNow); }).ok());
  query.after_name = first->last_name;
  EXPECT_THAT(Names<Patient>(store(), query),
              ElementsAre("patients/4", "patients/5", "patients/7", "patients/8"));
}

TEST_P(Lists, AFullLastPageSaysThatThereIsNoMore) {
  for (const char* id : {"1", "2"}) ASSERT_TRUE(Insert(store(), APatient(id)).ok());
  EXPECT_EQ(List<Patient>(store(), {.limit = 2})->last_name, "");
  EXPECT_EQ(List<Patient>(store(), {.limit = 1})->last_name, "patients/2");
}

TEST_P(Lists, ARowThatNeverWasCannotBeGoneOnAfter) {
  ASSERT_TRUE(Insert(store(), APatient("1")).ok());
  const auto page =
      List<Patient>(store(), {.order = {{"family_name", false}}, .after_name = "patients/none"});
  EXPECT_EQ(ReasonOf(page.status()), midstance::v1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST_P(Lists, FamilyNamesSortWithoutRegardToCase) {
  for (const auto& [id, family] :
       {std::pair("1", "zimmer"), std::pair("2", "Abel"), std::pair("3", "ÅNGSTRÖM"),
        std::pair("4", "abel"), std::pair("5", "Zoe")}) {
    Patient patient = APatient(id);
    patient.set_family_name(family);
    ASSERT_TRUE(Insert(store(), patient).ok());
  }
  EXPECT_THAT(Names<Patient>(store(), {.order = {{"family_name", false}}, .limit = 2}),
              ElementsAre("patients/2", "patients/4", "patients/1", "patients/5", "patients/3"));
  const auto filter = ParseFilter(TableOf<Patient>(), "family_name:\"ån\"");
  EXPECT_THAT(Names<Patient>(store(), {.where = *filter}), ElementsAre("patients/3"));
}

TEST_P(Lists, TheCareTeamBoundsWhatIsSeenAndFollowsThePatient) {
  Patient first = APatient("p1");
  first.add_care_team("users/kim");
  first.add_care_team("users/kim");
  ASSERT_TRUE(Insert(store(), first).ok());
  ASSERT_TRUE(Insert(store(), APatient("p2")).ok());
  for (const char* id : {"p1", "p2"}) ASSERT_TRUE(Insert(store(), ACase(id, "c1")).ok());
  const Query of_kim{.care_team_of = "users/kim"};
  EXPECT_THAT(Names<Patient>(store(), of_kim), ElementsAre("patients/p1"));
  EXPECT_THAT(Names<Case>(store(), of_kim), ElementsAre("patients/p1/cases/c1"));
  first = *Get<Patient>(store(), "patients/p1");
  first.clear_care_team();
  first.add_care_team("users/lee");
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Update(first, kNow); }).ok());
  EXPECT_THAT(Names<Case>(store(), of_kim), IsEmpty());
  EXPECT_THAT(Names<Case>(store(), {.care_team_of = "users/lee"}),
              ElementsAre("patients/p1/cases/c1"));
  EXPECT_TRUE(store()
                  .Read(kClinic,
                        [](const Reader& reader) {
                          EXPECT_TRUE(*reader.OnCareTeam("p1", "users/lee"));
                          EXPECT_FALSE(*reader.OnCareTeam("p1", "users/kim"));
                          EXPECT_FALSE(*reader.OnCareTeam("nobody", "users/lee"));
                          return absl::OkStatus();
                        })
                  .ok());
}

TEST_P(Lists, ThePatientsOfOneComeInTheOrderOfTheirNamesHoweverTheseChange) {
  for (const auto& [id, family] :
       {std::pair("p1", "Moser"), std::pair("p2", "abel"), std::pair("p3", "Zhou"),
        std::pair("p4", "Moser"), std::pair("p5", "Berg"), std::pair("p6", "Berg")}) {
    Patient patient = APatient(id);
    patient.set_family_name(family);
    if (id != std::string("p5")) patient.add_care_team("users/kim");
    patient.add_care_team("users/lee");
    ASSERT_TRUE(Insert(store(), patient).ok());
  }
  Query query{.care_team_of = "users/kim",
              .where = Filter::All({Filter::Equal("archive_time", std::monostate{}),
                                    Filter::Equal("merged_into", std::string())}),
              .order = {{"family_name", false}},
              .limit = 2};
  EXPECT_THAT(
      Names<Patient>(store(), query),
      ElementsAre("patients/p2", "patients/p6", "patients/p1", "patients/p4", "patients/p3"));
  const auto change = [&](const std::string& id, const std::function<void(Patient&)>& how) {
    Patient patient = *Get<Patient>(store(), "patients/" + id);
    how(patient);
    ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Update(patient, kNow); }).ok());
  };
  change("p2", [](Patient& patient) { patient.set_family_name("Ziegler"); });
  change("p1", [](Patient& patient) { *patient.mutable_archive_time() = TimestampOf(kNow); });
  change("p6", [](Patient& patient) { patient.set_merged_into("patients/p3"); });
  change("p5", [](Patient& patient) { patient.add_care_team("users/kim"); });
  EXPECT_THAT(Names<Patient>(store(), query),
              ElementsAre("patients/p5", "patients/p4", "patients/p3", "patients/p2"));
  query.order[0].descending = true;
  EXPECT_THAT(Names<Patient>(store(), query),
              ElementsAre("patients/p2", "patients/p3", "patients/p4", "patients/p5"));
  Patient gone = *Get<Patient>(store(), "patients/p3");
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Delete(gone, kNow); }).ok());
  query.order = {{"given_name", false}, {"family_name", false}};
  EXPECT_THAT(Names<Patient>(store(), query),
              ElementsAre("patients/p5", "patients/p4", "patients/p2"));
  EXPECT_EQ(Names<Patient>(store(), {.care_team_of = "users/lee"}).size(), 5U);
}

TEST_P(Lists, ABriefRowHasItsNameAndWhatIsSummedButNotTheAnswers) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  OutcomeScore form;
  form.set_name("patients/p1/cases/c1/outcomeScores/o1");
  form.set_measure("measures/psfs");
  form.set_change_reason("typed wrongly");
  form.add_scores()->set_score(4);
  auto& items = *form.add_answers();
  items.add_items()->set_value(2);
  items.add_items()->set_label("climb stairs");
  form.add_answers()->add_items()->set_value(3);
  ASSERT_TRUE(Insert(store(), form).ok());
  const auto brief = List<OutcomeScore>(store(), {.brief = true});
  ASSERT_TRUE(brief.ok()) << brief.status();
  ASSERT_EQ(brief->items.size(), 1U);
  const OutcomeScore& row = brief->items[0];
  EXPECT_EQ(row.name(), form.name());
  EXPECT_EQ(row.etag(), "1");
  EXPECT_EQ(row.measure(), form.measure());
  EXPECT_EQ(row.scores(0).score(), 4);
  EXPECT_EQ(row.change_reason(), "");
  ASSERT_EQ(row.answers_size(), 1);
  ASSERT_EQ(row.answers(0).items_size(), 1);
  EXPECT_EQ(row.answers(0).items(0).label(), "climb stairs");
  EXPECT_EQ(List<OutcomeScore>(store(), {})->items[0].answers_size(), 2);
  // A table without brief rows gives whole ones.
  EXPECT_EQ(List<Patient>(store(), {.brief = true})->items[0].name(), "patients/p1");
}

TEST_P(Lists, WhatIsNotSetSortsBeforeEverythingThatIs) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  FollowUp early = AFollowUp("p1", "b-early");
  *early.mutable_due_time() = TimestampOf(kNow);
  FollowUp late = AFollowUp("p1", "a-late");
  *late.mutable_due_time() = TimestampOf(kNow + std::chrono::hours{1});
  for (const FollowUp& row :
       {late, AFollowUp("p1", "c-unset"), early, AFollowUp("p1", "d-unset")}) {
    ASSERT_TRUE(Insert(store(), row).ok());
  }
  const std::string under = "patients/p1/cases/c1/followUps/";
  EXPECT_THAT(
      Names<FollowUp>(store(), {.order = {{"due_time", false}}, .limit = 1}),
      ElementsAre(under + "c-unset", under + "d-unset", under + "b-early", under + "a-late"));
  EXPECT_THAT(
      Names<FollowUp>(store(), {.order = {{"due_time", true}}, .limit = 1}),
      ElementsAre(under + "a-late", under + "b-early", under + "d-unset", under + "c-unset"));
}

TEST_P(Lists, AColumnThatIsNotThereIsOurErrorAndNulIsTheCallers) {
  EXPECT_EQ(
      ReasonOf(
          List<Patient>(store(), {.where = Filter::Equal("shoe_size", std::int64_t{1})}).status()),
      midstance::v1::ERROR_REASON_INTERNAL);
  EXPECT_EQ(ReasonOf(List<Patient>(store(), {.order = {{"shoe_size", false}}}).status()),
            midstance::v1::ERROR_REASON_INTERNAL);
  EXPECT_EQ(ReasonOf(List<Patient>(store(),
                                   {.where = Filter::Equal("family_name", std::string("a\0", 2))})
                         .status()),
            midstance::v1::ERROR_REASON_FILTER_INVALID);
}

TEST_P(Lists, AListMayBeReadInsideAnother) {
  for (const char* id : {"1", "2", "3"}) ASSERT_TRUE(Insert(store(), APatient(id)).ok());
  EXPECT_TRUE(store()
                  .Read(kClinic,
                        [](const Reader& reader) -> absl::Status {
                          MIDSTANCE_ASSIGN_OR_RETURN(const auto outer, reader.List<Patient>({}));
                          for (const Patient& patient : outer.items) {
                            MIDSTANCE_ASSIGN_OR_RETURN(
                                const auto inner,
                                reader.List<Patient>({.name_prefix = patient.name()}));
                            EXPECT_EQ(inner.items.size(), 1U);
                          }
                          return absl::OkStatus();
                        })
                  .ok());
}

INSTANTIATE_TEST_SUITE_P(Store, Lists, ::testing::ValuesIn(Factories()), NameOfFactory);

}  // namespace
}  // namespace midstance::storage::testing
