#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include "sqlite_stores.h"
#include "storage/sql/filter_sql.h"
#include "storage/sql/statements.h"
#include "storage/tables/all.h"
#include "world.h"

namespace midstance::storage::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The plans of a store's own schema.
class QueryPlans : public ::testing::Test {
 protected:
  QueryPlans() {
    auto store = Open(OptionsFor("sqlite:" + folder_.File("test.db")));
    EXPECT_TRUE(store.ok()) << store.status();
    store->reset();
    database_ = std::make_unique<SQLite::Database>(folder_.File("test.db"), SQLite::OPEN_READWRITE);
  }

  std::string PlanOf(std::string sql) {
    for (char& character : sql) {
      if (character == '$') character = '?';
    }
    std::string plan;
    SQLite::Statement explain(*database_, "EXPLAIN QUERY PLAN " + sql);
    while (explain.executeStep()) plan += explain.getColumn(3).getString() + "\n";
    return plan;
  }

  std::string ListPlan(const TableSpec& table, const Query& query) {
    sql::SortKey key(query.order.size(), Value(std::int64_t{1}));
    const auto list =
        sql::MakeList(table, kClinic, query, query.after_name.empty() ? sql::SortKey() : key);
    return list.ok() ? PlanOf(list->sql) : list.status().ToString();
  }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<SQLite::Database> database_;
};

TEST_F(QueryPlans, NoStatementReadsAWholeTable) {
  for (const std::string& text : sql::Statements(AllTables()).All()) {
    EXPECT_THAT(PlanOf(text), Not(HasSubstr("SCAN"))) << text;
  }
}

TEST_F(QueryPlans, NoListReadsAWholeTable) {
  for (const TableSpec* table : AllTables()) {
    for (const Query& query : {Query{}, Query{.name_prefix = "patients/p/"},
                               Query{.care_team_of = "users/kim"}, Query{.after_name = "n"}}) {
      EXPECT_THAT(ListPlan(*table, query), Not(HasSubstr("SCAN"))) << table->table;
    }
  }
}

TEST_F(QueryPlans, ChildrenOfOneCaseAreReadInOrderFromOnePlace) {
  for (const TableSpec* table : AllTables()) {
    const std::string plan =
        ListPlan(*table, {.name_prefix = "patients/p/cases/c/", .after_name = "n"});
    EXPECT_THAT(plan, HasSubstr("clinic=? AND name>? AND name<?")) << table->table;
    EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE"))) << table->table;
  }
}

