#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "clients/cli/app.h"
#include "midstance/v1/patient.pb.h"

namespace midstance::cli {
namespace {

struct Outcome {
  int code = 0;
  std::string data;
  std::string talk;
};

// Runs without a profile: whatever calls the server ends with "nobody is signed in".
Outcome RunLine(std::vector<std::string> arguments) {
  std::ostringstream data;
  std::ostringstream talk;
  Context context(data, talk);
  arguments.insert(arguments.begin(), {"--profile", "/nonexistent/profile.json"});
  const int code = RunCommandLine(std::move(arguments), context);
  return {code, data.str(), talk.str()};
}

TEST(CommandLine, HelpBeginsWithExamples) {
  const Outcome help = RunLine({"check-ins", "record", "--help"});
  EXPECT_EQ(help.code, 0);
  const auto examples = help.data.find("Examples:");
  ASSERT_NE(examples, std::string::npos) << help.data;
  EXPECT_LT(examples, help.data.find("Usage:"));
  EXPECT_EQ(help.talk, "");
}

TEST(CommandLine, AnUnknownWordIsToldWithoutItsControlCharacters) {
  EXPECT_THAT(RunLine({"pat\x1b[2Jx"}).talk, ::testing::Not(::testing::HasSubstr("\x1b")));
}

TEST(CommandLine, OutputThatCannotBeWrittenToItsEndIsAFailure) {
  struct Full : std::streambuf {
    int_type overflow(int_type) override { return traits_type::eof(); }
  } full;
  std::ostream data(&full);
  std::ostringstream talk;
  Context context(data, talk);
  for (const char* words : {"commands", "--help"}) {
    data.clear();
    talk.str("");
    EXPECT_EQ(RunCommandLine({words}, context), 1) << words;
    EXPECT_THAT(talk.str(), ::testing::HasSubstr("could not be written")) << words;
  }
}

TEST(CommandLine, ADocumentIsNotAskedAboutRows) {
  for (const std::string option : {"--exit-code", "--watch"}) {
    const Outcome refused = RunLine({"reports", "run", "caseload", "--output", "x.pdf", option});
    EXPECT_EQ(refused.code, 2) << option << refused.talk;
    EXPECT_THAT(refused.talk, ::testing::HasSubstr(option));
  }
}

TEST(CommandLine, EveryVerbHasHelpWithAnExample) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"sign-in"},
                                                                 {"sign-out"},
                                                                 {"session", "confirm"},
                                                                 {"whoami"},
                                                                 {"patients", "list"},
                                                                 {"patients", "show"},
                                                                 {"patients", "create"},
                                                                 {"patients", "update"},
                                                                 {"patients", "search"},
                                                                 {"patients", "duplicates"},
                                                                 {"patients", "merge"},
                                                                 {"patients", "unmerge"},
                                                                 {"patients", "archive"},
                                                                 {"patients", "unarchive"},
                                                                 {"patients", "history"},
                                                                 {"patients", "import"},
                                                                 {"cases", "list"},
                                                                 {"cases", "show"},
                                                                 {"cases", "create"},
                                                                 {"cases", "hold"},
                                                                 {"cases", "resume"},
                                                                 {"cases", "discharge"},
                                                                 {"cases", "open"},
                                                                 {"cases", "start-program"},
                                                                 {"cases", "review-due"},
                                                                 {"cases", "refer"},
                                                                 {"cases", "plan-discharge"},
                                                                 {"cases", "close"},
                                                                 {"cases", "reopen"},
                                                                 {"cases", "check"},
                                                                 {"cases", "summary"},
                                                                 {"cases", "goal"},
                                                                 {"cases", "plan"},
                                                                 {"cases", "access"},
                                                                 {"check-ins", "list"},
                                                                 {"check-ins", "show"},
                                                                 {"check-ins", "record"},
                                                                 {"check-ins", "retract"},
                                                                 {"check-ins", "link"},
                                                                 {"check-ins", "form"},
                                                                 {"check-ins", "upload"},
                                                                 {"adherence"},
                                                                 {"progress"},
                                                                 {"assessments", "list"},
                                                                 {"assessments", "show"},
                                                                 {"assessments", "record"},
                                                                 {"assessments", "preview"},
                                                                 {"assessments", "examination"},
                                                                 {"considerations", "list"},
                                                                 {"considerations", "show"},
                                                                 {"considerations", "case"},
                                                                 {"escalations", "raise"},
                                                                 {"escalations", "list"},
                                                                 {"escalations", "show"},
                                                                 {"escalations", "acknowledge"},
                                                                 {"escalations", "resolve"},
                                                                 {"referrals", "list"},
                                                                 {"referrals", "show"},
                                                                 {"referrals", "create"},
                                                                 {"referrals", "redraft"},
                                                                 {"referrals", "send"},
                                                                 {"referrals", "step"},
                                                                 {"referrals", "close"},
                                                                 {"referrals", "letter"},
                                                                 {"referrals", "reply-link"},
                                                                 {"referrals", "for-reply"},
                                                                 {"referrals", "answer"},
                                                                 {"reports", "list"},
                                                                 {"reports", "run"},
                                                                 {"follow-ups", "list"},
                                                                 {"follow-ups", "show"},
                                                                 {"follow-ups", "create"},
                                                                 {"follow-ups", "complete"},
                                                                 {"follow-ups", "reschedule"},
                                                                 {"follow-ups", "cancel"},
                                                                 {"measures", "list"},
                                                                 {"measures", "show"},
                                                                 {"measures", "score"},
                                                                 {"outcomes", "list"},
                                                                 {"outcomes", "show"},
                                                                 {"outcomes", "record"},
                                                                 {"outcomes", "compare"},
                                                                 {"outcomes", "amend"},
                                                                 {"outcomes", "retract"},
                                                                 {"follow-ups", "no-show"},
                                                                 {"follow-ups", "schedule"},
                                                                 {"worklist"},
                                                                 {"exercises", "list"},
                                                                 {"exercises", "show"},
                                                                 {"programs", "list"},
                                                                 {"programs", "show"},
                                                                 {"programs", "create"},
                                                                 {"programs", "publish"},
                                                                 {"programs", "revise"},
                                                                 {"programs", "retire"},
                                                                 {"programs", "assign"},
                                                                 {"enrollments", "list"},
                                                                 {"enrollments", "show"},
                                                                 {"enrollments", "check"},
                                                                 {"enrollments", "prescribe"},
                                                                 {"enrollments", "progress"},
                                                                 {"enrollments", "regress"},
                                                                 {"enrollments", "hold"},
                                                                 {"enrollments", "resume"},
                                                                 {"enrollments", "release"},
                                                                 {"enrollments", "complete"},
                                                                 {"enrollments", "stop"},
                                                                 {"enrollments", "excuse"},
                                                                 {"timeline"},
                                                                 {"explain"},
                                                                 {"watch"},
                                                                 {"rules", "list"},
                                                                 {"rules", "show"},
                                                                 {"rules", "backtest"},
                                                                 {"rules", "tune"},
                                                                 {"rules", "propose"},
                                                                 {"rules", "revisions"},
                                                                 {"rules", "approve"},
                                                                 {"rules", "activate"},
                                                                 {"rules", "activations"},
                                                                 {"running", "stages"},
                                                                 {"running", "entry"},
                                                                 {"running", "start"},
                                                                 {"running", "show"},
                                                                 {"running", "list"},
                                                                 {"running", "propose"},
                                                                 {"running", "decide"},
                                                                 {"running", "pain-rule"},
                                                                 {"running", "end"},
                                                                 {"running", "check"},
                                                                 {"running", "load"},
                                                                 {"users", "list"},
                                                                 {"users", "create"},
                                                                 {"users", "update"},
                                                                 {"users", "disable"},
                                                                 {"deliveries", "list"},
                                                                 {"deliveries", "show"},
                                                                 {"deliveries", "retry"},
                                                                 {"deliveries", "cancel"},
                                                                 {"audit", "list"},
                                                                 {"audit", "verify"},
                                                                 {"server", "info"},
                                                                 {"commands"},
                                                                 {"completion"},
                                                                 {"manual"}}) {
    auto line = words;
    line.emplace_back("--help");
    const Outcome help = RunLine(line);
    EXPECT_EQ(help.code, 0) << words.back();
    EXPECT_NE(help.data.find("Examples:"), std::string::npos) << words.back();
  }
}

