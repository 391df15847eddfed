#include "model/import/import.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace replisim {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";

enum class Endian : std::uint8_t { Little, Big };

std::uint32_t unit_at(std::string_view bytes, std::size_t at, Endian endian) {
  const auto first = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at]));
  const auto second = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + 1]));
  return endian == Endian::Little ? first | (second << 8U) : (first << 8U) | second;
}

void append_utf8(std::string& out, std::uint32_t code_point) {
  const auto byte = [&out](std::uint32_t value) { out += static_cast<char>(value); };
  if (code_point < 0x80U) {
    byte(code_point);
  } else if (code_point < 0x800U) {
    byte(0xC0U | (code_point >> 6U));
    byte(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000U) {
    byte(0xE0U | (code_point >> 12U));
    byte(0x80U | ((code_point >> 6U) & 0x3FU));
    byte(0x80U | (code_point & 0x3FU));
  } else {
    byte(0xF0U | (code_point >> 18U));
    byte(0x80U | ((code_point >> 12U) & 0x3FU));
    byte(0x80U | ((code_point >> 6U) & 0x3FU));
    byte(0x80U | (code_point & 0x3FU));
  }
}

std::optional<std::string> from_utf16(std::string_view bytes, Endian endian) {
  if (bytes.size() % 2 != 0) {
    return std::nullopt;
  }
  std::string text;
  text.reserve(bytes.size() / 2);
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    std::uint32_t unit = unit_at(bytes, at, endian);
    if (unit >= 0xD800U && unit < 0xE000U) {
      const bool has_pair = unit < 0xDC00U && at + 2 < bytes.size();
      const std::uint32_t low = has_pair ? unit_at(bytes, at + 2, endian) : 0;
      if (low < 0xDC00U || low >= 0xE000U) {
        return std::nullopt;
      }
      unit = 0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U);
      at += 2;
    }
    append_utf8(text, unit);
  }
  return text;
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

}  // namespace

std::string_view to_string(InputKind kind) {
  switch (kind) {
    case InputKind::TerraformPlan: return "Terraform plan";
    case InputKind::TerraformState: return "Terraform state";
    case InputKind::TerraformTest: return "output of terraform test";
    case InputKind::CloudFormation: return "CloudFormation template";
    case InputKind::AwsCli: return "AWS CLI capture";
    case InputKind::Scenario: return "scenario";
  }
  return "input";
}

bool may_hide_rules(const UnknownValue& value) {
  // `rule[0].filter`, `ReplicationConfiguration.Rules`, `s3api.get-bucket-replication`
  const auto speaks_of = [&](std::string_view word) {
    return value.attribute.find(word) != std::string::npos;
  };
  return speaks_of("rule") || speaks_of("eplication") ||
         value.address.find("bucket_replication_configuration") != std::string::npos;
}

std::optional<std::string> decode_text(std::string bytes) {
  const std::string_view view = bytes;
  if (view.starts_with(kUtf8Mark)) {
    return bytes.substr(kUtf8Mark.size());
  }
  if (view.starts_with(kUtf16LittleMark)) {
    return from_utf16(view.substr(kUtf16LittleMark.size()), Endian::Little);
  }
  if (view.starts_with(kUtf16BigMark)) {
    return from_utf16(view.substr(kUtf16BigMark.size()), Endian::Big);
  }
  // Without a mark: what we read begins with an ASCII character.
  if (view.size() >= 2 && view[0] != '\0' && view[1] == '\0') {
    return from_utf16(view, Endian::Little);
  }
  if (view.size() >= 2 && view[0] == '\0' && view[1] != '\0') {
    return from_utf16(view, Endian::Big);
  }
  return bytes;
}

std::optional<std::string> given_account(const ImportOptions& options, std::string_view input,
                                         std::string_view part) {
  std::vector<std::string> names;
  for (const std::string_view name : {input, file_name(input)}) {
    if (!part.empty()) {
      names.push_back(std::string(name) + ":" + std::string(part));
    }
  }
  names.insert(names.end(), {std::string(part), std::string(input), std::string(file_name(input))});
  for (const std::string& name : names) {
    const auto found = name.empty() ? options.accounts.end() : options.accounts.find(name);
    if (found != options.accounts.end()) {
      return found->second;
    }
  }
  return std::nullopt;
}

PlaceIndex::PlaceIndex(const std::vector<ImportedInput>& inputs) {
  for (const ImportedInput& input : inputs) {
    for (const ResourcePlace& place : input.places) {
      entries_.push_back({&place, 0});
    }
  }
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    const SourceRange left = a.place->where;
    const SourceRange right = b.place->where;
    return std::tuple(left.file, left.begin, right.end) <
           std::tuple(right.file, right.begin, left.end);
  });
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const SourceRange where = entries_[i].place->where;
    const bool has_same_file = i > 0 && entries_[i - 1].place->where.file == where.file;
    entries_[i].end_max = std::max(where.end, has_same_file ? entries_[i - 1].end_max : 0);
  }
}

std::string PlaceIndex::address(SourceRange where) const {
  auto behind = std::upper_bound(
      entries_.begin(), entries_.end(), where, [](const SourceRange& wanted, const Entry& entry) {
        return std::pair(wanted.file, wanted.begin) <
               std::pair(entry.place->where.file, entry.place->where.begin);
      });
  while (behind != entries_.begin()) {
    const Entry& entry = *--behind;
    if (entry.place->where.file != where.file || entry.end_max < where.end) {
      break;
    }
    if (where.end <= entry.place->where.end) {
      return entry.place->address;
    }
  }
  return {};
}

}  // namespace replisim
