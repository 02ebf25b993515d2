#pragma once

#include <absl/status/statusor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace midstance {

// The kinds of resources that have names; names.cc holds the one table of their patterns.
enum class Kind : std::uint8_t {
  kPatient,
  kCase,
  kAssessment,
  kCheckIn,
  kFollowUp,
  kEscalation,
  kReferral,
  kCheckInLink,
  kRuleSet,
  kUser,
  kMeasure,
  kOutcomeScore,
  kExercise,
  kProgram,
  kEnrollment,
  kRunningPlan,
  kConsideration,
  kRuleSetRevision,
  kRuleSetActivation,
  kRuleSetBackTest,
  kDelivery,
};

// "checkIns".
std::string_view CollectionOf(Kind kind);
// "patients/{patient}/cases/{case}/checkIns/{check_in}".
std::string_view PatternOf(Kind kind);
// The kind above in a name; nothing for what lies under nothing, such as patients and users.
std::optional<Kind> ParentKind(Kind kind);
// kCheckIn of "midstance.v1/CheckIn".
std::optional<Kind> KindOfType(std::string_view resource_type);

// 1 to 63 of a-z, 0-9 and '-', neither first nor last a '-'.
bool IsResourceId(std::string_view id);

// The name of one resource, always valid. A value: equality and order are those of its text. Views
// that it returns live as long as it does. Parsing allocates nothing beyond the text.
class ResourceName {
 public:
  // FIELD_INVALID on `field` when `text` is not a name of any kind. For an id that a client chose:
  // Parse("patients/" + id, "patient_id").
  static absl::StatusOr<ResourceName> Parse(std::string_view text, std::string_view field = "name");
  // The same, and the name must be of `kind`.
  static absl::StatusOr<ResourceName> Parse(std::string_view text, Kind kind,
                                            std::string_view field = "name");

  Kind kind() const { return kind_; }
  // The last id.
  std::string_view id() const { return std::string_view(text_).substr(id_begin_); }
  // Ids of the patient and the case that the name lies under, or is; empty when there is none.
  std::string_view patient() const;
  std::string_view case_id() const;
  // Their names, prefixes of this one; empty when there is none.
  std::string_view patient_name() const { return std::string_view(text_).substr(0, patient_end_); }
  std::string_view case_name() const { return std::string_view(text_).substr(0, case_end_); }
  const std::string& str() const { return text_; }
  // Nothing for what lies under nothing, such as patients and users.
  std::optional<ResourceName> Parent() const;

  bool operator==(const ResourceName& other) const { return text_ == other.text_; }
  auto operator<=>(const ResourceName& other) const { return text_ <=> other.text_; }

 private:
  friend ResourceName NameUnder(const ResourceName* parent, Kind kind, std::string_view id);
  friend std::optional<ResourceName> TryParse(std::string_view text);
  ResourceName(std::string text, Kind kind, std::uint8_t patient_end, std::uint8_t case_end,
               std::uint8_t id_begin)
      : text_(std::move(text)),
        kind_(kind),
        patient_end_(patient_end),
        case_end_(case_end),
        id_begin_(id_begin) {}

  std::string text_;
  Kind kind_;
  std::uint8_t patient_end_;
  std::uint8_t case_end_;
  std::uint8_t id_begin_;
};

// Names from ids that are known to be right (our own, or read from a name): an id that IsResourceId
// refuses, or a child of the wrong kind, ends the process.
ResourceName PatientName(std::string_view patient);
ResourceName CaseName(std::string_view patient, std::string_view case_id);
ResourceName ChildName(const ResourceName& parent, Kind kind, std::string_view id);
ResourceName RuleSetName(std::string_view rule_set);
ResourceName UserName(std::string_view user);

// Where a list looks: one patient or case, or with "-" every one: "patients/-",
// "patients/-/cases/-" or "patients/{patient}/cases/-".
class ParentName {
 public:
  // kPatient or kCase.
  Kind kind() const { return kind_; }
  // Whether any part is "-".
  bool wildcard() const { return patient_.empty() || (kind_ == Kind::kCase && case_id_.empty()); }
  // Empty for every patient, and for every case.
  const std::string& patient() const { return patient_; }
  const std::string& case_id() const { return case_id_; }
  std::string str() const;

 private:
  friend absl::StatusOr<ParentName> ParseParent(std::string_view text, std::string_view field);
  Kind kind_ = Kind::kPatient;
  std::string patient_;
  std::string case_id_;
};

// FIELD_INVALID on `field` when `text` is neither a patient, nor a case, nor one of the above.
absl::StatusOr<ParentName> ParseParent(std::string_view text, std::string_view field = "parent");

}  // namespace midstance
