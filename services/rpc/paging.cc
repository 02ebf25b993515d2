#include "services/rpc/paging.h"

#include <algorithm>

#include "midstance/storage/v1/records.pb.h"
#include "storage/filter.h"
#include "support/digest.h"
#include "support/policy.h"
#include "support/status.h"

namespace midstance::rpc {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kLargestPage = 500;
constexpr std::string_view kPageSeal = "page";

// What makes a list the same list. No part can hold a NUL: the door refuses them.
std::string FingerprintOf(const Call& call, const Asked& asked) {
  std::string text(call.policy->path);
  for (const std::string_view part :
       {std::string_view(call.principal.name), asked.parent, asked.filter, asked.order_by,
        std::string_view(asked.show_deleted ? "deleted" : "")}) {
    text.push_back('\0');
    text.append(part);
  }
  return std::string(BytesOf(Sha256(text)));
}

absl::Status TokenInvalid() {
  return Error(v1::ERROR_REASON_PAGE_TOKEN_INVALID)
      .Field("page_token", "must be the next_page_token of the page before, for the same query");
}

}  // namespace

absl::StatusOr<int> PageSizeOf(const Asked& asked) {
  if (asked.page_size < 0) return FieldInvalid("page_size", "must be 0 to 500");
  return asked.page_size == 0 ? kDefaultPage : std::min(asked.page_size, kLargestPage);
}

absl::StatusOr<std::string> OpenPageToken(const TokenSealer& sealer, const Call& call,
                                          const Asked& asked) {
  if (asked.page_token.empty()) return std::string();
  const auto opened = sealer.Open(kPageSeal, asked.page_token);
  storage::v1::PageToken token;
  if (!opened.has_value() || !token.ParseFromString(*opened) ||
      token.query() != FingerprintOf(call, asked)) {
    return TokenInvalid();
  }
  return token.last_name();
}

std::string SealPageToken(const TokenSealer& sealer, const Call& call, const Asked& asked,
                          std::string_view last) {
  if (last.empty()) return {};
  storage::v1::PageToken token;
  token.set_query(FingerprintOf(call, asked));
  token.set_last_name(std::string(last));
  return sealer.Seal(kPageSeal, token.SerializeAsString());
}

absl::StatusOr<storage::Query> QueryUnder(const Call& call, std::string_view parent, Kind kind) {
  MIDSTANCE_ASSIGN_OR_RETURN(const ParentName under, ParseParent(parent));
  if (under.kind() != ParentKind(kind)) {
    return FieldInvalid("parent", ParentKind(kind) == Kind::kPatient
                                      ? "must be a patient or \"patients/-\""
                                      : "must be a case or \"patients/-/cases/-\"");
  }
  storage::Query query;
  if (under.wildcard()) query.care_team_of = call.care_team_of();
  if (under.patient().empty()) return query;
  query.name_prefix = "patients/" + under.patient() + "/cases/";
  if (kind != Kind::kCase && !under.case_id().empty()) {
    query.name_prefix.append(under.case_id()).append("/").append(CollectionOf(kind)).append("/");
  }
  return query;
}

absl::StatusOr<storage::Query> QueryUnder(const Call& call, const storage::Reader& reader,
                                          std::string_view parent, Kind kind) {
  MIDSTANCE_ASSIGN_OR_RETURN(auto query, QueryUnder(call, parent, kind));
  MIDSTANCE_ASSIGN_OR_RETURN(const ParentName under, ParseParent(parent));
  if (under.patient().empty() || !under.case_id().empty()) return query;
  MIDSTANCE_ASSIGN_OR_RETURN(
      const auto patient,
      reader.Get<v1::Patient>("patients/" + under.patient(), storage::Deleted::kShow));
  if (patient.merges().empty()) return query;
  using storage::Filter;
  std::vector<Filter> records{Filter::Compare("name", Filter::Op::kHas, query.name_prefix)};
  for (const auto& merge : patient.merges()) {
    records.push_back(Filter::Compare("name", Filter::Op::kHas, merge.source() + "/cases/"));
  }
  query.name_prefix.clear();
  query.where = Filter::Any(std::move(records));
  return query;
}

absl::Status Complete(const TokenSealer& sealer, const Call& call, const Asked& asked,
                      std::string_view default_order, const storage::TableSpec& table,
                      storage::Query& query) {
  MIDSTANCE_ASSIGN_OR_RETURN(query.limit, PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(query.after_name, OpenPageToken(sealer, call, asked));
  if (!asked.filter.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto where, storage::ParseFilter(table, asked.filter));
    query.where = storage::Filter::All({std::move(query.where), std::move(where)});
  }
  const auto order = asked.order_by.empty() ? default_order : asked.order_by;
  MIDSTANCE_ASSIGN_OR_RETURN(query.order, storage::ParseOrderBy(table, order));
  if (asked.show_deleted) query.deleted = storage::Deleted::kShow;
  return absl::OkStatus();
}

absl::Status ParentExists(const storage::Reader& reader, std::string_view parent) {
  // Rule sets come with the server, and the verbs know them.
  if (parent.empty() || ResourceName::Parse(parent, Kind::kRuleSet).ok()) return absl::OkStatus();
  MIDSTANCE_ASSIGN_OR_RETURN(const ParentName under, ParseParent(parent));
  if (under.wildcard()) return absl::OkStatus();
  return under.kind() == Kind::kPatient
             ? reader.Get<v1::Patient>(parent, storage::Deleted::kShow).status()
             : reader.Get<v1::Case>(parent).status();
}

}  // namespace midstance::rpc
