#include <array>

#include "model/assertion.h"
#include "model/expectation_names.h"
#include "model/shape_context.h"
#include "model/shape_expected.h"
#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

constexpr std::array<std::string_view, 9> kKindNames = {
    "can",        "cannot",        "replicates",         "neverReplicates", "encryptedWith",
    "readableBy", "notReadableBy", "staysWithinRegions", "noDiagnostics",
};
static_assert(kKindNames.size() == static_cast<std::size_t>(AssertionKind::NoDiagnostics) + 1);

struct PlacedTextCodec {
  static void read(ShapeReader& reader, const JsonNode& node, PlacedText& value) {
    value.where = node.where;
    Codec<std::string>::read(reader, node, value.text);
    if (node.is_string() && node.text.empty()) {
      reader.report("scenario.empty-name", in_backticks(node.key) + " of an assertion is empty", {},
                    node.where);
    }
  }
  static bool is_empty(const PlacedText& value) { return value.text.empty(); }
  static void write(JsonWriter& writer, const PlacedText& value) { writer.string(value.text); }
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

/// One, or an array of them.
struct PlacedTextsCodec {
  using List = ListCodec<PlacedTextCodec, PlacedText>;

  static void read(ShapeReader& reader, const JsonNode& node, std::vector<PlacedText>& value) {
    if (node.is_string()) {
      PlacedTextCodec::read(reader, node, value.emplace_back());
      return;
    }
    if (!node.is_array()) {
      reader.report_type(node, "a string or an array of them");
      return;
    }
    List::read(reader, node, value);
    if (node.child_count == 0) {
      reader.report("scenario.wrong-count", in_backticks(node.key) + " names nothing", {},
                    node.where);
    }
  }
  static bool is_empty(const std::vector<PlacedText>& value) { return value.empty(); }
  static void write(JsonWriter& writer, const std::vector<PlacedText>& value) {
    if (value.size() == 1) {
      PlacedTextCodec::write(writer, value.front());
    } else {
      List::write(writer, value);
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of({[](SchemaWriter& s) { s.type("string"); }, &List::schema});
  }
};

/// `true`, or the codes that there must be none of.
struct NoDiagnosticsCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Assertion& value) {
    if (node.kind == JsonKind::Boolean && node.boolean) {
      return;
    }
    if (node.kind == JsonKind::Boolean) {
      reader.report("scenario.bad-value", "`noDiagnostics` is `true`, or is left out",
                    "`diagnostics` of the scenario says which findings there must be", node.where);
      return;
    }
    if (!node.is_array()) {
      reader.report_type(node, "`true` or an array of codes");
      return;
    }
    PlacedTextsCodec::read(reader, node, value.codes);
  }
  static void write(JsonWriter& writer, const Assertion& value) {
    if (value.codes.empty()) {
      writer.boolean(true);
    } else {
      PlacedTextsCodec::List::write(writer, value.codes);
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of({[](SchemaWriter& s) {
                     s.json().key("const");
                     s.json().boolean(true);
                   },
                   &PlacedTextsCodec::List::schema});
  }
};

/// A part of the assertion, read and written by a shape.
template <auto kMember, const Shape& (*kShape)()>
struct PartCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Assertion& value) {
    reader.read_object(node, kShape(), &(value.*kMember));
  }
  static void write(JsonWriter& writer, const Assertion& value) {
    write_object(writer, kShape(), &(value.*kMember));
  }
  static void schema(SchemaWriter& schema) { schema.object(kShape()); }
};

/// A member that says what is asserted: one of them is there.
template <AssertionKind kKind, typename C>
struct KindCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Assertion& value) {
    if (value.kind) {
      reader.report("scenario.several-assertions",
                    "an assertion says one thing, and this one has " +
                        in_backticks(to_string(*value.kind)) + " already",
                    "make two of them", node.key_where);
      return;
    }
    value.kind = kKind;
    value.said_where = node.where;
    C::read(reader, node, value);
  }
  static bool is_empty(const Assertion& value) { return value.kind != kKind; }
  static void write(JsonWriter& writer, const Assertion& value) { C::write(writer, value); }
  static void schema(SchemaWriter& schema) { C::schema(schema); }
};

