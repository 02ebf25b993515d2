#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "clients/cli/app.h"
#include "clients/cli/command_tree.h"
#include "clients/cli/output/completion.h"
#include "clients/cli/output/manual.h"

namespace midstance::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Commands : public testing::Test {
 protected:
  Commands() {
    AddProgram(app_, context_);
    all_ = CommandsOf(app_);
  }

  std::ostringstream data_, talk_;
  Context context_{data_, talk_};
  CLI::App app_;
  std::vector<CommandNode> all_;
};

TEST_F(Commands, AreKnownByTheirWords) {
  std::vector<std::string> words;
  for (const CommandNode& node : all_) words.push_back(node.words);
  EXPECT_EQ(words.front(), "");
  EXPECT_THAT(words, Contains("cases"));
  EXPECT_THAT(words, Contains("cases hold"));
  EXPECT_THAT(words, Contains("patients import"));
  EXPECT_GT(words.size(), 100U);
}

TEST_F(Commands, HaveExamplesWhereTheyDoSomething) {
  for (const CommandNode& node : all_) {
    if (node.words.empty() || node.IsGroup()) continue;
    EXPECT_THAT(node.app->get_footer(), HasSubstr("midstance " + node.words)) << node.words;
  }
}

TEST_F(Commands, AndTheirOptionsAreDescribed) {
  for (const CommandNode& node : all_) {
    EXPECT_NE(node.app->get_description(), "") << node.words;
    auto options = OptionsOf(*node.app);
    const auto positionals = PositionalsOf(*node.app);
    options.insert(options.end(), positionals.begin(), positionals.end());
    for (const CLI::Option* option : options) {
      EXPECT_NE(option->get_description(), "") << node.words << ' ' << NameOf(*option);
    }
  }
}

TEST_F(Commands, TellTheWordsThatAnOptionMayHave) {
  for (const CommandNode& node : all_) {
    if (node.words != "escalations raise") continue;
    EXPECT_THAT(ChoicesOf(*node.app->get_option("--urgency")),
                ElementsAre("watch", "soon", "urgent", "emergency"));
    EXPECT_THAT(ChoicesOf(*node.app->get_option("--reason")), ElementsAre());
    return;
  }
  ADD_FAILURE();
}

TEST_F(Commands, StandInTheManualWithEachOfTheirOptions) {
  const auto pages = ManualPages(app_);
  const auto roff = [](std::string text) {
    for (std::size_t at = 0; (at = text.find('-', at)) != std::string::npos; at += 2) {
      text.insert(at, "\\");
    }
    return text;
  };
  for (const CommandNode& node : all_) {
    if (node.IsGroup()) continue;
    const std::size_t blank = node.words.find(' ');
    const std::string page = blank == std::string::npos
                                 ? "midstance.1"
                                 : "midstance-" + node.words.substr(0, blank) + ".1";
    const std::string& text = pages.at(page);
    const std::string head = ".SS \"midstance " + roff(node.words);
    const std::size_t begin = std::min(text.find(head + ' '), text.find(head + '"'));
    ASSERT_NE(begin, std::string::npos) << node.words;
    const std::string section = text.substr(begin, text.find("\n.SS ", begin + 1) - begin);
    for (const CLI::Option* option : OptionsOf(*node.app)) {
      if (option == node.app->get_help_ptr()) continue;
      EXPECT_THAT(section, HasSubstr('"' + roff(NameOf(*option)))) << node.words;
    }
  }
}

TEST_F(Commands, StandInTheCompletionOfBothShells) {
  for (const std::string& script : {BashCompletion(app_), ZshCompletion(app_)}) {
    for (const CommandNode& node : all_) {
      if (node.words.empty()) continue;
      EXPECT_THAT(script, HasSubstr(node.words.substr(node.words.find(' ') + 1)));
      for (const CLI::Option* option : OptionsOf(*node.app)) {
        EXPECT_THAT(script, HasSubstr(NameOf(*option))) << node.words;
      }
    }
  }
}

}  // namespace
}  // namespace midstance::cli
