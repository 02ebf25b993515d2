#include "services/exercises/catalogue.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "services/exercises/catalogue_check.h"
#include "services/exercises/embedded.h"
#include "support/status.h"

namespace midstance::exercises {

struct Catalogue::Data {
  v1::ExerciseLibrary library;
  v1::CautionSet cautions;
  std::map<std::string_view, const v1::Exercise*> by_name;
  std::map<std::string_view, std::set<v1::Area>> areas;
  std::set<std::string, std::less<>> codes;
};

namespace {

class ParseProblems : public google::protobuf::io::ErrorCollector {
 public:
  ParseProblems(std::string text, google::rpc::BadRequest& violations)
      : text_(std::move(text)), violations_(violations) {}
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    AddViolation(
        violations_,
        text_ + ":" + std::to_string(line + 1) + ":" + std::to_string(static_cast<int>(column) + 1),
        message);
  }

 private:
  std::string text_;
  google::rpc::BadRequest& violations_;
};

template <class M>
M ParseData(std::string_view text, const std::string& name, google::rpc::BadRequest& violations) {
  M message;
  ParseProblems problems(name, violations);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&problems);
  google::protobuf::io::ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  if (!parser.Parse(&stream, &message) && violations.field_violations().empty()) {
    AddViolation(violations, name, "cannot be read");
  }
  return message;
}

std::set<v1::Area> AreasIn(const v1::ExerciseLibrary& library, const v1::Exercise& exercise) {
  std::set<v1::Area> areas;
  for (const auto& muscle : library.muscles()) {
    const auto& own = exercise.muscles();
    if (std::find(own.begin(), own.end(), muscle.id()) == own.end()) continue;
    for (const int area : muscle.areas()) areas.insert(static_cast<v1::Area>(area));
  }
  return areas;
}

}  // namespace

Catalogue::Catalogue() : Catalogue(std::make_shared<const Data>()) {}
Catalogue::Catalogue(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

absl::StatusOr<Catalogue> Catalogue::Make(v1::ExerciseLibrary library, v1::CautionSet cautions) {
  google::rpc::BadRequest violations;
  CheckLibrary(library, cautions, violations);
  CheckCautions(library, cautions, violations);
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  auto data = std::make_shared<Data>();
  data->library = std::move(library);
  data->cautions = std::move(cautions);
  for (auto& exercise : *data->library.mutable_exercises()) {
    if (exercise.pain_rule().empty()) exercise.set_pain_rule(data->library.pain_rule());
    data->by_name.emplace(exercise.name(), &exercise);
    data->areas.emplace(exercise.name(), AreasIn(data->library, exercise));
  }
  for (const auto& caution : data->cautions.cautions()) {
    for (const auto& clause : caution.clauses()) {
      for (const auto& trigger : clause.when()) data->codes.insert(CodeOf(trigger));
    }
  }
  for (const auto& rule : data->cautions.rules()) {
    data->codes.insert(rule.code());
    data->codes.insert(rule.range_codes().begin(), rule.range_codes().end());
  }
  data->codes.erase("");
  return Catalogue(std::move(data));
}

absl::StatusOr<Catalogue> Catalogue::Shipped() {
  google::rpc::BadRequest violations;
  auto library = ParseData<v1::ExerciseLibrary>(ExercisesText(), "exercises.textproto", violations);
  auto cautions = ParseData<v1::CautionSet>(CautionsText(), "cautions.textproto", violations);
  MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(violations));
  return Make(std::move(library), std::move(cautions));
}

const v1::ExerciseLibrary& Catalogue::library() const { return data_->library; }
const v1::CautionSet& Catalogue::cautions() const { return data_->cautions; }
const std::set<std::string, std::less<>>& Catalogue::codes() const { return data_->codes; }

const v1::Exercise* Catalogue::Find(std::string_view name) const {
  const auto found = data_->by_name.find(name);
  return found == data_->by_name.end() ? nullptr : found->second;
}

const v1::Caution* Catalogue::FindCaution(std::string_view id) const {
  for (const auto& caution : data_->cautions.cautions()) {
    if (caution.id() == id) return &caution;
  }
  return nullptr;
}

const std::set<v1::Area>& Catalogue::AreasOf(std::string_view name) const {
  static const std::set<v1::Area> kNone;
  const auto found = data_->areas.find(name);
  return found == data_->areas.end() ? kNone : found->second;
}

int Catalogue::NumberOf(v1::PrescribingRule::Kind kind) const {
  for (const auto& rule : data_->cautions.rules()) {
    if (rule.kind() == kind) return rule.number();
  }
  return 0;
}

bool Concerns(const v1::Caution& caution, const v1::Caution::Clause& clause,
              const v1::Exercise& exercise) {
  const auto& named = exercise.cautions();
  if (std::find(named.begin(), named.end(), caution.id()) == named.end()) return false;
  const auto& tags = exercise.tags();
  return std::any_of(clause.tags().begin(), clause.tags().end(), [&](const std::string& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  });
}

const std::string& CodeOf(const v1::Caution::Trigger& trigger) {
  if (!trigger.present().empty()) return trigger.present();
  return trigger.number().empty() ? trigger.choice() : trigger.number();
}

}  // namespace midstance::exercises
