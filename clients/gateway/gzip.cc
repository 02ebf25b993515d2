#include "clients/gateway/gzip.h"

#include <google/protobuf/io/gzip_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>

namespace midstance::gateway {

std::string Gzipped(std::string_view bytes) {
  std::string zipped;
  google::protobuf::io::StringOutputStream out(&zipped);
  google::protobuf::io::GzipOutputStream::Options options;
  options.compression_level = 9;
  google::protobuf::io::GzipOutputStream zipping(&out, options);
  void* room = nullptr;
  int size = 0;
  while (!bytes.empty() && zipping.Next(&room, &size)) {
    const std::size_t part = std::min(bytes.size(), static_cast<std::size_t>(size));
    std::copy_n(bytes.begin(), part, static_cast<char*>(room));
    bytes.remove_prefix(part);
    zipping.BackUp(size - static_cast<int>(part));
  }
  zipping.Close();
  return zipped;
}

std::optional<std::string> Gunzipped(std::string_view bytes, std::size_t most) {
  constexpr int kZlibStreamEnd = 1;
  if (bytes.empty()) return std::nullopt;
  google::protobuf::io::ArrayInputStream in(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::GzipInputStream unzipping(&in);
  std::string unzipped;
  const void* part = nullptr;
  int size = 0;
  while (unzipping.Next(&part, &size)) {
    if (unzipped.size() + static_cast<std::size_t>(size) > most) return std::nullopt;
    unzipped.append(static_cast<const char*>(part), static_cast<std::size_t>(size));
  }
  if (unzipping.ZlibErrorCode() != kZlibStreamEnd) return std::nullopt;
  return unzipped;
}

}  // namespace midstance::gateway
