#include "services/referrals/drafting.h"

#include <google/protobuf/descriptor.h>

#include <functional>
#include <utility>
#include <vector>

#include "services/cases/live.h"
#include "services/referrals/trends.h"
#include "services/rpc/clinic_name.h"
#include "storage/tables/all.h"
#include "support/deterministic.h"
#include "support/digest.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::referrals {
namespace {

using Letter = v1::Referral::Letter;

// The next time that the patient hears from us; a report for a payer is none.
absl::StatusOr<std::optional<v1::FollowUp>> NextContact(const storage::Reader& reader,
                                                        const std::string& case_name) {
  storage::Query query;
  query.name_prefix = case_name + "/followUps/";
  std::vector<storage::Filter> contacts;
  for (const auto kind :
       {v1::FollowUp::KIND_CALL, v1::FollowUp::KIND_VISIT, v1::FollowUp::KIND_REASSESSMENT}) {
    contacts.push_back(storage::Filter::Equal("kind", std::int64_t{kind}));
  }
  query.where = storage::Filter::All(
      {storage::Filter::Equal("state", std::int64_t{v1::FollowUp::STATE_SCHEDULED}),
       storage::Filter::Any(std::move(contacts))});
  query.order = {{"due_time"}};
  query.limit = 1;
  MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader.List<v1::FollowUp>(query));
  if (page.items.empty()) return std::nullopt;
  return std::move(page.items.front());
}

// With a name to show: the resource name where there is no other.
v1::User UserOf(const storage::Reader& reader, const std::string& name) {
  const auto found = reader.Get<v1::User>(name);
  v1::User user = found.ok() ? *found : v1::User();
  if (user.display_name().empty()) user.set_display_name(name);
  return user;
}

// Each part by its field, so that a new part of the letter is drafted and kept like the others.
void ForEachPart(const std::function<void(const google::protobuf::FieldDescriptor&)>& each) {
  const auto& letter = *Letter::descriptor();
  for (int i = 0; i < letter.field_count(); ++i) each(*letter.field(i));
}

std::string PartOf(const Letter& letter, const google::protobuf::FieldDescriptor& part) {
  return letter.GetReflection()->GetString(letter, &part);
}

void SetPart(const google::protobuf::FieldDescriptor& part, std::string text, Letter& letter) {
  letter.GetReflection()->SetString(&letter, &part, std::move(text));
}

struct Settled {
  std::string text, drafted;
};

Settled Settle(std::string text, std::string draft) {
  if (text.empty() || text == draft) return {std::move(draft), {}};
  return {std::move(text), std::move(draft)};
}

}  // namespace

absl::StatusOr<Known> Known::Of(const rpc::Call& call, storage::Writer& writer,
                                cases::Engines::Engine engine, const v1::Referral& referral) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto name,
                             ResourceName::Parse(referral.name(), Kind::kReferral, "name"));
  Known known;
  const std::string a_case(name.case_name());
  MIDSTANCE_ASSIGN_OR_RETURN(known.case_, writer.Get<v1::Case>(a_case));
  MIDSTANCE_ASSIGN_OR_RETURN(known.patient_, cases::LivePatient(writer, name.patient_name()));
  MIDSTANCE_ASSIGN_OR_RETURN(known.escalation_, writer.Get<v1::Escalation>(referral.escalation()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto person, cases::PersonOf(writer, name.patient()));
  MIDSTANCE_RETURN_IF_ERROR(cases::Guard(writer, person));
  MIDSTANCE_ASSIGN_OR_RETURN(known.timeline_, engine->TimelineIn(writer, name.patient(), person));
  MIDSTANCE_ASSIGN_OR_RETURN(known.next_contact_, NextContact(writer, a_case));
  known.evidence_ =
      EvidenceOf(known.escalation_, engine->rules(), *known.timeline_, person, engine->calendar());
  known.answers_ = AnswersFor(engine->rules(), *known.timeline_, known.escalation_.family(),
                              SiteOf(known.escalation_));
  if (known.escalation_.has_by_hand()) {
    known.raised_by_ = UserOf(writer, known.escalation_.by_hand().raised_by()).display_name();
  }
  known.therapist_ = UserOf(writer, call.principal.name);
  known.clinic_ = rpc::ClinicName(writer);
  known.now_ = call.now;
  known.engine_ = std::move(engine);
  return known;
}

