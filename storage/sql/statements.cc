#include "storage/sql/statements.h"

namespace midstance::storage::sql {
namespace {

std::string Parameter(std::size_t number) { return "$" + std::to_string(number); }

std::string InsertText(const TableSpec& table) {
  std::string names = "clinic, name";
  std::string values = "$1, $2";
  std::size_t next = 3;
  if (table.of_patient) {
    names += ", patient";
    values += ", " + Parameter(next++);
  }
  names += ", version, create_time, update_time, data";
  values += ", 1, " + Parameter(next) + ", " + Parameter(next) + ", " + Parameter(next + 1);
  next += 2;
  for (const Column& column : table.columns) {
    names += ", " + std::string(column.name);
    values += ", " + Parameter(next++);
  }
  return "INSERT INTO " + std::string(table.table) + " (" + names + ") VALUES (" + values + ")";
}

std::string UpdateText(const TableSpec& table, bool mark) {
  std::string text = "UPDATE " + std::string(table.table) +
                     " SET version = version + 1, update_time = $4, data = $5";
  std::size_t next = 6;
  for (const Column& column : table.columns) {
    text += ", " + std::string(column.name) + " = " + Parameter(next++);
  }
  if (mark) text += ", delete_time = " + Parameter(next);
  return text + " WHERE clinic = $1 AND name = $2 AND version = $3";
}

void AddTermTexts(const std::string& terms, TableStatements& texts) {
  texts.find_term =
      "SELECT term, name FROM " + terms + " WHERE clinic = $1 AND term = $2 ORDER BY name LIMIT $3";
  texts.find_beginning =
      "SELECT term, name FROM " + terms +
      " WHERE clinic = $1 AND term >= $2 AND term < $3 ORDER BY term, name LIMIT $4";
  texts.add_term =
      "INSERT INTO " + terms + " (clinic, term, name, only_one) VALUES ($1, $2, $3, $4)";
  texts.remove_term = "DELETE FROM " + terms + " WHERE clinic = $1 AND term = $2 AND name = $3";
}

void AddCareTeamTexts(const TableSpec& table, TableStatements& texts) {
  std::string names;
  std::string values;
  std::string told;
  std::size_t next = 3;
  for (const std::string_view column : table.care_team_columns) {
    told += (told.empty() ? "" : ", ") + std::string(column) + " = " + Parameter(next++);
    names += ", " + std::string(column);
    values += ", " + Parameter(next);
  }
  texts.join_care_team = "INSERT INTO care_team (clinic, patient, member" + names +
                         ") VALUES ($1, $2, $3" + values + ")";
  texts.tell_care_team = "UPDATE care_team SET " + told + " WHERE clinic = $1 AND patient = $2";
}

TableStatements StatementsOf(const TableSpec& table) {
  const std::string name(table.table);
  TableStatements texts;
  texts.get = "SELECT version, delete_time, data FROM " + name + " WHERE clinic = $1 AND name = $2";
  texts.version = "SELECT version FROM " + name + " WHERE clinic = $1 AND name = $2";
  texts.insert = InsertText(table);
  texts.update = UpdateText(table, false);
  texts.mark = UpdateText(table, true);
  if (!table.global_key.empty()) {
    texts.find_by_key =
        "SELECT clinic, name FROM " + name + " WHERE " + std::string(table.global_key) + " = $1";
  }
  if (table.care_team != nullptr) AddCareTeamTexts(table, texts);
  if (table.terms != nullptr) AddTermTexts(std::string(table.terms_table), texts);
  return texts;
}

}  // namespace

Statements::Statements(const std::vector<const TableSpec*>& tables) {
  for (const TableSpec* table : tables) by_table_.emplace(table, StatementsOf(*table));
}

std::vector<std::string> Statements::All() const {
  std::vector<std::string> all;
  for (const std::string_view text : {kReadPatientVersion, kMovePatient, kAddPatient, kIsOnCareTeam,
                                      kReadCareTeam, kLeaveCareTeam, kTakeHead, kAddHead, kMoveHead,
                                      kAddEntry, kReadEntries, kReadLastChange, kReadReply}) {
    all.emplace_back(text);
  }
  for (const auto& [table, texts] : by_table_) {
    for (const std::string& text :
         {texts.get, texts.version, texts.insert, texts.update, texts.mark, texts.find_by_key,
          texts.join_care_team, texts.tell_care_team, texts.find_term, texts.find_beginning,
          texts.add_term, texts.remove_term}) {
      if (!text.empty()) all.push_back(text);
    }
  }
  return all;
}

}  // namespace midstance::storage::sql
