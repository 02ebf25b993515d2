#include "storage/sqlite/settings.h"

#include <sqlite3.h>

#include <string>
#include <string_view>
#include <vector>

namespace midstance::storage::sqlite {
namespace {

struct Setting {
  std::string_view name;
  std::string_view value;
  std::string_view reads_back;
};

std::vector<Setting> SettingsOf(Use use, bool in_memory, Synchronous synchronous) {
  std::vector<Setting> settings = {
      {"foreign_keys", "ON", "1"},    {"secure_delete", "ON", "1"},  {"trusted_schema", "OFF", "0"},
      {"cell_size_check", "ON", "1"}, {"temp_store", "MEMORY", "2"}, {"busy_timeout", "0", "0"},
  };
  if (!in_memory) {
    settings.push_back({"journal_mode", "WAL", "wal"});
    settings.push_back(synchronous == Synchronous::kFull ? Setting{"synchronous", "FULL", "2"}
                                                         : Setting{"synchronous", "NORMAL", "1"});
    settings.push_back({"wal_autocheckpoint", "0", "0"});
    settings.push_back({"journal_size_limit", "67108864", "67108864"});
    settings.push_back({"mmap_size", "0", "0"});
    // Not larger for the writer: after a page was split a commit walks over the whole cache. What
    // falls out of it is still in the system's.
    settings.push_back(use == Use::kWriter ? Setting{"cache_size", "-16384", "-16384"}
                                           : Setting{"cache_size", "-8192", "-8192"});
  }
  // Last: a connection that only queries can set nothing that writes.
  if (use == Use::kReader) settings.push_back({"query_only", "ON", "1"});
  return settings;
}

bool Configure(sqlite3* handle, int option) {
  int now = 0;
  return sqlite3_db_config(handle, option, 1, &now) == SQLITE_OK && now == 1;
}

}  // namespace

absl::Status ApplySettings(SqliteConnection& connection, Use use, bool in_memory,
                           Synchronous synchronous) {
  for (const Setting& setting : SettingsOf(use, in_memory, synchronous)) {
    const std::string pragma = "PRAGMA " + std::string(setting.name);
    if (!connection.Execute(pragma + " = " + std::string(setting.value)) ||
        connection.Ask(pragma) != setting.reads_back) {
      return absl::FailedPreconditionError("SQLite does not hold the setting " +
                                           std::string(setting.name));
    }
  }
  if (!Configure(connection.handle(), SQLITE_DBCONFIG_DEFENSIVE) ||
      !Configure(connection.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE)) {
    return absl::FailedPreconditionError("SQLite does not hold its defensive settings");
  }
  return absl::OkStatus();
}

}  // namespace midstance::storage::sqlite
