#include "storage/sql/briefs.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "storage/row.h"
#include "storage/sql/derived.h"
#include "storage/sql/statements.h"
#include "support/status.h"

namespace midstance::storage::sql {
namespace {

using google::protobuf::Message;

constexpr std::int64_t kRowsAtOnce = 500;

struct Renewed {
  std::string clinic;
  std::string name;
  Value brief;
};

class BriefRenewal {
 public:
  BriefRenewal(Session& session, const TableSpec& table)
      : session_(session),
        table_(table),
        row_(google::protobuf::MessageFactory::generated_factory()
                 ->GetPrototype(table.message())
                 ->New()),
        read_("SELECT clinic, name, version, data FROM " + std::string(table.table) +
              " WHERE (clinic, name) > ($1, $2) ORDER BY clinic, name LIMIT $3"),
        write_("UPDATE " + std::string(table.table) + " SET " + std::string(table.brief.column) +
               " = $3 WHERE clinic = $1 AND name = $2") {}

  absl::Status Run() {
    std::vector<Renewed> rows;
    do {
      const Renewed after = rows.empty() ? Renewed{} : std::move(rows.back());
      MIDSTANCE_ASSIGN_OR_RETURN(rows, Read(after));
      for (const Renewed& row : rows) MIDSTANCE_RETURN_IF_ERROR(Write(row));
    } while (!rows.empty());
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<std::vector<Renewed>> Read(const Renewed& after) {
    std::vector<Renewed> rows;
    const auto column =
        std::find_if(table_.columns.begin(), table_.columns.end(),
                     [&](const Column& each) { return each.name == table_.brief.column; });
    const Session::Lease read = session_.Use(read_);
    if (!read) return session_.Failed();
    read->BindText(1, after.clinic);
    read->BindText(2, after.name);
    read->BindInteger(3, kRowsAtOnce);
    Step step = read->Next();
    for (; step == Step::kRow; step = read->Next()) {
      Renewed& row = rows.emplace_back();
      row.clinic = read->Bytes(0);
      row.name = read->Bytes(1);
      if (!Decode(read->Bytes(3), read->Integer(2), *row_)) return Unreadable(table_, row.name);
      row.brief = column->extract(*row_);
    }
    if (step == Step::kFailed) return session_.Failed();
    return rows;
  }

  absl::Status Write(const Renewed& row) {
    const Session::Lease write = session_.Use(write_);
    if (!write) return session_.Failed();
    write->BindText(1, row.clinic);
    write->BindText(2, row.name);
    write->Bind(3, row.brief);
    return write->Next() == Step::kDone ? absl::OkStatus() : session_.Failed();
  }

  Session& session_;
  const TableSpec& table_;
  const std::unique_ptr<Message> row_;
  const std::string read_;
  const std::string write_;
};

absl::Status RenewBriefsOf(Session& session, Engine& engine, const TableSpec& table) {
  if (!session.Run(engine.begin_write())) return session.Failed();
  absl::Status renewed = BriefRenewal(session, table).Run();
  if (renewed.ok()) {
    renewed = KeepDerived(session, std::string(table.table), table.brief.version);
  }
  if (renewed.ok() && !session.Run(kCommit)) renewed = session.Failed();
  if (!renewed.ok() && session.connection().InTransaction()) session.Run(kRollback);
  return renewed;
}

}  // namespace

absl::Status RenewBriefs(Session& session, Engine& engine,
                         const std::vector<const TableSpec*>& tables) {
  for (const TableSpec* table : tables) {
    if (table->brief.column.empty()) continue;
    MIDSTANCE_ASSIGN_OR_RETURN(const bool current,
                               IsDerived(session, std::string(table->table), table->brief.version));
    if (!current) MIDSTANCE_RETURN_IF_ERROR(RenewBriefsOf(session, engine, *table));
  }
  return absl::OkStatus();
}

}  // namespace midstance::storage::sql
