#include "storage/sql/migrate.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "sqlite_stores.h"
#include "storage/sqlite/engine.h"
#include "storage/tables/all.h"
#include "storage/tables/patient_terms.h"
#include "world.h"

namespace midstance::storage::testing {
namespace {

using ::testing::HasSubstr;

constexpr sql::Migration kFirst{
    1, "things", "CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY) /*sqlite STRICT*/;"};
constexpr sql::Migration kSecond{
    2, "colours", "ALTER TABLE things ADD COLUMN colour TEXT; UPDATE things SET colour = 'red';"};
constexpr sql::Migration kBroken{2, "broken",
                                 "CREATE TABLE more (id BIGINT); CREATE TABLE things (id BIGINT);"};

class Migrations : public ::testing::Test {
 protected:
  absl::Status MigrateTo(std::vector<sql::Migration> migrations) {
    sqlite::EngineOptions options;
    options.file = File();
    options.sink = [](std::string_view) {};
    auto engine = sqlite::MakeEngine(std::move(options));
    if (!engine.ok()) return engine.status();
    auto writer = (*engine)->OpenWriter();
    if (!writer.ok()) return writer.status();
    sql::Session session(*std::move(writer), [](std::string_view) {});
    absl::Status migrated = sql::Migrate(session, **engine, migrations, kNow);
    (*engine)->Closing(session.connection());
    return migrated;
  }

  std::string File() const { return folder_.File("test.db"); }
  SQLite::Database Database() { return SQLite::Database(File(), SQLite::OPEN_READWRITE); }

 private:
  TemporaryFolder folder_;
};

TEST_F(Migrations, AreAppliedOnceInOrderWithTheirDigest) {
  ASSERT_TRUE(MigrateTo({kFirst, kSecond}).ok());
  ASSERT_TRUE(MigrateTo({kFirst, kSecond}).ok());
  EXPECT_EQ(Database()
                .execAndGet(
                    "SELECT group_concat(number || name || length(digest)) FROM schema_migrations")
                .getString(),
            "1things64,2colours64");
}

TEST_F(Migrations, KeepWhatTheStoreHeldAndACopyOfItBefore) {
  ASSERT_TRUE(MigrateTo({kFirst}).ok());
  Database().exec("INSERT INTO things (id) VALUES (7)");
  ASSERT_TRUE(MigrateTo({kFirst, kSecond}).ok());
  EXPECT_EQ(Database().execAndGet("SELECT colour FROM things WHERE id = 7").getString(), "red");
  SQLite::Database copy(File() + ".before-2", SQLite::OPEN_READONLY);
  EXPECT_EQ(copy.execAndGet("SELECT count(*) FROM pragma_table_info('things')").getInt(), 1);
  EXPECT_EQ(copy.execAndGet("SELECT id FROM things").getInt(), 7);
}

TEST_F(Migrations, AFailingOneLeavesTheStoreAsItWas) {
  ASSERT_TRUE(MigrateTo({kFirst}).ok());
  EXPECT_FALSE(MigrateTo({kFirst, kBroken}).ok());
  EXPECT_EQ(
      Database().execAndGet("SELECT count(*) FROM sqlite_schema WHERE name = 'more'").getInt(), 0);
  EXPECT_TRUE(MigrateTo({kFirst, kSecond}).ok());
}

TEST_F(Migrations, OneThatIsUnknownHereIsRefusedByName) {
  ASSERT_TRUE(MigrateTo({kFirst, kSecond}).ok());
  const absl::Status refused = MigrateTo({kFirst});
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("2 (colours)"));
}

TEST_F(Migrations, OneThatWasAlteredIsRefusedByName) {
  ASSERT_TRUE(MigrateTo({kFirst}).ok());
  sql::Migration altered = kFirst;
  altered.text = "CREATE TABLE things (id BIGINT);";
  const absl::Status refused = MigrateTo({altered, kSecond});
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("1 (things)"));
}

class OldStores : public ::testing::TestWithParam<int> {
 protected:
  static void AddForm(SQLite::Database& old) {
    midstance::v1::OutcomeScore form;
    form.set_name("patients/p1/cases/c1/outcomeScores/o1");
    form.set_measure("measures/lefs");
    SQLite::Statement add(old,
                          "INSERT INTO outcome_scores (clinic, name, patient, version, "
                          "create_time, update_time, state, measure, side, data) "
                          "VALUES (?1, ?2, 'p1', 1, 0, 0, 1, 'measures/lefs', 0, ?3)");
    const std::string data = form.SerializeAsString();
    add.bind(1, kClinic);
    add.bind(2, form.name());
    add.bind(3, data.data(), static_cast<int>(data.size()));
    add.exec();
  }
};

