#include "storage/sql/sql_store.h"

#include <absl/cleanup/cleanup.h>

#include "storage/sql/briefs.h"
#include "storage/sql/migrate.h"
#include "storage/sql/sql_reader.h"
#include "storage/sql/terms.h"

namespace midstance::storage::sql {
namespace {

constexpr std::string_view kReadStoreId = "SELECT id FROM store_identity WHERE one = 1";
constexpr std::string_view kListClinics = "SELECT clinic FROM clinic_heads ORDER BY clinic";
constexpr std::string_view kAddStoreId = "INSERT INTO store_identity (one, id) VALUES (1, $1)";

absl::Status InReadTransaction(Session& session, std::string_view begin,
                               const std::function<absl::Status(Session&)>& fn,
                               const std::function<bool()>& stop) {
  if (!session.Run(begin)) return session.Failed();
  session.StopWhen(&stop);
  // Ended also when `fn` throws.
  const absl::Cleanup end = [&session] {
    session.StopWhen(nullptr);
    if (!session.Run(kCommit) && session.connection().InTransaction()) session.Run(kRollback);
  };
  return fn(session);
}

}  // namespace

SqlStore::SqlStore(std::unique_ptr<Engine> engine, StoreOptions options,
                   std::unique_ptr<Session> writer)
    : engine_(std::move(engine)),
      options_(std::move(options)),
      statements_(AllTables()),
      writer_(std::move(writer)) {}

absl::StatusOr<std::unique_ptr<Store>> SqlStore::Make(std::unique_ptr<Engine> engine,
                                                      StoreOptions options) {
  MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, engine->OpenWriter());
  auto writer = std::make_unique<Session>(std::move(connection), options.sink);
  std::unique_ptr<SqlStore> store(
      new SqlStore(std::move(engine), std::move(options), std::move(writer)));
  MIDSTANCE_RETURN_IF_ERROR(store->Prepare());
  return store;
}

absl::StatusOr<std::unique_ptr<Store>> SqlStore::MakeToRead(std::unique_ptr<Engine> engine,
                                                            StoreOptions options) {
  std::unique_ptr<SqlStore> store(new SqlStore(std::move(engine), std::move(options), nullptr));
  MIDSTANCE_RETURN_IF_ERROR(store->OpenReaders());
  MIDSTANCE_RETURN_IF_ERROR(store->WithSession([&](Session& session) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(const int version, SchemaVersion(session));
    if (version != AllMigrations().back().number) {
      return absl::FailedPreconditionError("the store's schema is not the one of this program");
    }
    return store->ReadId(session).status();
  }));
  return store;
}

absl::Status SqlStore::OpenReaders() {
  for (int i = 0; i < options_.readers; ++i) {
    MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<Connection> reader, engine_->OpenReader());
    idle_.push_back(std::make_unique<Session>(std::move(reader), options_.sink));
  }
  return absl::OkStatus();
}

absl::Status SqlStore::Submit(Submission submission) {
  if (write_loop_ != nullptr) return write_loop_->Submit(std::move(submission));
  return Error(midstance::v1::ERROR_REASON_STORE_UNAVAILABLE)
      .Because("the store was opened to read");
}

absl::Status SqlStore::Prepare() {
  MIDSTANCE_RETURN_IF_ERROR(Migrate(*writer_, *engine_, AllMigrations(), options_.write.now()));
  MIDSTANCE_RETURN_IF_ERROR(TakeId());
  MIDSTANCE_RETURN_IF_ERROR(RenewTerms(*writer_, *engine_, statements_, AllTables()));
  MIDSTANCE_RETURN_IF_ERROR(RenewBriefs(*writer_, *engine_, AllTables()));
  const bool one = engine_->one_connection();
  if (!one) MIDSTANCE_RETURN_IF_ERROR(OpenReaders());
  write_loop_ = std::make_unique<WriteLoop>(*writer_, statements_, *engine_, options_.write,
                                            one ? &turn_ : nullptr);
  return absl::OkStatus();
}

