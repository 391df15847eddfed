#pragma once

#include <string_view>

namespace replisim {

/// Whether a text is base64 (RFC 4648 section 4) as IAM requires of a BinaryEquals value when a
/// policy is saved: groups of four, padded at the end alone, no spaces or line breaks. Bits that
/// the padding leaves over may be set (`YR==`), the empty text is valid; neither is recorded.
/// BinaryEquals itself compares the texts (recorded), so nothing is ever decoded.
[[nodiscard]] bool is_valid_base64(std::string_view text);

}  // namespace replisim
