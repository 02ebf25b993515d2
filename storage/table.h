#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

#include "storage/query.h"

namespace midstance::storage {

enum class ColumnType { kInteger, kReal, kText, kBlob };

// A projection of the stored message: kept beside its bytes so that it can be filtered, sorted and
// joined.
struct Column {
  std::string_view name;
  ColumnType type;
  Value (*extract)(const google::protobuf::Message& resource);
  // The API field that filters and order_by call it, e.g. "due_time"; empty: internal.
  std::string_view field = {};
  // For enum columns: the descriptor whose value names filters may use.
  const google::protobuf::EnumDescriptor* (*enumeration)() = nullptr;
  // How a filter writes the values of an integer column that is not an enum: as a timestamp, or as
  // true and false.
  bool time = false;
  bool boolean = false;
  // The column holds folded text; what a filter compares it with is folded too.
  bool folded = false;
};

// A text by which rows are found besides their name, see Reader::FindByTerm. Of at most 1,000
// bytes, without NUL.
struct Term {
  std::string text;
  // Set: no two rows of a clinic have it, and this is the field that a refusal names.
  std::string unique_field = {};
};

// A kBlob column with the bytes of the message without its name and without what sums over many
// rows do not look at: see Query::brief. `version` moves when the column is derived otherwise.
struct Brief {
  std::string_view column = {};  // empty: the table has none
  int version = 0;
};

// One resource type's table. Every table also has clinic, name (together the key), patient (when
// of_patient), version, create_time, update_time, delete_time and data.
struct TableSpec {
  std::string_view table;          // "check_ins"
  std::string_view resource_type;  // "midstance.v1/CheckIn"
  const google::protobuf::Descriptor* (*message)();
  bool of_patient;  // rows live under patients/{patient}: scope and compartment apply
  bool watched;     // changes are told to Watch
  std::string_view global_key =
      {};  // column that is unique over all clinics, see Store::FindByGlobalKey
  std::vector<Column> columns = {};
  // The column by which the rows of one patient are read in order: an index (clinic, patient, this
  // column, name) stands in the schema. Empty: there is none.
  std::string_view patient_order = {};
  // Patients only: the users on the care team of the row's patient, see Query::care_team_of.
  std::vector<std::string> (*care_team)(const google::protobuf::Message& resource) = nullptr;
  // Those of `columns`, in their order, that are kept beside each membership too, so that the
  // patients of one user are filtered and ordered without a look at each of them.
  std::vector<std::string_view> care_team_columns = {};
  // Tables whose rows are found by terms: where these are kept, what they are, and a number that
  // moves when `terms` gives others for the same resource. They are written with the row.
  std::string_view terms_table = {};
  std::vector<Term> (*terms)(const google::protobuf::Message& resource) = nullptr;
  int terms_version = 0;
  Brief brief = {};
};

// Specialised in storage/tables/<aggregate>.h for every stored message.
template <class M>
const TableSpec& TableOf();

// All tables, in an order in which rows may be inserted.
const std::vector<const TableSpec*>& AllTables();

}  // namespace midstance::storage
