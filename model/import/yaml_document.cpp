#include "model/import/yaml_document.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "model/import/yaml_text.h"
#include "model/spelling.h"

namespace replisim {
namespace {

/// A short tag and the name it stands for.
struct TagName {
  std::string_view tag;
  std::string_view name;
};

constexpr TagName kTags[] = {
    {"!And", "Fn::And"},
    {"!Base64", "Fn::Base64"},
    {"!Cidr", "Fn::Cidr"},
    {"!Condition", "Condition"},
    {"!Equals", "Fn::Equals"},
    {"!FindInMap", "Fn::FindInMap"},
    {"!ForEach", "Fn::ForEach"},
    {"!GetAZs", "Fn::GetAZs"},
    {"!GetAtt", "Fn::GetAtt"},
    {"!If", "Fn::If"},
    {"!ImportValue", "Fn::ImportValue"},
    {"!Join", "Fn::Join"},
    {"!Length", "Fn::Length"},
    {"!Not", "Fn::Not"},
    {"!Or", "Fn::Or"},
    {"!Ref", "Ref"},
    {"!Select", "Fn::Select"},
    {"!Split", "Fn::Split"},
    {"!Sub", "Fn::Sub"},
    {"!ToJsonString", "Fn::ToJsonString"},
    {"!Transform", "Fn::Transform"},
};

constexpr std::string_view kCoreTag = "tag:yaml.org,2002:";
constexpr std::string_view kPlainTag = "?";
constexpr std::string_view kQuotedTag = "!";

const TagName* find_tag(std::string_view tag) {
  const TagName* const found = std::find_if(std::begin(kTags), std::end(kTags),
                                            [&](const TagName& row) { return row.tag == tag; });
  return found == std::end(kTags) ? nullptr : found;
}

/// Thrown through the parser, which has no other way to be stopped; what is wrong is in `issues`.
struct Stop {};

/// Builds nodes from what the parser calls out.
class TreeMaker : public YAML::EventHandler {
 public:
  TreeMaker(const SourceMap& sources, std::uint32_t file, JsonArena& arena, Issues& issues,
            const YamlLimits& limits)
      : sources_(sources),
        text_(sources.text(file)),
        file_(file),
        arena_(arena),
        issues_(issues),
        limits_(limits) {}

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    start(JsonKind::Array, mark, tag, anchor);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    start(JsonKind::Object, mark, tag, anchor);
  }
  void OnMapEnd() override { end(); }

  void report(std::string code, std::string message, std::string hint, std::size_t begin,
              std::size_t end, Severity severity = Severity::Error);
  /// Null if there was no document.
  const JsonNode* root();

 private:
  /// A finished value, and how much it is with all aliases in it expanded.
  struct Value {
    JsonNode node;
    std::uint64_t size = 1;
    std::uint32_t height = 1;
  };
  struct Open {
    JsonKind kind = JsonKind::Array;
    std::size_t begin = 0;    // of its tag or anchor, if it has any
    std::size_t content = 0;  // of itself
    std::size_t tag_end = 0;
    std::string tag;
    YAML::anchor_t anchor = YAML::NullAnchor;
    std::size_t first_child = 0;
    std::size_t last_child_end = 0;
    bool has_key = false;  // of an object: the next value belongs to this name
    std::string_view key;
    SourceRange key_where;
  };

