#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>
#include <string>

#include "midstance/v1/admin_service.pb.h"
#include "services/admin/audit_entries.h"
#include "services/admin/verbs.h"
#include "services/rpc/paging.h"
#include "support/status.h"

namespace midstance::admin {
namespace {

constexpr std::int64_t kEntriesPerRead = 500;

// The order asked for: 1 from the first entry on, -1 from the newest back.
absl::StatusOr<int> StepOf(std::string_view order_by) {
  if (order_by.empty() || order_by == "name desc") return -1;
  if (order_by == "name" || order_by == "name asc") return 1;
  return Error(v1::ERROR_REASON_ORDER_INVALID).Field("order_by", "must be `name` or `name desc`");
}

// The trail's entries one after the other, read in pieces, in either direction. Numbers that are
// missing are passed over: VerifyAuditTrail tells them.
class TrailWalk {
 public:
  TrailWalk(const storage::Reader& reader, int step, std::int64_t next, std::int64_t last)
      : reader_(reader), step_(step), next_(next), last_(last) {}

  bool AtEnd() const { return next_ < 1 || next_ > last_; }
  // The number to look at next.
  std::int64_t next() const { return next_; }

  // Looks at `most` numbers at most, and at one entry after the other until `take` has enough.
  absl::Status Look(std::int64_t most, const std::function<bool(v1::AuditEntry)>& take) {
    while (most > 0 && !AtEnd()) {
      const std::int64_t count = std::min({most, kEntriesPerRead, step_ < 0 ? next_ : last_});
      const std::int64_t first = step_ < 0 ? next_ - count + 1 : next_;
      MIDSTANCE_ASSIGN_OR_RETURN(auto entries,
                                 reader_.JournalAfter(first - 1, static_cast<int>(count)));
      std::erase_if(entries, [&](const auto& entry) { return entry.change() >= first + count; });
      if (step_ < 0) std::reverse(entries.begin(), entries.end());
      for (const auto& entry : entries) {
        next_ = entry.change() + step_;
        if (!take(EntryOf(entry))) return absl::OkStatus();
      }
      next_ = step_ < 0 ? first - 1 : first + count;
      most -= count;
    }
    return absl::OkStatus();
  }

 private:
  const storage::Reader& reader_;
  const int step_;
  std::int64_t next_;
  const std::int64_t last_;
};

}  // namespace

absl::StatusOr<v1::ListAuditEntriesResponse> ListAuditEntries::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::ListAuditEntriesRequest& request) const {
  const auto asked = rpc::AskedBy(request);
  MIDSTANCE_ASSIGN_OR_RETURN(const int page_size, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(const int step, StepOf(request.order_by()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto filter,
                             storage::ParseFilter(AuditFields(), request.filter()));
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string token, rpc::OpenPageToken(sealer, call, asked));
  MIDSTANCE_ASSIGN_OR_RETURN(const std::int64_t last, reader.LastChange());
  std::int64_t from = step < 0 ? last : 1;
  std::from_chars(token.data(), token.data() + token.size(), from);

  v1::ListAuditEntriesResponse response;
  TrailWalk walk(reader, step, from, last);
  MIDSTANCE_RETURN_IF_ERROR(walk.Look(most, [&](v1::AuditEntry entry) {
    if (Matches(filter, entry)) *response.add_audit_entries() = std::move(entry);
    return response.audit_entries_size() < page_size;
  }));
  if (!walk.AtEnd()) {
    response.set_next_page_token(
        rpc::SealPageToken(sealer, call, asked, std::to_string(walk.next())));
  }
  return response;
}

}  // namespace midstance::admin
