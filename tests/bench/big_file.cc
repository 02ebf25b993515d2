#include "tests/bench/big_file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <random>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/patient.pb.h"
#include "storage/journal.h"
#include "storage/row.h"
#include "storage/sql/statements.h"
#include "storage/tables/cases.h"
#include "storage/tables/check_ins.h"
#include "storage/tables/patients.h"
#include "support/status.h"
#include "tests/e2e/harness/server.h"

namespace midstance::bench {
namespace {

constexpr std::uint64_t kHistory = 60;

// A prepared statement whose parameters are called $1, $2, ...
class Statement {
 public:
  Statement(sqlite3* db, std::string_view text) : db_(db) {
    sqlite3_prepare_v3(db, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT,
                       &statement_, nullptr);
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  void Text(int parameter, std::string_view text) {
    sqlite3_bind_text64(statement_, Place(parameter), text.data(), text.size(), SQLITE_STATIC,
                        SQLITE_UTF8);
  }
  void Blob(int parameter, std::string_view bytes) {
    sqlite3_bind_blob64(statement_, Place(parameter), bytes.data(), bytes.size(), SQLITE_STATIC);
  }
  void Integer(int parameter, std::int64_t number) {
    sqlite3_bind_int64(statement_, Place(parameter), number);
  }
  void Bind(int parameter, const storage::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return Text(parameter, *text);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return Integer(parameter, *number);
    sqlite3_bind_null(statement_, Place(parameter));
  }
  // Runs a statement that gives no rows.
  absl::Status Run() {
    const int result = sqlite3_step(statement_);
    sqlite3_reset(statement_);
    if (result == SQLITE_DONE) return absl::OkStatus();
    return absl::InternalError(sqlite3_errmsg(db_));
  }
  bool Row() { return sqlite3_step(statement_) == SQLITE_ROW; }
  std::string Bytes(int column) const {
    const void* const bytes = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return size == 0 ? std::string() : std::string(static_cast<const char*>(bytes), size);
  }
  std::int64_t Whole(int column) const { return sqlite3_column_int64(statement_, column); }

 private:
  int Place(int parameter) {
    const std::string name = "$" + std::to_string(parameter);
    return sqlite3_bind_parameter_index(statement_, name.c_str());
  }

  sqlite3* db_;
  sqlite3_stmt* statement_ = nullptr;
};

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

absl::Status Execute(sqlite3* db, const std::string& text) {
  char* error = nullptr;
  if (sqlite3_exec(db, text.c_str(), nullptr, nullptr, &error) == SQLITE_OK)
    return absl::OkStatus();
  const std::string told = error == nullptr ? "" : error;
  sqlite3_free(error);
  return absl::InternalError(text + ": " + told);
}

// Writes rows as the store does. One clinic.
class Loader {
 public:
  explicit Loader(sqlite3* db)
      : db_(db),
        statements_(storage::AllTables()),
        add_head_(db, storage::sql::kAddPatient),
        join_(db, statements_.Of(storage::TableOf<v1::Patient>()).join_care_team),
        add_entry_(db, storage::sql::kAddEntry),
        insert_patient_(db, statements_.Of(storage::TableOf<v1::Patient>()).insert),
        insert_case_(db, statements_.Of(storage::TableOf<v1::Case>()).insert),
        insert_check_in_(db, statements_.Of(storage::TableOf<v1::CheckIn>()).insert) {}

  // Where the journal ends, and the last check-in's entry as the pattern of those to come.
  absl::Status Begin() {
    Statement head(db_, "SELECT change, digest FROM clinic_heads WHERE clinic = $1");
    head.Text(1, e2e::kClinic);
    if (!head.Row()) return absl::NotFoundError("the clinic has no journal");
    change_ = head.Whole(0);
    digest_ = head.Bytes(1);
    Statement last(db_,
                   "SELECT record, resources, request_key, reply, time FROM journal "
                   "WHERE clinic = $1 AND reply IS NOT NULL ORDER BY change DESC LIMIT 1");
    last.Text(1, e2e::kClinic);
    if (!last.Row()) return absl::NotFoundError("the journal keeps no reply");
    record_ = last.Bytes(0);
    resources_ = last.Bytes(1);
    key_size_ = last.Bytes(2).size();
    reply_ = last.Bytes(3);
    now_ = FromMicros(last.Whole(4));
    return absl::OkStatus();
  }

