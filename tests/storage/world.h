#pragma once

#include <string>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/patient.pb.h"
#include "storage/store.h"

// Short ways to say what a test stores.
namespace midstance::storage::testing {

inline constexpr Instant kNow = Instant{std::chrono::seconds{1'700'000'000}};
inline const std::string kClinic = "clinic-a";

midstance::v1::Patient APatient(const std::string& id);
midstance::v1::Case ACase(const std::string& patient, const std::string& id);
midstance::v1::CheckIn ACheckIn(const std::string& patient, const std::string& case_id,
                                const std::string& id);
// Under the case "c1".
midstance::v1::FollowUp AFollowUp(const std::string& patient, const std::string& id);
midstance::v1::Escalation AnEscalation(const std::string& patient, const std::string& case_id,
                                       const std::string& id);

// Runs `fn` in one write of the clinic and returns what the store says.
absl::StatusOr<Committed> Write(Store& store, const std::string& clinic,
                                const std::function<absl::Status(Writer&)>& fn);

template <class M>
absl::StatusOr<Committed> Insert(Store& store, M resource, Instant at = kNow) {
  return Write(store, kClinic, [&](Writer& writer) { return writer.Insert(resource, at); });
}

template <class M>
absl::StatusOr<M> Get(Store& store, const std::string& name, Deleted deleted = Deleted::kHide) {
  absl::StatusOr<M> found = absl::UnknownError("not read");
  const absl::Status read = store.Read(kClinic, [&](const Reader& reader) {
    found = reader.Get<M>(name, deleted);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return found;
}

template <class M>
absl::StatusOr<Page<M>> List(Store& store, const Query& query) {
  absl::StatusOr<Page<M>> page = absl::UnknownError("not read");
  const absl::Status read = store.Read(kClinic, [&](const Reader& reader) {
    page = reader.List<M>(query);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return page;
}

// Names of all rows of `query`, page by page.
template <class M>
std::vector<std::string> Names(Store& store, Query query) {
  std::vector<std::string> names;
  do {
    auto page = List<M>(store, query);
    if (!page.ok()) return {"error: " + page.status().ToString()};
    for (const M& item : page->items) names.push_back(item.name());
    query.after_name = page->last_name;
  } while (!query.after_name.empty());
  return names;
}

// What a call submits that decided on a snapshot.
absl::StatusOr<WriteUnit> Decide(Store& store, const std::string& clinic,
                                 const std::function<absl::Status(Writer&)>& fn);
// Submits all of them before the writer can begin, so that they share one batch; outcomes in the
// same order.
// `before` runs on the writer's thread right before their transaction.
std::vector<Outcome> SubmitTogether(
    Store& store, std::vector<WriteUnit> units, const std::function<void()>& before = [] {});

}  // namespace midstance::storage::testing
