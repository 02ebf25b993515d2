#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "services/rpc/verb_testing.h"
#include "services/worklist/place.h"
#include "services/worklist/settings.h"
#include "services/worklist/verbs.h"

namespace midstance::worklist {
namespace {

using options::v1::ROLE_CLINICIAN;
using options::v1::ROLE_LEAD_CLINICIAN;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Item = v1::WorklistItem;

Instant Utc(int month, int day, int hour = 0, int minute = 0) {
  return std::chrono::sys_days{std::chrono::year(2026) /
                               std::chrono::month(static_cast<unsigned>(month)) /
                               std::chrono::day(static_cast<unsigned>(day))} +
         std::chrono::hours{hour} + std::chrono::minutes{minute};
}

// A clinic in Berlin on 27 March 2026, 10 o'clock.
class Worklist : public ::testing::Test {
 protected:
  Worklist() {
    tester_.now = now_;
    AddPatient("p1", "anna");
  }

  void AddPatient(const std::string& id, const std::string& therapist) {
    v1::Patient patient;
    patient.set_name("patients/" + id);
    patient.set_given_name("Amelie");
    patient.set_family_name("Brandt");
    patient.add_care_team("users/" + therapist);
    tester_.Put(patient);
    AddCase("patients/" + id + "/cases/c1", v1::Case::STATE_OPEN, now_, therapist);
  }
  void AddCase(const std::string& name, v1::Case::State state, Instant since,
               const std::string& therapist = "anna") {
    v1::Case of;
    of.set_name(name);
    of.set_title("Left hip");
    of.set_clinician("users/" + therapist);
    of.set_state(state);
    *of.mutable_state_time() = TimestampOf(since);
    tester_.Put(of);
  }
  // `raised` keeps two of one patient apart.
  void AddEscalation(const std::string& id, rules::v1::Urgency urgency, Instant due,
                     v1::Escalation::State state = v1::Escalation::STATE_OPEN,
                     const std::string& patient = "p1") {
    v1::Escalation escalation;
    escalation.set_name("patients/" + patient + "/cases/c1/escalations/" + id);
    escalation.set_family(id);
    escalation.set_title("Hot swollen joint");
    escalation.set_basis("Left knee swollen on 25 March.");
    escalation.set_urgency(urgency);
    escalation.set_state(state);
    *escalation.mutable_due_time() = TimestampOf(due);
    tester_.Put(escalation);
  }
  void AddFollowUp(const std::string& id, Instant due, const std::string& patient = "p1",
                   const std::string& assignee = "users/anna", bool reminded = false) {
    v1::FollowUp follow_up;
    follow_up.set_name("patients/" + patient + "/cases/c1/followUps/" + id);
    follow_up.set_title("Call her");
    follow_up.set_kind(v1::FollowUp::KIND_CALL);
    follow_up.set_state(v1::FollowUp::STATE_SCHEDULED);
    follow_up.set_assignee(assignee);
    *follow_up.mutable_due_time() = TimestampOf(due);
    if (reminded) *follow_up.add_reminders_sent()->mutable_sent_time() = TimestampOf(now_);
    tester_.Put(follow_up);
  }
  void AddReferral(const std::string& id, v1::Referral::State state, rules::v1::Urgency urgency,
                   Instant moved) {
    v1::Referral referral;
    referral.set_name("patients/p1/cases/c1/referrals/" + id);
    referral.set_state(state);
    referral.set_urgency(urgency);
    tester_.now = moved;
    tester_.Put(referral);
    tester_.now = now_;
  }
  void AddCheckIn(const std::string& of, const std::string& id, Instant occurred,
                  v1::RecordState state = v1::RECORD_STATE_ACTIVE) {
    v1::CheckIn check_in;
    check_in.set_name(of + "/checkIns/" + id);
    check_in.set_state(state);
    *check_in.mutable_occurred_time() = TimestampOf(occurred);
    tester_.Put(check_in);
  }

