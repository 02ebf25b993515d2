#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "midstance/config/v1/server_config.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "services/server/commands.h"
#include "services/server/config.h"
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

TEST(Server, ServesEveryServiceThatAFileDescribes) {
  constexpr std::string_view kService = "service ";
  std::vector<std::string> described;
  for (const auto& entry : std::filesystem::directory_iterator(MIDSTANCE_API_FOLDER)) {
    if (!entry.path().filename().string().ends_with("_service.proto")) continue;
    const std::size_t before = described.size();
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      if (!line.starts_with(kService)) continue;
      described.push_back("midstance.v1." +
                          line.substr(kService.size(), line.find(" {") - kService.size()));
    }
    EXPECT_GT(described.size(), before) << entry.path() << " describes no service";
  }
  TestServer server;
  EXPECT_THAT(server.application().services(), ::testing::UnorderedElementsAreArray(described));
  EXPECT_GE(described.size(), 11U);
}

TEST(Server, TellsNobodyItsSchemaUnlessItIsToldTo) {
  EXPECT_FALSE(server::Listening().reflection);
  EXPECT_FALSE(server::ServeOptions().reflection);
  config::v1::ServerConfig config;
  config.set_data_directory("data");
  ASSERT_TRUE(server::CompleteConfig(config).ok());
  EXPECT_FALSE(config.reflection());
  for (const bool told : {false, true}) {
    ServerOptions options;
    options.reflection = told;
    TestServer server(options);
    const Result result =
        server.CallBytes("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", "",
                         nullptr, {.token = server.Root()});
    EXPECT_EQ(result.reason, told ? "" : "METHOD_UNKNOWN") << result.status.error_message();
  }
}

}  // namespace
}  // namespace midstance::testing
