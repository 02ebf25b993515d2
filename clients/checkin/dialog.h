#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/checkin/question_flow.h"
#include "clients/checkin/terminal.h"
#include "clients/checkin/words.h"

namespace midstance::checkin {

// How a dialog ended.
enum class DialogEnd : std::uint8_t {
  kSend,  // she read her answers and wants them sent
  kQuit,  // she wants them not sent
  kGone,  // nothing more to read
  kIdle,  // nobody typed
};

// Asks one thing after the other and shows what was answered before it is sent. The safety text is
// printed at the very answer that is a sign.
class Dialog {
 public:
  Dialog(Terminal& terminal, const Words& words, const v1::CheckInForm& form, Answers answers);

  // From the first question on.
  DialogEnd Ask();
  // From the answers that there are: to change some of them.
  DialogEnd Review();

  const Answers& answers() const { return answers_; }

 private:
  enum class Turn : std::uint8_t { kAnswered, kAgain, kBack, kGone, kIdle };

  DialogEnd Walk(std::optional<Step> step);
  Turn AskStep(const Step& step);
  Turn Take(const Step& step, const std::string& typed);
  void Put(const Step& step);
  void PutQuestion(int question);
  void PutPlace(const v1::Question& question);
  void PutPlace(const std::string& place);
  void PutSafety(bool unsent);
  // The next step that was not asked yet.
  std::optional<Step> NextUnasked(const Step& after) const;

  void SayWrong(const Step& step);
  // Empty when it was not told.
  std::string ToldAt(const Step& step) const;
  std::string ValueOf(int question) const;
  std::string Hint(const Step& step) const;
  void Forget(const Step& step);

  // Prints every answer; the step of each, in their order.
  std::vector<Step> PutAnswers();
  // Until she sends, ends or chooses what to ask again, which is then the result's step.
  struct Choice {
    std::optional<DialogEnd> end;
    std::optional<Step> step;
  };
  Choice Choose();

  Terminal& terminal_;
  const Words& words_;
  const v1::CheckInForm& form_;
  const std::vector<TickList> lists_;
  Answers answers_;
  std::vector<Step> asked_;
  std::optional<std::string> place_;  // that was told last
};

}  // namespace midstance::checkin