template <AssertionKind kKind, typename C>
constexpr FieldRow kind_field(std::string_view description) {
  return whole<Assertion, KindCodec<kKind, C>>(kKindNames[static_cast<std::size_t>(kKind)],
                                               Need::Optional, description);
}

template <auto kMember>
constexpr FieldRow text_field(std::string_view name, Need need, std::string_view description) {
  return field<kMember, PlacedTextCodec>(name, need, description);
}

template <auto kMember>
constexpr FieldRow texts_field(std::string_view name, Need need, std::string_view description) {
  return field<kMember, PlacedTextsCodec>(name, need, description);
}

// --- what one can do ---

constexpr std::array kRequestRows = {
    texts_field<&AccessAssertion::as>(
        "as", Need::Required,
        "who asks: ARN of a user, role or account root, a service principal, `*` for anyone; with "
        "`*` inside: all whom the scenario has or names; or an array of them"),
    texts_field<&AccessAssertion::actions>(
        "action", Need::Required, "what is asked for; with `*`: each such action; or an array"),
    texts_field<&AccessAssertion::resources>(
        "resource", Need::Required,
        "ARN of what it is asked of; with `*`: every object, bucket, key or role; or an array"),
    field<&AccessAssertion::context, ContextCodec>(
        "context", Need::Optional, "keys of the request context; others are not in the request"),
};

constexpr FieldRow kSidRow = field<&AccessAssertion::sid, ExpectedTextCodec>(
    "Sid", Need::Optional, "of the statement that decides");

const Shape& can_shape() {
  static constexpr std::array kRows = {
      field<&AccessAssertion::allowed_by, ExpectedNameCodec<&expected_allowed_by>>(
          "allowedBy", Need::Optional, "a policy that has to be among those that allow it"),
      kSidRow,
  };
  static const Shape shape = {"Can", "requests that are allowed", {{kRequestRows}, {kRows}}};
  return shape;
}

const Shape& cannot_shape() {
  static constexpr std::array kRows = {
      field<&AccessAssertion::denied_by, ExpectedNameCodec<&expected_denied_by>>(
          "deniedBy", Need::Optional, "which policy refuses"),
      field<&AccessAssertion::denied_how, ExpectedNameCodec<&expected_denied_how>>(
          "deniedHow", Need::Optional, "explicitDeny or implicitDeny"),
      kSidRow,
  };
  static const Shape shape = {"Cannot", "requests that are denied", {{kRequestRows}, {kRows}}};
  return shape;
}

// --- what rules do ---

constexpr std::array kSelectionRows = {
    text_field<&ObjectSelection::bucket>("Bucket", Need::Required, "source bucket"),
    text_field<&ObjectSelection::rule>("rule", Need::Optional, "ID of the rule; otherwise all"),
    text_field<&ObjectSelection::to>("to", Need::Optional, "name of the destination"),
    text_field<&ObjectSelection::key>("Key", Need::Optional, "objects of this key alone"),
    text_field<&ObjectSelection::prefix>("Prefix", Need::Optional, "objects whose keys begin so"),
    texts_field<&ObjectSelection::kinds>(
        "objects", Need::Optional,
        "kinds of objects, as `check` names them at the end of their ids: `default`, `AES256`, "
        "`aws-kms*`, `delete-marker`, …"),
};

const Shape& rules_shape() {
  static const Shape shape = {"RulesAssertion",
                              "what becomes of every kind of object that rules can match",
                              {part_of<&ReplicationAssertion::objects>(kSelectionRows)}};
  return shape;
}

void need_encryption(ShapeReader& reader, const JsonNode& node, void* object) {
  const ReplicationAssertion& value = *static_cast<ReplicationAssertion*>(object);
  for (const Expected* one :
       {&value.server_side_encryption, &value.sse_kms_key_id, &value.bucket_key_enabled}) {
    if (one->kind != Expected::Kind::Free) {
      return;
    }
  }
  reader.report("scenario.missing-field", "`encryptedWith` without an encryption",
                "`ServerSideEncryption`, `SSEKMSKeyId` or `BucketKeyEnabled` says which",
                node.where);
}

