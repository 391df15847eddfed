#include "model/json_writer.h"

#include <cassert>
#include <utility>

#include "model/json_document.h"
#include "model/unicode.h"

namespace replisim {

void append_json_string(std::string& out, std::string_view value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  for (std::size_t i = 0; i < value.size();) {
    const Utf8Character character = decode_utf8(value, i);
    const char c = value[i];
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (character.code_point < 0x20) {
      out += "\\u00";
      out += kDigits[character.code_point >> 4U];
      out += kDigits[character.code_point & 0xFU];
    } else {
      append_utf8(out, character.code_point);
    }
    i += character.length;
  }
  out += '"';
}

void JsonWriter::key(std::string_view name) {
  begin_value();
  append_json_string(text_, name);
  text_ += layout_ == Layout::Compact ? ":" : ": ";
  is_after_key_ = true;
}

void JsonWriter::string(std::string_view value) {
  begin_value();
  append_json_string(text_, value);
}

void JsonWriter::number(std::int64_t value) {
  number(std::to_string(value));
}

void JsonWriter::number(std::string_view spelled) {
  begin_value();
  text_ += spelled;
}

void JsonWriter::boolean(bool value) {
  begin_value();
  text_ += value ? "true" : "false";
}

void JsonWriter::null() {
  begin_value();
  text_ += "null";
}

void JsonWriter::node(const JsonNode& value) {
  switch (value.kind) {
    case JsonKind::Null: null(); return;
    case JsonKind::Boolean: boolean(value.boolean); return;
    case JsonKind::Number: number(value.text); return;
    case JsonKind::String: string(value.text); return;
    case JsonKind::Array:
      begin_array();
      for (const JsonNode& element : value) {
        node(element);
      }
      end_array();
      return;
    case JsonKind::Object:
      begin_object();
      for (const JsonNode& member : value) {
        key(member.key);
        node(member);
      }
      end_object();
      return;
  }
}

void JsonWriter::member(std::string_view name, std::string_view value) {
  key(name);
  string(value);
}

void JsonWriter::member(std::string_view name, std::int64_t value) {
  key(name);
  number(value);
}

void JsonWriter::member(std::string_view name, bool value) {
  key(name);
  boolean(value);
}

std::string JsonWriter::text() && {
  assert(has_values_.empty());
  if (layout_ == Layout::Indented) {
    text_ += '\n';
  }
  return std::move(text_);
}

void JsonWriter::begin(char bracket) {
  begin_value();
  text_ += bracket;
  has_values_.push_back(false);
}

void JsonWriter::end(char bracket) {
  assert(!has_values_.empty());
  const bool has_values = has_values_.back();
  has_values_.pop_back();
  if (has_values) {
    break_line();
  }
  text_ += bracket;
}

void JsonWriter::begin_value() {
  if (std::exchange(is_after_key_, false) || has_values_.empty()) {
    return;
  }
  if (has_values_.back()) {
    text_ += ',';
  }
  has_values_.back() = true;
  break_line();
}

void JsonWriter::break_line() {
  if (layout_ == Layout::Indented) {
    text_ += '\n';
    text_.append(2 * has_values_.size(), ' ');
  }
}

std::string json_string(std::string_view value) {
  std::string text;
  append_json_string(text, value);
  return text;
}

}  // namespace replisim
