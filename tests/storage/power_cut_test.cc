#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <fstream>
#include <latch>
#include <mutex>
#include <set>

#include "power_cut_disk.h"
#include "sqlite_stores.h"
#include "storage/tables/all.h"
#include "world.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::CheckIn;

constexpr int kPatients = 20;
constexpr int kWritesPerRun = 200;
constexpr std::size_t kCutsPerRun = 25;

struct CutMoment {
  PowerCutDisk::Image image;
  std::size_t acknowledged;  // so many of the run's acknowledged names came before it
};

struct Run {
  std::vector<std::string> acknowledged;
  std::vector<CutMoment> cuts;
};

Submission CheckInSubmission(int number) {
  Submission submission;
  submission.clinic = kClinic;
  submission.decide = [number](const Reader& reader) -> absl::StatusOr<WriteUnit> {
    Writer writer(reader);
    CheckIn check_in =
        ACheckIn("p" + std::to_string(number % kPatients), "c1", "n" + std::to_string(number));
    check_in.set_note(std::string(static_cast<std::size_t>(number) * 37 % 1500, 'n'));
    MIDSTANCE_RETURN_IF_ERROR(writer.Insert(check_in, kNow));
    WriteUnit unit = writer.Take();
    unit.journal.set_record("recorded");
    return unit;
  };
  return submission;
}

// Writes under load on a disk that forgets and looks at many moments what it would have kept.
Run WriteAndCut(unsigned seed, bool unsafe_sync) {
  Run run;
  std::mt19937 random(seed);
  std::mutex mutex;
  TemporaryFolder folder;
  PowerCutDisk disk("power-cut-" + std::to_string(seed));
  bool cutting = false;
  disk.BeforeOperation([&] {
    const std::lock_guard lock(mutex);
    if (!cutting || run.cuts.size() >= kCutsPerRun || random() % 120 != 0) return;
    run.cuts.push_back({disk.Cut(random() % 2 == 0, random), run.acknowledged.size()});
  });
  OpenOptions options = OptionsFor("sqlite:" + folder.File("test.db"));
  options.vfs = "power-cut-" + std::to_string(seed);
  options.unsafe_sync = unsafe_sync;
  options.max_batch = 8;
  options.long_log = 200;  // begun anew several times in a run
  auto store = Open(options);
  EXPECT_TRUE(store.ok()) << store.status();
  for (int i = 0; i < kPatients; ++i)
    EXPECT_TRUE(Insert(**store, APatient("p" + std::to_string(i))).ok());

  {
    const std::lock_guard lock(mutex);
    cutting = true;
  }
  std::latch answered(kWritesPerRun);
  for (int i = 0; i < kWritesPerRun; ++i) {
    Submission submission = CheckInSubmission(i);
    submission.shed_last = true;
    submission.done = [&, i](const Outcome& outcome) {
      EXPECT_TRUE(outcome.status.ok()) << outcome.status;
      const std::lock_guard lock(mutex);
      run.acknowledged.push_back("n" + std::to_string(i));
      answered.count_down();
    };
    EXPECT_TRUE((*store)->Submit(std::move(submission)).ok());
  }
  answered.wait();
  (*store)->Drain();
  store->reset();
  return run;
}

// How many acknowledged writes are missing after the power came back.
std::size_t LostAfter(const CutMoment& cut, const Run& run) {
  TemporaryFolder folder;
  for (const auto& [path, bytes] : cut.image) {
    const std::string name = path.substr(path.rfind('/') + 1);
    std::ofstream(folder.File(name), std::ios::binary) << bytes;
  }
  SQLite::Database database(folder.File("test.db"), SQLite::OPEN_READWRITE);
  database.exec("PRAGMA synchronous = OFF");  // what is looked at here need not last
  EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
  if (!database.tableExists("check_ins")) return cut.acknowledged;
  std::set<std::string> found;
  SQLite::Statement names(database, "SELECT name FROM check_ins");
  while (names.executeStep()) {
    const std::string name = names.getColumn(0).getString();
    found.insert(name.substr(name.rfind('/') + 1));
  }
  const int entries =
      database.execAndGet("SELECT count(*) FROM journal WHERE length(record) > 0").getInt();
  EXPECT_EQ(static_cast<std::size_t>(entries), found.size())
      << "a check-in without its journal entry, or the reverse";
  std::size_t lost = 0;
  for (std::size_t i = 0; i < cut.acknowledged; ++i)
    lost += found.count(run.acknowledged[i]) == 0 ? 1U : 0U;
  return lost;
}

struct Tally {
  std::size_t cuts = 0;
  std::size_t acknowledged = 0;
  std::size_t lost = 0;
};

Tally CutPower(std::size_t cuts, bool unsafe_sync) {
  Tally tally;
  for (unsigned seed = 1; tally.cuts < cuts; ++seed) {
    const Run run = WriteAndCut(seed, unsafe_sync);
    for (const CutMoment& cut : run.cuts) {
      tally.lost += LostAfter(cut, run);
      tally.acknowledged += cut.acknowledged;
      ++tally.cuts;
    }
  }
  return tally;
}

TEST(PowerCut, TwoThousandCutsLoseNoAcknowledgedWrite) {
  const Tally tally = CutPower(2000, false);
  RecordProperty("acknowledged", std::to_string(tally.acknowledged));
  EXPECT_GE(tally.cuts, 2000U);
  EXPECT_GT(tally.acknowledged, 20'000U);
  EXPECT_EQ(tally.lost, 0U);
}

TEST(PowerCut, WithoutAFullSyncTheSameTestLosesWrites) { EXPECT_GT(CutPower(200, true).lost, 0U); }

}  // namespace
}  // namespace midstance::storage::testing
