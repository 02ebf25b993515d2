#include <gmock/gmock.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/util/message_differencer.h>

#include <initializer_list>
#include <memory>
#include <string>

#include "support/clean.h"
#include "support/deterministic.h"
#include "support/field_mask.h"
#include "support/redact.h"
#include "support/status.h"
#include "support/testing/sample.h"
#include "support/visibility.h"

namespace midstance {
namespace {

using ::google::protobuf::FieldMask;
using ::google::protobuf::Message;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Fields : public ::testing::Test {
 protected:
  std::unique_ptr<Message> Visit(const std::string& text) { return sample_.Make("Visit", text); }

  void ExpectVisit(const Message& actual, const std::string& text) {
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(actual, *Visit(text)))
        << actual.ShortDebugString();
  }

  // A field that this server does not know, here and in the first report.
  static void AddUnknown(Message& visit) {
    visit.GetReflection()->MutableUnknownFields(&visit)->AddLengthDelimited(999, "canary");
    const auto* reports = visit.GetDescriptor()->FindFieldByName("reports");
    Message& report = *visit.GetReflection()->MutableRepeatedMessage(&visit, reports, 0);
    report.GetReflection()->MutableUnknownFields(&report)->AddLengthDelimited(999, "canary");
  }

  testing::Sample sample_;
  const Schema schema_ = *Schema::Of(sample_.Types());
};

TEST_F(Fields, WhatOnlyTheServerSetsIsClearedHoweverDeep) {
  const auto visit = Visit(R"(
    name: "n" etag: "e" create_time { seconds: 1 } title: "t"
    reports { side: SIDE_LEFT findings { code: "a" graded: "x" } }
    related { create_time { seconds: 2 } title: "u" })");
  AddUnknown(*visit);
  ClearOutputOnly(schema_, *visit);
  ExpectVisit(*visit, R"(
    name: "n" etag: "e" title: "t" reports { side: SIDE_LEFT findings { code: "a" } }
    related { title: "u" })");
  EXPECT_THAT(visit->SerializeAsString(), Not(HasSubstr("canary")));
}

TEST_F(Fields, TextsBecomeNfcHoweverDeep) {
  const auto visit =
      Visit("title: 'Zoe\u0308' tags: 'a' tags: 'e\u0301' related { note: 'o\u0308' }");
  NormalizeText(schema_, *visit);
  ExpectVisit(*visit, "title: 'Zo\u00eb' tags: 'a' tags: '\u00e9' related { note: '\u00f6' }");
}

TEST_F(Fields, APatientSeesWhatIsMeantForHerAndNothingElse) {
  const auto visit = Visit(R"(
    name: "n" etag: "e" title: "t" note: "x" occurred_time { seconds: 5 }
    reports { side: SIDE_LEFT findings { code: "a" choice: "c" } findings { code: "b" number: 1 } })");
  AddUnknown(*visit);
  KeepForPatient(schema_, *visit);
  ExpectVisit(*visit, R"(
    name: "n" occurred_time { seconds: 5 }
    reports { side: SIDE_LEFT findings { code: "a" } findings { code: "b" number: 1 } })");
  EXPECT_THAT(visit->SerializeAsString(), Not(HasSubstr("canary")));
}

TEST_F(Fields, OfAnUnknownMessageAPatientSeesNothing) {
  const auto stranger = sample_.Make("Stranger", "text: 'canary'");
  KeepForPatient(schema_, *stranger);
  EXPECT_EQ(stranger->ByteSizeLong(), 0U);
}

TEST_F(Fields, ALogLineHoldsNothingSensitiveOrUnknown) {
  const auto visit = Visit(R"(
    name: "n" note: "canary" address { town: "Graz" street { line: "canary" number: 3 } }
    reports { side: SIDE_LEFT } related { note: "canary" title: "two\nlines" })");
  AddUnknown(*visit);
  const std::string text = Redacted(schema_, *visit);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("canary")), Not(HasSubstr("\n")), HasSubstr("Graz"),
                          HasSubstr("number: 3"), HasSubstr("side: SIDE_LEFT")));
  EXPECT_THAT(visit->SerializeAsString(), HasSubstr("canary"));
}

