#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace midstance::gateway {

// The page's own words in one language, from texts/. What is asked and advised comes from the
// server in its own words.
class Texts {
 public:
  // Of the JSON of a file, one object of texts.
  Texts(std::string_view language, std::string_view json);

  std::string_view language() const { return language_; }  // "de"
  std::string_view dir() const { return Get("lang.dir"); }
  // The text as it is written, not escaped; "" when there is none.
  std::string_view Get(std::string_view key) const;
  // With its blanks, written {}, filled in order.
  std::string With(std::string_view key, const std::vector<std::string>& values) const;

  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

 private:
  std::string language_;
  std::map<std::string, std::string, std::less<>> texts_;
};

// English first.
const std::vector<Texts>& AllTexts();
// Null for a language that there is not.
const Texts* TextsIn(std::string_view language);
// The best of what an Accept-Language header asks for; English when it asks for none of ours.
const Texts& TextsFor(std::string_view accept_language);

}  // namespace midstance::gateway
