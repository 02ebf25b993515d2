#include "tamper.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace midstance::storage::testing {

void Tamper(const std::string& file, const std::string& sql) {
  SQLite::Database(file, SQLite::OPEN_READWRITE, 5000).exec(sql);
}

void ChangeRecord(const std::string& file, std::int64_t change) {
  Tamper(file, "UPDATE journal SET record = x'00' WHERE change = " + std::to_string(change));
}

void RemoveEntry(const std::string& file, std::int64_t change) {
  Tamper(file, "DELETE FROM journal WHERE change = " + std::to_string(change));
}

void GarbleRows(const std::string& file, const std::string& table) {
  Tamper(file, "UPDATE " + table + " SET data = x'ff'");
}

void RemoveRows(const std::string& file, const std::string& table) {
  Tamper(file, "DELETE FROM " + table);
}

void DropIndex(const std::string& file, const std::string& index) {
  Tamper(file, "DROP INDEX " + index);
}

void GarbleResources(const std::string& file, std::int64_t change) {
  Tamper(file, "UPDATE journal SET resources = x'ff' WHERE change = " + std::to_string(change));
}

}  // namespace midstance::storage::testing
