#pragma once

#include <absl/status/status.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.h"
#include "storage/table.h"

// How a message becomes a row and back.
namespace midstance::storage {

inline constexpr std::size_t kMaxNameBytes = 300;
inline constexpr std::size_t kMaxRowBytes = 1 << 20;

std::string EtagOf(std::int64_t version);
// Nothing when the text was not made by EtagOf.
std::optional<std::int64_t> VersionOf(std::string_view etag);

// "p" of "patients/p/cases/c"; empty for other names.
std::string_view PatientOf(std::string_view name);

// The value of a string field "name"; the field exists in every stored message.
const std::string& NameOf(const google::protobuf::Message& resource);
const std::string& EtagIn(const google::protobuf::Message& resource);
void SetEtag(google::protobuf::Message& resource, std::int64_t version);

// Set or clear a timestamp field when the message has one of that name.
void StampTime(google::protobuf::Message& resource, const char* field, std::optional<Instant> at);

// Fills `mutation.columns`, `data`, `care_team` and `terms`; the etag is not part of the bytes.
// TOO_LARGE or FIELD_INVALID when an engine would refuse the row.
absl::Status Encode(const TableSpec& table, google::protobuf::Message& resource,
                    Mutation& mutation);
// What is kept beside each membership, see TableSpec::care_team_columns.
std::vector<Value> CareTeamValues(const Mutation& mutation);
// False when the bytes are not a message of this type.
bool Decode(std::string_view data, std::int64_t version, google::protobuf::Message& resource);

// Decodes many rows of one type.
class RowDecoder {
 public:
  explicit RowDecoder(const google::protobuf::Descriptor& type);

  bool Decode(std::string_view data, std::int64_t version,
              google::protobuf::Message& resource) const;
  void SetName(google::protobuf::Message& resource, std::string_view name) const;

 private:
  const google::protobuf::FieldDescriptor& name_;
  const google::protobuf::FieldDescriptor& etag_;
};

// Text that sorts right after every text that begins with `prefix`; nothing when there is none.
std::optional<std::string> EndOfPrefix(std::string_view prefix);

absl::Status NotFound(const TableSpec& table, std::string_view name);
absl::Status EtagMismatch(const TableSpec& table, std::string_view name);
absl::Status Exists(const TableSpec& table, std::string_view name);
// The stored bytes are not of the table's type.
absl::Status Unreadable(const TableSpec& table, std::string_view name);
// Another row has the term of this field.
absl::Status TermTaken(const TableSpec& table, std::string_view name, std::string_view field);

}  // namespace midstance::storage