const Shape& encryption_shape() {
  using Replication = ReplicationAssertion;
  static constexpr std::array kRows = {
      field<&Replication::server_side_encryption, ExpectedNameCodec<&spelled<ObjectEncryption>>>(
          "ServerSideEncryption", Need::Optional, "of every replica"),
      field<&Replication::sse_kms_key_id, ExpectedTextCodec>("SSEKMSKeyId", Need::Optional,
                                                             "ARN of the key"),
      field<&Replication::bucket_key_enabled, ExpectedFlagCodec>(
          "BucketKeyEnabled", Need::Optional, "whether an S3 Bucket Key is used"),
  };
  static const Shape shape = {"EncryptedWith",
                              "how every replica that rules make is encrypted",
                              {part_of<&Replication::objects>(kSelectionRows), {kRows}},
                              &need_encryption};
  return shape;
}

// --- who can read, and where it can end up ---

const Shape& reading_shape() {
  using Reading = ReadingAssertion;
  static constexpr std::array kRows = {
      texts_field<&Reading::as>("as", Need::Required, "who reads, as in `can`"),
      text_field<&Reading::bucket>("Bucket", Need::Required, "that is read from"),
      text_field<&Reading::key>("Key", Need::Optional, "this object alone"),
      text_field<&Reading::from>(
          "from", Need::Optional,
          "source bucket: only what its rules write; otherwise the objects that are there, too"),
      text_field<&Reading::rule>("rule", Need::Optional, "ID of the rule that writes them"),
      field<&Reading::context, ContextCodec>("context", Need::Optional,
                                             "keys of the request context"),
  };
  static const Shape shape = {
      "ReadingAssertion", "GetObject of replicas: S3 and, under SSE-KMS, KMS are asked", {{kRows}}};
  return shape;
}

const Shape& regions_shape() {
  using Regions = RegionsAssertion;
  static constexpr std::array kRows = {
      text_field<&Regions::bucket>("Bucket", Need::Required, "where objects are put"),
      texts_field<&Regions::regions>("Regions", Need::Required,
                                     "all that they may end up in; a pattern may have `*`"),
      field<&Regions::counts_batch>(
          "batch", Need::Optional,
          "whether what only Batch Replication would carry on counts, too"),
  };
  static const Shape shape = {
      "StaysWithinRegions", "where objects can end up, as `graph --reach` has it", {{kRows}}};
  return shape;
}

using Kind = AssertionKind;

}  // namespace

std::string_view to_string(AssertionKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

template <>
const Shape& shape_of<Assertion>() {
  static constexpr std::array kRows = {
      field<&Assertion::id, Codec<std::string>, &Assertion::id_where>(
          "id", Need::Optional, "assert-1, assert-2, … where it is not given"),
      text_field<&Assertion::after>(
          "after", Need::Optional,
          "id of an event: the world is looked at as it is behind it; `end`: behind all; otherwise "
          "as it is given"),
      kind_field<Kind::Can, PartCodec<&Assertion::access, &can_shape>>("requests that are allowed"),
      kind_field<Kind::Cannot, PartCodec<&Assertion::access, &cannot_shape>>(
          "requests that are denied"),
      kind_field<Kind::Replicates, PartCodec<&Assertion::replication, &rules_shape>>(
          "every kind of object that rules are there for is replicated"),
      kind_field<Kind::NeverReplicates, PartCodec<&Assertion::replication, &rules_shape>>(
          "no kind of object is replicated"),
      kind_field<Kind::EncryptedWith, PartCodec<&Assertion::replication, &encryption_shape>>(
          "every replica is encrypted so"),
      kind_field<Kind::ReadableBy, PartCodec<&Assertion::reading, &reading_shape>>(
          "who can read all of these objects"),
      kind_field<Kind::NotReadableBy, PartCodec<&Assertion::reading, &reading_shape>>(
          "who can read none of these objects"),
      kind_field<Kind::StaysWithinRegions, PartCodec<&Assertion::regions, &regions_shape>>(
          "objects cannot end up elsewhere"),
      kind_field<Kind::NoDiagnostics, NoDiagnosticsCodec>(
          "`true`: nothing is found wrong with the world; or codes that must not be among it"),
  };
  static const Shape shape = {"Assertion",
                              "what must hold of the world itself; alone in a variant, an `id` "
                              "takes the scenario's away",
                              {{kRows}},
                              &note_place<Assertion>};
  return shape;
}

}  // namespace replisim
