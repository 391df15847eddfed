#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace replisim {

enum class IpFamily : std::uint8_t { V4, V6 };

/// An address, in network order; of a V4 address the first four bytes.
struct IpAddress {
  IpFamily family = IpFamily::V4;
  std::array<std::uint8_t, 16> bytes = {};

  bool operator==(const IpAddress&) const = default;
};

/// A CIDR block of a policy.
struct IpRange {
  IpAddress base;
  std::uint8_t prefix_bits = 0;
  /// Well formed, and yet AWS lets no address match it (recorded): an IPv6 block with bits set
  /// behind the prefix, as `2001:db8::5/64`, or an IPv4-mapped IPv6 block, as
  /// `::ffff:c000:200/120`.
  bool never_matches = false;

  bool operator==(const IpRange&) const = default;
};

/// Reads the address a request comes from, by the rules recorded of AWS:
///
/// - leading zeros of IPv4 are decimal (`192.000.002.1`); fewer than four parts are refused;
/// - an IPv4-mapped IPv6 address (`::ffff:192.0.2.1`, `::ffff:c000:201`) is the IPv4 address;
/// - an embedded IPv4 address anywhere else (`::192.0.2.1`) is refused, and so is a prefix;
/// - stray colons are taken leniently where `::` stands once: one more behind it or one in front
///   of everything is a zero group (`2001:db8:::1` is `2001:db8::1`, `:2001:db8::1` is
///   `0:2001:db8::1`), one at the end counts for nothing.
///
/// IpAddress and NotIpAddress are both false for what this refuses.
[[nodiscard]] std::optional<IpAddress> parse_ip_address(std::string_view text);

/// Reads a block as policies hold it: an address with or without `/prefix`; without, the block is
/// that one address. The prefix may have a plus sign and leading zeros (`/024`, `/+24`, recorded).
/// Addresses are read as above but for stray colons, which are refused. A prefix that is too long
/// is refused: what is refused never matches.
[[nodiscard]] std::optional<IpRange> parse_ip_range(std::string_view text);

/// Whether the address lies in the block. IPv4 and IPv6 never match each other; bits of an IPv4
/// block behind its prefix are ignored.
[[nodiscard]] bool contains(const IpRange& range, const IpAddress& address);

}  // namespace replisim
