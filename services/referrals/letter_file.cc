#include "services/referrals/letter_file.h"

#include "services/documents/pdf.h"
#include "services/referrals/letter_document.h"
#include "services/rpc/clinic_name.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::referrals {

absl::StatusOr<documents::Document> DocumentOf(const storage::Reader& reader,
                                               const v1::Referral& referral) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name,
                             ResourceName::Parse(referral.name(), Kind::kReferral, "name"));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto escalation,
                             reader.Get<v1::Escalation>(referral.escalation()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto patient,
                             reader.Get<v1::Patient>(name.patient_name(), storage::Deleted::kShow));
  return LetterDocument({.referral = referral,
                         .escalation = escalation,
                         .patient = patient,
                         .clinic = rpc::ClinicName(reader)});
}

absl::StatusOr<storage::v1::SentLetter> LetterFileOf(const storage::Reader& reader,
                                                     const v1::Referral& referral) {
  const std::string name = referral.name() + "/letters/1";
  auto sent = reader.Get<storage::v1::SentLetter>(name);
  if (sent.ok() || ReasonOf(sent.status()) != v1::ERROR_REASON_RESOURCE_NOT_FOUND) return sent;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto document, DocumentOf(reader, referral));
  MIDSTANCE_ASSIGN_OR_RETURN(auto pdf, documents::ToPdf(document));
  storage::v1::SentLetter letter;
  letter.set_name(name);
  letter.set_pdf(std::move(pdf.bytes));
  letter.set_pages(pdf.pages);
  letter.set_unknown_glyphs(pdf.unknown_glyphs);
  return letter;
}

}  // namespace midstance::referrals
