#include "storage/sql/sql_reader.h"

#include <algorithm>

#include "storage/row.h"
#include "storage/sql/filter_sql.h"

namespace midstance::storage::sql {
namespace {

using google::protobuf::Message;

// Hits that room is made for before it is known how many there are.
constexpr int kHitsAtOnce = 25;

bool HasNul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

bool HasNul(const Filter& filter) {
  const auto* text = std::get_if<std::string>(&filter.value);
  if (text != nullptr && HasNul(*text)) return true;
  return std::any_of(filter.of.begin(), filter.of.end(),
                     [](const Filter& inner) { return HasNul(inner); });
}

Value ValueAt(Statement& row, int column, ColumnType type) {
  if (row.IsNull(column)) return std::monostate{};
  switch (type) {
    case ColumnType::kInteger:
      return row.Integer(column);
    case ColumnType::kReal:
      return row.Real(column);
    case ColumnType::kText:
      return std::string(row.Bytes(column));
    case ColumnType::kBlob:
      break;
  }
  return Blob{std::string(row.Bytes(column))};
}

ColumnType TypeOf(const TableSpec& table, std::string_view name) {
  for (const Column& column : table.columns) {
    if (column.name == name) return column.type;
  }
  return name == "name" || name == "patient" ? ColumnType::kText : ColumnType::kInteger;
}

}  // namespace

absl::StatusOr<std::int64_t> SqlReader::PatientVersion(std::string_view patient_id) const {
  const std::string patient(patient_id);
  if (HasNul(patient)) return 0;
  const Session::Lease read = session_.Use(kReadPatientVersion);
  if (!read) return session_.Failed();
  read->BindText(1, clinic());
  read->BindText(2, patient);
  switch (read->Next()) {
    case Step::kRow:
      return read->Integer(0);
    case Step::kDone:
      return 0;
    case Step::kFailed:
      break;
  }
  return session_.Failed();
}

absl::StatusOr<bool> SqlReader::OnCareTeam(std::string_view patient_id,
                                           std::string_view user) const {
  const std::string patient(patient_id);
  const std::string member(user);
  if (HasNul(patient) || HasNul(member)) return false;
  const Session::Lease read = session_.Use(kIsOnCareTeam);
  if (!read) return session_.Failed();
  read->BindText(1, clinic());
  read->BindText(2, patient);
  read->BindText(3, member);
  const Step step = read->Next();
  if (step == Step::kFailed) return session_.Failed();
  return step == Step::kRow;
}

absl::StatusOr<std::optional<v1::StoredReply>> SqlReader::FindReply(std::string_view key) const {
  const std::string request_key(key);
  const Session::Lease read = session_.Use(kReadReply);
  if (!read) return session_.Failed();
  read->BindText(1, clinic());
  read->BindBlob(2, request_key);
  switch (read->Next()) {
    case Step::kRow: {
      v1::StoredReply found;
      found.set_reply(std::string(read->Bytes(0)));
      found.set_request_digest(std::string(read->Bytes(1)));
      return found;
    }
    case Step::kDone:
      return std::nullopt;
    case Step::kFailed:
      break;
  }
  return session_.Failed();
}

absl::StatusOr<std::vector<v1::JournalEntry>> SqlReader::JournalAfter(std::int64_t after,
                                                                      int limit) const {
  std::vector<v1::JournalEntry> entries;
  const Session::Lease read = session_.Use(kReadEntries);
  if (!read) return session_.Failed();
  read->BindText(1, clinic());
  read->BindInteger(2, after);
  read->BindInteger(3, limit);
  Step step = read->Next();
  for (; step == Step::kRow; step = read->Next()) {
    const std::string_view resources = read->Bytes(4);
    v1::JournalEntry& entry = entries.emplace_back();
    if (!entry.ParseFromArray(resources.data(), static_cast<int>(resources.size()))) {
      return Error(midstance::v1::ERROR_REASON_INTERNAL).Because("a journal entry is unreadable");
    }
    entry.set_change(read->Integer(0));
    entry.set_time_micros(read->Integer(1));
    entry.set_record(std::string(read->Bytes(2)));
    entry.set_digest(std::string(read->Bytes(3)));
  }
  if (step == Step::kFailed) return session_.Failed();
  return entries;
}

absl::StatusOr<std::int64_t> SqlReader::LastChange() const {
  const Session::Lease read = session_.Use(kReadLastChange);
  if (!read) return session_.Failed();
  read->BindText(1, clinic());
  switch (read->Next()) {
    case Step::kRow:
      return read->Integer(0);
    case Step::kDone:
      return 0;
    case Step::kFailed:
      break;
  }
  return session_.Failed();
}

absl::Status SqlReader::GetInto(const TableSpec& table, std::string_view name, Deleted deleted,
                                Message& found) const {
  const std::string key(name);
  if (HasNul(key)) return NotFound(table, name);
  const Session::Lease read = session_.Use(statements_.Of(table).get);
  if (!read) return session_.Failed();
  read->BindText(1, clinic());
  read->BindText(2, key);
  switch (read->Next()) {
    case Step::kRow:
      if (deleted == Deleted::kHide && !read->IsNull(1)) return NotFound(table, name);
      if (!Decode(read->Bytes(2), read->Integer(0), found)) return Unreadable(table, name);
      return absl::OkStatus();
    case Step::kDone:
      return NotFound(table, name);
    case Step::kFailed:
      break;
  }
  return session_.Failed();
}

absl::StatusOr<std::vector<Value>> SqlReader::ReadSortKey(const TableSpec& table,
                                                          const Query& query) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const ListText text, MakeSortKey(table, clinic(), query));
  const Session::Lease read = session_.Use(text.sql);
  if (!read) return session_.Failed();
  for (std::size_t i = 0; i < text.values.size(); ++i)
    read->Bind(static_cast<int>(i) + 1, text.values[i]);
  switch (read->Next()) {
    case Step::kRow: {
      std::vector<Value> key;
      for (std::size_t i = 0; i < query.order.size(); ++i) {
        key.push_back(ValueAt(*read, static_cast<int>(i), TypeOf(table, query.order[i].column)));
      }
      return key;
    }
    case Step::kDone:
      return Error(midstance::v1::ERROR_REASON_PAGE_TOKEN_INVALID)
          .Because("the row that the page goes on after is gone");
    case Step::kFailed:
      break;
  }
  return session_.Failed();
}

