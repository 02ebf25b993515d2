#include "support/policy.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "support/schema.h"
#include "support/status.h"
#include "support/testing/sample.h"

namespace midstance {
namespace {

using ::google::protobuf::FileDescriptorProto;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::string_view kOpen[] = {"sample.VisitService.Enter"};

options::v1::MethodPolicy& OptionOf(FileDescriptorProto& file, const std::string& method) {
  return *testing::MethodOf(file, method).mutable_options()->MutableExtension(options::v1::policy);
}

google::protobuf::FieldOptions& OptionsOf(FileDescriptorProto& file, const std::string& message,
                                          const std::string& field) {
  return *testing::FieldOf(file, message, field).mutable_options();
}

// What PolicyTable says about the sample with something broken; empty when it accepts it.
std::string Complaint(const testing::Sample::Break& breaks) {
  const testing::Sample sample(breaks);
  const auto table = PolicyTable::Of(sample.Services(), kOpen);
  if (table.ok()) return {};
  EXPECT_EQ(ReasonOf(table.status()), v1::ERROR_REASON_INTERNAL);
  return std::string(table.status().message());
}

TEST(Policies, TheSampleIsAcceptedWithItsDefaultsFilledIn) {
  const testing::Sample sample;
  const auto table = PolicyTable::Of(sample.Services(), kOpen);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_THAT(table->all(), SizeIs(4));

  const MethodPolicy* record = table->Find("/sample.VisitService/RecordVisit");
  ASSERT_NE(record, nullptr);
  EXPECT_TRUE(record->writes);
  EXPECT_EQ(record->action, "visit.record");
  EXPECT_TRUE(record->Allows(options::v1::ROLE_CLINICIAN));
  EXPECT_TRUE(record->Allows(options::v1::ROLE_CHECK_IN_LINK));
  EXPECT_FALSE(record->Allows(options::v1::ROLE_ADMIN));
  EXPECT_FALSE(record->anyone());
  EXPECT_EQ(record->max_request_bytes, 65'536U);
  EXPECT_EQ(record->max_deadline, std::chrono::seconds(30));
  EXPECT_EQ(record->shed, options::v1::SHED_LAST);
  ASSERT_NE(record->request_id, nullptr);
  EXPECT_FALSE(record->secret_reply);

  const MethodPolicy* update = table->Find("/sample.VisitService/UpdateVisit");
  EXPECT_EQ(update->max_request_bytes, 1000U);
  EXPECT_EQ(update->max_deadline, std::chrono::seconds(5));

  const MethodPolicy* enter = table->Find("/sample.VisitService/Enter");
  EXPECT_TRUE(enter->anyone());
  EXPECT_TRUE(enter->costly);
  EXPECT_TRUE(enter->secret_reply);
  EXPECT_TRUE(table->Find("/sample.VisitService/ListVisits")->reads_patient_data);
}

TEST(Policies, AnUnknownPathHasNone) {
  const testing::Sample sample;
  const auto table = PolicyTable::Of(sample.Services(), kOpen);
  for (const char* path :
       {"", "/", "sample.VisitService/RecordVisit", "/sample.VisitService/",
        "/sample.VisitService/recordVisit", "/sample.VisitService/RecordVisit/"}) {
    EXPECT_EQ(table->Find(path), nullptr) << path;
  }
}

TEST(Policies, ARequestLeadsToItsMethodAndStaysSoWhenTheTableMoves) {
  const testing::Sample sample;
  auto built = PolicyTable::Of(sample.Services(), kOpen);
  const PolicyTable table = *std::move(built);
  EXPECT_EQ(table.FindByRequest(sample.Type("ListVisitsRequest")),
            table.Find("/sample.VisitService/ListVisits"));
  EXPECT_EQ(table.FindByRequest(sample.Type("Visit")), nullptr);
}

TEST(Policies, TheMessagesOfTheTableMakeASchema) {
  const testing::Sample sample;
  const auto table = PolicyTable::Of(sample.Services(), kOpen);
  const auto schema = Schema::Of(table->Messages());
  ASSERT_TRUE(schema.ok());
  EXPECT_NE(schema->Find(sample.Type("Finding")), nullptr);
  EXPECT_EQ(schema->Find(sample.Type("Stranger")), nullptr);
}

TEST(Policies, TheProtectedResourceIsReadFromTheRequest) {
  testing::Sample sample;
  const auto table = PolicyTable::Of(sample.Services(), kOpen);
  const auto* update = table->Find("/sample.VisitService/UpdateVisit");
  const auto request = sample.Make("UpdateVisitRequest", "visit { name: 'patients/a' }");
  EXPECT_EQ(ReadResourcePath(*update, *request), "patients/a");
  EXPECT_EQ(ReadResourcePath(*update, *sample.Make("UpdateVisitRequest")), "");
  EXPECT_EQ(
      ReadResourcePath(*table->Find("/sample.VisitService/Enter"), *sample.Make("EnterRequest")),
      "");
}

struct Defect {
  std::string name;
  testing::Sample::Break breaks;
  std::string complaint;
};

class Defects : public ::testing::TestWithParam<Defect> {};

TEST_P(Defects, StopTheServerAndAreNamed) {
  EXPECT_THAT(Complaint(GetParam().breaks), HasSubstr(GetParam().complaint));
}

const std::vector<Defect>& EveryDefect() {
  static const auto& defects = *new std::vector<Defect>{
      {"NoPolicy", [](auto& file) { testing::MethodOf(file, "ListVisits").clear_options(); },
       "sample.VisitService.ListVisits has no policy"},
      {"NoRole", [](auto& file) { OptionOf(file, "ListVisits").clear_roles(); },
       "ListVisits allows no role"},
      {"UnknownRole",
       [](auto& file) { OptionOf(file, "ListVisits").add_roles(options::v1::Role(77)); },
       "ListVisits allows an unknown role"},
      {"UnspecifiedRole",
       [](auto& file) { OptionOf(file, "ListVisits").add_roles(options::v1::ROLE_UNSPECIFIED); },
       "ListVisits allows an unknown role"},
      {"NoEffect", [](auto& file) { OptionOf(file, "ListVisits").clear_effect(); },
       "ListVisits has no effect"},
      {"NoAction", [](auto& file) { OptionOf(file, "ListVisits").clear_action(); },
       "ListVisits has no action"},
      {"AnyoneBesideOthers",
       [](auto& file) { OptionOf(file, "Enter").add_roles(options::v1::ROLE_ADMIN); },
       "Enter has ROLE_ANYONE beside other roles"},
      {"OpenButNotExpected",
       [](auto& file) { OptionOf(file, "ListVisits").set_roles(0, options::v1::ROLE_ANYONE); },
       "ListVisits is open to anyone and not expected to be"},
      {"ExpectedButNotOpen",
       [](auto& file) { OptionOf(file, "Enter").set_roles(0, options::v1::ROLE_ADMIN); },
       "Enter is expected to be open to anyone and is not"},
      {"ExpectedButAbsent", [](auto& file) { testing::MethodOf(file, "Enter").set_name("Come"); },
       "sample.VisitService.Enter is expected to be open to anyone and does not exist"},
      {"SameAction", [](auto& file) { OptionOf(file, "ListVisits").set_action("visit.record"); },
       "ListVisits has the action of sample.VisitService.RecordVisit"},
      {"SameRequest",
       [](auto& file) {
         testing::MethodOf(file, "ListVisits").set_input_type(".sample.RecordVisitRequest");
       },
       "ListVisits has the request of sample.VisitService.RecordVisit"},
      {"PatientDataWithoutResourcePath",
       [](auto& file) { OptionOf(file, "ListVisits").clear_resource(); },
       "ListVisits has no resource path, though its request names data of a patient"},
      {"ResourcePathLeadsNowhere",
       [](auto& file) { OptionOf(file, "ListVisits").set_resource("visit.name"); },
       "ListVisits has a resource path that leads to no text field"},
      {"ResourcePathToAMessage",
       [](auto& file) { OptionOf(file, "UpdateVisit").set_resource("visit"); },
       "UpdateVisit has a resource path that leads to no text field"},
      {"ResourceWithoutReference",
       [](auto& file) { OptionOf(file, "ListVisits").set_resource("page_token"); },
       "ListVisits has a resource path to a field without a resource reference"},
      {"WriteWithoutRequestId",
       [](auto& file) {
         testing::FieldOf(file, "RecordVisitRequest", "request_id").set_name("id");
       },
       "RecordVisit is a WRITE without a text request_id"},
      {"RequestIdWithoutUuid",
       [](auto& file) {
         OptionsOf(file, "RecordVisitRequest", "request_id").ClearExtension(options::v1::field);
       },
       "RecordVisit has a request_id without the uuid rule"},
      {"RequestIdNotRequired",
       [](auto& file) {
         OptionsOf(file, "RecordVisitRequest", "request_id")
             .ClearExtension(google::api::field_behavior);
       },
       "RecordVisit has a request_id that is not REQUIRED"},
      {"ListWithoutPageSize",
       [](auto& file) { testing::FieldOf(file, "ListVisitsRequest", "page_size").set_name("n"); },
       "ListVisits lists without an int32 page_size"},
      {"ListWithoutPageToken",
       [](auto& file) { testing::FieldOf(file, "ListVisitsRequest", "page_token").set_name("t"); },
       "ListVisits lists without a text page_token"},
      {"ListWithoutItems",
       [](auto& file) {
         auto& visits = testing::FieldOf(file, "ListVisitsResponse", "visits");
         visits.set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
       },
       "ListVisits lists without the items first"},
      {"ListWithoutNextPageToken",
       [](auto& file) {
         testing::FieldOf(file, "ListVisitsResponse", "next_page_token").set_name("next");
       },
       "ListVisits lists without a text next_page_token"},
      {"UpdateWithoutMask",
       [](auto& file) {
         testing::FieldOf(file, "UpdateVisitRequest", "update_mask").set_name("mask");
       },
       "UpdateVisit updates without an update_mask"},
      {"UpdateWithoutEtag",
       [](auto& file) { testing::FieldOf(file, "Visit", "etag").set_name("tag"); },
       "UpdateVisit updates a resource without an etag"},
      {"FieldWithoutBehavior",
       [](auto& file) {
         OptionsOf(file, "Visit", "tags").ClearExtension(google::api::field_behavior);
       },
       "sample.Visit.tags has no field behavior"},
      {"ClientStream",
       [](auto& file) { testing::MethodOf(file, "RecordVisit").set_client_streaming(true); },
       "RecordVisit streams requests"},
      {"WriteStream",
       [](auto& file) { testing::MethodOf(file, "RecordVisit").set_server_streaming(true); },
       "RecordVisit is a WRITE that streams"},
      {"EndlessDeadline",
       [](auto& file) { OptionOf(file, "ListVisits").set_max_deadline_seconds(3601); },
       "ListVisits has a deadline beyond an hour"},
      {"WriteThatReads",
       [](auto& file) { OptionOf(file, "RecordVisit").set_reads_patient_data(true); },
       "RecordVisit is a WRITE with reads_patient_data"},
      {"PasswordOfALink", [](auto& file) { OptionOf(file, "RecordVisit").set_step_up(true); },
       "RecordVisit asks for a password of callers who have none"},
      {"PasswordOfAnyone", [](auto& file) { OptionOf(file, "Enter").set_step_up(true); },
       "Enter asks for a password of callers who have none"},
  };
  return defects;
}

INSTANTIATE_TEST_SUITE_P(Policies, Defects, ::testing::ValuesIn(EveryDefect()),
                         [](const auto& defect) { return defect.param.name; });

TEST(Policies, EverythingBrokenIsListedAtOnce) {
  EXPECT_THAT(Complaint([](FileDescriptorProto& file) {
                OptionOf(file, "ListVisits").clear_roles();
                OptionOf(file, "RecordVisit").clear_action();
                testing::MethodOf(file, "UpdateVisit").clear_options();
              }),
              AllOf(HasSubstr("ListVisits allows no role"), HasSubstr("RecordVisit has no action"),
                    HasSubstr("UpdateVisit has no policy")));
}

}  // namespace
}  // namespace midstance
