#include "storage/sql/terms.h"

#include <memory>
#include <set>
#include <utility>

#include "storage/row.h"
#include "storage/sql/derived.h"
#include "support/status.h"

namespace midstance::storage::sql {
namespace {

using google::protobuf::Message;

absl::Status AddTerm(Session& session, const TableSpec& table, const std::string& statement,
                     const TermsOfRow& row, const Term& term) {
  const Session::Lease add = session.Use(statement);
  if (!add) return session.Failed();
  add->BindText(1, row.clinic);
  add->BindText(2, term.text);
  add->BindText(3, row.name);
  add->BindInteger(4, term.unique_field.empty() ? 0 : 1);
  if (add->Next() == Step::kDone) return absl::OkStatus();
  if (session.failure_kind() != FailureKind::kUnique) return session.Failed();
  return TermTaken(table, row.name, term.unique_field);
}

absl::Status RemoveTerm(Session& session, const std::string& statement, const TermsOfRow& row,
                        const std::string& text) {
  const Session::Lease remove = session.Use(statement);
  if (!remove) return session.Failed();
  remove->BindText(1, row.clinic);
  remove->BindText(2, text);
  remove->BindText(3, row.name);
  return remove->Next() == Step::kDone ? absl::OkStatus() : session.Failed();
}

std::unique_ptr<Message> NewRow(const TableSpec& table) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(table.message())->New());
}

absl::Status RenewRows(Session& session, const Statements& statements, const TableSpec& table) {
  if (!session.Run("DELETE FROM " + std::string(table.terms_table))) return session.Failed();
  const std::unique_ptr<Message> row = NewRow(table);
  const Session::Lease read =
      session.Use("SELECT clinic, name, version, data FROM " + std::string(table.table));
  if (!read) return session.Failed();
  Step step = read->Next();
  for (; step == Step::kRow; step = read->Next()) {
    const std::string clinic(read->Bytes(0));
    const std::string name(read->Bytes(1));
    if (!Decode(read->Bytes(3), read->Integer(2), *row)) return Unreadable(table, name);
    MIDSTANCE_RETURN_IF_ERROR(
        SetTerms(session, statements, table, {clinic, name, {}, table.terms(*row)}));
  }
  if (step == Step::kFailed) return session.Failed();
  return absl::OkStatus();
}

absl::Status Renew(Session& session, Engine& engine, const Statements& statements,
                   const TableSpec& table) {
  if (!session.Run(engine.begin_write())) return session.Failed();
  absl::Status renewed = RenewRows(session, statements, table);
  if (renewed.ok()) renewed = KeepDerived(session, std::string(table.table), table.terms_version);
  if (renewed.ok() && !session.Run(kCommit)) renewed = session.Failed();
  if (!renewed.ok() && session.connection().InTransaction()) session.Run(kRollback);
  return renewed;
}

}  // namespace

absl::StatusOr<std::vector<Term>> StoredTerms(Session& session, const Statements& statements,
                                              const TableSpec& table, const std::string& clinic,
                                              const std::string& name) {
  const Session::Lease read = session.Use(statements.Of(table).get);
  if (!read) return session.Failed();
  read->BindText(1, clinic);
  read->BindText(2, name);
  const Step step = read->Next();
  if (step == Step::kFailed) return session.Failed();
  if (step == Step::kDone) return std::vector<Term>();
  const std::unique_ptr<Message> row = NewRow(table);
  if (!Decode(read->Bytes(2), read->Integer(0), *row)) return Unreadable(table, name);
  return table.terms(*row);
}

absl::Status SetTerms(Session& session, const Statements& statements, const TableSpec& table,
                      const TermsOfRow& row) {
  const TableStatements& texts = statements.Of(table);
  std::set<std::string_view> before;
  std::set<std::string_view> after;
  for (const Term& term : row.before) before.insert(term.text);
  for (const Term& term : row.after) after.insert(term.text);
  for (const Term& term : row.before) {
    // Named twice, or still there.
    if (after.contains(term.text) || before.erase(term.text) == 0) continue;
    MIDSTANCE_RETURN_IF_ERROR(RemoveTerm(session, texts.remove_term, row, term.text));
  }
  for (const Term& term : row.after) {
    if (after.erase(term.text) == 0 || before.contains(term.text)) continue;
    MIDSTANCE_RETURN_IF_ERROR(AddTerm(session, table, texts.add_term, row, term));
  }
  return absl::OkStatus();
}

absl::Status RenewTerms(Session& session, Engine& engine, const Statements& statements,
                        const std::vector<const TableSpec*>& tables) {
  for (const TableSpec* table : tables) {
    if (table->terms == nullptr) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const bool current,
                               IsDerived(session, std::string(table->table), table->terms_version));
    if (!current) MIDSTANCE_RETURN_IF_ERROR(Renew(session, engine, statements, *table));
  }
  return absl::OkStatus();
}

}  // namespace midstance::storage::sql
