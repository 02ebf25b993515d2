#include "services/exercises/catalogue.h"

#include <absl/strings/str_join.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <string>

#include "services/exercises/doses.h"
#include "support/status.h"

namespace midstance::exercises {
namespace {

using ::testing::Contains;
using ::testing::SizeIs;

Catalogue ShippedCatalogue() {
  auto made = Catalogue::Shipped();
  EXPECT_TRUE(made.ok()) << made.status();
  return *std::move(made);
}

// What the clinical table says of one exercise: the lower end of a range.
struct Row {
  const char* id;
  v1::Exercise::Kind kind;
  int sets;
  int reps;
  int seconds;
  int hold;
  double days_a_week;
  const char* cautions;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.id; }

constexpr Row kTable[] = {
    Row{"tr-iliacus", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 60, 0, 7, "K1 K2 K5"},
    Row{"tr-psoas", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 60, 0, 7, "K1 K2 K5"},
    Row{"tr-tfl", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 45, 0, 7, "K1 K4"},
    Row{"tr-glute-med", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 60, 0, 7, "K1 K4"},
    Row{"tr-piriformis", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 60, 0, 7, "K1 K2 K6"},
    Row{"tr-rectus-fem", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 60, 0, 7, "K1 K2"},
    Row{"tr-adductor", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 45, 0, 7, "K1"},
    Row{"tr-hamstring", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 60, 0, 7, "K1 K7"},
    Row{"tr-calf", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 60, 0, 7, "K1 K8"},
    Row{"tr-plantar", v1::Exercise::KIND_TENSION_RELEASE, 1, 0, 120, 0, 7, "K1"},
    Row{"tr-ql", v1::Exercise::KIND_TENSION_RELEASE, 2, 0, 45, 0, 7, "K1 K5"},
    Row{"st-bridge", v1::Exercise::KIND_STRENGTH, 3, 12, 0, 2, 3, "K7"},
    Row{"st-bridge-sl", v1::Exercise::KIND_STRENGTH, 3, 8, 0, 2, 3, "K3 K4 K7"},
    Row{"st-clam", v1::Exercise::KIND_STRENGTH, 3, 15, 0, 0, 3, "K4"},
    Row{"st-sidelie-abd", v1::Exercise::KIND_STRENGTH, 3, 12, 0, 3, 3, "K4"},
    Row{"st-iso-abd", v1::Exercise::KIND_STRENGTH, 4, 0, 30, 0, 7, "K4"},
    Row{"st-band-walk", v1::Exercise::KIND_STRENGTH, 3, 10, 0, 0, 3, "K3 K4"},
    Row{"st-hip-hike", v1::Exercise::KIND_STRENGTH, 3, 12, 0, 0, 3, "K3 K4"},
    Row{"st-side-plank", v1::Exercise::KIND_STRENGTH, 3, 0, 20, 0, 3, "K4"},
    Row{"st-squat", v1::Exercise::KIND_STRENGTH, 3, 10, 0, 0, 3, "K9"},
    Row{"st-split-squat", v1::Exercise::KIND_STRENGTH, 3, 8, 0, 0, 2, "K3 K9"},
    Row{"st-stepup", v1::Exercise::KIND_STRENGTH, 3, 10, 0, 0, 3, "K3 K9"},
    Row{"st-rdl", v1::Exercise::KIND_STRENGTH, 3, 8, 0, 0, 2, "K7"},
    Row{"st-hipflex-iso", v1::Exercise::KIND_STRENGTH, 4, 0, 20, 0, 7, "K3 K9"},
    Row{"st-hipflex-band", v1::Exercise::KIND_STRENGTH, 3, 10, 0, 0, 3, "K9"},
    Row{"st-adduct-squeeze", v1::Exercise::KIND_STRENGTH, 5, 0, 10, 0, 7, ""},
    Row{"st-copenhagen", v1::Exercise::KIND_STRENGTH, 2, 6, 0, 0, 2, "K3"},
    Row{"st-ham-iso", v1::Exercise::KIND_STRENGTH, 5, 0, 45, 0, 7, "K7"},
    Row{"st-ham-slider", v1::Exercise::KIND_STRENGTH, 3, 6, 0, 0, 2, "K7"},
    Row{"st-nordic", v1::Exercise::KIND_STRENGTH, 2, 4, 0, 0, 1, "K7"},
    Row{"st-calf-raise", v1::Exercise::KIND_STRENGTH, 3, 15, 0, 0, 3, "K3 K8"},
    Row{"st-calf-soleus", v1::Exercise::KIND_STRENGTH, 3, 15, 0, 0, 3, "K3 K8"},
    Row{"st-toe-heel", v1::Exercise::KIND_STRENGTH, 3, 12, 0, 0, 3.5, "K3"},
    Row{"al-pelvic-tilt", v1::Exercise::KIND_ALIGNMENT, 2, 10, 0, 3, 7, ""},
    Row{"al-pelvic-clock", v1::Exercise::KIND_ALIGNMENT, 2, 8, 0, 0, 7, ""},
    Row{"al-deadbug", v1::Exercise::KIND_ALIGNMENT, 3, 8, 0, 0, 4, ""},
    Row{"al-birddog", v1::Exercise::KIND_ALIGNMENT, 3, 8, 0, 5, 4, ""},
    Row{"al-sl-balance", v1::Exercise::KIND_ALIGNMENT, 3, 0, 30, 0, 7, "K3 K4"},
    Row{"al-sl-squat-mirror", v1::Exercise::KIND_ALIGNMENT, 3, 6, 0, 0, 3, "K3 K9"},
    Row{"al-step-down", v1::Exercise::KIND_ALIGNMENT, 3, 8, 0, 0, 3, "K3 K4"},
    Row{"al-cadence", v1::Exercise::KIND_ALIGNMENT, 5, 0, 60, 0, 3, "K3 K10"},
    Row{"al-foot-tripod", v1::Exercise::KIND_ALIGNMENT, 3, 0, 30, 0, 7, ""},
    Row{"al-sit-breaks", v1::Exercise::KIND_ALIGNMENT, 1, 0, 120, 0, 7, ""},
    Row{"mo-half-kneel", v1::Exercise::KIND_MOBILITY, 2, 0, 30, 0, 3, "K2 K9"},
    Row{"mo-90-90", v1::Exercise::KIND_MOBILITY, 2, 0, 30, 0, 3, "K6 K9"},
    Row{"mo-piriformis", v1::Exercise::KIND_MOBILITY, 2, 0, 30, 0, 3, "K2 K4 K6 K9"},
    Row{"mo-hamstring", v1::Exercise::KIND_MOBILITY, 2, 0, 30, 0, 3, "K2 K6 K7"},
    Row{"mo-quad", v1::Exercise::KIND_MOBILITY, 2, 0, 30, 0, 3, "K2"},
    Row{"mo-calf", v1::Exercise::KIND_MOBILITY, 2, 0, 45, 0, 5, "K2 K8"},
    Row{"mo-open-book", v1::Exercise::KIND_MOBILITY, 2, 8, 0, 0, 7, ""},
    Row{"rr-walk", v1::Exercise::KIND_RETURN_RUN, 1, 0, 1800, 0, 3, "K3"},
    Row{"rr-bike", v1::Exercise::KIND_RETURN_RUN, 1, 0, 1200, 0, 3, "K9"},
    Row{"rr-pool-run", v1::Exercise::KIND_RETURN_RUN, 1, 0, 1200, 0, 2, "K1"},
    Row{"rr-walkrun", v1::Exercise::KIND_RETURN_RUN, 1, 0, 1800, 0, 3.5, "K3 K10"},
    Row{"rr-hop-prep", v1::Exercise::KIND_RETURN_RUN, 2, 20, 0, 0, 3.5, "K3 K4 K8"},
    Row{"rr-strides", v1::Exercise::KIND_RETURN_RUN, 4, 0, 15, 0, 1, "K3 K7 K10"},
};

class ExerciseRow : public ::testing::TestWithParam<Row> {};

TEST_P(ExerciseRow, HasItsDoseItsCautionsAndASource) {
  const Row& row = GetParam();
  const auto catalogue = ShippedCatalogue();
  const auto* exercise = catalogue.Find("exercises/" + std::string(row.id));
  ASSERT_NE(exercise, nullptr);
  EXPECT_EQ(exercise->kind(), row.kind);
  const auto& dose = exercise->dose();
  EXPECT_EQ(dose.has_sets() ? dose.sets() : 1, row.sets);
  EXPECT_EQ(dose.reps(), row.reps);
  EXPECT_EQ(dose.seconds(), row.seconds);
  EXPECT_EQ(dose.hold_seconds(), row.hold);
  EXPECT_DOUBLE_EQ(DaysAWeek(dose), row.days_a_week);
  EXPECT_EQ(absl::StrJoin(exercise->cautions(), " "), row.cautions);
  EXPECT_FALSE(exercise->source().empty());
  EXPECT_FALSE(exercise->pain_rule().empty());
  EXPECT_FALSE(exercise->progressions().empty());
  EXPECT_FALSE(exercise->regressions().empty());
}

INSTANTIATE_TEST_SUITE_P(Library, ExerciseRow, ::testing::ValuesIn(kTable), [](const auto& row) {
  std::string name = row.param.id;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Catalogue, HasFiftySixExercisesOfFiveKinds) {
  std::map<v1::Exercise::Kind, int> counts;
  const auto catalogue = ShippedCatalogue();
  for (const auto& exercise : catalogue.library().exercises()) ++counts[exercise.kind()];
  EXPECT_EQ(counts[v1::Exercise::KIND_TENSION_RELEASE], 11);
  EXPECT_EQ(counts[v1::Exercise::KIND_STRENGTH], 22);
  EXPECT_EQ(counts[v1::Exercise::KIND_ALIGNMENT], 10);
  EXPECT_EQ(counts[v1::Exercise::KIND_MOBILITY], 7);
  EXPECT_EQ(counts[v1::Exercise::KIND_RETURN_RUN], 6);
  EXPECT_THAT(catalogue.library().exercises(), SizeIs(56));
}

TEST(Catalogue, HasTenCautions) {
  const auto catalogue = ShippedCatalogue();
  EXPECT_THAT(catalogue.cautions().cautions(), SizeIs(10));
  for (int i = 1; i <= 10; ++i) {
    EXPECT_NE(catalogue.FindCaution("K" + std::to_string(i)), nullptr) << i;
  }
}

TEST(Catalogue, EveryReleaseIsDailyAndHeldStill) {
  const auto catalogue = ShippedCatalogue();
  for (const auto& exercise : catalogue.library().exercises()) {
    if (exercise.kind() != v1::Exercise::KIND_TENSION_RELEASE) continue;
    EXPECT_EQ(DaysAWeek(exercise.dose()), 7) << exercise.name();
    EXPECT_GE(SecondsOf(exercise.dose()), 90) << exercise.name();
    EXPECT_LE(SecondsOf(exercise.dose()), 120) << exercise.name();
  }
}

TEST(Catalogue, TheOneWithoutDataForbidsNothing) {
  const Catalogue none;
  EXPECT_EQ(none.Find("exercises/tr-iliacus"), nullptr);
  EXPECT_TRUE(none.codes().empty());
}

TEST(Catalogue, TellsEveryProblemOfItsDataAtOnce) {
  const auto shipped = ShippedCatalogue();
  auto library = shipped.library();
  auto cautions = shipped.cautions();
  library.mutable_exercises(0)->clear_source();
  library.mutable_exercises(1)->mutable_dose()->set_reps(3);
  library.mutable_exercises(2)->add_cautions("K99");
  library.mutable_exercises(3)->add_tags("nobody-looks");
  library.mutable_exercises(4)->add_muscles("tail");
  *library.add_exercises() = library.exercises(5);
  library.mutable_exercises(6)->mutable_progressions(0)->set_exercise("exercises/none");
  cautions.mutable_cautions(0)->mutable_clauses(0)->mutable_when(0)->set_present("fever");
  cautions.mutable_cautions(1)->mutable_clauses(0)->add_tags("of-nobody");
  cautions.mutable_rules(0)->clear_number();
  const auto made = Catalogue::Make(std::move(library), std::move(cautions));
  ASSERT_EQ(ReasonOf(made.status()), v1::ERROR_REASON_FIELD_INVALID);
  std::vector<std::string> paths;
  const auto bad = BadRequestOf(made.status());
  for (const auto& violation : bad->field_violations()) paths.push_back(violation.field());
  for (const char* path :
       {"exercises[0].source", "exercises[1].dose", "exercises[2].cautions[2]",
        "exercises[3].tags[2]", "exercises[4].muscles[2]", "exercises[56].name",
        "exercises[6].progressions[0].exercise", "cautions[0].clauses[0].when[0]",
        "cautions[1].clauses[0].tags[1]", "rules[0].number"}) {
    EXPECT_THAT(paths, Contains(path));
  }
  EXPECT_THAT(paths, SizeIs(10));
}

}  // namespace
}  // namespace midstance::exercises
