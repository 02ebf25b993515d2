#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/repeated_field.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "midstance/storage/v1/records.pb.h"
#include "storage/query.h"
#include "storage/stats.h"
#include "storage/table.h"
#include "support/status.h"
#include "support/time.h"

// The contract of storage. Everything here is per clinic: a Reader or Writer sees and touches one
// clinic's rows, so a cross-clinic row can neither be read nor stored. Errors are canonical codes
// with reasons; the engine's own text goes to the error sink given to Open, never into a status.
// Nothing here reads a clock or a random source.
namespace midstance::storage {

// One consistent snapshot of one clinic. Valid only inside the closure that received it; one thread
// at a time.
class Reader {
 public:
  virtual ~Reader() = default;

  const std::string& clinic() const { return clinic_; }

  // The resource with its etag filled, RESOURCE_NOT_FOUND when absent or soft-deleted (unless
  // `deleted`).
  template <class M>
  absl::StatusOr<M> Get(std::string_view name, Deleted deleted = Deleted::kHide) const {
    M found;
    if (absl::Status got = GetInto(TableOf<M>(), name, deleted, found); !got.ok()) return got;
    return found;
  }

  // Rows in the order asked for (default: newest name first), completed with the name so that pages
  // are total.
  template <class M>
  absl::StatusOr<Page<M>> List(const Query& query) const {
    Page<M> page;
    const auto next = [&page, &query]() -> google::protobuf::Message& {
      constexpr int kMostAtOnce = 100;
      if (page.items.empty()) {
        page.items.reserve(static_cast<std::size_t>(std::clamp(query.limit, 0, kMostAtOnce)));
      }
      return page.items.emplace_back();
    };
    absl::StatusOr<std::string> last = ListInto(TableOf<M>(), query, next);
    if (!last.ok()) return std::move(last).status();
    page.last_name = *std::move(last);
    return page;
  }

  // The same, into the repeated field of a response; returns Page::last_name.
  template <class M>
  absl::StatusOr<std::string> ListTo(const Query& query,
                                     google::protobuf::RepeatedPtrField<M>& rows) const {
    return ListInto(TableOf<M>(), query,
                    [&rows]() -> google::protobuf::Message& { return *rows.Add(); });
  }

  // Every row that the query finds, read page by page.
  template <class M>
  absl::Status ForEach(Query query, const std::function<void(M&)>& each) const {
    constexpr int kRowsOfAPage = 500;
    query.limit = kRowsOfAPage;
    do {
      absl::StatusOr<Page<M>> page = List<M>(query);
      if (!page.ok()) return std::move(page).status();
      for (M& item : page->items) each(item);
      query.after_name = std::move(page->last_name);
    } while (!query.after_name.empty());
    return absl::OkStatus();
  }

  // Rows by their terms, see TableSpec::terms: those that have the term, or one that begins with
  // it, in the order of the terms and then of the names. Reads `limit` entries at most, whatever
  // there is; a row may come more than once.
  template <class M>
  absl::StatusOr<std::vector<TermHit>> FindByTerm(const TermQuery& query) const {
    return FindByTermIn(TableOf<M>(), query);
  }

  // The number of the patient's compartment: moves with every write of a row of this patient; 0
  // when absent.
  virtual absl::StatusOr<std::int64_t> PatientVersion(std::string_view patient_id) const = 0;
  // Is the user (users/{user}) on the care team of the patient? False also when there is no such
  // patient.
  virtual absl::StatusOr<bool> OnCareTeam(std::string_view patient_id,
                                          std::string_view user) const = 0;

  // The reply stored under a request key (see WriteUnit), if any.
  virtual absl::StatusOr<std::optional<v1::StoredReply>> FindReply(std::string_view key) const = 0;
  // Journal entries with a change number above `after`, in commit order, at most `limit`. Numbers
  // that are missing, because somebody changed the file behind the store's back, are passed over.
  virtual absl::StatusOr<std::vector<v1::JournalEntry>> JournalAfter(std::int64_t after,
                                                                     int limit) const = 0;
  // The last change number of the clinic, 0 when there is none.
  virtual absl::StatusOr<std::int64_t> LastChange() const = 0;

 protected:
  explicit Reader(std::string clinic) : clinic_(std::move(clinic)) {}