TEST_F(QueryPlans, WorklistsAcrossPatientsUseTheirIndex) {
  using midstance::v1::Case;
  using midstance::v1::Escalation;
  using midstance::v1::FollowUp;
  using midstance::v1::Patient;
  using midstance::v1::Referral;
  const Filter open = Filter::Equal("state", std::int64_t{1});
  EXPECT_THAT(ListPlan(TableOf<Escalation>(), {.where = open, .order = {{"due_time", false}}}),
              AllOf(HasSubstr("escalations_due"), Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(ListPlan(TableOf<FollowUp>(), {.where = open, .order = {{"due_time", false}}}),
              AllOf(HasSubstr("follow_ups_due"), Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(ListPlan(TableOf<Referral>(), {.where = open, .order = {{"update_time", true}}}),
              AllOf(HasSubstr("referrals_state"), Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(ListPlan(TableOf<Case>(), {.where = open, .order = {{"update_time", false}}}),
              AllOf(HasSubstr("cases_state"), Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(ListPlan(TableOf<Patient>(), {.order = {{"family_name", false}}}),
              AllOf(HasSubstr("patients_family_name"), Not(HasSubstr("TEMP B-TREE"))));
}

TEST_F(QueryPlans, TheNewestCheckInsOfTheClinicAreReadFromAnIndex) {
  EXPECT_THAT(ListPlan(TableOf<midstance::v1::CheckIn>(), {.order = {{"occurred_time", true}}}),
              AllOf(HasSubstr("check_ins_occurred"), Not(HasSubstr("TEMP B-TREE"))));
}

TEST_F(QueryPlans, WhatOnePatientReportedIsReadByTimeFromAnIndex) {
  const Query patients{.name_prefix = "patients/p/cases/", .order = {{"occurred_time", true}}};
  Query oldest_of_case = patients;
  oldest_of_case.name_prefix += "c/check_ins/";
  oldest_of_case.order.front().descending = false;
  Query next_page = patients;
  next_page.after_name = "n";
  for (const Query& query : {patients, oldest_of_case, next_page}) {
    EXPECT_THAT(ListPlan(TableOf<midstance::v1::CheckIn>(), query),
                AllOf(HasSubstr("check_ins_of_patient (clinic=? AND patient=?"),
                      Not(HasSubstr("TEMP B-TREE"))));
    EXPECT_THAT(ListPlan(TableOf<midstance::v1::OutcomeScore>(), query),
                AllOf(HasSubstr("outcome_scores_occurred (clinic=? AND patient=?"),
                      Not(HasSubstr("TEMP B-TREE"))));
  }
}

TEST_F(QueryPlans, WhatCannotWaitIsReadFromAnIndexInItsOrder) {
  using midstance::v1::Case;
  using midstance::v1::Escalation;
  using midstance::v1::FollowUp;
  using midstance::v1::Referral;
  using Op = Filter::Op;
  const Filter one = Filter::Equal("state", std::int64_t{1});
  const Filter urgent = Filter::All({one, Filter::Equal("urgency", std::int64_t{3})});
  const Filter late = Filter::All({one, Filter::Compare("due_time", Op::kLess, std::int64_t{9})});
  const Filter reminded =
      Filter::All({one, Filter::All({Filter::Compare("reminded_time", Op::kNotEqual, {}),
                                     Filter::Compare("due_time", Op::kGreater, std::int64_t{9})})});
  const Filter to_remind = Filter::Compare("remind_time", Op::kLessOrEqual, std::int64_t{9});
  const auto reads = [](const char* index) {
    return AllOf(HasSubstr(index), Not(HasSubstr("TEMP B-TREE")), Not(HasSubstr("SCAN")));
  };
  const std::vector<OrderBy> by_due = {{"due_time", false}};
  EXPECT_THAT(ListPlan(TableOf<Escalation>(), {.where = urgent, .order = by_due}),
              reads("escalations_urgency"));
  EXPECT_THAT(ListPlan(TableOf<FollowUp>(), {.where = late, .order = by_due}),
              reads("follow_ups_due"));
  EXPECT_THAT(ListPlan(TableOf<FollowUp>(), {.where = reminded, .order = by_due}),
              reads("follow_ups_reminded"));
  EXPECT_THAT(
      ListPlan(TableOf<FollowUp>(), {.where = to_remind, .order = {{"remind_time", false}}}),
      reads("follow_ups_remind "));
  EXPECT_THAT(ListPlan(TableOf<Referral>(), {.where = urgent, .order = {{"update_time", false}}}),
              reads("referrals_urgency"));
  EXPECT_THAT(ListPlan(TableOf<Case>(), {.where = one, .order = {{"update_time", false}}}),
              reads("cases_state"));
}

TEST_F(QueryPlans, APageOfPatientsAndASumOfAMeasureAreReadFromOnePlaceEach) {
  const Query listed{.where = Filter::All({Filter::Equal("archive_time", std::monostate{}),
                                           Filter::Equal("merged_into", std::string())}),
                     .order = {{"family_name", false}}};
  EXPECT_THAT(
      ListPlan(TableOf<midstance::v1::Patient>(), listed),
      AllOf(HasSubstr("COVERING INDEX patients_family_name"), Not(HasSubstr("TEMP B-TREE"))));
  const TableSpec& scores = TableOf<midstance::v1::OutcomeScore>();
  const Filter active = Filter::Equal("state", std::int64_t{1});
  const Filter one = Filter::All({active, Filter::Equal("measure", std::string("measures/m"))});
  const Filter next = Filter::All(
      {active, Filter::Compare("measure", Filter::Op::kGreater, std::string("measures/m"))});
  for (const char* who : {"", "users/kim"}) {
    for (const char* after : {"", "patients/p/cases/c/outcomeScores/o"}) {
      EXPECT_THAT(
          ListPlan(scores, {.care_team_of = who, .where = one, .after_name = after, .brief = true}),
          AllOf(HasSubstr("COVERING INDEX outcome_scores_measure (clinic=? AND measure=?"),
                Not(HasSubstr("TEMP B-TREE"))));
    }
    EXPECT_THAT(
        ListPlan(
            scores,
            {.care_team_of = who, .where = next, .order = {{"measure", false}}, .brief = true}),
        AllOf(HasSubstr("COVERING INDEX outcome_scores_measure (clinic=? AND measure>?"),
              Not(HasSubstr("TEMP B-TREE"))));
  }
}

TEST_F(QueryPlans, WhatIsTypedIsFoundInTheIndexAndReadInItsOrder) {
  const sql::TableStatements texts =
      sql::Statements(AllTables()).Of(TableOf<midstance::v1::Patient>());
  EXPECT_THAT(PlanOf(texts.find_term), AllOf(HasSubstr("USING PRIMARY KEY (clinic=? AND term=?)"),
                                             Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(PlanOf(texts.find_beginning),
              AllOf(HasSubstr("USING PRIMARY KEY (clinic=? AND term>? AND term<?)"),
                    Not(HasSubstr("TEMP B-TREE"))));
  EXPECT_THAT(PlanOf(texts.remove_term),
              HasSubstr("USING PRIMARY KEY (clinic=? AND term=? AND name=?)"));
}

TEST_F(QueryPlans, APatientListOfOneOfTheStaffReadsAPageOfHerPatientsInOrder) {
  const Filter listed = Filter::All({Filter::Equal("archive_time", std::monostate{}),
                                     Filter::Equal("merged_into", std::string())});
  for (const Filter& where : {Filter::All(), listed}) {
    const Query query{
        .care_team_of = "users/kim", .where = where, .order = {{"family_name", false}}};
    EXPECT_THAT(ListPlan(TableOf<midstance::v1::Patient>(), query),
                AllOf(HasSubstr("COVERING INDEX care_team_listed (clinic=? AND member=?)"),
                      HasSubstr("SEARCH patients USING PRIMARY KEY (clinic=? AND name=?)"),
                      Not(HasSubstr("SCAN")), Not(HasSubstr("TEMP B-TREE"))));
  }
}

TEST_F(QueryPlans, ALaterPageOfPatientsBeginsWhereTheLastEnded) {
  Query query{.order = {{"family_name", false}}, .after_name = "patients/p"};
  EXPECT_THAT(ListPlan(TableOf<midstance::v1::Patient>(), query),
              AllOf(HasSubstr("patients_family_name (clinic=? AND family_name>?)"),
                    Not(HasSubstr("TEMP B-TREE"))));
  query.care_team_of = "users/kim";
  EXPECT_THAT(ListPlan(TableOf<midstance::v1::Patient>(), query),
              AllOf(HasSubstr("care_team_listed (clinic=? AND member=? AND family_name>?)"),
                    Not(HasSubstr("TEMP B-TREE"))));
}

}  // namespace
}  // namespace midstance::storage::testing
