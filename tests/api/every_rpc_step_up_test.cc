#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "midstance/v1/session_service.pb.h"
#include "services/rpc/authenticator.h"
#include "storage/tables/all.h"
#include "tests/api/errors.h"
#include "tests/api/every_rpc.h"
#include "tests/api/requests.h"

namespace midstance::testing {
namespace {

using std::chrono::seconds;

constexpr char kConfirm[] = "/midstance.v1.SessionService/ConfirmPassword";

// Methods that ask for the password again.
class StepUp : public EveryRpc {
 protected:
  // A new session of somebody who may call the method.
  std::string NewSession(const MethodPolicy& policy) {
    if (policy.Allows(options::v1::ROLE_ADMIN)) return stage_.SignIn("root");
    stage_.lea();
    return stage_.SignIn("lea");
  }
  Result Confirm(const std::string& token, std::string_view password) {
    v1::ConfirmPasswordRequest request;
    request.set_password(std::string(password));
    request.set_request_id(server_.RequestId());
    return server_.Call(kConfirm, request, nullptr, {.token = token});
  }
  std::vector<const MethodPolicy*> Asking() {
    std::vector<const MethodPolicy*> asking;
    for (const auto& policy : stage_.policies().all()) {
      if (policy.step_up) asking.push_back(&policy);
    }
    return asking;
  }
  void ForgetProof(const std::string& token) {
    auto& store = server_.application().store();
    const auto wrote = store.Write(
        "harbour", [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
          storage::Writer writer(reader);
          MIDSTANCE_ASSIGN_OR_RETURN(auto session,
                                     writer.Get<storage::v1::Session>(rpc::TokenName(token)));
          session.clear_proof_time();
          MIDSTANCE_RETURN_IF_ERROR(writer.Update(session, server_.clock().Now()));
          auto unit = writer.Take();
          unit.journal.set_record("forgot");
          return unit;
        });
    EXPECT_TRUE(wrote.ok()) << wrote.status();
  }
};

TEST_F(StepUp, IsAskedForByWhatChangesUsersAndActivatesRules) {
  std::vector<std::string> actions;
  for (const auto* policy : Asking()) actions.push_back(policy->action);
  EXPECT_THAT(actions, ::testing::UnorderedElementsAre("user.create", "user.update", "user.disable",
                                                       "rule_set_revision.activate"));
}

TEST_F(StepUp, TakesAPasswordThatWasGivenWithinFiveMinutes) {
  for (const auto* policy : Asking()) {
    SCOPED_TRACE(policy->path);
    const auto prepared = Prepare(stage_, *policy);
    const auto token = NewSession(*policy);
    const std::int64_t before = LastChange();
    server_.clock().Advance(seconds{301});
    const Result old = Call(*policy, *prepared.request, {.token = token});
    EXPECT_TRUE(Refused(old, v1::ERROR_REASON_STEP_UP_REQUIRED));
    EXPECT_EQ(old.status.error_code(), grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(LastChange(), before);

    EXPECT_TRUE(Refused(Confirm(token, "guess"), v1::ERROR_REASON_CREDENTIALS_INVALID));
    EXPECT_TRUE(Refused(Call(*policy, *prepared.request, {.token = token}),
                        v1::ERROR_REASON_STEP_UP_REQUIRED));

    ASSERT_TRUE(Confirm(token, kPassword).ok());
    server_.clock().Advance(seconds{299});
    const Result fresh = Call(*policy, *prepared.request, {.token = token});
    EXPECT_TRUE(fresh.ok()) << fresh.reason << " " << fresh.status.error_message();
  }
  ExpectDiscreetLog();
}

TEST_F(StepUp, IsNotMadeUpForByTheUseOfASession) {
  const auto& policy = *stage_.policies().Find("/midstance.v1.AdminService/CreateUser");
  const auto prepared = Prepare(stage_, policy);
  const auto token = NewSession(policy);
  for (int minute = 0; minute < 6; ++minute) {
    server_.clock().Advance(std::chrono::minutes{1});
    EXPECT_TRUE(server_
                    .Call("/midstance.v1.SessionService/GetSelf", v1::GetSelfRequest(), nullptr,
                          {.token = token})
                    .ok());
  }
  EXPECT_TRUE(Refused(Call(policy, *prepared.request, {.token = token}),
                      v1::ERROR_REASON_STEP_UP_REQUIRED));
}

TEST_F(StepUp, IsAskedOfASessionThatAnEarlierVersionMade) {
  for (const auto* policy : Asking()) {
    SCOPED_TRACE(policy->path);
    const auto prepared = Prepare(stage_, *policy);
    const auto token = NewSession(*policy);
    ForgetProof(token);
    EXPECT_TRUE(Refused(Call(*policy, *prepared.request, {.token = token}),
                        v1::ERROR_REASON_STEP_UP_REQUIRED));
  }
}

}  // namespace
}  // namespace midstance::testing
