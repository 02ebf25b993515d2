#include "services/delivery/folder_channel.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "services/delivery/descriptor.h"
#include "services/delivery/message_json.h"
#include "support/status.h"

namespace midstance::delivery {
namespace {

constexpr mode_t kOwnerAlone = 0600;
constexpr mode_t kForOthers = 07;

absl::Status RefuseFolder(const std::string& path, std::string_view why) {
  return absl::FailedPreconditionError("delivery.folder.path: " + path + " " + std::string(why));
}

bool WriteWhole(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool IsThere(const std::filesystem::path& file, std::string_view bytes) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return false;
  const std::string found{std::istreambuf_iterator<char>(stream), {}};
  return found == bytes;
}

// Under another name first, of which only one is ever written at a time.
bool Put(const std::filesystem::path& folder, const std::string& name, std::string_view bytes) {
  const auto file = folder / name;
  if (IsThere(file, bytes)) return true;
  const auto begun = folder / ("." + name + ".new");
  {
    unlink(begun.c_str());
    const Descriptor out(
        open(begun.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, kOwnerAlone));
    if (!out.ok()) return false;
    if (!WriteWhole(out.get(), bytes) || fsync(out.get()) != 0) return false;
  }
  return std::rename(begun.c_str(), file.c_str()) == 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FolderChannel>> FolderChannel::Make(
    const config::v1::FolderChannel& config) {
  struct stat found = {};
  if (stat(config.path().c_str(), &found) != 0) {
    return RefuseFolder(config.path(), std::string("cannot be used: ") + std::strerror(errno));
  }
  if (!S_ISDIR(found.st_mode)) return RefuseFolder(config.path(), "is no folder");
  if ((found.st_mode & kForOthers) != 0) {
    return RefuseFolder(config.path(), "is open to others; chmod o= closes it");
  }
  if (access(config.path().c_str(), W_OK | X_OK) != 0) {
    return RefuseFolder(config.path(), "cannot be written by the server");
  }
  return std::unique_ptr<FolderChannel>(new FolderChannel(config.path()));
}

Try FolderChannel::Send(const Message& message, const std::stop_token& /*stop*/) {
  if (!message.pdf.empty() && !Put(path_, message.id + ".pdf", message.pdf)) {
    return NotNow("the folder does not take the letter's file");
  }
  if (!Put(path_, message.id + ".json", JsonOf(message, Pdf::kBeside))) {
    return NotNow("the folder does not take the file");
  }
  const Descriptor folder(open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.ok() || fsync(folder.get()) != 0) return NotNow("the folder cannot be synced");
  return Taken();
}

}  // namespace midstance::delivery
