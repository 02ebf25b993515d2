#include "storage/sql/terms.h"

#include <memory>
#include <set>
#include <utility>

#include "storage/row.h"
#include "support/status.h"

namespace midstance::storage::sql {
namespace {

using google::protobuf::Message;

constexpr std::string_view kReadVersion = "SELECT version FROM term_versions WHERE table_name = $1";
constexpr std::string_view kForgetVersion = "DELETE FROM term_versions WHERE table_name = $1";
constexpr std::string_view kKeepVersion =
    "INSERT INTO term_versions (table_name, version) VALUES ($1, $2)";

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

absl::StatusOr<std::set<std::string>> ReadTerms(Session& session, const std::string& statement,
                                                const TermsOfRow& row) {
  std::set<std::string> terms;
  const Session::Lease read = session.Use(statement);
  if (!read) return session.Failed();
  read->BindText(1, row.clinic);
  read->BindText(2, row.name);
  Step step = read->Next();
  for (; step == Step::kRow; step = read->Next()) terms.emplace(read->Bytes(0));
  if (step == Step::kFailed) return session.Failed();
  return terms;
}

absl::StatusOr<bool> HasVersion(Session& session, const TableSpec& table) {
  const std::string name(table.table);
  const Session::Lease read = session.Use(kReadVersion);
  if (!read) return session.Failed();
  read->BindText(1, name);
  const Step step = read->Next();
  if (step == Step::kFailed) return session.Failed();
  return step == Step::kRow && read->Integer(0) == table.terms_version;
}

absl::Status KeepVersion(Session& session, const TableSpec& table) {
  const std::string name(table.table);
  {
    const Session::Lease forget = session.Use(kForgetVersion);
    if (!forget) return session.Failed();
    forget->BindText(1, name);
    if (forget->Next() != Step::kDone) return session.Failed();
  }
  const Session::Lease keep = session.Use(kKeepVersion);
  if (!keep) return session.Failed();
  keep->BindText(1, name);
  keep->BindInteger(2, table.terms_version);
  return keep->Next() == Step::kDone ? absl::OkStatus() : session.Failed();
}

absl::Status RenewRows(Session& session, const Statements& statements, const TableSpec& table) {
  if (!session.Run("DELETE FROM " + std::string(table.terms_table))) return session.Failed();
  const std::unique_ptr<Message> row(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(table.message())->New());
  const Session::Lease read =
      session.Use("SELECT clinic, name, version, data FROM " + std::string(table.table));
  if (!read) return session.Failed();
  Step step = read->Next();
  for (; step == Step::kRow; step = read->Next()) {
    const std::string clinic(read->Bytes(0));
    const std::string name(read->Bytes(1));
    if (!Decode(read->Bytes(3), read->Integer(2), *row)) {
      return Error(midstance::v1::ERROR_REASON_INTERNAL)
          .On(table.resource_type, name)
          .Because("the stored bytes are not of this type");
    }
    MIDSTANCE_RETURN_IF_ERROR(
        SetTerms(session, statements, table, {clinic, name, table.terms(*row), true}));
  }
  if (step == Step::kFailed) return session.Failed();
  return absl::OkStatus();
}

absl::Status Renew(Session& session, Engine& engine, const Statements& statements,
                   const TableSpec& table) {
  if (!session.Run(engine.begin_write())) return session.Failed();
  absl::Status renewed = RenewRows(session, statements, table);
  if (renewed.ok()) renewed = KeepVersion(session, table);
  if (renewed.ok() && !session.Run(kCommit)) renewed = session.Failed();
  if (!renewed.ok() && session.connection().InTransaction()) session.Run(kRollback);
  return renewed;
}

}  // namespace

absl::Status SetTerms(Session& session, const Statements& statements, const TableSpec& table,
                      const TermsOfRow& row) {
  const TableStatements& texts = statements.Of(table);
  std::set<std::string> before;
  if (!row.is_new) {
    MIDSTANCE_ASSIGN_OR_RETURN(before, ReadTerms(session, texts.read_terms, row));
  }
  std::set<std::string_view> after;
  for (const Term& term : row.terms) after.insert(term.text);
  for (const std::string& text : before) {
    if (after.contains(text)) continue;
    MIDSTANCE_RETURN_IF_ERROR(RemoveTerm(session, texts.remove_term, row, text));
  }
  for (const Term& term : row.terms) {
    // Named twice, or there before.
    if (after.erase(term.text) == 0 || before.contains(term.text)) continue;
    MIDSTANCE_RETURN_IF_ERROR(AddTerm(session, table, texts.add_term, row, term));
  }
  return absl::OkStatus();
}

absl::Status RenewTerms(Session& session, Engine& engine, const Statements& statements,
                        const std::vector<const TableSpec*>& tables) {
  for (const TableSpec* table : tables) {
    if (table->terms == nullptr) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const bool current, HasVersion(session, *table));
    if (!current) MIDSTANCE_RETURN_IF_ERROR(Renew(session, engine, statements, *table));
  }
  return absl::OkStatus();
}

}  // namespace midstance::storage::sql
