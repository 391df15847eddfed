#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/json_document.h"
#include "sim/report/style.h"

namespace replisim {

/// A line of JSON as it is shown to people, and what it stands in.
struct JsonLine {
  std::string text;
  /// `accounts 222222222222, Keys 8c5b…, Policy`: elements by their name where they have one.
  std::string path;
};

/// JSON laid out for reading: what is short stands on one line. Expectations, variants and notes
/// (`x-…`) are left out, so that what is left of a scenario is its world and its events.
std::vector<JsonLine> json_lines(const JsonNode& value);

/// What changes from one tree to the other, as `diff -u` shows it: three lines around each change,
/// each piece headed by what it stands in. Empty if nothing does. Takes about the number of lines
/// times the number of changed ones.
std::string json_diff(const JsonNode& before, const JsonNode& after, const TextStyle& style);

/// The value that an RFC 6901 pointer leads to; null if it leads nowhere.
const JsonNode* find_pointer(const JsonNode& root, std::string_view pointer);

}  // namespace replisim
