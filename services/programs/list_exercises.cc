#include "midstance/v1/program_service.pb.h"
#include "services/programs/verbs.h"
#include "services/rpc/paging.h"
#include "storage/filter.h"
#include "storage/fold.h"

namespace midstance::programs {
namespace {

std::vector<storage::FilterField> LibraryFields() {
  using Kind = storage::FilterField::Kind;
  return {{"kind", "kind", Kind::kEnum, v1::Exercise::Kind_descriptor()},
          {"muscle", "muscle", Kind::kText},
          {"tag", "tag", Kind::kText},
          {"caution", "caution", Kind::kText},
          {"title", "title", Kind::kFoldedText}};
}

std::vector<storage::Value> LibraryValues(const v1::Exercise& exercise, std::string_view column) {
  std::vector<storage::Value> values;
  const auto add = [&values](const auto& texts) { values.assign(texts.begin(), texts.end()); };
  if (column == "kind") values.emplace_back(std::int64_t{exercise.kind()});
  if (column == "muscle") add(exercise.muscles());
  if (column == "tag") add(exercise.tags());
  if (column == "caution") add(exercise.cautions());
  if (column == "title") values.emplace_back(storage::Fold(exercise.title()));
  return values;
}

}  // namespace

absl::StatusOr<v1::ListExercisesResponse> ListExercises::operator()(
    const rpc::Call& call, const storage::Reader&, const v1::ListExercisesRequest& request) const {
  const auto asked = rpc::AskedBy(request);
  MIDSTANCE_ASSIGN_OR_RETURN(const int size, rpc::PageSizeOf(asked));
  MIDSTANCE_ASSIGN_OR_RETURN(const auto after, rpc::OpenPageToken(sealer, call, asked));
  storage::Filter filter;
  if (!request.filter().empty()) {
    MIDSTANCE_ASSIGN_OR_RETURN(filter, storage::ParseFilter(LibraryFields(), request.filter()));
  }
  v1::ListExercisesResponse response;
  std::string last;
  bool reached = after.empty();
  for (const auto& exercise : catalogue.library().exercises()) {
    const bool listed = reached && storage::Matches(filter, [&](std::string_view column) {
                          return LibraryValues(exercise, column);
                        });
    if (exercise.name() == after) reached = true;
    if (!listed) continue;
    if (response.exercises_size() == size) {
      last = response.exercises(size - 1).name();
      break;
    }
    *response.add_exercises() = exercise;
  }
  response.set_next_page_token(rpc::SealPageToken(sealer, call, asked, last));
  *response.mutable_cautions() = catalogue.cautions();
  return response;
}

}  // namespace midstance::programs
