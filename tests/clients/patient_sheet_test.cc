#include "clients/cli/patient_sheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "clients/cli/commands/patient_fields.h"
#include "support/status.h"

namespace midstance::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

PatientSheet Sheet(std::string_view text) {
  auto sheet = ReadPatientSheet(text);
  EXPECT_TRUE(sheet.ok()) << sheet.status();
  return sheet.ok() ? *std::move(sheet) : PatientSheet();
}

std::vector<std::string> TextsOf(const std::vector<SheetProblem>& problems) {
  std::vector<std::string> texts;
  texts.reserve(problems.size());
  for (const SheetProblem& problem : problems) texts.push_back(ProblemText(problem));
  return texts;
}

TEST(PatientSheets, ColumnsAreTheOptionsOfPatientsCreate) {
  const auto sheet = Sheet(
      "Given name,family,Date of birth,sex,weekly-km,surface,injury,injury,identifier,consent,id\n"
      "Amélie,\"Dubois, jr.\",1989-04-02,FEMALE,42.5,trail,ankle,knee,insurance=TK 12,"
      "letters=2026-03-27,amelie\n");
  EXPECT_THAT(sheet.problems, IsEmpty());
  ASSERT_EQ(sheet.patients.size(), 1U);
  const auto& request = sheet.patients[0].request;
  const v1::Patient& patient = request.patient();
  EXPECT_EQ(sheet.patients[0].line, 2U);
  EXPECT_EQ(request.patient_id(), "amelie");
  EXPECT_EQ(patient.given_name(), "Amélie");
  EXPECT_EQ(patient.family_name(), "Dubois, jr.");
  EXPECT_EQ(patient.birth_date(), "1989-04-02");
  EXPECT_EQ(patient.sex(), v1::SEX_FEMALE);
  EXPECT_EQ(patient.weekly_distance_km(), 42.5);
  EXPECT_EQ(patient.running().surface(), v1::RunningProfile::SURFACE_TRAIL);
  EXPECT_THAT(patient.running().past_injuries(), ElementsAre("ankle", "knee"));
  EXPECT_EQ(patient.identifiers(0).value(), "TK 12");
  EXPECT_EQ(patient.consents(0).given_date(), "2026-03-27");
}

TEST(PatientSheets, EverythingWrongIsToldByLineAndColumn) {
  const auto sheet = Sheet(
      "given,family,Born,sex,weekly km,identifier,surface\n"
      "Amélie,,1989-04-02,femail,far,TK12,\n"
      "Bruno,Costa\n"
      ",,,,,,\n"
      "\n"
      "Chen,Wu,1990-01-01,,,,beach\n"
      "\xFF,Wu,1990-01-01,,,,\n");
  EXPECT_EQ(sheet.lines, 4U);
  EXPECT_THAT(sheet.patients, IsEmpty());
  EXPECT_THAT(TextsOf(sheet.problems),
              ElementsAre(StartsWith("line 2, sex: 'femail' is none of {female,"),
                          "line 2, weekly km: 'far' is no number",
                          StartsWith("line 2, identifier: 'TK12' is no number of a system"),
                          "line 2, family: is missing", "line 3: has 2 cells, the first line has 7",
                          StartsWith("line 6, surface: 'beach' is none of"),
                          "line 7, given: is not UTF-8; save the file as UTF-8"));
}

TEST(PatientSheets, TheFirstLineMustNameTheColumns) {
  const auto why = [](std::string_view text) {
    return std::string(ReadPatientSheet(text).status().message());
  };
  EXPECT_EQ(why(""), "the file is empty; its first line names the columns");
  EXPECT_THAT(why("given,family,born,shoe size\n"), StartsWith("line 1: 'shoe size' is no column"));
  EXPECT_EQ(why("given,family\n"), "line 1: a column 'born' is missing");
  EXPECT_EQ(why("given,family,born,birth date\n"),
            "line 1: the column 'birth date' stands there twice");
  EXPECT_EQ(why("given;family;born\n"),
            "line 1: semicolons stand between the cells; save the file with commas");
  EXPECT_EQ(why("given,family,born\n\"A"), "line 2: a quote is never closed");
}

TEST(PatientSheets, TheSameFileGivesTheSameRequestIdsAndAnotherFileOthers) {
  constexpr char kFile[] = "given,family,born\nAmélie,Dubois,1989-04-02\nAda,Berg,1990-01-01\n";
  const auto once = Sheet(kFile);
  const auto again = Sheet(kFile);
  const auto other = Sheet(std::string(kFile) + "Bruno,Costa,1975-11-30\n");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(once.patients[i].request.request_id(), again.patients[i].request.request_id());
    ids.insert(once.patients[i].request.request_id());
    ids.insert(other.patients[i].request.request_id());
  }
  EXPECT_EQ(ids.size(), 4U);
}