absl::StatusOr<std::string> SqlReader::ListInto(const TableSpec& table, const Query& query,
                                                const std::function<Message&()>& next) const {
  if (HasNul(query.name_prefix) || HasNul(query.after_name) || HasNul(query.care_team_of) ||
      HasNul(query.where)) {
    return Error(midstance::v1::ERROR_REASON_FILTER_INVALID)
        .Because("no text of the store holds NUL");
  }
  std::vector<Value> after;
  if (!query.after_name.empty() && !query.order.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(after, ReadSortKey(table, query));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const ListText text, MakeList(table, clinic(), query, after));
  const Session::Lease read = session_.Use(text.sql);
  if (!read) return session_.Failed();
  for (std::size_t i = 0; i < text.values.size(); ++i)
    read->Bind(static_cast<int>(i) + 1, text.values[i]);
  const RowDecoder decoder(*table.message());
  std::string last;
  int kept = 0;
  Step step = read->Next();
  for (; step == Step::kRow; step = read->Next()) {
    if (kept == query.limit) return last;
    Message& row = next();
    if (!decoder.Decode(read->Bytes(1), read->Integer(0), row)) {
      return Unreadable(table, read->Bytes(2));
    }
    if (query.brief) decoder.SetName(row, read->Bytes(2));
    if (++kept == query.limit) last = read->Bytes(2);
  }
  if (step == Step::kFailed) return session_.Failed();
  return std::string();
}

absl::StatusOr<std::vector<TermHit>> SqlReader::FindByTermIn(const TableSpec& table,
                                                             const TermQuery& query) const {
  std::vector<TermHit> hits;
  if (HasNul(query.term) || HasNul(query.after)) return hits;
  const std::optional<std::string> end = EndOfPrefix(query.term);
  if (table.terms == nullptr || !end.has_value()) {
    return Error(midstance::v1::ERROR_REASON_INTERNAL)
        .Because("table " + std::string(table.table) + " is not found by such terms");
  }
  const TableStatements& texts = statements_.Of(table);
  const Session::Lease find =
      session_.Use(query.beginning ? texts.find_beginning : texts.find_term);
  if (!find) return session_.Failed();
  // Nothing lies between a text and the same with the smallest character behind it.
  const bool goes_on = query.beginning && !query.after.empty();
  const std::string from = goes_on ? query.after + '\x01' : query.term;
  int parameter = 1;
  find->BindText(parameter++, clinic());
  find->BindText(parameter++, from);
  if (query.beginning) find->BindText(parameter++, *end);
  find->BindInteger(parameter, query.limit);
  Step step = find->Next();
  for (; step == Step::kRow; step = find->Next()) {
    if (hits.empty())
      hits.reserve(static_cast<std::size_t>(std::clamp(query.limit, 0, kHitsAtOnce)));
    hits.push_back({std::string(find->Bytes(0)), std::string(find->Bytes(1))});
  }
  if (step == Step::kFailed) return session_.Failed();
  return hits;
}

}  // namespace midstance::storage::sql
