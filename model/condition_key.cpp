#include "model/condition_key.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "model/name_table.h"
#include "model/spelling.h"

namespace replisim {
namespace {

using enum ConditionKeyType;
using enum KeyForm;
using enum KeyScope;

constexpr bool kSingleValued = false;
constexpr bool kMultivalued = true;

#include "model/condition_key_table.inc"

constexpr std::span<const ConditionKeyInfo> kAll(kConditionKeys);

constexpr std::size_t pattern_count() {
  std::size_t count = 0;
  for (const ConditionKeyInfo& info : kAll) {
    count += info.form == Pattern ? 1U : 0U;
  }
  return count;
}

constexpr std::span<const ConditionKeyInfo> kNamed = kAll.first(kAll.size() - pattern_count());
constexpr std::span<const ConditionKeyInfo> kPatterns = kAll.last(pattern_count());

constexpr bool is_sound(const ConditionKeyInfo& info) {
  if (info.is_global() != (info.name.substr(0, 4) == "aws:")) {
    return false;
  }
  const char last = info.name.back();
  const bool has_star = info.name.find('*') != std::string_view::npos;
  switch (info.form) {
    case Name: return !has_star && last != '/' && last != ':';
    case Prefix: return !has_star && (last == '/' || last == ':');
    case Pattern: return has_star;
  }
  return false;
}

static_assert(names_are_sorted(kNamed), "binary search needs the keys in order, none twice");
static_assert(names_are_sorted(kPatterns), "no pattern twice");
static_assert(std::all_of(kAll.begin(), kAll.end(), is_sound),
              "patterns last; `aws:` and only `aws:` is global");

// Without the tag's name or the pair's key, if the key may have one.
std::size_t head_length(std::string_view name) {
  const std::size_t slash = name.find('/');
  return slash == std::string_view::npos ? name.size() : slash + 1;
}

}  // namespace

std::string_view to_string(ConditionKeyType type) {
  switch (type) {
    case String: return "String";
    case Arn: return "ARN";
    case Bool: return "Bool";
    case Numeric: return "Numeric";
    case Date: return "Date";
    case IpAddress: return "IPAddress";
    case Binary: return "Binary";
  }
  return {};
}

std::span<const ConditionKeyInfo> all_condition_keys() {
  return kAll;
}

const ConditionKeyInfo* find_condition_key(std::string_view name) {
  if (const ConditionKeyInfo* info = find_row(kNamed, name)) {
    return info;
  }
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '/' && name[i] != ':') {
      continue;
    }
    const ConditionKeyInfo* info = find_row(kNamed, name.substr(0, i + 1));
    if (info != nullptr && info->form == Prefix) {
      return info;
    }
  }
  for (const ConditionKeyInfo& info : kPatterns) {
    if (name_matches(info.name, name)) {
      return &info;
    }
  }
  return nullptr;
}

std::optional<std::string> nearest_condition_key(std::string_view name) {
  std::array<std::string_view, std::size(kConditionKeys)> words;
  std::size_t count = 0;
  const std::size_t head = head_length(name);
  const bool has_tail = head < name.size();
  for (const ConditionKeyInfo& info : kNamed) {
    if (!has_tail || info.form == Prefix) {
      words[count++] = info.name;
    }
  }
  std::optional<std::string> nearest =
      nearest_name(name.substr(0, head), std::span(words).first(count));
  if (nearest.has_value() && has_tail) {
    nearest->append(name.substr(head));
  }
  return nearest;
}

}  // namespace replisim
