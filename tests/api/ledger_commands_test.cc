#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/user.pb.h"
#include "services/server/commands.h"
#include "services/server/exit_codes.h"
#include "storage/open.h"
#include "storage/tables/all.h"
#include "support/status.h"
#include "tests/storage/tamper.h"

// `midstanced check` and `midstanced prove` over a store in a folder.
namespace midstance::testing {
namespace {

using server::Check;
using server::LedgerOptions;
using server::Prove;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kClinic[] = "harbour";
constexpr char kFlag[] = "patients/p/cases/c/escalations/e";
constexpr Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

struct Printed {
  int exit = 0;
  std::string out;
  std::string err;
};

class LedgerCommands : public ::testing::Test {
 protected:
  LedgerCommands() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~LedgerCommands() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  LedgerCommands(const LedgerCommands&) = delete;
  LedgerCommands& operator=(const LedgerCommands&) = delete;

  void Open() {
    storage::OpenOptions options;
    options.uri = "sqlite:" + File();
    options.now = [] { return kNow; };
    options.new_id = "a store of this test";
    options.error_sink = [](std::string_view text) { ADD_FAILURE() << text; };
    auto opened = storage::Open(options);
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }
  template <class M>
  void Put(M row) {
    const auto wrote = store_->Write(
        kClinic, [&](const storage::Reader& reader) -> absl::StatusOr<storage::WriteUnit> {
          storage::Writer writer(reader);
          MIDSTANCE_RETURN_IF_ERROR(writer.Insert(row, kNow));
          auto unit = writer.Take();
          unit.journal.set_record("test");
          return unit;
        });
    ASSERT_TRUE(wrote.ok()) << wrote.status();
  }
  static v1::Escalation Flag(const std::string& name = kFlag) {
    v1::Escalation flag;
    flag.set_name(name);
    flag.set_state(v1::Escalation::STATE_OPEN);
    flag.set_urgency(rules::v1::URGENT);
    flag.set_family("swelling");
    flag.set_title("Hot swollen joint");
    *flag.mutable_raised_time() = TimestampOf(kNow);
    return flag;
  }
  // With one patient, one case, one clinician and one open flag.
  void Fill() {
    Open();
    v1::User anna;
    anna.set_name("users/anna");
    anna.set_user_name("anna");
    anna.set_clinic(kClinic);
    Put(anna);
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.set_family_name("Zhou");
    Put(patient);
    v1::Case of;
    of.set_name("patients/p/cases/c");
    of.set_clinician("users/anna");
    Put(of);
    Put(Flag());
  }
  void Close() { store_.reset(); }
  Printed Run(int (*command)(const LedgerOptions&), bool json = false) {
    LedgerOptions options;
    options.data_directory = folder_.string();
    options.json = json;
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    Printed printed;
    printed.exit = command(options);
    printed.out = ::testing::internal::GetCapturedStdout();
    printed.err = ::testing::internal::GetCapturedStderr();
    return printed;
  }
  std::string File() const { return (folder_ / "midstance.db").string(); }

  const std::filesystem::path folder_ =
      std::filesystem::path(::testing::TempDir()) /
      ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::unique_ptr<storage::Store> store_;
};

TEST_F(LedgerCommands, FindAWholeStoreWholeAtRestAndInUse) {
  Fill();
  for (const bool at_rest : {false, true}) {
    SCOPED_TRACE(at_rest);
    if (at_rest) Close();
    const auto checked = Run(Check);
    EXPECT_EQ(checked.exit, server::kExitOk) << checked.out << checked.err;
    EXPECT_THAT(checked.out, AllOf(HasSubstr("VIOLATIONS"), HasSubstr("Every flag is open")));
    const auto proved = Run(Prove);
    EXPECT_EQ(proved.exit, server::kExitOk);
    EXPECT_THAT(proved.out, AllOf(HasSubstr(kFlag), HasSubstr("users/anna"),
                                  HasSubstr("harbour: 1 fired = 1 open + 0 ended.")));
  }
}

TEST_F(LedgerCommands, LeaveTheStoreToBeOpenedAgainAndChangeNothing) {
  Fill();
  Close();
  Run(Check);
  Run(Prove);
  Open();
  std::int64_t last = 0;
  ASSERT_TRUE(store_
                  ->Read(kClinic,
                         [&](const storage::Reader& reader) -> absl::Status {
                           MIDSTANCE_ASSIGN_OR_RETURN(last, reader.LastChange());
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_EQ(last, 4);
}

TEST_F(LedgerCommands, NameAFlagWhoseRowIsGone) {
  Fill();
  Close();
  storage::testing::RemoveRows(File(), "escalations");
  const auto checked = Run(Check);
  EXPECT_EQ(checked.exit, server::kExitBroken);
  EXPECT_THAT(checked.out, HasSubstr("harbour: patients/p/cases/c/escalations/e was raised and is "
                                     "not there any more\n1 violations.\n"));
  const auto proved = Run(Prove);
  EXPECT_EQ(proved.exit, server::kExitBroken);
  EXPECT_THAT(proved.out, HasSubstr("harbour: 1 fired = 0 open + 0 ended DOES NOT ADD UP."));
}

TEST_F(LedgerCommands, NameAFlagThatIsOpenTwice) {
  Fill();
  Close();
  storage::testing::DropIndex(File(), "escalations_open");
  Open();
  Put(Flag("patients/p/cases/c/escalations/f"));
  const auto checked = Run(Check);
  EXPECT_EQ(checked.exit, server::kExitBroken);
  EXPECT_THAT(checked.out, HasSubstr("is open beside another one of the same flag"));
}

TEST_F(LedgerCommands, TellNoPatientsNameAndNoFinding) {
  Fill();
  Close();
  storage::testing::RemoveRows(File(), "cases");
  const auto checked = Run(Check);
  EXPECT_EQ(checked.exit, server::kExitBroken);
  EXPECT_THAT(checked.out + checked.err + Run(Prove).out,
              AllOf(Not(HasSubstr("Zhou")), Not(HasSubstr("swollen")), Not(HasSubstr("swelling"))));
}

TEST_F(LedgerCommands, ProveInJsonToo) {
  Fill();
  const auto json = nlohmann::json::parse(Run(Prove, true).out);
  const auto& clinic = json.at("clinics").at(0);
  EXPECT_EQ(clinic.at("fired"), 1);
  EXPECT_EQ(clinic.at("open"), 1);
  EXPECT_EQ(clinic.at("ended"), 0);
  EXPECT_EQ(clinic.at("adds_up"), true);
  const auto& flag = clinic.at("flags").at(0);
  EXPECT_EQ(flag.at("escalation"), kFlag);
  EXPECT_EQ(flag.at("fired"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(flag.at("state"), "OPEN");
  EXPECT_EQ(flag.at("person"), "users/anna");
  EXPECT_FALSE(flag.contains("decided"));
}

TEST_F(LedgerCommands, RefuseAFolderWithoutAStoreAndMakeNone) {
  const auto checked = Run(Check);
  EXPECT_EQ(checked.exit, server::kExitStorage);
  EXPECT_THAT(checked.err, HasSubstr("there is no store"));
  EXPECT_FALSE(std::filesystem::exists(File()));
}

}  // namespace
}  // namespace midstance::testing