  absl::StatusOr<v1::ListWorklistResponse> Ask(const v1::ListWorklistRequest& request,
                                               const rpc::Principal& who) {
    return tester_.Run(ListWorklist{tester_.sealer(), calendar_, settings_}, who, request);
  }
  std::vector<Item> List(const rpc::Principal& who, const std::string& assignee = {}) {
    v1::ListWorklistRequest request;
    request.set_parent("patients/-/cases/-");
    request.set_assignee(assignee);
    const auto page = Ask(request, who);
    EXPECT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->next_page_token(), "");
    return {page->items().begin(), page->items().end()};
  }
  static std::string Last(const std::string& name) { return name.substr(name.rfind('/') + 1); }
  template <class Items>
  static std::vector<std::string> Ids(const Items& items) {
    std::vector<std::string> ids;
    for (const auto& item : items) ids.push_back(Last(item.resource()));
    return ids;
  }
  // One of everything, put in backwards.
  void FillAll() {
    AddCase("patients/p1/cases/silent", v1::Case::STATE_IN_PROGRAM, Utc(3, 1));
    AddCase("patients/p1/cases/review", v1::Case::STATE_REVIEW_DUE, Utc(3, 26));
    AddFollowUp("reminded", Utc(4, 10, 9), "p1", "users/anna", true);
    AddFollowUp("tonight", Utc(3, 27, 22) + std::chrono::minutes{59});
    AddFollowUp("noon", Utc(3, 27, 12));
    AddReferral("sent-soon", v1::Referral::STATE_SENT, rules::v1::SOON, Utc(3, 27, 1));
    AddReferral("sent-urgent", v1::Referral::STATE_SENT, rules::v1::URGENT, Utc(3, 25));
    AddFollowUp("late", Utc(3, 26, 12));
    AddFollowUp("later", Utc(3, 27, 8));
    AddEscalation("watch", rules::v1::WATCH, Utc(3, 1));
    AddEscalation("soon", rules::v1::SOON, Utc(3, 28));
    AddEscalation("urgent-2", rules::v1::URGENT, Utc(3, 28), v1::Escalation::STATE_OPEN);
    AddEscalation("urgent-1", rules::v1::URGENT, Utc(3, 27), v1::Escalation::STATE_ACKNOWLEDGED);
    AddEscalation("emergency", rules::v1::EMERGENCY, Utc(3, 27, 9));
    // None of the list.
    AddEscalation("resolved", rules::v1::EMERGENCY, Utc(3, 1), v1::Escalation::STATE_RESOLVED);
    AddFollowUp("in-april", Utc(4, 9, 9));
    AddReferral("closed", v1::Referral::STATE_CLOSED, rules::v1::URGENT, Utc(3, 1));
    AddReferral("acted-on", v1::Referral::STATE_ACTED_ON, rules::v1::URGENT, Utc(3, 1));
    AddCase("patients/p1/cases/heard", v1::Case::STATE_IN_PROGRAM, Utc(3, 1));
    AddCheckIn("patients/p1/cases/heard", "k1", Utc(3, 25));
  }

  const Instant now_ = Utc(3, 27, 9);
  rpc::VerbTester tester_;
  const schedule::ClinicCalendar calendar_ = *schedule::ClinicCalendar::Make("Europe/Berlin");
  const config::v1::WorklistSettings settings_ = *ShippedSettings();
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
  rpc::Principal ben_ = tester_.AddUser("ben", {ROLE_CLINICIAN});
  rpc::Principal lea_ = tester_.AddUser("lea", {ROLE_LEAD_CLINICIAN});
};

TEST_F(Worklist, IsInTheOrderOfWhatCannotWait) {
  FillAll();
  const auto items = List(anna_);
  EXPECT_THAT(Ids(items), ElementsAre("emergency", "urgent-1", "urgent-2", "soon", "watch", "late",
                                      "later", "sent-urgent", "sent-soon", "noon", "tonight",
                                      "reminded", "review", "silent"));
  std::vector<Item::Kind> kinds;
  for (const auto& item : items) kinds.push_back(item.kind());
  EXPECT_THAT(kinds,
              ElementsAre(Item::KIND_ESCALATION, Item::KIND_ESCALATION, Item::KIND_ESCALATION,
                          Item::KIND_ESCALATION, Item::KIND_ESCALATION,
                          Item::KIND_FOLLOW_UP_OVERDUE, Item::KIND_FOLLOW_UP_OVERDUE,
                          Item::KIND_REFERRAL, Item::KIND_REFERRAL, Item::KIND_FOLLOW_UP_TODAY,
                          Item::KIND_FOLLOW_UP_TODAY, Item::KIND_FOLLOW_UP_REMINDED,
                          Item::KIND_REVIEW, Item::KIND_SILENCE));
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

struct Silence {
  const char* what;
  int last_heard_day;  // of March
  bool shown;
};

TEST_F(Worklist, ShowsSilenceOnceAWeekOfDaysHasPassedWithoutACheckIn) {
  int number = 0;
  for (const Silence& row : {Silence{"eight days", 19, true}, Silence{"seven days", 20, false},
                             Silence{"yesterday", 26, false}}) {
    const std::string of = "patients/p1/cases/s" + std::to_string(++number);
    AddCase(of, v1::Case::STATE_IN_PROGRAM, Utc(3, 1));
    AddCheckIn(of, "k1", Utc(3, row.last_heard_day, 22));
    v1::ListWorklistRequest request;
    request.set_parent(of);
    const auto page = Ask(request, anna_);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(!page->items().empty(), row.shown) << row.what;
  }
}

TEST_F(Worklist, TakesARetractedCheckInForNoneAndAnAmendedOneForTheDayItTells) {
  AddCase("patients/p1/cases/s1", v1::Case::STATE_IN_PROGRAM, Utc(3, 1));
  AddCheckIn("patients/p1/cases/s1", "k1", Utc(3, 10));
  AddCheckIn("patients/p1/cases/s1", "k2", Utc(3, 26), v1::RECORD_STATE_RETRACTED);
  AddCheckIn("patients/p1/cases/s1", "k3", Utc(3, 9));  // entered last
  const auto items = List(anna_);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_THAT(items[0].why(), HasSubstr("No check-in since 10 March 2026, 17 days ago"));
}

TEST_F(Worklist, ExpectsNoCheckInsOfACaseThatIsNotInProgram) {
  for (const auto state : {v1::Case::STATE_OPEN, v1::Case::STATE_ON_HOLD,
                           v1::Case::STATE_DISCHARGED, v1::Case::STATE_ASSESSED}) {
    AddCase("patients/p1/cases/s" + std::to_string(state), state, Utc(1, 1));
  }
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
