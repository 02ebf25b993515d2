#include "clients/cli/commands/patient_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "clients/cli/commands/command.h"
#include "clients/core/words.h"
#include "support/status.h"

namespace midstance::cli {
namespace {

absl::StatusOr<std::pair<std::string, std::string>> SplitPair(const std::string& text,
                                                              const std::string& what) {
  const std::size_t at = text.find('=');
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) {
    return absl::InvalidArgumentError("'" + text + "' is no " + what);
  }
  return std::pair(text.substr(0, at), text.substr(at + 1));
}

// The fields of a patient and the options that set them.
constexpr auto kSources = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"given_name", "given"},
    {"family_name", "family"},
    {"birth_date", "born"},
    {"phone", "phone"},
    {"email", "email"},
    {"language", "language"},
    {"sex", "sex"},
    {"goal", "goal"},
    {"note", "note"},
    {"weekly_distance_km", "weekly-km"},
    {"running.longest_run_km", "longest-km"},
    {"running.training_age_years", "training-years"},
    {"running.surface", "surface"},
    {"running.shoes", "shoes"},
    {"running.goal_race", "race"},
    {"running.goal_race_date", "race-date"},
    {"running.past_injuries", "injury"},
    {"identifiers", "identifier"},
    {"emergency_contact.full_name", "emergency-name"},
    {"emergency_contact.phone", "emergency-phone"},
    {"emergency_contact.relation", "emergency-relation"},
    {"consents", "consent"},
});

// Sets texts and numbers of one message and tells whether any was given.
class FieldSetter {
 public:
  void Text(const std::optional<std::string>& given, std::string& field, const char* path = "") {
    if (!given.has_value()) return;
    field = *given;
    Note(path);
  }
  void Note(const char* path) {
    any_ = true;
    if (*path != '\0') paths_.emplace_back(path);
  }
  bool any() const { return any_; }
  const std::vector<std::string>& paths() const { return paths_; }

 private:
  bool any_ = false;
  std::vector<std::string> paths_;
};

absl::StatusOr<bool> SetRunning(const PatientFields& fields, v1::Patient& patient) {
  v1::RunningProfile running = patient.running();
  FieldSetter set;
  set.Text(fields.shoes, *running.mutable_shoes());
  set.Text(fields.race, *running.mutable_goal_race());
  set.Text(fields.race_date, *running.mutable_goal_race_date());
  if (fields.longest_km.has_value()) {
    running.set_longest_run_km(*fields.longest_km);
    set.Note("");
  }
  if (fields.training_years.has_value()) {
    running.set_training_age_years(*fields.training_years);
    set.Note("");
  }
  if (fields.surface.has_value()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto surface,
                               client::ParseWord<v1::RunningProfile::Surface>(*fields.surface));
    running.set_surface(surface);
    set.Note("");
  }
  for (const std::string& injury : fields.injuries) {
    running.add_past_injuries(injury);
    set.Note("");
  }
  if (set.any()) *patient.mutable_running() = std::move(running);
  return set.any();
}

bool SetContact(const PatientFields& fields, v1::Patient& patient) {
  v1::EmergencyContact contact = patient.emergency_contact();
  FieldSetter set;
  set.Text(fields.emergency_name, *contact.mutable_full_name());
  set.Text(fields.emergency_phone, *contact.mutable_phone());
  set.Text(fields.emergency_relation, *contact.mutable_relation());
  if (set.any()) *patient.mutable_emergency_contact() = std::move(contact);
  return set.any();
}

absl::StatusOr<bool> SetIdentifiers(const PatientFields& fields, v1::Patient& patient) {
  constexpr char kWhat[] = "number of a system, like insurance=TK12";
  auto& identifiers = *patient.mutable_identifiers();
  for (const std::string& text : fields.removed_identifiers) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto gone, SplitPair(text, kWhat));
    const auto first = std::remove_if(
        identifiers.begin(), identifiers.end(), [&gone = gone](const v1::Identifier& identifier) {
          return identifier.system() == gone.first && identifier.value() == gone.second;
        });
    if (first == identifiers.end()) {
      return absl::InvalidArgumentError("the patient has no number '" + text + "'");
    }
    identifiers.erase(first, identifiers.end());
  }
  for (const std::string& text : fields.identifiers) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto given, SplitPair(text, kWhat));
    auto& identifier = *identifiers.Add();
    identifier.set_system(std::move(given.first));
    identifier.set_value(std::move(given.second));
  }
  return !fields.identifiers.empty() || !fields.removed_identifiers.empty();
}

v1::Consent& ConsentOf(v1::Patient& patient, v1::Consent::Kind kind) {
  for (auto& consent : *patient.mutable_consents()) {
    if (consent.kind() == kind) return consent;
  }
  auto& consent = *patient.add_consents();
  consent.set_kind(kind);
  return consent;
}

