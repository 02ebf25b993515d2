#include <charconv>
#include <string>

#include "midstance/v1/admin_service.pb.h"
#include "services/admin/audit_entries.h"
#include "services/admin/verbs.h"
#include "services/rpc/paging.h"
#include "storage/journal.h"
#include "support/digest.h"

namespace midstance::admin {
namespace {

// "1700/00ff...": how many entries hold and the digest of the last, sealed between two calls.
std::string TextOf(const storage::JournalVerdict& verdict) {
  return std::to_string(verdict.entries) + "/" + Hex(verdict.digest);
}

storage::JournalVerdict VerdictOf(std::string_view text) {
  storage::JournalVerdict verdict;
  if (text.empty()) return verdict;
  const std::size_t slash = text.find('/');
  std::from_chars(text.data(), text.data() + slash, verdict.entries);
  verdict.digest = FromHex(text.substr(slash + 1)).value_or("");
  return verdict;
}

}  // namespace

absl::StatusOr<v1::VerifyAuditTrailResponse> VerifyAuditTrail::operator()(
    const rpc::Call& call, const storage::Reader& reader,
    const v1::VerifyAuditTrailRequest& request) const {
  rpc::Asked asked;
  asked.page_token = request.page_token();
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string token, rpc::OpenPageToken(sealer, call, asked));
  storage::JournalVerdict verdict = VerdictOf(token);
  MIDSTANCE_RETURN_IF_ERROR(storage::VerifyMore(reader, most, verdict));
  v1::VerifyAuditTrailResponse response;
  response.set_verified_count(verdict.entries);
  if (verdict.entries > 0) response.set_last_verified(EntryName(verdict.entries));
  if (verdict.first_bad) response.set_first_broken(EntryName(*verdict.first_bad));
  if (!verdict.ended) {
    response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, TextOf(verdict)));
  }
  return response;
}

}  // namespace midstance::admin
