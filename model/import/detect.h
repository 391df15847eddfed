#pragma once

#include <optional>
#include <string_view>

#include "model/import/import.h"

namespace replisim {

/// What kind of input a text is, by the names at its top; nothing if it is none. Looks no further
/// than needed and reads nothing twice, so a large plan costs little.
///
/// The text is UTF-8 without a byte order mark (see `decode_text`). Whether it is well-formed is
/// for its reader to say.
[[nodiscard]] std::optional<InputKind> detect_input(std::string_view text);

}  // namespace replisim
