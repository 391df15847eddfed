#include "model/ip_address.h"

#include <algorithm>
#include <cstddef>

namespace replisim {
namespace {

constexpr std::size_t kPartsV4 = 4;
constexpr std::size_t kGroups = 8;
constexpr std::size_t kGroupDigitsMax = 4;
constexpr std::string_view kGap = "::";
// What an IPv4-mapped address begins with.
constexpr std::array<std::uint8_t, 12> kMappedV4 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr unsigned kBitsV4 = 32;
constexpr unsigned kBitsV6 = 128;

enum class StrayColons : std::uint8_t { Refused, Accepted };

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Decimal, with any number of leading zeros, up to `last`.
std::optional<unsigned> read_decimal(std::string_view text, unsigned last) {
  if (text.empty()) {
    return std::nullopt;
  }
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + static_cast<unsigned>(c - '0');
    if (value > last) {
      return std::nullopt;
    }
  }
  return value;
}

std::optional<IpAddress> read_v4(std::string_view text) {
  IpAddress address{.family = IpFamily::V4, .bytes = {}};
  for (std::size_t i = 0; i < kPartsV4; ++i) {
    const std::size_t dot = text.find('.');
    if ((dot == std::string_view::npos) != (i + 1 == kPartsV4)) {
      return std::nullopt;
    }
    const std::optional<unsigned> part = read_decimal(text.substr(0, dot), 255);
    if (!part) {
      return std::nullopt;
    }
    address.bytes[i] = static_cast<std::uint8_t>(*part);
    text.remove_prefix(i + 1 == kPartsV4 ? text.size() : dot + 1);
  }
  return address;
}

// Up to eight groups of an IPv6 address, or of the part of one before or after `::`.
struct Groups {
  std::array<std::uint16_t, kGroups> values = {};
  std::size_t count = 0;

  bool add(std::uint16_t value) {
    if (count == kGroups) {
      return false;
    }
    values[count++] = value;
    return true;
  }
};

// One group; the empty text, which only stray colons leave, is zero.
std::optional<std::uint16_t> read_group(std::string_view text) {
  if (text.size() > kGroupDigitsMax) {
    return std::nullopt;
  }
  int value = 0;
  for (const char c : text) {
    const int digit = hex_value(c);
    if (digit < 0) {
      return std::nullopt;
    }
    value = value * 16 + digit;
  }
  return static_cast<std::uint16_t>(value);
}

bool add_embedded_v4(std::string_view text, Groups& groups) {
  const std::optional<IpAddress> v4 = read_v4(text);
  if (!v4) {
    return false;
  }
  const auto pair = [&](std::size_t i) {
    return static_cast<std::uint16_t>(v4->bytes[i] * 256 + v4->bytes[i + 1]);
  };
  return groups.add(pair(0)) && groups.add(pair(2));
}

// Groups between single colons; the last may be a dotted IPv4 address.
bool read_groups(std::string_view text, Groups& groups, bool& has_embedded_v4) {
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    if (colon == std::string_view::npos && part.find('.') != std::string_view::npos) {
      has_embedded_v4 = true;
      return add_embedded_v4(part, groups);
    }
    const std::optional<std::uint16_t> group = read_group(part);
    if (!group || !groups.add(*group)) {
      return false;
    }
    text.remove_prefix(colon == std::string_view::npos ? text.size() : colon + 1);
  }
  return true;
}

bool is_mapped_v4(const IpAddress& address) {
  return address.family == IpFamily::V6 &&
         std::equal(kMappedV4.begin(), kMappedV4.end(), address.bytes.begin());
}

// Of the texts before and after `::`; without one, all is head.
bool has_stray_colons(std::string_view head, std::string_view tail) {
  const auto begins_or_ends = [](std::string_view text) {
    return !text.empty() && (text.front() == ':' || text.back() == ':');
  };
  return begins_or_ends(head) || begins_or_ends(tail);
}

