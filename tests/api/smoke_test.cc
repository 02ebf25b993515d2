#include <gtest/gtest.h>

#include "midstance/v1/session_service.pb.h"
#include "tests/support/test_server.h"

namespace midstance::testing {
namespace {

TEST(Server, TellsACallerWhoSheIs) {
  TestServer server;
  v1::Self self;
  const Result result =
      server.Call("/midstance.v1.SessionService/GetSelf", v1::GetSelfRequest(), &self,
                  {.token = server.Staff("lena", options::v1::ROLE_CLINICIAN)});
  ASSERT_TRUE(result.ok()) << result.status.error_message();
  EXPECT_EQ(self.principal(), server.UserNameOf("lena"));
}

}  // namespace
}  // namespace midstance::testing