TEST_F(Fields, OfAnUnknownMessageALogLineHoldsTheTypeAlone) {
  EXPECT_EQ(Redacted(schema_, *sample_.Make("Stranger", "text: 'canary'")), "<sample.Stranger>");
}

TEST_F(Fields, ALogLineIsCut) {
  const auto visit = Visit("title: '" + std::string(5000, 'a') + "'");
  EXPECT_EQ(Redacted(schema_, *visit).size(), 2003U);
}

TEST_F(Fields, EqualMessagesHaveEqualBytes) {
  google::rpc::ErrorInfo one;
  google::rpc::ErrorInfo two;
  for (int i = 0; i < 20; ++i) (*one.mutable_metadata())["key" + std::to_string(i)] = "v";
  for (int i = 19; i >= 0; --i) (*two.mutable_metadata())["key" + std::to_string(i)] = "v";
  EXPECT_EQ(DeterministicBytes(one), DeterministicBytes(two));
  google::rpc::ErrorInfo back;
  ASSERT_TRUE(back.ParseFromString(DeterministicBytes(one)));
  EXPECT_EQ(back.metadata_size(), 20);
}

class Masks : public Fields {
 protected:
  absl::Status Apply(std::initializer_list<const char*> paths, const std::string& from,
                     Message& to) {
    FieldMask mask;
    for (const char* path : paths) mask.add_paths(path);
    return ApplyMask(mask, *Visit(from), to);
  }
};

TEST_F(Masks, OnlyTheNamedFieldsChange) {
  const auto visit = Visit("name: 'n' title: 'old' note: 'kept' tags: 'a' tags: 'b' score: 2");
  ASSERT_TRUE(Apply({"title", "tags"}, "title: 'new' note: 'ignored' tags: 'c'", *visit).ok());
  ExpectVisit(*visit, "name: 'n' title: 'new' note: 'kept' tags: 'c' score: 2");
}

TEST_F(Masks, WhatIsNotGivenIsCleared) {
  const auto visit = Visit("title: 't' score: 2 tags: 'a' address { town: 'Graz' }");
  ASSERT_TRUE(Apply({"score", "tags", "address"}, "", *visit).ok());
  ExpectVisit(*visit, "title: 't'");
}

TEST_F(Masks, APathMayLeadIntoAMessage) {
  const auto visit = Visit("address { town: 'Graz' street { line: 'a' number: 3 } }");
  ASSERT_TRUE(
      Apply({"address.street.line"}, "address { street { line: 'b' number: 9 } }", *visit).ok());
  ExpectVisit(*visit, "address { town: 'Graz' street { line: 'b' number: 3 } }");
  ASSERT_TRUE(Apply({"address.street.number"}, "", *visit).ok());
  ExpectVisit(*visit, "address { town: 'Graz' street { line: 'b' } }");
}

TEST_F(Masks, ClearingBelowAnUnsetMessageMakesNone) {
  const auto visit = Visit("title: 't'");
  ASSERT_TRUE(Apply({"address.street.number"}, "address { town: 'x' }", *visit).ok());
  ExpectVisit(*visit, "title: 't'");
}

TEST_F(Masks, EveryWrongPathIsListedAndNothingChanges) {
  const auto visit = Visit("title: 't'");
  const absl::Status status =
      Apply({"title", "*", "", "canary", "name", "etag", "create_time", "origin", "reports.side",
             "title.x", "address.", "related.title"},
            "title: 'new'", *visit);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_MASK_INVALID);
  const auto details = BadRequestOf(status);
  ASSERT_TRUE(details.has_value());
  EXPECT_EQ(details->field_violations_size(), 11);
  for (const auto& violation : details->field_violations()) {
    EXPECT_EQ(violation.field(), "update_mask");
    EXPECT_THAT(violation.description(), Not(HasSubstr("canary")));
  }
  EXPECT_THAT(details->field_violations(0).description(), HasSubstr("paths[1]"));
  ExpectVisit(*visit, "title: 't'");
}

TEST_F(Masks, AnEmptyMaskIsRefused) {
  const auto visit = Visit("title: 't'");
  EXPECT_EQ(ReasonOf(Apply({}, "title: 'new'", *visit)), v1::ERROR_REASON_MASK_INVALID);
}

}  // namespace
}  // namespace midstance
