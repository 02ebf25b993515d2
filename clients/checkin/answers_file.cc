#include "clients/checkin/answers_file.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>
#include <google/protobuf/util/json_util.h>

#include <nlohmann/json.hpp>

#include "clients/checkin/gates.h"
#include "clients/checkin/read_answer.h"
#include "support/status.h"

namespace midstance::checkin {
namespace {

using Json = nlohmann::json;
namespace json_util = google::protobuf::util;

absl::Status NoObject() {
  return absl::InvalidArgumentError("the file is no JSON object in braces");
}

// A value as it would be typed; nothing when it is no value of that sort.
std::optional<std::string> TypedOf(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return value.dump();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_null()) return "";
  return std::nullopt;
}

class Reader {
 public:
  explicit Reader(const v1::CheckInForm& form) : form_(form), answers_(Blank(form)) {}

  absl::StatusOr<Answers> Read(const Json& file) {
    for (const auto& [key, value] : file.items()) {
      if (key == "answers") {
        Each(key, value, [this](const auto& name, const auto& typed) { Question(name, typed); });
      } else if (key == "exercises") {
        Each(key, value, [this](const auto& name, const auto& typed) { Exercise(name, typed); });
      } else if (key == "run") {
        Run(value);
      } else if (key == "note" && value.is_string()) {
        answers_.note = value.get<std::string>();
      } else if (key == "nothing_else" && value.is_boolean()) {
        nothing_else_ = value.get<bool>();
      } else if (key == "note") {
        Wrong(key, "must be a text");
      } else if (key == "nothing_else") {
        Wrong(key, "must be true or false");
      } else {
        Wrong(key, "must be answers, nothing_else, exercises, run or note");
      }
    }
    if (nothing_else_) answers_ = NoneOfThese(form_, std::move(answers_));
    CheckOpen();
    MIDSTANCE_RETURN_IF_ERROR(FieldsInvalid(wrong_));
    return std::move(answers_);
  }

 private:
  template <class Take>
  void Each(const std::string& group, const Json& values, Take take) {
    if (!values.is_object()) return Wrong(group, "must be an object in braces");
    for (const auto& [name, value] : values.items()) {
      const auto typed = TypedOf(value);
      if (typed.has_value()) {
        take(name, *typed);
      } else {
        Wrong(name, "must be one value");
      }
    }
  }

  void Question(const std::string& name, const std::string& typed) {
    for (int i = 0; i < form_.questions_size(); ++i) {
      if (NameOf(form_.questions(i)) != name) continue;
      const auto answer = ReadAnswer(form_.questions(i), typed);
      if (answer.ok()) answers_.questions[static_cast<std::size_t>(i)] = *answer;
      return Take(answer.status());
    }
    Wrong(name, "is no question of today's form");
  }

  void Exercise(const std::string& name, const std::string& typed) {
    bool known = false;
    for (int i = 0; i < form_.today().exercises_size(); ++i) {
      if (NameOf(form_.today().exercises(i)) != name) continue;
      known = true;
      const auto done = ReadDone(name, typed);
      if (done.ok()) answers_.exercises[static_cast<std::size_t>(i)] = *done;
      Take(done.status());
      if (!done.ok()) return;
    }
    if (!known) Wrong(name, "is no exercise of today's plan");
  }

  void Run(const Json& run) {
    if (!run.is_object()) return Wrong("run", "must be an object in braces");
    // First whether it was run at all, then how long and how hard.
    if (const auto done = run.find("done"); done != run.end()) {
      const auto told = ReadDone("run done", TypedOf(*done).value_or("{}"));
      Take(told.status());
      if (told.ok()) answers_ = TellRun(form_, std::move(answers_), *told);
    }
    for (const auto& [key, value] : run.items()) {
      const std::string typed = TypedOf(value).value_or("{}");
      if (key == "minutes") {
        Number(key, typed, 1440, [this](double number) { answers_.run.set_minutes(number); });
      } else if (key == "effort") {
        Number(key, typed, 10, [this](double number) { answers_.run.set_rpe(number); });
      } else if (key == "distance_km") {
        Number(key, typed, 200, [this](double number) { answers_.run.set_distance_km(number); });
      } else if (key != "done") {
        Wrong("run " + key, "must be done, minutes, effort or distance_km");
      }
    }
  }

