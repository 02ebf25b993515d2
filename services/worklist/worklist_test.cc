#include "services/worklist/fixture.h"
#include "services/worklist/place.h"

namespace midstance::worklist {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(Worklist, IsInTheOrderOfWhatCannotWait) {
  FillAll();
  const auto items = List(anna_);
  EXPECT_THAT(Ids(items), ElementsAre("emergency", "urgent-1", "urgent-2", "soon", "watch", "late",
                                      "later", "sent-urgent", "sent-soon", "noon", "tonight",
                                      "reminded", "review", "silent"));
  std::vector<Item::Kind> kinds;
  for (const auto& item : items) kinds.push_back(item.kind());
  EXPECT_THAT(
      kinds, ElementsAre(Item::KIND_ESCALATION, Item::KIND_ESCALATION, Item::KIND_ESCALATION,
                         Item::KIND_ESCALATION, Item::KIND_ESCALATION, Item::KIND_FOLLOW_UP_OVERDUE,
                         Item::KIND_FOLLOW_UP_OVERDUE, Item::KIND_REFERRAL, Item::KIND_REFERRAL,
                         Item::KIND_FOLLOW_UP_TODAY, Item::KIND_FOLLOW_UP_TODAY,
                         Item::KIND_FOLLOW_UP_REMINDED, Item::KIND_REVIEW, Item::KIND_SILENCE));
}

TEST_F(Worklist, ComesInPagesOfAnySizeWithoutDoublesAndGaps) {
  FillAll();
  const auto whole = Ids(List(anna_));
  for (int size = 1; size <= 15; ++size) {
    SCOPED_TRACE(size);
    std::vector<std::string> paged;
    v1::ListWorklistRequest request;
    request.set_parent("patients/-/cases/-");
    request.set_page_size(size);
    do {
      const auto page = Ask(request, anna_);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& id : Ids(page->items())) paged.push_back(id);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(paged, whole);
  }
}

TEST_F(Worklist, SaysWhatWhoAndWhyOfEach) {
  FillAll();
  const auto items = List(anna_);
  ASSERT_EQ(items.size(), 14U);
  const auto& emergency = items[0];
  EXPECT_EQ(emergency.patient(), "patients/p1");
  EXPECT_EQ(emergency.patient_name(), "Amelie Brandt");
  EXPECT_EQ(emergency.case_(), "patients/p1/cases/c1");
  EXPECT_EQ(emergency.title(), "Hot swollen joint");
  EXPECT_EQ(emergency.assignee(), "users/anna");
  EXPECT_EQ(emergency.urgency(), rules::v1::EMERGENCY);
  EXPECT_EQ(emergency.why(), "Left knee swollen on 25 March. To be seen by 27 March 2026.");
  EXPECT_FALSE(emergency.has_overdue_since());
  EXPECT_EQ(items[1].why(),
            "Left knee swollen on 25 March. To be seen by 27 March 2026, late since today.");
  EXPECT_EQ(InstantOf(items[1].overdue_since()), Utc(3, 27));
  EXPECT_EQ(items[5].why(), "Was due on 26 March 2026, 1 day late.");
  EXPECT_EQ(InstantOf(items[5].overdue_since()), Utc(3, 26, 12));
  EXPECT_EQ(items[6].why(), "Was due on 27 March 2026, late since today.");
  EXPECT_EQ(items[7].why(),
            "The referral is sent since 25 March 2026 and waits for the receiver's "
            "acknowledgement, 1 day late.");
  EXPECT_EQ(items[8].why(),
            "The referral is sent since 27 March 2026 and waits for the receiver's "
            "acknowledgement.");
  EXPECT_EQ(items[9].why(), "Due today, 27 March 2026.");
  EXPECT_EQ(items[11].why(), "Due on 10 April 2026; reminded of on 27 March 2026.");
  EXPECT_EQ(items[12].why(), "A re-assessment is due since 26 March 2026.");
  EXPECT_EQ(items[12].title(), "Left hip");
  EXPECT_EQ(items[13].why(),
            "No check-in since the program began on 1 March 2026, 26 days ago; silence is no "
            "report of being well.");
}

// The clocks of Berlin go on in the night to 29 March.
TEST_F(Worklist, CallsTodayWhatIsDueBeforeTheClinicsMidnight) {
  AddFollowUp("last", Utc(3, 29, 22) - Duration{1});
  AddFollowUp("next-day", Utc(3, 29, 22));
  tester_.now = Utc(3, 28, 23);  // midnight: the day of 23 hours begins
  EXPECT_THAT(Ids(List(anna_)), ElementsAre("last"));
  tester_.now = Utc(3, 28, 23) - Duration{1};
  EXPECT_THAT(Ids(List(anna_)), IsEmpty());
  tester_.now = Utc(3, 29, 22);
  EXPECT_THAT(Ids(List(anna_)), ElementsAre("last", "next-day"));
  EXPECT_EQ(List(anna_)[0].kind(), Item::KIND_FOLLOW_UP_OVERDUE);
  EXPECT_EQ(List(anna_)[1].kind(), Item::KIND_FOLLOW_UP_TODAY);
}

TEST_F(Worklist, IsReadAnewWithEachCallAndKeepsNothing) {
  AddFollowUp("f1", Utc(3, 27, 12));
  EXPECT_EQ(List(anna_)[0].kind(), Item::KIND_FOLLOW_UP_TODAY);
  tester_.now = Utc(3, 27, 12) + Duration{1};
  EXPECT_EQ(List(anna_)[0].kind(), Item::KIND_FOLLOW_UP_OVERDUE);
  auto done = *tester_.Find<v1::FollowUp>("patients/p1/cases/c1/followUps/f1");
  done.set_state(v1::FollowUp::STATE_COMPLETED);
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(done, tester_.now); }).ok());
  EXPECT_THAT(List(anna_), IsEmpty());
}

