#include <array>

#include "model/scenario_document.h"
#include "model/shape_context.h"
#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

// Events

std::vector<std::string_view> operation_names() {
  std::vector<std::string_view> names;
  for (const OperationRow& row : operation_rows()) {
    names.push_back(row.name);
  }
  return names;
}

const OperationRow& row_of(const Operation& operation) {
  return operation_rows()[operation.index()];
}

struct OperationCodec {
  static void read(ShapeReader& reader, const JsonNode& node, EventDocument& value) {
    if (!reader.expect(node, JsonKind::String)) {
      return;
    }
    for (const OperationRow& row : operation_rows()) {
      if (row.name == node.text) {
        row.make(value.event.operation);
        value.has_operation = true;
        return;
      }
    }
    reader.report_unknown_value("operation", node.text, operation_names(), node.where);
  }
  static bool is_empty(const EventDocument&) { return false; }
  static void write(JsonWriter& writer, const EventDocument& value) {
    writer.string(operation_name(value.event.operation));
  }
  static void schema(SchemaWriter& schema) { schema.one_value_of(operation_names()); }
};

/// Read after the operation, which says what the parameters are.
struct ParamsCodec {
  static void read(ShapeReader& reader, const JsonNode& node, EventDocument& value) {
    if (!value.has_operation) {
      return;
    }
    const OperationRow& row = row_of(value.event.operation);
    reader.unreadable_policy = UnreadablePolicy::IsKept;
    reader.read_object(node, row.shape(), row.params(value.event.operation));
    reader.unreadable_policy = UnreadablePolicy::IsAnIssue;
  }
  static bool is_empty(const EventDocument&) { return false; }
  static void write(JsonWriter& writer, const EventDocument& value) {
    const OperationRow& row = row_of(value.event.operation);
    Operation operation = value.event.operation;
    write_object(writer, row.shape(), row.params(operation));
  }
  static void schema(SchemaWriter& schema) { schema.type("object"); }
};

struct AtCodec {
  static void read(ShapeReader& reader, const JsonNode& node, EventDocument& value) {
    value.at_where = node.where;
    Codec<std::string>::read(reader, node, value.at);
  }
  static bool is_empty(const EventDocument&) { return false; }
  static void write(JsonWriter& writer, const EventDocument& value) {
    writer.string(format_rfc3339(value.event.at));
  }
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

/// The parameters follow from the operation.
void add_params_schema(SchemaWriter& schema) {
  JsonWriter& json = schema.json();
  json.key("allOf");
  json.begin_array();
  for (const OperationRow& row : operation_rows()) {
    json.begin_object();
    json.key("if");
    json.begin_object();
    json.key("properties");
    json.begin_object();
    json.key("operation");
    json.begin_object();
    json.member("const", row.name);
    json.end_object();
    json.end_object();
    json.end_object();
    json.key("then");
    json.begin_object();
    json.key("properties");
    json.begin_object();
    json.key("params");
    json.begin_object();
    schema.object(row.shape());
    json.end_object();
    json.end_object();
    json.end_object();
    json.end_object();
  }
  json.end_array();
}

constexpr std::array kEventRows = {
    field<&Event::id>("id", Need::Optional, "event-1, event-2, … where it is not given"),
    field<&Event::as>("as", Need::Optional,
                      "ARN of the caller; without one the call is authorised"),
    field<&Event::context, ContextCodec>("context", Need::Optional, "keys of the request context"),
};

// Diagnostics

struct CodeCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Expected& value) {
    value.kind = Expected::Kind::Equals;
    value.where = node.where;
    Codec<std::string>::read(reader, node, value.value);
  }
  static bool is_empty(const Expected&) { return false; }
  static void write(JsonWriter& writer, const Expected& value) { writer.string(value.value); }
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

using CodesCodec = OptionalCodec<ListCodec<CodeCodec, Expected>, std::vector<Expected>>;

// Variants