TEST(PatientSheets, WhatTheServerCannotKnowYetIsComparedWithEarlierLines) {
  const auto sheet = Sheet(
      "given,family,born,id,identifier\n"
      "Amélie,Dubois,1989-04-02,amelie,insurance=TK 12\n"
      "amélie,DUBOIS,1989-04-02,,\n"
      "Bruno,Costa,1975-11-30,amelie,insurance=tk 12\n");
  ASSERT_EQ(sheet.patients.size(), 2U);
  EXPECT_EQ(sheet.patients[0].same_as, 0U);
  EXPECT_EQ(sheet.patients[1].same_as, 2U);
  EXPECT_THAT(TextsOf(sheet.problems), ElementsAre("line 4, id: stands in line 2 too",
                                                   "line 4, identifier: stands in line 2 too"));
}

TEST(PatientSheets, TheApostropheBeforeAFormulaIsNotPartOfTheCell) {
  const auto sheet = Sheet("given,family,born,phone\nA,'t Hart,1989-04-02,'+49 40 1\n");
  ASSERT_EQ(sheet.patients.size(), 1U);
  EXPECT_EQ(sheet.patients[0].request.patient().phone(), "+49 40 1");
  EXPECT_EQ(sheet.patients[0].request.patient().family_name(), "'t Hart");
}

TEST(PatientSheets, WhatTheServerRefusesIsToldByTheColumnsOfTheFile) {
  const auto sheet = Sheet(
      "given,family,Birth date,identifier,race-date\nAmélie,Dubois,1989-04-31,a=1,2026-02-30\n");
  ASSERT_EQ(sheet.patients.size(), 1U);
  google::rpc::BadRequest violations;
  AddViolation(violations, "patient.birth_date", "must be a day of the calendar");
  AddViolation(violations, "patient.running.goal_race_date", "must be a day of the calendar");
  AddViolation(violations, "patient.identifiers[0].value", "must not be empty");
  AddViolation(violations, "patient.care_team[0]", "must be a user");
  EXPECT_THAT(TextsOf(ProblemsOf(FieldsInvalid(violations), sheet.patients[0], sheet)),
              ElementsAre("line 2, Birth date: must be a day of the calendar",
                          "line 2, race-date: must be a day of the calendar",
                          "line 2, identifier: must not be empty",
                          "line 2, patient.care_team[0]: must be a user"));
  const absl::Status taken =
      Error(v1::ERROR_REASON_RESOURCE_EXISTS).Because("the name of the patient is taken");
  EXPECT_THAT(TextsOf(ProblemsOf(taken, sheet.patients[0], sheet)),
              ElementsAre("line 2: the name of the patient is taken"));
}

TEST(PatientSheets, EveryOptionOfANewPatientIsTheSourceOfAField) {
  CLI::App verb;
  verb.set_help_flag();
  PatientFields fields;
  AddPatientFields(verb, fields, true);
  std::set<std::string> options;
  for (const CLI::Option* option : verb.get_options()) {
    options.insert(option->get_lnames().front());
  }
  std::set<std::string> sources;
  const auto add = [&sources](const google::protobuf::Descriptor& type, const std::string& before) {
    for (int i = 0; i < type.field_count(); ++i) {
      sources.insert(SourceOf(before + type.field(i)->name()).option);
    }
  };
  add(*v1::Patient::descriptor(), "");
  add(*v1::RunningProfile::descriptor(), "running.");
  add(*v1::EmergencyContact::descriptor(), "emergency_contact.");
  sources.erase("");
  EXPECT_EQ(sources, options);
  EXPECT_EQ(SourceOf("running.past_injuries[2]").index, 2);
}

TEST(PatientSheets, WhoWasRegisteredBeforeIsKnownByAllThatTheLineSays) {
  v1::Patient given;
  given.set_given_name("Amélie");
  given.set_birth_date("1989-04-02");
  v1::Patient there = given;
  there.set_name("patients/amelie");
  there.set_phone("1");
  EXPECT_TRUE(SaysTheSame(given, there));
  given.set_phone("2");
  EXPECT_FALSE(SaysTheSame(given, there));
}

}  // namespace
}  // namespace midstance::cli
