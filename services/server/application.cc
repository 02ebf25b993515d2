#include "services/server/application.h"

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string_view>
#include <utility>

#include "midstance/v1/admin_service.pb.h"
#include "midstance/v1/assessment_service.pb.h"
#include "midstance/v1/case_service.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/consideration_service.pb.h"
#include "midstance/v1/delivery_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/follow_up_service.pb.h"
#include "midstance/v1/outcome_service.pb.h"
#include "midstance/v1/patient_service.pb.h"
#include "midstance/v1/program_service.pb.h"
#include "midstance/v1/progress_service.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "midstance/v1/report_service.pb.h"
#include "midstance/v1/rule_set_service.pb.h"
#include "midstance/v1/running_service.pb.h"
#include "midstance/v1/session_service.pb.h"
#include "midstance/v1/watch_service.pb.h"
#include "midstance/v1/worklist_service.pb.h"
#include "services/admin/register.h"
#include "services/assessments/register.h"
#include "services/cases/engine/engines.h"
#include "services/cases/engine/evaluate_case.h"
#include "services/cases/register.h"
#include "services/checkins/register.h"
#include "services/considerations/embedded.h"
#include "services/considerations/register.h"
#include "services/delivery/outbox.h"
#include "services/delivery/register.h"
#include "services/delivery/senders.h"
#include "services/delivery/settings.h"
#include "services/escalations/register.h"
#include "services/exercises/catalogue.h"
#include "services/followups/end_with_case.h"
#include "services/followups/register.h"
#include "services/followups/schedule_table.h"
#include "services/jobs/jobs.h"
#include "services/measures/library.h"
#include "services/outcomes/register.h"
#include "services/patients/register.h"
#include "services/programs/end_with_case.h"
#include "services/programs/register.h"
#include "services/progress/register.h"
#include "services/referrals/register.h"
#include "services/reports/register.h"
#include "services/rules/embedded.h"
#include "services/rulesets/back_test.h"
#include "services/rulesets/register.h"
#include "services/rulesets/tune.h"
#include "services/running/end_with_case.h"
#include "services/running/register.h"
#include "services/schedule/clinic_calendar.h"
#include "services/sessions/register.h"
#include "services/watch/watch_stream.h"
#include "services/worklist/register.h"
#include "services/worklist/settings.h"

namespace midstance::server {
namespace {

// Changing who may call without credentials is a change of this line.
constexpr std::array<std::string_view, 1> kOpenMethods = {"midstance.v1.SessionService.SignIn"};
constexpr std::string_view kWatchPath = "/midstance.v1.WatchService/Watch";
constexpr std::string_view kBackTestPath = "/midstance.v1.RuleSetService/BackTestRuleSet";
constexpr std::string_view kTunePath = "/midstance.v1.RuleSetService/TuneRule";
constexpr std::size_t kCostlyQueue = 16;

// Naming a message of each file is what links the file's descriptors in.
std::vector<const google::protobuf::ServiceDescriptor*> Services() {
  const std::array messages = {
      v1::GetServerInfoRequest::descriptor(),    v1::GetAssessmentRequest::descriptor(),
      v1::GetCaseRequest::descriptor(),          v1::GetCheckInRequest::descriptor(),
      v1::GetEscalationRequest::descriptor(),    v1::GetFollowUpRequest::descriptor(),
      v1::GetPatientRequest::descriptor(),       v1::GetReferralRequest::descriptor(),
      v1::GetRuleSetRequest::descriptor(),       v1::GetSelfRequest::descriptor(),
      v1::ListReportsRequest::descriptor(),      v1::WatchRequest::descriptor(),
      v1::GetProgressRequest::descriptor(),      v1::GetMeasureRequest::descriptor(),
      v1::GetRunningPlanRequest::descriptor(),   v1::ListWorklistRequest::descriptor(),
      v1::GetConsiderationRequest::descriptor(), v1::GetProgramRequest::descriptor(),
      v1::GetDeliveryRequest::descriptor(),
  };
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const auto* message : messages) {
    for (int i = 0; i < message->file()->service_count(); ++i)
      services.push_back(message->file()->service(i));
  }
  return services;
}

absl::StatusOr<rules::CompiledRuleSet> ShippedRules(const schedule::ClinicCalendar& calendar) {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto source, rules::ParseRuleSet(rules::RunningHipCore()));
  return rules::Compile(source, calendar);
}

absl::StatusOr<considerations::Library> ShippedConsiderations(
    const rules::CompiledRuleSet& active) {
  MIDSTANCE_ASSIGN_OR_RETURN(
      auto source, rules::ParseConsiderationLibrary(considerations::RunningHipConsiderations()));
  return considerations::Library::Of(active, std::move(source));
}

absl::Status Together(const std::vector<std::string>& problems) {
  if (problems.empty()) return absl::OkStatus();
  std::string text;
  for (const auto& problem : problems) text += (text.empty() ? "" : "; ") + problem;
  return absl::FailedPreconditionError(text);
}

}  // namespace