LetterFacts Known::Facts() const {
  return {.patient = patient_,
          .a_case = case_,
          .escalation = escalation_,
          .evidence = evidence_,
          .answers = answers_,
          .next_contact = next_contact_,
          .raised_by = raised_by_,
          .therapist = therapist_,
          .clinic = clinic_,
          .now = now_,
          .calendar = engine_->calendar()};
}

void Known::Draft(v1::Referral& referral) const {
  auto question = Settle(referral.question(), DraftQuestion(escalation_));
  referral.set_question(std::move(question.text));
  referral.set_drafted_question(std::move(question.drafted));
  v1::Referral fresh;
  *fresh.mutable_addressee() = referral.addressee();
  fresh.set_question(referral.question());
  DraftLetter(Facts(), fresh);
  referral.clear_drafted();
  ForEachPart([&](const auto& part) {
    auto settled = Settle(PartOf(referral.letter(), part), PartOf(fresh.letter(), part));
    SetPart(part, std::move(settled.text), *referral.mutable_letter());
    if (settled.drafted.empty()) return;
    SetPart(part, std::move(settled.drafted), *referral.mutable_drafted());
  });
  referral.set_urgency(escalation_.urgency());
  AddTrends(engine_->rules(), *timeline_, SiteOf(escalation_), referral);
}

std::string Known::DigestOf(Part part) const {
  Known facts = *this;
  facts.therapist_.Clear();
  facts.now_ = Instant{};
  if (part == Part::kFlag) {
    v1::Patient who;
    who.set_family_name(patient_.family_name());
    who.set_given_name(patient_.given_name());
    who.set_birth_date(patient_.birth_date());
    facts.patient_ = std::move(who);
    facts.case_.Clear();
    facts.answers_ = {};
    facts.next_contact_.reset();
  }
  v1::Referral blank;
  DraftLetter(facts.Facts(), blank);
  if (part == Part::kAll) AddTrends(engine_->rules(), *timeline_, SiteOf(escalation_), blank);
  return Hex(Sha256(DeterministicBytes(blank)));
}

void Known::Vouch(v1::Referral& referral) const {
  referral.set_facts_sha256(DigestOf(Part::kAll));
  referral.set_flag_sha256(DigestOf(Part::kFlag));
}

absl::Status Known::MayBeSent(const v1::Referral& referral, v1::Referral::State from) const {
  const bool draft = from == v1::Referral::STATE_DRAFTED;
  if (draft ? referral.facts_sha256() == DigestOf(Part::kAll)
            : referral.flag_sha256() == DigestOf(Part::kFlag)) {
    return absl::OkStatus();
  }
  return Error(v1::ERROR_REASON_STATE_FORBIDS)
      .On("midstance.v1/Referral", referral.name())
      .With("state", v1::Referral::State_Name(from))
      .Because(draft ? "what the letter was drafted from has changed since: draft it again "
                       "(RedraftReferral) and look at it"
                     : "the flag or its evidence changed since the letter was drafted: close this "
                       "referral and draft another");
}

void EmptyDrafts(const v1::Referral& before, v1::Referral& referral) {
  // Of what was drafted before drafts were kept, every word may be a person's.
  if (before.facts_sha256().empty()) return;
  if (before.drafted_question().empty() && referral.question() == before.question()) {
    referral.clear_question();
  }
  ForEachPart([&](const auto& part) {
    if (PartOf(before.drafted(), part).empty() &&
        PartOf(before.letter(), part) == PartOf(referral.letter(), part)) {
      SetPart(part, {}, *referral.mutable_letter());
    }
  });
}

bool HasOwnWords(const v1::Referral& referral) {
  return referral.has_drafted() || !referral.drafted_question().empty();
}

}  // namespace midstance::referrals
