#pragma once

#include <CLI/CLI.hpp>

#include "clients/cli/columns/columns.h"
#include "clients/cli/context.h"
#include "clients/cli/output/json.h"
#include "clients/cli/prescribed.h"
#include "clients/core/words.h"
#include "midstance/v1/program_service.pb.h"

// What commands that prescribe have in common.
namespace midstance::cli {

inline void AddExerciseWords(CLI::App& verb, PrescribedWords& words) {
  verb.add_option("exercises", words.exercises, "exercise or exercise/side, e.g. tr-calf/left");
  verb.add_option("--set-aside", words.set_aside,
                  "A caution that does not count for one exercise, e.g. tr-calf/left=K1");
  verb.add_option("--why", words.why, "Why the cautions are set aside");
}

// What is known against a prescription, in lines beside the data.
inline void TalkOf(const Context& context, const v1::PrescriptionCheck& check) {
  for (const auto& finding : check.findings()) {
    context.talk() << client::Word(finding.effect()) << (finding.overridden() ? " (set aside)" : "")
                   << ": " << finding.exercise() << ' ' << finding.caution() << ". "
                   << finding.because() << '\n';
  }
  for (const auto& advice : check.advice()) context.talk() << "note: " << advice.text() << '\n';
}

// An answer with an enrollment and its check.
template <class Response>
absl::Status ShowPrescribed(const Context& context, const Response& reply) {
  if (context.output_format() == Format::kJson) {
    context.data() << FormatJson(reply);
    return absl::OkStatus();
  }
  TalkOf(context, reply.check());
  return context.Show(EnrollmentColumns(), reply.enrollment());
}

}  // namespace midstance::cli
