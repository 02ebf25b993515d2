#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "midstance/v1/patient_service.pb.h"
#include "services/patients/verbs.h"
#include "services/rpc/verb_testing.h"

namespace midstance::patients {
namespace {

using options::v1::ROLE_CLINICIAN;
using options::v1::ROLE_COORDINATOR;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class PatientSearch : public ::testing::Test {
 protected:
  v1::Patient Register(const std::string& id, const std::string& given, const std::string& family,
                       const std::string& born = "1990-04-12") {
    v1::Patient patient;
    patient.set_name("patients/" + id);
    patient.set_given_name(given);
    patient.set_family_name(family);
    patient.set_birth_date(born);
    return tester_.Put(patient);
  }
  v1::SearchPatientsResponse Search(const std::string& typed, int size = 0, bool archived = false,
                                    const rpc::Principal* who = nullptr) {
    v1::SearchPatientsRequest request;
    request.set_query(typed);
    request.set_page_size(size);
    request.set_show_archived(archived);
    const auto found = tester_.Run(SearchPatients, who == nullptr ? desk_ : *who, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? *found : v1::SearchPatientsResponse();
  }
  static std::vector<std::string> IdsOf(const v1::SearchPatientsResponse& found) {
    std::vector<std::string> ids;
    for (const auto& match : found.matches()) ids.push_back(match.patient().name().substr(9));
    return ids;
  }
  std::vector<std::string> Found(const std::string& typed) { return IdsOf(Search(typed)); }
  void Change(const std::string& id, const std::function<void(v1::Patient&)>& change) {
    auto patient = *tester_.Find<v1::Patient>("patients/" + id);
    change(patient);
    const auto wrote =
        tester_.Write([&](storage::Writer& w) { return w.Update(patient, tester_.now); });
    EXPECT_TRUE(wrote.ok()) << wrote;
  }

  rpc::VerbTester tester_;
  rpc::Principal desk_ = tester_.AddUser("desk", {ROLE_COORDINATOR});
  rpc::Principal anna_ = tester_.AddUser("anna", {ROLE_CLINICIAN});
};

TEST_F(PatientSearch, FindsMuellerHoweverSheIsTyped) {
  Register("p1", "Jürgen", "Müller");
  Register("p2", "Hans", "Meier");
  for (const char* typed :
       {"müller", "muller", "mueller", "MÜLLER", "mül", "mul", "mu", "m\u0075\u0308ller"}) {
    EXPECT_THAT(Found(typed), ElementsAre("p1")) << typed;
  }
  Register("p3", "Eva", "Mueller");
  EXPECT_THAT(Found("müller"), ElementsAre("p3", "p1"));
}

TEST_F(PatientSearch, FindsEveryScriptByItsBeginning) {
  Register("el", "Ιωάννης", "Παπαδόπουλος");
  Register("ru", "Юлия", "Ковалёва");
  Register("zh", "芳", "王");
  Register("da", "Søren", "Ærø");
  Register("de", "Anke", "Weiß");
  Register("ar", "ليلى", "حداد");
  EXPECT_THAT(Found("ιωαν"), ElementsAre("el"));
  EXPECT_THAT(Found("КОВАЛЕВА"), ElementsAre("ru"));
  EXPECT_THAT(Found("王"), ElementsAre("zh"));
  EXPECT_THAT(Found("soren"), ElementsAre("da"));
  EXPECT_THAT(Found("weiss"), ElementsAre("de"));
  EXPECT_THAT(Found("حد"), ElementsAre("ar"));
}

TEST_F(PatientSearch, FindsAMistypedName) {
  Register("p1", "Katharina", "Schneider");
  Register("p2", "Tom", "Fox");
  for (const char* typed :
       {"Schnieder", "Schneidr", "Shneider", "Schnaider", "Schneiderr", "Schnieders", "Katarina",
        "Kathrina Schneider", "katharina schnieder"}) {
    const auto found = Search(typed);
    ASSERT_THAT(IdsOf(found), ElementsAre("p1")) << typed;
    EXPECT_EQ(found.matches(0).kind(), v1::PatientMatch::KIND_SIMILAR_NAME) << typed;
    EXPECT_GE(found.matches(0).edits(), 1) << typed;
  }
  // Three letters are too few to guess by.
  EXPECT_THAT(Found("Fax"), IsEmpty());
  EXPECT_THAT(Found("Schulze"), IsEmpty());
}

TEST_F(PatientSearch, GuessesAtTwoLettersOnlyWhereNobodyIsNearer) {
  Register("p1", "Tom", "Sxhxeider");
  EXPECT_THAT(Found("schneider"), ElementsAre("p1"));
  Register("p2", "Tom", "Schneidor");
  EXPECT_THAT(Found("schneider"), ElementsAre("p2"));
  EXPECT_THAT(Found("sxhneider"), ElementsAre("p1"));
}

TEST_F(PatientSearch, PutsTheWholeNameBeforeBeginningsAndTheseBeforeMistypings) {
  Register("p1", "Ann", "Bergmann");
  Register("p2", "Ann", "Bergen");
  Register("p3", "Ann", "Berg");
  Register("p4", "Ann", "Borgen");
  EXPECT_THAT(Found("berg"), ElementsAre("p3", "p2", "p1"));
  EXPECT_THAT(Found("bergen"), ElementsAre("p2", "p4"));
}

TEST_F(PatientSearch, SeveralWordsNarrowItInAnyOrder) {
  Register("p1", "Anna", "Müller", "1984-03-27");
  Register("p2", "Berta", "Müller", "1990-01-01");
  Register("p3", "Anna", "Moser", "1984-05-05");
  for (const char* typed : {"anna müller", "müller anna", "an mu", "mull ann", "müller 1984"}) {
    EXPECT_THAT(Found(typed), ElementsAre("p1")) << typed;
  }
  EXPECT_THAT(Found("anna zhou"), IsEmpty());
}

TEST_F(PatientSearch, FindsBirthDatesByTheirBeginning) {
  Register("p1", "Anna", "Müller", "1984-03-27");
  Register("p2", "Berta", "Moser", "1984-11-02");
  EXPECT_THAT(Found("1984"), ElementsAre("p2", "p1"));
  EXPECT_THAT(Found("1984-03"), ElementsAre("p1"));
  EXPECT_THAT(Found("1984-03-27"), ElementsAre("p1"));
  EXPECT_THAT(Found("1985"), IsEmpty());
}

TEST_F(PatientSearch, FindsIdentifiersPhonesAndEmails) {
  Register("p1", "Anna", "Müller");
  Change("p1", [](v1::Patient& patient) {
    auto& identifier = *patient.add_identifiers();
    identifier.set_system("insurance");
    identifier.set_value("TK 12-3456");
    patient.set_phone("+49 40 7654321");
    patient.set_email("Anna.M@example.org");
  });
  for (const char* typed :
       {"TK123456", "tk 12 3456", "tk-12", "4321", "040 765 43 21", "+49 40 7654321", "anna.m@"}) {
    EXPECT_THAT(Found(typed), ElementsAre("p1")) << typed;
  }
  EXPECT_EQ(Search("TK 12-3456").matches(0).kind(), v1::PatientMatch::KIND_IDENTIFIER);
  EXPECT_THAT(Found("321"), IsEmpty());
}

TEST_F(PatientSearch, ARenamedPatientIsFoundByTheNewNameAlone) {
  Register("p1", "Anna", "Müller");
  Change("p1", [](v1::Patient& patient) { patient.set_family_name("Oberhuber"); });
  EXPECT_THAT(Found("müller"), IsEmpty());
  EXPECT_THAT(Found("muler"), IsEmpty());
  EXPECT_THAT(Found("oberhuber"), ElementsAre("p1"));
}

TEST_F(PatientSearch, ShowsAClinicianHerOwnPatientsAlone) {
  for (int i = 0; i < 300; ++i) Register("q" + std::to_string(1000 + i), "Maria", "Müller");
  Register("z1", "Zoe", "Müller");
  Change("z1", [](v1::Patient& patient) { patient.add_care_team("users/anna"); });
  for (const char* typed : {"m", "muller", "mülelr", "zoe müller", "1990"}) {
    EXPECT_THAT(IdsOf(Search(typed, 0, false, &anna_)), ElementsAre("z1")) << typed;
  }
  Change("z1", [](v1::Patient& patient) { patient.clear_care_team(); });
  EXPECT_THAT(IdsOf(Search("muller", 0, false, &anna_)), IsEmpty());
}

TEST_F(PatientSearch, FindsOneAmongHundredsOfHerName) {
  for (int i = 0; i < 300; ++i) {
    Register("q" + std::to_string(1000 + i), "Maria", "Schneider");
    Register("r" + std::to_string(1000 + i), "Katrin", "Moser");
  }
  Register("z1", "Zoe", "Schneider");
  Register("z2", "Katharina", "Schneider");
  Change("z1", [](v1::Patient& patient) { patient.add_care_team("users/anna"); });
  for (const char* typed :
       {"zoe schneider", "schneider zoe", "zoe schneidr", "schnieder zoe", "zo schneid"}) {
    EXPECT_THAT(Found(typed), ElementsAre("z1")) << typed;
    EXPECT_THAT(IdsOf(Search(typed, 0, false, &anna_)), ElementsAre("z1")) << typed;
  }
  for (const char* typed : {"katharina schneider", "kathrina schneider", "schnieder katharina",
                            "schneider katharnia"}) {
    EXPECT_THAT(Found(typed), ElementsAre("z2")) << typed;
    EXPECT_THAT(IdsOf(Search(typed, 0, false, &anna_)), IsEmpty()) << typed;
  }
}

TEST_F(PatientSearch, BothWordsMayBeMistypedOfACommonName) {
  for (int i = 0; i < 100; ++i) Register("q" + std::to_string(1000 + i), "Maria", "Schneider");
  Register("z1", "Zacharias", "Schneider");
  EXPECT_THAT(Found("zachraias schnieder"), ElementsAre("z1"));
  EXPECT_THAT(Found("schnieder xacharias"), ElementsAre("z1"));
}

TEST_F(PatientSearch, TheCommonNamesBesideItDoNotHideAMistypedOne) {
  for (int i = 0; i < 30; ++i) {
    for (const char* family : {"Schneidera", "Schneiderb", "Schneiderc"}) {
      Register(std::string(family) + std::to_string(i), "Maria", family);
    }
  }
  Register("z1", "Zoe", "Schneidxrz");
  EXPECT_THAT(Found("schneidyrz"), ElementsAre("z1"));
  EXPECT_THAT(Found("schnxidyrz"), ElementsAre("z1"));
}

TEST_F(PatientSearch, SaysThatThereIsMore) {
  for (int i = 0; i < 12; ++i) Register("p" + std::to_string(10 + i), "Anna", "Müller");
  const auto some = Search("anna", 5);
  EXPECT_EQ(some.matches_size(), 5);
  EXPECT_TRUE(some.more());
  EXPECT_EQ(Search("anna", 12).matches_size(), 12);
  EXPECT_FALSE(Search("anna", 12).more());
  EXPECT_EQ(Search("anna").matches_size(), 10);
}

TEST_F(PatientSearch, LeavesOutArchivedAndDeletedPatients) {
  Register("p1", "Anna", "Müller");
  Register("p2", "Berta", "Müller");
  Change("p1", [this](v1::Patient& patient) {
    *patient.mutable_archive_time() = TimestampOf(tester_.now);
  });
  auto gone = *tester_.Find<v1::Patient>("patients/p2");
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Delete(gone, tester_.now); }).ok());
  EXPECT_THAT(Found("müller"), IsEmpty());
  EXPECT_THAT(IdsOf(Search("müller", 0, true)), ElementsAre("p1"));
  ASSERT_TRUE(tester_.Write([&](auto& w) { return w.Undelete(gone, tester_.now); }).ok());
  EXPECT_THAT(Found("müller"), ElementsAre("p2"));
}

TEST_F(PatientSearch, AMergedRecordLeadsToThePatientWhoStayed) {
  Register("p1", "Anna", "Müller");
  Register("p2", "Anna", "Oberhuber");
  Change("p2", [](v1::Patient& patient) { patient.set_merged_into("patients/p1"); });
  const auto found = Search("oberhuber");
  ASSERT_THAT(IdsOf(found), ElementsAre("p1"));
  EXPECT_EQ(found.matches(0).merged_record(), "patients/p2");
  EXPECT_THAT(Found("anna"), ElementsAre("p1"));
}

TEST_F(PatientSearch, SignsAloneFindNobody) {
  Register("p1", "Anna", "Müller");
  for (const char* typed : {"-", "'", "  ", "...", "@"}) EXPECT_THAT(Found(typed), IsEmpty());
}

}  // namespace
}  // namespace midstance::patients