  absl::Status AddPatient(const std::string& id, const std::string& user) {
    add_head_.Text(1, e2e::kClinic);
    add_head_.Text(2, id);
    MIDSTANCE_RETURN_IF_ERROR(add_head_.Run());
    v1::Patient patient;
    patient.set_name("patients/" + id);
    patient.set_given_name("Runner");
    patient.set_family_name("Lindqvist " + id);
    patient.set_birth_date("1979-10-02");
    patient.add_care_team(user);
    MIDSTANCE_RETURN_IF_ERROR(Insert(insert_patient_, patient));
    join_.Text(1, e2e::kClinic);
    join_.Text(2, id);
    join_.Text(3, user);
    storage::Mutation mutation;
    MIDSTANCE_RETURN_IF_ERROR(storage::Encode(storage::TableOf<v1::Patient>(), patient, mutation));
    mutation.table = &storage::TableOf<v1::Patient>();
    const auto beside = storage::CareTeamValues(mutation);
    int parameter = 4;
    for (const storage::Value& value : beside) join_.Bind(parameter++, value);
    MIDSTANCE_RETURN_IF_ERROR(join_.Run());
    v1::Case made;
    made.set_name(patient.name() + "/cases/" + id + "-1");
    made.set_title("Knee pain on stairs");
    made.set_clinician(user);
    made.set_state(v1::Case::STATE_OPEN);
    MIDSTANCE_RETURN_IF_ERROR(Insert(insert_case_, made));
    for (std::uint64_t entry = 0; entry < kHistory; ++entry) {
      v1::CheckIn check_in = MakeCheckIn(entry);
      std::array<char, 16> number{};
      std::snprintf(number.data(), number.size(), "%010d", static_cast<int>(entry));
      check_in.set_name(made.name() + "/checkIns/" + number.data());
      *check_in.mutable_occurred_time() =
          TimestampOf(now_ - std::chrono::hours{48 * (kHistory - entry)});
      check_in.set_state(v1::RECORD_STATE_ACTIVE);
      check_in.set_entered_by(user);
      MIDSTANCE_RETURN_IF_ERROR(Insert(insert_check_in_, check_in));
      MIDSTANCE_RETURN_IF_ERROR(AddEntry());
    }
    return absl::OkStatus();
  }

  absl::Status End() {
    Statement move(db_, storage::sql::kMoveHead);
    move.Text(1, e2e::kClinic);
    move.Integer(2, change_);
    move.Blob(3, digest_);
    return move.Run();
  }

 private:
  template <class M>
  absl::Status Insert(Statement& insert, M& row) {
    const storage::TableSpec& table = storage::TableOf<M>();
    storage::StampTime(row, "create_time", now_);
    storage::StampTime(row, "update_time", now_);
    storage::Mutation mutation;
    mutation.kind = storage::Mutation::Kind::kInsert;
    mutation.table = &table;
    MIDSTANCE_RETURN_IF_ERROR(storage::Encode(table, row, mutation));
    int parameter = 1;
    insert.Text(parameter++, e2e::kClinic);
    insert.Text(parameter++, row.name());
    insert.Text(parameter++, storage::PatientOf(row.name()));
    insert.Integer(parameter++, MicrosOf(now_));
    insert.Blob(parameter++, mutation.data);
    for (const storage::Value& value : mutation.columns) insert.Bind(parameter++, value);
    return insert.Run();
  }

  absl::Status AddEntry() {
    ++change_;
    digest_ = storage::ChainDigest(digest_, change_, record_);
    const std::string key = Random(key_size_);
    const std::string request_digest = Random(32);
    add_entry_.Text(1, e2e::kClinic);
    add_entry_.Integer(2, change_);
    add_entry_.Integer(3, MicrosOf(now_));
    add_entry_.Blob(4, record_);
    add_entry_.Blob(5, digest_);
    add_entry_.Blob(6, resources_);
    add_entry_.Blob(7, key);
    add_entry_.Blob(8, request_digest);
    add_entry_.Blob(9, reply_);
    return add_entry_.Run();
  }

  std::string Random(std::size_t size) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random_());
    return bytes;
  }

  sqlite3* db_;
  storage::sql::Statements statements_;
  Statement add_head_;
  Statement join_;
  Statement add_entry_;
  Statement insert_patient_;
  Statement insert_case_;
  Statement insert_check_in_;
  std::mt19937_64 random_{42};
  std::int64_t change_ = 0;
  std::string digest_;
  std::string record_;
  std::string resources_;
  std::size_t key_size_ = 0;
  std::string reply_;
  Instant now_;
};

// So that writing back the load does not disturb what is measured after it.
void SyncToDisk(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  fsync(file);
  close(file);
}

}  // namespace

absl::Status GrowDatabase(const std::string& database, const Clinic& clinic, std::uint64_t present,
                          std::uint64_t total) {
  sqlite3* opened = nullptr;
  if (sqlite3_open_v2(database.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
    sqlite3_close(opened);
    return absl::UnavailableError("cannot open " + database);
  }
  const Database db(opened);
  MIDSTANCE_RETURN_IF_ERROR(Execute(db.get(),
                                    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
                                    "PRAGMA cache_size = -262144; PRAGMA foreign_keys = OFF"));
  std::string index;
  {
    Statement find(db.get(), "SELECT sql FROM sqlite_schema WHERE name = 'journal_request'");
    if (!find.Row()) return absl::NotFoundError("the journal has another shape");
    index = find.Bytes(0);
  }
  // A random key a row: made at the end in one sort.
  MIDSTANCE_RETURN_IF_ERROR(Execute(db.get(), "DROP INDEX journal_request; BEGIN"));
  {
    Loader loader(db.get());
    MIDSTANCE_RETURN_IF_ERROR(loader.Begin());
    const std::uint64_t patients = total > present ? (total - present) / kHistory : 0;
    for (std::uint64_t number = 0; number < patients; ++number) {
      const std::uint64_t before = number * kPatients / patients;
      const std::string id = PatientId(before) + "-" + std::to_string(1'000'000 + number);
      MIDSTANCE_RETURN_IF_ERROR(loader.AddPatient(id, clinic.user));
    }
    MIDSTANCE_RETURN_IF_ERROR(loader.End());
  }
  MIDSTANCE_RETURN_IF_ERROR(Execute(db.get(), "COMMIT; " + index + "; PRAGMA journal_mode = WAL"));
  SyncToDisk(database);
  return absl::OkStatus();
}

}  // namespace midstance::bench
