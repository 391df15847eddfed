#include "model/shape.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "model/spelling.h"

namespace replisim {
namespace {

/// Up to so many fields are listed where none is near.
constexpr std::size_t kListedNamesMax = 10;
constexpr std::string_view kFileReference = "$file";
constexpr std::string_view kFileDefinition = "File";

void* select(const ShapePart& part, void* object) {
  return part.select == nullptr ? object : part.select(object);
}

const void* select(const ShapePart& part, const void* object) {
  // Selecting a member changes nothing.
  return select(part, const_cast<void*>(object));
}

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += i == 0 ? "" : i + 1 == names.size() ? " and " : ", ";
    text += in_backticks(names[i]);
  }
  return text;
}

std::string known_names(std::string_view word, std::span<const std::string_view> names) {
  std::string near = did_you_mean(word, names);
  if (near.empty() && !names.empty() && names.size() <= kListedNamesMax) {
    return (names.size() == 1 ? "there is " : "there are ") + joined(names);
  }
  return near;
}

/// The inside of what the AWS CLI prints around a configuration; the node itself if nothing is.
const JsonNode& unwrap(const JsonNode& node, const Shape& shape) {
  if (shape.wrapper.empty() || !node.is_object()) {
    return node;
  }
  const JsonNode* const inner = node.find(shape.wrapper);
  const bool is_wrapped =
      inner != nullptr && std::all_of(node.begin(), node.end(), [&](const JsonNode& member) {
        return &member == inner || member.key == "ResponseMetadata" ||
               member.key.starts_with(kNotePrefix);
      });
  return is_wrapped ? *inner : node;
}

}  // namespace

std::string did_you_mean(std::string_view word, std::span<const std::string_view> names) {
  const std::optional<std::string> nearest = nearest_name(word, names);
  return nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string();
}

std::vector<std::string_view> field_names(const Shape& shape) {
  std::vector<std::string_view> names;
  for (const ShapePart& part : shape.parts) {
    for (const FieldRow& row : part.rows) {
      names.push_back(row.name);
    }
  }
  return names;
}

void ShapeReader::read_object(const JsonNode& given, const Shape& shape, void* object) {
  const JsonNode& node = unwrap(given, shape);
  if (!expect(node, JsonKind::Object) || is_file_reference(node)) {
    return;  // a file that could not be read is reported already
  }
  std::vector<bool> is_known(node.child_count, false);
  for (const ShapePart& part : shape.parts) {
    read_part(node, part, select(part, object), is_known);
  }
  report_unknown_fields(node, shape, is_known);
  if (shape.finish != nullptr) {
    shape.finish(*this, node, object);
  }
}

void ShapeReader::read_part(const JsonNode& node, const ShapePart& part, void* object,
                            std::vector<bool>& is_known) {
  for (const FieldRow& row : part.rows) {
    const JsonNode* const member = node.find(row.name);
    if (member == nullptr) {
      if (row.need == Need::Required) {
        report("scenario.missing-field", "missing field " + in_backticks(row.name), {}, node.where);
      }
      continue;
    }
    is_known[static_cast<std::size_t>(member - node.begin())] = true;
    if (row.read != nullptr) {
      row.read(*this, *member, object);
    }
  }
}

void ShapeReader::report_unknown_fields(const JsonNode& node, const Shape& shape,
                                        const std::vector<bool>& is_known) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < is_known.size(); ++i) {
    const JsonNode& member = node.begin()[i];
    const bool is_first = node.find(member.key) == &member;  // double names are reported already
    if (is_known[i] || member.key.starts_with(kNotePrefix) || !is_first) {
      continue;
    }
    if (drop_issue()) {
      continue;
    }
    if (names.empty()) {
      names = field_names(shape);
    }
    report("scenario.unknown-field", "unknown field " + in_backticks(member.key),
           member.key == kFileReference ? "`$file` stands alone in its object"
                                        : known_names(member.key, names),
           member.key_where);
  }
}

bool ShapeReader::expect(const JsonNode& node, JsonKind kind) {
  if (node.kind == kind) {
    return true;
  }
  report_type(node, describe(kind));
  return false;
}

bool ShapeReader::drop_issue() {
  const bool is_full = issues_.size() >= kIssuesKeptMax;
  dropped_count_ += is_full ? 1 : 0;
  return is_full;
}

void ShapeReader::report(std::string code, std::string message, std::string hint,
                         SourceRange where) {
  if (drop_issue()) {
    return;
  }
  issues_.push_back({.code = std::move(code),
                     .message = std::move(message),
                     .hint = std::move(hint),
                     .where = where});
}

void ShapeReader::report_type(const JsonNode& node, std::string_view wanted) {
  if (is_file_reference(node)) {
    return;
  }
  const std::string what = node.key.empty() ? "the value" : in_backticks(node.key);
  report("scenario.wrong-type",
         what + " is " + std::string(describe(node.kind)) + ", not " + std::string(wanted), {},
         node.where);
}

void ShapeReader::report_unknown_value(std::string_view what, std::string_view value,
                                       std::span<const std::string_view> names, SourceRange where) {
  report("scenario.unknown-value", "unknown " + std::string(what) + " " + in_backticks(value),
         known_names(value, names), where);
}

const JsonNode* ShapeReader::embedded(const JsonNode& string, Issues& issues) const {
  return parse_embedded_json(sources_, string, arena_, issues, limits_);
}

