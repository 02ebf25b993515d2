#include <gmock/gmock.h>

#include <cstdlib>
#include <iostream>

#include "storage/filter.h"
#include "storage/postgres/engine.h"
#include "storage/sql/filter_sql.h"
#include "storage/sql/migrate.h"
#include "storage/sql/sql_store.h"
#include "storage/tables/all.h"
#include "store_factory.h"
#include "world.h"

namespace midstance::storage::testing {
namespace {

std::string ServerUri() {
  const char* uri = std::getenv("MIDSTANCE_POSTGRES");
  if (uri != nullptr) return uri;
  std::cerr << "run this by with_postgres.sh\n";
  std::exit(1);
}

void Tell(std::string_view text) { std::cerr << text << "\n"; }

// The options of a connection to a schema of its own: a new, empty store.
std::string NewSchema() {
  static int made = 0;
  const std::string schema = "store" + std::to_string(++made);
  auto engine = postgres::MakeEngine(ServerUri(), &Tell);
  auto connection = engine->OpenWriter();
  EXPECT_TRUE(connection.ok() && (*connection)->Execute("CREATE SCHEMA " + schema));
  return ServerUri() + " options='-c search_path=" + schema + "'";
}

absl::StatusOr<std::unique_ptr<Store>> MakeStore() {
  sql::StoreOptions options;
  options.new_id = "0123456789abcdef";
  options.sink = [](std::string_view) {};
  options.write.now = [] { return kNow; };
  return sql::SqlStore::Make(postgres::MakeEngine(NewSchema(), [](std::string_view) {}),
                             std::move(options));
}

TEST(PostgresStatements, EveryStatementOfTheStoreIsUnderstood) {
  auto engine = postgres::MakeEngine(NewSchema(), &Tell);
  auto connection = engine->OpenWriter();
  ASSERT_TRUE(connection.ok()) << connection.status();
  sql::Session session(*std::move(connection), &Tell);
  ASSERT_TRUE(sql::Migrate(session, *engine, sql::AllMigrations(), kNow).ok());
  for (const std::string& text : sql::Statements(AllTables()).All()) {
    EXPECT_TRUE(session.Use(text)) << text << session.connection().failure().text;
  }
  for (const TableSpec* table : AllTables()) {
    const Filter where = *ParseFilter(
        *table, "create_time > 2026-01-01T00:00:00Z AND NOT name:\"a\" OR update_time:*");
    const Query query{.name_prefix = "patients/p/",
                      .care_team_of = "users/kim",
                      .where = where,
                      .order = {{"create_time", true}},
                      .after_name = "n"};
    const auto list = sql::MakeList(*table, kClinic, query, {std::int64_t{1}});
    ASSERT_TRUE(list.ok()) << list.status();
    EXPECT_TRUE(session.Use(list->sql)) << list->sql << session.connection().failure().text;
  }
}

}  // namespace

std::vector<StoreFactory> Factories() { return {{"Postgres", &MakeStore}}; }

}  // namespace midstance::storage::testing
