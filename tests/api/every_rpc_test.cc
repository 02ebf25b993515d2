#include "tests/api/every_rpc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "google/api/field_behavior.pb.h"
#include "midstance/storage/v1/records.pb.h"
#include "tests/api/errors.h"
#include "tests/api/requests.h"

namespace midstance::testing {
namespace {

using google::protobuf::Message;
using options::v1::Role;

bool NeedsSomething(const google::protobuf::Descriptor& request) {
  for (int i = 0; i < request.field_count(); ++i) {
    const auto& options = request.field(i)->options();
    for (int b = 0; b < options.ExtensionSize(google::api::field_behavior); ++b) {
      if (options.GetExtension(google::api::field_behavior, b) == google::api::REQUIRED)
        return true;
    }
  }
  return false;
}

// Whether a caller sees two refusals as the same.
void ExpectSame(const Result& one, const Result& other) {
  EXPECT_EQ(one.status.error_code(), other.status.error_code());
  EXPECT_EQ(one.status.error_message(), other.status.error_message());
  EXPECT_EQ(one.status.error_details(), other.status.error_details());
}

// Names another patient, who is not there, where the method's protected resource is named.
void NameAnAbsentPatient(const MethodPolicy& policy, Message& request) {
  Message* holder = &request;
  for (const auto* step : policy.resource) {
    if (step->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
      holder = holder->GetReflection()->MutableMessage(holder, step);
      continue;
    }
    std::string name = holder->GetReflection()->GetString(*holder, step);
    const std::size_t begin = std::string_view("patients/").size();
    const std::size_t end = std::min(name.find('/', begin), name.size());
    holder->GetReflection()->SetString(holder, step, name.replace(begin, end - begin, "not-there"));
  }
}

TEST_F(EveryRpc, RefusesACallerWithoutValidCredentials) {
  const std::string gone = stage_.SignIn("root");
  stage_.Do<v1::SignOutResponse>(v1::SignOutRequest(), gone);
  const std::string never = gone.substr(0, gone.size() - 4) + "AAAA";
  const std::string second = "Bearer " + server_.Root();
  for (const auto& policy : stage_.policies().all()) {
    SCOPED_TRACE(policy.path);
    if (policy.anyone()) continue;
    const auto with = [&](CallOptions options) {
      return Call(policy, *Prepare(stage_, policy).request, options);
    };
    EXPECT_TRUE(Refused(with({}), v1::ERROR_REASON_CREDENTIALS_MISSING));
    for (const auto& bad : {std::string("garbage"), never}) {
      EXPECT_TRUE(Refused(with({.token = bad}), v1::ERROR_REASON_CREDENTIALS_INVALID));
    }
    EXPECT_TRUE(Refused(with({.metadata = {{"authorization", "Basic cm9vdDpyb290"}}}),
                        v1::ERROR_REASON_CREDENTIALS_INVALID));
    EXPECT_TRUE(Refused(with({.token = server_.Root(), .metadata = {{"authorization", second}}}),
                        v1::ERROR_REASON_CREDENTIALS_INVALID));
    EXPECT_TRUE(Refused(with({.token = gone}), v1::ERROR_REASON_SESSION_EXPIRED));
  }
  ExpectDiscreetLog();
}

TEST_F(EveryRpc, RefusesEveryOtherRoleAndKeepsOneEntryOfIt) {
  const auto link = stage_.NewLink();
  std::map<Role, std::pair<std::string, std::string>> callers;  // token and name
  for (const auto& [user, role] : std::initializer_list<std::pair<const char*, Role>>{
           {"anna", options::v1::ROLE_CLINICIAN},
           {"lea", options::v1::ROLE_LEAD_CLINICIAN},
           {"cora", options::v1::ROLE_COORDINATOR},
           {"odd", options::v1::ROLE_AUDITOR},
           {"ada", options::v1::ROLE_ADMIN}}) {
    callers[role].first = server_.Staff(user, role);
    callers[role].second = server_.UserNameOf(user);
  }
  callers[options::v1::ROLE_CHECK_IN_LINK] = {link.token(), link.check_in_link().name()};
  const auto letter = stage_.SentReferral().name();
  callers[options::v1::ROLE_REPLY_LINK] = {stage_.ReplyTokenOf(letter), letter};

  const std::int64_t before = LastChange();
  std::map<std::pair<std::string, std::string>, int> expected;  // action and actor
  for (const auto& policy : stage_.policies().all()) {
    if (policy.anyone()) continue;
    for (const auto& [role, caller] : callers) {
      if (policy.Allows(role)) continue;
      SCOPED_TRACE(policy.path + " as " + options::v1::Role_Name(role));
      const std::unique_ptr<Message> request(google::protobuf::MessageFactory::generated_factory()
                                                 ->GetPrototype(&policy.request())
                                                 ->New());
      for (int time = 0; time < 2; ++time) {
        EXPECT_TRUE(Refused(Call(policy, *request, {.token = caller.first}),
                            v1::ERROR_REASON_ROLE_REQUIRED));
      }
      expected[{policy.action, caller.second}] = 1;
    }
  }
  server_.application().Tick(false);
  stage_.NewUser();  // written behind what the tick wrote
  std::map<std::pair<std::string, std::string>, int> kept;
  for (const auto& entry : JournalAfter(before)) {
    storage::v1::AuditRecord record;
    ASSERT_TRUE(record.ParseFromString(entry.record()));
    if (record.outcome() == "ROLE_REQUIRED") ++kept[{record.action(), record.actor()}];
  }
  EXPECT_EQ(kept, expected);
  ExpectDiscreetLog();
}

TEST_F(EveryRpc, TellsWhatAnEmptyRequestLacks) {
  for (const auto& policy : stage_.policies().all()) {
    SCOPED_TRACE(policy.path);
    const auto prepared = Prepare(stage_, policy);
    ASSERT_NE(prepared.request, nullptr);
    const std::unique_ptr<Message> empty(prepared.request->New());
    const Result result = Call(policy, *empty, {.token = prepared.token});
    if (!NeedsSomething(policy.request())) {
      EXPECT_TRUE(result.ok()) << result.status.error_message();
      continue;
    }
    EXPECT_TRUE(Refused(result, v1::ERROR_REASON_FIELD_INVALID));
    EXPECT_GT(result.fields.field_violations_size(), 0);
  }
}

TEST_F(EveryRpc, DoesNotTellAStrangerWhetherAPatientIsThere) {
  const std::string stranger = server_.Staff("bo", options::v1::ROLE_CLINICIAN);
  int protecting = 0;
  for (const auto& policy : stage_.policies().all()) {
    if (policy.resource.empty() || !policy.Allows(options::v1::ROLE_CLINICIAN)) continue;
    SCOPED_TRACE(policy.path);
    ++protecting;
    const auto prepared = Prepare(stage_, policy);
    ASSERT_NE(prepared.request, nullptr);
    const Result hers = Call(policy, *prepared.request, {.token = stranger});
    EXPECT_TRUE(Refused(hers, v1::ERROR_REASON_OUT_OF_SCOPE));
    NameAnAbsentPatient(policy, *prepared.request);
    const Result absent = Call(policy, *prepared.request, {.token = stranger});
    EXPECT_TRUE(Refused(absent, v1::ERROR_REASON_OUT_OF_SCOPE));
    ExpectSame(hers, absent);
  }
  EXPECT_GT(protecting, 30);
  ExpectDiscreetLog();
}

TEST_F(EveryRpc, AnswersAValidRead) {
  for (const auto& policy : stage_.policies().all()) {
    if (policy.writes || policy.server_streaming) continue;
    SCOPED_TRACE(policy.path);
    const auto prepared = Prepare(stage_, policy);
    ASSERT_NE(prepared.request, nullptr) << "nobody wrote a request for it";
    const Result result = Call(policy, *prepared.request, {.token = prepared.token});
    EXPECT_TRUE(result.ok()) << result.status.error_message();
  }
  ExpectDiscreetLog();
}

TEST_F(EveryRpc, WritesOnceWhateverIsRepeated) {
  for (const auto& policy : stage_.policies().all()) {
    if (!policy.writes) continue;
    SCOPED_TRACE(policy.path);
    const auto prepared = Prepare(stage_, policy);
    ASSERT_NE(prepared.request, nullptr) << "nobody wrote a request for it";
    const std::string body = prepared.request->SerializeAsString();
    const std::int64_t before = LastChange();
    const CallOptions options{.token = prepared.token};
    std::string first;
    const Result result = server_.CallBytes(policy.path, body, &first, options);
    ASSERT_TRUE(result.ok()) << result.status.error_message();
    std::string again;
    const Result replay = server_.CallBytes(policy.path, body, &again, options);
    // An unknown field: the same to the verb, another body all the same.
    const Result reuse = server_.CallBytes(policy.path, body + "\xF8\x3F\x01", nullptr, options);
    if (policy.action == "session.sign_out") {
      EXPECT_TRUE(Refused(replay, v1::ERROR_REASON_SESSION_EXPIRED));
      EXPECT_TRUE(Refused(reuse, v1::ERROR_REASON_SESSION_EXPIRED));
    } else {
      EXPECT_TRUE(replay.ok()) << replay.status.error_message();
      EXPECT_EQ(first, again);
      EXPECT_TRUE(Refused(reuse, v1::ERROR_REASON_REQUEST_ID_REUSED));
      EXPECT_THAT(reuse.paths(), ::testing::ElementsAre("request_id"));
    }
    int changes = 0;
    for (const auto& entry : JournalAfter(before)) changes += entry.resources().empty() ? 0 : 1;
    EXPECT_EQ(changes, 1);
  }
  ExpectDiscreetLog();
}

}  // namespace
}  // namespace midstance::testing
