#include "midstance/v1/referral_service.pb.h"
#include "services/documents/html.h"
#include "services/referrals/letter_file.h"
#include "services/referrals/render.h"
#include "services/referrals/verbs.h"
#include "storage/tables/all.h"
#include "support/digest.h"
#include "support/status.h"

namespace midstance::referrals {

absl::StatusOr<v1::RenderReferralResponse> Rendered(const storage::Reader& reader,
                                                    const v1::Referral& referral,
                                                    v1::LetterFormat format) {
  v1::RenderReferralResponse response;
  if (format == v1::LETTER_FORMAT_PDF) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto letter, LetterFileOf(reader, referral));
    response.set_media_type("application/pdf");
    response.set_pages(letter.pages());
    response.set_unknown_glyphs(letter.unknown_glyphs());
    response.set_content(std::move(*letter.mutable_pdf()));
  } else if (format == v1::LETTER_FORMAT_HTML) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto document, DocumentOf(reader, referral));
    response.set_media_type("text/html");
    response.set_content(documents::ToHtml(document));
  } else {
    response.set_media_type("text/plain");
    response.set_text(RenderLetter(referral));
  }
  response.set_sha256(
      Hex(Sha256(response.content().empty() ? response.text() : response.content())));
  return response;
}

absl::StatusOr<v1::RenderReferralResponse> RenderReferral(
    const rpc::Call&, const storage::Reader& reader, const v1::RenderReferralRequest& request) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto referral, reader.Get<v1::Referral>(request.name()));
  return Rendered(reader, referral, request.format());
}

}  // namespace midstance::referrals
