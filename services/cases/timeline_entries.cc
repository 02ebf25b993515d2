#include "services/cases/timeline_entries.h"

#include <string_view>
#include <tuple>
#include <utility>

#include "support/time.h"

namespace midstance::cases {
namespace {

using google::protobuf::Timestamp;

constexpr std::size_t kLongestSummary = 900;  // bytes

// At most so many bytes, cut between two characters.
std::string Cut(std::string text) {
  if (text.size() <= kLongestSummary) return text;
  std::size_t end = kLongestSummary;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text + "...";
}

std::string Join(std::string_view what, std::string_view more) {
  std::string text(what);
  if (!more.empty()) text.append(": ").append(more);
  return Cut(std::move(text));
}

// "STATE_DISCHARGE_PLANNED" -> "discharge planned".
std::string Words(std::string_view enum_name) {
  std::string words;
  for (const char letter : enum_name.substr(std::string_view("STATE_").size())) {
    words.push_back(letter == '_' ? ' ' : static_cast<char>(letter - 'A' + 'a'));
  }
  return words;
}

std::string_view Standing(v1::RecordState state) {
  switch (state) {
    case v1::RECORD_STATE_AMENDED:
      return "; amended since";
    case v1::RECORD_STATE_RETRACTED:
      return "; taken back since";
    default:
      return "";
  }
}

std::string_view Title(v1::Assessment::Kind kind) {
  switch (kind) {
    case v1::Assessment::KIND_INITIAL:
      return "First examination recorded";
    case v1::Assessment::KIND_REVIEW:
      return "Re-assessment recorded";
    case v1::Assessment::KIND_DISCHARGE:
      return "Last examination recorded";
    case v1::Assessment::KIND_TELEPHONE:
      return "Telephone contact recorded";
    default:
      return "Visit recorded";
  }
}

std::string HowItEnded(const v1::FollowUp& follow_up) {
  switch (follow_up.state()) {
    case v1::FollowUp::STATE_COMPLETED:
      return Join("Follow-up done", follow_up.outcome_note());
    case v1::FollowUp::STATE_NO_SHOW:
      return Join("Contact missed", follow_up.outcome_note());
    default:
      return Join("Follow-up cancelled", follow_up.change_reason());
  }
}

void Put(Entries& timeline, const std::string& resource, v1::TimelineEntry::Kind kind, int step,
         const Timestamp& occurred, const Timestamp& entered, std::string summary,
         const std::string& actor) {
  auto& placed = timeline.emplace_back();
  placed.occurred = MicrosOf(InstantOf(occurred));
  placed.resource = resource;
  placed.step = step;
  *placed.entry.mutable_occurred_time() = occurred;
  *placed.entry.mutable_entered_time() = entered;
  placed.entry.set_kind(kind);
  placed.entry.set_resource(resource);
  placed.entry.set_summary(std::move(summary));
  placed.entry.set_actor(actor);
}

}  // namespace

bool Placed::Before(const Placed& other) const {
  return std::tie(occurred, resource, step) > std::tie(other.occurred, other.resource, other.step);
}

void AddTo(Entries& timeline, const v1::Case& of) {
  constexpr auto kKind = v1::TimelineEntry::KIND_CASE;
  Put(timeline, of.name(), kKind, 0, of.create_time(), of.create_time(), Join("Opened", of.title()),
      {});
  if (InstantOf(of.state_time()) == InstantOf(of.create_time())) return;
  Put(timeline, of.name(), kKind, 1, of.state_time(), of.state_time(),
      Join("The case is now " + Words(v1::Case::State_Name(of.state())), of.state_reason()), {});
}

void AddTo(Entries& timeline, const v1::Assessment& assessment) {
  std::string summary(Title(assessment.kind()));
  summary.append(Standing(assessment.state()));
  Put(timeline, assessment.name(), v1::TimelineEntry::KIND_ASSESSMENT, 0,
      assessment.occurred_time(), assessment.create_time(), std::move(summary),
      assessment.entered_by());
}

void AddTo(Entries& timeline, const v1::CheckIn& check_in) {
  std::string summary = "Check-in recorded";
  summary.append(Standing(check_in.state()));
  Put(timeline, check_in.name(), v1::TimelineEntry::KIND_CHECK_IN, 0, check_in.occurred_time(),
      check_in.create_time(), std::move(summary), check_in.entered_by());
}

void AddTo(Entries& timeline, const v1::FollowUp& follow_up) {
  constexpr auto kKind = v1::TimelineEntry::KIND_FOLLOW_UP;
  Put(timeline, follow_up.name(), kKind, 0, follow_up.create_time(), follow_up.create_time(),
      Join("Follow-up planned", follow_up.title()), {});
  if (!follow_up.has_end_time()) return;
  // What was done is entered now and then long after.
  const auto& ended = follow_up.has_done_time() ? follow_up.done_time() : follow_up.end_time();
  Put(timeline, follow_up.name(), kKind, 1, ended, follow_up.end_time(), HowItEnded(follow_up), {});
}

void AddTo(Entries& timeline, const v1::Escalation& escalation) {
  for (int i = 0; i < escalation.history_size(); ++i) {
    const auto& event = escalation.history(i);
    Put(timeline, escalation.name(), v1::TimelineEntry::KIND_ESCALATION, i, event.time(),
        event.time(), Join(escalation.title(), event.text()), event.actor());
  }
}

void AddTo(Entries& timeline, const v1::Referral& referral) {
  for (int i = 0; i < referral.steps_size(); ++i) {
    const auto& step = referral.steps(i);
    Put(timeline, referral.name(), v1::TimelineEntry::KIND_REFERRAL, i, step.time(), step.time(),
        Join("Referral " + Words(v1::Referral::State_Name(step.state())), step.note()),
        step.actor());
  }
}

}  // namespace midstance::cases
