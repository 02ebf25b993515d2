#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "midstance/v1/patient.pb.h"
#include "storage/table.h"

// The terms by which patients are found.
namespace midstance::storage {

enum class PatientKey : char {
  kBirthDate = 'b',   // "1984-03-27"
  kEmail = 'e',       // folded
  kIdentifier = 'i',  // IdentifierKey of a number, whatever its system
  kName = 'n',        // the words of her name, given names first, beginning with any of them
  // OneLeftOut and TwoLeftOut of a word of her name, and the name as above beginning with the word.
  kOneLeftOut = 'o',
  kTwoLeftOut = 't',
  kPhone = 'p',  // PhoneKey
};

// Between the parts of a term: sorts before every letter.
inline constexpr char kTermPart = '\x1f';

// Whose patients are looked at.
struct PatientScope {
  std::string member = {};  // users/{user}: those whose care team she is on; empty: all
  bool archived = false;    // the archived ones, or those who are not
};

// The term of a text that is made for its key.
std::string PatientTerm(PatientKey key, const PatientScope& scope, std::string_view text);

// The words of her name, given names first.
std::vector<std::string> NameWordsOf(const midstance::v1::Patient& patient);

// All terms of a patient: each key for the clinic and for every member of her care team. A deleted
// one has none but those that keep her identifiers hers; a merged one has none of these.
std::vector<Term> PatientTerms(const google::protobuf::Message& resource);

}  // namespace midstance::storage