// In the order in which they are made; taken apart in reverse, so that every pool is idle before
// what it uses goes.
struct Application::Parts {
  // What is built in, or read when the server starts, and then only read.
  struct Tables {
    schedule::ClinicCalendar calendar;
    config::v1::FollowUpSchedule schedule;
    config::v1::WorklistSettings worklist;
    measures::Library measures;
    running::Table running;
    considerations::Library considerations;
    config::v1::DeliverySettings deliveries;
  };

  static absl::StatusOr<Tables> TablesOf(const rules::CompiledRuleSet& rule_set,
                                         const config::v1::DeliverySettings& own_deliveries) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto schedule, followups::ShippedSchedule());
    MIDSTANCE_ASSIGN_OR_RETURN(auto worklist, worklist::ShippedSettings());
    MIDSTANCE_ASSIGN_OR_RETURN(auto measures, measures::Shipped());
    MIDSTANCE_ASSIGN_OR_RETURN(auto running, running::ShippedTable());
    MIDSTANCE_ASSIGN_OR_RETURN(auto considerations, ShippedConsiderations(rule_set));
    MIDSTANCE_ASSIGN_OR_RETURN(auto deliveries, delivery::SettingsOf(own_deliveries));
    return Tables{.calendar = rule_set.calendar(),
                  .schedule = std::move(schedule),
                  .worklist = std::move(worklist),
                  .measures = std::move(measures),
                  .running = std::move(running),
                  .considerations = std::move(considerations),
                  .deliveries = std::move(deliveries)};
  }

  Parts(Ground given, PolicyTable policy_table, Schema compiled_schema,
        rules::CompiledRuleSet rule_set, exercises::Catalogue catalogue, Tables built_in)
      : ground(std::move(given)),
        policies(std::move(policy_table)),
        schema(std::move(compiled_schema)),
        engines(std::move(rule_set), cases::RuleEngine::kTimelineBytes, std::move(catalogue)),
        tables(std::move(built_in)),
        considerer(tables.considerations),
        log(ground.logger),
        sealer(ground.secret),
        hasher(ground.password_strength),
        hub(ground.watch),
        store(*ground.store),
        authenticator(store, ground.sessions),
        trail(store),
        jobs(store, engines, Process()),
        channels(delivery::KindsOf(ground.channels)),
        outbox(store, {tables.deliveries, tables.worklist, channels}),
        verbs(policies),
        pool("pool", ground.read_threads, ground.read_queue),
        costly("costly", kCostlyThreads, kCostlyQueue),
        pipeline(store, schema, sealer, trail, pool, costly),
        door({ground.clock, ground.demo_clock, ground.random, policies, verbs, streams,
              authenticator, pipeline, trail, log, pool, hub}),
        senders(store, {tables.deliveries, {tables.worklist, tables.calendar}}, ground.channels,
                [this](const absl::Status& failed) { LogFailure("delivery.failed", failed); }) {}

  Ground ground;
  const PolicyTable policies;
  const Schema schema;
  const cases::Engines engines;
  const Tables tables;
  const cases::Endings endings{followups::EndWithCase, running::EndWithCase,
                               programs::EndWithCase{tables.calendar}};
  const considerations::Considerer considerer;
  const rpc::CallLog log;
  const TokenSealer sealer;
  const sessions::PasswordHasher hasher;
  sessions::SignInThrottle throttle;
  watch::Hub hub;
  storage::Store& store;
  rpc::Authenticator authenticator;
  rpc::AccessTrail trail;
  jobs::Jobs jobs;
  const std::vector<v1::Delivery::Channel> channels;
  delivery::Outbox outbox;
  rpc::VerbTable verbs;
  std::unordered_map<std::string, rpc::StreamMethod> streams;
  Executor pool;
  Executor costly;
  rpc::Pipeline pipeline;
  rpc::Door door;
  delivery::Senders senders;

  void LogFailure(std::string_view event, const absl::Status& failed) const {
    log.Event(spdlog::level::err, event,
              {{"code", absl::StatusCodeToString(failed.code())},
               {"reason", std::string(ReasonName(ReasonOf(failed)))}});
  }

  void Deliver(Instant now) {
    if (channels.empty()) return;
    if (const auto made = outbox.Tick(now); !made.ok()) LogFailure("delivery.failed", made);
    senders.Wake(now);
  }

  // The clock of a sample clinic jumps over the days on which somebody would have acted: it raises
  // no flags by time.
  std::optional<jobs::ProcessParts> Process() const {
    if (ground.demo_clock != nullptr) return std::nullopt;
    return jobs::ProcessParts{.engines = engines,
                              .measures = tables.measures,
                              .check_in_every_days = tables.worklist.silent_after_days(),
                              .worklist = tables.worklist};
  }

  void RegisterVerbs() {
    patients::Register(verbs, {sealer, engines});
    cases::Register(verbs, {sealer, ground.direct_access, endings, tables.calendar});
    cases::RegisterEvaluateCase(verbs, engines);
    checkins::Register(verbs, {engines, sealer, authenticator, ground.random, schema});
    progress::Register(verbs, {tables.measures, tables.calendar});
    outcomes::Register(verbs, {tables.measures, sealer, {tables.calendar, tables.schedule}});
    running::Register(verbs, {sealer, tables.running, tables.calendar});
    followups::Register(verbs, {sealer, tables.calendar, tables.schedule});
    assessments::Register(verbs, {engines, considerer, sealer, {tables.calendar, tables.schedule}});
    considerations::Register(verbs, {considerer, sealer});
    programs::Register(verbs, {engines, sealer});
    escalations::Register(verbs, {sealer, tables.calendar});
    referrals::Register(verbs, {engines, sealer, ground.random, channels});
    reports::Register(verbs, {tables.measures, tables.calendar, engines, tables.worklist, sealer});
    delivery::Register(verbs, {sealer});
    rulesets::Register(verbs, {engines, sealer});
    sessions::Register(verbs, {store, hasher, throttle, ground.random, authenticator, trail});
    admin::Register(verbs, {sealer, hasher, authenticator, ground.facts});
    worklist::Register(verbs, {sealer, tables.calendar, tables.worklist});
    RegisterStreams();
  }

  void RegisterStreams() {
    ServeStream<watch::WatchStream, v1::WatchRequest>(kWatchPath, watch::WatchParts{store, sealer});
    ServeStream<rulesets::BackTestStream, v1::BackTestRuleSetRequest>(
        kBackTestPath, rulesets::BackTestParts{store, engines});
    ServeStream<rulesets::TuneStream, v1::TuneRuleRequest>(kTunePath,
                                                           rulesets::TuneParts{store, engines});
  }

  template <class Stream, class Request, class Parts>
  void ServeStream(std::string_view path, const Parts& parts) {
    rpc::StreamMethod method;
    method.policy = policies.Find(path);
    method.open = [this, parts](
                      rpc::Call& call,
                      const std::string& body) -> absl::StatusOr<std::unique_ptr<rpc::Stream>> {
      Request request;
      MIDSTANCE_RETURN_IF_ERROR(pipeline.AdmitStream(call, body, request));
      return Stream::Open(parts, call, request);
    };
    verbs.ServeStream(path);
    streams.emplace(path, std::move(method));
  }
};

