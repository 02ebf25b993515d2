#include "support/names.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "support/status.h"

namespace midstance {
namespace {

enum class Under : std::uint8_t { kNothing, kPatient, kCase, kRuleSet };

struct Row {
  Kind kind;
  Under under;
  std::string_view collection;
  std::string_view type;
  std::string_view pattern;
};

// In the order of Kind.
constexpr std::array kRows = {
    Row{Kind::kPatient, Under::kNothing, "patients", "midstance.v1/Patient", "patients/{patient}"},
    Row{Kind::kCase, Under::kPatient, "cases", "midstance.v1/Case",
        "patients/{patient}/cases/{case}"},
    Row{Kind::kAssessment, Under::kCase, "assessments", "midstance.v1/Assessment",
        "patients/{patient}/cases/{case}/assessments/{assessment}"},
    Row{Kind::kCheckIn, Under::kCase, "checkIns", "midstance.v1/CheckIn",
        "patients/{patient}/cases/{case}/checkIns/{check_in}"},
    Row{Kind::kFollowUp, Under::kCase, "followUps", "midstance.v1/FollowUp",
        "patients/{patient}/cases/{case}/followUps/{follow_up}"},
    Row{Kind::kEscalation, Under::kCase, "escalations", "midstance.v1/Escalation",
        "patients/{patient}/cases/{case}/escalations/{escalation}"},
    Row{Kind::kReferral, Under::kCase, "referrals", "midstance.v1/Referral",
        "patients/{patient}/cases/{case}/referrals/{referral}"},
    Row{Kind::kCheckInLink, Under::kCase, "checkInLinks", "midstance.v1/CheckInLink",
        "patients/{patient}/cases/{case}/checkInLinks/{check_in_link}"},
    Row{Kind::kRuleSet, Under::kNothing, "ruleSets", "midstance.v1/RuleSet", "ruleSets/{rule_set}"},
    Row{Kind::kUser, Under::kNothing, "users", "midstance.v1/User", "users/{user}"},
    Row{Kind::kMeasure, Under::kNothing, "measures", "midstance.v1/Measure", "measures/{measure}"},
    Row{Kind::kOutcomeScore, Under::kCase, "outcomeScores", "midstance.v1/OutcomeScore",
        "patients/{patient}/cases/{case}/outcomeScores/{outcome_score}"},
    Row{Kind::kExercise, Under::kNothing, "exercises", "midstance.v1/Exercise",
        "exercises/{exercise}"},
    Row{Kind::kProgram, Under::kNothing, "programs", "midstance.v1/Program", "programs/{program}"},
    Row{Kind::kEnrollment, Under::kCase, "enrollments", "midstance.v1/Enrollment",
        "patients/{patient}/cases/{case}/enrollments/{enrollment}"},
    Row{Kind::kRunningPlan, Under::kCase, "runningPlans", "midstance.v1/RunningPlan",
        "patients/{patient}/cases/{case}/runningPlans/{running_plan}"},
    Row{Kind::kConsideration, Under::kNothing, "considerations", "midstance.v1/Consideration",
        "considerations/{consideration}"},
    Row{Kind::kRuleSetRevision, Under::kRuleSet, "revisions", "midstance.v1/RuleSetRevision",
        "ruleSets/{rule_set}/revisions/{revision}"},
    Row{Kind::kRuleSetActivation, Under::kRuleSet, "activations", "midstance.v1/RuleSetActivation",
        "ruleSets/{rule_set}/activations/{activation}"},
    Row{Kind::kRuleSetBackTest, Under::kRuleSet, "backTests", "midstance.v1/RuleSetBackTest",
        "ruleSets/{rule_set}/backTests/{back_test}"},
    Row{Kind::kDelivery, Under::kNothing, "deliveries", "midstance.v1/Delivery",
        "deliveries/{delivery}"},
};

constexpr std::size_t kLongestId = 63;
// A case and the longest collection, each id full: positions in a name fit into a byte.
constexpr std::size_t kLongestName = 255;
constexpr std::string_view kPatients = "patients/";

const Row& RowOf(Kind kind) { return kRows[static_cast<std::size_t>(kind)]; }

const Row* FindRow(Under under, std::string_view collection) {
  for (const Row& row : kRows) {
    if (row.under == under && row.collection == collection) return &row;
  }
  return nullptr;
}

bool IsIdEdge(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string MustBe(std::string_view pattern) {
  return "must be a name like " + std::string(pattern) +
         ", each id 1 to 63 of a-z, 0-9 and inner '-'";
}

[[noreturn]] void EndForBadId() {
  std::fputs("midstance: a name was built from an invalid id or under a wrong parent\n", stderr);
  std::abort();
}

}  // namespace

std::string_view CollectionOf(Kind kind) { return RowOf(kind).collection; }
std::string_view PatternOf(Kind kind) { return RowOf(kind).pattern; }

std::optional<Kind> ParentKind(Kind kind) {
  switch (RowOf(kind).under) {
    case Under::kPatient:
      return Kind::kPatient;
    case Under::kCase:
      return Kind::kCase;
    case Under::kRuleSet:
      return Kind::kRuleSet;
    case Under::kNothing:
      break;
  }
  return std::nullopt;
}

std::optional<Kind> KindOfType(std::string_view resource_type) {
  for (const Row& row : kRows) {
    if (row.type == resource_type) return row.kind;
  }
  return std::nullopt;
}

bool IsResourceId(std::string_view id) {
  if (id.empty() || id.size() > kLongestId) return false;
  if (!IsIdEdge(id.front()) || !IsIdEdge(id.back())) return false;
  for (const char c : id) {
    if (!IsIdEdge(c) && c != '-') return false;
  }
  return true;
}

std::optional<ResourceName> TryParse(std::string_view text) {
  if (text.size() > kLongestName) return std::nullopt;
  auto under = Under::kNothing;
  std::size_t patient_end = 0;
  std::size_t case_end = 0;
  std::size_t at = 0;
  while (true) {
    const std::size_t slash = text.find('/', at);
    if (slash == std::string_view::npos) return std::nullopt;
    const Row* row = FindRow(under, text.substr(at, slash - at));
    if (row == nullptr) return std::nullopt;
    const std::size_t id_begin = slash + 1;
    const std::size_t end = std::min(text.find('/', id_begin), text.size());
    if (!IsResourceId(text.substr(id_begin, end - id_begin))) return std::nullopt;
    if (row->kind == Kind::kPatient) patient_end = end;
    if (row->kind == Kind::kCase) case_end = end;
    if (end == text.size()) {
      return ResourceName(std::string(text), row->kind, static_cast<std::uint8_t>(patient_end),
                          static_cast<std::uint8_t>(case_end), static_cast<std::uint8_t>(id_begin));
    }
    if (row->kind == Kind::kPatient) {
      under = Under::kPatient;
    } else if (row->kind == Kind::kCase) {
      under = Under::kCase;
    } else if (row->kind == Kind::kRuleSet) {
      under = Under::kRuleSet;
    } else {
      return std::nullopt;
    }
    at = end + 1;
  }
}

absl::StatusOr<ResourceName> ResourceName::Parse(std::string_view text, std::string_view field) {
  if (auto name = TryParse(text)) return *std::move(name);
  return FieldInvalid(field, MustBe(PatternOf(Kind::kCase)));
}

absl::StatusOr<ResourceName> ResourceName::Parse(std::string_view text, Kind kind,
                                                 std::string_view field) {
  if (auto name = TryParse(text); name.has_value() && name->kind() == kind) return *std::move(name);
  return FieldInvalid(field, MustBe(PatternOf(kind)));
}

std::string_view ResourceName::patient() const {
  if (patient_end_ == 0) return {};
  return patient_name().substr(kPatients.size());
}

std::string_view ResourceName::case_id() const {
  if (case_end_ == 0) return {};
  constexpr std::string_view kCases = "/cases/";
  return case_name().substr(patient_end_ + kCases.size());
}

std::optional<ResourceName> ResourceName::Parent() const {
  switch (RowOf(kind_).under) {
    case Under::kPatient:
      return ResourceName(std::string(patient_name()), Kind::kPatient, patient_end_, 0,
                          static_cast<std::uint8_t>(kPatients.size()));
    case Under::kCase:
      return ResourceName(std::string(case_name()), Kind::kCase, patient_end_, case_end_,
                          static_cast<std::uint8_t>(case_end_ - case_id().size()));
    case Under::kRuleSet: {
      const std::string_view below = CollectionOf(kind_);
      constexpr std::size_t kSlashes = 2;
      const auto end = id_begin_ - below.size() - kSlashes;
      return ResourceName(text_.substr(0, end), Kind::kRuleSet, 0, 0,
                          static_cast<std::uint8_t>(CollectionOf(Kind::kRuleSet).size() + 1));
    }
    case Under::kNothing:
      break;
  }
  return std::nullopt;
}

ResourceName NameUnder(const ResourceName* parent, Kind kind, std::string_view id) {
  const auto above = parent == nullptr ? std::nullopt : std::optional(parent->kind());
  if (ParentKind(kind) != above || !IsResourceId(id)) EndForBadId();
  const std::string_view collection = CollectionOf(kind);
  std::string text;
  text.reserve((parent == nullptr ? 0 : parent->str().size()) + collection.size() + id.size() + 2);
  if (parent != nullptr) text.append(parent->str()).push_back('/');
  text.append(collection).push_back('/');
  const auto id_begin = static_cast<std::uint8_t>(text.size());
  text.append(id);
  const auto end = static_cast<std::uint8_t>(text.size());
  std::uint8_t patient_end = parent == nullptr ? 0 : parent->patient_end_;
  std::uint8_t case_end = parent == nullptr ? 0 : parent->case_end_;
  if (kind == Kind::kPatient) patient_end = end;
  if (kind == Kind::kCase) case_end = end;
  return ResourceName(std::move(text), kind, patient_end, case_end, id_begin);
}

ResourceName PatientName(std::string_view patient) {
  return NameUnder(nullptr, Kind::kPatient, patient);
}

ResourceName CaseName(std::string_view patient, std::string_view case_id) {
  return ChildName(PatientName(patient), Kind::kCase, case_id);
}

ResourceName ChildName(const ResourceName& parent, Kind kind, std::string_view id) {
  return NameUnder(&parent, kind, id);
}

ResourceName RuleSetName(std::string_view rule_set) {
  return NameUnder(nullptr, Kind::kRuleSet, rule_set);
}

ResourceName UserName(std::string_view user) { return NameUnder(nullptr, Kind::kUser, user); }

std::string ParentName::str() const {
  std::string text = "patients/" + (patient_.empty() ? "-" : patient_);
  if (kind_ == Kind::kCase) text += "/cases/" + (case_id_.empty() ? "-" : case_id_);
  return text;
}

absl::StatusOr<ParentName> ParseParent(std::string_view text, std::string_view field) {
  constexpr std::string_view kEveryCase = "/cases/-";
  ParentName parent;
  std::string_view rest = text;
  if (rest.ends_with(kEveryCase)) {
    parent.kind_ = Kind::kCase;
    rest.remove_suffix(kEveryCase.size());
  }
  if (rest == "patients/-") return parent;
  if (const auto name = TryParse(rest)) {
    const bool every_case = parent.kind_ == Kind::kCase;
    if (name->kind() == Kind::kPatient) {
      parent.patient_ = name->patient();
      return parent;
    }
    if (name->kind() == Kind::kCase && !every_case) {
      parent.kind_ = Kind::kCase;
      parent.patient_ = name->patient();
      parent.case_id_ = name->case_id();
      return parent;
    }
  }
  return FieldInvalid(
      field,
      "must be a name like patients/{patient} or patients/{patient}/cases/{case}, or with - "
      "for all of them");
}

}  // namespace midstance
