#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "tests/api/errors.h"
#include "tests/api/every_rpc.h"
#include "tests/api/requests.h"

namespace midstance::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kListTimeline[] = "ListTimelineEntries";

// A List request and its page by reflection.
class EveryList : public EveryRpc {
 protected:
  struct Page {
    Result result;
    int items = 0;
    std::string next;
  };

  static bool IsList(const MethodPolicy& policy) {
    return policy.method->name().starts_with("List");
  }
  static const FieldDescriptor* FieldOf(const Message& message, const char* name) {
    return message.GetDescriptor()->FindFieldByName(name);
  }
  static void SetText(Message& request, const char* field, const std::string& text) {
    request.GetReflection()->SetString(&request, FieldOf(request, field), text);
  }
  static void SetSize(Message& request, int size) {
    request.GetReflection()->SetInt32(&request, FieldOf(request, "page_size"), size);
  }
  // Asks for all that anna sees; of the timeline, which has no wildcard, for `a_case`.
  Prepared All(const MethodPolicy& policy, const std::string& a_case) {
    Prepared prepared = Prepare(stage_, policy);
    if (FieldOf(*prepared.request, "parent") == nullptr) return prepared;
    const auto* parent = FieldOf(*prepared.request, "parent");
    const auto& reflection = *prepared.request->GetReflection();
    if (reflection.GetString(*prepared.request, parent).starts_with("ruleSets/")) return prepared;
    const auto& name = policy.method->name();
    SetText(*prepared.request, "parent",
            name == kListTimeline ? a_case
            : name == "ListCases" ? "patients/-"
                                  : "patients/-/cases/-");
    return prepared;
  }
  Page Ask(const MethodPolicy& policy, const Message& request, const std::string& token) {
    Page page;
    std::string bytes;
    page.result =
        server_.CallBytes(policy.path, request.SerializeAsString(), &bytes, {.token = token});
    const std::unique_ptr<Message> answer(google::protobuf::MessageFactory::generated_factory()
                                              ->GetPrototype(&policy.response())
                                              ->New());
    EXPECT_TRUE(answer->ParseFromString(bytes));
    const auto& reflection = *answer->GetReflection();
    for (int i = 0; i < policy.response().field_count(); ++i) {
      const auto* field = policy.response().field(i);
      if (field->is_repeated()) page.items = reflection.FieldSize(*answer, field);
    }
    page.next = reflection.GetString(*answer, FieldOf(*answer, "next_page_token"));
    return page;
  }
  // Somebody else who may call the method.
  std::string AnotherCaller(const MethodPolicy& policy) {
    for (const auto& [user, role] :
         std::initializer_list<std::pair<const char*, options::v1::Role>>{
             {"lena", options::v1::ROLE_LEAD_CLINICIAN},
             {"amir", options::v1::ROLE_ADMIN},
             {"otto", options::v1::ROLE_AUDITOR}}) {
      if (policy.Allows(role)) return server_.Staff(user, role);
    }
    return {};
  }
  void RecordIn(const std::string& a_case) {
    v1::RecordCheckInRequest request;
    request.set_parent(a_case);
    *request.mutable_check_in() = Stage::FlaggedCheckIn();
    stage_.Do<v1::RecordCheckInResponse>(request);
  }
};

TEST_F(EveryList, RefusesANegativePageSizeAndATokenThatItDidNotGive) {
  int lists = 0;
  for (const auto& policy : stage_.policies().all()) {
    if (!IsList(policy)) continue;
    SCOPED_TRACE(policy.path);
    ++lists;
    const auto prepared = Prepare(stage_, policy);
    SetSize(*prepared.request, -1);
    const Result size = Call(policy, *prepared.request, {.token = prepared.token});
    EXPECT_TRUE(Refused(size, v1::ERROR_REASON_FIELD_INVALID));
    EXPECT_THAT(size.paths(), ::testing::ElementsAre("page_size"));
    SetSize(*prepared.request, 0);
    SetText(*prepared.request, "page_token", "bm90LW91cnM");
    const Result token = Call(policy, *prepared.request, {.token = prepared.token});
    EXPECT_TRUE(Refused(token, v1::ERROR_REASON_PAGE_TOKEN_INVALID));
    EXPECT_THAT(token.paths(), ::testing::ElementsAre("page_token"));
  }
  EXPECT_GE(lists, 11);
  ExpectDiscreetLog();
}

