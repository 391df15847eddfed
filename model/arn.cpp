#include "model/arn.h"

#include <algorithm>
#include <array>

namespace replisim {

std::optional<Arn> parse_arn(std::string_view text) {
  if (!text.starts_with("arn:")) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(4);
  std::array<std::string_view, 4> parts;
  for (std::string_view& part : parts) {
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) {
      return std::nullopt;
    }
    part = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  return Arn{parts[0], parts[1], parts[2], parts[3], rest};
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string_view> bucket_name_of(std::string_view arn) {
  const std::optional<Arn> parts = parse_arn(arn);
  if (!parts || parts->service != "s3" || !parts->region.empty() || !parts->account.empty() ||
      parts->resource.empty() || parts->resource.find_first_of("/:") != std::string_view::npos) {
    return std::nullopt;
  }
  return parts->resource;
}

PathAndName split_path(std::string_view resource_behind_kind) {
  const std::size_t slash = resource_behind_kind.rfind('/');
  if (slash == std::string_view::npos) {
    return {"/", resource_behind_kind};
  }
  return {resource_behind_kind.substr(0, slash + 1), resource_behind_kind.substr(slash + 1)};
}

}  // namespace replisim
