#include "storage/sql/filter_sql.h"

#include <algorithm>
#include <array>

#include "storage/row.h"
#include "support/status.h"

namespace midstance::storage::sql {
namespace {

constexpr std::array<std::string_view, 4> kCommonColumns = {"name", "create_time", "update_time",
                                                            "patient"};

bool HasColumn(const TableSpec& table, std::string_view name) {
  if (name == "patient") return table.of_patient;
  if (std::find(kCommonColumns.begin(), kCommonColumns.end(), name) != kCommonColumns.end())
    return true;
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [name](const Column& column) { return column.name == name; });
}

// Whether the rows below one patient are asked for in the order in which an index has them.
bool ReadsInPatientOrder(const TableSpec& table, const Query& query) {
  return !table.patient_order.empty() && !query.order.empty() &&
         query.order.front().column == table.patient_order &&
         query.name_prefix.starts_with("patients/") && query.name_prefix.ends_with('/') &&
         !PatientOf(query.name_prefix).empty();
}

absl::Status NoColumn(const TableSpec& table, std::string_view column) {
  return Error(midstance::v1::ERROR_REASON_INTERNAL)
      .Because("table " + std::string(table.table) + " has no column " + std::string(column));
}

// Writes conditions. Every condition is true or false, never unknown: a column that is not set
// equals nothing, so that NOT means the same here as in the words of the filter.
class ConditionWriter {
 public:
  // `beside`: a list of one user's patients, whose care_team_columns are read beside her
  // memberships.
  ConditionWriter(const TableSpec& table, ListText& list, bool beside = false)
      : table_(table), list_(list), beside_(beside) {}

  // What a column is called in the statement.
  std::string Called(const std::string& column) const {
    const auto& kept = table_.care_team_columns;
    const bool is_beside = beside_ && std::find(kept.begin(), kept.end(), column) != kept.end();
    return (is_beside ? "hers_" : "") + column;
  }

  std::string Parameter(Value value) {
    list_.values.push_back(std::move(value));
    return "$" + std::to_string(list_.values.size());
  }

  absl::Status Write(const Filter& filter) {
    switch (filter.op) {
      case Filter::Op::kAll:
        return WriteAll(filter.of, " AND ", "1 = 1");
      case Filter::Op::kAny:
        return WriteAll(filter.of, " OR ", "1 = 0");
      case Filter::Op::kNot:
        list_.sql += "NOT (";
        MIDSTANCE_RETURN_IF_ERROR(Write(filter.of.at(0)));
        list_.sql += ")";
        return absl::OkStatus();
      default:
        return WriteComparison(filter);
    }
  }

  // Rows that come after `key` and then after `name` in the order asked for.
  void WriteAfter(const std::vector<OrderBy>& order, const SortKey& key, const std::string& name,
                  bool name_descending) {
    // Says no more than what follows, but lets an index begin here.
    if (!order.empty() && !order[0].descending && !std::holds_alternative<std::monostate>(key[0])) {
      list_.sql += Called(order[0].column) + " >= " + Parameter(key[0]) + " AND ";
    }
    std::string closing;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::string column = Called(order[i].column);
      const bool unset = std::holds_alternative<std::monostate>(key[i]);
      if (order[i].descending) {
        if (unset) {
          list_.sql += "(" + column + " IS NULL AND ";
        } else {
          list_.sql += "(" + column + " IS NULL OR " + column + " < " + Parameter(key[i]) +
                       " OR (" + column + " = " + Parameter(key[i]) + " AND ";
          closing += ")";
        }
      } else if (unset) {
        list_.sql += "(" + column + " IS NOT NULL OR (" + column + " IS NULL AND ";
        closing += ")";
      } else {
        list_.sql += "(" + column + " > " + Parameter(key[i]) + " OR (" + column + " = " +
                     Parameter(key[i]) + " AND ";
        closing += ")";
      }
      closing += ")";
    }
    list_.sql += beside_ ? "hers" : "name";
    list_.sql += (name_descending ? " < " : " > ") +
                 Parameter(beside_ ? std::string(PatientOf(name)) : name) + closing;
  }

 private:
  absl::Status WriteAll(const std::vector<Filter>& filters, std::string_view between,
                        std::string_view none) {
    if (filters.empty()) {
      list_.sql += none;
      return absl::OkStatus();
    }
    list_.sql += "(";
    for (std::size_t i = 0; i < filters.size(); ++i) {
      if (i > 0) list_.sql += between;
      MIDSTANCE_RETURN_IF_ERROR(Write(filters[i]));
    }
    list_.sql += ")";
    return absl::OkStatus();
  }

  absl::Status WriteComparison(const Filter& filter) {
    if (!HasColumn(table_, filter.column)) return NoColumn(table_, filter.column);
    const std::string column = Called(filter.column);
    if (std::holds_alternative<std::monostate>(filter.value)) {
      const bool set = filter.op == Filter::Op::kHas || filter.op == Filter::Op::kNotEqual;
      list_.sql += column + (set ? " IS NOT NULL" : " IS NULL");
      return absl::OkStatus();
    }
    if (filter.op == Filter::Op::kHas) return WriteHas(filter);
    if (filter.op == Filter::Op::kNotEqual) {
      list_.sql += "(" + column + " IS NULL OR " + column + " <> " + Parameter(filter.value) + ")";
      return absl::OkStatus();
    }
    list_.sql += "(" + column + " IS NOT NULL AND " + column + std::string(Operator(filter.op)) +
                 Parameter(filter.value) + ")";
    return absl::OkStatus();
  }

