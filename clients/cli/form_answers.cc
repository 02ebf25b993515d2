#include "clients/cli/form_answers.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "support/status.h"

namespace midstance::cli {
namespace {

absl::Status ReadItems(std::string_view list, v1::SubscaleAnswers& answers) {
  while (true) {
    const std::string_view word = list.substr(0, list.find(','));
    auto& item = *answers.add_items();
    if (word != "-") {
      double value = 0;
      const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
      if (error != std::errc() || end != word.data() + word.size()) {
        return absl::InvalidArgumentError("'" + std::string(word) +
                                          "' is no answer: a number, or - for a blank");
      }
      item.set_value(value);
    }
    if (word.size() == list.size()) return absl::OkStatus();
    list.remove_prefix(word.size() + 1);
  }
}

}  // namespace

absl::StatusOr<FormAnswers> ParseForm(const std::vector<std::string>& words,
                                      const std::vector<std::string>& activities) {
  FormAnswers all;
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    auto& answers = *all.Add();
    answers.set_subscale(equals == std::string::npos ? "total" : word.substr(0, equals));
    MIDSTANCE_RETURN_IF_ERROR(ReadItems(
        std::string_view(word).substr(equals == std::string::npos ? 0 : equals + 1), answers));
  }
  if (activities.empty()) return all;
  if (all.empty() || all[0].items_size() != static_cast<int>(activities.size())) {
    return absl::InvalidArgumentError(
        "each activity needs its answer, and each answer its activity");
  }
  for (int i = 0; i < all[0].items_size(); ++i) {
    all[0].mutable_items(i)->set_label(activities[static_cast<std::size_t>(i)]);
  }
  return all;
}

std::string MeasureName(const std::string& name) {
  return name.empty() || name.find('/') != std::string::npos ? name : "measures/" + name;
}

}  // namespace midstance::cli
