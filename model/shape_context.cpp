#include "model/shape_context.h"

#include <string>

#include "model/shape_codec.h"

namespace replisim {

void read_context_value(ShapeReader& reader, const JsonNode& node, ContextEntry& entry) {
  switch (node.kind) {
    case JsonKind::String:
    case JsonKind::Number: entry.values.emplace_back(node.text); return;
    case JsonKind::Boolean: entry.values.emplace_back(node.boolean ? "true" : "false"); return;
    case JsonKind::Null:
    case JsonKind::Array:
    case JsonKind::Object: reader.report_type(node, "a string, a number or a boolean"); return;
  }
}

void ContextCodec::read(ShapeReader& reader, const JsonNode& node,
                        std::vector<ContextEntry>& value) {
  if (!reader.expect(node, JsonKind::Object)) {
    return;
  }
  for (const JsonNode& member : node) {
    if (member.key.starts_with(kNotePrefix)) {
      continue;
    }
    ContextEntry& entry = value.emplace_back();
    entry.key = std::string(member.key);
    entry.is_list = member.is_array();
    if (!entry.is_list) {
      read_context_value(reader, member, entry);
      continue;
    }
    for (const JsonNode& element : member) {
      read_context_value(reader, element, entry);
    }
  }
}

void ContextCodec::write(JsonWriter& writer, const std::vector<ContextEntry>& value) {
  writer.begin_object();
  for (const ContextEntry& entry : value) {
    writer.key(entry.key);
    if (!entry.is_list && entry.values.size() == 1) {
      writer.string(entry.values.front());
    } else {
      Codec<std::vector<std::string>>::write(writer, entry.values);
    }
  }
  writer.end_object();
}

}  // namespace replisim
