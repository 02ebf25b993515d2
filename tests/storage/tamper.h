#pragma once

#include <cstdint>
#include <string>

namespace midstance::storage::testing {

// Runs SQL on a store's file behind the store's back, as somebody with access to the disk would.
void Tamper(const std::string& file, const std::string& sql);

// The same, to one entry of the journal of a store with one clinic.
void ChangeRecord(const std::string& file, std::int64_t change);
void RemoveEntry(const std::string& file, std::int64_t change);
// Every row of a table becomes unreadable.
void GarbleRows(const std::string& file, const std::string& table);
// Every row of a table is gone.
void RemoveRows(const std::string& file, const std::string& table);
// What an index refused is taken from now on.
void DropIndex(const std::string& file, const std::string& index);
// What changed, as Watch reads it, becomes unreadable.
void GarbleResources(const std::string& file, std::int64_t change);

}  // namespace midstance::storage::testing