  [[nodiscard]] std::size_t offset(const YAML::Mark& mark) const {
    return std::min(text_.size(), static_cast<std::size_t>(std::max(mark.pos, 0)));
  }
  [[nodiscard]] SourceRange range(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  [[noreturn]] void stop(std::string code, std::string message, std::string hint, std::size_t begin,
                         std::size_t end);
  [[nodiscard]] bool expects_key() const {
    return !open_.empty() && open_.back().kind == JsonKind::Object && !open_.back().has_key;
  }
  JsonNode scalar(std::string_view tag, const std::string& value, std::size_t begin,
                  std::size_t end);
  void start(JsonKind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
  void end();
  /// Puts the long name that a tag stands for around a value.
  void wrap(Value& value, std::string_view tag, std::size_t begin, std::size_t tag_end);
  void add(Value value, YAML::anchor_t anchor);
  void take_key(const JsonNode& node);
  void check_size(const Value& value);
  void report_double_names(const std::vector<JsonNode>& members);

  const SourceMap& sources_;
  std::string_view text_;
  std::uint32_t file_;
  JsonArena& arena_;
  Issues& issues_;
  const YamlLimits& limits_;
  std::vector<Open> open_;
  std::vector<Value> pending_;
  std::vector<std::optional<Value>> anchored_;  // by the parser's number
  std::uint64_t value_count_ = 0;
  bool has_document_ = false;
};

void TreeMaker::report(std::string code, std::string message, std::string hint, std::size_t begin,
                       std::size_t end, Severity severity) {
  issues_.push_back({.severity = severity,
                     .code = std::move(code),
                     .message = std::move(message),
                     .hint = std::move(hint),
                     .where = range(begin, end)});
}

void TreeMaker::stop(std::string code, std::string message, std::string hint, std::size_t begin,
                     std::size_t end) {
  report(std::move(code), std::move(message), std::move(hint), begin, end);
  throw Stop();
}

void TreeMaker::OnDocumentStart(const YAML::Mark& mark) {
  if (std::exchange(has_document_, true)) {
    stop("yaml.second-document", "a second document", "one file holds one template", offset(mark),
         offset(mark));
  }
}

void TreeMaker::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::size_t begin = offset(mark);
  const YamlProperties properties =
      skip_yaml_properties(text_, begin, anchor == YAML::NullAnchor ? 0 : 1);
  JsonNode node;
  // Nothing at all is nowhere: it stands behind its name, not where the parser is by now.
  const bool is_in_collection = anchor == YAML::NullAnchor && !open_.empty();
  const std::size_t nowhere = is_in_collection ? open_.back().last_child_end : properties.end;
  node.where = range(nowhere, nowhere);
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (text_.substr(properties.content).starts_with(word)) {
      node.where = range(begin, properties.content + word.size());
      node.text = word;  // if it is a name
    }
  }
  add({node}, anchor);
}

void TreeMaker::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::size_t begin = offset(mark);
  const std::size_t end = std::min(text_.find_first_of(" \t\r\n,[]{}", begin), text_.size());
  if (anchor >= anchored_.size() || !anchored_[anchor]) {
    stop("yaml.cyclic-alias", "an alias of what it stands in", {}, begin, end);
  }
  if (!open_.empty()) {
    open_.back().last_child_end = end;
  }
  add(*anchored_[anchor], YAML::NullAnchor);
}

void TreeMaker::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         const std::string& value) {
  const std::size_t begin = offset(mark);
  const YamlProperties properties = skip_yaml_properties(text_, begin, 2);
  const bool is_quoted_or_block =
      properties.content < text_.size() &&
      std::string_view("\"'|>").find(text_[properties.content]) != std::string_view::npos;
  const bool is_missing = value.empty() && !is_quoted_or_block;
  const std::size_t content = is_missing ? properties.end : properties.content;
  const std::size_t end =
      is_missing ? properties.end : yaml_scalar_end(text_, properties.content, value);
  Value made{scalar(tag, value, content, end)};
  const std::size_t tag_begin = text_.find('!', begin);  // an anchor may stand before it
  wrap(made, tag, std::min(tag_begin, content), properties.end);
  add(made, anchor);
}

JsonNode TreeMaker::scalar(std::string_view tag, const std::string& value, std::size_t begin,
                           std::size_t end) {
  JsonNode node;
  node.kind = JsonKind::String;
  node.where = range(begin, end);
  const bool is_core = tag.starts_with(kCoreTag) && tag.substr(kCoreTag.size()) != "str";
  if (tag == kPlainTag || is_core) {
    const YamlPlain plain = resolve_yaml_plain(value);
    node.kind = plain.kind;
    node.boolean = plain.boolean;
    if (plain.loses_zero && !expects_key()) {
      report("yaml.leading-zero", in_backticks(value) + " may be read as a number without its zero",
             "put it in quotes", begin, end, Severity::Warning);
    }
  }
  node.text = arena_.keep(value);  // of a boolean, too: it may be a name
  return node;
}