absl::StatusOr<bool> SqlStore::ReadId(Session& session) {
  const Session::Lease read = session.Use(kReadStoreId);
  if (!read) return session.Failed();
  const Step step = read->Next();
  if (step == Step::kFailed) return session.Failed();
  if (step == Step::kRow) id_ = read->Bytes(0);
  return step == Step::kRow;
}

absl::Status SqlStore::TakeId() {
  MIDSTANCE_ASSIGN_OR_RETURN(const bool has_id, ReadId(*writer_));
  if (has_id) return absl::OkStatus();
  const Session::Lease add = writer_->Use(kAddStoreId);
  if (!add) return writer_->Failed();
  add->BindBlob(1, options_.new_id);
  if (add->Next() != Step::kDone) return writer_->Failed();
  id_ = options_.new_id;
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Session>> SqlStore::Borrow() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !idle_.empty(); });
  // The one used last: its pages are warm.
  std::unique_ptr<Session> session = std::move(idle_.back());
  idle_.pop_back();
  return session;
}

void SqlStore::GiveBack(std::unique_ptr<Session> session) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(session));
  }
  returned_.notify_one();
}

absl::Status SqlStore::WithSession(const std::function<absl::Status(Session&)>& fn,
                                   const std::function<bool()>& stop) {
  if (engine_->one_connection()) {
    const std::lock_guard turn(turn_);
    return InReadTransaction(*writer_, engine_->begin_read(), fn, stop);
  }
  MIDSTANCE_ASSIGN_OR_RETURN(std::unique_ptr<Session> session, Borrow());
  const absl::Cleanup give_back = [&] { GiveBack(std::move(session)); };
  return InReadTransaction(*session, engine_->begin_read(), fn, stop);
}

absl::Status SqlStore::Read(const std::string& clinic,
                            const std::function<absl::Status(const Reader&)>& fn,
                            const std::function<bool()>& stop) {
  return WithSession([&](Session& session) { return fn(SqlReader(clinic, session, statements_)); },
                     stop);
}

absl::StatusOr<std::pair<std::string, std::string>> SqlStore::FindByGlobalKey(
    const TableSpec& table, std::string_view key) {
  std::pair<std::string, std::string> found;
  const std::string text(key);
  if (text.find('\0') != std::string::npos) return found;
  MIDSTANCE_RETURN_IF_ERROR(WithSession([&](Session& session) -> absl::Status {
    const Session::Lease find = session.Use(statements_.Of(table).find_by_key);
    if (!find) return session.Failed();
    find->BindText(1, text);
    const Step step = find->Next();
    if (step == Step::kFailed) return session.Failed();
    if (step == Step::kRow) found = {std::string(find->Bytes(0)), std::string(find->Bytes(1))};
    return absl::OkStatus();
  }));
  return found;
}

absl::StatusOr<std::vector<std::string>> SqlStore::Clinics() {
  std::vector<std::string> clinics;
  MIDSTANCE_RETURN_IF_ERROR(WithSession([&](Session& session) -> absl::Status {
    const Session::Lease list = session.Use(kListClinics);
    if (!list) return session.Failed();
    Step step = list->Next();
    for (; step == Step::kRow; step = list->Next()) clinics.emplace_back(list->Bytes(0));
    return step == Step::kFailed ? session.Failed() : absl::OkStatus();
  }));
  return clinics;
}

absl::Status SqlStore::CheckReady() {
  if (write_loop_ != nullptr) MIDSTANCE_RETURN_IF_ERROR(write_loop_->health());
  return WithSession([](Session& session) -> absl::Status {
    MIDSTANCE_ASSIGN_OR_RETURN(const int version, SchemaVersion(session));
    if (version == AllMigrations().back().number) return absl::OkStatus();
    return Error(midstance::v1::ERROR_REASON_STORE_UNAVAILABLE)
        .Because("the schema is not the one of this program");
  });
}

}  // namespace midstance::storage::sql
