#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/policy_document.h"
#include "model/source.h"

namespace replisim {

/// A policy of a test, with the text that its places are in.
struct PolicyFixture {
  SourceMap sources;
  PolicyDocument document;

  /// The text at a place: `"s3:GetObjekt"`.
  [[nodiscard]] std::string shown(SourceRange where) const {
    return where.is_known() ? std::string(sources.text(where)) : std::string("?");
  }
};

/// Reads a whole policy; fails the test if the text is no JSON.
PolicyFixture read_policy_text(std::string text);

/// A policy of version 2012-10-17 with these statements, one JSON object each.
PolicyFixture policy_of(const std::vector<std::string>& statements);

/// A file of tests/data, line by line.
std::vector<std::string> data_lines(std::string_view file);

/// Letters and digits of a name, as the names of tests have to be.
std::string test_name(std::string_view name);

}  // namespace replisim
