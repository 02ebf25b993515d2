#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>

#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/training.h"
#include "clients/core/change.h"
#include "midstance/v1/check_in_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using CheckInStub = v1::CheckInService::Stub;

constexpr std::size_t kLargestBatch = 50;

Columns<v1::PlannedExercise> PlannedColumns() {
  return {
      {"EXERCISE", [](const auto& e) { return e.exercise(); }},
      {"SIDE", [](const auto& e) { return client::Word(e.side()); }},
      {"TODAY", [](const auto& e) { return e.held()  ? "HELD"
                                           : e.due() ? "DUE"
                                                     : "REST"; }},
      {"LEFT THIS WEEK",
       [](const auto& e) {
         return e.has_left_this_week() ? std::to_string(e.left_this_week()) : "";
       },
       Fit::kRight},
      {"NOTE", [](const auto& e) { return e.held() ? e.text() : e.note(); }, Fit::kMayShorten},
      {"TITLE", [](const auto& e) { return e.title(); }, Fit::kMayShorten},
  };
}

Columns<v1::Question> QuestionColumns() {
  return {
      {"SITE", [](const auto& q) { return q.has_site() ? client::SiteWord(q.site()) : "general"; }},
      {"CODE", [](const auto& q) { return q.code(); }},
      {"QUESTION", [](const auto& q) { return q.text(); }, Fit::kMayShorten},
      {"BECAUSE OF", [](const auto& q) { return q.because_of(); }, Fit::kMayShorten},
      {"TO TICK", [](const auto& q) { return q.tick_text(); }, Fit::kMayShorten},
      {"ASKED WHEN", [](const auto& q) { return q.asked_when(); }},
  };
}

Columns<v1::CheckInResult> ResultColumns() {
  return {
      {"OUTCOME", [](const auto& r) { return client::Word(r.outcome()); }},
      {"REQUEST ID", [](const auto& r) { return r.request_id(); }},
      {"REASON", [](const auto& r) { return client::Word(r.reason()); }},
      {"PROBLEMS",
       [](const auto& r) {
         std::string text;
         for (const auto& problem : r.problems()) {
           text += (text.empty() ? "" : "; ") + problem.field() + " " + problem.description();
         }
         return text;
       },
       Fit::kMayShorten},
      {"NAME", [](const auto& r) { return r.check_in().name(); }},
  };
}

struct FormOptions {
  std::string name;
  std::string language;
};

std::string WeekWords(const v1::CheckInWeek& week) {
  const auto& all = week.days();
  const auto count = [&](bool (v1::CheckInDay::*is)() const) {
    return std::to_string(
        std::count_if(all.begin(), all.end(), [&](const auto& day) { return (day.*is)(); }));
  };
  return "checked in on " + count(&v1::CheckInDay::checked_in) + " days; exercises planned on " +
         count(&v1::CheckInDay::exercises_planned) + ", done on " +
         count(&v1::CheckInDay::exercises_done);
}

absl::Status Form(const Context& context, const client::Client& client,
                  const FormOptions& options) {
  auto request = client::ByName<v1::GetCheckInFormRequest>(options.name);
  request.set_language_code(options.language);
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::CheckInForm form,
                             client.Call(&CheckInStub::GetCheckInForm, request));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(form);
    return absl::OkStatus();
  }
  const auto& today = form.today();
  context.talk() << "plan of " << today.date() << ": " << today.exercises_size() << " exercises";
  if (today.has_run()) context.talk() << ", a run of stage " << today.run().stage();
  context.talk() << '\n';
  if (form.week().days_size() > 0) {
    context.talk() << "week of " << form.week().days(0).date() << ": " << WeekWords(form.week())
                   << '\n';
  }
  if (form.has_todays_check_in()) {
    context.talk() << "told today already: " << form.todays_check_in().name() << '\n';
  }
  if (today.exercises_size() > 0 && context.output_format() == Format::kTable) {
    MIDSTANCE_RETURN_IF_ERROR(context.ShowAll(PlannedColumns(), today.exercises()));
    context.data() << '\n';
  }
  return context.ShowAll(QuestionColumns(), form.questions());
}

struct UploadOptions {
  std::string parent;
  std::string file;
};

// An array of objects with request_id and check_in, as RecordCheckInRequest has them.
absl::StatusOr<std::vector<v1::CheckInToRecord>> ItemsIn(const std::string& text) {
  google::protobuf::ListValue list;
  if (!google::protobuf::util::JsonStringToMessage(text, &list).ok()) {
    return absl::InvalidArgumentError(
        "the file must hold a JSON array of objects with request_id and check_in");
  }
  std::vector<v1::CheckInToRecord> items;
  items.reserve(static_cast<std::size_t>(list.values_size()));
  for (const auto& value : list.values()) {
    std::string one;
    (void)google::protobuf::util::MessageToJsonString(value, &one);
    v1::RecordCheckInRequest record;
    MIDSTANCE_RETURN_IF_ERROR(ParseJson(one, record));
    auto& item = items.emplace_back();
    item.set_request_id(record.request_id());
    item.set_check_in(record.check_in().SerializeAsString());
  }
  return items;
}

absl::Status Upload(const Context& context, const client::Client& client,
                    const UploadOptions& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, context.ReadInput(options.file));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto items, ItemsIn(text));
  std::vector<v1::CheckInResult> results;
  results.reserve(items.size());
  v1::Advice advice;
  for (std::size_t first = 0; first < items.size(); first += kLargestBatch) {
    v1::BatchRecordCheckInsRequest request;
    request.set_parent(options.parent);
    const std::size_t end = std::min(items.size(), first + kLargestBatch);
    for (std::size_t i = first; i < end; ++i) *request.add_items() = items[i];
    MIDSTANCE_ASSIGN_OR_RETURN(const v1::BatchRecordCheckInsResponse reply,
                               client.Call(&CheckInStub::BatchRecordCheckIns, request));
    results.insert(results.end(), reply.results().begin(), reply.results().end());
    if (reply.advice().running_on_hold() || !advice.running_on_hold()) advice = reply.advice();
  }
  if (!advice.text().empty()) context.talk() << "told to the patient: " << advice.text() << '\n';
  MIDSTANCE_RETURN_IF_ERROR(context.ShowAll(ResultColumns(), results));
  const auto refused = std::count_if(results.begin(), results.end(), [](const auto& result) {
    return result.outcome() == v1::CheckInResult::OUTCOME_REFUSED;
  });
  if (refused == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(std::to_string(refused) + " of " +
                                       std::to_string(results.size()) + " were refused");
}

}  // namespace

void AddCheckInDays(CLI::App& noun, Context& context) {
  CLI::App& form = AddVerb(noun, "form", "The plan of today and the questions of the next check-in",
                           "check-ins form patients/amelie/cases/01k\n"
                           "check-ins form patients/amelie/cases/01k --language de");
  auto asked = std::make_shared<FormOptions>();
  AddName(form, asked->name, "case");
  form.add_option("--language", asked->language,
                  "In which language, e.g. de or de-CH; left out: English")
      ->expected(1);
  Does<FormOptions>(form, context, asked, Form);

  CLI::App& upload =
      AddVerb(noun, "upload", "Record what a device kept while it was offline; repeating is safe",
              "check-ins upload patients/amelie/cases/01k kept.json");
  auto options = std::make_shared<UploadOptions>();
  upload.add_option("case", options->parent, "In which case")->required();
  upload
      .add_option("file", options->file,
                  "JSON array of objects with request_id (UUID of version 7) and check_in; - is "
                  "standard input")
      ->required();
  Does<UploadOptions>(upload, context, options, Upload);
}

}  // namespace midstance::cli
