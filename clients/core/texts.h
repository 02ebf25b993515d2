#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace midstance::client {

// A client's own words in one language. What is asked and advised comes from the server in its own
// words.
class Texts {
 public:
  // Of the JSON of a file: one object of texts.
  Texts(std::string_view language, std::string_view json);

  const std::string& language() const { return language_; }  // "de"
  // The text as it is written; "" when there is none.
  const std::string& Get(std::string_view key) const;
  // With its blanks, written {}, filled in order.
  std::string With(std::string_view key, const std::vector<std::string>& values) const;

  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

 private:
  std::string language_;
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace midstance::client