TEST_P(OldStores, FindTheirPatientsOnceTheyAreBroughtUpToDate) {
  const TemporaryFolder folder;
  const std::string file = folder.File("test.db");
  {
    sqlite::EngineOptions options;
    options.file = file;
    options.sink = [](std::string_view) {};
    auto engine = sqlite::MakeEngine(std::move(options));
    ASSERT_TRUE(engine.ok()) << engine.status();
    auto writer = (*engine)->OpenWriter();
    ASSERT_TRUE(writer.ok()) << writer.status();
    sql::Session session(*std::move(writer), [](std::string_view) {});
    const auto first = sql::AllMigrations().first(static_cast<std::size_t>(GetParam()));
    ASSERT_TRUE(sql::Migrate(session, **engine, first, kNow).ok());
    (*engine)->Closing(session.connection());
  }
  midstance::v1::Patient patient = APatient("p1");
  patient.set_family_name("Müller");
  {
    SQLite::Database old(file, SQLite::OPEN_READWRITE);
    old.exec("INSERT INTO clinic_heads VALUES ('" + kClinic + "', 0, zeroblob(32))");
    old.exec("INSERT INTO patient_heads VALUES ('" + kClinic + "', 'p1', 1)");
    SQLite::Statement add(old,
                          "INSERT INTO patients (clinic, name, patient, version, create_time, "
                          "update_time, family_name, given_name, data) VALUES (?1, "
                          "'patients/p1', 'p1', 1, 0, 0, 'müller', 'ada', ?2)");
    const std::string data = patient.SerializeAsString();
    add.bind(1, kClinic);
    add.bind(2, data.data(), static_cast<int>(data.size()));
    add.exec();
    old.exec("INSERT INTO care_team (clinic, patient, member) VALUES ('" + kClinic +
             "', 'p1', 'users/kim')");
    if (GetParam() >= 2) AddForm(old);
  }
  for (int time = 0; time < 2; ++time) {
    const auto store = Open(OptionsFor("sqlite:" + file));
    ASSERT_TRUE(store.ok()) << store.status();
    const absl::Status read = (*store)->Read(kClinic, [](const Reader& reader) -> absl::Status {
      MIDSTANCE_ASSIGN_OR_RETURN(
          const auto hits,
          reader.FindByTerm<midstance::v1::Patient>(
              {.term = PatientTerm(PatientKey::kName, {}, "muller"), .beginning = true}));
      EXPECT_EQ(hits.size(), 1U);
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    const auto listed = List<midstance::v1::Patient>(
        **store, {.where = Filter::All({Filter::Equal("archive_time", std::monostate{}),
                                        Filter::Equal("merged_into", std::string())})});
    ASSERT_TRUE(listed.ok()) << listed.status();
    EXPECT_EQ(listed->items.size(), 1U);
    const auto hers = List<midstance::v1::Patient>(
        **store, {.care_team_of = "users/kim",
                  .where = Filter::Equal("family_name", std::string("müller")),
                  .order = {{"family_name", false}}});
    ASSERT_TRUE(hers.ok()) << hers.status();
    EXPECT_EQ(hers->items.size(), 1U);
    const auto forms = List<midstance::v1::OutcomeScore>(**store, {.brief = true});
    ASSERT_TRUE(forms.ok()) << forms.status();
    if (GetParam() < 2) continue;
    ASSERT_EQ(forms->items.size(), 1U);
    EXPECT_EQ(forms->items[0].measure(), "measures/lefs");
  }
}

INSTANTIATE_TEST_SUITE_P(Version, OldStores, ::testing::Values(1, 2, 6));

TEST(OpenedFiles, BelongToOneProcessAtATimeAndToTheirOwner) {
  const TemporaryFolder folder;
  const OpenOptions options = OptionsFor("sqlite:" + folder.File("test.db"));
  const auto first = Open(options);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = Open(options);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
  const auto mode = std::filesystem::status(folder.File("test.db")).permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(OpenedFiles, KeepTheirRowsAndTheirIdAndAnEmptyLog) {
  const TemporaryFolder folder;
  OpenOptions options = OptionsFor("sqlite:" + folder.File("test.db"));
  {
    const auto store = Open(options);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE(Insert(**store, APatient("p1")).ok());
  }
  std::error_code none;
  const auto log = std::filesystem::file_size(folder.File("test.db-wal"), none);
  EXPECT_TRUE(none || log == 0);
  options.new_id = "another";
  const auto again = Open(options);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)->id(), "0123456789abcdef");
  EXPECT_TRUE(Get<midstance::v1::Patient>(**again, "patients/p1").ok());
}

TEST(OpenedFiles, AreNamedByAUri) {
  for (const char* uri : {"", "midstance.db", "sqlite:", "mysql:x"}) {
    EXPECT_EQ(Open(OptionsFor(uri)).status().code(), absl::StatusCode::kInvalidArgument) << uri;
  }
  EXPECT_FALSE(Open(OptionsFor("sqlite:/no/such/folder/test.db")).ok());
}

}  // namespace
}  // namespace midstance::storage::testing
