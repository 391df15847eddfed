#pragma once

#include <cstdint>

#include "model/issue.h"
#include "model/json_document.h"
#include "model/source.h"

namespace replisim {

/// Reaching a limit is an error of the input, never a crash.
struct YamlLimits {
  /// Values inside each other, aliases expanded.
  std::uint32_t depth_max = 100;
  /// Values, each counted as often as aliases use it: nine anchors of nine aliases each are a text
  /// of a few lines and would be 387 million values.
  std::uint32_t nodes_max = 1'000'000;
  std::uint32_t bytes_max = 16 * 1024 * 1024;
};

/// Reads one YAML text of the map into the tree that the same template in JSON would give.
///
/// Short tags become long names (`!Sub x` → `{"Fn::Sub": "x"}`, `!GetAtt A.B` →
/// `{"Fn::GetAtt": ["A", "B"]}`); an alias stands for what its anchor holds, with its places.
/// Plain scalars are those of YAML 1.1, as CloudFormation has it: `yes` is a boolean; but a date, a
/// number with a leading zero (warned about) and any other that JSON cannot spell is a string.
/// Refused: a name given twice, a merge key, a name that is no scalar, an unknown tag, a second
/// document. Returns null where the text is no YAML or too large.
const JsonNode* parse_yaml(const SourceMap& sources, std::uint32_t file, JsonArena& arena,
                           Issues& issues, const YamlLimits& limits = {});

}  // namespace replisim