  template <class Set>
  void Number(const std::string& key, const std::string& typed, double upper, Set set) {
    const auto number = ReadNumber("run " + key, typed, 0, upper);
    Take(number.status());
    const v1::Done done = answers_.run.done();
    if (!number.ok()) return;
    if (done != v1::DONE_FULL && done != v1::DONE_PART) {
      return Wrong("run " + key, "is told of a run that was done, whole or in part");
    }
    set(*number);
  }

  void CheckOpen() {
    for (int i = 0; i < form_.questions_size(); ++i) {
      const auto said = answers_.questions[static_cast<std::size_t>(i)].said;
      if (said == Answer::Said::kNothing || said == Answer::Said::kLeftOut) continue;
      if (IsOpen(form_, answers_, i)) continue;
      Wrong(NameOf(form_.questions(i)),
            absl::StrCat("is asked only when ", NameOf(form_.questions(*GateOf(form_, i))),
                         " says that it is so"));
    }
  }

  void Take(const absl::Status& status) {
    if (const auto bad = BadRequestOf(status)) wrong_.MergeFrom(*bad);
  }
  void Wrong(std::string field, std::string description) {
    AddViolation(wrong_, std::move(field), std::move(description));
  }

  const v1::CheckInForm& form_;
  Answers answers_;
  bool nothing_else_ = false;
  google::rpc::BadRequest wrong_;
};

std::string JsonOf(const google::protobuf::Message& message) {
  std::string text;
  json_util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  const auto printed = json_util::MessageToJsonString(message, &text, options);
  return printed.ok() ? text : "{}";
}

bool ReadMessage(const Json& json, google::protobuf::Message& message) {
  return json_util::JsonStringToMessage(json.dump(), &message).ok();
}

std::string TextAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string Line(const std::string& name, const std::string& answer, const std::string& text) {
  return absl::StrCat(name, "\t", answer, "\t", text, "\n");
}

std::string AnswersTo(const v1::Question& question) {
  switch (question.kind()) {
    case v1::Question::KIND_NUMBER:
      return absl::StrCat(question.lower(), " to ", question.upper(),
                          question.unit().empty() ? "" : " ", question.unit());
    case v1::Question::KIND_CHOICE:
      return absl::StrJoin(question.choices(), " | ");
    default:
      return "yes | no | ?";
  }
}

}  // namespace

absl::StatusOr<Answers> ReadAnswersFile(const v1::CheckInForm& form, std::string_view text) {
  const Json file = Json::parse(text, nullptr, false);
  if (!file.is_object()) return NoObject();
  return Reader(form).Read(file);
}

absl::StatusOr<std::optional<Outgoing>> ReadKept(std::string_view text,
                                                 std::string_view case_name) {
  const Json file = Json::parse(text, nullptr, false);
  if (!file.is_object()) return NoObject();
  if (!file.contains("check_in")) return std::nullopt;
  if (TextAt(file, "case") != case_name) {
    return absl::InvalidArgumentError("the file was kept for another link");
  }
  Outgoing outgoing;
  outgoing.request_id = TextAt(file, "request_id");
  bool right = ReadMessage(file["check_in"], outgoing.check_in) && !outgoing.request_id.empty();
  if (file.contains("amends")) {
    right = right && ReadMessage(file["amends"], outgoing.amends.emplace());
  }
  if (!right) return absl::InvalidArgumentError("the file is no check-in that was kept");
  return outgoing;
}

std::string KeptText(const Outgoing& outgoing, std::string_view case_name) {
  Json file = {{"case", std::string(case_name)},
               {"request_id", outgoing.request_id},
               {"check_in", Json::parse(JsonOf(outgoing.check_in))}};
  if (outgoing.amends.has_value()) {
    v1::CheckIn replaced;
    replaced.set_name(outgoing.amends->name());
    replaced.set_etag(outgoing.amends->etag());
    file["amends"] = Json::parse(JsonOf(replaced));
  }
  return file.dump(2) + "\n";
}

std::string NamesIn(const v1::CheckInForm& form) {
  std::string text;
  for (const auto& question : form.questions()) {
    text += Line(NameOf(question), AnswersTo(question), question.text());
  }
  for (const auto& exercise : form.today().exercises()) {
    if (!exercise.held()) {
      text += Line("exercises: " + NameOf(exercise), "done | part | skipped", exercise.title());
    }
  }
  if (form.today().has_run()) text += Line("run: done", "done | part | skipped", "");
  return text;
}

}  // namespace midstance::checkin