const JsonNode* ShapeReader::object_of(const JsonNode& node,
                                       const std::vector<JsonNode>& members) const {
  JsonNode object = node;
  object.child_count = static_cast<std::uint32_t>(members.size());
  object.children = arena_.keep(members);
  return arena_.keep(std::vector<JsonNode>{object});
}

bool is_empty_object(const Shape& shape, const void* object) {
  return std::all_of(shape.parts.begin(), shape.parts.end(), [&](const ShapePart& part) {
    return std::all_of(part.rows.begin(), part.rows.end(), [&](const FieldRow& row) {
      return row.is_empty == nullptr || row.is_empty(select(part, object));
    });
  });
}

void write_object(JsonWriter& writer, const Shape& shape, const void* object) {
  writer.begin_object();
  for (const ShapePart& part : shape.parts) {
    for (const FieldRow& row : part.rows) {
      const void* const owner = select(part, object);
      if (row.is_empty != nullptr && (row.need == Need::Required || !row.is_empty(owner))) {
        writer.key(row.name);
        row.write(writer, owner);
      }
    }
  }
  writer.end_object();
}

std::string SchemaWriter::write(const Shape& root, std::string_view id, std::string_view title) {
  SchemaWriter schema;
  schema.json_.begin_object();
  schema.json_.member("$schema", "http://json-schema.org/draft-07/schema#");
  schema.json_.member("$id", id);
  schema.json_.member("title", title);
  schema.properties(root);
  schema.json_.key("definitions");
  schema.json_.begin_object();
  while (!schema.pending_.empty()) {
    const Shape* const shape = schema.pending_.back();
    schema.pending_.pop_back();
    schema.definition(*shape);
  }
  schema.file_definition();
  schema.json_.end_object();
  schema.json_.end_object();
  return std::move(schema.json_).text();
}

void SchemaWriter::type(std::string_view name) {
  json_.member("type", name);
}

void SchemaWriter::any_of(std::initializer_list<void (*)(SchemaWriter&)> alternatives) {
  json_.key("anyOf");
  json_.begin_array();
  for (const auto alternative : alternatives) {
    json_.begin_object();
    alternative(*this);
    json_.end_object();
  }
  json_.end_array();
}

void SchemaWriter::one_value_of(std::span<const std::string_view> names) {
  json_.key("enum");
  json_.begin_array();
  for (const std::string_view name : names) {
    json_.string(name);
  }
  json_.end_array();
}

void SchemaWriter::array_of(void (*items)(SchemaWriter&)) {
  type("array");
  json_.key("items");
  json_.begin_object();
  items(*this);
  json_.end_object();
}

void SchemaWriter::map_of(void (*values)(SchemaWriter&)) {
  type("object");
  json_.key("additionalProperties");
  json_.begin_object();
  values(*this);
  json_.end_object();
}

void SchemaWriter::object(const Shape& shape) {
  json_.key("anyOf");
  json_.begin_array();
  json_.begin_object();
  reference(shape);
  json_.end_object();
  if (!shape.wrapper.empty()) {
    json_.begin_object();
    type("object");
    json_.key("properties");
    json_.begin_object();
    json_.key(shape.wrapper);
    json_.begin_object();
    reference(shape);
    json_.end_object();
    json_.end_object();
    json_.key("required");
    json_.begin_array();
    json_.string(shape.wrapper);
    json_.end_array();
    json_.end_object();
  }
  json_.begin_object();
  json_.member("$ref", "#/definitions/" + std::string(kFileDefinition));
  json_.end_object();
  json_.end_array();
}

void SchemaWriter::reference(const Shape& shape) {
  json_.member("$ref", "#/definitions/" + std::string(shape.name));
  if (known_.insert(shape.name).second) {
    pending_.push_back(&shape);
  }
}

void SchemaWriter::properties(const Shape& shape) {
  json_.member("description", shape.description);
  type("object");
  json_.key("properties");
  json_.begin_object();
  for (const ShapePart& part : shape.parts) {
    for (const FieldRow& row : part.rows) {
      json_.key(row.name);
      json_.begin_object();
      json_.member("description", row.description);
      if (row.schema != nullptr) {
        row.schema(*this);
      }
      json_.end_object();
    }
  }
  json_.end_object();
  json_.key("required");
  json_.begin_array();
  for (const ShapePart& part : shape.parts) {
    for (const FieldRow& row : part.rows) {
      if (row.need == Need::Required) {
        json_.string(row.name);
      }
    }
  }
  json_.end_array();
  json_.key("patternProperties");
  json_.begin_object();
  json_.key("^" + std::string(kNotePrefix));
  json_.boolean(true);
  json_.end_object();
  json_.member("additionalProperties", false);
  if (shape.extra_schema != nullptr) {
    shape.extra_schema(*this);
  }
}

void SchemaWriter::definition(const Shape& shape) {
  json_.key(shape.name);
  json_.begin_object();
  properties(shape);
  json_.end_object();
}

void SchemaWriter::file_definition() {
  json_.key(kFileDefinition);
  json_.begin_object();
  json_.member("description",
               "The JSON value that stands in another file, relative to the file that names it");
  type("object");
  json_.key("properties");
  json_.begin_object();
  json_.key(kFileReference);
  json_.begin_object();
  type("string");
  json_.end_object();
  json_.end_object();
  json_.key("required");
  json_.begin_array();
  json_.string(kFileReference);
  json_.end_array();
  json_.member("additionalProperties", false);
  json_.end_object();
}

}  // namespace replisim