absl::StatusOr<std::unique_ptr<Application>> Application::Make(Ground ground) {
  const auto services = Services();
  MIDSTANCE_ASSIGN_OR_RETURN(auto policies, PolicyTable::Of(services, kOpenMethods));
  MIDSTANCE_ASSIGN_OR_RETURN(auto schema, Schema::Of(policies.Messages()));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto calendar, schedule::ClinicCalendar::Make(ground.time_zone));
  MIDSTANCE_ASSIGN_OR_RETURN(auto rule_set, ShippedRules(calendar));
  MIDSTANCE_ASSIGN_OR_RETURN(auto catalogue, exercises::Catalogue::Shipped());
  MIDSTANCE_ASSIGN_OR_RETURN(auto tables, Parts::TablesOf(rule_set, ground.deliveries));
  ground.facts.shipped_rule_set_digest = rule_set.digest();
  auto parts =
      std::make_unique<Parts>(std::move(ground), std::move(policies), std::move(schema),
                              std::move(rule_set), std::move(catalogue), std::move(tables));
  parts->RegisterVerbs();
  MIDSTANCE_RETURN_IF_ERROR(Together(parts->verbs.Problems()));
  const auto ready = parts->engines.Ready(parts->store, parts->ground.clock.Now());
  if (ReasonOf(ready) == v1::ERROR_REASON_RULE_SET_INVALID) {
    return absl::FailedPreconditionError(ready.message());
  }
  parts->store.OnCommit([hub = &parts->hub](const std::string& clinic, std::int64_t /*change*/) {
    hub->Wake(clinic);
  });
  // Before the first call: of what it raises a person is told, also when the server is new.
  parts->Deliver(parts->ground.clock.Now());
  return std::unique_ptr<Application>(new Application(std::move(parts)));
}

Application::Application(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Application::~Application() { Drain(); }

rpc::Door& Application::door() { return parts_->door; }
storage::Store& Application::store() { return parts_->store; }
const rpc::CallLog& Application::log() const { return parts_->log; }

std::vector<std::string> Application::services() const {
  std::vector<std::string> names;
  for (const auto* service : Services()) names.emplace_back(service->full_name());
  return names;
}

void Application::Tick(bool beat) {
  parts_->trail.Flush();
  const Instant now = parts_->ground.clock.Now();
  if (const auto done = parts_->jobs.Tick(now); !done.ok()) parts_->LogFailure("jobs.failed", done);
  parts_->Deliver(now);
  if (beat) parts_->door.Beat();
}

void Application::StopAdmitting() { parts_->door.Drain(); }

void Application::Drain() {
  parts_->door.Drain();
  parts_->senders.Stop();
  parts_->trail.Flush();
  parts_->store.Drain();
}

}  // namespace midstance::server
