#include "model/json_document.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/json_scan.h"
#include "model/json_writer.h"

namespace replisim {
namespace {

/// Walks over a text and tells a counter how far the parser has come: nlohmann's SAX interface
/// names no places.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* consumed) : at_(at), consumed_(consumed) {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*consumed_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* consumed_;
};

/// Builds nodes from what the parser calls out. Every function returns whether to go on.
class NodeBuilder {
 public:
  using Json = nlohmann::json;

  NodeBuilder(std::string_view text, JsonArena& arena, const JsonPlaces& places, Issues& issues,
              const JsonLimits& limits)
      : text_(text), arena_(arena), places_(places), issues_(issues), limits_(limits) {}

  bool null() { return scalar(JsonKind::Null, {}); }
  bool boolean(bool value) {
    if (!scalar(JsonKind::Boolean, {})) {
      return false;
    }
    pending_.back().boolean = value;
    return true;
  }
  bool number_integer(Json::number_integer_t) { return number(); }
  bool number_unsigned(Json::number_unsigned_t) { return number(); }
  bool number_float(Json::number_float_t, const std::string&) { return number(); }
  bool string(std::string& value) {
    begin_token();
    return scalar(JsonKind::String, decoded(value));
  }
  bool binary(Json::binary_t&) { return false; }  // not JSON: never called
  bool key(std::string& name) {
    begin_token();
    end_token(consumed_);
    key_ = decoded(name);
    key_where_ = places_.range(token_begin_, token_end_);
    state_ = JsonExpectation::Colon;
    return true;
  }
  bool start_object(std::size_t) { return start(JsonKind::Object); }
  bool start_array(std::size_t) { return start(JsonKind::Array); }
  bool end_object() { return end(); }
  bool end_array() { return end(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) {
    report_syntax_error(error);
    return false;
  }

  std::size_t* consumed() { return &consumed_; }
  /// Whether nothing but blanks follows the value; says so where something does.
  bool check_end();
  const JsonNode* root();

 private:
  struct Open {
    JsonKind kind = JsonKind::Array;
    std::size_t first_child = 0;
    std::size_t begin = 0;
    std::string_view key;
    SourceRange key_where;
  };

  void begin_token() {
    token_begin_ = skip_blanks(text_, token_end_, Separators::Skip, limits_.allow_comments);
  }
  void end_token(std::size_t end) { token_end_ = end; }
  /// The value of the string token that begins at `token_begin_` and ends where the parser is. An
  /// escape is longer than what it stands for: as long as the value, the token has none.
  std::string_view decoded(const std::string& value) {
    const std::string_view raw = text_.substr(token_begin_, consumed_ - token_begin_);
    return raw.size() == value.size() + 2 ? raw.substr(1, value.size()) : arena_.keep(value);
  }
  JsonNode& add(JsonKind kind, std::size_t begin, std::size_t end);
  bool scalar(JsonKind kind, std::string_view text);
  bool number();
  bool start(JsonKind kind);
  bool end();
  bool count_node();
  void report(std::string code, std::string message, std::string hint, SourceRange where);
  void report_syntax_error(const nlohmann::detail::exception& error);
  void report_double_names(const std::vector<JsonNode>& members);
  [[nodiscard]] JsonExpectation after_value() const;

  std::string_view text_;
  JsonArena& arena_;
  const JsonPlaces& places_;
  Issues& issues_;
  const JsonLimits& limits_;
  std::size_t consumed_ = 0;
  std::size_t token_begin_ = 0;
  std::size_t token_end_ = 0;
  std::uint32_t node_count_ = 0;
  JsonExpectation state_ = JsonExpectation::Value;
  std::string_view key_;
  SourceRange key_where_;
  std::vector<Open> open_;
  std::vector<JsonNode> pending_;
};

JsonNode& NodeBuilder::add(JsonKind kind, std::size_t begin, std::size_t end) {
  JsonNode node;
  node.kind = kind;
  node.where = places_.range(begin, end);
  node.key = std::exchange(key_, {});
  node.key_where = std::exchange(key_where_, {});
  state_ = after_value();
  return pending_.emplace_back(node);
}

bool NodeBuilder::scalar(JsonKind kind, std::string_view text) {
  begin_token();
  if (kind == JsonKind::String) {
    end_token(consumed_);
  } else if (const std::optional<JsonSyntaxFault> fault = find_word_fault(text_, token_begin_)) {
    // The parser takes `01` for two numbers and `truest` for a literal and something else.
    report("json.syntax", fault->message, fault->hint, places_.range(fault->begin, fault->end));
    return false;
  } else {
    end_token(word_end(text_, token_begin_));
  }
  if (!count_node()) {
    return false;
  }
  add(kind, token_begin_, token_end_).text = text;
  return true;
}

bool NodeBuilder::number() {
  if (!scalar(JsonKind::Number, {})) {
    return false;
  }
  pending_.back().text = text_.substr(token_begin_, token_end_ - token_begin_);
  return true;
}

bool NodeBuilder::start(JsonKind kind) {
  begin_token();
  end_token(token_begin_ + 1);
  if (open_.size() >= limits_.depth_max) {
    report("json.too-deep",
           "more than " + std::to_string(limits_.depth_max) + " values inside each other", {},
           places_.range(token_begin_, token_end_));
    return false;
  }
  if (!count_node()) {
    return false;
  }
  open_.push_back({kind, pending_.size(), token_begin_, std::exchange(key_, {}),
                   std::exchange(key_where_, {})});
  state_ = kind == JsonKind::Object ? JsonExpectation::FirstName : JsonExpectation::FirstElement;
  return true;
}

bool NodeBuilder::end() {
  assert(!open_.empty());
  begin_token();
  end_token(token_begin_ + 1);
  const Open closed = open_.back();
  open_.pop_back();
  const auto first = pending_.begin() + static_cast<std::ptrdiff_t>(closed.first_child);
  const std::vector<JsonNode> children(first, pending_.end());
  pending_.erase(first, pending_.end());
  if (closed.kind == JsonKind::Object) {
    report_double_names(children);
  }
  key_ = closed.key;
  key_where_ = closed.key_where;
  JsonNode& node = add(closed.kind, closed.begin, token_end_);
  node.child_count = static_cast<std::uint32_t>(children.size());
  node.children = arena_.keep(children);
  return true;
}

bool NodeBuilder::count_node() {
  if (++node_count_ <= limits_.nodes_max) {
    return true;
  }
  report("json.too-many-values", "more than " + std::to_string(limits_.nodes_max) + " values", {},
         places_.range(token_begin_, token_end_));
  return false;
}

JsonExpectation NodeBuilder::after_value() const {
  if (open_.empty()) {
    return JsonExpectation::End;
  }
  return open_.back().kind == JsonKind::Object ? JsonExpectation::CommaOrBrace
                                               : JsonExpectation::CommaOrBracket;
}

void NodeBuilder::report(std::string code, std::string message, std::string hint,
                         SourceRange where) {
  issues_.push_back({.code = std::move(code),
                     .message = std::move(message),
                     .hint = std::move(hint),
                     .where = where});
}

void NodeBuilder::report_syntax_error(const nlohmann::detail::exception& error) {
  const bool is_out_of_range = error.id / 100 == 4;
  const JsonSyntaxFault fault =
      is_out_of_range
          ? number_out_of_range(text_, token_end_, limits_.allow_comments)
          : find_syntax_fault(text_, token_end_, consumed_, state_, limits_.allow_comments);
  SourceRange where = places_.range(fault.begin, fault.end);
  std::string hint = fault.hint;
  if (!open_.empty() && fault.begin >= text_.size()) {
    const Open& open = open_.back();
    hint = "the " + std::string(open.kind == JsonKind::Object ? "object" : "array") +
           " that is not closed begins at " + places_.format(open.begin);
  }
  report(is_out_of_range ? "json.number-range" : "json.syntax", fault.message, std::move(hint),
         where);
}

void NodeBuilder::report_double_names(const std::vector<JsonNode>& members) {
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return members[left].key < members[right].key;
  });
  for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
    const JsonNode& again = members[order[i]];
    if (members[order[first]].key != again.key) {
      first = i;
      continue;
    }
    report("json.duplicate-name", "name given twice: " + in_backticks(again.key),
           "it is first given at " + places_.format(members[order[first]].key_where),
           again.key_where);
  }
}

