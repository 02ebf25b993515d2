#include "tests/simulation/clinic.h"

#include <algorithm>
#include <chrono>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/check_in_service.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/referral_service.pb.h"
#include "services/checkins/verbs.h"
#include "services/escalations/verbs.h"
#include "services/referrals/lifecycle.h"
#include "services/referrals/verbs.h"
#include "services/rules/testing.h"
#include "services/worklist/settings.h"
#include "storage/journal.h"
#include "storage/tables/all.h"
#include "support/digest.h"

namespace midstance::testing {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using v1::CheckIn;
using v1::Escalation;
using v1::Referral;

constexpr days kLasts{90};
constexpr int kPatients = 2;
constexpr int kCheckInEveryDays = 3;
constexpr days kBetweenLedgers{15};

const std::string kClinic(rpc::VerbTester::kClinic);

std::vector<CheckIn> ActiveCheckIns(storage::Store& store) {
  std::vector<CheckIn> active;
  const auto read = store.Read(kClinic, [&](const storage::Reader& reader) -> absl::Status {
    storage::Query query;
    query.where = storage::Filter::Equal("state", std::int64_t{v1::RECORD_STATE_ACTIVE});
    query.limit = 20;
    MIDSTANCE_ASSIGN_OR_RETURN(auto page, reader.List<CheckIn>(query));
    active = std::move(page.items);
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  return active;
}

}  // namespace

Ground::Ground()
    : rules(rules::CoreInUtc()),
      measures(*measures::Shipped()),
      worklist(*worklist::ShippedSettings()),
      delivery(*delivery::ShippedSettings()),
      teller(rules.source()) {}

void Tally::Add(const Tally& other) {
  steps += other.steps;
  told += other.told;
  withdrawn += other.withdrawn;
  raised += other.raised;
  acknowledged += other.acknowledged;
  resolved += other.resolved;
  referred += other.referred;
  absences += other.absences;
  restarts += other.restarts;
  failed_writes += other.failed_writes;
  clock_steps += other.clock_steps;
  late += other.late;
  delivered += other.delivered;
  undelivered += other.undelivered;
}

delivery::Try FlakyMail::Send(const delivery::Message& message, const std::stop_token& /*stop*/) {
  if (chance_.In100(30)) return delivery::NotNow("the mail server does not answer");
  taken_.insert(message.id);
  return delivery::Taken();
}

SimulatedClinic::SimulatedClinic(const Ground& ground, std::uint64_t seed)
    : ground_(ground), chance_(seed) {
  for (const char* id : {"anna", "ben"}) {
    staff_.push_back(tester_.AddUser(id, {options::v1::ROLE_CLINICIAN}));
  }
  staff_.push_back(tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN}));
  // One has no address.
  for (const auto& one : {staff_[0], staff_[2]}) {
    auto user = *tester_.Find<v1::User>(one.name);
    user.set_email("someone@clinic.example");
    const auto written =
        tester_.Write([&](storage::Writer& writer) { return writer.Update(user, tester_.now); });
    EXPECT_TRUE(written.ok()) << written;
  }
  present_ = staff_;
  for (int number = 0; number < kPatients; ++number) AddPatient(number);
  Restart();
  // As a server does before it takes calls.
  Work(false);
}

void SimulatedClinic::AddPatient(int number) {
  v1::Patient patient;
  patient.set_name("patients/p" + std::to_string(number));
  for (const auto& one : staff_) patient.add_care_team(one.name);
  tester_.Put(patient);
  v1::Case a_case;
  a_case.set_name(patient.name() + "/cases/c");
  a_case.set_state(v1::Case::STATE_IN_PROGRAM);
  a_case.set_clinician(staff_[static_cast<std::size_t>(number) % 2].name);
  cases_.push_back(tester_.Put(a_case).name());
}

void SimulatedClinic::Run() {
  const Instant end = tester_.now + kLasts;
  Instant ledger = tester_.now + kBetweenLedgers;
  while (tester_.now < end && !::testing::Test::HasFailure()) {
    ++tally_.steps;
    MoveTheClock();
    Act();
    const bool server_is_up = !chance_.In100(15);
    if (server_is_up && Tick(true)) {
      ExpectLateIsTold();
      ExpectWordIsSent();
    }
    ExpectNothingLost();
    if (tester_.now < ledger) continue;
    ledger = tester_.now + kBetweenLedgers;
    ExpectTheLedgerHolds();
  }
  ExpectTheLedgerHolds();
}

void SimulatedClinic::MoveTheClock() {
  constexpr int kMostMinutes = 40 * 60;
  tester_.now += minutes{chance_.Between(1, kMostMinutes)};
  if (!chance_.In100(3)) return;
  ++tally_.clock_steps;
  tester_.now += chance_.In100(50) ? hours{chance_.Between(1, 48)} : -hours{chance_.Between(1, 6)};
}

