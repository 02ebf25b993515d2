#include "storage/filter.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

#include "storage/filter_fields.h"
#include "support/status.h"

namespace midstance::storage {
namespace {

constexpr std::size_t kMostBytes = 2000;
constexpr int kMostComparisons = 50;
constexpr int kMostDepth = 20;
constexpr std::size_t kMostOrderFields = 3;

struct Problem {
  std::size_t at;  // offset in the text
  std::string text;
};

absl::Status Invalid(midstance::v1::ErrorReason reason, std::string_view field,
                     const Problem& problem) {
  const std::string column = std::to_string(problem.at + 1);
  return Error(reason)
      .With("column", column)
      .Field(field, "column " + column + ": " + problem.text);
}

bool IsWordByte(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return std::isalnum(code) != 0 || code >= 0x80 ||
         std::string_view("_./:+-@*").find(byte) != std::string_view::npos;
}

bool IsNameByte(char byte) {
  return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_';
}

// Recursive descent over the text; the first problem ends it.
class FilterParser {
 public:
  FilterParser(std::vector<FilterField> fields, std::string_view text)
      : fields_(std::move(fields)), text_(text) {}

  absl::StatusOr<Filter> Parse() {
    if (text_.size() > kMostBytes) {
      return Invalid(midstance::v1::ERROR_REASON_FILTER_INVALID, "filter",
                     {kMostBytes, "the filter must not be longer than " +
                                      std::to_string(kMostBytes) + " bytes"});
    }
    SkipSpace();
    if (at_ == text_.size()) return Filter::All();
    std::optional<Filter> filter = ParseExpression();
    if (filter.has_value() && at_ < text_.size()) filter = Fail("expected AND, OR or the end");
    if (!filter.has_value())
      return Invalid(midstance::v1::ERROR_REASON_FILTER_INVALID, "filter", *problem_);
    return *std::move(filter);
  }

 private:
  std::nullopt_t Fail(std::string text) {
    if (!problem_.has_value()) problem_ = Problem{at_, std::move(text)};
    return std::nullopt;
  }

  void SkipSpace() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  // Takes `word` when it stands here as a word of its own.
  bool TakeWord(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    const std::size_t end = at_ + word.size();
    if (end < text_.size() && IsNameByte(text_[end])) return false;
    at_ = end;
    SkipSpace();
    return true;
  }

  bool AtEnd() const { return at_ == text_.size() || text_[at_] == ')'; }

  // factor { [AND] factor }
  std::optional<Filter> ParseExpression() {
    if (++depth_ > kMostDepth) return Fail("the filter is nested too deep");
    std::vector<Filter> all;
    do {
      if (!all.empty()) TakeWord("AND");
      std::optional<Filter> factor = ParseFactor();
      if (!factor.has_value()) return std::nullopt;
      all.push_back(*std::move(factor));
    } while (!AtEnd());
    --depth_;
    return all.size() == 1 ? std::move(all.front()) : Filter::All(std::move(all));
  }

  // term { OR term }
  std::optional<Filter> ParseFactor() {
    std::vector<Filter> any;
    do {
      std::optional<Filter> term = ParseTerm();
      if (!term.has_value()) return std::nullopt;
      any.push_back(*std::move(term));
    } while (TakeWord("OR"));
    return any.size() == 1 ? std::move(any.front()) : Filter::Any(std::move(any));
  }

  // [NOT | -] ( "(" expression ")" | comparison )
  std::optional<Filter> ParseTerm() {
    bool negated = TakeWord("NOT");
    if (!negated && at_ < text_.size() && text_[at_] == '-') {
      negated = true;
      ++at_;
    }
    std::optional<Filter> inner =
        at_ < text_.size() && text_[at_] == '(' ? ParseParentheses() : ParseComparison();
    if (!inner.has_value() || !negated) return inner;
    return Filter::Not(*std::move(inner));
  }

  std::optional<Filter> ParseParentheses() {
    ++at_;
    SkipSpace();
    std::optional<Filter> inner = ParseExpression();
    if (!inner.has_value()) return inner;
    if (at_ == text_.size() || text_[at_] != ')') return Fail("expected )");
    ++at_;
    SkipSpace();
    return inner;
  }

  std::optional<Filter> ParseComparison() {
    if (++comparisons_ > kMostComparisons) return Fail("the filter has too many comparisons");
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsNameByte(text_[at_])) ++at_;
    const FilterField* field = FindField(fields_, text_.substr(begin, at_ - begin));
    if (field == nullptr) {
      at_ = begin;
      return Fail("expected one of the fields " + NamesOf(fields_));
    }
    SkipSpace();
    const std::size_t at_operator = at_;
    const std::optional<Filter::Op> op = ParseOperator();
    if (!op.has_value()) return Fail("expected one of = != < <= > >= :");
    const bool ordering =
        *op != Filter::Op::kEqual && *op != Filter::Op::kNotEqual && *op != Filter::Op::kHas;
    if (ordering && field->unordered()) {
      at_ = at_operator;
      return Fail("this field is compared with = and != only");
    }
    SkipSpace();
    return ParseValue(*field, *op);
  }

