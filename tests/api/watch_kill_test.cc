#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/api/builders.h"
#include "tests/api/watcher.h"

namespace midstance::testing {
namespace {

// A stream that is cut off a hundred times while others write: each time the reader goes on from
// the last token that reached it, wherever in the stream it was cut.
TEST(WatchKill, AHundredCutStreamsLoseNothingAndRepeatNothing) {
  constexpr int kCuts = 100;
  constexpr std::size_t kChanges = 400;
  // What was cut gives its place back a little later.
  Clinic clinic({.watch = {.total = 256, .per_clinic = 256, .per_caller = 256}});
  const auto lena = clinic.Clinician("lena");
  const auto a_case = clinic.ARunner(lena);
  std::string token;
  {
    Watcher first(clinic.server(), lena, WatchAll({"CheckIn"}));
    clinic.server().application().door().Beat();
    first.UntilQuiet();
    token = first.token();
  }
  ASSERT_NE(token, "");

  std::vector<std::string> written;
  std::thread writer([&] {
    for (std::size_t i = 0; i < kChanges; ++i) {
      written.push_back(clinic.CheckIn(lena, a_case, QuietKnee()).check_in().name());
    }
  });
  std::vector<std::string> told;
  for (int cut = 0; cut < kCuts && !::testing::Test::HasFailure(); ++cut) {
    Watcher watcher(clinic.server(), lena, WatchFrom(token, {"CheckIn"}));
    // Sometimes before it has told anything.
    for (int i = 0; i < cut % 5; ++i) {
      told.push_back(watcher.NextChange().name());
      token = watcher.token();
    }
    watcher.Cancel();
  }
  Watcher last(clinic.server(), lena, WatchFrom(token, {"CheckIn"}));
  while (told.size() < kChanges && !::testing::Test::HasFailure()) {
    told.push_back(last.NextChange().name());
  }
  writer.join();
  EXPECT_EQ(told, written);
  clinic.server().application().door().Beat();
  EXPECT_THAT(last.UntilQuiet(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace midstance::testing