TEST_F(EveryList, RefusesATokenOfAnotherQueryAndOfAnotherCaller) {
  std::string a_case;
  for (int i = 0; i < 2; ++i) {
    a_case = CaseOf(stage_.NewReferral().name());
    stage_.NewAssessment();
    stage_.NewFollowUp();
    stage_.NewOutcomeScore();
    stage_.NewUser();
    stage_.NewRunningPlan();
    stage_.NewProgram();
    stage_.NewEnrollment();
    stage_.NewActivation();
  }
  RecordIn(a_case);
  const std::string other_case = stage_.NewCase().name();
  const std::map<std::string, std::string> others = {
      {"filter", "create_time > \"2020-01-01T00:00:00Z\""}, {"order_by", "name"}};
  std::set<std::string> of_one_page;
  for (const auto& policy : stage_.policies().all()) {
    if (!IsList(policy)) continue;
    SCOPED_TRACE(policy.path);
    const auto prepared = All(policy, a_case);
    Message& request = *prepared.request;
    SetSize(request, 1);
    const Page first = Ask(policy, request, prepared.token);
    ASSERT_TRUE(first.result.ok()) << first.result.status.error_message();
    if (first.next.empty()) {
      of_one_page.insert(policy.method->name());
      continue;
    }
    EXPECT_EQ(first.items, 1);
    SetText(request, "page_token", first.next);
    EXPECT_TRUE(Ask(policy, request, prepared.token).result.ok());
    EXPECT_TRUE(Refused(Call(policy, request, {.token = AnotherCaller(policy)}),
                        v1::ERROR_REASON_PAGE_TOKEN_INVALID));
    const auto refuses = [&](const char* field, const auto& change) {
      if (FieldOf(request, field) == nullptr) return;
      const std::unique_ptr<Message> other(request.New());
      other->CopyFrom(request);
      change(*other);
      EXPECT_TRUE(Refused(Call(policy, *other, {.token = prepared.token}),
                          v1::ERROR_REASON_PAGE_TOKEN_INVALID))
          << field;
    };
    for (const auto& [field, text] : others)
      refuses(field.c_str(), [&, &field = field, &text = text](Message& other) {
        SetText(other, field.c_str(), text);
      });
    refuses("parent", [&](Message& other) {
      const bool of_rules = policy.method->name().starts_with("ListRuleSet");
      SetText(other, "parent",
              of_rules ? "ruleSets/other"
              : policy.method->name() == "ListCases"
                  ? other_case.substr(0, other_case.find("/cases"))
                  : other_case);
    });
    refuses("show_deleted", [&](Message& other) {
      other.GetReflection()->SetBool(&other, FieldOf(other, "show_deleted"), true);
    });
  }
  EXPECT_THAT(of_one_page, ::testing::ElementsAre("ListRuleSets"));
  ExpectDiscreetLog();
}

TEST_F(EveryList, GivesFiftyUnlessToldAndFiveHundredAtMost) {
  const std::string a_case = stage_.NewCase().name();
  for (int i = 0; i < 51; ++i) {
    v1::CreateFollowUpRequest request;
    request.set_parent(a_case);
    *request.mutable_follow_up() = stage_.FollowUpToWrite();
    stage_.Do<v1::FollowUp>(request);
    RecordIn(a_case);
    stage_.NewUser();
  }
  for (int i = 0; i < 501; ++i) stage_.NewCase();
  const auto with = [&](int size, int items) {
    std::set<std::string> full;
    for (const auto& policy : stage_.policies().all()) {
      if (!IsList(policy)) continue;
      SCOPED_TRACE(policy.path);
      const auto prepared = All(policy, a_case);
      SetSize(*prepared.request, size);
      const Page page = Ask(policy, *prepared.request, prepared.token);
      EXPECT_TRUE(page.result.ok()) << page.result.status.error_message();
      EXPECT_LE(page.items, items);
      EXPECT_EQ(page.next.empty(), page.items < items);
      if (page.items == items) full.insert(policy.method->name());
    }
    return full;
  };
  EXPECT_THAT(with(0, 50), ::testing::ElementsAre("ListAuditEntries", "ListCases", "ListCheckIns",
                                                  "ListExercises", "ListFollowUps", "ListPatients",
                                                  kListTimeline, "ListUsers"));
  EXPECT_THAT(with(501, 500),
              ::testing::ElementsAre("ListAuditEntries", "ListCases", "ListPatients"));
}

}  // namespace
}  // namespace midstance::testing