  virtual absl::Status GetInto(const TableSpec& table, std::string_view name, Deleted deleted,
                               google::protobuf::Message& found) const = 0;
  // Calls `next` per row for the message that it fills; returns the name of the last row when more
  // follow, else "".
  virtual absl::StatusOr<std::string> ListInto(
      const TableSpec& table, const Query& query,
      const std::function<google::protobuf::Message&()>& next) const = 0;
  virtual absl::StatusOr<std::vector<TermHit>> FindByTermIn(const TableSpec& table,
                                                            const TermQuery& query) const = 0;

 private:
  friend class Writer;
  std::string clinic_;
};

// One change to one row, with every value already encoded.
struct Mutation {
  enum class Kind { kInsert, kUpdate, kDelete, kUndelete };
  Kind kind;
  const TableSpec* table;
  std::string name;
  std::int64_t expected_version = 0;   // kUpdate, kDelete, kUndelete: the version that was read
  std::vector<Value> columns;          // in the order of table->columns
  std::string data;                    // deterministic bytes of the message
  std::vector<std::string> care_team;  // tables that have one: the users on it afterwards
  Instant at;
  std::vector<Term> terms = {};  // tables that have them: those of the row afterwards
};

// A row as it was read; version 0: there was none.
struct ReadRow {
  const TableSpec* table;
  std::string name;
  std::int64_t version;
};

// Everything that one call wants to write, decided against one snapshot. The store applies it whole
// or not at all.
struct WriteUnit {
  std::string clinic;
  std::vector<Mutation> mutations;
  // Patient compartments this unit was decided on, with the version read. Applying bumps each by
  // one; when one has moved in the meantime the unit is stale and nothing of it is kept.
  std::vector<std::pair<std::string, std::int64_t>> patients;
  // Other rows this unit was decided on, as they were read: it is stale as well when one of them
  // has moved.
  std::vector<ReadRow> rows;
  // What the journal keeps. `change` and `digest` are filled by the store.
  v1::JournalEntry journal;
  // 16 bytes that identify (caller, method, request id); empty: no reply is kept.
  std::string request_key;
  std::string request_digest;  // SHA-256 of the request body
  std::string reply;           // serialized response
  // Run after the commit and before the answer, in the order of commits, on a thread of the store;
  // must not block.
  std::vector<std::function<void()>> after_commit;

  // Nothing is written then: no patient's compartment moves, and `after_commit` does not run.
  bool IsEmpty() const {
    return mutations.empty() && journal.record().empty() && request_key.empty();
  }
};

// Records the mutations of one call. Reads pass through to the snapshot it was made on; Get sees
// this Writer's own mutations, List and FindByTerm do not. May be run again from the start: keep no
// state outside.
class Writer : public Reader {
 public:
  explicit Writer(const Reader& snapshot) : Reader(snapshot.clinic()), snapshot_(snapshot) {}

  // Stamps create_time, update_time and etag into `resource`, whose name is set.
  template <class M>
  absl::Status Insert(M& resource, Instant now) {
    return InsertRow(TableOf<M>(), resource, now);
  }
  // `resource` carries the etag that was read. ETAG_MISMATCH here or at commit when it is no longer
  // current. Stamps update_time and the new etag.
  template <class M>
  absl::Status Update(M& resource, Instant now) {
    return UpdateRow(TableOf<M>(), resource, now);
  }
  // Soft delete; the row stays and can be undeleted. Stamps delete_time and the new etag.
  template <class M>
  absl::Status Delete(M& resource, Instant now) {
    return DeleteRow(TableOf<M>(), resource, now, Mutation::Kind::kDelete);
  }
  template <class M>
  absl::Status Undelete(M& resource, Instant now) {
    return DeleteRow(TableOf<M>(), resource, now, Mutation::Kind::kUndelete);
  }
  // Decides this unit on the patient's compartment even when no row of the patient is written.
  absl::Status Guard(std::string_view patient_id);
  // The row, nothing when there is none; the unit is decided on it: when it has moved by the
  // commit, the unit is stale.
  template <class M>
  absl::StatusOr<std::optional<M>> GetGuarded(std::string_view name) {
    std::optional<M> found(std::in_place);
    absl::StatusOr<bool> there = GuardRow(TableOf<M>(), name, *found);
    if (!there.ok()) return std::move(there).status();
    if (!*there) found.reset();
    return found;
  }
  void AfterCommit(std::function<void()> run) { unit_.after_commit.push_back(std::move(run)); }

