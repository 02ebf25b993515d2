#include "services/cases/timeline_entries.h"

#include <string_view>
#include <tuple>
#include <utility>

#include "support/time.h"

namespace midstance::cases {
namespace {

using google::protobuf::Timestamp;

constexpr std::size_t kLongestSummary = 900;  // bytes

// At most so many bytes and what shows the cut, between two characters.
std::string Cut(std::string text) {
  if (text.size() <= kLongestSummary) return text;
  std::size_t end = kLongestSummary;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text + "...";
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
      return follow_up.fulfilled_by().empty()
                 ? Titled("Follow-up done", follow_up.outcome_note())
                 : Titled("Follow-up done by what was recorded", follow_up.title());
    case v1::FollowUp::STATE_NO_SHOW:
      return Titled("Contact missed", follow_up.outcome_note());
    default:
      return Titled("Follow-up cancelled", follow_up.change_reason());
  }
}

void PutRecord(Entries& timeline, const std::string& resource, v1::TimelineEntry::Kind kind,
               const Timestamp& occurred, const Timestamp& entered, std::string summary,
               const std::string& actor) {
  Put(timeline,
      {resource, kind, 0, InstantOf(occurred), InstantOf(entered), std::move(summary), actor});
}

// What was entered as it happened.
void PutEvent(Entries& timeline, const std::string& resource, v1::TimelineEntry::Kind kind,
              int step, const Timestamp& time, std::string summary, const std::string& actor) {
  Put(timeline,
      {resource, kind, step, InstantOf(time), InstantOf(time), std::move(summary), actor});
}

}  // namespace

bool Placed::Before(const Placed& other) const {
  return std::tie(occurred, resource, step) > std::tie(other.occurred, other.resource, other.step);
}

void Put(Entries& timeline, Happened happened) {
  auto& placed = timeline.emplace_back();
  placed.occurred = MicrosOf(happened.occurred);
  placed.resource = happened.resource;
  placed.step = happened.step;
  auto& entry = placed.entry;
  *entry.mutable_occurred_time() = TimestampOf(happened.occurred);
  if (happened.entered) *entry.mutable_entered_time() = TimestampOf(*happened.entered);
  entry.set_kind(happened.kind);
  entry.set_resource(happened.resource);
  entry.set_summary(Cut(std::move(happened.summary)));
  entry.set_actor(std::move(happened.actor));
}

std::string Titled(std::string_view title, std::string_view more) {
  std::string text(title);
  if (!more.empty()) text.append(": ").append(more);
  return text;
}

std::string StateWords(std::string_view enum_name) {
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

void AddTo(Entries& timeline, const v1::Case& of) {
  constexpr auto kKind = v1::TimelineEntry::KIND_CASE;
  const std::string opened = Titled("Opened", of.title());
  const auto told = [](v1::Case::State state, const std::string& reason) {
    return Titled("The case is now " + StateWords(v1::Case::State_Name(state)), reason);
  };
  // Steps are counted from 1: the first move that is kept need not be the first that was made.
  const bool from_the_start =
      of.moves_size() > 0 && of.moves(0).from() == v1::Case::STATE_UNSPECIFIED;
  if (!from_the_start) PutEvent(timeline, of.name(), kKind, 0, of.create_time(), opened, {});
  for (int i = 0; i < of.moves_size(); ++i) {
    const auto& move = of.moves(i);
    PutEvent(timeline, of.name(), kKind, i + 1, move.move_time(),
             i == 0 && from_the_start ? opened : told(move.to(), move.reason()), move.author());
  }
  // From before moves were kept.
  if (of.moves_size() > 0 || InstantOf(of.state_time()) == InstantOf(of.create_time())) return;
  PutEvent(timeline, of.name(), kKind, 1, of.state_time(), told(of.state(), of.state_reason()), {});
}

void AddTo(Entries& timeline, const v1::Assessment& assessment) {
  std::string summary(Title(assessment.kind()));
  summary.append(Standing(assessment.state()));
  PutRecord(timeline, assessment.name(), v1::TimelineEntry::KIND_ASSESSMENT,
            assessment.occurred_time(), assessment.create_time(), std::move(summary),
            assessment.entered_by());
}

void AddTo(Entries& timeline, const v1::CheckIn& check_in) {
  std::string summary = "Check-in recorded";
  summary.append(Standing(check_in.state()));
  PutRecord(timeline, check_in.name(), v1::TimelineEntry::KIND_CHECK_IN, check_in.occurred_time(),
            check_in.create_time(), std::move(summary), check_in.entered_by());
}

void AddTo(Entries& timeline, const v1::FollowUp& follow_up) {
  constexpr auto kKind = v1::TimelineEntry::KIND_FOLLOW_UP;
  PutEvent(timeline, follow_up.name(), kKind, 0, follow_up.create_time(),
           Titled("Follow-up planned", follow_up.title()), {});
  if (!follow_up.has_end_time()) return;
  // What was done is entered now and then long after.
  const auto& ended = follow_up.has_done_time() ? follow_up.done_time() : follow_up.end_time();
  Put(timeline, {follow_up.name(),
                 kKind,
                 1,
                 InstantOf(ended),
                 InstantOf(follow_up.end_time()),
                 HowItEnded(follow_up),
                 {}});
}

void AddTo(Entries& timeline, const v1::Escalation& escalation) {
  for (int i = 0; i < escalation.history_size(); ++i) {
    const auto& event = escalation.history(i);
    PutEvent(timeline, escalation.name(), v1::TimelineEntry::KIND_ESCALATION, i, event.time(),
             Titled(escalation.title(), event.text()), event.actor());
  }
}

void AddTo(Entries& timeline, const v1::Referral& referral) {
  for (int i = 0; i < referral.steps_size(); ++i) {
    const auto& step = referral.steps(i);
    PutEvent(timeline, referral.name(), v1::TimelineEntry::KIND_REFERRAL, i, step.time(),
             Titled("Referral " + StateWords(v1::Referral::State_Name(step.state())), step.note()),
             step.actor());
  }
}

}  // namespace midstance::cases
