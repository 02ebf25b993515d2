#include <optional>
#include <utility>

#include "services/cases/engine/observation_check.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/cases/lifecycle.h"
#include "services/checkins/answer.h"
#include "services/checkins/recorded.h"
#include "services/checkins/records.h"
#include "services/checkins/texts.h"
#include "services/checkins/verbs.h"
#include "storage/tables/all.h"

namespace midstance::checkins {
namespace {

// Recorded before under the same id, by BatchRecordCheckIns: nothing is written.
absl::StatusOr<v1::RecordCheckInResponse> AsRecorded(const rpc::Call& call,
                                                     const storage::Writer& writer,
                                                     const cases::RuleEngine& engine,
                                                     std::string_view patient, const Words& words,
                                                     v1::CheckIn found) {
  storage::Writer dropped(static_cast<const storage::Reader&>(writer));
  const cases::RecordChange nothing{.patient_id = patient, .added = {}, .withdrawn = {}};
  MIDSTANCE_ASSIGN_OR_RETURN(auto now, cases::RunRules(call, dropped, engine, nothing));
  now.escalations.clear();
  v1::RecordCheckInResponse response;
  *response.mutable_check_in() = std::move(found);
  FillAnswer(std::move(now), words, response);
  return response;
}

}  // namespace

absl::StatusOr<v1::RecordCheckInResponse> RecordCheckIn::operator()(
    const rpc::Call& call, storage::Writer& writer, const v1::RecordCheckInRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_RETURN_IF_ERROR(CheckContent(engine, call.now, request.check_in()));
  const Words& words = WordsFor(request.language_code());
  v1::RecordCheckInResponse response;
  auto& check_in = *response.mutable_check_in();
  check_in = request.check_in();
  cases::ConvertUnits(engine.rules(), check_in);
  const auto key = KeyOf(call.principal.name, request.request_id());
  // What a device kept tells when it was observed; only that may have come in a batch before.
  if (key.has_value() && check_in.has_occurred_time()) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto found, FindRecorded(writer, parent, *key, check_in));
    if (found.has_value()) {
      return AsRecorded(call, writer, engine, parent.patient(), words, *std::move(found));
    }
  }
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, writer.Get<v1::Case>(parent.str()));
  MIDSTANCE_RETURN_IF_ERROR(cases::NotEnded(a_case));
  MIDSTANCE_RETURN_IF_ERROR(
      SortOutExercises(call, writer, parent.str(), engine.calendar(), check_in));

  EnterCheckIn(call, parent, words, check_in);
  if (key.has_value()) check_in.set_name(ChildName(parent, Kind::kCheckIn, key->id).str());
  MIDSTANCE_RETURN_IF_ERROR(writer.Insert(check_in, call.now));

  const cases::RecordChange change{.patient_id = parent.patient(),
                                   .added = cases::ReportsOf(check_in, call.now),
                                   .withdrawn = {}};
  MIDSTANCE_ASSIGN_OR_RETURN(auto consequences, cases::RunRules(call, writer, engine, change));
  FillAnswer(std::move(consequences), words, response);
  return response;
}

}  // namespace midstance::checkins
