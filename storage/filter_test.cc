#include "storage/filter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/filter_fields.h"
#include "storage/tables/escalations.h"
#include "storage/tables/follow_ups.h"
#include "storage/tables/patients.h"
#include "support/status.h"

namespace midstance::storage {
namespace {

using midstance::v1::Escalation;
using midstance::v1::FollowUp;
using midstance::v1::Patient;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

// The tree as text, for short expectations.
std::string Show(const Value& value) {
  switch (value.index()) {
    case 1:
      return std::to_string(std::get<std::int64_t>(value));
    case 3:
      return "'" + std::get<std::string>(value) + "'";
    default:
      return "*";
  }
}

std::string Show(const Filter& filter) {
  static constexpr const char* kOps[] = {"all", "any", "not", "=", "!=", "<", "<=", ">", ">=", ":"};
  const std::string op = kOps[static_cast<int>(filter.op)];
  if (!filter.column.empty()) return filter.column + op + Show(filter.value);
  std::string text = op + "(";
  for (const Filter& inner : filter.of) text += (text.back() == '(' ? "" : " ") + Show(inner);
  return text + ")";
}

template <class M>
std::string Parsed(std::string_view text) {
  const auto filter = ParseFilter(TableOf<M>(), text);
  return filter.ok() ? Show(*filter) : "error: " + std::string(filter.status().message());
}

TEST(Filters, EmptyTextIsEveryRow) {
  EXPECT_EQ(Parsed<FollowUp>(""), "all()");
  EXPECT_EQ(Parsed<FollowUp>("  "), "all()");
}

TEST(Filters, OrBindsCloserThanAnd) {
  EXPECT_EQ(Parsed<FollowUp>("state = SCHEDULED AND kind = CALL OR kind = VISIT"),
            "all(state=1 any(kind=1 kind=2))");
  EXPECT_EQ(Parsed<FollowUp>("(state = SCHEDULED AND kind = CALL) OR kind = VISIT"),
            "any(all(state=1 kind=1) kind=2)");
}

TEST(Filters, TermsSideBySideAreAnded) {
  EXPECT_EQ(Parsed<FollowUp>("state=STATE_SCHEDULED -kind=CALL NOT assignee:*"),
            "all(state=1 not(kind=1) not(assignee:*))");
}

TEST(Filters, TimestampsAreInstants) {
  EXPECT_EQ(Parsed<FollowUp>("due_time < 1970-01-01T00:00:01Z"), "due_time<1000000");
  EXPECT_EQ(Parsed<FollowUp>("due_time >= \"1970-01-01T01:00:00+01:00\""), "due_time>=0");
}

TEST(Filters, NamesCompareWithoutRegardToCase) {
  EXPECT_EQ(Parsed<Patient>("family_name:\"ÅNG\""), "family_name:'ång'");
}

TEST(Filters, QuotedTextMayHoldQuotesAndOperators) {
  EXPECT_EQ(Parsed<FollowUp>(R"(assignee = "a\"b AND c)"
                             "\""),
            R"(assignee='a"b AND c')");
}

TEST(Filters, ProblemsTellTheColumnAndRepeatNothing) {
  const auto status =
      ParseFilter(TableOf<FollowUp>(), "state = SCHEDULED AND secretname = 1").status();
  EXPECT_EQ(ReasonOf(status), midstance::v1::ERROR_REASON_FILTER_INVALID);
  EXPECT_EQ(ErrorInfoOf(status)->metadata().at("column"), "23");
  EXPECT_THAT(std::string(status.message()), HasSubstr("due_time"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secretname")));
}

TEST(Filters, WhatDoesNotParseIsRefused) {
  for (const std::string_view text :
       {"state", "state =", "state = ", "= OPEN", "(state = OPEN", "state = OPEN)", "state = NOPE",
        "state < OPEN", "due_time = yesterday", "assignee = \"open", "AND", "state = OPEN AND",
        "fingerprint = x", "state ~ OPEN"}) {
    EXPECT_THAT(Parsed<FollowUp>(text), HasSubstr("error")) << text;
  }
  EXPECT_THAT(Parsed<Escalation>("fingerprint = \"a\""), HasSubstr("error"));
}

// What a value is called in a filter.
std::string BareName(const google::protobuf::EnumDescriptor& type, int index) {
  const std::string zero = type.value(0)->name();
  const std::string prefix = zero.substr(0, zero.size() - std::string("UNSPECIFIED").size());
  const std::string& name = type.value(index)->name();
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

TEST(Filters, AWrongValueOfAnyEnumFieldIsAnsweredWithTheFieldAndItsValues) {
  int tried = 0;
  for (const TableSpec* table : AllTables()) {
    for (const FilterField& field : FieldsOf(*table)) {
      if (field.enumeration == nullptr) continue;
      ++tried;
      const std::string name(field.name);
      SCOPED_TRACE(std::string(table->resource_type) + "." + name);
      const auto refused = ParseFilter(*table, name + " = HIGH").status();
      EXPECT_EQ(ReasonOf(refused), midstance::v1::ERROR_REASON_FILTER_INVALID);
      const std::string said(refused.message());
      EXPECT_THAT(said, HasSubstr(name + ": expected one of "));
      for (int i = 1; i < field.enumeration->value_count(); ++i) {
        const std::string value = BareName(*field.enumeration, i);
        EXPECT_THAT(said, ContainsRegex("( |, )" + value + "(,|$)"));
        for (const std::string& word : {value, field.enumeration->value(i)->name()}) {
          const auto found = ParseFilter(*table, name + " = " + word);
          ASSERT_TRUE(found.ok()) << word << ": " << found.status();
          EXPECT_EQ(Show(found->value), std::to_string(field.enumeration->value(i)->number()));
        }
      }
    }
  }
  EXPECT_GT(tried, 10);
}

TEST(Filters, DepthLengthAndNumberAreBounded) {
  EXPECT_THAT(Parsed<FollowUp>(std::string(50, '(') + "state=SCHEDULED" + std::string(50, ')')),
              HasSubstr("too deep"));
  std::string many;
  for (int i = 0; i < 60; ++i) many += "kind=CALL ";
  EXPECT_THAT(Parsed<FollowUp>(many), HasSubstr("too many"));
  EXPECT_THAT(Parsed<FollowUp>(std::string(3000, ' ')), HasSubstr("longer"));
}

std::string Ordered(std::string_view text) {
  const auto order = ParseOrderBy(TableOf<FollowUp>(), text);
  if (!order.ok()) return "error: " + std::string(order.status().message());
  std::string shown;
  for (const OrderBy& field : *order) shown += field.column + (field.descending ? "- " : "+ ");
  return shown;
}

TEST(Orders, FieldsStandWithTheirDirection) {
  EXPECT_EQ(Ordered(""), "");
  EXPECT_EQ(Ordered("due_time"), "due_time+ ");
  EXPECT_EQ(Ordered("state desc,  due_time asc"), "state- due_time+ ");
}

TEST(Orders, WhatDoesNotParseIsRefused) {
  for (const std::string_view text : {"nope", "due_time up", "due_time,", ",", "due_time due_time",
                                      "due_time, due_time", "state, kind, assignee, name"}) {
    EXPECT_THAT(Ordered(text), HasSubstr("error")) << text;
  }
  const auto status = ParseOrderBy(TableOf<FollowUp>(), "state, nope").status();
  EXPECT_EQ(ReasonOf(status), midstance::v1::ERROR_REASON_ORDER_INVALID);
  EXPECT_EQ(ErrorInfoOf(status)->metadata().at("column"), "8");
}

}  // namespace
}  // namespace midstance::storage
