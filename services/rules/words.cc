#include "services/rules/words.h"

#include <array>
#include <charconv>
#include <chrono>

namespace midstance::rules {
namespace {

struct AreaWord {
  std::string_view key;
  std::string_view words;
};
constexpr std::array<AreaWord, 9> kAreas = {{{"unspecified", "body"},
                                             {"hip", "hip"},
                                             {"thigh", "thigh"},
                                             {"knee", "knee"},
                                             {"lower-leg", "lower leg"},
                                             {"ankle", "ankle"},
                                             {"foot", "foot"},
                                             {"low-back", "low back"},
                                             {"pelvis", "pelvis"}}};
constexpr std::array<std::string_view, 5> kSides = {"not-told", "left", "right", "bilateral",
                                                    "not-told"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 6> kSlots = {"{site}", "{first}",  "{last}",
                                                    "{span}", "{period}", "{findings}"};

const AreaWord& WordOf(Area area) {
  const auto index = static_cast<std::size_t>(area);
  return kAreas[index < kAreas.size() ? index : 0];
}

std::string Number(double number) {
  std::array<char, 40> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
  return {text.data(), end.ptr};
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  if (lower.size() > 1 && lower[0] >= 'A' && lower[0] <= 'Z' &&
      !(lower[1] >= 'A' && lower[1] <= 'Z')) {
    lower[0] = static_cast<char>(lower[0] - 'A' + 'a');
  }
  return lower;
}

// A choice as it is said; what is short in the vocabulary is written out.
std::string_view ChoiceWords(std::string_view choice) {
  if (choice == "pos") return "positive";
  if (choice == "neg") return "negative";
  if (choice == "nt") return "not tested";
  return choice;
}

std::string_view OpWords(v1::Value::Op op) {
  switch (op) {
    case v1::Value::LT:
      return " below ";
    case v1::Value::LE:
      return " at most ";
    case v1::Value::EQ:
      return " exactly ";
    case v1::Value::GE:
      return " at least ";
    default:
      return " above ";
  }
}

}  // namespace

std::string SiteKey(const std::optional<Site>& site) {
  if (!site.has_value()) return "patient";
  const auto side = static_cast<std::size_t>(site->side);
  return std::string(WordOf(site->area).key) + "/" +
         std::string(kSides[side < kSides.size() ? side : 0]);
}

std::string SiteWords(const std::optional<Site>& site) {
  if (!site.has_value()) return "patient";
  const std::string area(WordOf(site->area).words);
  switch (site->side) {
    case v1::LEFT:
      return "left " + area;
    case v1::RIGHT:
      return "right " + area;
    case v1::BILATERAL:
      return area + " (both sides)";
    default:
      return area + " (side not told)";
  }
}

std::string DayWords(Day day) {
  const std::chrono::year_month_day date{day};
  return std::to_string(static_cast<unsigned>(date.day())) + " " +
         std::string(kMonths[static_cast<unsigned>(date.month()) - 1]) + " " +
         std::to_string(static_cast<int>(date.year()));
}

std::string DaysWords(int days) { return std::to_string(days) + (days == 1 ? " day" : " days"); }

std::string ObservedWord(const CodeInfo& code, double number) {
  switch (code.kind) {
    case v1::Code::FLAG:
      return number > 0.5 ? "present" : "absent";
    case v1::Code::CHOICE:
      return code.choices[static_cast<std::size_t>(number)];
    default:
      return Number(number);
  }
}

std::string ValueWords(const CodeInfo& code, double number) {
  if (code.kind == v1::Code::FLAG) return code.display + (number > 0.5 ? ": yes" : ": no");
  if (code.kind == v1::Code::CHOICE) {
    return code.display + ": " + std::string(ChoiceWords(ObservedWord(code, number)));
  }
  std::string words = code.display + ": " + ObservedWord(code, number);
  if (code.kind == v1::Code::NUMBER && !code.unit.empty()) words += " " + code.unit;
  return words;
}

std::string StateWords(const Program& program, NodeIndex state) {
  return Lower(program.states[state].display);
}

std::string TestWords(const Program& program, NodeIndex test) {
  const TestNode& node = program.tests[test];
  const auto& codes = program.codes;
  switch (node.kind) {
    case TestNode::Kind::kAll:
    case TestNode::Kind::kAny: {
      const bool all = node.kind == TestNode::Kind::kAll;
      std::string words;
      for (const NodeIndex child : node.children) {
        const TestNode& part = program.tests[child];
        const bool list =
            (part.kind == TestNode::Kind::kAll || part.kind == TestNode::Kind::kAny) &&
            part.children.size() > 1;
        if (!words.empty()) words += all ? " and " : " or ";
        const std::string inner = TestWords(program, child);
        words += list ? "(" + inner + ")" : inner;
      }
      return words;
    }
    case TestNode::Kind::kNot:
      return "not " + TestWords(program, node.children.front());
    case TestNode::Kind::kFlag:
      return Lower(codes[node.code].display);
    case TestNode::Kind::kState:
      return StateWords(program, node.code);
    case TestNode::Kind::kNumber: {
      std::string words =
          Lower(codes[node.code].display) + std::string(OpWords(node.op)) + Number(node.than);
      if (!codes[node.code].unit.empty()) words += " " + codes[node.code].unit;
      return words;
    }
    case TestNode::Kind::kChoice: {
      std::string words = Lower(codes[node.code].display) + " is ";
      bool first = true;
      for (std::size_t i = 0; i < codes[node.code].choices.size(); ++i) {
        if ((node.choices >> i & 1) == 0) continue;
        if (!first) words += " or ";
        words += ChoiceWords(codes[node.code].choices[i]);
        first = false;
      }
      return words;
    }
    case TestNode::Kind::kNotAsked:
      return Lower(codes[node.code].display) + " not asked";
  }
  return {};
}

std::string_view UrgencyWord(v1::Urgency urgency) {
  switch (urgency) {
    case v1::EMERGENCY:
      return "emergency";
    case v1::URGENT:
      return "urgent";
    case v1::SOON:
      return "soon";
    default:
      return "watch";
  }
}

std::optional<std::string> UnknownSlot(std::string_view basis) {
  for (std::size_t at = basis.find('{'); at != std::string_view::npos;
       at = basis.find('{', at + 1)) {
    const std::string_view rest = basis.substr(at);
    bool known = false;
    for (const std::string_view slot : kSlots) known |= rest.starts_with(slot);
    if (!known) {
      const std::size_t end = rest.find('}');
      return std::string(end == std::string_view::npos ? rest : rest.substr(0, end + 1));
    }
  }
  return std::nullopt;
}

std::string FillSlots(std::string_view basis, const Slots& slots) {
  const std::array<const std::string*, 6> values = {&slots.site, &slots.first,  &slots.last,
                                                    &slots.span, &slots.period, &slots.findings};
  std::string filled;
  while (!basis.empty()) {
    std::size_t taken = 0;
    for (std::size_t i = 0; i < kSlots.size() && taken == 0; ++i) {
      if (!basis.starts_with(kSlots[i])) continue;
      filled += *values[i];
      taken = kSlots[i].size();
    }
    if (taken == 0) {
      filled += basis.front();
      taken = 1;
    }
    basis.remove_prefix(taken);
  }
  if (!filled.empty() && filled[0] >= 'a' && filled[0] <= 'z') {
    filled[0] = static_cast<char>(filled[0] - 'a' + 'A');
  }
  return filled;
}

}  // namespace midstance::rules
