#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "model/enum_name.h"
#include "model/instant.h"
#include "model/object.h"
#include "model/policy_document.h"
#include "model/replication_configuration.h"
#include "model/shape.h"
#include "model/tag.h"

namespace replisim {

// A codec says how one kind of value stands in JSON. It has four static functions:
//   read      from a node into a value, reporting what is wrong
//   is_empty  whether the value need not be written
//   write     a value
//   schema    adds the members of the value's JSON Schema
// `Codec<T>` is the usual one of a type; others are named where a field needs them.

/// A struct in a shape that is not the usual one of its type.
template <typename T, const Shape& (*kShape)()>
struct StructCodec {
  static void read(ShapeReader& reader, const JsonNode& node, T& value) {
    reader.read_object(node, kShape(), &value);
  }
  static bool is_empty(const T& value) { return is_empty_object(kShape(), &value); }
  static void write(JsonWriter& writer, const T& value) { write_object(writer, kShape(), &value); }
  static void schema(SchemaWriter& schema) { schema.object(kShape()); }
};

template <typename T>
struct Codec : StructCodec<T, &shape_of<T>> {};

template <>
struct Codec<std::string> {
  static void read(ShapeReader& reader, const JsonNode& node, std::string& value);
  static bool is_empty(const std::string& value) { return value.empty(); }
  static void write(JsonWriter& writer, const std::string& value) { writer.string(value); }
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

template <>
struct Codec<bool> {
  static void read(ShapeReader& reader, const JsonNode& node, bool& value);
  static bool is_empty(bool value) { return !value; }
  static void write(JsonWriter& writer, bool value) { writer.boolean(value); }
  static void schema(SchemaWriter& schema) { schema.type("boolean"); }
};

/// A whole number.
template <>
struct Codec<std::int64_t> {
  static void read(ShapeReader& reader, const JsonNode& node, std::int64_t& value);
  static bool is_empty(std::int64_t value) { return value == 0; }
  static void write(JsonWriter& writer, std::int64_t value) { writer.number(value); }
  static void schema(SchemaWriter& schema) { schema.type("integer"); }
};

/// A whole number from zero on.
struct CountCodec : Codec<std::int64_t> {
  static void read(ShapeReader& reader, const JsonNode& node, std::int64_t& value);
  static void schema(SchemaWriter& schema);
};

/// A time: RFC 3339, or seconds since the epoch as some versions of the AWS CLI print it.
template <>
struct Codec<Instant> {
  static void read(ShapeReader& reader, const JsonNode& node, Instant& value);
  static bool is_empty(const Instant&) { return false; }
  static void write(JsonWriter& writer, const Instant& value);
  static void schema(SchemaWriter& schema);
};

template <typename C, typename T>
struct OptionalCodec {
  static void read(ShapeReader& reader, const JsonNode& node, std::optional<T>& value) {
    C::read(reader, node, value.emplace());
  }
  static bool is_empty(const std::optional<T>& value) { return !value.has_value(); }
  static void write(JsonWriter& writer, const std::optional<T>& value) {
    C::write(writer, value ? *value : T());
  }
  static void schema(SchemaWriter& schema) { C::schema(schema); }
};

template <typename T>
struct Codec<std::optional<T>> : OptionalCodec<Codec<T>, T> {};

template <typename C, typename T>
struct ListCodec {
  static void read(ShapeReader& reader, const JsonNode& node, std::vector<T>& values) {
    if (!reader.expect(node, JsonKind::Array)) {
      return;
    }
    values.reserve(values.size() + node.child_count);
    for (const JsonNode& element : node) {
      C::read(reader, element, values.emplace_back());
    }
  }
  static bool is_empty(const std::vector<T>& values) { return values.empty(); }
  static void write(JsonWriter& writer, const std::vector<T>& values) {
    writer.begin_array();
    for (const T& value : values) {
      C::write(writer, value);
    }
    writer.end_array();
  }
  static void schema(SchemaWriter& schema) { schema.array_of(&C::schema); }
};

template <typename T>
struct Codec<std::vector<T>> : ListCodec<Codec<T>, T> {};

/// An object whose names are free.
template <typename T>
struct Codec<std::map<std::string, T>> {
  static void read(ShapeReader& reader, const JsonNode& node, std::map<std::string, T>& values) {
    if (!reader.expect(node, JsonKind::Object)) {
      return;
    }
    for (const JsonNode& member : node) {
      if (!member.key.starts_with(kNotePrefix)) {
        Codec<T>::read(reader, member, values[std::string(member.key)]);
      }
    }
  }
  static bool is_empty(const std::map<std::string, T>& values) { return values.empty(); }
  static void write(JsonWriter& writer, const std::map<std::string, T>& values) {
    writer.begin_object();
    for (const auto& [name, value] : values) {
      writer.key(name);
      Codec<T>::write(writer, value);
    }
    writer.end_object();
  }
  static void schema(SchemaWriter& schema) { schema.map_of(&Codec<T>::schema); }
};

/// An enumerator under the name that AWS gives it.
template <typename Enum>
requires std::is_enum_v<Enum>
struct Codec<Enum> {
  static std::vector<std::string_view> names() {
    std::vector<std::string_view> names;
    for (const EnumName<Enum>& row : enum_names<Enum>()) {
      names.push_back(row.name);
    }
    return names;
  }
  static void read(ShapeReader& reader, const JsonNode& node, Enum& value) {
    if (!reader.expect(node, JsonKind::String)) {
      return;
    }
    if (const std::optional<Enum> known = find_enum<Enum>(node.text)) {
      value = *known;
    } else {
      reader.report_unknown_value(in_backticks(node.key) + ":", node.text, names(), node.where);
    }
  }
  static bool is_empty(Enum value) { return name_of(value).empty(); }
  static void write(JsonWriter& writer, Enum value) { writer.string(name_of(value)); }
  static void schema(SchemaWriter& schema) {
    schema.type("string");
    schema.one_value_of(names());
  }
};

/// A policy: an object, or its text in a string.
template <>
struct Codec<PolicyDocument> {
  static void read(ShapeReader& reader, const JsonNode& node, PolicyDocument& value);
  static bool is_empty(const PolicyDocument& value);
  static void write(JsonWriter& writer, const PolicyDocument& value);
  static void schema(SchemaWriter& schema);
};

/// Tags: a list of `{Key, Value}` (KMS: `{TagKey, TagValue}`), the same in `{"TagSet": […]}`, or
/// a query string as `PutObject` takes it.
template <>
struct Codec<TagSet> {
  static void read(ShapeReader& reader, const JsonNode& node, TagSet& value);
  static bool is_empty(const TagSet& value) { return value.empty(); }
  static void write(JsonWriter& writer, const TagSet& value);
  static void schema(SchemaWriter& schema);
};

/// An object of strings, kept as pairs.
struct StringMapCodec : Codec<TagSet> {
  static void read(ShapeReader& reader, const JsonNode& node, TagSet& value);
  static void write(JsonWriter& writer, const TagSet& value);
  static void schema(SchemaWriter& schema);
};

/// The same, or base64 of its JSON, as the header holds it.
struct EncryptionContextCodec : StringMapCodec {
  static void read(ShapeReader& reader, const JsonNode& node, TagSet& value);
  static void schema(SchemaWriter& schema);
};

/// Twelve digits.
struct AccountIdCodec : Codec<std::string> {
  static void read(ShapeReader& reader, const JsonNode& node, std::string& value);
  static void schema(SchemaWriter& schema);
};

/// Any text; what S3 refuses of it is S3's to say.
struct RuleStatusTextCodec {
  static void read(ShapeReader& reader, const JsonNode& node, RuleStatus& value);
  static bool is_empty(const RuleStatus& value) { return value.text.empty(); }
  static void write(JsonWriter& writer, const RuleStatus& value) { writer.string(value.text); }
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

/// An owner: an id, or `{"ID": …, "DisplayName": …}`.
struct OwnerCodec : Codec<std::string> {
  static void read(ShapeReader& reader, const JsonNode& node, std::string& value);
  static void schema(SchemaWriter& schema);
};

/// `{"Status": "Enabled"}` as a flag.
struct EnabledCodec : Codec<bool> {
  static void read(ShapeReader& reader, const JsonNode& node, bool& value);
  static void write(JsonWriter& writer, bool value);
  static void schema(SchemaWriter& schema);
};

/// A list with exactly one element, as several configurations have it.
template <typename C, typename T>
struct OnlyElementCodec {
  static void read(ShapeReader& reader, const JsonNode& node, T& value) {
    if (!reader.expect(node, JsonKind::Array)) {
      return;
    }
    if (node.child_count != 1) {
      reader.report("scenario.wrong-count",
                    in_backticks(node.key) + " has " + std::to_string(node.child_count) +
                        " elements, not one",
                    {}, node.where);
      return;
    }
    C::read(reader, *node.begin(), value);
  }
  static bool is_empty(const T& value) { return C::is_empty(value); }
  static void write(JsonWriter& writer, const T& value) {
    writer.begin_array();
    C::write(writer, value);
    writer.end_array();
  }
  static void schema(SchemaWriter& schema) {
    schema.array_of(&C::schema);
    schema.json().member("minItems", std::int64_t{1});
    schema.json().member("maxItems", std::int64_t{1});
  }
};

/// A node kept as it is, for a second look.
struct NodeCodec {
  static void read(ShapeReader&, const JsonNode& node, const JsonNode*& value) { value = &node; }
  static bool is_empty(const JsonNode* value) { return value == nullptr; }
  static void write(JsonWriter& writer, const JsonNode* value) { writer.node(*value); }
  static void schema(SchemaWriter&) {}
};

}  // namespace replisim