absl::StatusOr<bool> SetConsents(const PatientFields& fields, v1::Patient& patient) {
  constexpr char kWhat[] = "consent and its day, like letters=2026-03-27";
  for (const std::string& text : fields.consents) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto given, SplitPair(text, kWhat));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto kind, client::ParseWord<v1::Consent::Kind>(given.first));
    auto& consent = ConsentOf(patient, kind);
    consent.set_given_date(std::move(given.second));
    consent.clear_withdrawn_date();
  }
  for (const std::string& text : fields.withdrawn) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto given, SplitPair(text, kWhat));
    MIDSTANCE_ASSIGN_OR_RETURN(const auto kind, client::ParseWord<v1::Consent::Kind>(given.first));
    ConsentOf(patient, kind).set_withdrawn_date(std::move(given.second));
  }
  return !fields.consents.empty() || !fields.withdrawn.empty();
}

}  // namespace

void AddPatientFields(CLI::App& verb, PatientFields& fields, bool required) {
  verb.add_option("--given", fields.given, "Given name")->required(required);
  verb.add_option("--family", fields.family, "Family name")->required(required);
  verb.add_option("--born", fields.born, "Date of birth, YYYY-MM-DD")->required(required);
  verb.add_option("--phone", fields.phone, "Telephone number");
  verb.add_option("--email", fields.email, "E-mail address");
  verb.add_option("--language", fields.language, "Language she reads, e.g. fr");
  verb.add_option("--sex", fields.sex, "Sex")->check(OneOf({"female", "male", "other"}));
  verb.add_option("--goal", fields.goal, "What she wants to run again");
  verb.add_option("--note", fields.note, "Anything the clinic should know");
  verb.add_option("--weekly-km", fields.weekly_km, "Usual running distance a week");
  verb.add_option("--longest-km", fields.longest_km, "Longest run of the last 30 days");
  verb.add_option("--training-years", fields.training_years, "Years of regular running");
  verb.add_option("--surface", fields.surface, "What she runs on mostly")
      ->check(OneOf({"road", "trail", "track", "treadmill", "mixed"}));
  verb.add_option("--shoes", fields.shoes, "What she runs in");
  verb.add_option("--race", fields.race, "The race that she trains for");
  verb.add_option("--race-date", fields.race_date, "Its day, YYYY-MM-DD");
  verb.add_option("--injury", fields.injuries, "An injury before this one; may be repeated");
  verb.add_option("--identifier", fields.identifiers,
                  "A number by which others know her, SYSTEM=NUMBER; may be repeated");
  verb.add_option("--emergency-name", fields.emergency_name, "Who is called in an emergency");
  verb.add_option("--emergency-phone", fields.emergency_phone, "By which number");
  verb.add_option("--emergency-relation", fields.emergency_relation, "Who that is to her");
  verb.add_option("--consent", fields.consents,
                  "treatment, check-ins, letters or research, with its day: letters=2026-03-27; "
                  "may be repeated");
  if (required) return;
  verb.add_option("--withdraw", fields.withdrawn,
                  "A consent that she withdrew, with the day; may be repeated");
  verb.add_option("--remove-identifier", fields.removed_identifiers,
                  "A number that is not hers, SYSTEM=NUMBER; may be repeated");
}

absl::Status SetFields(const PatientFields& fields, v1::Patient& patient,
                       google::protobuf::FieldMask& mask) {
  FieldSetter set;
  set.Text(fields.given, *patient.mutable_given_name(), "given_name");
  set.Text(fields.family, *patient.mutable_family_name(), "family_name");
  set.Text(fields.born, *patient.mutable_birth_date(), "birth_date");
  set.Text(fields.phone, *patient.mutable_phone(), "phone");
  set.Text(fields.email, *patient.mutable_email(), "email");
  set.Text(fields.language, *patient.mutable_language(), "language");
  set.Text(fields.goal, *patient.mutable_goal(), "goal");
  set.Text(fields.note, *patient.mutable_note(), "note");
  if (fields.weekly_km.has_value()) {
    patient.set_weekly_distance_km(*fields.weekly_km);
    set.Note("weekly_distance_km");
  }
  if (fields.sex.has_value()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto sex, client::ParseWord<v1::Sex>(*fields.sex));
    patient.set_sex(sex);
    set.Note("sex");
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const bool running, SetRunning(fields, patient));
  if (running) set.Note("running");
  if (SetContact(fields, patient)) set.Note("emergency_contact");
  MIDSTANCE_ASSIGN_OR_RETURN(const bool identifiers, SetIdentifiers(fields, patient));
  if (identifiers) set.Note("identifiers");
  MIDSTANCE_ASSIGN_OR_RETURN(const bool consents, SetConsents(fields, patient));
  if (consents) set.Note("consents");
  for (const std::string& path : set.paths()) mask.add_paths(path);
  return absl::OkStatus();
}

FieldSource SourceOf(std::string_view field) {
  FieldSource source;
  for (const auto& [path, option] : kSources) {
    if (!field.starts_with(path)) continue;
    std::string_view rest = field.substr(path.size());
    if (!rest.empty() && rest.front() != '[' && rest.front() != '.') continue;
    source.option = option;
    if (rest.starts_with('['))
      std::from_chars(rest.data() + 1, rest.data() + rest.size(), source.index);
    return source;
  }
  return source;
}

}  // namespace midstance::cli
