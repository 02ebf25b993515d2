#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/audit_entry.pb.h"
#include "storage/filter.h"

namespace midstance::admin {

// "auditEntries/17".
std::string EntryName(std::int64_t number);

// What the entry's chained record tells. Of a record that cannot be read, its name alone.
v1::AuditEntry EntryOf(const storage::v1::JournalEntry& entry);

// What a filter over entries may name.
std::vector<storage::FilterField> AuditFields();
bool Matches(const storage::Filter& filter, const v1::AuditEntry& entry);

}  // namespace midstance::admin
