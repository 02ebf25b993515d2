#include <gtest/gtest.h>

#include "midstance/v1/patient_service.pb.h"
#include "storage/sql/sql_store.h"
#include "storage/sqlite/engine.h"
#include "tests/api/stage.h"
#include "tests/storage/faulty_engine.h"

namespace midstance::testing {
namespace {

using storage::testing::FaultPlan;

constexpr std::string_view kCreatePatient = "/midstance.v1.PatientService/CreatePatient";

ServerOptions OnADisk(FaultPlan& plan) {
  return {.store = [&plan] {
    storage::sqlite::EngineOptions memory;
    memory.sink = [](std::string_view) {};
    auto engine = storage::sqlite::MakeEngine(std::move(memory));
    storage::sql::StoreOptions options;
    options.new_id = "id";
    options.sink = [](std::string_view) {};
    options.write.now = [] { return FromMicros(0); };
    return *storage::sql::SqlStore::Make(storage::testing::MakeFaulty(*std::move(engine), plan),
                                         std::move(options));
  }};
}

// What grpc.health.v1.Health.Check answers about the whole server.
std::string Health(TestServer& server) {
  std::string answer;
  EXPECT_TRUE(server.CallBytes("/grpc.health.v1.Health/Check", "", &answer).ok());
  return answer;
}

Result Create(Stage& stage) {
  v1::CreatePatientRequest request;
  *request.mutable_patient() = stage.PatientToWrite();
  request.set_request_id(stage.server().RequestId());
  return stage.server().Call(kCreatePatient, request, nullptr, {.token = stage.anna()});
}

// Which of a write's statements is its commit is found by failing each in turn.
TEST(BrokenDisk, AServerWhoseCommitWasRefusedTakesNoMoreWritesAndSaysSo) {
  const std::string serving("\x08\x01");
  const std::string not_serving("\x08\x02");
  FaultPlan plan;
  TestServer server(OnADisk(plan));
  Stage stage(server);
  for (int n = 1; n < 500; ++n) {
    ASSERT_TRUE(Create(stage).ok());
    server.server().ShowHealth();
    ASSERT_EQ(Health(server), serving);
    plan.until_failure = n;
    const Result refused = Create(stage);
    plan.until_failure = 0;
    if (server.application().store().CheckReady().ok()) continue;
    EXPECT_EQ(refused.reason, "STORE_UNAVAILABLE");
    EXPECT_EQ(Create(stage).reason, "STORE_UNAVAILABLE") << "not OVERLOADED: no wait helps";
    server.server().ShowHealth();
    EXPECT_EQ(Health(server), not_serving);
    return;
  }
  FAIL() << "no statement was the commit";
}

}  // namespace
}  // namespace midstance::testing