  absl::Status WriteHas(const Filter& filter) {
    const auto* prefix = std::get_if<std::string>(&filter.value);
    if (prefix == nullptr) return WriteComparison(Filter::Equal(filter.column, filter.value));
    const std::string column = Called(filter.column);
    list_.sql += "(" + column + " IS NOT NULL AND " + column + " >= " + Parameter(*prefix);
    if (const auto end = EndOfPrefix(*prefix))
      list_.sql += " AND " + column + " < " + Parameter(*end);
    list_.sql += ")";
    return absl::OkStatus();
  }

  static std::string_view Operator(Filter::Op op) {
    switch (op) {
      case Filter::Op::kLess:
        return " < ";
      case Filter::Op::kLessOrEqual:
        return " <= ";
      case Filter::Op::kGreater:
        return " > ";
      case Filter::Op::kGreaterOrEqual:
        return " >= ";
      default:
        return " = ";
    }
  }

  const TableSpec& table_;
  ListText& list_;
  const bool beside_;
};

}  // namespace

absl::StatusOr<ListText> MakeList(const TableSpec& table, const std::string& clinic,
                                  const Query& query, const SortKey& after) {
  ListText list;
  // Patients of one of the staff are read one by one from her own list, since she has few of the
  // clinic's.
  const bool of_member = !query.care_team_of.empty() && table.care_team != nullptr;
  ConditionWriter write(table, list, of_member);
  const bool brief = query.brief && !table.brief.column.empty();
  list.sql = "SELECT version, " + std::string(brief ? table.brief.column : "data") + ", name FROM ";
  if (of_member) {
    list.sql += "(SELECT patient AS hers";
    for (const std::string_view column : table.care_team_columns) {
      list.sql += ", " + std::string(column) + " AS hers_" + std::string(column);
    }
    list.sql += " FROM care_team WHERE clinic = " + write.Parameter(clinic) +
                " AND member = " + write.Parameter(query.care_team_of) + ") AS team CROSS JOIN ";
  }
  list.sql += std::string(table.table) + " WHERE clinic = " + write.Parameter(clinic);
  if (of_member) list.sql += " AND name = 'patients/' || hers";
  if (!query.name_prefix.empty()) {
    std::string name = "name";
    if (ReadsInPatientOrder(table, query)) {
      list.sql += " AND patient = " + write.Parameter(std::string(PatientOf(query.name_prefix)));
      // As an expression the range is a filter only. Left as a column, SQLite would rather read
      // all of it from the primary key and sort.
      name = "name || ''";
    }
    list.sql += " AND " + name + " >= " + write.Parameter(query.name_prefix);
    if (const auto end = EndOfPrefix(query.name_prefix))
      list.sql += " AND " + name + " < " + write.Parameter(*end);
  }
  if (query.deleted == Deleted::kHide) list.sql += " AND delete_time IS NULL";
  if (!query.care_team_of.empty() && table.of_patient && !of_member) {
    list.sql +=
        " AND EXISTS (SELECT 1 FROM care_team WHERE care_team.clinic = " + write.Parameter(clinic) +
        " AND care_team.patient = " + std::string(table.table) +
        ".patient AND care_team.member = " + write.Parameter(query.care_team_of) + ")";
  }
  if (query.where.op != Filter::Op::kAll || !query.where.of.empty()) {
    list.sql += " AND ";
    MIDSTANCE_RETURN_IF_ERROR(write.Write(query.where));
  }
  const bool name_descending = query.order.empty() || query.order.back().descending;
  if (!query.after_name.empty()) {
    list.sql += " AND ";
    write.WriteAfter(query.order, after, query.after_name, name_descending);
  }
  list.sql += " ORDER BY ";
  for (const OrderBy& order : query.order) {
    if (!HasColumn(table, order.column)) return NoColumn(table, order.column);
    list.sql += write.Called(order.column) +
                (order.descending ? " DESC NULLS LAST, " : " ASC NULLS FIRST, ");
  }
  // Names of patients sort as their ids do.
  list.sql += of_member ? "hers" : "name";
  list.sql += name_descending ? " DESC" : " ASC";
  list.sql += " LIMIT " + write.Parameter(std::int64_t{query.limit} + 1);
  return list;
}

absl::StatusOr<ListText> MakeSortKey(const TableSpec& table, const std::string& clinic,
                                     const Query& query) {
  ListText key;
  ConditionWriter write(table, key);
  key.sql = "SELECT ";
  for (const OrderBy& order : query.order) {
    if (!HasColumn(table, order.column)) return NoColumn(table, order.column);
    key.sql += order.column + ", ";
  }
  key.sql += "name FROM " + std::string(table.table) + " WHERE clinic = " + write.Parameter(clinic);
  key.sql += " AND name = " + write.Parameter(query.after_name);
  return key;
}

}  // namespace midstance::storage::sql