  // What was recorded; the Writer is empty afterwards.
  WriteUnit Take();

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
  absl::StatusOr<bool> GuardRow(const TableSpec& table, std::string_view name,
                                google::protobuf::Message& found);
  absl::Status InsertRow(const TableSpec& table, google::protobuf::Message& resource, Instant now);
  absl::Status UpdateRow(const TableSpec& table, google::protobuf::Message& resource, Instant now);
  absl::Status DeleteRow(const TableSpec& table, google::protobuf::Message& resource, Instant now,
                         Mutation::Kind kind);
  absl::Status ChangeRow(const TableSpec& table, google::protobuf::Message& resource, Instant now,
                         Mutation::Kind kind);
  absl::Status Record(Mutation mutation, google::protobuf::Message& resource);

  const Reader& snapshot_;
  WriteUnit unit_;
};

// How a submitted unit ended.
struct Committed {
  std::int64_t change = 0;  // its change number
  std::optional<v1::StoredReply>
      reply;  // set when the request key had a reply already: nothing new was written
};
// OK; ABORTED with ETAG_MISMATCH; ALREADY_EXISTS with RESOURCE_EXISTS; UNAVAILABLE with
// STORE_UNAVAILABLE; DEADLINE_EXCEEDED; or `stale`: a guarded patient moved, decide again.
struct Outcome {
  absl::Status status;
  bool stale = false;
  Committed committed;
};

// A unit, or how to decide one.
struct Submission {
  // Set: applied as it is. Not set: `decide` runs on the writer's own thread and transaction, where
  // nothing can be stale.
  std::optional<WriteUnit> unit;
  std::string clinic;
  std::function<absl::StatusOr<WriteUnit>(const Reader&)> decide;
  std::function<bool()>
      expired;  // asked once, before anything is applied: the caller is gone or too late
  // Exactly once, on a thread of the store, after the commit of its batch (or its refusal), in the
  // order of batches. Must not block.
  std::function<void(Outcome)> done;
  bool shed_last = false;  // refused only when the queue is really full
};

// Thread-safe; one per process.
class Store {
 public:
  virtual ~Store() = default;

  // Runs `fn` on one snapshot of the clinic, on the calling thread. Concurrent reads do not wait
  // for writers. `stop`, when set, is asked before and during each statement: once it is true, what
  // `fn` reads fails with DEADLINE_PASSED.
  virtual absl::Status Read(const std::string& clinic,
                            const std::function<absl::Status(const Reader&)>& fn,
                            const std::function<bool()>& stop) = 0;
  absl::Status Read(const std::string& clinic,
                    const std::function<absl::Status(const Reader&)>& fn) {
    return Read(clinic, fn, nullptr);
  }
  // Queues for the writer, which commits what waits together in one transaction, one savepoint
  // each. OVERLOADED (and `done` is never called) when the bounded queue is full.
  virtual absl::Status Submit(Submission submission) = 0;
  // Submit with `decide` and wait: for jobs, commands and tests.
  absl::StatusOr<Committed> Write(const std::string& clinic,
                                  std::function<absl::StatusOr<WriteUnit>(const Reader&)> decide);

  // Looks across clinics, for authentication only: which clinic holds the row of this key?
  // Keys are unique over the whole store (login names, token digests). "" when there is none.
  virtual absl::StatusOr<std::pair<std::string, std::string>> FindByGlobalKey(
      const TableSpec& table, std::string_view key) = 0;

  // Every clinic of the store, by name: for work that no caller asked for.
  virtual absl::StatusOr<std::vector<std::string>> Clinics() = 0;

  // Called after every commit with (clinic, last change). Registered before the first write; must
  // not block.
  virtual void OnCommit(
      std::function<void(const std::string& clinic, std::int64_t change)> wake) = 0;

  // A random id made when the store was created; resume tokens carry it.
  virtual const std::string& id() const = 0;
  virtual absl::Status CheckReady() = 0;
  // Commits what waits, then refuses. Idempotent.
  virtual void Drain() = 0;
  virtual StoreStats Stats() const = 0;
};

}  // namespace midstance::storage
