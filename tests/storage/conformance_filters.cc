#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "conformance.h"
#include "storage/filter.h"
#include "storage/tables/all.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::FollowUp;
using ::testing::ElementsAreArray;

class Filters : public StoreContract {};

// Less than 0, 0 or more than 0; both are numbers or both are texts.
int Compare(const Value& a, const Value& b) {
  if (const auto* text = std::get_if<std::string>(&a))
    return text->compare(std::get<std::string>(b));
  const auto order = std::get<std::int64_t>(a) <=> std::get<std::int64_t>(b);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

Value ValueOf(const FollowUp& row, std::string_view column) {
  const auto& columns = TableOf<FollowUp>().columns;
  return std::find_if(columns.begin(), columns.end(),
                      [column](const Column& c) { return c.name == column; })
      ->extract(row);
}

// What a filter means, said slowly.
bool Holds(const Filter& filter, const FollowUp& row) {
  const auto all = [&row](const Filter& inner) { return Holds(inner, row); };
  switch (filter.op) {
    case Filter::Op::kAll:
      return std::all_of(filter.of.begin(), filter.of.end(), all);
    case Filter::Op::kAny:
      return std::any_of(filter.of.begin(), filter.of.end(), all);
    case Filter::Op::kNot:
      return !Holds(filter.of[0], row);
    default:
      break;
  }
  const Value value = ValueOf(row, filter.column);
  const bool set = !std::holds_alternative<std::monostate>(value);
  if (std::holds_alternative<std::monostate>(filter.value)) return set;
  if (!set) return filter.op == Filter::Op::kNotEqual;
  switch (filter.op) {
    case Filter::Op::kEqual:
      return value == filter.value;
    case Filter::Op::kNotEqual:
      return value != filter.value;
    case Filter::Op::kLess:
      return Compare(value, filter.value) < 0;
    case Filter::Op::kLessOrEqual:
      return Compare(value, filter.value) <= 0;
    case Filter::Op::kGreater:
      return Compare(value, filter.value) > 0;
    case Filter::Op::kGreaterOrEqual:
      return Compare(value, filter.value) >= 0;
    case Filter::Op::kHas:
      return std::get<std::string>(value).starts_with(std::get<std::string>(filter.value));
    default:
      return false;
  }
}

std::vector<FollowUp> ManyFollowUps() {
  std::vector<FollowUp> rows;
  for (int i = 0; i < 48; ++i) {
    FollowUp row = AFollowUp("p1", "f" + std::to_string(100 + i));
    row.set_state(static_cast<FollowUp::State>(1 + i % 4));
    row.set_kind(static_cast<FollowUp::Kind>(1 + i % 3));
    if (i % 5 != 0) *row.mutable_due_time() = TimestampOf(kNow + std::chrono::hours{i % 7});
    row.set_assignee(i % 2 == 0 ? "users/kim" : "users/lee");
    rows.push_back(row);
  }
  return rows;
}

Filter RandomFilter(std::mt19937& random, int depth) {
  const auto pick = [&random](int below) {
    return static_cast<int>(random() % static_cast<unsigned>(below));
  };
  if (depth > 0 && pick(3) > 0) {
    std::vector<Filter> of;
    for (int i = pick(3); i >= 0; --i) of.push_back(RandomFilter(random, depth - 1));
    const int kind = pick(3);
    if (kind == 0) return Filter::Not(std::move(of[0]));
    return kind == 1 ? Filter::All(std::move(of)) : Filter::Any(std::move(of));
  }
  constexpr Filter::Op kOps[] = {Filter::Op::kEqual,   Filter::Op::kNotEqual,
                                 Filter::Op::kLess,    Filter::Op::kLessOrEqual,
                                 Filter::Op::kGreater, Filter::Op::kGreaterOrEqual};
  const Filter::Op op = kOps[pick(6)];
  switch (pick(5)) {
    case 0:
      return Filter::Compare("state", op, std::int64_t{1 + pick(4)});
    case 1:
      return Filter::Compare("due_time", op, MicrosOf(kNow + std::chrono::hours{pick(7)}));
    case 2:
      return Filter::Compare("due_time", Filter::Op::kHas, std::monostate{});
    case 3:
      return Filter::Compare("assignee", Filter::Op::kHas,
                             std::string(pick(2) == 0 ? "users/k" : "users/"));
    default:
      return Filter::Compare("assignee", op, std::string("users/kim"));
  }
}

TEST_P(Filters, EveryFilterMeansWhatItSaysAndEveryOrderIsTotal) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  const std::vector<FollowUp> rows = ManyFollowUps();
  ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) -> absl::Status {
                for (FollowUp row : rows) MIDSTANCE_RETURN_IF_ERROR(w.Insert(row, kNow));
                return absl::OkStatus();
              }).ok());
  const std::vector<std::vector<OrderBy>> orders = {{},
                                                    {{"due_time", false}},
                                                    {{"due_time", true}},
                                                    {{"state", false}, {"due_time", true}},
                                                    {{"assignee", true}}};
  std::mt19937 random(20240229);
  for (int i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    Query query{
        .name_prefix = "patients/p1/", .where = RandomFilter(random, 3), .limit = 1 + i % 9};
    query.order = orders[static_cast<std::size_t>(i) % orders.size()];
    std::vector<std::string> expected;
    for (const FollowUp& row : rows) {
      const bool holds = Holds(query.where, row);
      if (holds) expected.push_back(row.name());
      EXPECT_EQ(holds, Matches(query.where, [&row](std::string_view column) {
                  const Value value = ValueOf(row, column);
                  return std::holds_alternative<std::monostate>(value) ? std::vector<Value>()
                                                                       : std::vector{value};
                }));
    }
    std::vector<std::string> names = Names<FollowUp>(store(), query);
    std::sort(names.begin(), names.end());
    ASSERT_THAT(names, ElementsAreArray(expected));
  }
}

INSTANTIATE_TEST_SUITE_P(Store, Filters, ::testing::ValuesIn(Factories()), NameOfFactory);

}  // namespace
}  // namespace midstance::storage::testing
