#include "services/programs/lifecycle.h"

#include <algorithm>

#include "services/programs/prescribing.h"
#include "services/rpc/calendar.h"
#include "support/status.h"

namespace midstance::programs {
namespace {

using Home = v1::Enrollment;

constexpr int kMostSpans = 100;
constexpr int kLongestSpanDays = 366;
constexpr std::size_t kLongestReason = 500;

bool MayMoveTo(Home::State from, Home::State to) {
  switch (to) {
    case Home::STATE_ON_HOLD:
      return from == Home::STATE_ACTIVE;
    case Home::STATE_ACTIVE:
      return from == Home::STATE_ON_HOLD;
    case Home::STATE_COMPLETED:
    case Home::STATE_STOPPED:
      return from == Home::STATE_ACTIVE || from == Home::STATE_ON_HOLD;
    default:
      return false;
  }
}

void AddSpan(Home& enrollment, Day first, Day last, const std::string& reason) {
  if (enrollment.excused_size() >= kMostSpans) return;
  auto& span = *enrollment.add_excused();
  span.set_first_date(DayText(first));
  span.set_last_date(DayText(last));
  span.set_reason(reason);
}

// The text up to a length, never within a character.
std::string Shortened(const std::string& text) {
  std::size_t end = std::min(text.size(), kLongestReason);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end);
}

}  // namespace

bool IsExcused(const Home& enrollment, Day first, Day last) {
  const auto& all = enrollment.excused();
  return std::any_of(all.begin(), all.end(), [&](const v1::ExcusedSpan& span) {
    const auto from = rpc::ParseDay(span.first_date());
    const auto to = rpc::ParseDay(span.last_date());
    return from.has_value() && to.has_value() && *from <= last && first <= *to;
  });
}

void ExcuseSpan(Home& enrollment, Day first, Day last, const std::string& reason) {
  const Home before = enrollment;
  Day from = first;
  int days = 0;
  for (Day day = first; day <= last; day += std::chrono::days{1}) {
    const bool known = IsExcused(before, day, day);
    if (known || days == kLongestSpanDays) {
      if (days > 0) AddSpan(enrollment, from, day - std::chrono::days{1}, reason);
      days = 0;
    }
    if (known) continue;
    if (days == 0) from = day;
    ++days;
  }
  if (days > 0) AddSpan(enrollment, from, last, reason);
}

absl::Status Move(Home& enrollment, Home::State to, const std::string& reason, Instant now,
                  const schedule::ClinicCalendar& calendar) {
  if (!MayMoveTo(enrollment.state(), to)) {
    return EnrollmentForbids(enrollment, "the program cannot make this move from its state");
  }
  if (enrollment.state() == Home::STATE_ON_HOLD) {
    ExcuseSpan(enrollment, calendar.DateOf(InstantOf(enrollment.state_time())),
               calendar.DateOf(now) - std::chrono::days{1}, Shortened(enrollment.state_reason()));
  }
  if (to == Home::STATE_COMPLETED || to == Home::STATE_STOPPED) {
    const std::string today = DayText(calendar.DateOf(now));
    if (enrollment.end_date().empty() || enrollment.end_date() > today) {
      enrollment.set_end_date(std::max(today, enrollment.start_date()));
    }
  }
  enrollment.set_state(to);
  enrollment.set_state_reason(reason);
  *enrollment.mutable_state_time() = TimestampOf(now);
  return absl::OkStatus();
}

}  // namespace midstance::programs
