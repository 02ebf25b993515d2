#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "midstance/v1/follow_up_service.pb.h"
#include "tests/api/clinic_year.h"

namespace midstance::testing {
namespace {

using v1::FollowUp;
using v1::WorklistItem;

// Titles of flags that no record raises: nobody of the year's cast is told of them.
constexpr std::array<std::string_view, 4> kRaisedByTime = {
    "A check-in that does not come", "A flag that nobody has acknowledged",
    "Six weeks of the program without an effect", "Twelve weeks of the program without an effect"};

bool IsRaisedByTime(const WorklistItem& item) {
  return std::find(kRaisedByTime.begin(), kRaisedByTime.end(), item.title()) != kRaisedByTime.end();
}

BerlinDay DayNamed(const std::string& text) {
  const auto day = schedule::LocalDay::Parse(text);
  return day.has_value() ? BerlinDay(day->date()) : BerlinDay{};
}

std::string CaseAbove(const std::string& name) {
  return name.substr(0, name.rfind('/', name.rfind('/') - 1));
}

// When it is to be reminded of; nothing when that lay before it was planned.
std::optional<Instant> ReminderOf(const FollowUp& one, BerlinDay due, int days_before) {
  const Instant at = StartOfBerlin(due - days{days_before});
  if (at <= InstantOf(one.create_time())) return std::nullopt;
  return at;
}

bool IsOfFollowUp(WorklistItem::Kind kind) {
  return kind == WorklistItem::KIND_FOLLOW_UP_OVERDUE ||
         kind == WorklistItem::KIND_FOLLOW_UP_TODAY ||
         kind == WorklistItem::KIND_FOLLOW_UP_REMINDED;
}

}  // namespace

int ClinicYear::PatientOf(const std::string& name) const {
  const auto patient = patient_of_.find(CaseAbove(name));
  return patient == patient_of_.end() ? -1 : patient->second;
}

std::string ClinicYear::Who(int patient) const {
  return "seed " + std::to_string(seed_) + ", patient " + std::to_string(patient) + ", " +
         TextOf(today_) + ": ";
}

const config::v1::ScheduleRow& ClinicYear::RowOf(std::string_view id) const {
  const auto& rows = schedule_.rows();
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.id() == id; });
  EXPECT_NE(row, rows.end()) << "the schedule has no row " << id;
  return row == rows.end() ? config::v1::ScheduleRow::default_instance() : *row;
}

std::vector<WorklistItem> ClinicYear::Worklist(const std::string& token,
                                               const std::string& assignee) {
  v1::ListWorklistRequest request;
  request.set_parent("patients/-/cases/-");
  request.set_assignee(assignee);
  request.set_page_size(500);
  const auto page =
      clinic_.Must<v1::ListWorklistResponse>(token, "WorklistService/ListWorklist", request);
  EXPECT_EQ(page.next_page_token(), "");
  return {page.items().begin(), page.items().end()};
}

void ClinicYear::CheckWorklists() {
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    CheckWorklist(Worklist(tokens_.at(i), users_.at(i)), static_cast<int>(i));
  }
  const bool monday = std::chrono::weekday(today_) == std::chrono::Monday;
  if (monday) CheckWorklist(Worklist(Lead(), ""), std::nullopt);
}

WorklistItem::Kind ClinicYear::ExpectedKind(const YearFollowUp& one) {
  const Instant now = clinic_.clock().Now();
  if (EndOfBerlin(one.due) < now) return WorklistItem::KIND_FOLLOW_UP_OVERDUE;
  if (one.due == BerlinDayOf(now)) return WorklistItem::KIND_FOLLOW_UP_TODAY;
  for (const int before : one.made.remind_before_days()) {
    const auto at = ReminderOf(one.made, one.due, before);
    if (at.has_value() && *at <= ticked_) return WorklistItem::KIND_FOLLOW_UP_REMINDED;
  }
  return WorklistItem::KIND_UNSPECIFIED;
}

// What is to be done is in the list of who does it as long as it is to be done, as what it is, and
// nothing else is.
void ClinicYear::CheckWorklist(const std::vector<WorklistItem>& items,
                               std::optional<int> therapist) {
  CheckEscalationsOnTop(items, therapist);
  std::map<std::string, WorklistItem::Kind> found;
  for (const auto& item : items) {
    if (!IsOfFollowUp(item.kind())) continue;
    EXPECT_TRUE(found.emplace(item.resource(), item.kind()).second) << item.resource() << " twice";
    EXPECT_EQ(follow_ups_.count(item.resource()), 1U)
        << Who(PatientOf(item.resource())) << item.resource() << " is in the list, though done";
  }
  for (const auto& [name, planned] : follow_ups_) {
    const auto& patient = patients_.at(static_cast<std::size_t>(planned.patient));
    if (therapist.has_value() && static_cast<int>(patient.therapist) != *therapist) continue;
    const auto expected = ExpectedKind(planned);
    if (expected == WorklistItem::KIND_FOLLOW_UP_OVERDUE) ever_overdue_.insert(name);
    const auto shown = found.find(name);
    const auto kind = shown == found.end() ? WorklistItem::KIND_UNSPECIFIED : shown->second;
    EXPECT_EQ(WorklistItem::Kind_Name(kind), WorklistItem::Kind_Name(expected))
        << Who(patient.number) << planned.made.schedule_row() << " due " << TextOf(planned.due)
        << ", " << name;
  }
}

