#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/table.h"

namespace midstance::storage::sql {

// The texts that read and write one table. Parameters: clinic, name, then as the names say.
struct TableStatements {
  std::string get;          // -> version, delete_time, data
  std::string version;      // -> version
  std::string insert;       // clinic, name, [patient], time, data, columns...
  std::string update;       // clinic, name, version, time, data, columns...
  std::string mark;         // as update, then delete_time
  std::string find_by_key;  // key -> clinic, name; empty without a global key
  // Empty without a care team.
  std::string join_care_team;  // clinic, patient, member, care_team_columns...
  std::string tell_care_team;  // clinic, patient, care_team_columns...
  // Empty without terms.
  std::string find_term;       // clinic, term, limit -> term, name
  std::string find_beginning;  // clinic, term, end of its range, limit -> term, name
  std::string add_term;        // clinic, term, name, only_one
  std::string remove_term;     // clinic, term, name
};

// Every fixed text of the store, made once from the table specs.
class Statements {
 public:
  explicit Statements(const std::vector<const TableSpec*>& tables);

  const TableStatements& Of(const TableSpec& table) const { return by_table_.at(&table); }
  // All of them: for the tests that show every engine accepts every one.
  std::vector<std::string> All() const;

 private:
  std::unordered_map<const TableSpec*, TableStatements> by_table_;
};

// patient_heads: the version of a patient's compartment.
inline constexpr std::string_view kReadPatientVersion =
    "SELECT version FROM patient_heads WHERE clinic = $1 AND patient = $2";
inline constexpr std::string_view kMovePatient =
    "UPDATE patient_heads SET version = version + 1 WHERE clinic = $1 AND patient = $2 AND version "
    "= $3";
inline constexpr std::string_view kAddPatient =
    "INSERT INTO patient_heads (clinic, patient, version) VALUES ($1, $2, 1)";

inline constexpr std::string_view kIsOnCareTeam =
    "SELECT 1 FROM care_team WHERE clinic = $1 AND patient = $2 AND member = $3";
inline constexpr std::string_view kReadCareTeam =
    "SELECT member FROM care_team WHERE clinic = $1 AND patient = $2";
inline constexpr std::string_view kLeaveCareTeam =
    "DELETE FROM care_team WHERE clinic = $1 AND patient = $2 AND member = $3";

// clinic_heads: the last change number and digest. Taking the head locks the clinic until the
// commit on engines with several writers.
inline constexpr std::string_view kTakeHead =
    "UPDATE clinic_heads SET change = change WHERE clinic = $1 RETURNING change, digest";
inline constexpr std::string_view kAddHead =
    "INSERT INTO clinic_heads (clinic, change, digest) VALUES ($1, 0, $2)";
inline constexpr std::string_view kMoveHead =
    "UPDATE clinic_heads SET change = $2, digest = $3 WHERE clinic = $1";

inline constexpr std::string_view kAddEntry =
    "INSERT INTO journal (clinic, change, time, record, digest, resources, request_key, "
    "request_digest, reply) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
inline constexpr std::string_view kReadEntries =
    "SELECT change, time, record, digest, resources FROM journal WHERE clinic = $1 AND change > $2 "
    "ORDER BY change LIMIT $3";
inline constexpr std::string_view kReadLastChange =
    "SELECT change FROM clinic_heads WHERE clinic = $1";
inline constexpr std::string_view kReadReply =
    "SELECT reply, request_digest FROM journal WHERE clinic = $1 AND request_key = $2";

inline constexpr std::string_view kBeginUnit = "SAVEPOINT unit";
inline constexpr std::string_view kKeepUnit = "RELEASE unit";
inline constexpr std::string_view kUndoUnit = "ROLLBACK TO unit";
inline constexpr std::string_view kCommit = "COMMIT";
inline constexpr std::string_view kRollback = "ROLLBACK";

}  // namespace midstance::storage::sql
