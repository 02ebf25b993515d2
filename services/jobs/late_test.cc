#include "services/jobs/late.h"

#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "services/cases/engine/keep.h"
#include "services/escalations/verbs.h"
#include "services/followups/fixture.h"
#include "services/referrals/verbs.h"
#include "services/rpc/authenticator.h"
#include "services/worklist/settings.h"

namespace midstance::jobs {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Told = std::pair<std::string, std::string>;  // what waits, and who was told

constexpr char kUrgentFlag[] = "patients/p1/cases/c1/escalations/bone";
constexpr char kLetter[] = "patients/p1/cases/c1/referrals/letter";

// In the clinic of anna, whose lead is lea; ben is on the care team too.
class Late : public followups::ClinicInBerlin {
 protected:
  Late() {
    lea_ = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
    tester_.AddUser("carl", {options::v1::ROLE_CLINICIAN});
    tester_.AddUser("root", {options::v1::ROLE_ADMIN});
    auto patient = *tester_.Find<v1::Patient>("patients/p1");
    patient.add_care_team("users/carl");
    EXPECT_TRUE(tester_.Write([&](auto& w) { return w.Update(patient, start_); }).ok());
    v1::Escalation flag;
    flag.set_name(kUrgentFlag);
    flag.set_state(v1::Escalation::STATE_OPEN);
    flag.set_urgency(rules::v1::URGENT);
    flag.set_family("bone");
    *flag.mutable_raised_time() = TimestampOf(start_);
    tester_.now = start_;
    tester_.Put(flag);
  }

  v1::Escalation Flag() { return *tester_.Find<v1::Escalation>(kUrgentFlag); }
  absl::Status Tell(Instant now) {
    tester_.now = now;
    return TellLate(tester_.store(), settings_, calendar_, std::string(rpc::VerbTester::kClinic),
                    now);
  }
  std::vector<Told> ToldBy(Instant now) {
    const auto done = Tell(now);
    EXPECT_TRUE(done.ok()) << done;
    std::vector<Told> told;
    const auto flag = Flag();
    for (const auto& event : flag.history()) {
      if (event.kind() != v1::Escalation::Event::KIND_LATE) continue;
      EXPECT_EQ(event.actor(), "system/jobs");
      told.emplace_back(event.waiting(), event.told());
    }
    return told;
  }
  void Acknowledge(Instant now) {
    tester_.now = now;
    v1::AcknowledgeEscalationRequest request;
    request.set_name(kUrgentFlag);
    request.set_etag(Flag().etag());
    const auto done = tester_.Run(escalations::AcknowledgeEscalation, anna_, request);
    ASSERT_TRUE(done.ok()) << done.status();
  }
  void SetOnCareTeam(const std::vector<std::string>& users) {
    auto patient = *tester_.Find<v1::Patient>("patients/p1");
    patient.clear_care_team();
    for (const auto& user : users) patient.add_care_team(user);
    ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(patient, tester_.now); }).ok());
  }
  // A letter in that state since `now`.
  void PutLetter(v1::Referral::State state, Instant now) {
    tester_.now = now;
    v1::Referral letter;
    letter.set_name(kLetter);
    letter.set_escalation(kUrgentFlag);
    letter.set_state(state);
    letter.set_urgency(rules::v1::URGENT);
    tester_.Put(letter);
    auto flag = Flag();
    flag.set_referral(kLetter);
    ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(flag, now); }).ok());
  }

  const Instant start_ = followups::Utc(2026, 3, 20, 9);
  rpc::Principal lea_;
  const config::v1::WorklistSettings settings_ = *worklist::ShippedSettings();
};

TEST_F(Late, NothingIsToldWhileThereIsTime) {
  EXPECT_THAT(ToldBy(start_ + hours{12} - Duration{1}), IsEmpty());
}