void ClinicYear::CheckEscalationsOnTop(const std::vector<WorklistItem>& items,
                                       std::optional<int> therapist) {
  std::map<std::string, rules::v1::Urgency> expected;
  for (const auto& [name, open] : escalations_) {
    const auto& patient = patients_.at(static_cast<std::size_t>(open.patient));
    if (therapist.has_value() && static_cast<int>(patient.therapist) != *therapist) continue;
    expected.emplace(name, open.urgency);
  }
  auto before = rules::v1::EMERGENCY;
  for (const auto& item : items) {
    if (item.kind() != WorklistItem::KIND_ESCALATION) {
      for (const auto& [name, urgency] : expected) {
        ADD_FAILURE() << Who(escalations_.at(name).patient) << name
                      << " is open and not on top of the list";
      }
      break;
    }
    const auto open = expected.find(item.resource());
    if (open == expected.end() && IsRaisedByTime(item)) continue;
    if (open == expected.end()) {
      ADD_FAILURE() << Who(PatientOf(item.resource())) << item.resource()
                    << " is in the list, though not open";
      continue;
    }
    EXPECT_EQ(item.urgency(), open->second) << item.resource();
    EXPECT_LE(item.urgency(), before) << item.resource() << " stands below a less urgent one";
    before = item.urgency();
    expected.erase(open);
  }
  const bool escalations_alone =
      items.empty() || items.back().kind() == WorklistItem::KIND_ESCALATION;
  if (escalations_alone) {
    EXPECT_TRUE(expected.empty()) << Who(-1) << "open and not in the list";
  }
}

std::vector<FollowUp> ClinicYear::AllFollowUps() {
  v1::ListFollowUpsRequest request;
  request.set_parent("patients/-/cases/-");
  return ListAll<v1::ListFollowUpsResponse>(
      "FollowUpService/ListFollowUps", request,
      [](const auto& page) -> const auto& { return page.follow_ups(); });
}

// By the row of the schedule, counted from what the row counts from, and by the end of that day.
void ClinicYear::CheckDue(const FollowUp& one, const std::map<std::string, FollowUp>& before) {
  using Row = config::v1::ScheduleRow;
  const std::string of = CaseAbove(one.name());
  const auto& row = RowOf(one.schedule_row());
  const auto ended = before.find(one.name());
  BerlinDay expected{};
  if (ended == before.end()) {
    const bool last = row.anchor() == Row::ANCHOR_DISCHARGE_PLANNED;
    expected = (last ? discharge_planned_ : examined_)[of] + days{row.due_after_days()};
  } else {
    ASSERT_TRUE(ended->second.has_done_time()) << Who(PatientOf(one.name())) << one.name();
    expected = BerlinDayOf(InstantOf(ended->second.done_time())) + days{row.repeat_after_days()};
  }
  EXPECT_EQ(one.due_date(), TextOf(expected))
      << Who(PatientOf(one.name())) << row.id() << ", " << one.name();
  EXPECT_EQ(InstantOf(one.due_time()), EndOfBerlin(expected))
      << Who(PatientOf(one.name())) << row.id() << " is due at another time than the end of "
      << TextOf(expected);
}

void ClinicYear::CheckSchedule() {
  const auto all = AllFollowUps();
  std::map<std::string, FollowUp> before;
  std::map<std::string, int> of_day;
  for (const auto& one : all) {
    if (!one.next().empty()) before[one.next()] = one;
    ++of_day[one.due_date()];
  }
  for (const auto& one : all) CheckDue(one, before);
  for (const auto change : {kClocksForward, kClocksBack}) {
    for (int day = -1; day <= 1; ++day) {
      EXPECT_GT(of_day[TextOf(change + days{day})], 0)
          << "seed " << seed_ << ": nothing was due on " << TextOf(change + days{day});
    }
  }
}

// Each once, at the first tick of its day, while it was to be done.
void ClinicYear::CheckReminders() {
  for (const auto& one : AllFollowUps()) {
    const BerlinDay due = DayNamed(one.due_date());
    std::map<int, Instant> expected;
    for (const int before : one.remind_before_days()) {
      const auto at = ReminderOf(one, due, before);
      const Instant until = one.has_end_time() ? InstantOf(one.end_time()) : ticked_;
      if (at.has_value() && *at <= until) expected[before] = *at;
    }
    const auto who = Who(PatientOf(one.name())) + one.schedule_row() + " due " + one.due_date() +
                     ", " + one.name();
    EXPECT_EQ(static_cast<std::size_t>(one.reminders_sent_size()), expected.size()) << who;
    for (const auto& reminder : one.reminders_sent()) {
      const auto at = expected.find(reminder.days_before());
      if (at == expected.end()) {
        ADD_FAILURE() << who << ": a reminder that was not asked for, or twice";
        continue;
      }
      EXPECT_EQ(InstantOf(reminder.reminder_time()), at->second) << who;
      EXPECT_EQ(InstantOf(reminder.sent_time()), at->second + std::chrono::hours{7}) << who;
      expected.erase(at);
    }
    reminded_ += one.reminders_sent_size();
  }
}

}  // namespace midstance::testing
