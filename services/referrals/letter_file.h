#pragma once

#include <absl/status/statusor.h>

#include <string>

#include "midstance/storage/v1/records.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "services/documents/document.h"
#include "storage/store.h"

namespace midstance::referrals {

// The letter as it is now.
absl::StatusOr<documents::Document> DocumentOf(const storage::Reader& reader,
                                               const v1::Referral& referral);

// The letter as PDF: the bytes that were sent, once it was. Of a draft the bytes that would be;
// then the record has neither times nor etag, and is stored nowhere.
absl::StatusOr<storage::v1::SentLetter> LetterFileOf(const storage::Reader& reader,
                                                     const v1::Referral& referral);

// The letter in a format, with its digest; as text when none is asked for.
absl::StatusOr<v1::RenderReferralResponse> Rendered(const storage::Reader& reader,
                                                    const v1::Referral& referral,
                                                    v1::LetterFormat format);

}  // namespace midstance::referrals