TEST_F(Late, TheClinicianIsToldFirstThenTheLeadThenTheRestOfTheCareTeam) {
  const Instant due = start_ + hours{12};
  EXPECT_THAT(ToldBy(due), ElementsAre(Told{kUrgentFlag, "users/anna"}));
  EXPECT_THAT(ToldBy(due + hours{23}), SizeIs(1));
  EXPECT_THAT(ToldBy(due + hours{24}),
              ElementsAre(Told{kUrgentFlag, "users/anna"}, Told{kUrgentFlag, "users/lea"}));
  EXPECT_THAT(ToldBy(due + hours{48}),
              ElementsAre(Told{kUrgentFlag, "users/anna"}, Told{kUrgentFlag, "users/lea"},
                          Told{kUrgentFlag, "users/carl"}));
  EXPECT_THAT(ToldBy(due + hours{24 * 30}), SizeIs(3));
  const auto flag = Flag();
  EXPECT_EQ(flag.state(), v1::Escalation::STATE_OPEN);
  EXPECT_EQ(flag.history(0).text(),
            "Waits for a clinician to acknowledge it; it was due by 20 March 2026, 22:00.");
  EXPECT_EQ(InstantOf(flag.history(0).time()), due);
}

TEST_F(Late, AfterALongDowntimeEverybodyWhoWouldHaveBeenToldIsToldOnce) {
  EXPECT_THAT(ToldBy(start_ + hours{24 * 9}), SizeIs(3));
}

TEST_F(Late, WhoTookItOverIsToldBeforeAllOthersAndNotLaterThanBefore) {
  v1::AcknowledgeEscalationRequest request;
  request.set_name(kUrgentFlag);
  request.set_etag(Flag().etag());
  request.set_first_step(v1::Escalation::FIRST_STEP_HAND_OVER);
  request.set_hand_over_to("users/carl");
  tester_.now = start_ + hours{11};
  ASSERT_TRUE(tester_.Run(escalations::AcknowledgeEscalation, anna_, request).ok());
  const Instant due = start_ + hours{12};
  EXPECT_THAT(ToldBy(due), ElementsAre(Told{kUrgentFlag, "users/carl"}));
  EXPECT_THAT(ToldBy(due + hours{48}),
              ElementsAre(Told{kUrgentFlag, "users/carl"}, Told{kUrgentFlag, "users/anna"},
                          Told{kUrgentFlag, "users/lea"}));
}

TEST_F(Late, WhoTakesOverWhatIsLateAlreadyIsToldToo) {
  EXPECT_THAT(ToldBy(start_ + hours{12}), ElementsAre(Told{kUrgentFlag, "users/anna"}));
  auto flag = Flag();
  flag.set_responsible("users/carl");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(flag, tester_.now); }).ok());
  EXPECT_THAT(ToldBy(start_ + hours{13}),
              ElementsAre(Told{kUrgentFlag, "users/anna"}, Told{kUrgentFlag, "users/carl"}));
}

TEST_F(Late, WhoTookItOverAndDoesNotSeeThePatientAnyMoreIsPassedOver) {
  auto flag = Flag();
  flag.set_responsible("users/carl");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(flag, tester_.now); }).ok());
  SetOnCareTeam({"users/anna"});
  EXPECT_THAT(ToldBy(start_ + hours{24 * 9}),
              ElementsAre(Told{kUrgentFlag, "users/anna"}, Told{kUrgentFlag, "users/lea"}));
}

TEST_F(Late, ACasesClinicianWhoLeftTheCareTeamIsPassedOver) {
  SetOnCareTeam({"users/carl"});
  EXPECT_THAT(ToldBy(start_ + hours{24 * 9}),
              ElementsAre(Told{kUrgentFlag, "users/lea"}, Told{kUrgentFlag, "users/carl"}));
}

TEST_F(Late, WhoMayNotSignInIsPassedOver) {
  auto anna = *tester_.Find<v1::User>("users/anna");
  anna.set_disabled(true);
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(anna, start_); }).ok());
  EXPECT_THAT(ToldBy(start_ + hours{12}), ElementsAre(Told{kUrgentFlag, "users/lea"}));
}

