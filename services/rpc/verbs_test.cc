#include "services/rpc/verbs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string_view>

#include "midstance/v1/session_service.pb.h"
#include "midstance/v1/user.pb.h"

// What the server looks at before it starts.
namespace midstance::rpc {
namespace {

using storage::Reader;
using storage::Writer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr std::array<std::string_view, 1> kOpen = {"midstance.v1.SessionService.SignIn"};

template <class Out, class Access, class In>
absl::StatusOr<Out> Answer(const Call& /*call*/, Access& /*store*/, const In& /*request*/) {
  return Out();
}

// A table of a service with four methods, of which GetSelf alone reads and ConfirmPassword has its
// verb.
class Verbs : public ::testing::Test {
 protected:
  Verbs() {
    table_.Serve(&Answer<v1::ConfirmPasswordResponse, Writer, v1::ConfirmPasswordRequest>);
  }
  void ServeSignIn() {
    table_.ServeWithPassword(&Answer<v1::SignInResponse, Writer, v1::SignInRequest>,
                             [](const Call&, const v1::SignInRequest&) {
                               return absl::StatusOr<Principal>(Principal());
                             });
  }
  void ServeSignOut() { table_.Serve(&Answer<v1::SignOutResponse, Writer, v1::SignOutRequest>); }
  void ServeGetSelf() { table_.Serve(&Answer<v1::Self, const Reader, v1::GetSelfRequest>); }

  const std::array<const google::protobuf::ServiceDescriptor*, 1> services_ = {
      v1::GetSelfRequest::descriptor()->file()->service(0)};
  const PolicyTable policies_ = *PolicyTable::Of(services_, kOpen);
  VerbTable table_{policies_};
};

TEST_F(Verbs, OfEveryMethodAreFoundByItsPath) {
  ServeSignIn();
  ServeSignOut();
  ServeGetSelf();
  EXPECT_THAT(table_.Problems(), IsEmpty());
  for (const auto& policy : policies_.all()) {
    ASSERT_NE(table_.Find(policy.path), nullptr) << policy.path;
    EXPECT_EQ(table_.Find(policy.path)->policy, &policy);
  }
  EXPECT_EQ(table_.Find("/midstance.v1.SessionService/Nothing"), nullptr);
}

TEST_F(Verbs, ThatAMethodLacksAreNamed) {
  ServeSignOut();
  EXPECT_THAT(table_.Problems(),
              UnorderedElementsAre("/midstance.v1.SessionService/SignIn has no verb",
                                   "/midstance.v1.SessionService/GetSelf has no verb"));
}

TEST_F(Verbs, AreNotLackedByAMethodThatStreams) {
  ServeSignIn();
  ServeSignOut();
  table_.ServeStream("/midstance.v1.SessionService/GetSelf");
  EXPECT_THAT(table_.Problems(), IsEmpty());
}

TEST_F(Verbs, OfOneMethodAreTooManyWhenTheyAreTwo) {
  ServeSignIn();
  ServeSignOut();
  ServeGetSelf();
  ServeGetSelf();
  EXPECT_THAT(table_.Problems(), ElementsAre("/midstance.v1.SessionService/GetSelf has two verbs"));
}

TEST_F(Verbs, OfAReadMayNotWrite) {
  ServeSignIn();
  ServeSignOut();
  table_.Serve(&Answer<v1::Self, Writer, v1::GetSelfRequest>);
  EXPECT_THAT(
      table_.Problems(),
      ElementsAre("/midstance.v1.SessionService/GetSelf is a READ, but its verb can write"));
}

TEST_F(Verbs, OfAWriteMustBeAbleTo) {
  ServeSignIn();
  ServeGetSelf();
  table_.Serve(&Answer<v1::SignOutResponse, const Reader, v1::SignOutRequest>);
  EXPECT_THAT(
      table_.Problems(),
      ElementsAre("/midstance.v1.SessionService/SignOut is a WRITE, but its verb cannot write"));
}

TEST_F(Verbs, ReturnWhatTheirMethodReturns) {
  ServeSignIn();
  ServeSignOut();
  table_.Serve(&Answer<v1::User, const Reader, v1::GetSelfRequest>);
  EXPECT_THAT(table_.Problems(),
              ElementsAre("/midstance.v1.SessionService/GetSelf returns a midstance.v1.Self, its "
                          "verb another message"));
}

TEST_F(Verbs, NeedAMethodThatTakesTheirRequest) {
  ServeSignIn();
  ServeSignOut();
  ServeGetSelf();
  table_.Serve(&Answer<v1::User, const Reader, v1::User>);
  EXPECT_THAT(table_.Problems(),
              ElementsAre("no method takes a midstance.v1.User, but a verb is registered for it"));
}

TEST_F(Verbs, AreAllLookedAtBeforeTheServerStarts) {
  ServeGetSelf();
  ServeGetSelf();
  table_.Serve(&Answer<v1::User, const Reader, v1::SignOutRequest>);
  EXPECT_EQ(table_.Problems().size(), 4U);
}

}  // namespace
}  // namespace midstance::rpc
