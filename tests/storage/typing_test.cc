// Typing in search reads parts of indexes, however many patients there are: SQLite itself counts
// what each statement did.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <array>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "services/rpc/verb_testing.h"
#include "storage/tables/all.h"

namespace midstance::storage::testing {
namespace {

using midstance::v1::Patient;

constexpr int kPatients = 3'000;

struct StatementRun {
  std::string sql;
  int steps = 0;      // instructions of SQLite's machine; a row that is passed over takes several
  int full_scan = 0;  // rows stepped over without any constraint
};

// Sees every statement of every connection that is opened while it lives. SQLite offers no place
// for an object here, so there is one at a time.
class StatementWatch {
 public:
  StatementWatch() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(&Attach)); }
  StatementWatch(const StatementWatch&) = delete;
  StatementWatch& operator=(const StatementWatch&) = delete;
  ~StatementWatch() { sqlite3_reset_auto_extension(); }

  // What ran since this was last asked.
  std::vector<StatementRun> Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(runs_, {});
  }

 private:
  static int Attach(sqlite3* database, const char** /*error*/, const void* /*routines*/) {
    return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, &Note, nullptr);
  }
  static int Note(unsigned /*event*/, void* /*context*/, void* statement, void* /*nanoseconds*/) {
    auto* const ended = static_cast<sqlite3_stmt*>(statement);
    const std::lock_guard lock(mutex_);
    runs_.push_back({sqlite3_sql(ended), sqlite3_stmt_status(ended, SQLITE_STMTSTATUS_VM_STEP, 1),
                     sqlite3_stmt_status(ended, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1)});
    return 0;
  }

  static inline std::mutex mutex_;
  static inline std::vector<StatementRun> runs_;
};

// Names that many share, as they do.
constexpr std::array kGiven = {"Anna",   "Ben",   "Katharina", "Jürgen", "Mila", "Søren",
                               "Eleni",  "Tom",   "Eva",       "Hans",   "Lea",  "Ioannis",
                               "Martha", "Timur", "Noor",      "Lin"};
constexpr std::array kFamily = {"Müller",  "Mueller",    "Meier",     "Meyer",       "Schneider",
                                "Schmidt", "Schmitt",    "Berg",      "Borg",        "Bergmann",
                                "Zhou",    "Østergaard", "Lindqvist", "Papadopoulos"};

Patient APatient(int number) {
  const auto n = static_cast<std::size_t>(number);
  Patient patient;
  patient.set_name("patients/p" + std::to_string(10'000 + number));
  patient.set_given_name(kGiven[n % kGiven.size()]);
  patient.set_family_name(kFamily[n / kGiven.size() % kFamily.size()]);
  patient.set_birth_date(std::to_string(1940 + number % 65) + "-04-12");
  patient.set_phone("+49 40 " + std::to_string(1'000'000 + number * 7));
  patient.set_email("runner" + std::to_string(number) + "@example.org");
  auto& identifier = *patient.add_identifiers();
  identifier.set_system("insurance");
  identifier.set_value("TK " + std::to_string(100'000 + number));
  patient.add_care_team(number % 100 == 0 ? "users/anna" : "users/ben");
  if (number % 10 == 0) *patient.mutable_archive_time() = TimestampOf(Instant{});
  return patient;
}

class Typing : public ::testing::Test {
 protected:
  Typing() {
    for (int first = 0; first < kPatients; first += 500) {
      const auto wrote = tester_.Write([&](Writer& writer) {
        for (int number = first; number < first + 500; ++number) {
          Patient patient = APatient(number);
          MIDSTANCE_RETURN_IF_ERROR(writer.Insert(patient, tester_.now));
        }
        return absl::OkStatus();
      });
      EXPECT_TRUE(wrote.ok()) << wrote;
    }
    watch_.Take();
  }
  // The statement with most steps of all that ran.
  StatementRun Hardest() {
    StatementRun hardest;
    for (StatementRun& run : watch_.Take()) {
      if (run.steps >= hardest.steps) hardest = std::move(run);
    }
    return hardest;
  }

  StatementWatch watch_;  // before the store, whose connections it watches
  rpc::VerbTester tester_;
  rpc::Principal desk_ = tester_.AddUser("desk", {options::v1::ROLE_COORDINATOR});
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
};

TEST_F(Typing, NeverReadsAsManyRowsAsThereArePatients) {
  for (const char* typed : {"m",
                            "mü",
                            "müll",
                            "Müller",
                            "katharina schneider",
                            "an ber",
                            "schnieder",
                            "schniederin",
                            "bergmnan",
                            "papadopuolos",
                            "xyzzyx",
                            "qqqqqqqq",
                            "TK 100017",
                            "tk 1",
                            "1984",
                            "1984-04",
                            "+49 40 1000",
                            "040 10",
                            "runner17@example.org",
                            "r@",
                            "müller 1984",
                            "anna 10"}) {
    for (const auto* who : {&desk_, &anna_}) {
      for (const bool archived : {false, true}) {
        midstance::v1::SearchPatientsRequest request;
        request.set_query(typed);
        request.set_page_size(50);
        request.set_show_archived(archived);
        const auto found = tester_.Run(patients::SearchPatients, *who, request);
        ASSERT_TRUE(found.ok()) << typed << ": " << found.status();
        for (const StatementRun& run : watch_.Take()) {
          EXPECT_LT(run.steps, kPatients) << typed << " for " << who->name << ": " << run.sql;
          EXPECT_EQ(run.full_scan, 0) << typed << " for " << who->name << ": " << run.sql;
        }
      }
    }
  }
}

// What the test above rests on.
TEST_F(Typing, AStatementThatReadsEveryPatientIsNoticed) {
  const auto read =
      tester_.store().Read(std::string(rpc::VerbTester::kClinic), [](const Reader& reader) {
        Query nobody;
        nobody.where = Filter::Equal("merged_into", std::string("patients/nobody"));
        return reader.List<Patient>(nobody).status();
      });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_GT(Hardest().steps, 2 * kPatients);
}

TEST(TypingWatch, AStatementWithoutAnyConstraintIsNoticed) {
  StatementWatch watch;
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &database), SQLITE_OK);
  for (const char* sql : {"CREATE TABLE names (name TEXT)", "INSERT INTO names VALUES ('a'), ('b')",
                          "SELECT 1 FROM names WHERE name = 'c'"}) {
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
  }
  const auto runs = watch.Take();
  ASSERT_FALSE(runs.empty());
  EXPECT_GT(runs.back().full_scan, 0);
  sqlite3_close(database);
}

}  // namespace
}  // namespace midstance::storage::testing
