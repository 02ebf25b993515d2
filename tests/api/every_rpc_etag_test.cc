#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/api/errors.h"
#include "tests/api/every_rpc.h"
#include "tests/api/requests.h"

namespace midstance::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Where a request carries the etag of what it changes.
struct EtagPlace {
  Message* holder;
  const FieldDescriptor* field;
  std::string path;

  std::string Get() const { return holder->GetReflection()->GetString(*holder, field); }
  void Set(const std::string& etag) const {
    holder->GetReflection()->SetString(holder, field, etag);
  }
};

// Beside the name, or in the resource that an Update takes.
std::optional<EtagPlace> EtagOf(Message& request) {
  const auto& type = *request.GetDescriptor();
  if (const auto* field = type.FindFieldByName("etag")) return EtagPlace{&request, field, "etag"};
  if (type.FindFieldByName("update_mask") == nullptr) return std::nullopt;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->message_type() == nullptr) continue;
    const auto* field = type.field(i)->message_type()->FindFieldByName("etag");
    if (field == nullptr) continue;
    return EtagPlace{request.GetReflection()->MutableMessage(&request, type.field(i)), field,
                     type.field(i)->name() + ".etag"};
  }
  return std::nullopt;
}

TEST_F(EveryRpc, ThatChangesAResourceRefusesALostAndAnotherEtagAndKeepsNothing) {
  int tagged = 0;
  for (const auto& policy : stage_.policies().all()) {
    SCOPED_TRACE(policy.path);
    const auto prepared = Prepare(stage_, policy);
    ASSERT_NE(prepared.request, nullptr) << "nobody wrote a request for it";
    const auto place = EtagOf(*prepared.request);
    if (!place.has_value()) continue;
    ++tagged;
    const std::string right = place->Get();
    ASSERT_FALSE(right.empty());
    const std::int64_t before = LastChange();
    const CallOptions options{.token = prepared.token};

    place->Set("");
    const Result lost = Call(policy, *prepared.request, options);
    // Beside the name it is a required field like others; in a resource it is one of an Update
    // alone.
    EXPECT_TRUE(Refused(lost, place->holder == prepared.request.get()
                                  ? v1::ERROR_REASON_FIELD_INVALID
                                  : v1::ERROR_REASON_ETAG_REQUIRED));
    EXPECT_THAT(lost.paths(), ::testing::ElementsAre(place->path));

    for (const std::string& other : {std::string("\"999\""), right + "0", std::string("*")}) {
      place->Set(other);
      EXPECT_TRUE(Refused(Call(policy, *prepared.request, options), v1::ERROR_REASON_ETAG_MISMATCH))
          << other;
    }
    EXPECT_EQ(LastChange(), before);

    // It was the etag, and the refusals used nothing up.
    place->Set(right);
    const Result accepted = Call(policy, *prepared.request, options);
    EXPECT_TRUE(accepted.ok()) << accepted.status.error_message();
    EXPECT_GT(LastChange(), before);
  }
  EXPECT_GT(tagged, 20);
  ExpectDiscreetLog();
}

TEST_F(EveryRpc, ThatUpdatesRefusesTheEtagFromBeforeTheLastUpdate) {
  int updates = 0;
  for (const auto& policy : stage_.policies().all()) {
    if (policy.request().FindFieldByName("update_mask") == nullptr) continue;
    SCOPED_TRACE(policy.path);
    ++updates;
    const auto prepared = Prepare(stage_, policy);
    ASSERT_NE(prepared.request, nullptr) << "nobody wrote a request for it";
    ASSERT_TRUE(Call(policy, *prepared.request, {.token = prepared.token}).ok());
    const std::int64_t before = LastChange();
    prepared.request->GetReflection()->SetString(prepared.request.get(), policy.request_id,
                                                 server_.RequestId());
    EXPECT_TRUE(Refused(Call(policy, *prepared.request, {.token = prepared.token}),
                        v1::ERROR_REASON_ETAG_MISMATCH));
    EXPECT_EQ(LastChange(), before);
  }
  EXPECT_GE(updates, 5);
}

}  // namespace
}  // namespace midstance::testing
