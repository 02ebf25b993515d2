#pragma once

#include <absl/status/statusor.h>

#include <optional>
#include <string>
#include <string_view>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation.pb.h"
#include "midstance/v1/follow_up.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral.pb.h"
#include "midstance/v1/user.pb.h"
#include "services/cases/engine/engines.h"
#include "services/cases/engine/person.h"
#include "services/referrals/evidence_lines.h"
#include "services/referrals/last_answers.h"
#include "services/referrals/letter.h"
#include "services/rpc/call.h"
#include "storage/store.h"

namespace midstance::referrals {

// What a letter is made of, as it is known in one call: what was drafted of it before is old when
// the same would now be drafted otherwise. Which parts a person wrote is known without asking her:
// those that are not what the server drafted.
class Known {
 public:
  // The referral has its name and its escalation. What it reads decides the call: it is decided
  // again when a record of the person has moved.
  static absl::StatusOr<Known> Of(const rpc::Call& call, storage::Writer& writer,
                                  cases::Engines::Engine engine, const v1::Referral& referral);

  // Writes what is empty, and of what is not what would have been written.
  void Draft(v1::Referral& referral) const;
  // From now on the letter is one of these facts: nothing in it is a person's, or she looked at it.
  void Vouch(v1::Referral& referral) const;
  // Whether the letter may go out: STATE_FORBIDS, with what to do, when it is old.
  absl::Status MayBeSent(const v1::Referral& referral, v1::Referral::State from) const;

 private:
  enum class Part { kAll, kFlag };

  LetterFacts Facts() const;
  // Of what would be drafted, whoever drafts it and on whatever day.
  std::string DigestOf(Part part) const;

  cases::Engines::Engine engine_;
  cases::TimelineCache::Entry timeline_;
  v1::Patient patient_;
  v1::Case case_;
  v1::Escalation escalation_;
  ToldEvidence evidence_;
  LastAnswers answers_;
  std::optional<v1::FollowUp> next_contact_;
  std::string raised_by_;
  v1::User therapist_;
  std::string clinic_;
  Instant now_;
};

// Empties of `referral`, which was `before`, what nobody wrote, so that Known::Draft writes it.
void EmptyDrafts(const v1::Referral& before, v1::Referral& referral);

// Whether there is something in the letter that a person wrote.
bool HasOwnWords(const v1::Referral& referral);

}  // namespace midstance::referrals
