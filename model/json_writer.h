#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace replisim {

struct JsonNode;

/// Writes JSON, one call a token; the caller keeps to the grammar.
///
/// Members stand in the order they are written. Bytes that are not UTF-8 become U+FFFD.
class JsonWriter {
 public:
  enum class Layout : std::uint8_t { Compact, Indented };

  explicit JsonWriter(Layout layout) : layout_(layout) {}

  void begin_object() { begin('{'); }
  void end_object() { end('}'); }
  void begin_array() { begin('['); }
  void end_array() { end(']'); }
  void key(std::string_view name);
  void string(std::string_view value);
  void number(std::int64_t value);
  void number(std::string_view spelled);  ///< as it is to stand there
  void boolean(bool value);
  void null();
  void node(const JsonNode& value);

  void member(std::string_view name, std::string_view value);
  void member(std::string_view name, const char* value) { member(name, std::string_view(value)); }
  void member(std::string_view name, std::int64_t value);
  void member(std::string_view name, bool value);

  /// What was written; with a line break at the end if indented.
  [[nodiscard]] std::string text() &&;

 private:
  void begin(char bracket);
  void end(char bracket);
  void begin_value();
  void break_line();

  Layout layout_;
  std::string text_;
  std::vector<bool> has_values_;  // of each open container
  bool is_after_key_ = false;
};

/// Appends a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view value);
[[nodiscard]] std::string json_string(std::string_view value);

}  // namespace replisim
