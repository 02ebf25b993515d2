#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/sql/session.h"
#include "storage/sql/statements.h"
#include "storage/store.h"

namespace midstance::storage::sql {

// A Reader over one session, inside a transaction that someone else began.
class SqlReader final : public Reader {
 public:
  SqlReader(std::string clinic, Session& session, const Statements& statements)
      : Reader(std::move(clinic)), session_(session), statements_(statements) {}

  absl::StatusOr<std::int64_t> PatientVersion(std::string_view patient_id) const override;
  absl::StatusOr<bool> OnCareTeam(std::string_view patient_id,
                                  std::string_view user) const override;
  absl::StatusOr<std::optional<v1::StoredReply>> FindReply(std::string_view key) const override;
  absl::StatusOr<std::vector<v1::JournalEntry>> JournalAfter(std::int64_t after,
                                                             int limit) const override;
  absl::StatusOr<std::int64_t> LastChange() const override;

 protected:
  absl::Status GetInto(const TableSpec& table, std::string_view name, Deleted deleted,
                       google::protobuf::Message& found) const override;
  absl::StatusOr<std::string> ListInto(
      const TableSpec& table, const Query& query,
      const std::function<google::protobuf::Message&()>& next) const override;
  absl::StatusOr<std::vector<TermHit>> FindByTermIn(const TableSpec& table,
                                                    const TermQuery& query) const override;

 private:
  absl::StatusOr<std::vector<Value>> ReadSortKey(const TableSpec& table, const Query& query) const;

  Session& session_;
  const Statements& statements_;
};

}  // namespace midstance::storage::sql
