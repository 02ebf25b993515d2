#include "storage/sql/derived.h"

#include <string_view>

namespace midstance::storage::sql {
namespace {

constexpr std::string_view kReadVersion = "SELECT version FROM term_versions WHERE table_name = $1";
constexpr std::string_view kForgetVersion = "DELETE FROM term_versions WHERE table_name = $1";
constexpr std::string_view kKeepVersion =
    "INSERT INTO term_versions (table_name, version) VALUES ($1, $2)";

}  // namespace

absl::StatusOr<bool> IsDerived(Session& session, const std::string& table, int version) {
  const Session::Lease read = session.Use(kReadVersion);
  if (!read) return session.Failed();
  read->BindText(1, table);
  const Step step = read->Next();
  if (step == Step::kFailed) return session.Failed();
  return step == Step::kRow && read->Integer(0) == version;
}

absl::Status KeepDerived(Session& session, const std::string& table, int version) {
  {
    const Session::Lease forget = session.Use(kForgetVersion);
    if (!forget) return session.Failed();
    forget->BindText(1, table);
    if (forget->Next() != Step::kDone) return session.Failed();
  }
  const Session::Lease keep = session.Use(kKeepVersion);
  if (!keep) return session.Failed();
  keep->BindText(1, table);
  keep->BindInteger(2, version);
  return keep->Next() == Step::kDone ? absl::OkStatus() : session.Failed();
}

}  // namespace midstance::storage::sql