  std::optional<Filter::Op> ParseOperator() {
    static constexpr std::pair<std::string_view, Filter::Op> kOperators[] = {
        {"!=", Filter::Op::kNotEqual},
        {"<=", Filter::Op::kLessOrEqual},
        {">=", Filter::Op::kGreaterOrEqual},
        {"=", Filter::Op::kEqual},
        {"<", Filter::Op::kLess},
        {">", Filter::Op::kGreater},
        {":", Filter::Op::kHas}};
    for (const auto& [sign, op] : kOperators) {
      if (!text_.substr(at_).starts_with(sign)) continue;
      at_ += sign.size();
      return op;
    }
    return std::nullopt;
  }

  std::optional<Filter> ParseValue(const FilterField& field, Filter::Op op) {
    const std::size_t begin = at_;
    const bool quoted = at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'');
    const std::optional<std::string> literal = quoted ? ParseQuoted() : ParseBare();
    if (!literal.has_value()) return std::nullopt;
    const std::size_t end = std::exchange(at_, begin);
    const std::string column(field.column);
    std::optional<Value> value;
    if (op == Filter::Op::kHas && !quoted && *literal == "*") {
      value = std::monostate{};
    } else {
      value = field.Parse(*literal);
    }
    if (!value.has_value()) return Fail(std::string(field.name) + ": expected " + field.Wanted());
    at_ = end;
    SkipSpace();
    return Filter::Compare(column, op, *std::move(value));
  }

  std::optional<std::string> ParseBare() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && IsWordByte(text_[at_])) ++at_;
    if (at_ == begin) return Fail("expected a value");
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::optional<std::string> ParseQuoted() {
    const std::size_t begin = at_;
    const char quote = text_[at_++];
    std::string value;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      if (text_[at_] == '\0') return Fail("no text holds NUL");
      value.push_back(text_[at_++]);
    }
    if (at_ == text_.size()) {
      at_ = begin;
      return Fail("the quotes are not closed");
    }
    ++at_;
    return value;
  }

  const std::vector<FilterField> fields_;
  const std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int comparisons_ = 0;
  std::optional<Problem> problem_;
};

}  // namespace

absl::StatusOr<Filter> ParseFilter(const TableSpec& table, std::string_view text) {
  return ParseFilter(FieldsOf(table), text);
}

absl::StatusOr<Filter> ParseFilter(std::vector<FilterField> fields, std::string_view text) {
  return FilterParser(std::move(fields), text).Parse();
}

absl::StatusOr<std::vector<OrderBy>> ParseOrderBy(const TableSpec& table, std::string_view text) {
  const std::vector<FilterField> fields = FieldsOf(table);
  std::vector<OrderBy> order;
  const auto fail = [](std::size_t at, std::string why) {
    return Invalid(midstance::v1::ERROR_REASON_ORDER_INVALID, "order_by", {at, std::move(why)});
  };
  std::size_t at = 0;
  const auto skip_space = [&] {
    while (at < text.size() && text[at] == ' ') ++at;
  };
  const auto take_word = [&] {
    const std::size_t begin = at;
    while (at < text.size() && IsNameByte(text[at])) ++at;
    const std::string_view word = text.substr(begin, at - begin);
    skip_space();
    return word;
  };
  skip_space();
  while (at < text.size()) {
    const std::size_t begin = at;
    const FilterField* field = FindField(fields, take_word());
    if (field == nullptr) return fail(begin, "expected one of the fields " + NamesOf(fields));
    const auto same = [field](const OrderBy& other) { return other.column == field->column; };
    if (std::any_of(order.begin(), order.end(), same))
      return fail(begin, "each field may stand once");
    if (order.size() == kMostOrderFields) return fail(begin, "at most three fields");
    const std::size_t at_direction = at;
    const std::string_view direction = take_word();
    if (!direction.empty() && direction != "asc" && direction != "desc")
      return fail(at_direction, "expected asc or desc");
    order.push_back({std::string(field->column), direction == "desc"});
    if (at == text.size()) break;
    if (text[at] != ',') return fail(at, "expected a comma");
    ++at;
    skip_space();
    if (at == text.size()) return fail(at, "expected a field after the comma");
  }
  return order;
}

}  // namespace midstance::storage
