#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "services/rpc/verb_testing.h"
#include "services/sessions/verbs.h"

namespace midstance::sessions {
namespace {

using options::v1::ROLE_CLINICIAN;
using std::chrono::hours;
using ::testing::ElementsAre;

class Sessions : public ::testing::Test {
 protected:
  Sessions() {
    anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
    storage::v1::Credential credential;
    credential.set_name("credentials/anna");
    credential.set_user("users/anna");
    credential.set_user_name("anna");
    credential.set_password_hash(*hasher_.Hash("correct horse battery"));
    tester_.Put(credential);
  }
  SignIn Verb() { return {throttle_, random_, authenticator_.limits(), trail_}; }
  absl::StatusOr<v1::SignInResponse> In(const std::string& user_name, const std::string& password) {
    v1::SignInRequest request;
    request.set_user_name(user_name);
    request.set_password(password);
    rpc::Call call;
    call.now = tester_.now;
    const auto who = WhoSignsIn{tester_.store(), hasher_, throttle_}(call, request);
    if (!who.ok()) return who.status();
    return tester_.Run(Verb(), *who, request);
  }

  absl::StatusOr<v1::ConfirmPasswordResponse> Confirm(const std::string& token,
                                                      const std::string& password) {
    v1::ConfirmPasswordRequest request;
    request.set_password(password);
    rpc::Call call;
    call.now = tester_.now;
    MIDSTANCE_ASSIGN_OR_RETURN(call.principal, authenticator_.Authenticate(token, tester_.now));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto who,
                               (WhoConfirms{tester_.store(), hasher_, throttle_}(call, request)));
    return tester_.Run(ConfirmPassword{throttle_, authenticator_, trail_}, who, request);
  }
  Instant ProofOf(const std::string& token) {
    const auto principal = authenticator_.Authenticate(token, tester_.now);
    EXPECT_TRUE(principal.ok()) << principal.status();
    return principal.ok() ? principal->proof_time : Instant();
  }

  rpc::VerbTester tester_;
  PasswordHasher hasher_{{crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN}};
  SignInThrottle throttle_;
  rpc::SystemRandom random_;
  rpc::Authenticator authenticator_{tester_.store(), rpc::SessionLimits()};
  rpc::AccessTrail trail_{tester_.store()};
  rpc::Principal anna_;
};

TEST_F(Sessions, TheTokenOfASignInTellsWhoCalls) {
  const auto signed_in = In("anna", "correct horse battery");
  ASSERT_TRUE(signed_in.ok()) << signed_in.status();
  EXPECT_EQ(signed_in->user().name(), "users/anna");
  EXPECT_EQ(InstantOf(signed_in->expire_time()), tester_.now + hours{12});
  const auto principal = authenticator_.Authenticate(signed_in->session_token(), tester_.now);
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->name, "users/anna");
  EXPECT_EQ(principal->clinic, rpc::VerbTester::kClinic);
}

TEST_F(Sessions, OnlyTheDigestOfATokenIsStored) {
  const auto signed_in = In("anna", "correct horse battery");
  const auto session =
      tester_.Find<storage::v1::Session>(rpc::TokenName(signed_in->session_token()));
  ASSERT_TRUE(session.ok()) << session.status();
  EXPECT_EQ(session->SerializeAsString().find(signed_in->session_token()), std::string::npos);
}

TEST_F(Sessions, TheUserNameIsTakenInAnyCase) {
  EXPECT_TRUE(In("Anna", "correct horse battery").ok());
}

TEST_F(Sessions, AWrongPasswordAnUnknownAndADisabledUserAnswerAlike) {
  const auto wrong = In("anna", "incorrect horse").status();
  const auto unknown = In("nobody", "correct horse battery").status();
  auto user = *tester_.Find<v1::User>("users/anna");
  user.set_disabled(true);
  ASSERT_TRUE(tester_.Write([&](auto& writer) { return writer.Update(user, tester_.now); }).ok());
  const auto disabled = In("anna", "correct horse battery").status();
  EXPECT_EQ(ReasonOf(wrong), v1::ERROR_REASON_CREDENTIALS_INVALID);
  EXPECT_EQ(wrong, unknown);
  EXPECT_EQ(wrong, disabled);
}

TEST_F(Sessions, GuessingIsSlowedDownForKnownAndUnknownUsersAlike) {
  for (const char* name : {"anna", "nobody"}) {
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(ReasonOf(In(name, "guess").status()), v1::ERROR_REASON_CREDENTIALS_INVALID);
    EXPECT_EQ(ReasonOf(In(name, "guess").status()), v1::ERROR_REASON_RATE_LIMITED);
  }
  EXPECT_EQ(ReasonOf(In("anna", "correct horse battery").status()), v1::ERROR_REASON_RATE_LIMITED);
  tester_.now += std::chrono::seconds{30};
  EXPECT_TRUE(In("anna", "correct horse battery").ok());
  EXPECT_EQ(ReasonOf(In("anna", "guess").status()), v1::ERROR_REASON_CREDENTIALS_INVALID);
}

TEST_F(Sessions, AfterSignOutTheTokenIsWorthNothing) {
  const auto signed_in = In("anna", "correct horse battery");
  const auto principal = authenticator_.Authenticate(signed_in->session_token(), tester_.now);
  ASSERT_TRUE(principal.ok());
  const auto out = tester_.Run(SignOut{authenticator_}, *principal, v1::SignOutRequest());
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_FALSE(authenticator_.Recall(signed_in->session_token(), tester_.now).has_value());
  EXPECT_EQ(ReasonOf(authenticator_.Authenticate(signed_in->session_token(), tester_.now).status()),
            v1::ERROR_REASON_SESSION_EXPIRED);
}

