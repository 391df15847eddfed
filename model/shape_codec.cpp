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

/// `Incomplete` and `Uncertain`, beside a `Policy` of which not everything is known.
void read_uncertainty(ShapeReader& reader, const JsonNode& wrapper, PolicyDocument& policy) {
  if (const JsonNode* const incomplete = wrapper.find("Incomplete")) {
    Codec<bool>::read(reader, *incomplete, policy.incomplete);
  }
  const JsonNode* const positions = wrapper.find("Uncertain");
  if (positions == nullptr || !reader.expect(*positions, JsonKind::Array)) {
    return;
  }
  for (const JsonNode& node : *positions) {
    std::int64_t position = 0;
    CountCodec::read(reader, node, position);
    if (static_cast<std::size_t>(position) < policy.statements.size()) {
      policy.statements[static_cast<std::size_t>(position)].uncertain = true;
    } else {
      reader.report("scenario.no-such-statement",
                    "there is no statement " + std::to_string(position), "they count from 0",
                    node.where);
    }
  }
}

bool is_uncertain(const Statement& statement) {
  return statement.uncertain;
}

const Shape& kms_tag_shape() {
  static constexpr std::array kRows = {
      field<&Tag::key>("TagKey", Need::Required, "the tag's key"),
      field<&Tag::value>("TagValue", Need::Optional, "the tag's value"),
  };
  static const Shape kShape = {"KmsTag", "a tag of a key", {{kRows}}};
  return kShape;
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

void Codec<PolicyDocument>::read(ShapeReader& reader, const JsonNode& given,
                                 PolicyDocument& value) {
  const JsonNode* const inner = given.find("Policy");  // as `get-bucket-policy` prints it
  const JsonNode& node = inner != nullptr && given.find("Statement") == nullptr ? *inner : given;
  if (inner == nullptr && given.find("Incomplete") != nullptr) {  // nothing of it is known
    value.where = given.where;
    read_uncertainty(reader, given, value);
    return;
  }
  if (is_file_reference(node)) {
    return;
  }
  if (!node.is_string() && !node.is_object()) {
    reader.report_type(node, "a policy: an object, or a string with its text");
    return;
  }
  Issues issues;
  const JsonNode* const document = node.is_string() ? reader.embedded(node, issues) : &node;
  value = document != nullptr ? read_policy(*document) : unreadable_policy(node, issues);
  if (&node != &given) {
    read_uncertainty(reader, given, value);
  }
  if (reader.unreadable_policy == UnreadablePolicy::IsKept) {
    return;
  }
  for (const PolicyFault& fault : value.faults) {
    if (fault.unreadable) {
      reader.report(fault.code, fault.message, fault.hint, fault.where);
    }
  }
}

bool Codec<PolicyDocument>::is_empty(const PolicyDocument& value) {
  return !value.where.is_known() && value.statements.empty();
}

void Codec<PolicyDocument>::write(JsonWriter& writer, const PolicyDocument& value) {
  const std::vector<Statement>& statements = value.statements;
  if (!value.incomplete && std::none_of(statements.begin(), statements.end(), is_uncertain)) {
    write_policy(writer, value);
    return;
  }
  writer.begin_object();
  if (value.incomplete) {
    writer.member("Incomplete", true);
  }
  writer.key("Uncertain");
  writer.begin_array();
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (statements[i].uncertain) {
      writer.number(static_cast<std::int64_t>(i));
    }
  }
  writer.end_array();
  writer.key("Policy");
  write_policy(writer, value);
  writer.end_object();
}

void Codec<PolicyDocument>::schema(SchemaWriter& schema) {
  schema.any_of(
      {[](SchemaWriter& s) { s.type("object"); }, [](SchemaWriter& s) { s.type("string"); }});
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
    const std::string text = decode_base64(node.text);
    decoded.text = text;
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
