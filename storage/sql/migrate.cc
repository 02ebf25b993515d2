#include "storage/sql/migrate.h"

#include <openssl/sha.h>

#include <array>
#include <string>

#include "support/status.h"

namespace midstance::storage::sql {
namespace {

constexpr std::string_view kCreateTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT NOT NULL PRIMARY KEY, name TEXT "
    "NOT NULL, "
    "digest TEXT NOT NULL, applied_time BIGINT NOT NULL)";
constexpr std::string_view kReadAll =
    "SELECT number, name, digest FROM schema_migrations ORDER BY number";
constexpr std::string_view kAdd =
    "INSERT INTO schema_migrations (number, name, digest, applied_time) VALUES ($1, $2, $3, $4)";
constexpr std::string_view kReadLast =
    "SELECT number FROM schema_migrations ORDER BY number DESC LIMIT 1";

std::string DigestOf(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string hex;
  for (const unsigned char byte : digest) {
    hex.push_back(kDigits[byte >> 4]);
    hex.push_back(kDigits[byte & 15]);
  }
  return hex;
}

absl::Status Refuse(const std::string& why) { return absl::FailedPreconditionError(why); }

// The number of applied migrations, all of which are known and unaltered.
absl::StatusOr<std::size_t> CheckApplied(Session& session, std::span<const Migration> migrations) {
  const Session::Lease read = session.Use(kReadAll);
  if (!read) return session.Failed();
  std::size_t applied = 0;
  Step step = read->Next();
  for (; step == Step::kRow; step = read->Next()) {
    const std::string which =
        std::to_string(read->Integer(0)) + " (" + std::string(read->Bytes(1)) + ")";
    if (applied >= migrations.size() || migrations[applied].number != read->Integer(0)) {
      return Refuse("the store has migration " + which +
                    ", which this program does not know: it is older than the store");
    }
    if (DigestOf(migrations[applied].text) != read->Bytes(2)) {
      return Refuse("migration " + which + " was applied with another text than this program has");
    }
    ++applied;
  }
  if (step == Step::kFailed) return session.Failed();
  return applied;
}

bool Add(Session& session, const Migration& migration, Instant now) {
  const std::string name(migration.name);
  const std::string digest = DigestOf(migration.text);
  const Session::Lease add = session.Use(kAdd);
  if (!add) return false;
  add->BindInteger(1, migration.number);
  add->BindText(2, name);
  add->BindText(3, digest);
  add->BindInteger(4, MicrosOf(now));
  return add->Next() == Step::kDone;
}

absl::Status Apply(Session& session, Engine& engine, const Migration& migration, Instant now) {
  if (session.Run(engine.begin_write()) &&
      session.connection().Execute(engine.Translate(migration.text)) &&
      Add(session, migration, now) && session.Run("COMMIT")) {
    return absl::OkStatus();
  }
  absl::Status failed = session.Failed();
  if (session.connection().InTransaction()) session.Run("ROLLBACK");
  return failed;
}

}  // namespace

absl::StatusOr<int> SchemaVersion(Session& session) {
  const Session::Lease read = session.Use(kReadLast);
  if (!read) return session.Failed();
  const Step step = read->Next();
  if (step == Step::kFailed) return session.Failed();
  return step == Step::kRow ? static_cast<int>(read->Integer(0)) : 0;
}

absl::Status Migrate(Session& session, Engine& engine, std::span<const Migration> migrations,
                     Instant now) {
  if (!session.connection().Execute(engine.Translate(kCreateTable))) return session.Failed();
  MIDSTANCE_ASSIGN_OR_RETURN(const std::size_t applied, CheckApplied(session, migrations));
  if (applied > 0 && applied < migrations.size()) {
    MIDSTANCE_RETURN_IF_ERROR(
        engine.KeepCopy(session.connection(), migrations[applied - 1].number));
  }
  for (const Migration& migration : migrations.subspan(applied)) {
    MIDSTANCE_RETURN_IF_ERROR(Apply(session, engine, migration, now));
  }
  return absl::OkStatus();
}

}  // namespace midstance::storage::sql
