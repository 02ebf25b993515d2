#include "clients/cli/answers.h"
#include "clients/cli/body_chart.h"
#include "clients/cli/columns/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/output/considered.h"
#include "clients/cli/output/trace.h"
#include "clients/core/change.h"
#include "midstance/v1/assessment_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using AssessmentStub = v1::AssessmentService::Stub;

struct VisitOptions {
  std::string parent;
  std::string file;
  std::string kind;
  std::string at;
  std::string site;
  std::vector<std::string> findings;
  std::vector<std::string> marks;
  std::vector<std::string> gait;
  // What the options say in so many words.
  v1::Assessment visit;
  std::vector<std::string> aggravators;
  std::vector<std::string> easers;
};

// The file, if there is one, and what the options add to it.
absl::StatusOr<v1::Assessment> ReadVisit(const Context& context, const VisitOptions& options) {
  v1::Assessment assessment;
  if (!options.file.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, context.ReadInput(options.file));
    MIDSTANCE_RETURN_IF_ERROR(ParseJson(text, assessment));
  }
  assessment.MergeFrom(options.visit);
  if (!options.kind.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(const auto kind,
                               client::ParseWord<v1::Assessment::Kind>(options.kind));
    assessment.set_kind(kind);
  }
  if (!options.at.empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(*assessment.mutable_occurred_time(), client::ParseTime(options.at));
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto answers, ParseAnswers(options.site, options.findings));
  assessment.mutable_reports()->MergeFrom(answers.reports);
  assessment.mutable_general()->MergeFrom(answers.general);
  for (const auto& mark : options.marks) {
    MIDSTANCE_ASSIGN_OR_RETURN(*assessment.add_body_chart(), ParseMark(mark));
  }
  for (const auto& seen : options.gait) {
    MIDSTANCE_ASSIGN_OR_RETURN(*assessment.add_gait(), ParseGait(seen));
  }
  for (const auto& what : options.aggravators) assessment.add_aggravators(what);
  for (const auto& what : options.easers) assessment.add_easers(what);
  return assessment;
}

absl::Status RecordAssessment(const Context& context, const client::Client& client,
                              const VisitOptions& options) {
  v1::RecordAssessmentRequest request;
  request.set_parent(options.parent);
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_assessment(), ReadVisit(context, options));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordAssessmentResponse reply,
                             client.Call(&AssessmentStub::RecordAssessment, request));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  for (const auto& escalation : reply.escalations()) {
    context.talk() << client::Word(escalation.urgency()) << ": " << escalation.title() << ". "
                   << escalation.basis() << '\n';
  }
  return context.Show(AssessmentColumns(), reply.assessment());
}

absl::Status Preview(const Context& context, const client::Client& client,
                     const VisitOptions& options) {
  v1::PreviewAssessmentRequest request;
  request.set_parent(options.parent);
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_assessment(), ReadVisit(context, options));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::PreviewAssessmentResponse reply,
                             client.Call(&AssessmentStub::PreviewAssessment, request));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  if (context.output_format() == Format::kCsv) {
    return context.ShowAll(RuleResultColumns(), reply.evaluation().results());
  }
  v1::EvaluateCaseResponse shown;
  *shown.mutable_evaluation() = reply.evaluation();
  context.data() << FormatExplanation(shown);
  if (!reply.close().empty()) context.data() << "\nClose to being raised:\n";
  for (const auto& close : reply.close()) {
    context.data() << "- " << close.title() << " (" << client::SiteWord(close.site()) << ", "
                   << client::Word(close.urgency()) << "); ask:";
    for (const auto& question : close.ask()) context.data() << ' ' << question.code();
    context.data() << '\n';
  }
  context.data() << '\n' << FormatConsidered("", reply.considerations());
  return absl::OkStatus();
}

absl::Status ShowExamination(const Context& context, const client::Client& client,
                             const NameOption& option) {
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::Examination shown,
                             client.Call(&AssessmentStub::GetExamination,
                                         client::ByName<v1::GetExaminationRequest>(option.name)));
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(shown);
    return absl::OkStatus();
  }
  const auto lines = LinesOf(shown);
  context.Print(MakeGrid(ExaminationColumns(), lines));
  if (lines.empty()) context.talk() << "nothing found\n";
  return absl::OkStatus();
}

