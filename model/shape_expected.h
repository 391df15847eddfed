#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/expected.h"
#include "model/shape_codec.h"

namespace replisim {

// How expected values stand in JSON: as themselves, or as `null` for "must be absent".

/// A string, or `null`.
struct ExpectedTextCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Expected& value) {
    value.where = node.where;
    if (node.kind == JsonKind::Null) {
      value.kind = Expected::Kind::Absent;
    } else if (node.is_string()) {
      value.kind = Expected::Kind::Equals;
      value.value = std::string(node.text);
    } else {
      reader.report_type(node, "a string or null");
    }
  }
  static bool is_empty(const Expected& value) { return value.kind == Expected::Kind::Free; }
  static void write(JsonWriter& writer, const Expected& value) {
    if (value.kind == Expected::Kind::Equals) {
      writer.string(value.value);
    } else {
      writer.null();
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of(
        {[](SchemaWriter& s) { s.type("string"); }, [](SchemaWriter& s) { s.type("null"); }});
  }
};

/// One of a closed set, or `null`.
template <std::span<const std::string_view> (*kNames)()>
struct ExpectedNameCodec : ExpectedTextCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Expected& value) {
    ExpectedTextCodec::read(reader, node, value);
    const std::span<const std::string_view> names = kNames();
    if (node.is_string() && std::find(names.begin(), names.end(), node.text) == names.end()) {
      reader.report_unknown_value(in_backticks(node.key) + ":", node.text, names, node.where);
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of({[](SchemaWriter& s) { s.one_value_of(kNames()); },
                   [](SchemaWriter& s) { s.type("null"); }});
  }
};

/// `true`, `false` or `null`.
struct ExpectedFlagCodec : ExpectedTextCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Expected& value) {
    if (node.kind == JsonKind::Boolean) {
      value = {Expected::Kind::Equals, node.boolean ? "true" : "false", node.where};
    } else if (node.kind == JsonKind::Null) {
      ExpectedTextCodec::read(reader, node, value);
    } else {
      reader.report_type(node, "a boolean or null");
    }
  }
  static void write(JsonWriter& writer, const Expected& value) {
    if (value.kind == Expected::Kind::Equals) {
      writer.boolean(value.value == "true");
    } else {
      writer.null();
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of(
        {[](SchemaWriter& s) { s.type("boolean"); }, [](SchemaWriter& s) { s.type("null"); }});
  }
};

/// The names of an enumeration, for `ExpectedNameCodec`.
template <typename Enum>
std::span<const std::string_view> spelled() {
  static const std::vector<std::string_view> names = Codec<Enum>::names();
  return names;
}

}  // namespace replisim
