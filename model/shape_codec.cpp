#include "model/shape_codec.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

#include "model/arn.h"
#include "model/base64.h"
#include "model/percent.h"
#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

/// A policy that is no JSON at all, as a request may hold it.
PolicyDocument unreadable_policy(const JsonNode& node, const Issues& issues) {
  PolicyDocument policy;
  policy.where = node.where;
  for (const Issue& issue : issues) {
    policy.faults.push_back({.code = "policy.not-json",
                             .message = issue.message,
                             .hint = issue.hint,
                             .where = issue.where,
                             .unreadable = true});
  }
  return policy;
}

/// The JSON of a policy that stands in a string. IAM's API percent-encodes it, the CLI does not.
const JsonNode* embedded_policy(const ShapeReader& reader, const JsonNode& node, Issues& issues) {
  const bool is_encoded = node.text.starts_with("%7B") || node.text.starts_with("%7b");
  const std::optional<std::string> text =
      is_encoded ? percent_decode(node.text) : std::optional<std::string>();
  if (!text) {
    return reader.embedded(node, issues);
  }
  JsonNode decoded = node;
  decoded.text = reader.keep(*text);
  return reader.embedded(decoded, issues);
}

/// The document itself: an object, or its text in a string.
struct BarePolicyCodec {
  static void read(ShapeReader& reader, const JsonNode& node, PolicyDocument& value);
  static bool is_empty(const PolicyDocument& value) {
    return !value.where.is_known() && value.statements.empty();
  }
  static void write(JsonWriter& writer, const PolicyDocument& value) {
    write_policy(writer, value);
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of(
        {[](SchemaWriter& s) { s.type("object"); }, [](SchemaWriter& s) { s.type("string"); }});
  }
};

void BarePolicyCodec::read(ShapeReader& reader, const JsonNode& node, PolicyDocument& value) {
  if (is_file_reference(node)) {
    return;
  }
  if (!node.is_string() && !node.is_object()) {
    reader.report_type(node, "a policy: an object, or a string with its text");
    return;
  }
  Issues issues;
  const JsonNode* const document = node.is_string() ? embedded_policy(reader, node, issues) : &node;
  value = document != nullptr ? read_policy(*document) : unreadable_policy(node, issues);
  if (reader.unreadable_policy == UnreadablePolicy::IsKept) {
    return;
  }
  for (const PolicyFault& fault : value.faults) {
    if (fault.unreadable) {
      reader.report(fault.code, fault.message, fault.hint, fault.where);
    }
  }
}

/// A policy inside what the AWS CLI prints, or with what is not known of it.
struct WrappedPolicy {
  PolicyDocument document;
  std::vector<std::int64_t> uncertain;
};

void finish_wrapped_policy(ShapeReader& reader, const JsonNode& node, void* object) {
  WrappedPolicy& wrapped = *static_cast<WrappedPolicy*>(object);
  std::vector<Statement>& statements = wrapped.document.statements;
  if (!wrapped.document.where.is_known()) {
    wrapped.document.where = node.where;  // nothing of it is known
  }
  for (const std::int64_t position : wrapped.uncertain) {
    const auto index = static_cast<std::size_t>(position);
    if (index < statements.size()) {
      statements[index].uncertain = true;
    } else {
      reader.report("scenario.no-such-statement",
                    "there is no statement " + std::to_string(position), "they count from 0",
                    node.find("Uncertain")->where);
    }
  }
}

const Shape& wrapped_policy_shape() {
  static constexpr std::array kRows = {
      field<&PolicyDocument::incomplete>("Incomplete", Need::Optional,
                                         "whether further statements may stand in it"),
  };
  static constexpr std::array kWrapperRows = {
      field<&WrappedPolicy::uncertain, ListCodec<CountCodec, std::int64_t>>(
          "Uncertain", Need::Optional, "positions of statements that are not wholly known"),
      ignored("PolicyName"),
      ignored("RevisionId"),
      ignored("ResponseMetadata"),
  };
  static constexpr std::array kDocumentRows = {
      field<&WrappedPolicy::document, BarePolicyCodec>("Policy", Need::Optional, "the policy"),
  };
  // The document first: it takes the place of what stands in it.
  static const Shape shape = {
      "WrappedPolicy",
      "a policy inside what the AWS CLI prints, or with what is not known of it",
      {{kDocumentRows}, part_of<&WrappedPolicy::document>(kRows), {kWrapperRows}},
      &finish_wrapped_policy};
  return shape;
}

bool is_wrapped_policy(const JsonNode& node) {
  return node.find("Statement") == nullptr &&
         (node.find("Policy") != nullptr || node.find("Incomplete") != nullptr);
}

const Shape& kms_tag_shape() {
  static constexpr std::array kRows = {
      field<&Tag::key>("TagKey", Need::Required, "the tag's key"),
      field<&Tag::value>("TagValue", Need::Optional, "the tag's value"),
  };
  static const Shape shape = {"KmsTag", "a tag of a key", {{kRows}}};
  return shape;
}