IpAddress join(const Groups& head, const Groups& tail) {
  IpAddress address{.family = IpFamily::V6, .bytes = {}};
  const auto put = [&](std::size_t at, std::uint16_t group) {
    address.bytes[2 * at] = static_cast<std::uint8_t>(group >> 8);
    address.bytes[2 * at + 1] = static_cast<std::uint8_t>(group & 0xFF);
  };
  for (std::size_t i = 0; i < head.count; ++i) {
    put(i, head.values[i]);
  }
  for (std::size_t i = 0; i < tail.count; ++i) {
    put(kGroups - tail.count + i, tail.values[i]);
  }
  return address;
}

// An IPv6 address as written: mapped ones are still IPv6.
std::optional<IpAddress> read_v6(std::string_view text, StrayColons stray_colons) {
  const std::size_t gap = text.find(kGap);
  const bool has_gap = gap != std::string_view::npos;
  const std::string_view head_text = text.substr(0, gap);
  const std::string_view tail_text = has_gap ? text.substr(gap + kGap.size()) : "";
  const bool accepts_stray_colons = has_gap && stray_colons == StrayColons::Accepted;
  if (tail_text.find(kGap) != std::string_view::npos ||
      (!accepts_stray_colons && has_stray_colons(head_text, tail_text))) {
    return std::nullopt;
  }
  Groups head;
  Groups tail;
  bool has_embedded_v4 = false;
  if (!read_groups(head_text, head, has_embedded_v4) || (has_gap && has_embedded_v4) ||
      !read_groups(tail_text, tail, has_embedded_v4)) {
    return std::nullopt;
  }
  const std::size_t count = head.count + tail.count;
  if (has_gap ? count >= kGroups : count != kGroups) {
    return std::nullopt;
  }
  const IpAddress address = join(head, tail);
  if (has_embedded_v4 && !is_mapped_v4(address)) {
    return std::nullopt;
  }
  return address;
}

std::optional<IpAddress> read_address(std::string_view text, StrayColons stray_colons) {
  return text.find(':') == std::string_view::npos ? read_v4(text) : read_v6(text, stray_colons);
}

std::optional<unsigned> read_prefix(std::string_view text, unsigned bits_max) {
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
  }
  return read_decimal(text, bits_max);
}

// The first bits, up to 8, of a byte.
std::uint8_t byte_mask(unsigned bits) {
  return static_cast<std::uint8_t>(0xFF00U >> std::min(bits, 8U));
}

bool has_host_bits(const IpAddress& address, unsigned prefix_bits) {
  for (unsigned i = 0; i < address.bytes.size(); ++i) {
    const unsigned kept = prefix_bits > 8 * i ? prefix_bits - 8 * i : 0;
    if ((address.bytes[i] & ~byte_mask(kept) & 0xFF) != 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  const std::optional<IpAddress> address = read_address(text, StrayColons::Accepted);
  if (!address || !is_mapped_v4(*address)) {
    return address;
  }
  IpAddress v4{.family = IpFamily::V4, .bytes = {}};
  std::copy(address->bytes.begin() + 12, address->bytes.end(), v4.bytes.begin());
  return v4;
}

std::optional<IpRange> parse_ip_range(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<IpAddress> base = read_address(text.substr(0, slash), StrayColons::Refused);
  if (!base) {
    return std::nullopt;
  }
  const unsigned bits_max = base->family == IpFamily::V4 ? kBitsV4 : kBitsV6;
  std::optional<unsigned> prefix = bits_max;
  if (slash != std::string_view::npos) {
    prefix = read_prefix(text.substr(slash + 1), bits_max);
  }
  if (!prefix) {
    return std::nullopt;
  }
  const bool is_v6 = base->family == IpFamily::V6;
  return IpRange{.base = *base,
                 .prefix_bits = static_cast<std::uint8_t>(*prefix),
                 .never_matches = is_v6 && (is_mapped_v4(*base) || has_host_bits(*base, *prefix))};
}

bool contains(const IpRange& range, const IpAddress& address) {
  if (range.never_matches || range.base.family != address.family) {
    return false;
  }
  unsigned left = range.prefix_bits;
  for (std::size_t i = 0; left != 0; ++i) {
    const auto differing = static_cast<unsigned>(range.base.bytes[i] ^ address.bytes[i]);
    if ((differing & byte_mask(left)) != 0) {
      return false;
    }
    left -= std::min(left, 8U);
  }
  return true;
}

}  // namespace replisim
