#include "clients/cli/columns.h"
#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/cli/output/trace.h"
#include "clients/core/change.h"
#include "midstance/v1/assessment_service.grpc.pb.h"

namespace midstance::cli {
namespace {

using Stub = v1::AssessmentService::Stub;

struct VisitOptions {
  std::string parent;
  std::string file;
};

absl::StatusOr<v1::Assessment> ReadVisit(const Context& context, const VisitOptions& options) {
  MIDSTANCE_ASSIGN_OR_RETURN(const std::string text, context.ReadInput(options.file));
  v1::Assessment assessment;
  MIDSTANCE_RETURN_IF_ERROR(ParseJson(text, assessment));
  return assessment;
}

absl::Status Record(const Context& context, const client::Client& client,
                    const VisitOptions& options) {
  v1::RecordAssessmentRequest request;
  request.set_parent(options.parent);
  MIDSTANCE_ASSIGN_OR_RETURN(*request.mutable_assessment(), ReadVisit(context, options));
  MIDSTANCE_ASSIGN_OR_RETURN(const v1::RecordAssessmentResponse reply,
                             client.Call(&Stub::RecordAssessment, request));
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
                             client.Call(&Stub::PreviewAssessment, request));
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
  return absl::OkStatus();
}

void AddVisit(CLI::App& noun, Context& context, const std::string& name,
              const std::string& description,
              absl::Status (*action)(const Context&, const client::Client&, const VisitOptions&)) {
  CLI::App& verb =
      AddVerb(noun, name, description,
              "assessments " + name + " patients/amelie/cases/01k --from-file visit.json");
  auto options = std::make_shared<VisitOptions>();
  verb.add_option("case", options->parent, "In which case")->required();
  verb.add_option("--from-file", options->file, "JSON of an Assessment; - is standard input")
      ->required();
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
                      return ShowList(c, client, &Stub::ListAssessments,
                                      &v1::ListAssessmentsResponse::assessments, request, o,
                                      AssessmentColumns());
                    });

  CLI::App& show = AddVerb(noun, "show", "Show one assessment",
                           "assessments show patients/amelie/cases/01k/assessments/01m");
  auto name = std::make_shared<NameOption>();
  AddName(show, name->name, "assessment");
  Does<NameOption>(
      show, context, name, [](const Context& c, const client::Client& client, const NameOption& o) {
        return c.Show(
            AssessmentColumns(),
            client.Call(&Stub::GetAssessment, client::ByName<v1::GetAssessmentRequest>(o.name)));
      });
  AddVisit(noun, context, "record", "Record a visit", Record);
  AddVisit(noun, context, "preview", "What the rules would say; stores nothing", Preview);
}

}  // namespace midstance::cli