/// Decodes base64 that `is_valid_base64` has accepted.
std::string decode_base64(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int bit_count = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) {
      break;  // the padding
    }
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    bit_count += 6;
    if (bit_count >= 8) {
      bit_count -= 8;
      out += static_cast<char>((bits >> static_cast<unsigned>(bit_count)) & 0xFFU);
    }
  }
  return out;
}

}  // namespace

void Codec<std::string>::read(ShapeReader& reader, const JsonNode& node, std::string& value) {
  if (reader.expect(node, JsonKind::String)) {
    value = std::string(node.text);
  }
}

void Codec<bool>::read(ShapeReader& reader, const JsonNode& node, bool& value) {
  if (reader.expect(node, JsonKind::Boolean)) {
    value = node.boolean;
  }
}

void Codec<std::int64_t>::read(ShapeReader& reader, const JsonNode& node, std::int64_t& value) {
  if (!reader.expect(node, JsonKind::Number)) {
    return;
  }
  const char* const end = node.text.data() + node.text.size();
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(node.text.data(), end, number);
  if (error == std::errc() && stop == end) {
    value = number;
  } else {
    reader.report(
        "scenario.not-a-whole-number",
        in_backticks(node.text) + (stop == end ? " is too large" : " is not a whole number"), {},
        node.where);
  }
}

void CountCodec::read(ShapeReader& reader, const JsonNode& node, std::int64_t& value) {
  std::int64_t number = value;
  Codec<std::int64_t>::read(reader, node, number);
  if (number < 0) {
    reader.report("scenario.negative-number",
                  in_backticks(node.key) + " is negative: " + in_backticks(node.text), {},
                  node.where);
    return;
  }
  value = number;
}

void CountCodec::schema(SchemaWriter& schema) {
  schema.type("integer");
  schema.json().member("minimum", std::int64_t{0});
}

void Codec<Instant>::read(ShapeReader& reader, const JsonNode& node, Instant& value) {
  if (node.kind != JsonKind::String && node.kind != JsonKind::Number) {
    reader.report_type(node, "a time");
    return;
  }
  const std::string_view whole_seconds = node.text.substr(0, node.text.find('.'));
  const std::optional<Instant> instant =
      node.is_string() ? parse_rfc3339(node.text) : parse_instant(whole_seconds);
  if (instant) {
    value = *instant;
  } else {
    reader.report("scenario.bad-time", in_backticks(node.text) + " is not a time",
                  "a time is written `2026-01-01T00:00:00Z`", node.where);
  }
}

void Codec<Instant>::write(JsonWriter& writer, const Instant& value) {
  writer.string(format_rfc3339(value));
}

void Codec<Instant>::schema(SchemaWriter& schema) {
  schema.any_of({[](SchemaWriter& s) {
                   s.type("string");
                   s.json().member("format", "date-time");
                 },
                 [](SchemaWriter& s) { s.type("number"); }});
}

void Codec<PolicyDocument>::read(ShapeReader& reader, const JsonNode& node, PolicyDocument& value) {
  if (!is_wrapped_policy(node)) {
    BarePolicyCodec::read(reader, node, value);
    return;
  }
  WrappedPolicy wrapped;
  reader.read_object(node, wrapped_policy_shape(), &wrapped);
  value = std::move(wrapped.document);
}

bool Codec<PolicyDocument>::is_empty(const PolicyDocument& value) {
  return BarePolicyCodec::is_empty(value);
}

void Codec<PolicyDocument>::write(JsonWriter& writer, const PolicyDocument& value) {
  WrappedPolicy wrapped{.document = value};
  for (std::size_t i = 0; i < value.statements.size(); ++i) {
    if (value.statements[i].uncertain) {
      wrapped.uncertain.push_back(static_cast<std::int64_t>(i));
    }
  }
  if (value.incomplete || !wrapped.uncertain.empty()) {
    write_object(writer, wrapped_policy_shape(), &wrapped);
  } else {
    write_policy(writer, value);
  }
}

void Codec<PolicyDocument>::schema(SchemaWriter& schema) {
  BarePolicyCodec::schema(schema);
}

void Codec<TagSet>::read(ShapeReader& reader, const JsonNode& node, TagSet& value) {
  const JsonNode* const wrapped = node.find("TagSet");
  if (wrapped != nullptr && node.child_count == 1) {
    read(reader, *wrapped, value);
    return;
  }
  if (node.is_string()) {
    if (std::optional<TagSet> tags = parse_tagging(node.text)) {
      value = *std::move(tags);
    } else {
      reader.report("scenario.bad-tagging", in_backticks(node.text) + " is not a tag set",
                    "tags in a string are written `key=value&key=value`, with `%hh` escapes",
                    node.where);
    }
    return;
  }
  if (!node.is_array()) {
    reader.report_type(node, "a list of tags");
    return;
  }
  for (const JsonNode& tag : node) {
    const bool is_kms = tag.find("TagKey") != nullptr;
    reader.read_object(tag, is_kms ? kms_tag_shape() : shape_of<Tag>(), &value.emplace_back());
  }
}

