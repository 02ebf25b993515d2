#include "clients/gateway/deflate.h"

#include <zlib.h>

namespace midstance::gateway {
namespace {

constexpr int kMostMemory = 9;

// zlib writes to none of its inputs, and says so only when it is asked before its header.
Bytef* InputOf(std::string_view bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}
Bytef* OutputOf(std::string& bytes) { return reinterpret_cast<Bytef*>(bytes.data()); }

}  // namespace

std::string Deflated(std::string_view bytes, const std::string& dictionary) {
  z_stream stream = {};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS, kMostMemory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  deflateSetDictionary(&stream, InputOf(dictionary), static_cast<uInt>(dictionary.size()));
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = InputOf(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = OutputOf(out);
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::optional<std::string> Inflated(std::string_view bytes, const std::string& dictionary,
                                    std::size_t most) {
  z_stream stream = {};
  if (inflateInit(&stream) != Z_OK) return std::nullopt;
  std::string out(most, '\0');
  stream.next_in = InputOf(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = OutputOf(out);
  stream.avail_out = static_cast<uInt>(out.size());
  int state = inflate(&stream, Z_FINISH);
  // Another dictionary is refused here, by its checksum.
  if (state == Z_NEED_DICT && inflateSetDictionary(&stream, InputOf(dictionary),
                                                   static_cast<uInt>(dictionary.size())) == Z_OK) {
    state = inflate(&stream, Z_FINISH);
  }
  const bool is_whole = state == Z_STREAM_END && stream.avail_in == 0;
  out.resize(stream.total_out);
  inflateEnd(&stream);
  if (!is_whole) return std::nullopt;
  return out;
}

}  // namespace midstance::gateway