void TreeMaker::start(JsonKind kind, const YAML::Mark& mark, const std::string& tag,
                      YAML::anchor_t anchor) {
  if (open_.size() >= limits_.depth_max) {
    stop("yaml.too-deep",
         "more than " + std::to_string(limits_.depth_max) + " values inside each other", {},
         offset(mark), offset(mark) + 1);
  }
  if (expects_key()) {
    stop("yaml.bad-name", "a name that is no scalar", {}, offset(mark), offset(mark));
  }
  Open& open = open_.emplace_back();
  open.kind = kind;
  open.begin = offset(mark);
  const bool has_tag = !tag.empty() && tag != kPlainTag;
  const YamlProperties properties = skip_yaml_properties(
      text_, open.begin, (has_tag ? 1 : 0) + (anchor == YAML::NullAnchor ? 0 : 1));
  open.content = properties.content;
  open.tag_end = properties.end;
  open.tag = tag;
  open.anchor = anchor;
  open.first_child = pending_.size();
  open.last_child_end = open.content;
}

void TreeMaker::end() {
  assert(!open_.empty());
  const Open closed = std::move(open_.back());
  open_.pop_back();
  Value made;
  std::vector<JsonNode> children;
  for (std::size_t i = closed.first_child; i < pending_.size(); ++i) {
    made.size += pending_[i].size;
    made.height = std::max(made.height, pending_[i].height + 1);
    children.push_back(pending_[i].node);
  }
  pending_.resize(closed.first_child);
  if (closed.kind == JsonKind::Object) {
    report_double_names(children);
  }
  made.node.kind = closed.kind;
  made.node.where =
      range(closed.content, yaml_collection_end(text_, closed.content, closed.last_child_end));
  made.node.child_count = static_cast<std::uint32_t>(children.size());
  made.node.children = arena_.keep(children);
  wrap(made, closed.tag, closed.begin, closed.tag_end);
  add(made, closed.anchor);
}

void TreeMaker::wrap(Value& value, std::string_view tag, std::size_t begin, std::size_t tag_end) {
  if (tag.empty() || tag == kPlainTag || tag == kQuotedTag || tag.starts_with(kCoreTag)) {
    return;
  }
  const TagName* const row = find_tag(tag);
  if (row == nullptr) {
    std::vector<std::string_view> names;
    for (const TagName& known : kTags) {
      names.push_back(known.tag);
    }
    const std::optional<std::string> nearest = nearest_name(tag, names);
    report("yaml.unknown-tag", "unknown tag " + in_backticks(tag),
           nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string(), begin,
           tag_end);
    return;
  }
  JsonNode argument = value.node;
  const std::size_t dot = argument.text.find('.');
  if (row->tag == "!GetAtt" && argument.is_string() && dot != std::string_view::npos) {
    std::vector<JsonNode> parts(2, argument);
    parts[0].text = argument.text.substr(0, dot);
    parts[1].text = argument.text.substr(dot + 1);
    argument.kind = JsonKind::Array;
    argument.text = {};
    argument.child_count = 2;
    argument.children = arena_.keep(parts);
    value.size += 2;
    ++value.height;
  }
  argument.key = row->name;
  argument.key_where = range(begin, std::min(begin + row->tag.size(), text_.size()));
  JsonNode wrapper;
  wrapper.kind = JsonKind::Object;
  wrapper.where = range(begin, std::max<std::size_t>(argument.where.end, begin));
  wrapper.child_count = 1;
  wrapper.children = arena_.keep(std::vector<JsonNode>{argument});
  value.node = wrapper;
  ++value.size;
  ++value.height;
}

void TreeMaker::add(Value value, YAML::anchor_t anchor) {
  check_size(value);
  if (anchor != YAML::NullAnchor) {
    anchored_.resize(std::max<std::size_t>(anchored_.size(), anchor + 1));
    anchored_[anchor] = value;
  }
  if (expects_key()) {
    take_key(value.node);
    return;
  }
  if (!open_.empty()) {
    Open& open = open_.back();
    value.node.key = open.key;
    value.node.key_where = open.key_where;
    open.has_key = false;
    if (value.node.where.begin >= open.content) {  // not what an alias stands for
      open.last_child_end = std::max<std::size_t>(open.last_child_end, value.node.where.end);
    }
  }
  pending_.push_back(value);
}

