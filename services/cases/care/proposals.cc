#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "services/cases/care/check.h"
#include "services/cases/lifecycle.h"

namespace midstance::cases {
namespace {

using v1::Referral;

// At the doctor's, and not answered.
bool Outstanding(const Referral& referral) {
  return referral.state() >= Referral::STATE_SENT && referral.state() <= Referral::STATE_SEEN;
}

bool Answered(const Referral& referral) {
  return referral.state() >= Referral::STATE_REPORT_RECEIVED &&
         referral.state() <= Referral::STATE_CLOSED;
}

class Proposals {
 public:
  Proposals(const CaseRecords& records, const CareFacts& facts, v1::CheckCaseResponse& found)
      : records_(records), facts_(facts), found_(found) {}

  void AddAll() {
    Start();
    Review();
    Refer();
    End();
  }

 private:
  void Add(Move move, std::string because, const std::vector<std::string>& evidence) {
    const auto* const rule = RuleFor(records_.of, move);
    if (rule == nullptr) return;
    auto& proposal = *found_.add_proposals();
    proposal.set_method(std::string(MethodOf(move)));
    proposal.set_to(rule->to());
    proposal.set_because(std::move(because));
    for (const auto& name : evidence) proposal.add_evidence(name);
  }

  bool In(v1::Case::State state) const { return records_.of.state() == state; }

  void Start() {
    if (In(v1::Case::STATE_ASSESSED)) {
      for (const auto& enrollment : records_.enrollments) {
        if (enrollment.state() != v1::Enrollment::STATE_ACTIVE) continue;
        return Add(Move::kStartProgram, "a home program is active", {enrollment.name()});
      }
    }
    if (!In(v1::Case::STATE_REFERRED)) return;
    std::vector<std::string> answers;
    for (const auto& referral : records_.referrals) {
      if (Outstanding(referral)) return;
      if (Answered(referral)) answers.push_back(referral.name());
    }
    if (answers.empty()) return;
    Add(Move::kStartProgram, "the doctor has answered and no referral is out", answers);
  }

  void Review() {
    if (!In(v1::Case::STATE_IN_PROGRAM)) return;
    std::string because;
    std::vector<std::string> evidence;
    for (const auto& item : found_.items()) {
      // A first score that is missing asks for the form, not for a review.
      const bool asks =
          item.rule() == "progress-report" ||
          (item.rule().starts_with("reassessment-") && item.rule() != "reassessment-0");
      const bool due = item.status() == v1::CareItem::STATUS_DUE ||
                       item.status() == v1::CareItem::STATUS_OVERDUE;
      if (!asks || !due) continue;
      because += (because.empty() ? "due: " : ", ") + item.rule();
      evidence.insert(evidence.end(), item.evidence().begin(), item.evidence().end());
    }
    for (const auto& follow_up : records_.follow_ups) {
      if (follow_up.kind() != v1::FollowUp::KIND_REASSESSMENT ||
          follow_up.state() != v1::FollowUp::STATE_SCHEDULED ||
          records_.DayOf(follow_up.due_time()) > facts_.today) {
        continue;
      }
      because += (because.empty() ? "due: " : ", ") + std::string("a planned re-assessment");
      evidence.push_back(follow_up.name());
    }
    if (!because.empty()) Add(Move::kMarkReviewDue, std::move(because), evidence);
  }

  void Refer() {
    const auto out =
        std::find_if(records_.referrals.begin(), records_.referrals.end(), Outstanding);
    if (out != records_.referrals.end()) {
      Add(Move::kRefer, "a referral is out and not answered", {out->name()});
    }
  }

  bool Done(std::string_view rule) const {
    return std::any_of(found_.items().begin(), found_.items().end(), [&](const auto& item) {
      return item.rule() == rule && item.status() == v1::CareItem::STATUS_DONE;
    });
  }

  void End() {
    if (!facts_.open_flags.empty()) return;
    bool all = true;
    for (const auto& criterion : found_.criteria()) {
      const bool met = criterion.verdict() == v1::DischargeCriterion::VERDICT_MET;
      if (!criterion.enough_alone()) all = all && met;
      if (criterion.rule() != "missed-contacts" || !met) continue;
      Add(Move::kClose, "the patient no longer answers: " + criterion.because(),
          {criterion.evidence().begin(), criterion.evidence().end()});
    }
    if (all && !found_.criteria().empty() && !In(v1::Case::STATE_DISCHARGE_PLANNED)) {
      Add(Move::kPlanDischarge, "every criterion of a discharge is met", {});
    }
    if (In(v1::Case::STATE_DISCHARGE_PLANNED) && Done("reassessment-discharge") &&
        Done("discharge-summary")) {
      Add(Move::kDischarge, "the last examination and the last outcome measures are recorded", {});
    }
  }

  const CaseRecords& records_;
  const CareFacts& facts_;
  v1::CheckCaseResponse& found_;
};

}  // namespace

void Propose(const CaseRecords& records, const CareFacts& facts, v1::CheckCaseResponse& found) {
  Proposals(records, facts, found).AddAll();
}

}  // namespace midstance::cases