TEST(CommandLine, AMistypedCommandIsAnsweredWithTheNearest) {
  const Outcome outcome = RunLine({"escalation", "list"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.talk.find("did you mean 'escalations'?"), std::string::npos) << outcome.talk;
  EXPECT_EQ(outcome.data, "");
}

TEST(CommandLine, AMistypedVerbIsAnsweredWithTheNearestOfItsNoun) {
  const Outcome outcome = RunLine({"cases", "holt", "patients/p/cases/c"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.talk.find("did you mean 'hold'?"), std::string::npos) << outcome.talk;
}

TEST(CommandLine, OptionsBeforeAMistypedCommandDoNotHideIt) {
  const Outcome outcome = RunLine({"--quiet", "--format", "csv", "cases", "lst"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.talk.find("did you mean 'list'?"), std::string::npos) << outcome.talk;
}

TEST(CommandLine, AWordOfAFixedListIsTakenInAnyCaseAndAnotherIsRefused) {
  const std::vector<std::string> raise = {"escalations", "raise", "patients/p/cases/c",
                                          "--reason",    "Worse", "--urgency"};
  for (const auto& [urgency, code] : {std::pair("urgent", 3), {"URGENT", 3}, {"urgentt", 2}}) {
    auto line = raise;
    line.emplace_back(urgency);
    EXPECT_EQ(RunLine(line).code, code) << urgency;
  }
}

TEST(CommandLine, AMissingArgumentIsAUsageError) {
  EXPECT_EQ(RunLine({"cases", "hold", "patients/p/cases/c"}).code, 2);
  EXPECT_EQ(RunLine({"patients", "list", "--format", "xml"}).code, 2);
  EXPECT_EQ(RunLine({"patients", "list", "--limit", "0"}).code, 2);
  EXPECT_EQ(RunLine({}).code, 2);
}

TEST(CommandLine, AnswersMayBeginWithABlankOrAMinus) {
  for (const char* answers : {"-,1,2", "-3", "pain=-,1,2"}) {
    EXPECT_EQ(RunLine({"measures", "score", "lefs", "--answers", answers}).code, 3) << answers;
  }
  EXPECT_EQ(RunLine({"measures", "score", "lefs"}).code, 2);
}

TEST(CommandLine, WithoutASessionNothingIsAllowed) {
  const Outcome outcome = RunLine({"patients", "list", "--format", "csv"});
  EXPECT_EQ(outcome.code, 3);
  EXPECT_NE(outcome.talk.find("midstance sign-in"), std::string::npos);
  EXPECT_EQ(outcome.data, "");
}

TEST(CommandLine, TheCommandsAreListedInEveryFormatWithoutAServer) {
  EXPECT_NE(RunLine({"commands"}).data.find("cases hold"), std::string::npos);
  EXPECT_NE(RunLine({"commands", "--format", "csv"}).data.find("\r\ncases hold,"),
            std::string::npos);
  EXPECT_NE(RunLine({"commands", "--format", "json"}).data.find("\"command\":\"cases hold\""),
            std::string::npos);
}

TEST(CommandLine, ColourIsAskedForRefusedOrLeftToTheTerminal) {
  for (const char* when : {"auto", "always", "never"}) {
    EXPECT_EQ(RunLine({"commands", "--colour", when}).code, 0);
  }
  EXPECT_EQ(RunLine({"commands", "--color", "never"}).code, 0);
  EXPECT_EQ(RunLine({"commands", "--colour", "sometimes"}).code, 2);
}

TEST(CommandLine, ColourIsShownInAPipeWhenItIsAlwaysWanted) {
  const auto shown = [](const std::string& colour) {
    std::ostringstream data;
    std::ostringstream talk;
    Context context(data, talk);
    context.colour = colour;
    context.Print(Grid{{{"URGENCY"}}, {{"URGENT"}}});
    return data.str();
  };
  EXPECT_NE(shown("always").find("\033["), std::string::npos);
  EXPECT_EQ(shown("auto").find("\033["), std::string::npos);
  EXPECT_EQ(shown("never").find("\033["), std::string::npos);
}

TEST(CommandLine, WhatWasFoundIsToldByTheExitCodeWhenItIsAskedFor) {
  std::ostringstream data;
  std::ostringstream talk;
  Context context(data, talk);
  const std::vector<v1::Patient> nobody;
  const std::vector<v1::Patient> somebody(1);
  const Columns<v1::Patient> columns = {{"NAME", [](const auto& p) { return p.name(); }}};
  EXPECT_TRUE(context.ShowAll(columns, somebody).ok());
  EXPECT_EQ(context.FoundCode(), 0);
  context.tells_found = true;
  EXPECT_EQ(context.FoundCode(), 10);
  Context other(data, talk);
  other.tells_found = true;
  EXPECT_TRUE(other.ShowAll(columns, nobody).ok());
  EXPECT_EQ(other.FoundCode(), 0);
}

TEST(CommandLine, WhoInterruptsIsToldNothing) {
  EXPECT_EQ(ExitCode(Interrupted()), 130);
  EXPECT_EQ(ExitCode(absl::CancelledError("the server is gone")), 1);
}

TEST(CommandLine, SigningInNeedsAServerOnce) {
  const Outcome outcome = RunLine({"sign-in", "--user", "lena"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_NE(outcome.talk.find("--join"), std::string::npos);
}

}  // namespace
}  // namespace midstance::cli
