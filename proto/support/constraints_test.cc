#include "support/constraints.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "google/api/resource.pb.h"
#include "midstance/options/v1/options.pb.h"
#include "support/testing/sample.h"

namespace midstance {
namespace {

using ::google::protobuf::Message;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

class Constraints : public ::testing::Test {
 protected:
  google::rpc::BadRequest Check(const Message& message) const {
    google::rpc::BadRequest violations;
    CheckConstraints(schema_, message, kNow, violations);
    return violations;
  }
  google::rpc::BadRequest Check(const std::string& type, const std::string& text) {
    return Check(*sample_.Make(type, text));
  }
  // "path: description" of each violation.
  std::vector<std::string> Wrong(const std::string& type, const std::string& text) {
    return Lines(Check(type, text));
  }
  static std::vector<std::string> Lines(const google::rpc::BadRequest& violations) {
    std::vector<std::string> lines;
    for (const auto& each : violations.field_violations()) {
      lines.push_back(each.field() + ": " + each.description());
    }
    return lines;
  }

  testing::Sample sample_;
  const Schema schema_ = *Schema::Of(sample_.Types());
};

TEST_F(Constraints, AWholeRequestIsRight) {
  EXPECT_THAT(Wrong("RecordVisitRequest", R"(
    parent: "patients/ada/cases/knee"
    request_id: "0193f0a2-7c1e-7d53-9a52-1f2e3d4c5b6a"
    visit {
      occurred_time { seconds: 1772300000 } due_time { seconds: 1800000000 }
      reports { side: SIDE_LEFT findings { code: "pain" number: 0 } findings { code: "warmth" side: SIDE_FAR } }
      note: "two\nlines" title: "Zo\303\253" score: 5 rest { seconds: 3600 }
      tags: "a" loads: 0 sides: SIDE_RIGHT photo: "1234"
    })"),
              IsEmpty());
}

TEST_F(Constraints, EveryMissingFieldIsReportedWithItsPath) {
  EXPECT_THAT(Wrong("RecordVisitRequest", "visit { reports { findings {} } reports {} }"),
              ElementsAre("parent: must not be empty",
                          "visit.reports[0].side: must be one of SIDE_LEFT, SIDE_RIGHT, SIDE_FAR",
                          "visit.reports[0].findings[0].code: must not be empty",
                          "visit.reports[1].side: must be one of SIDE_LEFT, SIDE_RIGHT, SIDE_FAR",
                          "visit.reports[1].findings: must have at least one item",
                          "visit.title: must not be empty", "visit.score: must be set",
                          "request_id: must not be empty"));
  EXPECT_THAT(Wrong("RecordVisitRequest", ""),
              ElementsAre("parent: must not be empty", "visit: must be set",
                          "request_id: must not be empty"));
}

TEST_F(Constraints, ARequiredTextThatShowsNothingIsMissing) {
  for (const char* blank :
       {" ", "     ", "\\t\\n ", "\\001", "\u00A0", "\u2003\u3000", "\u2028", "\u200D", "\u2800"}) {
    EXPECT_THAT(Wrong("Visit", std::string("score: 1 title: '") + blank + "'"),
                ElementsAre("title: must not be empty"))
        << blank;
    EXPECT_THAT(Wrong("Visit", std::string("score: 1 title: 't' tags: '") + blank + "'"),
                ElementsAre("tags[0]: must not be empty"));
    EXPECT_THAT(Wrong("Finding", std::string("code: 'a' choice: '") + blank + "'"),
                ElementsAre("choice: must not be empty"));
  }
  EXPECT_THAT(Wrong("Visit", "score: 1 title: ' \u00A0. '"), IsEmpty());
  EXPECT_THAT(Wrong("Visit", "score: 1 title: 't' note: '  '"), IsEmpty());
}

TEST_F(Constraints, NumbersAreFiniteAndWithinTheirBounds) {
  EXPECT_THAT(Wrong("Finding", "code: 'a' number: 10.5"),
              ElementsAre("number: must be between 0 and 10"));
  EXPECT_THAT(Wrong("Finding", "code: 'a' number: -1"), SizeIs(1));
  for (const char* value : {"nan", "inf", "-inf"}) {
    EXPECT_THAT(Wrong("Finding", std::string("code: 'a' number: ") + value),
                ElementsAre("number: must be a finite number"));
  }
  EXPECT_THAT(Wrong("Visit", "title: 't' score: 6 loads: 1 loads: nan loads: 301"),
              ElementsAre("score: must be between 1 and 5", "loads[1]: must be a finite number",
                          "loads[2]: must be at most 300"));
  EXPECT_THAT(Wrong("Visit", "title: 't' score: 0"), ElementsAre("score: must be between 1 and 5"));
}

TEST_F(Constraints, ANumberWithoutPresenceIsUnsetAtZero) {
  EXPECT_THAT(Wrong("ListVisitsRequest", "parent: 'patients/-/cases/-' page_size: 0"), IsEmpty());
  EXPECT_THAT(Wrong("ListVisitsRequest", "parent: 'patients/-/cases/-' page_size: -1"),
              ElementsAre("page_size: must be at least 1"));
}

TEST_F(Constraints, UndeclaredEnumValuesAreRefused) {
  EXPECT_THAT(Wrong("Finding", "code: 'a' side: 7"), SizeIs(1));
  EXPECT_THAT(Wrong("Finding", "code: 'a' side: 901"), SizeIs(1));
  EXPECT_THAT(Wrong("Finding", "code: 'a' side: -3"), SizeIs(1));
  EXPECT_THAT(Wrong("Visit", "title: 't' score: 1 sides: [1, 0, 5]"),
              ElementsAre(HasSubstr("sides[1]"), HasSubstr("sides[2]")));
}

TEST_F(Constraints, AOneofMustSayWhatItChose) {
  EXPECT_THAT(Wrong("Finding", "code: 'a' side: SIDE_UNSPECIFIED"),
              ElementsAre("side: must be one of SIDE_LEFT, SIDE_RIGHT, SIDE_FAR"));
  EXPECT_THAT(Wrong("Finding", "code: 'a' choice: ''"), ElementsAre("choice: must not be empty"));
  EXPECT_THAT(Wrong("Finding", "code: 'a' number: 0"), IsEmpty());
}

TEST_F(Constraints, ListsHaveALimitAndNoEmptyTexts) {
  EXPECT_THAT(Wrong("Report",
                    "side: SIDE_LEFT findings { code: 'a' } findings { code: 'b' } "
                    "findings { code: 'c' } findings { code: 'd' }"),
              ElementsAre("findings: must have at most 3 items"));
  EXPECT_THAT(Wrong("Visit", "title: 't' score: 1 tags: ['a', '']"),
              ElementsAre("tags[1]: must not be empty"));
}

TEST_F(Constraints, TextsAreShortCleanAndOfTheirPattern) {
  const std::string rest = "' score: 1";
  EXPECT_THAT(Wrong("Visit", "title: '" + std::string(201, 'a') + rest),
              ElementsAre("title: must have at most 200 characters"));
  EXPECT_THAT(Wrong("Visit", "title: 'a\\nb" + rest),
              ElementsAre("title: must be one line without tabs"));
  EXPECT_THAT(Wrong("Visit", "title: 'a\\000b" + rest),
              ElementsAre("title: must not contain control characters"));
  EXPECT_THAT(Wrong("Visit", "title: 'a\u202Eb" + rest),
              ElementsAre("title: must not contain direction controls"));
  EXPECT_THAT(Wrong("Finding", "code: 'Pain'"), ElementsAre("code: must be a code in lower case"));
  EXPECT_THAT(Wrong("Finding", "code: 'pain '"), SizeIs(1));
  EXPECT_THAT(Wrong("Visit", "title: 't' score: 1 photo: '12345'"),
              ElementsAre("photo: must have at most 4 bytes"));
}

TEST_F(Constraints, ARequestIdIsACanonicalUuid) {
  const auto with = [&](const std::string& id) {
    return Wrong(
        "RecordVisitRequest",
        "parent: 'patients/a/cases/b' visit { title: 't' score: 1 } request_id: '" + id + "'");
  };
  EXPECT_THAT(with("0193f0a2-7c1e-7d53-9a52-1f2e3d4c5b6a"), IsEmpty());
  for (const char* id :
       {"0193F0A2-7C1E-7D53-9A52-1F2E3D4C5B6A", "x", "0193f0a27c1e7d539a521f2e3d4c5b6a",
        "00000000-0000-0000-0000-000000000000", "0193f0a2-7c1e-7d53-9a52-1f2e3d4c5b6g"}) {
    EXPECT_THAT(with(id), SizeIs(1)) << id;
  }
}

TEST_F(Constraints, TimesLieWithinTheirRule) {
  const auto at = [&](const std::string& field, std::int64_t seconds, int nanos = 0) {
    return Wrong("Visit", "title: 't' score: 1 " + field + " { seconds: " +
                              std::to_string(seconds) + " nanos: " + std::to_string(nanos) + " }");
  };
  const std::int64_t now = kNow.time_since_epoch().count() / 1'000'000;
  constexpr std::int64_t kDay = 86'400;
  EXPECT_THAT(at("occurred_time", now + 300), IsEmpty());
  EXPECT_THAT(at("occurred_time", now + 301),
              ElementsAre("occurred_time: must not be later than the time of the call"));
  EXPECT_THAT(at("occurred_time", now - 365 * kDay), IsEmpty());
  EXPECT_THAT(at("occurred_time", now - 365 * kDay - 1),
              ElementsAre(HasSubstr("not be more than 365 days before")));
  EXPECT_THAT(at("due_time", now + 5000 * kDay), IsEmpty());
  EXPECT_THAT(at("due_time", std::numeric_limits<std::int64_t>::max()),
              ElementsAre(HasSubstr("between the years 1 and 9999")));
  EXPECT_THAT(at("due_time", std::numeric_limits<std::int64_t>::min()), SizeIs(1));
  EXPECT_THAT(at("due_time", now, -1), SizeIs(1));
  EXPECT_THAT(at("due_time", now, 1'000'000'000), SizeIs(1));
  EXPECT_THAT(at("rest", std::numeric_limits<std::int64_t>::min()), SizeIs(1));
  EXPECT_THAT(at("rest", 1, -1), SizeIs(1));
}

TEST_F(Constraints, WhatTheServerSetsIsNotLookedAt) {
  EXPECT_THAT(Wrong("Visit", "title: 't' score: 1 name: '?' create_time { seconds: 999999999999 }"),
              IsEmpty());
}

TEST_F(Constraints, AnUpdateIsCheckedWhereItsMaskSays) {
  const std::string id = "request_id: '0193f0a2-7c1e-7d53-9a52-1f2e3d4c5b6a' ";
  EXPECT_THAT(Wrong("UpdateVisitRequest",
                    id + "visit { name: 'patients/a/cases/b/checkIns/c' note: 'n' loads: nan } "
                         "update_mask { paths: 'note' }"),
              IsEmpty());
  EXPECT_THAT(
      Wrong("UpdateVisitRequest", id + "visit { name: 'users/x' address {} } "
                                       "update_mask { paths: 'title' paths: 'address.town' }"),
      ElementsAre("visit.name: must be a name like "
                  "patients/{patient}/cases/{case}/checkIns/{check_in}",
                  "visit.title: must not be empty"));
}

TEST_F(Constraints, ReferencesNameTheirKindAndOnlyListsTakeWildcards) {
  const auto parent = [&](const std::string& type, const std::string& value) {
    return Wrong(type,
                 "parent: '" + value +
                     (type == "RecordVisitRequest" ? "' visit { title: 't' score: 1 } request_id: "
                                                     "'0193f0a2-7c1e-7d53-9a52-1f2e3d4c5b6a'"
                                                   : "'"));
  };
  EXPECT_THAT(parent("ListVisitsRequest", "patients/-/cases/-"), IsEmpty());
  EXPECT_THAT(parent("ListVisitsRequest", "patients/a/cases/b"), IsEmpty());
  EXPECT_THAT(parent("ListVisitsRequest", "patients/a"), SizeIs(1));
  EXPECT_THAT(parent("RecordVisitRequest", "patients/-/cases/-"), SizeIs(1));
  EXPECT_THAT(parent("RecordVisitRequest", "patients/a"),
              ElementsAre("parent: must be a name like patients/{patient}/cases/{case}"));
}

TEST_F(Constraints, ViolationsNeverRepeatTheValueAndAreNotWithoutEnd) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "tags: 'secret\\001' ";
  const auto violations = Check("Visit", text);
  EXPECT_EQ(violations.field_violations_size(), kMostViolations);
  EXPECT_THAT(violations.DebugString(), ::testing::Not(HasSubstr("secret")));
}

TEST_F(Constraints, AMessageThatTheSchemaDoesNotKnowIsRefused) {
  EXPECT_THAT(Wrong("Stranger", ""), SizeIs(1));
}

TEST(Schemas, ASecretOfBlanksIsTakenAsItWasChosen) {
  testing::Sample sample([](google::protobuf::FileDescriptorProto& file) {
    auto& title = testing::FieldOf(file, "Visit", "title");
    title.mutable_options()->MutableExtension(options::v1::field)->set_secret(true);
  });
  const auto schema = Schema::Of(sample.Types());
  ASSERT_TRUE(schema.ok()) << schema.status();
  google::rpc::BadRequest violations;
  CheckConstraints(*schema, *sample.Make("Visit", "score: 1 title: '   '"), kNow, violations);
  EXPECT_THAT(violations.field_violations(), IsEmpty());
  CheckConstraints(*schema, *sample.Make("Visit", "score: 1"), kNow, violations);
  EXPECT_THAT(violations.field_violations(), SizeIs(1));
}

TEST(Schemas, OptionsThatContradictTheirFieldAreAllListed) {
  const testing::Sample sample([](google::protobuf::FileDescriptorProto& file) {
    const auto rule = [&](const char* field) {
      return testing::FieldOf(file, "Visit", field)
          .mutable_options()
          ->MutableExtension(options::v1::field);
    };
    rule("title")->set_pattern("[");
    rule("score")->set_uuid(true);
    rule("note")->set_at_least(1);
    rule("loads")->set_at_least(301);
    rule("rest")->set_max_items(3);
    rule("origin")->set_future_allowed(true);
    testing::FieldOf(file, "Visit", "name")
        .mutable_options()
        ->MutableExtension(google::api::resource_reference)
        ->set_type("midstance.v1/Spaceship");
  });
  const auto schema = Schema::Of(sample.Types());
  ASSERT_FALSE(schema.ok());
  const std::string text(schema.status().message());
  for (const char* field : {"title", "score", "note", "loads", "rest", "origin", "name"}) {
    EXPECT_THAT(text, HasSubstr(std::string("sample.Visit.") + field + ": "));
  }
}

TEST_F(Constraints, AMessageMayContainItself) {
  EXPECT_THAT(
      Wrong("Visit", "title: 't' score: 1 related { related { title: 't' } title: 't' score: 2 }"),
      ElementsAre("related[0].related[0].score: must be set"));
}

}  // namespace
}  // namespace midstance
