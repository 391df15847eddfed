#pragma once

#include <cstdint>
#include <initializer_list>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/instant.h"
#include "model/issue.h"
#include "model/json_document.h"
#include "model/json_writer.h"
#include "model/source.h"

namespace replisim {

// A shape is the table of a struct's JSON fields: name, member, whether it must be there, and what
// it means. Reading, the JSON Schema and writing are all made from it, so that no name stands
// anywhere else. Rows are made with `field` and its relatives in shape_field.h.

class ShapeReader;
class SchemaWriter;

enum class Need : std::uint8_t { Required, Optional };

/// One field. The functions get the struct that the row belongs to.
struct FieldRow {
  std::string_view name;
  Need need = Need::Optional;
  std::string_view description;
  void (*read)(ShapeReader&, const JsonNode&, void* object) = nullptr;  ///< null: not kept
  bool (*is_empty)(const void* object) = nullptr;                       ///< null: never written
  void (*write)(JsonWriter&, const void* object) = nullptr;
  void (*schema)(SchemaWriter&) = nullptr;  ///< null: any value
};

/// Rows, and how to come from the shape's struct to the one that they belong to.
struct ShapePart {
  std::span<const FieldRow> rows;
  void* (*select)(void* object) = nullptr;  ///< null: the struct itself
};

/// The fields of one struct. Fields are read in the order of the rows, not of the text.
struct Shape {
  std::string_view name;  ///< of the definition in the schema
  std::string_view description;
  std::vector<ShapePart> parts;
  /// Called when all fields are read: places, and what concerns several fields.
  void (*finish)(ShapeReader&, const JsonNode&, void* object) = nullptr;
  /// What the AWS CLI prints around it: `{"ReplicationConfiguration": {…}}`; may be empty.
  std::string_view wrapper = {};
  /// Adds to the schema of the object what rows cannot say.
  void (*extra_schema)(SchemaWriter&) = nullptr;
};

/// The shape of a struct; shapes.h declares which there are.
template <typename T>
const Shape& shape_of();

/// What a policy that cannot be understood comes to.
enum class UnreadablePolicy : std::uint8_t {
  IsAnIssue,  ///< what is in the world had to be understood by AWS
  IsKept,     ///< of a request: AWS will answer with an error
};

/// Reads nodes into structs and collects what is wrong.
class ShapeReader {
 public:
  ShapeReader(const SourceMap& sources, JsonArena& arena, const JsonLimits& limits, Issues& issues)
      : sources_(sources), arena_(arena), limits_(limits), issues_(issues) {}

  void read_object(const JsonNode& given, const Shape& shape, void* object);

  /// Whether the node is of that kind; says so if not.
  bool expect(const JsonNode& node, JsonKind kind);
  void report(std::string code, std::string message, std::string hint, SourceRange where);
  void report_type(const JsonNode& node, std::string_view wanted);
  void report_unknown_value(std::string_view what, std::string_view value,
                            std::span<const std::string_view> names, SourceRange where);

  /// JSON that stands in a string; null where it is none, with what is wrong in `issues`. The tree
  /// views the string's text: what was decoded for it is to be kept before.
  const JsonNode* embedded(const JsonNode& string, Issues& issues) const;
  [[nodiscard]] std::string_view keep(std::string_view text) const { return arena_.keep(text); }

  /// An object of those members, at the place of `node`; in the arena.
  const JsonNode* object_of(const JsonNode& node, const std::vector<JsonNode>& members) const;

  /// How many issues were not kept because there are too many already.
  [[nodiscard]] std::uint64_t dropped_count() const { return dropped_count_; }

  UnreadablePolicy unreadable_policy = UnreadablePolicy::IsAnIssue;
  /// Of the scenario; the fields that rest on it stand behind it in their shape.
  Instant clock;

 private:
  bool drop_issue();
  void read_part(const JsonNode& node, const ShapePart& part, void* object,
                 std::vector<bool>& is_known);
  void report_unknown_fields(const JsonNode& node, const Shape& shape,
                             const std::vector<bool>& is_known);

  const SourceMap& sources_;
  JsonArena& arena_;
  const JsonLimits& limits_;
  Issues& issues_;
  std::uint64_t dropped_count_ = 0;
};

/// So many issues are kept while a scenario is read; the rest is counted.
inline constexpr std::size_t kIssuesKeptMax = 10'000;

/// Whether there is nothing that `write_object` would write.
bool is_empty_object(const Shape& shape, const void* object);
/// Writes required fields and all others that are not empty.
void write_object(JsonWriter& writer, const Shape& shape, const void* object);

/// Writes a JSON Schema (draft-07). Codecs add the members of the schema object that is open.
class SchemaWriter {
 public:
  /// The schema of a shape, with a definition for every shape that it leads to. `id` is a URI that
  /// names this version of it.
  static std::string write(const Shape& root, std::string_view id, std::string_view title);

  void type(std::string_view name);
  void any_of(std::initializer_list<void (*)(SchemaWriter&)> alternatives);
  void one_value_of(std::span<const std::string_view> names);
  void array_of(void (*items)(SchemaWriter&));
  void map_of(void (*values)(SchemaWriter&));
  /// An object of this shape, or a `$file` with one.
  void object(const Shape& shape);
  /// The object of this shape alone.
  void reference(const Shape& shape);

  JsonWriter& json() { return json_; }

 private:
  SchemaWriter() : json_(JsonWriter::Layout::Indented) {}

  void properties(const Shape& shape);
  void definition(const Shape& shape);
  void file_definition();

  JsonWriter json_;
  std::vector<const Shape*> pending_;
  std::set<std::string_view> known_;
};

/// Fields that begin so are free for notes, everywhere.
inline constexpr std::string_view kNotePrefix = "x-";

/// Every name of a shape, in the order of its rows.
std::vector<std::string_view> field_names(const Shape& shape);

/// ``did you mean `x`?``, or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> names);

}  // namespace replisim