TEST_F(Late, WhereNobodyIsLeftThatIsToldOnceToo) {
  for (const char* id : {"anna", "lea", "carl"}) {
    auto user = *tester_.Find<v1::User>("users/" + std::string(id));
    user.set_disabled(true);
    ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(user, start_); }).ok());
  }
  EXPECT_THAT(ToldBy(start_ + hours{12}), ElementsAre(Told{kUrgentFlag, ""}));
  EXPECT_THAT(ToldBy(start_ + hours{50}), SizeIs(1));
}

TEST_F(Late, EachStepOfTheWayIsToldForItself) {
  EXPECT_THAT(ToldBy(start_ + hours{12}), SizeIs(1));
  Acknowledge(start_ + hours{13});
  EXPECT_THAT(ToldBy(start_ + hours{36}), SizeIs(1));
  EXPECT_THAT(ToldBy(start_ + hours{37}), SizeIs(2));  // no letter for a day
  PutLetter(v1::Referral::STATE_DRAFTED, start_ + hours{38});
  EXPECT_THAT(ToldBy(start_ + hours{49}), SizeIs(2));
  const auto told = ToldBy(start_ + hours{50});  // a draft for 12 hours
  ASSERT_THAT(told, SizeIs(3));
  EXPECT_EQ(told[2], (Told{kLetter, "users/anna"}));
  auto letter = *tester_.Find<v1::Referral>(kLetter);
  letter.set_state(v1::Referral::STATE_SENT);
  tester_.now = start_ + hours{51};
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Update(letter, tester_.now); }).ok());
  EXPECT_THAT(ToldBy(start_ + hours{74}), SizeIs(3));
  EXPECT_THAT(ToldBy(start_ + hours{75}), SizeIs(4));  // no answer for a day
}

TEST_F(Late, ALinkThatNobodyAnswersIsChasedAsItsLetterIsAndAnAnswerWaitsForUs) {
  Acknowledge(start_ + hours{1});
  PutLetter(v1::Referral::STATE_SENT, start_ + hours{2});
  tester_.now = start_ + hours{20};
  rpc::SystemRandom random;
  v1::IssueReplyLinkRequest issue;
  issue.set_name(kLetter);
  issue.set_etag(tester_.Find<v1::Referral>(kLetter)->etag());
  const auto link = tester_.Run(referrals::IssueReplyLink{random}, anna_, issue);
  ASSERT_TRUE(link.ok()) << link.status();
  EXPECT_THAT(ToldBy(start_ + hours{26} - Duration{1}), IsEmpty());
  EXPECT_THAT(ToldBy(start_ + hours{26}), ElementsAre(Told{kLetter, "users/anna"}));

  tester_.now = start_ + hours{30};
  rpc::Authenticator authenticator(tester_.store(), {});
  const auto doctor = authenticator.Authenticate(link->token(), tester_.now);
  ASSERT_TRUE(doctor.ok()) << doctor.status();
  v1::AnswerReferralRequest answer;
  answer.set_name(kLetter);
  answer.set_answer(v1::Referral::ANSWER_CONFIRMED);
  answer.set_answered_by("Dr Okafor");
  ASSERT_TRUE(tester_.Run(referrals::AnswerReferral{random}, *doctor, answer).ok());
  EXPECT_THAT(ToldBy(start_ + hours{54} - Duration{1}), SizeIs(1));
  EXPECT_THAT(ToldBy(start_ + hours{54}), SizeIs(2));
  EXPECT_THAT(Flag().history().rbegin()->text(), ::testing::HasSubstr("Waits for our answer"));
}

TEST_F(Late, ALetterIsFollowedAlsoWhenItsFlagIsResolved) {
  Acknowledge(start_ + hours{1});
  PutLetter(v1::Referral::STATE_SEEN, start_ + hours{2});
  v1::ResolveEscalationRequest request;
  request.set_name(kUrgentFlag);
  request.set_etag(Flag().etag());
  request.set_outcome(v1::Escalation::OUTCOME_REFERRED);
  request.set_reason("with the orthopaedic surgeon");
  ASSERT_TRUE(tester_.Run(escalations::ResolveEscalation{calendar_}, anna_, request).ok());
  EXPECT_THAT(ToldBy(start_ + hours{2 + 335}), IsEmpty());
  EXPECT_THAT(ToldBy(start_ + hours{2 + 336}), ElementsAre(Told{kLetter, "users/anna"}));
  EXPECT_EQ(Flag().state(), v1::Escalation::STATE_RESOLVED);
}