struct VariantExpectCodec {
  static void read(ShapeReader& reader, const JsonNode& node, VariantDocument& value) {
    Codec<std::map<std::string, EventExpectation>>::read(reader, node, value.expectations);
    for (const JsonNode& member : node) {
      if (!member.key.starts_with(kNotePrefix)) {
        value.expected_events.emplace_back(std::string(member.key), member.key_where);
      }
    }
  }
  static bool is_empty(const VariantDocument& value) { return value.expectations.empty(); }
  static void write(JsonWriter& writer, const VariantDocument& value) {
    Codec<std::map<std::string, EventExpectation>>::write(writer, value.expectations);
  }
  static void schema(SchemaWriter& schema) {
    Codec<std::map<std::string, EventExpectation>>::schema(schema);
  }
};

// Tables

/// One object for each list of values.
void add_lists_schema(SchemaWriter& schema) {
  schema.map_of([](SchemaWriter& list) { list.type("array"); });
}

void add_exceptions_schema(SchemaWriter& schema) {
  schema.array_of([](SchemaWriter& exception) {
    exception.type("object");
    JsonWriter& json = exception.json();
    json.key("required");
    json.begin_array();
    json.string("when");
    json.end_array();
  });
}

/// What reading a table and `for_each` leaves nothing of: it is made into rows before.
constexpr FieldRow made_into_rows(std::string_view name, std::string_view description,
                                  void (*schema)(SchemaWriter&)) {
  FieldRow row{name, Need::Optional, description};
  row.schema = schema;
  return row;
}

constexpr std::array kListRows = {
    made_into_rows("for_each",
                   "lists by name: one case for each combination of their values, put in place of "
                   "`${each.NAME}` and `${each.NAME.MEMBER}`",
                   &add_lists_schema),
    made_into_rows("exceptions",
                   "of cases by `for_each`: where `when` has their values (one, or a list of "
                   "them), the other members stand in place of the row's",
                   &add_exceptions_schema),
};

/// Rows of a case that `for_each` makes several of: a placeholder may stand anywhere.
std::vector<FieldRow> template_rows(const Shape& shape) {
  std::vector<FieldRow> rows;
  for (const ShapePart& part : shape.parts) {
    for (FieldRow row : part.rows) {
      const bool is_list = row.name == "for_each" || row.name == "exceptions";
      row.schema = is_list ? row.schema : nullptr;
      row.need = row.name == "for_each" ? Need::Required : row.need;
      rows.push_back(row);
    }
  }
  return rows;
}

const Shape& variant_template_shape() {
  static const std::vector<FieldRow> rows = template_rows(shape_of<VariantDocument>());
  static const Shape shape = {"VariantForEach", "variants, one for each of a list", {{rows}}};
  return shape;
}

const Shape& row_template_shape() {
  static const std::vector<FieldRow> rows = template_rows(table_row_shape());
  static const Shape shape = {"RowForEach", "rows, one for each of a list", {{rows}}};
  return shape;
}

template <const Shape& (*kShape)(), const Shape& (*kTemplate)()>
struct CaseCodec : StructCodec<VariantDocument, kShape> {
  static void schema(SchemaWriter& schema) {
    schema.any_of({[](SchemaWriter& one) { one.object(kShape()); },
                   [](SchemaWriter& several) { several.object(kTemplate()); }});
  }
};
using VariantsCodec =
    ListCodec<CaseCodec<&shape_of<VariantDocument>, &variant_template_shape>, VariantDocument>;
using TableCodec = ListCodec<CaseCodec<&table_row_shape, &row_template_shape>, VariantDocument>;

/// What a row changes in its event, as the event has it.
constexpr std::array<std::string_view, 4> kEventMembers = {"at", "as", "context", "params"};

void finish_row(ShapeReader& reader, const JsonNode& node, void* object) {
  VariantDocument& row = *static_cast<VariantDocument*>(object);
  row.where = node.where;
  std::vector<JsonNode> members;
  for (const JsonNode& member : node) {
    for (const std::string_view name : kEventMembers) {
      if (member.key == name) {
        members.push_back(member);
      }
    }
  }
  if (!members.empty()) {
    row.event_change = reader.object_of(node, members);
  }
}

struct ObjectSchema {
  static void string(SchemaWriter& schema) { schema.type("string"); }
  static void object(SchemaWriter& schema) { schema.type("object"); }
};