TEST_F(Worklist, OfAClinicianHasHerPatientsAloneAndOfALeadTheClinics) {
  AddPatient("p2", "ben");
  AddEscalation("hers", rules::v1::URGENT, Utc(3, 28));
  AddEscalation("his", rules::v1::URGENT, Utc(3, 27), v1::Escalation::STATE_OPEN, "p2");
  AddFollowUp("his-too", Utc(3, 27, 12), "p2", "users/ben");
  AddCase("patients/p2/cases/silent", v1::Case::STATE_IN_PROGRAM, Utc(3, 1), "ben");
  EXPECT_THAT(Ids(List(anna_)), ElementsAre("hers"));
  EXPECT_THAT(Ids(List(ben_)), ElementsAre("his", "his-too", "silent"));
  EXPECT_THAT(Ids(List(lea_)), ElementsAre("his", "hers", "his-too", "silent"));
  v1::ListWorklistRequest request;
  request.set_parent("patients/p2/cases/-");
  EXPECT_EQ(ReasonOf(Ask(request, anna_).status()), v1::ERROR_REASON_OUT_OF_SCOPE);
}

TEST_F(Worklist, OfOnePersonHasHerFollowUpsAndTheRestOfHerCases) {
  AddPatient("p2", "ben");
  AddEscalation("annas", rules::v1::URGENT, Utc(3, 28));
  AddEscalation("bens", rules::v1::URGENT, Utc(3, 27), v1::Escalation::STATE_OPEN, "p2");
  AddFollowUp("bens-call", Utc(3, 27, 12), "p1", "users/ben");
  EXPECT_THAT(Ids(List(lea_, "users/ben")), ElementsAre("bens", "bens-call"));
  EXPECT_THAT(Ids(List(lea_, "users/anna")), ElementsAre("annas"));
}

TEST_F(Worklist, SaysThatANoticeReachedNobodyUntilSomebodyIsOnIt) {
  AddEscalation("open", rules::v1::URGENT, Utc(3, 29));
  AddEscalation("seen", rules::v1::SOON, Utc(3, 29), v1::Escalation::STATE_ACKNOWLEDGED);
  for (const std::string id : {"open", "seen"}) {
    v1::Delivery dead;
    dead.set_name("deliveries/" + id);
    dead.set_kind(v1::Delivery::KIND_NOTICE);
    dead.set_state(v1::Delivery::STATE_DEAD);
    dead.set_about("patients/p1/cases/c1/escalations/" + id);
    dead.add_attempts()->set_problem("has no address");
    tester_.Put(dead);
  }
  const auto items = List(anna_);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_THAT(items[0].why(),
              ::testing::HasSubstr("A notice of it reached nobody: has no address."));
  EXPECT_THAT(items[1].why(), ::testing::Not(::testing::HasSubstr("reached nobody")));
}

TEST_F(Worklist, LeavesOutDeletedPatients) {
  AddFollowUp("f1", Utc(3, 27, 12));
  auto patient = *tester_.Find<v1::Patient>("patients/p1");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Delete(patient, tester_.now); }).ok());
  EXPECT_THAT(List(anna_), IsEmpty());
}

TEST_F(Worklist, OfACaseThatIsNotThereIsNotFound) {
  v1::ListWorklistRequest request;
  request.set_parent("patients/p1/cases/nothing");
  EXPECT_EQ(ReasonOf(Ask(request, anna_).status()), v1::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(Worklist, OfTwoThatAreDueTogetherIsInTheOrderOfTheirNames) {
  for (const char* id : {"c", "a", "d", "b"}) AddFollowUp(id, Utc(3, 27, 12));
  EXPECT_THAT(Ids(List(anna_)), ElementsAre("a", "b", "c", "d"));
}

TEST_F(Worklist, GoesThroughMoreThanOneReadingOfATableInOrder) {
  std::vector<std::string> expected;
  for (int i = 0; i < 120; ++i) {
    const std::string id = "f" + std::to_string(1000 + i);
    AddFollowUp(id, Utc(3, 20) + std::chrono::minutes{i / 3});
    expected.push_back(id);
  }
  v1::ListWorklistRequest request;
  request.set_parent("patients/-/cases/-");
  request.set_page_size(500);
  const auto page = Ask(request, anna_);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(Ids(page->items()), expected);
}

TEST(WorklistPlaces, AreReadAsTheyWereWritten) {
  for (const Place& place :
       {Place{Band::kEmergency, "", Place::kNotDue, "patients/p/cases/c/escalations/e"},
        Place{Band::kSilence, "patients/p/cases/a", 1'700'000'000'000'000, "patients/p/cases/c"}}) {
    const auto read = Place::Parse(place.Text());
    ASSERT_TRUE(read.has_value()) << place.Text();
    EXPECT_EQ(read->Text(), place.Text());
  }
  for (const char* wrong : {"", "1|2|n", "10|2|n|", "-1|2|n|", "1|x|n|", "1|2|n||"}) {
    EXPECT_FALSE(Place::Parse(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace midstance::worklist
