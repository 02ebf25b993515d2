#include "services/rules/scenario_places.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "services/rules/testing.h"

namespace midstance::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> PlaceProblemsOf(const std::string& places, const std::string& more = {}) {
  v1::Scenario scenario;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(name: "a lump that stays out, and it is red"
           rule: "hernia-strangulated"
           kind: POSITIVE
           entries {
             area: HIP
             side: LEFT
             observed { key: "lump_irreducible" value: "present" }
             observed { key: "redness" value: "present" }
           }
           expect {
             raised {
               rule: "hernia-strangulated"
               site { area: HIP side: LEFT }
               urgency: EMERGENCY
             }
           })pb" +
          places + " " + more,
      &scenario));
  return CheckPlaces(CoreInUtc(), scenario);
}

TEST(ScenarioPlaces, AStoryIsToldOfEveryArea) {
  EXPECT_THAT(PlaceProblemsOf("areas: [HIP, PELVIS]"), IsEmpty());
  EXPECT_THAT(PlaceProblemsOf("areas: [HIP]"),
              ElementsAre("day 0: hernia-strangulated holds as well, told of PELVIS"));
  EXPECT_THAT(PlaceProblemsOf("areas: [HIP, KNEE, PELVIS]"),
              ElementsAre("day 0: hernia-strangulated does not hold, told of KNEE"));
}

TEST(ScenarioPlaces, EachFindingIsNeededAtTheSite) {
  EXPECT_THAT(PlaceProblemsOf("together: ['lump_irreducible', 'redness']"), IsEmpty());
  EXPECT_THAT(PlaceProblemsOf("together: 'warmth'"),
              ElementsAre("day 0: hernia-strangulated does not tell warmth of the site"));
  const std::string hurts =
      "entries { name: 'entries/0' area: HIP side: LEFT observed { key: 'worst_nprs' value: '8' } "
      "}";
  EXPECT_THAT(
      PlaceProblemsOf("together: 'redness'", hurts),
      ElementsAre("day 0: hernia-strangulated holds also when redness is told of the other side"));
}

TEST(ScenarioPlaces, AStoryOfSeveralSitesHasNoOtherPlace) {
  const std::string other =
      "entries { area: KNEE side: LEFT observed { key: 'swelling' value: '0' } }";
  EXPECT_THAT(PlaceProblemsOf("areas: HIP", other),
              ElementsAre("areas and together need a story of one area on one side"));
}

}  // namespace
}  // namespace midstance::rules