void TreeMaker::take_key(const JsonNode& node) {
  Open& open = open_.back();
  const bool is_scalar = !node.is_object() && !node.is_array();
  if (!is_scalar || node.text == "<<") {
    stop(is_scalar ? "yaml.merge-key" : "yaml.bad-name",
         is_scalar ? "merge keys are not supported by CloudFormation" : "a name that is no scalar",
         {}, node.where.begin, node.where.end);
  }
  open.has_key = true;
  open.key = node.text;
  open.key_where = node.where;
  open.last_child_end = std::max<std::size_t>(open.last_child_end, node.where.end);
}

void TreeMaker::check_size(const Value& value) {
  // Whether a text or its aliases make it large, it is as large for whoever walks over it.
  value_count_ = std::max(value_count_ + 1, value.size);
  if (value_count_ > limits_.nodes_max) {
    stop("yaml.too-many-values", "more than " + std::to_string(limits_.nodes_max) + " values",
         "aliases count as often as they are used", value.node.where.begin, value.node.where.end);
  }
  if (open_.size() + value.height > limits_.depth_max + 1) {
    stop("yaml.too-deep",
         "more than " + std::to_string(limits_.depth_max) + " values inside each other",
         "aliases count as what they stand for", value.node.where.begin, value.node.where.end);
  }
}

void TreeMaker::report_double_names(const std::vector<JsonNode>& members) {
  std::vector<const JsonNode*> order;
  order.reserve(members.size());
  for (const JsonNode& member : members) {
    order.push_back(&member);
  }
  std::stable_sort(order.begin(), order.end(), [](const JsonNode* left, const JsonNode* right) {
    return left->key < right->key;
  });
  for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
    if (order[first]->key != order[i]->key) {
      first = i;
      continue;
    }
    report("yaml.duplicate-name", "name given twice: " + in_backticks(order[i]->key),
           "it is first given at " + sources_.format(order[first]->key_where),
           order[i]->key_where.begin, order[i]->key_where.end);
  }
}

const JsonNode* TreeMaker::root() {
  if (pending_.empty()) {
    return nullptr;
  }
  assert(open_.empty() && pending_.size() == 1);
  return arena_.keep(std::vector<JsonNode>{pending_.front().node});
}

std::string_view hint_of(std::string_view syntax_message) {
  if (syntax_message == YAML::ErrorMsg::TAB_IN_INDENTATION) {
    return "YAML is indented with blanks alone";
  }
  if (syntax_message == YAML::ErrorMsg::MAP_VALUE) {
    return "a text that holds `: ` has to stand in quotes";
  }
  return {};
}

/// Whether the bytes can be YAML at all.
bool check_bytes(std::string_view text, TreeMaker& maker, const YamlLimits& limits) {
  if (text.size() > limits.bytes_max) {
    maker.report("yaml.too-large", "more than " + std::to_string(limits.bytes_max) + " bytes", {},
                 0, 0);
    return false;
  }
  const std::size_t forbidden = find_forbidden_yaml_byte(text);
  if (forbidden != text.size()) {
    maker.report("yaml.syntax", "a byte that is neither UTF-8 nor text", {}, forbidden,
                 forbidden + 1);
    return false;
  }
  return true;
}

}  // namespace

const JsonNode* parse_yaml(const SourceMap& sources, std::uint32_t file, JsonArena& arena,
                           Issues& issues, const YamlLimits& limits) {
  const std::string_view text = sources.text(file);
  TreeMaker maker(sources, file, arena, issues, limits);
  if (!check_bytes(text, maker, limits)) {
    return nullptr;
  }
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(maker)) {
    }
  } catch (const Stop&) {
    return nullptr;
  } catch (const YAML::Exception& error) {
    const std::size_t at =
        std::min(text.size(), static_cast<std::size_t>(std::max(error.mark.pos, 0)));
    maker.report("yaml.syntax", error.msg, std::string(hint_of(error.msg)), at,
                 std::min(at + 1, text.size()));
    return nullptr;
  }
  const JsonNode* const root = maker.root();
  if (root == nullptr) {
    maker.report("yaml.syntax", "there is no document", {}, 0, 0);
  }
  return root;
}

}  // namespace replisim
