#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/delivery/name.h"
#include "services/referrals/letter_document.h"
#include "services/referrals/referrals_testing.h"
#include "services/rpc/calendar.h"
#include "support/digest.h"

namespace midstance::referrals {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using LetterFiles = Referrals;

TEST_F(LetterFiles, ShowTheBytesThatAreSentAndThenThoseThatWereSent) {
  const auto draft = *Create();
  const auto shown = Rendered(draft, v1::LETTER_FORMAT_PDF);
  EXPECT_EQ(shown.media_type(), "application/pdf");
  EXPECT_EQ(shown.pages(), 1);
  EXPECT_TRUE(shown.content().starts_with("%PDF-"));
  EXPECT_EQ(shown.sha256(), Hex(Sha256(shown.content())));
  tester_.now += std::chrono::hours{1};
  const auto sent = Send(draft, shown.sha256());
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->letter_sha256(), shown.sha256());
  // She marries: the letter was of Zhou.
  auto patient = *tester_.Find<v1::Patient>("patients/p");
  patient.set_family_name("Okafor");
  ASSERT_TRUE(
      tester_.Write([&](auto& writer) { return writer.Update(patient, tester_.now); }).ok());
  const auto later = Rendered(*sent, v1::LETTER_FORMAT_PDF);
  EXPECT_EQ(later.content(), shown.content());
  EXPECT_EQ(later.pages(), 1);
}

TEST_F(LetterFiles, AreNotSentWhenTheyChangedSinceSomebodyLookedAtThem) {
  const auto draft = *Create();
  const auto shown = Rendered(draft, v1::LETTER_FORMAT_PDF);
  v1::UpdateReferralRequest update;
  *update.mutable_referral() = draft;
  update.mutable_referral()->set_question("Is it infected?");
  update.mutable_update_mask()->add_paths("question");
  const auto changed = *tester_.Run(UpdateReferral{engines_}, anna_, update);
  const auto refused = Send(changed, shown.sha256()).status();
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID) << refused;
  EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "letter_sha256");
  EXPECT_EQ(tester_.Find<v1::Referral>(draft.name())->state(), v1::Referral::STATE_DRAFTED);
  EXPECT_TRUE(Send(changed, Rendered(changed, v1::LETTER_FORMAT_PDF).sha256()).ok());
}

TEST_F(LetterFiles, ThatWereLostAreSentAgainAsTheyWere) {
  const auto sent = *Send(*Create());
  const auto lost = *Step(sent, v1::Referral::STATE_LOST);
  tester_.now += std::chrono::hours{30};
  const auto again = Send(lost);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->letter_sha256(), sent.letter_sha256());
}

TEST_F(LetterFiles, AreHandedToTheWayOutThatTheirSenderAsksForInTheSameCommit) {
  const auto draft = *Create();
  v1::SendReferralRequest request;
  request.set_name(draft.name());
  request.set_etag(draft.etag());
  request.set_channel("as agreed");
  const auto deliver_by = [&](v1::Delivery::Channel way) {
    request.set_deliver_by(way);
    return tester_.Run(SendReferral{engines_, channels_}, anna_, request);
  };
  for (const auto way : {v1::Delivery::CHANNEL_COMMAND, v1::Delivery::CHANNEL_MAIL}) {
    // The one is not configured, for the other she has no address.
    const auto refused = deliver_by(way).status();
    EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_FIELD_INVALID) << refused;
    EXPECT_EQ(BadRequestOf(refused)->field_violations(0).field(), "deliver_by");
  }
  const auto change = tester_.LastChange();
  const auto sent = deliver_by(v1::Delivery::CHANNEL_FOLDER);
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(tester_.LastChange(), change + 1);
  const auto delivery = tester_.Find<v1::Delivery>(
      delivery::NameOf(sent->name(), sent->steps_size(), "", v1::Delivery::CHANNEL_FOLDER));
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  EXPECT_EQ(delivery->kind(), v1::Delivery::KIND_LETTER);
  EXPECT_EQ(delivery->state(), v1::Delivery::STATE_WAITING);
  EXPECT_EQ(delivery->about(), sent->name());
  EXPECT_EQ(delivery->letter_sha256(), sent->letter_sha256());
}

TEST_F(LetterFiles, HaveAChartOfTheNumbersThatWereToldAtThePlaceMoreThanOnce) {
  EXPECT_THAT(Create()->trends(), SizeIs(0));
}

TEST_F(LetterFiles, SayWhatTheirChartShowsInWordsToo) {
  tester_.now += std::chrono::hours{24 * 7};
  CheckIn("r2", 7);
  const auto draft = *Create();
  ASSERT_THAT(draft.trends(), SizeIs(1));
  EXPECT_EQ(draft.trends(0).code(), "rest_nprs");
  ASSERT_THAT(draft.trends(0).readings(), SizeIs(2));
  EXPECT_EQ(draft.trends(0).readings(0).day(), "2025-03-01");
  EXPECT_EQ(draft.trends(0).readings(1).value(), 7);
  const auto html = Rendered(draft, v1::LETTER_FORMAT_HTML);
  EXPECT_EQ(html.media_type(), "text/html");
  EXPECT_THAT(html.content(), HasSubstr("<svg"));
  EXPECT_THAT(html.content(), HasSubstr("Pain at rest (0-10): 4 on 1 Mar 2025, 7 on 8 Mar 2025."));
}

TEST_F(LetterFiles, PutTheQuestionFirstAndWhoItIsAboutAtTheFoot) {
  const auto draft = *Create();
  const auto letter = LetterDocument({.referral = draft,
                                      .escalation = *tester_.Find<v1::Escalation>(kEscalation),
                                      .patient = *tester_.Find<v1::Patient>("patients/p"),
                                      .clinic = "Riverside"});
  EXPECT_EQ(letter.title, "Referral: left knee, urgent");
  EXPECT_EQ(letter.footer, "Zhou, Ana, born 12 Apr 1990 · letter " +
                               draft.name().substr(draft.name().rfind('/') + 1));
  ASSERT_FALSE(letter.blocks.empty());
  EXPECT_EQ(letter.blocks.front().kind, documents::Block::Kind::kQuestion);
  EXPECT_EQ(letter.blocks.front().text, draft.question());
  std::vector<std::string> headings;
  for (const auto& block : letter.blocks) {
    if (block.kind == documents::Block::Kind::kHeading) headings.push_back(block.text);
  }
  EXPECT_THAT(headings,
              ElementsAre("SITUATION", "IDENTIFY", "BACKGROUND", "ASSESSMENT", "RECOMMENDATION"));
}

}  // namespace
}  // namespace midstance::referrals
