#include <gtest/gtest.h>

#include <clocale>

#include "clients/cli/columns/columns.h"
#include "clients/cli/output/csv.h"
#include "clients/cli/output/json.h"
#include "clients/cli/output/table.h"
#include "clients/cli/output/trace.h"
#include "clients/core/words.h"

namespace midstance::cli {
namespace {

v1::Patient APatient(const std::string& family, const std::string& given, const std::string& id) {
  v1::Patient patient;
  patient.set_name("patients/" + id);
  patient.set_family_name(family);
  patient.set_given_name(given);
  patient.set_birth_date("1989-05-12");
  patient.set_weekly_distance_km(42.5);
  patient.add_care_team("users/01a");
  return patient;
}

v1::Escalation AnEscalation() {
  v1::Escalation escalation;
  escalation.set_name("patients/p/cases/c/escalations/e");
  escalation.set_urgency(rules::v1::URGENT);
  escalation.set_state(v1::Escalation::STATE_OPEN);
  escalation.mutable_site()->set_area(v1::AREA_HIP);
  escalation.mutable_site()->set_side(v1::SIDE_LEFT);
  escalation.set_title("Night pain that nothing eases");
  *escalation.mutable_raised_time() = *client::ParseTime("2026-11-23T06:41");
  return escalation;
}

class OutputTest : public testing::Test {
 protected:
  // Widths of letters come from the locale.
  void SetUp() override { ASSERT_NE(std::setlocale(LC_ALL, "C.UTF-8"), nullptr); }
};

TEST_F(OutputTest, ATableAlignsNamesOfEveryScript) {
  const std::vector<v1::Patient> patients = {APatient("Dubois", "Amélie", "amelie"),
                                             APatient("王", "小明", "xiaoming"),
                                             APatient("Παπαδάκη", "Ελένη", "eleni")};
  EXPECT_EQ(
      FormatTable(MakeGrid(PatientColumns(), patients), {}),
      "FAMILY NAME  GIVEN NAME  BORN        KM A WEEK  CARE TEAM  NAME               DELETED  "
      "IDENTIFIERS  ARCHIVED  MERGED INTO\n"
      "Dubois       Amélie      1989-05-12       42.5  users/01a  patients/amelie\n"
      "王           小明        1989-05-12       42.5  users/01a  patients/xiaoming\n"
      "Παπαδάκη     Ελένη       1989-05-12       42.5  users/01a  patients/eleni\n");
}

TEST_F(OutputTest, OneResourceIsShownInLinesWithoutWhatIsEmpty) {
  const Grid grid{{{"STATE"}, {"NOTE"}, {"NAME"}}, {{"OPEN", "", "patients/p\x1b"}}};
  EXPECT_EQ(FormatRecord(grid, {}), "STATE  OPEN\nNAME   patients/p\\x1b\n");
}

TEST_F(OutputTest, ALongTextOfOneResourceGoesOnInTheNextLine) {
  const Grid grid{{{"NOTE"}}, {{"slept well, ran a little"}}};
  EXPECT_EQ(FormatRecord(grid, {.width = 20}), "NOTE  slept well,\n      ran a little\n");
}

TEST_F(OutputTest, ADetailIsShownOfOneResourceAndInCsvOnly) {
  const Grid grid{{{"NAME"}, {"GOALS", Fit::kDetail}}, {{"cases/a", "1. Run"}}};
  EXPECT_EQ(FormatTable(grid, {}), "NAME\ncases/a\n");
  EXPECT_EQ(FormatRecord(grid, {}), "NAME   cases/a\nGOALS  1. Run\n");
  EXPECT_EQ(FormatCsv(grid), "NAME,GOALS\r\ncases/a,1. Run\r\n");
}

TEST_F(OutputTest, ATableOfNothingIsEmpty) {
  EXPECT_EQ(FormatTable(MakeGrid(PatientColumns(), std::vector<v1::Patient>()), {}), "");
}

TEST_F(OutputTest, UrgencyIsAWordWithAndWithoutColour) {
  const Grid grid = MakeGrid(EscalationColumns(), std::vector{AnEscalation()});
  const std::string plain = FormatTable(grid, {});
  EXPECT_NE(plain.find("URGENT"), std::string::npos);
  EXPECT_EQ(plain.find('\033'), std::string::npos);
  const std::string coloured = FormatTable(grid, {.colour = true});
  EXPECT_NE(coloured.find("URGENT"), std::string::npos);
  EXPECT_NE(coloured.find('\033'), std::string::npos);
}

TEST_F(OutputTest, ALineBreakInTheDataDoesNotBreakTheTable) {
  const Grid grid{{{"NOTE"}, {"NAME"}}, {{"first\nsecond\tthird", "x"}}};
  EXPECT_EQ(FormatTable(grid, {}), "NOTE                NAME\nfirst second third  x\n");
}

TEST_F(OutputTest, ANarrowTerminalShortensFreeTextOnly) {
  const std::string table =
      FormatTable(MakeGrid(EscalationColumns(), std::vector{AnEscalation()}), {.width = 110});
  EXPECT_NE(table.find("patients/p/cases/c/escalations/e"), std::string::npos);
  EXPECT_EQ(table.find("Night pain that nothing eases"), std::string::npos);
}

TEST_F(OutputTest, CsvQuotesWhatNeedsQuotes) {
  const Grid grid{{{"A"}, {"B"}}, {{"plain", "with, comma"}, {"say \"so\"", "two\nlines"}}};
  EXPECT_EQ(FormatCsv(grid),
            "A,B\r\n"
            "plain,\"with, comma\"\r\n"
            "\"say \"\"so\"\"\",\"two\nlines\"\r\n");
}

TEST_F(OutputTest, CsvDisarmsWhatASpreadsheetWouldRun) {
  const Grid grid{{{"NOTE"}},
                  {{"=1+1"}, {"+49 40"}, {"-2+3"}, {"@SUM(A1)"}, {"\tx"}, {"\rx"}, {"a=b"}, {""}}};
  EXPECT_EQ(FormatCsv(grid),
            "NOTE\r\n'=1+1\r\n'+49 40\r\n'-2+3\r\n'@SUM(A1)\r\n'\tx\r\n\"'\rx\"\r\na=b\r\n\r\n");
}

TEST_F(OutputTest, CsvKeepsItsHeadingsWithoutRows) {
  EXPECT_EQ(FormatCsv(MakeGrid(CheckInLinkColumns(), std::vector<v1::CheckInLink>())),
            "ENDS,REVOKED,NAME\r\n");
}

TEST_F(OutputTest, AnEscalationReadsTheSameInTableAndCsv) {
  EXPECT_EQ(FormatCsv(MakeGrid(EscalationColumns(), std::vector{AnEscalation()})),
            "URGENCY,STATE,SITE,TITLE,RAISED,DUE,BASIS,NAME,OUTCOME,BECAUSE,LOOKED AT AGAIN,"
            "FIRST STEP,WITH\r\n"
            "URGENT,OPEN,hip/left,Night pain that nothing eases,2026-11-23T06:41:00Z,,,"
            "patients/p/cases/c/escalations/e,,,,,\r\n");
}

TEST_F(OutputTest, JsonUsesTheNamesOfTheSchemaAndKeepsZero) {
  v1::Observation observation;
  observation.set_code("rest_nprs");
  observation.set_number(0);
  EXPECT_EQ(FormatJson(observation, false), "{\"code\":\"rest_nprs\",\"number\":0}\n");
  EXPECT_EQ(FormatJsonArray({}), "[]\n");
  EXPECT_EQ(
      FormatJsonArray({&observation, &observation}),
      "[\n{\"code\":\"rest_nprs\",\"number\":0},\n{\"code\":\"rest_nprs\",\"number\":0}\n]\n");
}

TEST_F(OutputTest, JsonIsReadStrictly) {
  v1::CheckIn check_in;
  EXPECT_TRUE(
      ParseJson(R"({"note": "calm", "occurred_time": "2026-11-23T06:41:00Z"})", check_in).ok());
  EXPECT_EQ(check_in.note(), "calm");
  EXPECT_FALSE(ParseJson(R"({"noet": "calm"})", check_in).ok());
  EXPECT_FALSE(ParseJson("[]", check_in).ok());
}

TEST_F(OutputTest, AnExplanationTellsWhyAndWhyNot) {
  v1::EvaluateCaseResponse response;
  response.add_sentences("Consider bone stress of the left hip.");
  auto& evaluation = *response.mutable_evaluation();
  evaluation.set_rule_set("running-hip-core");
  evaluation.set_rule_set_version("2026.1");
  *evaluation.mutable_as_of() = *client::ParseTime("2026-11-23T07:00");
  auto& result = *evaluation.add_results();
  result.set_rule("night-pain-unremitting");
  result.set_title("Night pain that nothing eases");
  result.set_truth(rules::v1::HOLDS);
  result.set_urgency(rules::v1::URGENT);
  result.mutable_site()->set_area(rules::v1::HIP);
  result.mutable_site()->set_side(rules::v1::LEFT);
  result.set_basis("Night pain on two days.");
  auto& trace = *result.mutable_trace();
  trace.set_truth(rules::v1::HOLDS);
  trace.set_text("one of two");
  auto& child = *trace.add_children();
  child.set_truth(rules::v1::DOES_NOT_HOLD);
  child.set_label("three nights a week");
  child.set_text("two nights");
  EXPECT_EQ(FormatExplanation(response),
            "- Consider bone stress of the left hip.\n"
            "\n"
            "Night pain that nothing eases (night-pain-unremitting), hip/left: holds, URGENT\n"
            "  because: Night pain on two days.\n"
            "  holds: one of two\n"
            "    does not hold [three nights a week]: two nights\n"
            "\n"
            "Rules: running-hip-core 2026.1, as of 2026-11-23T07:00:00Z\n");
}

TEST_F(OutputTest, FindingsAreShownWithTheirPlaces) {
  v1::CheckIn check_in;
  auto& report = *check_in.add_reports();
  report.mutable_site()->set_area(v1::AREA_KNEE);
  report.mutable_site()->set_side(v1::SIDE_LEFT);
  report.add_observations()->set_code("swelling");
  report.mutable_observations(0)->set_number(1);
  report.add_observations()->set_code("warmth");
  report.mutable_observations(1)->set_answer(v1::ANSWER_PRESENT);
  auto& fever = *check_in.add_general();
  fever.set_code("fever");
  fever.set_answer(v1::ANSWER_ABSENT);
  const Grid grid = MakeGrid(CheckInColumns(), std::vector{check_in});
  EXPECT_EQ(grid.rows[0][3], "knee/left: swelling=1 warmth=PRESENT; fever=ABSENT");
}

}  // namespace
}  // namespace midstance::cli
