#include "tamper.h"

#include <gtest/gtest.h>

#include <memory>

#include "sqlite_stores.h"
#include "storage/journal.h"
#include "world.h"

namespace midstance::storage::testing {
namespace {

// The trail of one clinic, long enough to be read in several pieces.
constexpr std::int64_t kEntries = 1100;

class Tampering : public ::testing::Test {
 protected:
  Tampering() {
    auto opened = Open(OptionsFor("sqlite:" + file_));
    EXPECT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
    for (std::int64_t i = 1; i <= kEntries; i += 100) {
      std::vector<WriteUnit> units(100);
      for (auto& unit : units) {
        unit.clinic = kClinic;
        unit.journal.set_record("record " + std::to_string(i + (&unit - units.data())));
      }
      for (const Outcome& outcome : SubmitTogether(*store_, std::move(units))) {
        EXPECT_TRUE(outcome.status.ok()) << outcome.status;
      }
    }
  }

  // What the verification says after `sql`.
  JournalVerdict After(const std::string& sql) {
    Tamper(file_, sql);
    const auto verdict = VerifyJournal(*store_, kClinic);
    EXPECT_TRUE(verdict.ok()) << verdict.status();
    return verdict.ok() ? *verdict : JournalVerdict();
  }
  // It breaks at `change`, and everything before holds.
  void ExpectBrokenAt(std::int64_t change, const std::string& sql) {
    const JournalVerdict verdict = After(sql);
    EXPECT_EQ(verdict.first_bad, change) << sql;
    EXPECT_EQ(verdict.entries, change - 1) << sql;
  }

  TemporaryFolder folder_;
  const std::string file_ = folder_.File("test.db");
  std::unique_ptr<Store> store_;
};

TEST_F(Tampering, AnUntouchedTrailHolds) {
  const JournalVerdict verdict = After("SELECT 1");
  EXPECT_EQ(verdict.entries, kEntries);
  EXPECT_FALSE(verdict.first_bad.has_value());
}

TEST_F(Tampering, AChangedRecordIsNamed) {
  ExpectBrokenAt(700, "UPDATE journal SET record = x'00' WHERE change = 700");
}

TEST_F(Tampering, AChangedDigestIsNamed) {
  ExpectBrokenAt(3, "UPDATE journal SET digest = zeroblob(32) WHERE change = 3");
}

TEST_F(Tampering, ARemovedEntryIsNamedWhereverItStood) {
  ExpectBrokenAt(kEntries, "DELETE FROM journal WHERE change = 1100");
  ExpectBrokenAt(900, "DELETE FROM journal WHERE change = 900");
  // The first of a piece that is read at once.
  ExpectBrokenAt(501, "DELETE FROM journal WHERE change = 501");
  ExpectBrokenAt(1, "DELETE FROM journal WHERE change = 1");
}

TEST_F(Tampering, ACutTailIsNamed) {
  ExpectBrokenAt(1051, "DELETE FROM journal WHERE change > 1050");
  ExpectBrokenAt(1, "DELETE FROM journal");
}

TEST_F(Tampering, SwappedEntriesAreNamed) {
  ExpectBrokenAt(20,
                 "UPDATE journal SET change = 9999 WHERE change = 20;"
                 "UPDATE journal SET change = 20 WHERE change = 21;"
                 "UPDATE journal SET change = 21 WHERE change = 9999");
}

TEST_F(Tampering, AnEntryPutAtTheEndIsNamed) {
  ExpectBrokenAt(kEntries + 1,
                 "INSERT INTO journal (clinic, change, time, record, digest, resources) "
                 "SELECT clinic, 1101, time, record, digest, resources FROM journal "
                 "WHERE change = 1100");
}

}  // namespace
}  // namespace midstance::storage::testing