void SimulatedClinic::Act() {
  const int what = chance_.Between(0, 99);
  if (what < 46) return Tell();
  if (what < 54) return Withdraw();
  if (what < 70) return Acknowledge();
  if (what < 80) return Resolve();
  if (what < 92) return Refer();
  if (what < 96) return ComeOrGo();
  Restart();
  // All that was known to the process before is gone; what is due was done, and is not done again.
  if (Work(false)) {
    const auto before = tester_.LastChange();
    Restart();
    Work(false);
    EXPECT_EQ(tester_.LastChange(), before) << "a restart does what was done";
  }
}

void SimulatedClinic::Tell() {
  v1::RecordCheckInRequest request;
  request.set_parent(chance_.OneOf(cases_));
  *request.mutable_check_in() = ground_.teller.Tell(chance_);
  if (chance_.In100(20)) {
    *request.mutable_check_in()->mutable_occurred_time() =
        TimestampOf(tester_.now - hours{chance_.Between(1, 200)});
  }
  const auto link = rpc::VerbTester::Link(request.parent());
  const auto told = tester_.Run(checkins::RecordCheckIn{*engines_},
                                chance_.In100(50) ? link : staff_[0], request);
  // Some answers are not asked of a patient.
  if (ReasonOf(told.status()) == v1::ERROR_REASON_FIELD_INVALID) return;
  ASSERT_TRUE(told.ok()) << told.status();
  ++tally_.told;
}

void SimulatedClinic::Withdraw() {
  const auto active = ActiveCheckIns(tester_.store());
  if (active.empty()) return;
  const CheckIn& record = chance_.OneOf(active);
  ++tally_.withdrawn;
  if (chance_.In100(50)) {
    v1::RetractCheckInRequest retract;
    retract.set_name(record.name());
    retract.set_etag(record.etag());
    retract.set_reason("of another patient");
    const auto done = tester_.Run(checkins::RetractCheckIn{*engines_}, Somebody(), retract);
    ASSERT_TRUE(done.ok()) << done.status();
    return;
  }
  v1::AmendCheckInRequest amend;
  amend.set_name(record.name());
  amend.set_etag(record.etag());
  amend.set_reason("misheard");
  *amend.mutable_check_in() = ground_.teller.Tell(chance_);
  *amend.mutable_check_in()->mutable_occurred_time() = record.occurred_time();
  const auto done = tester_.Run(checkins::AmendCheckIn{*engines_}, Somebody(), amend);
  if (ReasonOf(done.status()) == v1::ERROR_REASON_FIELD_INVALID) return;
  ASSERT_TRUE(done.ok()) << done.status();
}

void SimulatedClinic::Acknowledge() {
  const auto open = AnOpenOne(Escalation::STATE_OPEN);
  if (!open.has_value()) return;
  v1::AcknowledgeEscalationRequest request;
  request.set_name(open->name());
  request.set_etag(open->etag());
  request.set_first_step(Escalation::FIRST_STEP_PHONE_PATIENT);
  const auto& who = Somebody();
  const auto& other = Somebody();
  if (chance_.In100(25) && who.name != other.name) {
    request.set_first_step(Escalation::FIRST_STEP_HAND_OVER);
    request.set_hand_over_to(other.name);
  }
  const auto done = tester_.Run(escalations::AcknowledgeEscalation, who, request);
  ASSERT_TRUE(done.ok()) << done.status();
  ++tally_.acknowledged;
}

void SimulatedClinic::Resolve() {
  const auto open = AnOpenOne();
  if (!open.has_value()) return;
  v1::ResolveEscalationRequest request;
  request.set_name(open->name());
  request.set_etag(open->etag());
  request.set_outcome(Escalation::OUTCOME_TREATED_ON);
  if (chance_.In100(50)) {
    request.set_outcome(Escalation::OUTCOME_WRONG_ALARM);
    request.set_override_reason(Escalation::OVERRIDE_REASON_EXPLAINED);
  }
  request.set_reason("she was seen and examined");
  *request.mutable_look_again_time() = TimestampOf(tester_.now + days{2});
  const auto done =
      tester_.Run(escalations::ResolveEscalation{ground_.rules.calendar()}, Somebody(), request);
  ASSERT_TRUE(done.ok()) << done.status();
  ++tally_.resolved;
}