bool NodeBuilder::check_end() {
  const std::size_t rest = skip_blanks(text_, token_end_, Separators::Keep, limits_.allow_comments);
  if (rest == text_.size()) {
    return true;
  }
  report("json.syntax", "text after the end of the value", {},
         places_.range(rest, word_end(text_, rest)));
  return false;
}

const JsonNode* NodeBuilder::root() {
  assert(open_.empty() && pending_.size() == 1);
  return arena_.keep(pending_);
}

const JsonNode* parse(std::string_view text, const JsonPlaces& places, JsonArena& arena,
                      Issues& issues, const JsonLimits& limits) {
  constexpr std::uint64_t kPlaceMax = SourceRange::kNoFile - 1;
  if (text.size() > std::min(limits.bytes_max, kPlaceMax)) {
    issues.push_back({.code = "json.too-large",
                      .message = "more than " + std::to_string(limits.bytes_max) + " bytes",
                      .where = places.range(0, 0)});
    return nullptr;
  }
  if (text.starts_with("\xEF\xBB\xBF")) {  // of a file it is gone; the parser would skip it
    issues.push_back({.code = "json.syntax",
                      .message = "a byte order mark may not stand here",
                      .where = places.range(0, 3)});
    return nullptr;
  }
  NodeBuilder builder(text, arena, places, issues, limits);
  const char* const end = text.data() + text.size();
  const bool is_read = nlohmann::json::sax_parse(
      CountingIterator(text.data(), builder.consumed()), CountingIterator(end, builder.consumed()),
      &builder, nlohmann::json::input_format_t::json, /*strict=*/false, limits.allow_comments);
  return is_read && builder.check_end() ? builder.root() : nullptr;
}

}  // namespace