TEST_F(Late, OfAnEndedLoopNothingIsTold) {
  Acknowledge(start_ + hours{1});
  PutLetter(v1::Referral::STATE_CLOSED, start_ + hours{2});
  v1::ResolveEscalationRequest request;
  request.set_name(kUrgentFlag);
  request.set_etag(Flag().etag());
  request.set_outcome(v1::Escalation::OUTCOME_REFERRED);
  request.set_reason("seen and treated");
  ASSERT_TRUE(tester_.Run(escalations::ResolveEscalation{calendar_}, anna_, request).ok());
  EXPECT_THAT(ToldBy(start_ + hours{24 * 365}), IsEmpty());
}

TEST_F(Late, TheSameMomentAgainWritesNothing) {
  ToldBy(start_ + hours{12});
  const auto change = tester_.LastChange();
  for (int minute = 0; minute < 5; ++minute) {
    ASSERT_TRUE(Tell(start_ + hours{12} + minutes{minute}).ok());
  }
  EXPECT_EQ(tester_.LastChange(), change);
}

TEST_F(Late, ManyServersAtOnceTellEachPersonOnce) {
  const Instant now = start_ + hours{24 * 9};
  const auto change = tester_.LastChange();
  constexpr std::size_t kServers = 8;
  std::vector<std::thread> servers;
  servers.reserve(kServers);
  for (std::size_t i = 0; i < kServers; ++i) {
    servers.emplace_back([&] {
      EXPECT_TRUE(TellLate(tester_.store(), settings_, calendar_,
                           std::string(rpc::VerbTester::kClinic), now)
                      .ok());
    });
  }
  for (auto& server : servers) server.join();
  EXPECT_EQ(tester_.LastChange(), change + 1);
  EXPECT_THAT(Flag().history(), SizeIs(3));
}

TEST_F(Late, MoreThanATickTellsComesWithTheNext) {
  v1::Escalation flag = Flag();
  for (int i = 0; i < kMostTold; ++i) {
    flag.set_name(std::string(followups::kCase) + "/escalations/more" + std::to_string(i));
    flag.set_family("more" + std::to_string(i));
    tester_.Put(flag);
  }
  const auto change = tester_.LastChange();
  ASSERT_TRUE(Tell(start_ + hours{12}).ok());
  EXPECT_EQ(tester_.LastChange(), change + kMostTold);
  ASSERT_TRUE(Tell(start_ + hours{12}).ok());
  EXPECT_EQ(tester_.LastChange(), change + kMostTold + 1);
}

TEST_F(Late, AReferralOfAFlagThatRoseIsLateByItsNewUrgency) {
  Acknowledge(start_);
  PutLetter(v1::Referral::STATE_SENT, start_);
  const auto letter = *tester_.Find<v1::Referral>(kLetter);
  ASSERT_THAT(ToldBy(start_ + hours{8}), IsEmpty());
  auto flag = Flag();
  flag.set_urgency(rules::v1::EMERGENCY);
  std::vector<v1::Escalation> opened;
  std::vector<v1::Escalation> risen{flag};
  ASSERT_TRUE(tester_
                  .Write([&](auto& writer) {
                    return cases::Keep(writer, tester_.now, opened, risen).status();
                  })
                  .ok());
  const auto urgent = *tester_.Find<v1::Referral>(kLetter);
  EXPECT_EQ(urgent.urgency(), rules::v1::EMERGENCY);
  EXPECT_EQ(InstantOf(urgent.update_time()), InstantOf(letter.update_time()));
  EXPECT_THAT(ToldBy(start_ + hours{8}), Contains(Told{kLetter, "users/anna"}));
}

}  // namespace
}  // namespace midstance::jobs
