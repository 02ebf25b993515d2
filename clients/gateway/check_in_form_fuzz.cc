// The check-in page reads forms that a stranger may have made up, the questions too. Whatever the
// fields are, they are read in no time, and nothing of them is markup of the page that comes again.

#include <google/protobuf/stubs/logging.h>

#include <cstdint>
#include <cstdlib>

#include "clients/gateway/check_in_pages.h"
#include "clients/gateway/packed_form.h"

namespace midstance::gateway {
namespace {

void ExpectThat(bool holds) {
  if (!holds) std::abort();
}

std::size_t CountOf(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

// The first byte says how the rest is read: as fields alone, with a form packed into one of them,
// or as the form itself.
void TryForm(std::string_view bytes) {
  if (bytes.empty()) return;
  CheckInEntry entry{.form = {}};
  auto fields = ParseForm(bytes.substr(1), 400);
  if (fields) {
    entry.values = *fields;
    if (auto form = UnpackForm(FieldOf(*fields, "form"))) entry.form = *std::move(form);
    entry.values.erase("form");
  } else {
    v1::CheckInForm made;
    if (!made.ParseFromArray(bytes.data() + 1, static_cast<int>(bytes.size()) - 1)) return;
    const auto form = UnpackForm(PackForm(made));
    if (!form) return;
    entry.form = *form;
    entry.values = ValuesOf(entry.form, checkin::Prefill(entry.form, made.todays_check_in()));
  }
  const auto& texts = AllTexts();
  const Contact contact;
  const Look look{.texts = texts[static_cast<std::uint8_t>(bytes.front()) % texts.size()],
                  .contact = contact};
  Problems problems;
  const auto answers = AnswersOf(entry, look.texts, problems);
  if (answers) checkin::Compose(entry.form, *answers);
  const std::string page = FormPage(look, entry, problems, LeavesTheListOut(entry)).body;
  ExpectThat(CountOf(page, "<script") == 1 && CountOf(page, "<form") == 2 &&
             CountOf(page, "<main") == 1 && CountOf(page, "</html>") == 1);
}

}  // namespace
}  // namespace midstance::gateway

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  google::protobuf::SetLogHandler(nullptr);  // it has a line for each text that is not UTF-8
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  midstance::gateway::TryForm({reinterpret_cast<const char*>(data), size});
  return 0;
}