TEST_F(Sessions, AnIdleSessionStaysEndedWhenItsUserIsLookedUpAgain) {
  const auto token = In("anna", "correct horse battery")->session_token();
  ASSERT_TRUE(authenticator_.Authenticate(token, tester_.now).ok());
  tester_.now += hours{1};
  authenticator_.ForgetPrincipal("users/anna");
  EXPECT_FALSE(authenticator_.Recall(token, tester_.now).has_value());
  EXPECT_EQ(ReasonOf(authenticator_.Authenticate(token, tester_.now).status()),
            v1::ERROR_REASON_SESSION_EXPIRED);
}

TEST_F(Sessions, AnOpenStreamDoesNotKeepASessionAlive) {
  using Use = rpc::Authenticator::Use;
  const auto token = In("anna", "correct horse battery")->session_token();
  ASSERT_TRUE(authenticator_.Authenticate(token, tester_.now).ok());
  tester_.now += std::chrono::minutes{50};
  EXPECT_TRUE(authenticator_.Recall(token, tester_.now, Use::kDoesNotCount)->ok());
  tester_.now += std::chrono::minutes{20};
  EXPECT_EQ(ReasonOf(authenticator_.Recall(token, tester_.now)->status()),
            v1::ERROR_REASON_SESSION_EXPIRED);
}

TEST_F(Sessions, APasswordThatChangedSinceItWasVerifiedFitsNoLonger) {
  rpc::Principal outdated;
  outdated.clinic = rpc::VerbTester::kClinic;
  outdated.proof = *hasher_.Hash("correct horse battery");
  v1::SignInRequest request;
  request.set_user_name("anna");
  EXPECT_EQ(ReasonOf(tester_.Run(Verb(), outdated, request).status()),
            v1::ERROR_REASON_CREDENTIALS_INVALID);
}

TEST_F(Sessions, ThePasswordIsAProofFromTheMomentAtWhichItWasGiven) {
  const Instant signed_in = tester_.now;
  const auto token = In("anna", "correct horse battery")->session_token();
  EXPECT_EQ(ProofOf(token), signed_in);
  tester_.now += std::chrono::minutes{20};
  EXPECT_EQ(ProofOf(token), signed_in);
  const auto confirmed = Confirm(token, "correct horse battery");
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(InstantOf(confirmed->expire_time()), tester_.now + rpc::kProofLife);
  EXPECT_FALSE(authenticator_.Recall(token, tester_.now).has_value());
  EXPECT_EQ(ProofOf(token), tester_.now);
}

TEST_F(Sessions, AWrongPasswordProvesNothingAndCountsAsATryToSignIn) {
  const Instant signed_in = tester_.now;
  const auto token = In("anna", "correct horse battery")->session_token();
  tester_.now += std::chrono::minutes{20};
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(ReasonOf(Confirm(token, "guess").status()), v1::ERROR_REASON_CREDENTIALS_INVALID);
  }
  EXPECT_EQ(ReasonOf(Confirm(token, "correct horse battery").status()),
            v1::ERROR_REASON_RATE_LIMITED);
  EXPECT_EQ(ReasonOf(In("anna", "correct horse battery").status()), v1::ERROR_REASON_RATE_LIMITED);
  EXPECT_EQ(ProofOf(token), signed_in);
  tester_.now += std::chrono::seconds{30};
  EXPECT_TRUE(Confirm(token, "correct horse battery").ok());
  EXPECT_TRUE(In("anna", "correct horse battery").ok());
}

TEST_F(Sessions, ASessionOfAnEarlierVersionHasNoProof) {
  const auto token = In("anna", "correct horse battery")->session_token();
  auto session = *tester_.Find<storage::v1::Session>(rpc::TokenName(token));
  session.clear_proof_time();
  ASSERT_TRUE(
      tester_.Write([&](auto& writer) { return writer.Update(session, tester_.now); }).ok());
  EXPECT_EQ(ProofOf(token), Instant::min());
}

TEST_F(Sessions, SigningOutOfOneSessionLeavesTheOthers) {
  const auto one = In("anna", "correct horse battery");
  const auto two = In("anna", "correct horse battery");
  const auto principal = authenticator_.Authenticate(one->session_token(), tester_.now);
  ASSERT_TRUE(tester_.Run(SignOut{authenticator_}, *principal, v1::SignOutRequest()).ok());
  EXPECT_TRUE(authenticator_.Authenticate(two->session_token(), tester_.now).ok());
}

TEST_F(Sessions, StaffLearnWhoTheyAre) {
  anna_.expires = tester_.now + hours{3};
  const auto self = tester_.Run(GetSelf, anna_, v1::GetSelfRequest());
  ASSERT_TRUE(self.ok()) << self.status();
  EXPECT_EQ(self->principal(), "users/anna");
  EXPECT_EQ(self->display_name(), "anna");
  EXPECT_THAT(self->roles(), ElementsAre(ROLE_CLINICIAN));
  EXPECT_EQ(self->clinic(), rpc::VerbTester::kClinic);
  EXPECT_EQ(InstantOf(self->expire_time()), tester_.now + hours{3});
}

TEST_F(Sessions, ALinkLearnsWhatItIsWithoutAName) {
  auto link = rpc::VerbTester::Link("patients/p1/cases/c1");
  link.expires = tester_.now + hours{24};
  const auto self = tester_.Run(GetSelf, link, v1::GetSelfRequest());
  ASSERT_TRUE(self.ok()) << self.status();
  EXPECT_EQ(self->principal(), "patients/p1/cases/c1/checkInLinks/l1");
  EXPECT_EQ(self->display_name(), "");
  EXPECT_THAT(self->roles(), ElementsAre(options::v1::ROLE_CHECK_IN_LINK));
}

}  // namespace
}  // namespace midstance::sessions
