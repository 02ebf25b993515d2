#include "storage/row.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <charconv>

namespace midstance::storage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor& Field(const Message& resource, const char* name) {
  return *resource.GetDescriptor()->FindFieldByName(name);
}

void AppendUtf8(char32_t point, std::string& text) {
  const auto byte = [&text](char32_t bits) { text.push_back(static_cast<char>(bits)); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) {
    byte(0xC0 | (point >> 6));
  } else if (point < 0x10000) {
    byte(0xE0 | (point >> 12));
    byte(0x80 | ((point >> 6) & 0x3F));
  } else {
    byte(0xF0 | (point >> 18));
    byte(0x80 | ((point >> 12) & 0x3F));
    byte(0x80 | ((point >> 6) & 0x3F));
  }
  byte(0x80 | (point & 0x3F));
}

// The last code point of valid UTF-8 and where it begins.
std::pair<char32_t, std::size_t> LastPoint(std::string_view text) {
  std::size_t begin = text.size() - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  const auto lead = static_cast<unsigned char>(text[begin]);
  char32_t point = lead < 0x80   ? lead
                   : lead < 0xE0 ? lead & 0x1F
                   : lead < 0xF0 ? lead & 0x0F
                                 : lead & 0x07;
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    point = (point << 6) | (static_cast<unsigned char>(text[i]) & 0x3F);
  }
  return {point, begin};
}

}  // namespace

std::string EtagOf(std::int64_t version) { return std::to_string(version); }

std::optional<std::int64_t> VersionOf(std::string_view etag) {
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(etag.data(), etag.data() + etag.size(), version);
  if (error != std::errc() || end != etag.data() + etag.size() || version <= 0) return std::nullopt;
  if (EtagOf(version) != etag) return std::nullopt;
  return version;
}

std::string_view PatientOf(std::string_view name) {
  constexpr std::string_view kPatients = "patients/";
  if (!name.starts_with(kPatients)) return {};
  name.remove_prefix(kPatients.size());
  return name.substr(0, name.find('/'));
}

const std::string& NameOf(const Message& resource) {
  return resource.GetReflection()->GetStringReference(resource, &Field(resource, "name"), nullptr);
}

const std::string& EtagIn(const Message& resource) {
  return resource.GetReflection()->GetStringReference(resource, &Field(resource, "etag"), nullptr);
}

void SetEtag(Message& resource, std::int64_t version) {
  resource.GetReflection()->SetString(&resource, &Field(resource, "etag"), EtagOf(version));
}

void StampTime(Message& resource, const char* field, std::optional<Instant> at) {
  const FieldDescriptor* time = resource.GetDescriptor()->FindFieldByName(field);
  if (time == nullptr) return;
  if (!at.has_value()) return resource.GetReflection()->ClearField(&resource, time);
  Message& stamp = *resource.GetReflection()->MutableMessage(&resource, time);
  static_cast<google::protobuf::Timestamp&>(stamp) = TimestampOf(*at);
}

absl::Status Encode(const TableSpec& table, Message& resource, Mutation& mutation) {
  mutation.columns.reserve(table.columns.size());
  for (const Column& column : table.columns) {
    mutation.columns.push_back(column.extract(resource));
    const auto* text = std::get_if<std::string>(&mutation.columns.back());
    if (text != nullptr && text->find('\0') != std::string::npos) {
      return FieldInvalid(column.field.empty() ? column.name : column.field,
                          "must not contain NUL");
    }
  }
  if (table.care_team != nullptr) mutation.care_team = table.care_team(resource);
  if (table.terms != nullptr) mutation.terms = table.terms(resource);
  for (const Term& term : mutation.terms) {
    if (term.text.find('\0') != std::string::npos) {
      return FieldInvalid(table.terms_table, "must not contain NUL");
    }
  }
  resource.GetReflection()->ClearField(&resource, &Field(resource, "etag"));
  const std::size_t size = resource.ByteSizeLong();
  if (size > kMaxRowBytes) {
    return Error(midstance::v1::ERROR_REASON_TOO_LARGE)
        .On(table.resource_type, mutation.name)
        .With("limit", std::to_string(kMaxRowBytes))
        .Because("the resource is larger than what can be stored");
  }
  mutation.data.reserve(size);
  google::protobuf::io::StringOutputStream sink(&mutation.data);
  google::protobuf::io::CodedOutputStream out(&sink);
  out.SetSerializationDeterministic(true);
  resource.SerializeWithCachedSizes(&out);
  return absl::OkStatus();
}

std::vector<Value> CareTeamValues(const Mutation& mutation) {
  std::vector<Value> values;
  const TableSpec& table = *mutation.table;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& kept = table.care_team_columns;
    if (std::find(kept.begin(), kept.end(), table.columns[i].name) != kept.end()) {
      values.push_back(mutation.columns[i]);
    }
  }
  return values;
}

bool Decode(std::string_view data, std::int64_t version, Message& resource) {
  if (!resource.ParseFromArray(data.data(), static_cast<int>(data.size()))) return false;
  SetEtag(resource, version);
  return true;
}

RowDecoder::RowDecoder(const google::protobuf::Descriptor& type)
    : name_(*type.FindFieldByName("name")), etag_(*type.FindFieldByName("etag")) {}

bool RowDecoder::Decode(std::string_view data, std::int64_t version, Message& resource) const {
  if (!resource.ParseFromArray(data.data(), static_cast<int>(data.size()))) return false;
  resource.GetReflection()->SetString(&resource, &etag_, EtagOf(version));
  return true;
}

void RowDecoder::SetName(Message& resource, std::string_view name) const {
  resource.GetReflection()->SetString(&resource, &name_, std::string(name));
}

std::optional<std::string> EndOfPrefix(std::string_view prefix) {
  constexpr char32_t kLastPoint = 0x10FFFF;
  constexpr char32_t kFirstSurrogate = 0xD800;
  constexpr char32_t kAfterSurrogates = 0xE000;
  while (!prefix.empty()) {
    const auto [point, begin] = LastPoint(prefix);
    if (point < kLastPoint) {
      std::string end(prefix.substr(0, begin));
      AppendUtf8(point + 1 == kFirstSurrogate ? kAfterSurrogates : point + 1, end);
      return end;
    }
    prefix = prefix.substr(0, begin);
  }
  return std::nullopt;
}

absl::Status NotFound(const TableSpec& table, std::string_view name) {
  return Error(midstance::v1::ERROR_REASON_RESOURCE_NOT_FOUND)
      .On(table.resource_type, name)
      .Because("there is no such resource");
}

absl::Status EtagMismatch(const TableSpec& table, std::string_view name) {
  return Error(midstance::v1::ERROR_REASON_ETAG_MISMATCH)
      .On(table.resource_type, name)
      .Because("the resource changed since its etag was read");
}

absl::Status Exists(const TableSpec& table, std::string_view name) {
  return Error(midstance::v1::ERROR_REASON_RESOURCE_EXISTS)
      .On(table.resource_type, name)
      .Because("the name or a natural key of the resource is taken");
}

absl::Status Unreadable(const TableSpec& table, std::string_view name) {
  return Error(midstance::v1::ERROR_REASON_INTERNAL)
      .On(table.resource_type, name)
      .Because("the stored bytes are not of this type");
}

absl::Status TermTaken(const TableSpec& table, std::string_view name, std::string_view field) {
  return Error(midstance::v1::ERROR_REASON_RESOURCE_EXISTS)
      .On(table.resource_type, name)
      .Field(field, "is another one's already")
      .Because("another resource of the clinic has it");
}

}  // namespace midstance::storage