// The whole

struct FormatCodec : Codec<std::string> {
  static void read(ShapeReader& reader, const JsonNode& node, std::string& value) {
    Codec<std::string>::read(reader, node, value);
    if (node.is_string() && node.text != kScenarioFormat) {
      reader.report("scenario.unknown-format", "unknown format " + in_backticks(node.text),
                    "this program reads `replisim/1`", node.where);
    }
  }
  static void schema(SchemaWriter& schema) { schema.json().member("const", kScenarioFormat); }
};

struct ClockCodec : Codec<Instant> {
  static void read(ShapeReader& reader, const JsonNode& node, Instant& value) {
    if (!node.is_string()) {
      reader.report_type(node, "a time");
      return;
    }
    Codec<Instant>::read(reader, node, value);
    reader.clock = value;
  }
  static void schema(SchemaWriter& schema) {
    schema.type("string");
    schema.json().member("format", "date-time");
  }
};

using Settings = decltype(World::settings);

/// Strings; numbers and booleans as they are spelled.
struct SettingsCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Settings& value) {
    if (!reader.expect(node, JsonKind::Object)) {
      return;
    }
    for (const JsonNode& member : node) {
      if (member.key.starts_with(kNotePrefix)) {
        continue;
      }
      ContextEntry entry;
      read_context_value(reader, member, entry);
      if (!entry.values.empty()) {
        value[std::string(member.key)] = entry.values.front();
      }
    }
  }
  static bool is_empty(const Settings& value) { return value.empty(); }
  static void write(JsonWriter& writer, const Settings& value) {
    writer.begin_object();
    for (const auto& [name, setting] : value) {
      writer.member(name, setting);
    }
    writer.end_object();
  }
  static void schema(SchemaWriter& schema) { schema.type("object"); }
};

constexpr std::array kHeadRows = {
    ignored("$schema"),
    field<&ScenarioDocument::format, FormatCodec>("format", Need::Required, "replisim/1"),
    field<&ScenarioDocument::title>("title", Need::Optional, "for people"),
    field<&ScenarioDocument::description>("description", Need::Optional, "for people"),
    field<&ScenarioDocument::clock, ClockCodec>(
        "clock", Need::Optional,
        "the time of the first event; 2026-01-01T00:00:00Z where it is not given. Before "
        "2023-01-05 S3 stored an object without encryption if nobody asked for any"),
};

constexpr std::array kWorldRows = {
    field<&World::assume_missing>("assume_missing", Need::Optional,
                                  "what a policy that is not in the model is taken to say: "
                                  "unknown, deny or allow"),
    field<&World::settings, SettingsCodec>("settings", Need::Optional,
                                           "decisions that AWS leaves open, by name"),
    field<&World::accounts>("accounts", Need::Optional, "the accounts and what is in them"),
    field<&World::organization>("organization", Need::Optional, "the AWS organization"),
};

constexpr std::array kTailRows = {
    field<&ScenarioDocument::events, Codec<std::vector<EventDocument>>,
          &ScenarioDocument::events_where>("events", Need::Optional, "what happens, in order"),
    field<&ScenarioDocument::variants, VariantsCodec>("variants", Need::Optional,
                                                      "the same with something changed"),
    field<&ScenarioDocument::table, TableCodec>(
        "table", Need::Optional,
        "a case a row: what is other than in the scenario, and what must come of it"),
    field<&ScenarioDocument::diagnostics, CodesCodec, &ScenarioDocument::diagnostics_where>(
        "diagnostics", Need::Optional, "codes of findings that must be reported"),
    field<&ScenarioDocument::diagnostics_exactly>("diagnosticsExactly", Need::Optional,
                                                  "whether there may be no others"),
    field<&ScenarioDocument::assertions>("assert", Need::Optional,
                                         "what must hold of the world itself"),
};

}  // namespace