std::string_view describe(JsonKind kind) {
  switch (kind) {
    case JsonKind::Null: return "null";
    case JsonKind::Boolean: return "a boolean";
    case JsonKind::Number: return "a number";
    case JsonKind::String: return "a string";
    case JsonKind::Array: return "an array";
    case JsonKind::Object: return "an object";
  }
  return "null";
}

const JsonNode* JsonNode::find(std::string_view name) const {
  if (kind != JsonKind::Object) {
    return nullptr;
  }
  const JsonNode* const found =
      std::find_if(begin(), end(), [&](const JsonNode& member) { return member.key == name; });
  return found == end() ? nullptr : found;
}

template <typename T>
T* JsonArena::Blocks<T>::take(std::size_t count) {
  if (count > left_) {
    const bool is_large = count > block_size_ / 2;
    const std::size_t size = is_large ? count : block_size_;
    T* const block = blocks_.emplace_back(std::make_unique<T[]>(size)).get();
    if (is_large) {  // alone; what is left of the block before it stays in use
      return block;
    }
    next_ = block;
    left_ = size;
    block_size_ = std::min(block_size_ * 2, kBytesMax / sizeof(T));
  }
  T* const taken = next_;
  next_ += count;
  left_ -= count;
  return taken;
}

const JsonNode* JsonArena::keep(const std::vector<JsonNode>& nodes) {
  if (nodes.empty()) {
    return nullptr;
  }
  JsonNode* const kept = nodes_.take(nodes.size());
  std::copy(nodes.begin(), nodes.end(), kept);
  return kept;
}

std::string_view JsonArena::keep(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  char* const kept = texts_.take(text.size());
  std::copy(text.begin(), text.end(), kept);
  return {kept, text.size()};
}

const JsonNode* parse_json(const SourceMap& sources, std::uint32_t file, JsonArena& arena,
                           Issues& issues, const JsonLimits& limits) {
  return parse(sources.text(file), JsonPlaces(sources, file), arena, issues, limits);
}

const JsonNode* parse_embedded_json(const SourceMap& sources, const JsonNode& string,
                                    JsonArena& arena, Issues& issues, const JsonLimits& limits) {
  assert(string.is_string());
  JsonLimits inner = limits;
  inner.allow_comments = false;  // it is what AWS gets, as it stands
  return parse(string.text, JsonPlaces(sources, string), arena, issues, inner);
}

bool is_file_reference(const JsonNode& node) {
  return node.is_object() && node.child_count == 1 && node.begin()->key == "$file";
}

std::string json_pointer(const JsonNode& root, SourceRange where) {
  std::string pointer;
  const JsonNode* node = &root;
  const auto holds = [&](const JsonNode& child) {
    const bool in_value = child.where.file == where.file && child.where.begin <= where.begin &&
                          where.end <= child.where.end;
    return in_value || (child.key_where.is_known() && child.key_where == where);
  };
  if (!holds(root)) {
    return pointer;
  }
  for (;;) {
    const JsonNode* const child = std::find_if(node->begin(), node->end(), holds);
    if (child == node->end()) {
      return pointer;
    }
    pointer += '/';
    append_pointer_token(pointer, *node, *child);
    node = child;
  }
}

void append_pointer_token(std::string& pointer, const JsonNode& parent, const JsonNode& child) {
  if (parent.is_array()) {
    pointer += std::to_string(&child - parent.children);
    return;
  }
  for (const char c : child.key) {
    switch (c) {
      case '~': pointer += "~0"; break;
      case '/': pointer += "~1"; break;
      default: pointer += c;
    }
  }
}

std::string to_json_text(const JsonNode& node) {
  JsonWriter writer(JsonWriter::Layout::Compact);
  writer.node(node);
  return std::move(writer).text();
}

bool json_equal(const JsonNode& a, const JsonNode& b) {
  if (a.kind != b.kind || a.child_count != b.child_count) {
    return false;
  }
  switch (a.kind) {
    case JsonKind::Null: return true;
    case JsonKind::Boolean: return a.boolean == b.boolean;
    case JsonKind::Number: return numbers_equal(a.text, b.text);
    case JsonKind::String: return a.text == b.text;
    case JsonKind::Array: return std::equal(a.begin(), a.end(), b.begin(), json_equal);
    case JsonKind::Object:
      return std::all_of(a.begin(), a.end(), [&](const JsonNode& member) {
        const JsonNode* const other = b.find(member.key);
        return other != nullptr && json_equal(member, *other);
      });
  }
  return false;
}

}  // namespace replisim
