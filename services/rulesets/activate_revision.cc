#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "midstance/v1/rule_set_service.pb.h"
#include "services/cases/engine/active_rules.h"
#include "services/rules/untried.h"
#include "services/rulesets/activation.h"
#include "services/rulesets/tried.h"
#include "services/rulesets/verbs.h"
#include "storage/tables/all.h"
#include "support/names.h"
#include "support/status.h"

namespace midstance::rulesets {
namespace {

constexpr std::chrono::days kLongestWait{90};

absl::Status AnotherPerson(const v1::RuleSetRevision& revision, std::string_view why) {
  return Error(v1::ERROR_REASON_ANOTHER_PERSON_NEEDED)
      .On("midstance.v1/RuleSetRevision", revision.name())
      .Because(why);
}

absl::StatusOr<Instant> BeginOf(const v1::ActivateRuleSetRevisionRequest& request, Instant now) {
  if (!request.has_effective_time()) return now;
  const Instant begin = InstantOf(request.effective_time());
  if (begin > now + kLongestWait) return FieldInvalid("effective_time", "must be within 90 days");
  return std::max(begin, now);
}

// Why the two who proposed and activate it are not enough; empty: they are.
std::string WhyAThird(const v1::BackTestSummary& summary, const std::vector<std::string>& untried) {
  std::string why;
  const auto add = [&why](const std::string& more) { why += (why.empty() ? "" : ", ") + more; };
  if (summary.lost_confirmed() > 0) {
    add("confirmed alarms would be lost: " + std::to_string(summary.lost_confirmed()));
  }
  if (summary.late_confirmed() > 0) {
    add("confirmed alarms would come later or less urgent: " +
        std::to_string(summary.late_confirmed()));
  }
  for (std::size_t i = 0; i < untried.size(); ++i) {
    add((i == 0 ? "rules would change that cannot be tried on the past: " : "") + untried[i]);
  }
  return why;
}

// What keeps the caller from making the revision active, with what she looked at.
absl::Status MayActivate(const rpc::Call& call, const storage::Writer& writer,
                         const v1::RuleSetRevision& revision, const std::string& back_test,
                         const cases::RuleEngine& active, const cases::RuleEngine& candidate) {
  if (revision.author() == call.principal.name) {
    return AnotherPerson(revision, "its author cannot activate it");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto test, BackTestOf(writer, back_test, revision));
  MIDSTANCE_RETURN_IF_ERROR(IsUpToDate(writer, test, active, candidate, call.now));
  const auto is_third = [&](const v1::RuleSetRevision::Approval& approval) {
    return approval.user() != call.principal.name && approval.back_test() == test.name();
  };
  const auto why =
      WhyAThird(test.summary(), rules::UntriedChanges(active.rules(), candidate.rules()));
  if (!why.empty() && std::ranges::none_of(revision.approvals(), is_third)) {
    return AnotherPerson(revision,
                         why + "; a third person has to approve of it first, after this back-test");
  }
  return absl::OkStatus();
}

// Whether the caller may make the revision active again, from `begin` on, alone and untried: it is
// the one before, and what took its place has not been active for longer than kGoesBackAlone. Who
// went back does not come forth again that way; what was gone back from is a proposal as any.
absl::StatusOr<bool> GoesBack(const storage::Reader& reader,
                              const std::optional<storage::v1::ActiveRules>& known,
                              const v1::RuleSetRevision& revision, Instant begin) {
  if (!known.has_value() || known->replaced() != revision.name()) return false;
  if (begin > InstantOf(known->effective_time()) + kGoesBackAlone) return false;
  bool went_back = false;
  MIDSTANCE_RETURN_IF_ERROR(reader.ForEach<v1::RuleSetActivation>(
      {.name_prefix = known->name() + "/"}, [&](const v1::RuleSetActivation& one) {
        if (one.revision() == known->revision() &&
            InstantOf(one.effective_time()) == InstantOf(known->effective_time())) {
          went_back = one.rollback();
        }
      }));
  return !went_back;
}

}  // namespace

absl::StatusOr<v1::RuleSetActivation> ActivateRuleSetRevision::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::ActivateRuleSetRevisionRequest& request) const {
  MIDSTANCE_RETURN_IF_ERROR(ResourceName::Parse(request.name(), Kind::kRuleSetRevision).status());
  MIDSTANCE_ASSIGN_OR_RETURN(const auto revision, writer.Get<v1::RuleSetRevision>(request.name()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto known,
                             cases::ActiveRulesAt(writer, engines.shipped()->rule_set(), call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  MIDSTANCE_ASSIGN_OR_RETURN(const Instant begin, BeginOf(request, call.now));
  const bool is_active = active->name() == revision.name();
  if (is_active && (!known.has_value() || known->next_revision().empty())) {
    return Error(v1::ERROR_REASON_STATE_FORBIDS)
        .On("midstance.v1/RuleSetRevision", revision.name())
        .Because("it is active already");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const bool rollback, GoesBack(writer, known, revision, begin));
  if (!rollback && !is_active) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto candidate, engines.Of(writer, revision.name()));
    MIDSTANCE_RETURN_IF_ERROR(
        MayActivate(call, writer, revision, request.back_test(), *active, *candidate));
  }
  const Activating activating{.revision = revision.name(),
                              .shipped = revision.shipped(),
                              .user = call.principal.name,
                              .reason = request.reason(),
                              .back_test = request.back_test(),
                              .now = call.now,
                              .effective = begin,
                              .rollback = rollback,
                              .replaced = engines.shipped()->name()};
  return Activate(writer, known, activating);
}

}  // namespace midstance::rulesets
