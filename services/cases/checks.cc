#include "services/cases/checks.h"

#include <set>
#include <string>
#include <utility>

#include "services/rpc/calendar.h"
#include "services/rpc/staff.h"
#include "support/status.h"

namespace midstance::cases {
namespace {

// Collects what is wrong with days.
class DayChecks {
 public:
  DayChecks(Instant now, google::rpc::BadRequest& violations)
      : today_(rpc::LatestToday(now)), violations_(violations) {}

  void Any(const std::string& path, const std::string& text) const {
    if (text.empty() || rpc::ParseDay(text).has_value()) return;
    AddViolation(violations_, path, "must be a day of the calendar");
  }
  void Past(const std::string& path, const std::string& text) const {
    if (text.empty()) return;
    const auto day = rpc::ParseDay(text);
    if (day.has_value() && *day <= today_) return;
    AddViolation(violations_, path, "must be a day of the calendar, not after today");
  }

 private:
  Day today_;
  google::rpc::BadRequest& violations_;
};

void CheckSites(const v1::Case& of, google::rpc::BadRequest& violations) {
  std::set<std::pair<int, int>> seen;
  for (int i = 0; i < of.sites_size(); ++i) {
    const auto& site = of.sites(i);
    if (!seen.emplace(site.area(), site.side()).second) {
      AddViolation(violations, "case.sites[" + std::to_string(i) + "]",
                   "must not name a site twice");
    }
  }
}

void CheckGoals(const v1::Case& of, const DayChecks& days) {
  for (int i = 0; i < of.goals_size(); ++i) {
    const std::string path = "case.goals[" + std::to_string(i) + "]";
    days.Any(path + ".target_date", of.goals(i).target_date());
    days.Past(path + ".met_date", of.goals(i).met_date());
  }
}

// An update may have set a part of it alone.
void CheckPlan(const v1::Case& of, const DayChecks& days, google::rpc::BadRequest& violations) {
  if (!of.has_plan_of_care()) return;
  const std::string path = "case.plan_of_care";
  const auto& plan = of.plan_of_care();
  const auto required = [&](const char* field, const std::string& text) {
    if (text.empty()) AddViolation(violations, path + "." + field, "is required");
  };
  required("impairment", plan.impairment());
  required("long_term_goals", plan.long_term_goals());
  required("treatment", plan.treatment());
  required("start_date", plan.start_date());
  days.Any(path + ".start_date", plan.start_date());
  days.Past(path + ".certified_date", plan.certified_date());
  // Both are days in a form that sorts as they do.
  if (!plan.certified_date().empty() && plan.certified_date() < plan.start_date()) {
    AddViolation(violations, path + ".certified_date", "must not be before start_date");
  }
}

}  // namespace

absl::Status CheckFields(const storage::Reader& reader, const v1::Case& of, const v1::Case& before,
                         Instant now) {
  google::rpc::BadRequest violations;
  const DayChecks days(now, violations);
  CheckSites(of, violations);
  days.Past("case.onset_date", of.onset_date());
  CheckGoals(of, days);
  CheckPlan(of, days, violations);
  days.Past("case.direct_access.referral_date", of.direct_access().referral_date());
  days.Past("case.direct_access.notified_date", of.direct_access().notified_date());
  if (of.clinician() != before.clinician()) {
    MIDSTANCE_RETURN_IF_ERROR(
        rpc::CheckStaff(reader, of.clinician(), "case.clinician", violations));
  }
  return FieldsInvalid(violations);
}

}  // namespace midstance::cases
