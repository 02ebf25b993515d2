#include "clients/core/watch.h"

#include "clients/cli/commands/all.h"
#include "clients/cli/commands/command.h"
#include "clients/core/error_text.h"

namespace midstance::cli {
namespace {

struct WatchOptions {
  std::string parent = "patients/-";
  std::vector<std::string> types;
  bool initial = false;
  int once = 0;  // ends after so many changes; 0: never
};

// "URGENT Night pain that does not ease" of an escalation, the state or the title of the others.
std::string Gist(const v1::Change& change) {
  switch (change.resource_case()) {
    case v1::Change::kEscalation:
      return client::Word(change.escalation().urgency()) + ' ' +
             client::Word(change.escalation().state()) + ' ' + change.escalation().title();
    case v1::Change::kCase:
      return client::Word(change.case_().state()) + ' ' + change.case_().title();
    case v1::Change::kReferral:
      return client::Word(change.referral().state());
    case v1::Change::kFollowUp:
      return client::Word(change.follow_up().state()) + ' ' + change.follow_up().title();
    case v1::Change::kCheckIn:
      return client::Word(change.check_in().state());
    case v1::Change::kAssessment:
      return client::Word(change.assessment().kind());
    default:
      return "";
  }
}

void PrintChange(const Context& context, const v1::WatchResponse& message) {
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(message, false) << std::flush;
    return;
  }
  const v1::Change& change = message.change();
  context.data() << client::TimeWord(change.change_time()) << "  " << client::Word(change.kind())
                 << "  " << change.name() << "  " << Gist(change) << '\n'
                 << std::flush;
}

absl::Status RunWatch(const Context& context, const client::Client& client,
                      const WatchOptions& options) {
  v1::WatchRequest request;
  request.set_parent(options.parent);
  request.set_initial_state(options.initial);
  for (const std::string& type : options.types) request.add_resource_types(type);
  int seen = 0;
  client::WatchListener listener;
  listener.on_message = [&](const v1::WatchResponse& message) {
    if (!message.has_change()) return true;
    PrintChange(context, message);
    return options.once == 0 || ++seen < options.once;
  };
  listener.on_reconnect = [&](const absl::Status& status, Duration wait) {
    context.talk() << client::Explain(status).what << "; again in "
                   << std::chrono::duration_cast<std::chrono::milliseconds>(wait).count()
                   << " ms\n";
  };
  listener.on_start_over = [&] {
    context.talk() << "the server's data was put back to an earlier state; the present state:\n";
  };
  return client::Watch(client, request, listener);
}

}  // namespace

void AddWatch(CLI::App& app, Context& context) {
  CLI::App& verb = AddVerb(app, "watch", "What changes, as it changes; survives a server's restart",
                           "watch\nwatch --type Escalation --once 1\nwatch --format json");
  auto options = std::make_shared<WatchOptions>();
  verb.add_option("parent", options->parent, "Which patient or case")->capture_default_str();
  verb.add_option("--type", options->types,
                  "Only of what is of this type; may be repeated; left out: all")
      ->check(CLI::IsMember({"Patient", "Case", "Assessment", "CheckIn", "FollowUp", "Escalation",
                             "Referral", "Enrollment", "OutcomeScore", "RunningPlan"}))
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb.add_option("--once", options->once, "End after so many changes")
      ->check(CLI::Range(1, 1'000'000));
  verb.add_flag("--initial", options->initial, "First what is there");
  Does<WatchOptions>(verb, context, options, RunWatch);
}

}  // namespace midstance::cli
