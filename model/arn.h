#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace replisim {

/// The six parts of `arn:partition:service:region:account:resource`; views into the text.
/// The resource keeps its own colons.
struct Arn {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;
};

/// Splits at the first five colons; empty if there are fewer, or the text does not begin `arn:`.
std::optional<Arn> parse_arn(std::string_view text);

bool is_account_id(std::string_view text);  ///< twelve digits

/// `arn:aws:s3:::name` → name; empty if the text is no bucket ARN (an object's is none).
std::optional<std::string_view> bucket_name_of(std::string_view arn);

/// The path and name behind `role`, `user`, … of an IAM ARN: `/service-role/x` is split into
/// `/service-role/` and `x`; `/x` and `x` have the path `/`.
struct PathAndName {
  std::string_view path;
  std::string_view name;
};
PathAndName split_path(std::string_view resource_behind_kind);

}  // namespace replisim