void SimulatedClinic::Refer() {
  const auto open = AnOpenOne();
  if (!open.has_value()) return;
  const auto& who = Somebody();
  if (open->referral().empty()) {
    v1::CreateReferralRequest create;
    create.set_parent(open->name().substr(0, open->name().find("/escalations/")));
    create.mutable_referral()->set_escalation(open->name());
    create.mutable_referral()->mutable_addressee()->set_name("Dr. Roe");
    const auto made = tester_.Run(referrals::CreateReferral{*engines_}, who, create);
    ASSERT_TRUE(made.ok()) << made.status();
    ++tally_.referred;
    return;
  }
  const auto referral = tester_.Find<Referral>(open->referral());
  ASSERT_TRUE(referral.ok()) << referral.status();
  std::vector<Referral::State> next;
  for (int number = Referral::STATE_DELIVERED; number <= Referral::State_MAX; ++number) {
    const auto state = static_cast<Referral::State>(number);
    if (state != Referral::STATE_CLOSED && referrals::MayMove(referral->state(), state)) {
      next.push_back(state);
    }
  }
  if (next.empty()) return;
  v1::RecordReferralStepRequest step;
  step.set_name(referral->name());
  step.set_etag(referral->etag());
  step.set_state(chance_.OneOf(next));
  step.set_note("by telephone");
  const auto moved = tester_.Run(referrals::RecordReferralStep, who, step);
  ASSERT_TRUE(moved.ok()) << moved.status();
}

void SimulatedClinic::ComeOrGo() {
  ++tally_.absences;
  const auto& who = chance_.OneOf(staff_);
  auto user = *tester_.Find<v1::User>(who.name);
  // Somebody is always there; who, nobody knows.
  if (!user.disabled() && present_.size() == 1) return;
  user.set_disabled(!user.disabled());
  const auto written =
      tester_.Write([&](storage::Writer& writer) { return writer.Update(user, tester_.now); });
  ASSERT_TRUE(written.ok()) << written;
  std::erase_if(present_, [&](const auto& one) { return one.name == who.name; });
  if (!user.disabled()) present_.push_back(who);
}

void SimulatedClinic::Restart() {
  ++tally_.restarts;
  jobs_.reset();
  engines_ = std::make_unique<cases::Engines>(ground_.rules);
  jobs_ = std::make_unique<jobs::Jobs>(store_, *engines_,
                                       jobs::ProcessParts{.engines = *engines_,
                                                          .measures = ground_.measures,
                                                          .check_in_every_days = kCheckInEveryDays,
                                                          .worklist = ground_.worklist});
  outbox_ = std::make_unique<delivery::Outbox>(
      store_, delivery::OutboxParts{ground_.delivery, ground_.worklist, ground_.channels});
  deliverer_ = std::make_unique<delivery::Deliverer>(
      store_,
      delivery::DelivererParts{ground_.delivery, {ground_.worklist, ground_.rules.calendar()}},
      mail_);
}

bool SimulatedClinic::RunJobs(bool may_fail, const std::function<absl::Status()>& run) {
  int until_failure = may_fail && chance_.In100(10) ? chance_.Between(0, 4) : -1;
  int failed = 0;
  store_.before_write = [&]() -> absl::Status {
    if (until_failure-- != 0) return absl::OkStatus();
    ++failed;
    return Error(v1::ERROR_REASON_STORE_UNAVAILABLE).Because("the disk does not answer");
  };
  const auto done = run();
  store_.before_write = [] { return absl::OkStatus(); };
  tally_.failed_writes += failed;
  // What fails is told, and what is told failed.
  EXPECT_EQ(done.ok(), failed == 0) << done;
  return done.ok();
}

bool SimulatedClinic::Work(bool may_fail) {
  const bool jobs = RunJobs(may_fail, [&] { return jobs_->Tick(tester_.now); });
  const bool outbox = RunJobs(may_fail, [&] { return outbox_->Tick(tester_.now); });
  return jobs && outbox;
}

bool SimulatedClinic::Tick(bool may_fail) {
  const bool worked = Work(may_fail);
  const bool sent = RunJobs(may_fail, [&] { return deliverer_->Tick(tester_.now, {}); });
  return worked && sent;
}

std::string SimulatedClinic::Digest() {
  const auto verdict = storage::VerifyJournal(tester_.store(), kClinic);
  EXPECT_TRUE(verdict.ok()) << verdict.status();
  EXPECT_FALSE(verdict->first_bad.has_value());
  return Hex(verdict->digest);
}

const std::vector<Escalation>& SimulatedClinic::Escalations() {
  const auto change = tester_.LastChange();
  if (change == read_at_) return read_;
  read_at_ = change;
  read_.clear();
  const auto read = tester_.store().Read(kClinic, [&](const storage::Reader& reader) {
    return reader.ForEach<Escalation>({},
                                      [&](Escalation& one) { read_.push_back(std::move(one)); });
  });
  EXPECT_TRUE(read.ok()) << read;
  return read_;
}

std::optional<Escalation> SimulatedClinic::AnOpenOne(std::optional<Escalation::State> state) {
  std::vector<const Escalation*> open;
  for (const auto& one : Escalations()) {
    const bool meant =
        state.has_value() ? one.state() == *state : one.state() != Escalation::STATE_RESOLVED;
    if (meant) open.push_back(&one);
  }
  if (open.empty()) return std::nullopt;
  return *chance_.OneOf(open);
}

}  // namespace midstance::testing
