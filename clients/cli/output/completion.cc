#include "clients/cli/output/completion.h"

#include <string_view>
#include <vector>

#include "clients/cli/command_tree.h"

namespace midstance::cli {
namespace {

// Which command the words make, then what may stand in the place of the one that is typed. Written
// so that bash and zsh read it alike.
constexpr std::string_view kOffers = R"SH(
# CURRENT WORD...: what may stand in the place of CURRENT behind these words.
_midstance_offers() {
  local current=$1 at='' waits='' word=''
  shift
  for word in "$@"; do
    if [ -n "$waits" ]; then
      waits=''
      continue
    fi
    case $word in
      -*=*) ;;
      -*) case " $(_midstance_flags "$at") $(_midstance_flags '') " in *" $word "*) ;; *) waits=$word ;; esac ;;
      *) case " $(_midstance_verbs "$at") " in *" $word "*) at=${at:+$at }$word ;; esac ;;
    esac
  done
  if [ -n "$waits" ]; then
    _midstance_words "$at $waits"
    [ -z "$at" ] || _midstance_words " $waits"
    return
  fi
  case $current in
    -*=*)
      for word in $(_midstance_offers '' "$@" "${current%%=*}"); do
        echo "${current%%=*}=$word"
      done
      ;;
    -*)
      _midstance_options "$at"
      _midstance_flags "$at"
      [ -z "$at" ] || _midstance_options ''
      [ -z "$at" ] || _midstance_flags ''
      ;;
    *)
      _midstance_verbs "$at"
      _midstance_words "$at"
      ;;
  esac
}
)SH";

constexpr std::string_view kBash = R"SH(
_midstance() {
  local current=${COMP_WORDS[COMP_CWORD]} typed=("${COMP_WORDS[@]:1:COMP_CWORD-1}")
  # bash takes the = of --option=word for a word of its own.
  if [[ $current == = ]]; then
    current=
  elif (( ${#typed[@]} > 0 )) && [[ ${typed[-1]} == = ]]; then
    unset 'typed[-1]'
  fi
  mapfile -t COMPREPLY < <(compgen -W "$(_midstance_offers "$current" "${typed[@]}")" -- "$current")
}
complete -o default -F _midstance midstance
)SH";

constexpr std::string_view kZsh = R"SH(
_midstance() {
  local -a offers
  offers=(${=$(_midstance_offers "${words[CURRENT]}" "${(@)words[2,CURRENT-1]}")})
  if (( $#offers )); then
    compadd -a offers
  else
    _files
  fi
}
if [[ ${funcstack[1]} == _midstance ]]; then
  _midstance "$@"
else
  compdef _midstance midstance
fi
)SH";

std::string InOneRow(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

// A function that tells words of each command: NAME COMMAND.
class Function {
 public:
  explicit Function(const std::string& name) : text_(name + "() {\n  case $1 in\n") {}
  void Add(const std::string& of, const std::vector<std::string>& words) {
    if (!words.empty()) text_ += "    '" + of + "') echo '" + InOneRow(words) + "' ;;\n";
  }
  std::string End() const { return text_ + "  esac\n}\n"; }

 private:
  std::string text_;
};

std::string Tables(const CLI::App& program) {
  Function verbs("_midstance_verbs");
  Function options("_midstance_options");
  Function flags("_midstance_flags");
  Function words("_midstance_words");
  const std::vector<CommandNode> nodes = CommandsOf(program);
  for (const CommandNode& node : nodes) {
    std::vector<std::string> children;
    for (const CommandNode& child : nodes) {
      const std::string parent = node.words.empty() ? "" : node.words + ' ';
      if (child.words.empty() || !child.words.starts_with(parent)) continue;
      const std::string word = child.words.substr(parent.size());
      if (!word.empty() && word.find(' ') == std::string::npos) children.push_back(word);
    }
    verbs.Add(node.words, children);
    std::vector<std::string> taking;
    std::vector<std::string> plain;
    for (const CLI::Option* option : OptionsOf(*node.app)) {
      // Every command has that of the program.
      if (option == node.app->get_help_ptr() && !node.words.empty()) continue;
      (TakesValue(*option) ? taking : plain).push_back(NameOf(*option));
      words.Add(node.words + ' ' + NameOf(*option), ChoicesOf(*option));
    }
    options.Add(node.words, taking);
    flags.Add(node.words, plain);
    for (const CLI::Option* positional : PositionalsOf(*node.app)) {
      words.Add(node.words, ChoicesOf(*positional));
    }
  }
  return verbs.End() + options.End() + flags.End() + words.End();
}

}  // namespace

std::string BashCompletion(const CLI::App& program) {
  return "# bash completion of midstance: source <(midstance completion bash)\n" + Tables(program) +
         std::string(kOffers) + std::string(kBash);
}

std::string ZshCompletion(const CLI::App& program) {
  return "#compdef midstance\n# zsh completion: as _midstance in a folder of $fpath, or read by "
         "source after compinit\n" +
         Tables(program) + std::string(kOffers) + std::string(kZsh);
}

}  // namespace midstance::cli
