#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/tag.h"

namespace replisim {

/// Decodes `%hh`; everything else, `+` included, stays. Nothing where a `%` is not followed by two
/// hexadecimal digits. IAM hands policy documents out in this form (RFC 3986).
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

/// Reads tags as S3's `x-amz-tagging` header and `Tagging` parameter hold them: URL query
/// parameters, `a=b&c=d`, with `%hh` and `+` for a space. A key without `=` has the empty value;
/// the empty text is no tags. In the order written, keys given twice included. Nothing where an
/// escape is broken, a key is empty, or the outcome is not UTF-8.
/// Source: "PutObject" in the Amazon S3 API Reference.
[[nodiscard]] std::optional<TagSet> parse_tagging(std::string_view text);

/// An object key as S3's event records hold it: a space is `+`, and `/` and the characters of
/// `application/x-www-form-urlencoded` stay. Source: "Event message structure" in the Amazon S3
/// User Guide ("red flower.jpg" becomes "red+flower.jpg").
[[nodiscard]] std::string encode_object_key(std::string_view key);

}  // namespace replisim
