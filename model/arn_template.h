#pragma once

#include <cstddef>
#include <string_view>

namespace replisim {

/// The longest template there may be.
inline constexpr std::size_t kArnTemplateLengthMax = 127;

/// Whether an ARN has the form of a template of the Service Authorization Reference, such as
/// `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
///
/// A placeholder stands for one character or more; for a `/` only where names have one (object
/// names, aliases, `…WithPath`), so that a bucket's ARN is never an object's nor the reverse.
/// `${Region}` may be empty: a multi-Region access point has none. Allocates nothing.
[[nodiscard]] bool fits_arn_template(std::string_view arn, std::string_view arn_template);

/// Whether some ARN of that form is matched by a policy's pattern, `*` included. A policy variable
/// (`${aws:username}`) stands for any text. In the first five parts of an ARN a wildcard does not
/// reach beyond its part. Allocates nothing.
[[nodiscard]] bool pattern_may_fit_arn_template(std::string_view pattern,
                                                std::string_view arn_template);

}  // namespace replisim
