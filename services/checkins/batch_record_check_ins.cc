#include <optional>
#include <utility>
#include <vector>

#include "services/cases/engine/recording.h"
#include "services/cases/engine/timeline_loader.h"
#include "services/cases/lifecycle.h"
#include "services/checkins/advice.h"
#include "services/checkins/answer.h"
#include "services/checkins/batch_items.h"
#include "services/checkins/recorded.h"
#include "services/checkins/records.h"
#include "services/checkins/texts.h"
#include "services/checkins/verbs.h"
#include "storage/tables/all.h"
#include "support/status.h"

namespace midstance::checkins {
namespace {

// What is the item's fault, or a state that it meets; anything else ends the call.
bool IsOfItem(const absl::Status& status) {
  switch (ReasonOf(status)) {
    case v1::ERROR_REASON_FIELD_INVALID:
    case v1::ERROR_REASON_REQUEST_ID_REUSED:
    case v1::ERROR_REASON_STATE_FORBIDS:
      return true;
    default:
      return false;
  }
}

class Batch {
 public:
  Batch(const rpc::Call& call, storage::Writer& writer, const cases::RuleEngine& engine,
        const ResourceName& parent, const Words& words, absl::Status takes_records)
      : call_(call),
        writer_(writer),
        engine_(engine),
        parent_(parent),
        words_(words),
        takes_records_(std::move(takes_records)),
        run_(writer, engine, parent.patient()) {}

  absl::Status Take(BatchItem& item, v1::CheckInResult& result) {
    MIDSTANCE_ASSIGN_OR_RETURN(auto found, FindRecorded(writer_, parent_, item.key, item.check_in));
    if (found.has_value()) {
      result.set_outcome(v1::CheckInResult::OUTCOME_ALREADY_RECORDED);
      *result.mutable_check_in() = *std::move(found);
      return absl::OkStatus();
    }
    MIDSTANCE_RETURN_IF_ERROR(takes_records_);
    MIDSTANCE_RETURN_IF_ERROR(
        SortOutExercises(call_, writer_, parent_.str(), engine_.calendar(), item.check_in));
    rpc::Call one = call_;
    one.seed = item.key.seed;
    auto& check_in = *result.mutable_check_in();
    check_in = std::move(item.check_in);
    EnterCheckIn(one, parent_, words_, check_in);
    check_in.set_name(ChildName(parent_, Kind::kCheckIn, item.key.id).str());
    if (absl::Status kept = Keep(one, check_in); !kept.ok()) {
      broken_ = true;
      return kept;
    }
    result.set_outcome(v1::CheckInResult::OUTCOME_RECORDED);
    return absl::OkStatus();
  }

  // Something was half done: nothing of the call may be kept.
  bool broken() const { return broken_; }

  absl::StatusOr<v1::BatchRecordCheckInsResponse> Finish(v1::BatchRecordCheckInsResponse response) {
    if (!last_.has_value()) {
      storage::Writer dropped(static_cast<const storage::Reader&>(writer_));
      const cases::RecordChange nothing{
          .patient_id = parent_.patient(), .added = {}, .withdrawn = {}};
      MIDSTANCE_ASSIGN_OR_RETURN(last_, cases::RunRules(call_, dropped, engine_, nothing));
      advice_ = AdviceFor(*last_, words_);
    }
    *response.mutable_advice() = advice_;
    *response.mutable_evaluation() = std::move(last_->evaluation);
    for (const auto& escalation : run_.touched()) *response.add_escalations() = escalation;
    return response;
  }

 private:
  absl::Status Keep(const rpc::Call& one, v1::CheckIn& check_in) {
    MIDSTANCE_RETURN_IF_ERROR(writer_.Insert(check_in, call_.now));
    const cases::RecordChange change{.patient_id = parent_.patient(),
                                     .added = cases::ReportsOf(check_in, call_.now),
                                     .withdrawn = {}};
    MIDSTANCE_ASSIGN_OR_RETURN(last_, run_.Next(one, change));
    auto advice = AdviceFor(*last_, words_);
    if (advice.running_on_hold() || !advice_.running_on_hold()) advice_ = std::move(advice);
    return absl::OkStatus();
  }

  const rpc::Call& call_;
  storage::Writer& writer_;
  const cases::RuleEngine& engine_;
  const ResourceName& parent_;
  const Words& words_;
  const absl::Status takes_records_;
  cases::RuleRun run_;
  std::optional<cases::Consequences> last_;
  v1::Advice advice_;
  bool broken_ = false;
};

}  // namespace

absl::StatusOr<v1::BatchRecordCheckInsResponse> BatchRecordCheckIns::operator()(
    const rpc::Call& call, storage::Writer& writer,
    const v1::BatchRecordCheckInsRequest& request) const {
  MIDSTANCE_ASSIGN_OR_RETURN(const auto active, engines.At(writer, call.now));
  const auto& engine = *active;
  MIDSTANCE_ASSIGN_OR_RETURN(const auto parent,
                             ResourceName::Parse(request.parent(), Kind::kCase, "parent"));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto a_case, writer.Get<v1::Case>(parent.str()));
  v1::BatchRecordCheckInsResponse response;
  std::vector<BatchItem> items;
  items.reserve(static_cast<std::size_t>(request.items_size()));
  for (int i = 0; i < request.items_size(); ++i) {
    auto& result = *response.add_results();
    result.set_request_id(request.items(i).request_id());
    auto read = ReadItem(schema, engine, call.principal.name, call.now, request,
                         static_cast<std::size_t>(i));
    if (read.ok()) {
      items.push_back(*std::move(read));
    } else {
      Refuse(read.status(), result);
    }
  }
  SortByObservation(items);
  Batch batch(call, writer, engine, parent, WordsFor(request.language_code()),
              cases::NotEnded(a_case));
  for (auto& item : items) {
    auto& result = *response.mutable_results(static_cast<int>(item.at));
    const absl::Status taken = batch.Take(item, result);
    if (taken.ok()) continue;
    if (batch.broken() || !IsOfItem(taken)) return taken;
    Refuse(taken, result);
  }
  return batch.Finish(std::move(response));
}

}  // namespace midstance::checkins