template <>
const Shape& shape_of<EventDocument>() {
  static constexpr std::array kRows = {
      whole<EventDocument, AtCodec>("at", Need::Optional,
                                    "a time, or an offset from the clock such as +15m; the time "
                                    "of the event before where it is not given"),
      whole<EventDocument, OperationCodec>("operation", Need::Required, "an operation of AWS"),
      whole<EventDocument, ParamsCodec>("params", Need::Required, "its parameters"),
      field<&EventDocument::expectation>("expect", Need::Optional, "what must come of it"),
  };
  static const Shape shape = {"Event",
                              "something that happens",
                              {part_of<&EventDocument::event>(kEventRows), {kRows}},
                              [](ShapeReader&, const JsonNode& node, void* object) {
                                EventDocument& document = *static_cast<EventDocument*>(object);
                                document.event.where = node.where;
                                const JsonNode* const id = node.find("id");
                                document.id_where = id == nullptr ? node.where : id->where;
                              },
                              {},
                              &add_params_schema};
  return shape;
}

template <>
const Shape& shape_of<VariantDocument>() {
  using Variant = VariantDocument;
  static constexpr std::array kRows = {
      field<&Variant::id, Codec<std::string>, &Variant::id_where>("id", Need::Required,
                                                                  "name of the variant"),
      field<&Variant::title>("title", Need::Optional, "for people"),
      field<&Variant::patch>("patch", Need::Optional, "changes by RFC 6902"),
      field<&Variant::merge, NodeCodec>("merge", Need::Optional, "changes by RFC 7386"),
      whole<Variant, VariantExpectCodec>("expect", Need::Optional,
                                         "what must come of events, by their ids"),
      field<&Variant::diagnostics, CodesCodec, &Variant::diagnostics_where>(
          "diagnostics", Need::Optional, "codes of findings that must be reported"),
      field<&Variant::diagnostics_exactly>("diagnosticsExactly", Need::Optional,
                                           "whether there may be no others"),
      field<&Variant::assertions>("assert", Need::Optional,
                                  "in place of the scenario's where the id is one of theirs, "
                                  "otherwise beside them"),
      ignored("description"),
  };
  static const Shape shape = {"Variant",
                              "the scenario with something changed",
                              {{kRows}, {kListRows}},
                              &note_place<Variant>};
  return shape;
}

const Shape& table_row_shape() {
  using Row = VariantDocument;
  static constexpr std::array kRows = {
      field<&Row::id, Codec<std::string>, &Row::id_where>(
          "id", Need::Optional, "name of the case; row-1, row-2, … where it is not given"),
      field<&Row::title>("title", Need::Optional, "for people"),
      field<&Row::event, Codec<std::string>, &Row::event_where>(
          "event", Need::Optional, "id of the event that the row is about, if there are several"),
      made_into_rows("at", "in place of the event's", &ObjectSchema::string),
      made_into_rows("as", "in place of the event's", nullptr),
      made_into_rows("context", "merged into the event's by RFC 7386", &ObjectSchema::object),
      made_into_rows("params", "merged into the event's by RFC 7386", &ObjectSchema::object),
      field<&Row::expectation>("expect", Need::Optional, "what must come of that event"),
      field<&Row::patch>("patch", Need::Optional, "changes of the scenario by RFC 6902"),
      field<&Row::merge, NodeCodec>("merge", Need::Optional, "changes of it by RFC 7386"),
      field<&Row::diagnostics, CodesCodec, &Row::diagnostics_where>(
          "diagnostics", Need::Optional, "codes of findings that must be reported"),
      field<&Row::diagnostics_exactly>("diagnosticsExactly", Need::Optional,
                                       "whether there may be no others"),
      field<&Row::assertions>("assert", Need::Optional,
                              "in place of the scenario's where the id is one of theirs, "
                              "otherwise beside them"),
      ignored("description"),
  };
  static const Shape shape = {"Row", "a case of the table", {{kRows}, {kListRows}}, &finish_row};
  return shape;
}

template <>
const Shape& shape_of<ScenarioDocument>() {
  static const Shape shape = {
      "Scenario",
      "A world of AWS accounts, what happens in it, and what must come of it",
      {{kHeadRows}, part_of<&ScenarioDocument::world>(kWorldRows), {kTailRows}},
      &note_place<ScenarioDocument>};
  return shape;
}

}  // namespace replisim
