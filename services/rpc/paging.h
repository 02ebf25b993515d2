#pragma once

#include <absl/status/statusor.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/rpc/call.h"
#include "storage/store.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/tokens.h"

// How every List method reads its page.
namespace midstance::rpc {

// What a List request asks for; views into the request.
struct Asked {
  std::string_view parent;
  std::string_view filter;
  std::string_view order_by;
  std::string_view page_token;
  int page_size = 0;
  bool show_deleted = false;
};

// The fields that the request has.
template <class Request>
Asked AskedBy(const Request& request) {
  Asked asked;
  asked.page_size = request.page_size();
  asked.page_token = request.page_token();
  if constexpr (requires { request.parent(); }) asked.parent = request.parent();
  if constexpr (requires { request.filter(); }) asked.filter = request.filter();
  if constexpr (requires { request.order_by(); }) asked.order_by = request.order_by();
  if constexpr (requires { request.show_deleted(); }) asked.show_deleted = request.show_deleted();
  return asked;
}

// 0 gives 50, more than 500 gives 500; FIELD_INVALID when negative.
absl::StatusOr<int> PageSizeOf(const Asked& asked);

// The row that the page goes on after; "" for a first page. PAGE_TOKEN_INVALID for a token that was
// not sealed here for this caller, method, parent, filter and order.
absl::StatusOr<std::string> OpenPageToken(const TokenSealer& sealer, const Call& call,
                                          const Asked& asked);
// "" when `last` is empty: there are no more.
std::string SealPageToken(const TokenSealer& sealer, const Call& call, const Asked& asked,
                          std::string_view last);

// Where a list of `kind` looks: below its parent; below a wildcard, only at patients that the
// caller reaches. FIELD_INVALID when the parent is not one that such resources have.
absl::StatusOr<storage::Query> QueryUnder(const Call& call, std::string_view parent, Kind kind);
// The same; below one patient also at the records that were merged into hers, whose cases stay
// under their own names.
absl::StatusOr<storage::Query> QueryUnder(const Call& call, const storage::Reader& reader,
                                          std::string_view parent, Kind kind);

// Fills in size, filter, order (`default_order` when none is asked for) and where to go on.
absl::Status Complete(const TokenSealer& sealer, const Call& call, const Asked& asked,
                      std::string_view default_order, const storage::TableSpec& table,
                      storage::Query& query);

// RESOURCE_NOT_FOUND when `parent` names one patient or case that is not there; nothing is said of
// a rule set.
absl::Status ParentExists(const storage::Reader& reader, std::string_view parent);

template <class M>
struct Listed {
  std::vector<M> items;
  std::string next_page_token;
};

// One page of the rows that `query` (from QueryUnder, or a clinic-wide one) and the request ask
// for.
//   MIDSTANCE_ASSIGN_OR_RETURN(auto query, QueryUnder(call, request.parent(), Kind::kCheckIn));
//   PagedList<v1::CheckIn>(call, reader, sealer, AskedBy(request), "occurred_time desc", query)
template <class M>
absl::StatusOr<Listed<M>> PagedList(const Call& call, const storage::Reader& reader,
                                    const TokenSealer& sealer, const Asked& asked,
                                    std::string_view default_order, storage::Query query = {}) {
  MIDSTANCE_RETURN_IF_ERROR(
      Complete(sealer, call, asked, default_order, storage::TableOf<M>(), query));
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader.List<M>(query));
  if (page.items.empty()) MIDSTANCE_RETURN_IF_ERROR(ParentExists(reader, asked.parent));
  return Listed<M>{std::move(page.items), SealPageToken(sealer, call, asked, page.last_name)};
}

}  // namespace midstance::rpc
