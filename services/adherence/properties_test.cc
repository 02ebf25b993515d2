#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "services/adherence/program_testing.h"

// What is true of every program and everything that may be told of it.
namespace midstance::adherence {
namespace {

constexpr int kRuns = 500;
constexpr int kDays = 40;
constexpr double kNear = 1e-7;

struct Made {
  Program program;
  std::vector<v1::CheckIn> told;
};

class RandomPrograms {
 public:
  explicit RandomPrograms(unsigned seed) : random_(seed) {}

  int Below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }

  Made Make() {
    Made made;
    Prescribe(made.program);
    for (int change = Below(3); change > 0; --change) {
      made.program.From(Below(kDays));
      Prescribe(made.program);
    }
    if (Below(3) == 0) {
      const int first = Below(kDays);
      made.program.Excuse(first, first + Below(6));
    }
    if (Below(4) == 0) made.program.HeldFrom(Below(kDays));
    if (Below(4) == 0) made.program.Until(Below(kDays));
    for (int count = Below(60); count > 0; --count) made.told.push_back(Report(Below(kDays)));
    return made;
  }

  v1::CheckIn Report(int day) {
    Told told(day);
    for (const char* id : {"a", "b", "c"}) {
      if (Below(3) == 0) continue;
      told.Exercise(id, static_cast<v1::Done>(1 + Below(3)), Below(2) == 0 ? Below(9) : -1);
    }
    return told.get();
  }

  std::mt19937& random() { return random_; }

 private:
  void Prescribe(Program& program) {
    for (const char* id : {"a", "b", "c"}) {
      if (Below(3) > 0) program.Exercise(id, Dose());
    }
    program.Exercise("d", Dose());
  }
  v1::Dose Dose() {
    v1::Dose dose;
    switch (Below(5)) {
      case 0:
        dose = Daily(1 + Below(3));
        break;
      case 1:
        dose = Weekly(1 + Below(7));
        break;
      case 2:
        dose = Every(2 + Below(6));
        break;
      case 3:
        for (int day = 1; day <= 7; ++day) {
          if (Below(2) == 0) dose.add_days(static_cast<v1::Weekday>(day));
        }
        break;
      default:
        break;
    }
    if (Below(2) == 0) dose.set_sets(1 + Below(5));
    return dose;
  }

  std::mt19937 random_;
};

v1::Adherence Whole(const Made& made, int first = 0, int last = kDays - 1) {
  return Counted(made.program, made.told, first, last, kDays - 1);
}

template <class Check>
void ForManyPrograms(const Check& check) {
  for (unsigned seed = 1; seed <= kRuns; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomPrograms programs(seed);
    check(programs, programs.Make());
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(AdherenceProperty, NothingIsEverAboveAHundredPercentAndToldIsNeverLess) {
  ForManyPrograms([](RandomPrograms& programs, const Made& made) {
    const int first = programs.Below(kDays);
    const auto adherence = Whole(made, first, first + programs.Below(kDays - first));
    const auto check = [](const v1::AdherenceCount& count) {
      EXPECT_GE(count.done(), 0);
      EXPECT_LE(count.done(), count.prescribed_on_told_days() + kNear);
      EXPECT_LE(count.prescribed_on_told_days(), count.prescribed() + kNear);
      if (!count.has_percent_of_told()) return;
      EXPECT_GE(count.percent_of_told(), count.percent() - kNear);
    };
    check(adherence.overall());
    for (const auto& exercise : adherence.exercises()) check(exercise.count());
    for (const auto& week : adherence.weeks()) check(week.count());
    const auto& days = adherence.days();
    EXPECT_EQ(days.expected(), days.told() + days.unmentioned() + days.silent());
  });
}

TEST(AdherenceProperty, MoreDoneNeverLowersIt) {
  ForManyPrograms([](RandomPrograms& programs, Made made) {
    const double before = Whole(made).overall().done();
    if (programs.Below(2) == 0 || made.told.empty()) {
      made.told.push_back(programs.Report(programs.Below(kDays)));
    } else {
      auto& check_in =
          made.told[static_cast<std::size_t>(programs.Below(static_cast<int>(made.told.size())))];
      for (auto& report : *check_in.mutable_exercises()) report.set_done(v1::DONE_FULL);
    }
    EXPECT_GE(Whole(made).overall().done(), before - kNear);
  });
}

TEST(AdherenceProperty, TheOrderOfCheckInsDoesNotMatter) {
  ForManyPrograms([](RandomPrograms& programs, Made made) {
    const auto before = Whole(made).SerializeAsString();
    std::shuffle(made.told.begin(), made.told.end(), programs.random());
    EXPECT_EQ(Whole(made).SerializeAsString(), before);
  });
}

TEST(AdherenceProperty, TwoWindowsSideBySideAddUpToOne) {
  ForManyPrograms([](RandomPrograms&, const Made& made) {
    const auto whole = Whole(made);
    for (int split = 1; split < kDays; ++split) {
      const auto one = Whole(made, 0, split - 1);
      const auto other = Whole(made, split, kDays - 1);
      EXPECT_NEAR(one.overall().done() + other.overall().done(), whole.overall().done(), kNear);
      EXPECT_NEAR(one.overall().prescribed() + other.overall().prescribed(),
                  whole.overall().prescribed(), kNear);
      EXPECT_NEAR(
          one.overall().prescribed_on_told_days() + other.overall().prescribed_on_told_days(),
          whole.overall().prescribed_on_told_days(), kNear);
      EXPECT_EQ(one.days().silent() + other.days().silent(), whole.days().silent());
      EXPECT_EQ(one.days().excused() + other.days().excused(), whole.days().excused());
    }
  });
}

TEST(AdherenceProperty, ACheckInThatIsLostNeverMakesItBetter) {
  ForManyPrograms([](RandomPrograms& programs, Made made) {
    if (made.told.empty()) return;
    const double before = Whole(made).overall().done();
    made.told.erase(made.told.begin() + programs.Below(static_cast<int>(made.told.size())));
    EXPECT_LE(Whole(made).overall().done(), before + kNear);
  });
}

}  // namespace
}  // namespace midstance::adherence
