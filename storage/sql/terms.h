#pragma once

#include <absl/status/status.h>

#include <string>
#include <vector>

#include "storage/sql/engine.h"
#include "storage/sql/session.h"
#include "storage/sql/statements.h"
#include "storage/table.h"

// The terms of a row are kept beside it, in a table of their own.
namespace midstance::storage::sql {

struct TermsOfRow {
  const std::string& clinic;
  const std::string& name;
  const std::vector<Term>& before;  // those that are kept
  const std::vector<Term>& after;   // those that shall be
};

// The terms of a row as it is stored, which are those that are kept of it; none when there is no
// such row.
absl::StatusOr<std::vector<Term>> StoredTerms(Session& session, const Statements& statements,
                                              const TableSpec& table, const std::string& clinic,
                                              const std::string& name);

// Makes the row's terms those given, inside the transaction that is open. RESOURCE_EXISTS, with the
// field, when another row has one that only one may have.
absl::Status SetTerms(Session& session, const Statements& statements, const TableSpec& table,
                      const TermsOfRow& row);

// Derives the terms of every row anew, in one transaction, where the store has those of another
// version: rows that are older than the terms of their table are found too.
absl::Status RenewTerms(Session& session, Engine& engine, const Statements& statements,
                        const std::vector<const TableSpec*>& tables);

}  // namespace midstance::storage::sql
