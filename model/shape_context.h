#pragma once

#include <vector>

#include "model/event.h"
#include "model/shape.h"

namespace replisim {

/// One value of a context key; numbers and booleans as they are spelled.
void read_context_value(ShapeReader& reader, const JsonNode& node, ContextEntry& entry);

/// Keys of a request context: an object, each with a value or an array of them.
struct ContextCodec {
  static void read(ShapeReader& reader, const JsonNode& node, std::vector<ContextEntry>& value);
  static bool is_empty(const std::vector<ContextEntry>& value) { return value.empty(); }
  static void write(JsonWriter& writer, const std::vector<ContextEntry>& value);
  static void schema(SchemaWriter& schema) { schema.type("object"); }
};

}  // namespace replisim
