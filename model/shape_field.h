#pragma once

#include <string_view>

#include "model/shape_codec.h"

namespace replisim {

// How rows of shapes are made.

template <typename Pointer>
struct MemberTraits;
template <typename ClassType, typename ValueType>
struct MemberTraits<ValueType ClassType::*> {
  using Class = ClassType;
  using Value = ValueType;
};
template <auto kMember>
using ClassOf = typename MemberTraits<decltype(kMember)>::Class;
template <auto kMember>
using ValueOf = typename MemberTraits<decltype(kMember)>::Value;

/// A member of the struct. `kWhere`, if given, is the member that takes the value's place.
template <auto kMember, typename C = Codec<ValueOf<kMember>>, auto kWhere = nullptr>
constexpr FieldRow field(std::string_view name, Need need, std::string_view description) {
  using Class = ClassOf<kMember>;
  FieldRow row{name, need, description};
  row.read = [](ShapeReader& reader, const JsonNode& node, void* object) {
    Class& owner = *static_cast<Class*>(object);
    if constexpr (!std::is_null_pointer_v<decltype(kWhere)>) {
      owner.*kWhere = node.where;
    }
    C::read(reader, node, owner.*kMember);
  };
  row.is_empty = [](const void* object) {
    return C::is_empty(static_cast<const Class*>(object)->*kMember);
  };
  row.write = [](JsonWriter& writer, const void* object) {
    C::write(writer, static_cast<const Class*>(object)->*kMember);
  };
  row.schema = &C::schema;
  return row;
}

/// What concerns the struct as a whole: the codec gets all of it.
template <typename Class, typename C>
constexpr FieldRow whole(std::string_view name, Need need, std::string_view description) {
  FieldRow row{name, need, description};
  row.read = [](ShapeReader& reader, const JsonNode& node, void* object) {
    C::read(reader, node, *static_cast<Class*>(object));
  };
  row.is_empty = [](const void* object) { return C::is_empty(*static_cast<const Class*>(object)); };
  row.write = [](JsonWriter& writer, const void* object) {
    C::write(writer, *static_cast<const Class*>(object));
  };
  row.schema = &C::schema;
  return row;
}

/// An object in the JSON whose fields are members of the struct itself.
template <typename Class, const Shape& (*kShape)()>
constexpr FieldRow nested(std::string_view name, Need need, std::string_view description) {
  return whole<Class, StructCodec<Class, kShape>>(name, need, description);
}

/// Another name for what a row writes under its own.
constexpr FieldRow read_only(FieldRow row) {
  row.is_empty = nullptr;
  row.write = nullptr;
  return row;
}

/// A field that replication does not look at: any value is accepted and none kept.
constexpr FieldRow ignored(std::string_view name) {
  return {name, Need::Optional, "accepted; replication does not look at it"};
}

/// Rows of a struct that is a member of another.
template <auto kMember>
ShapePart part_of(std::span<const FieldRow> rows) {
  return {rows, [](void* object) -> void* {
            return &(static_cast<ClassOf<kMember>*>(object)->*kMember);
          }};
}

/// A shape's `finish` that only notes where the struct stands.
template <typename T>
void note_place(ShapeReader&, const JsonNode& node, void* object) {
  static_cast<T*>(object)->where = node.where;
}

}  // namespace replisim
