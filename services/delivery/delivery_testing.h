#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "midstance/v1/case.pb.h"
#include "midstance/v1/escalation_service.pb.h"
#include "midstance/v1/patient.pb.h"
#include "midstance/v1/user.pb.h"
#include "services/delivery/channel.h"
#include "services/delivery/deliverer.h"
#include "services/delivery/outbox.h"
#include "services/delivery/settings.h"
#include "services/escalations/verbs.h"
#include "services/rpc/verb_testing.h"
#include "services/worklist/settings.h"

namespace midstance::delivery {

inline constexpr char kCaseOfZhou[] = "patients/p/cases/c";

// A way out that keeps what it was given, and says of each try what the test told it to.
class RecordingChannel final : public Channel {
 public:
  explicit RecordingChannel(v1::Delivery::Channel kind) : kind_(kind) {}

  v1::Delivery::Channel kind() const override { return kind_; }
  Try Send(const Message& message, const std::stop_token& /*stop*/) override {
    sent.push_back(message);
    return says(message);
  }

  std::vector<Message> sent;
  std::function<Try(const Message&)> says = [](const Message&) { return Taken(); };

 private:
  const v1::Delivery::Channel kind_;
};

// A clinic with the patient Ana Zhou and her therapist anna, whose notices go by mail and folder.
class Deliveries : public ::testing::Test {
 protected:
  Deliveries() {
    v1::Patient patient;
    patient.set_name("patients/p");
    patient.set_given_name("Ana");
    patient.set_family_name("Zhou");
    patient.add_care_team("users/anna");
    tester_.Put(patient);
    v1::Case of;
    of.set_name(kCaseOfZhou);
    of.set_state(v1::Case::STATE_OPEN);
    of.set_clinician("users/anna");
    tester_.Put(of);
    SetAddress("users/anna", "anna@clinic.example");
  }

  void SetAddress(const std::string& user, const std::string& address) {
    auto found = *tester_.Find<v1::User>(user);
    found.set_email(address);
    Change(found);
  }
  void Disable(const std::string& user) {
    auto found = *tester_.Find<v1::User>(user);
    found.set_disabled(true);
    Change(found);
  }
  template <class M>
  void Change(M changed) {
    const auto wrote =
        tester_.Write([&](storage::Writer& w) { return w.Update(changed, tester_.now); });
    ASSERT_TRUE(wrote.ok()) << wrote;
  }
  void Pass(Duration time) { tester_.now += time; }

  // An alarm of the rules, raised now.
  v1::Escalation Raise(const std::string& id, rules::v1::Urgency urgency = rules::v1::URGENT) {
    v1::Escalation escalation;
    escalation.set_name(std::string(kCaseOfZhou) + "/escalations/" + id);
    escalation.set_state(v1::Escalation::STATE_OPEN);
    escalation.set_urgency(urgency);
    escalation.set_family(id);
    escalation.set_title("Hot swollen joint");
    escalation.set_basis("Left knee swollen and warm.");
    *escalation.mutable_raised_time() = TimestampOf(tester_.now);
    AddEvent(v1::Escalation::Event::KIND_OPENED, "", escalation);
    return tester_.Put(escalation);
  }
  v1::Escalation::Event& AddEvent(v1::Escalation::Event::Kind kind, const std::string& told,
                                  v1::Escalation& escalation) {
    auto& event = *escalation.add_history();
    *event.mutable_time() = TimestampOf(tester_.now);
    event.set_actor("system/test");
    event.set_kind(kind);
    event.set_text("Left knee swollen and warm.");
    event.set_told(told);
    return event;
  }
  v1::Escalation Found(const v1::Escalation& escalation) {
    return *tester_.Find<v1::Escalation>(escalation.name());
  }
  void Acknowledge(const v1::Escalation& escalation) {
    v1::AcknowledgeEscalationRequest request;
    request.set_name(escalation.name());
    request.set_etag(Found(escalation).etag());
    const auto done = tester_.Run(escalations::AcknowledgeEscalation, anna_, request);
    ASSERT_TRUE(done.ok()) << done.status();
  }

  std::vector<v1::Delivery> All() {
    std::vector<v1::Delivery> all;
    const auto read = tester_.store().Read(
        std::string(rpc::VerbTester::kClinic), [&](const storage::Reader& reader) {
          return reader.ForEach<v1::Delivery>(
              {}, [&all](const v1::Delivery& delivery) { all.push_back(delivery); });
        });
    EXPECT_TRUE(read.ok()) << read;
    return all;
  }
  std::vector<v1::Delivery> By(v1::Delivery::Channel channel) {
    std::vector<v1::Delivery> some;
    for (const auto& delivery : All()) {
      if (delivery.channel() == channel) some.push_back(delivery);
    }
    return some;
  }
  v1::Delivery OnlyMail() {
    const auto mails = By(v1::Delivery::CHANNEL_MAIL);
    EXPECT_EQ(mails.size(), 1U);
    return mails.empty() ? v1::Delivery() : mails.front();
  }

  void MakeNotices(Outbox& outbox) {
    const auto made = outbox.Tick(tester_.now);
    ASSERT_TRUE(made.ok()) << made;
  }
  // As a server that was started just now.
  void MakeNotices() {
    Outbox outbox(tester_.store(), OutParts());
    MakeNotices(outbox);
  }
  void SendMails() {
    Deliverer deliverer(tester_.store(), SendParts(), mail_);
    const auto sent = deliverer.Tick(tester_.now, {});
    ASSERT_TRUE(sent.ok()) << sent;
  }
  OutboxParts OutParts() const { return {settings_, worklist_, channels_}; }
  DelivererParts SendParts() const { return {settings_, {worklist_, calendar_}}; }

  rpc::VerbTester tester_;
  rpc::Principal anna_ = tester_.AddUser("anna", {options::v1::ROLE_CLINICIAN});
  rpc::Principal ben_ = tester_.AddUser("ben", {options::v1::ROLE_CLINICIAN});
  rpc::Principal lea_ = tester_.AddUser("lea", {options::v1::ROLE_LEAD_CLINICIAN});
  config::v1::DeliverySettings settings_ = *ShippedSettings();
  const config::v1::WorklistSettings worklist_ = *worklist::ShippedSettings();
  const schedule::ClinicCalendar calendar_ = schedule::ClinicCalendar::Utc();
  std::vector<v1::Delivery::Channel> channels_ = {v1::Delivery::CHANNEL_MAIL,
                                                  v1::Delivery::CHANNEL_FOLDER};
  RecordingChannel mail_{v1::Delivery::CHANNEL_MAIL};
};

}  // namespace midstance::delivery
