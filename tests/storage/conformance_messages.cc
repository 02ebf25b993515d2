#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>

#include "conformance.h"
#include "storage/tables/all.h"

namespace midstance::storage::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kDepth = 4;

void Fill(Message& message, int depth);

void SetField(Message& message, const FieldDescriptor& field, int depth) {
  const Reflection& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = "ångström " + field.name();
      return many ? reflection.AddString(&message, &field, text)
                  : reflection.SetString(&message, &field, text);
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return many ? reflection.AddInt32(&message, &field, -7)
                  : reflection.SetInt32(&message, &field, -7);
    case FieldDescriptor::CPPTYPE_INT64:
      return many ? reflection.AddInt64(&message, &field, -8)
                  : reflection.SetInt64(&message, &field, -8);
    case FieldDescriptor::CPPTYPE_UINT32:
      return many ? reflection.AddUInt32(&message, &field, 9)
                  : reflection.SetUInt32(&message, &field, 9);
    case FieldDescriptor::CPPTYPE_UINT64:
      return many ? reflection.AddUInt64(&message, &field, 10)
                  : reflection.SetUInt64(&message, &field, 10);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return many ? reflection.AddDouble(&message, &field, 0.1)
                  : reflection.SetDouble(&message, &field, 0.1);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return many ? reflection.AddFloat(&message, &field, 0.5F)
                  : reflection.SetFloat(&message, &field, 0.5F);
    case FieldDescriptor::CPPTYPE_BOOL:
      return many ? reflection.AddBool(&message, &field, true)
                  : reflection.SetBool(&message, &field, true);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = field.enum_type()->value(1)->number();
      return many ? reflection.AddEnumValue(&message, &field, number)
                  : reflection.SetEnumValue(&message, &field, number);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (depth == 0) return;
      return Fill(many ? *reflection.AddMessage(&message, &field)
                       : *reflection.MutableMessage(&message, &field),
                  depth - 1);
  }
}

// Every field gets a value, so that a new field is covered on the day it is added.
void Fill(Message& message, int depth) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    SetField(message, *message.GetDescriptor()->field(i), depth);
  }
}

class Messages : public StoreContract {
 protected:
  template <class M>
  void RoundTrip() {
    SCOPED_TRACE(M::descriptor()->full_name());
    const TableSpec& table = TableOf<M>();
    M resource;
    Fill(resource, kDepth);
    const std::string of_patient = "patients/p1/cases/c1/" + std::string(table.table) + "/1";
    resource.set_name(table.care_team != nullptr ? "patients/filled"
                      : table.of_patient         ? of_patient
                                                 : std::string(table.table) + "/1");
    ASSERT_TRUE(Write(store(), kClinic, [&](Writer& w) { return w.Insert(resource, kNow); }).ok());
    const auto found = Get<M>(store(), resource.name());
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*found, resource))
        << found->DebugString();
    const auto listed = List<M>(store(), {.name_prefix = resource.name()});
    ASSERT_TRUE(listed.ok()) << listed.status();
    ASSERT_EQ(listed->items.size(), 1U);
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(listed->items[0], resource));
    ++tables_;
  }

  std::size_t tables_ = 0;
};

TEST_P(Messages, OfEveryTableComeBackWithEveryField) {
  ASSERT_TRUE(Insert(store(), APatient("p1")).ok());
  RoundTrip<midstance::v1::Assessment>();
  RoundTrip<midstance::v1::Case>();
  RoundTrip<midstance::v1::CheckIn>();
  RoundTrip<midstance::v1::CheckInLink>();
  RoundTrip<midstance::v1::Enrollment>();
  RoundTrip<midstance::v1::Escalation>();
  RoundTrip<midstance::v1::FollowUp>();
  RoundTrip<midstance::v1::OutcomeScore>();
  RoundTrip<midstance::v1::Patient>();
  RoundTrip<midstance::v1::PatientRevision>();
  RoundTrip<midstance::v1::Program>();
  RoundTrip<midstance::v1::Referral>();
  RoundTrip<midstance::v1::RuleSetActivation>();
  RoundTrip<midstance::v1::RuleSetBackTest>();
  RoundTrip<midstance::v1::RuleSetRevision>();
  RoundTrip<midstance::v1::RunningPlan>();
  RoundTrip<midstance::v1::User>();
  RoundTrip<v1::ActiveRules>();
  RoundTrip<v1::Clinic>();
  RoundTrip<v1::Credential>();
  RoundTrip<v1::LinkToken>();
  RoundTrip<v1::Recheck>();
  RoundTrip<v1::ReplyToken>();
  RoundTrip<midstance::v1::Delivery>();
  RoundTrip<v1::DeliveryCursor>();
  RoundTrip<v1::RulesRound>();
  RoundTrip<v1::SentLetter>();
  RoundTrip<v1::Session>();
  EXPECT_EQ(tables_, AllTables().size());
}

TEST_P(Messages, TheStoreAnswersReadinessAndItsId) {
  EXPECT_TRUE(store().CheckReady().ok());
  EXPECT_EQ(store().id(), "0123456789abcdef");
}

INSTANTIATE_TEST_SUITE_P(Store, Messages, ::testing::ValuesIn(Factories()), NameOfFactory);

}  // namespace
}  // namespace midstance::storage::testing