void Codec<TagSet>::write(JsonWriter& writer, const TagSet& value) {
  writer.begin_array();
  for (const Tag& tag : value) {
    write_object(writer, shape_of<Tag>(), &tag);
  }
  writer.end_array();
}

void Codec<TagSet>::schema(SchemaWriter& schema) {
  const auto list = [](SchemaWriter& s) {
    s.array_of([](SchemaWriter& tag) {
      tag.any_of({[](SchemaWriter& t) { t.reference(shape_of<Tag>()); },
                  [](SchemaWriter& t) { t.reference(kms_tag_shape()); }});
    });
  };
  schema.any_of({list,
                 [](SchemaWriter& s) {
                   s.type("object");
                   s.json().key("required");
                   s.json().begin_array();
                   s.json().string("TagSet");
                   s.json().end_array();
                 },
                 [](SchemaWriter& s) { s.type("string"); }});
}

void StringMapCodec::read(ShapeReader& reader, const JsonNode& node, TagSet& value) {
  if (!reader.expect(node, JsonKind::Object)) {
    return;
  }
  for (const JsonNode& member : node) {
    Tag& pair = value.emplace_back();
    pair.key = std::string(member.key);
    Codec<std::string>::read(reader, member, pair.value);
  }
}

void StringMapCodec::write(JsonWriter& writer, const TagSet& value) {
  writer.begin_object();
  for (const Tag& pair : value) {
    writer.member(pair.key, pair.value);
  }
  writer.end_object();
}

void StringMapCodec::schema(SchemaWriter& schema) {
  schema.map_of(&Codec<std::string>::schema);
}

void EncryptionContextCodec::read(ShapeReader& reader, const JsonNode& node, TagSet& value) {
  if (!node.is_string()) {
    StringMapCodec::read(reader, node, value);
    return;
  }
  if (is_valid_base64(node.text)) {
    JsonNode decoded = node;
    decoded.text = reader.keep(decode_base64(node.text));
    Issues issues;
    const JsonNode* const context = reader.embedded(decoded, issues);
    if (context != nullptr && issues.empty() && context->is_object()) {
      StringMapCodec::read(reader, *context, value);
      return;
    }
  }
  reader.report("scenario.bad-encryption-context",
                in_backticks(node.text) + " is not base64 of a JSON object",
                "the object itself may stand here", node.where);
}

void EncryptionContextCodec::schema(SchemaWriter& schema) {
  schema.any_of({&StringMapCodec::schema, &Codec<std::string>::schema});
}

void AccountIdCodec::read(ShapeReader& reader, const JsonNode& node, std::string& value) {
  if (!reader.expect(node, JsonKind::String)) {
    return;
  }
  value = std::string(node.text);
  if (!is_account_id(node.text)) {
    reader.report("scenario.bad-account-id", in_backticks(node.text) + " is not an account id",
                  "an account id has twelve digits", node.where);
  }
}

void AccountIdCodec::schema(SchemaWriter& schema) {
  schema.type("string");
  schema.json().member("pattern", "^[0-9]{12}$");
}

void RuleStatusTextCodec::read(ShapeReader& reader, const JsonNode& node, RuleStatus& value) {
  value.where = node.where;
  Codec<std::string>::read(reader, node, value.text);
}

void OwnerCodec::read(ShapeReader& reader, const JsonNode& node, std::string& value) {
  const JsonNode* const id = node.find("ID");
  if (!node.is_object()) {
    Codec<std::string>::read(reader, node, value);
  } else if (id != nullptr) {
    Codec<std::string>::read(reader, *id, value);
  }
}

void OwnerCodec::schema(SchemaWriter& schema) {
  schema.any_of(
      {[](SchemaWriter& s) { s.type("string"); }, [](SchemaWriter& s) { s.type("object"); }});
}

void EnabledCodec::read(ShapeReader& reader, const JsonNode& node, bool& value) {
  constexpr std::array<std::string_view, 2> kNames = {"Enabled", "Disabled"};
  if (!reader.expect(node, JsonKind::String)) {
    return;
  }
  value = node.text == kNames[0];
  if (std::find(kNames.begin(), kNames.end(), node.text) == kNames.end()) {
    reader.report_unknown_value(in_backticks(node.key) + ":", node.text, kNames, node.where);
  }
}

void EnabledCodec::write(JsonWriter& writer, bool value) {
  writer.string(value ? "Enabled" : "Disabled");
}

void EnabledCodec::schema(SchemaWriter& schema) {
  constexpr std::array<std::string_view, 2> kNames = {"Enabled", "Disabled"};
  schema.type("string");
  schema.one_value_of(kNames);
}

}  // namespace replisim