void AddVisit(CLI::App& noun, Context& context, const std::string& name,
              const std::string& description,
              absl::Status (*action)(const Context&, const client::Client&, const VisitOptions&)) {
  CLI::App& verb =
      AddVerb(noun, name, description,
              "assessments " + name + " patients/amelie/cases/01k --from-file visit.json\n" +
                  "assessments " + name + " patients/amelie/cases/01k --kind initial \\\n" +
                  "    --site hip/left fadir=pos rom_hip_ir=25 force_hip_abduction=20kg \\\n" +
                  "    --mark front:hip/left:0.45,0.52:stabbing:7 --aggravator stairs \\\n" +
                  "    --gait 'midstance:left:pelvic drop'");
  auto options = std::make_shared<VisitOptions>();
  verb.add_option("case", options->parent, "In which case")->required();
  verb.add_option("findings", options->findings,
                  "code=value at --site, area/side:code=value elsewhere, general:code=value");
  verb.add_option("--from-file", options->file, "JSON of an Assessment; - is standard input");
  verb.add_option("--kind", options->kind, "Of which kind it is")
      ->check(OneOf({"initial", "review", "discharge", "telephone"}));
  verb.add_option("--at", options->at, "When it was observed (UTC); left out: now");
  verb.add_option("--site", options->site, "Where, e.g. hip/left");
  verb.add_option("--mark", options->marks,
                  "VIEW:AREA/SIDE:X,Y[:QUALITY[:PAIN]], X and Y from 0 to 1")
      ->allow_extra_args(false);
  verb.add_option("--gait", options->gait, "PHASE:SIDE:what was seen")->allow_extra_args(false);
  verb.add_option("--aggravator", options->aggravators, "What makes it worse")
      ->allow_extra_args(false);
  verb.add_option("--easer", options->easers, "What makes it better")->allow_extra_args(false);
  verb.add_option("--subjective", *options->visit.mutable_subjective(), "What the patient says");
  verb.add_option("--objective", *options->visit.mutable_objective(),
                  "Tests and measures in words");
  verb.add_option("--assessment", *options->visit.mutable_assessment(), "Considerations, response");
  verb.add_option("--plan", *options->visit.mutable_plan(), "What is planned");
  Does<VisitOptions>(verb, context, options, action);
}

}  // namespace

void AddAssessments(CLI::App& app, Context& context) {
  CLI::App& noun = AddNoun(app, "assessments", "What the therapist found");

  CLI::App& list =
      AddVerb(noun, "list", "List assessments", "assessments list patients/amelie/cases/01k");
  auto options = std::make_shared<ListOptions>();
  AddListOptions(list, *options, "patients/-",
                 {.filter = "state, kind, occurred_time, create_time",
                  .example = "kind = KIND_INITIAL",
                  .order = "occurred_time, create_time"});
  Does<ListOptions>(list, context, options,
                    [](const Context& c, const client::Client& client, const ListOptions& o) {
                      v1::ListAssessmentsRequest request;
                      request.set_parent(CaseParent(o.parent));
                      return ShowList(c, client, &AssessmentStub::ListAssessments,
                                      &v1::ListAssessmentsResponse::assessments, request, o,
                                      AssessmentColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one assessment",
                           "assessments show patients/amelie/cases/01k/assessments/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "assessment");
  Does<NameOption>(show, context, name,
                   [](const Context& c, const client::Client& client, const NameOption& o) {
                     return c.Show(AssessmentColumns(),
                                   client.Call(&AssessmentStub::GetAssessment,
                                               client::ByName<v1::GetAssessmentRequest>(o.name)));
                   });
  CLI::App& examination =
      AddVerb(noun, "examination", "Tests, ranges and strength of one, side by side",
              "assessments examination patients/amelie/cases/01k/assessments/01m");
  auto examined = std::make_shared<NameOption>();
  AddName(examination, examined->name, "assessment");
  Does<NameOption>(examination, context, examined, ShowExamination);
  AddVisit(noun, context, "record", "Record a visit", RecordAssessment);
  AddVisit(noun, context, "preview", "What the rules would say; stores nothing", Preview);
}

}  // namespace midstance::cli
