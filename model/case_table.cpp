#include "model/case_table.h"

#include <algorithm>

#include "model/shape.h"

namespace replisim {
namespace {

constexpr std::string_view kLists = "for_each";
constexpr std::string_view kExceptions = "exceptions";
constexpr std::string_view kWhen = "when";
constexpr std::string_view kOpen = "${each.";

bool is_note(const JsonNode& member) {
  return member.key.starts_with(kNotePrefix);
}

bool has_lists(const JsonNode& row) {
  return row.find(kLists) != nullptr || row.find(kExceptions) != nullptr;
}

std::string spelled(const JsonNode& value) {
  switch (value.kind) {
    case JsonKind::Null: return "none";
    case JsonKind::Boolean: return value.boolean ? "true" : "false";
    case JsonKind::Number:
    case JsonKind::String: return std::string(value.text);
    case JsonKind::Array:
    case JsonKind::Object: return {};
  }
  return {};
}

/// How a value is called in the names of cases: objects by their `name`, or by their number.
std::string name_of(const JsonNode& value, std::size_t index) {
  if (value.is_object()) {
    const JsonNode* const name = value.find("name");
    if (name != nullptr && name->is_string()) {
      return std::string(name->text);
    }
  }
  const bool is_container = value.is_object() || value.is_array();
  return is_container ? std::to_string(index + 1) : spelled(value);
}

bool is_wanted(const JsonNode& value, const JsonNode& wanted) {
  if (json_equal(value, wanted)) {
    return true;
  }
  const JsonNode* const name = value.is_object() ? value.find("name") : nullptr;
  return name != nullptr && json_equal(*name, wanted);
}

bool fits(const JsonNode& value, const JsonNode& wanted) {
  return is_wanted(value, wanted) ||
         (wanted.is_array() && std::any_of(wanted.begin(), wanted.end(), [&](const JsonNode& one) {
            return is_wanted(value, one);
          }));
}

std::vector<std::string_view> names_of(const JsonNode& object) {
  std::vector<std::string_view> names;
  for (const JsonNode& member : object) {
    names.push_back(member.key);
  }
  return names;
}

/// Puts a member in the place of the one with its name, or behind all others.
void put(std::vector<JsonNode>& members, const JsonNode& member) {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const JsonNode& one) { return one.key == member.key; });
  if (found == members.end()) {
    members.push_back(member);
  } else {
    *found = member;
  }
}

JsonNode id_member(std::string_view id, SourceRange where) {
  JsonNode node;
  node.kind = JsonKind::String;
  node.key = "id";
  node.text = id;
  node.where = where;
  node.key_where = where;
  return node;
}

/// The next combination; false behind the last.
bool advance(std::vector<std::uint32_t>& at, const JsonNode& lists) {
  for (std::size_t i = at.size(); i > 0; --i) {
    if (++at[i - 1] < lists.children[i - 1].child_count) {
      return true;
    }
    at[i - 1] = 0;
  }
  return false;
}

}  // namespace

/// Members that replace those of the row where the values are as asked.
struct CaseTable::Exception {
  const JsonNode* node = nullptr;
  const JsonNode* when = nullptr;
  bool is_used = false;
};

const JsonNode* CaseTable::expand(const JsonNode& root) {
  std::vector<JsonNode> members(root.begin(), root.end());
  bool is_changed = false;
  for (JsonNode& member : members) {
    const bool is_table = member.key == "table";
    if (!member.is_array() || (!is_table && member.key != "variants")) {
      continue;
    }
    if (is_table || std::any_of(member.begin(), member.end(), &has_lists)) {
      member = expanded(member);
      is_changed = true;
    }
  }
  return is_changed ? arena_.keep({with_children(root, members)}) : &root;
}

JsonNode CaseTable::expanded(const JsonNode& rows) {
  std::vector<JsonNode> out;
  for (const JsonNode& row : rows) {
    const JsonNode* const given = row.find("id");
    const bool is_named = given != nullptr && given->is_string();
    const auto number = static_cast<std::size_t>(&row - rows.children) + 1;
    const bool is_row = rows.key == "table";
    std::string id = is_named ? std::string(given->text) : std::string();
    if (given == nullptr && is_row) {
      id = "row-" + std::to_string(number);
    }
    expand_row(row, id, out);
  }
  return with_children(rows, out);
}

void CaseTable::expand_row(const JsonNode& row, const std::string& id, std::vector<JsonNode>& out) {
  const JsonNode* const lists = row.is_object() ? row.find(kLists) : nullptr;
  if (lists != nullptr) {
    expand_lists(row, id, *lists, out);
    return;
  }
  if (row.is_object() && row.find(kExceptions) != nullptr) {
    report("scenario.exceptions-of-nothing", "`exceptions` without `for_each`",
           "they are of values that `for_each` gives", row.find(kExceptions)->key_where);
  }
  if (!row.is_object() || row.find("id") != nullptr || id.empty()) {
    out.push_back(row);
    return;
  }
  std::vector<JsonNode> members(row.begin(), row.end());
  members.push_back(id_member(arena_.keep(id), row.where));
  out.push_back(with_children(row, members));
}

bool CaseTable::are_lists(const JsonNode& lists) {
  if (!lists.is_object() || lists.child_count == 0) {
    report("scenario.wrong-type", "`for_each` is not an object of lists",
           R"(`"for_each": {"encryption": ["AES256", "aws:kms"]}`)", lists.where);
    return false;
  }
  std::uint64_t count = 1;
  for (const JsonNode& list : lists) {
    if (!list.is_array() || list.child_count == 0) {
      report("scenario.wrong-type",
             in_backticks(list.key) + " of `for_each` is not a list of values", {}, list.where);
      return false;
    }
    if (list.key.empty() || list.key.find_first_of(".}") != std::string_view::npos) {
      report("scenario.bad-name", "the name of a list has neither `.` nor `}`", {}, list.key_where);
      return false;
    }
    count = std::min(count * list.child_count, limits_.cases_max + 1);
  }
  case_count_ += count;
  if (case_count_ > limits_.cases_max) {
    if (!is_over_limit_) {
      report("scenario.too-many-variants",
             "more than " + std::to_string(limits_.cases_max) + " cases by `for_each`", {},
             lists.where);
    }
    is_over_limit_ = true;
    return false;
  }
  return true;
}

void CaseTable::expand_lists(const JsonNode& row, const std::string& id, const JsonNode& lists,
                             std::vector<JsonNode>& out) {
  if (!are_lists(lists)) {
    return;
  }
  std::vector<Exception> exceptions = read_exceptions(row, lists);
  std::vector<std::uint32_t> at(lists.child_count, 0);
  do {
    Bindings bindings;
    std::string names;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const JsonNode& list = lists.children[i];
      bindings.emplace_back(list.key, &list.children[at[i]]);
      names += (i == 0 ? "[" : ",") + name_of(list.children[at[i]], at[i]);
    }
    out.push_back(make_row(row, id + names + "]", bindings, exceptions));
  } while (!is_over_limit_ && advance(at, lists));
  for (const Exception& exception : exceptions) {
    if (!exception.is_used && !is_over_limit_) {
      report("scenario.exception-of-nothing", "an exception that no case of the lists fits", {},
             exception.when->where);
    }
  }
}

std::vector<CaseTable::Exception> CaseTable::read_exceptions(const JsonNode& row,
                                                             const JsonNode& lists) {
  std::vector<Exception> exceptions;
  const JsonNode* const given = row.find(kExceptions);
  if (given == nullptr) {
    return exceptions;
  }
  if (!given->is_array()) {
    report("scenario.wrong-type",
           "`exceptions` is " + std::string(describe(given->kind)) + ", not an array", {},
           given->where);
    return exceptions;
  }
  for (const JsonNode& node : *given) {
    read_exception(node, lists, exceptions);
  }
  return exceptions;
}

void CaseTable::read_exception(const JsonNode& node, const JsonNode& lists,
                               std::vector<Exception>& out) {
  const JsonNode* const when = node.is_object() ? node.find(kWhen) : nullptr;
  if (when == nullptr || !when->is_object()) {
    report("scenario.missing-field", "an exception without `when`",
           R"(`{"when": {"NAME": VALUE}, "expect": {…}}`)", node.where);
    return;
  }
  for (const JsonNode& member : *when) {
    if (lists.find(member.key) == nullptr) {
      const std::vector<std::string_view> names = names_of(lists);
      report("scenario.unknown-list", "`for_each` has no list " + in_backticks(member.key),
             did_you_mean(member.key, names), member.key_where);
      return;
    }
  }
  for (const JsonNode& member : node) {
    if (member.key == "id" || member.key == kLists || member.key == kExceptions) {
      report("scenario.unknown-field", "an exception cannot change " + in_backticks(member.key), {},
             member.key_where);
      return;
    }
  }
  out.push_back({&node, when});
}

JsonNode CaseTable::make_row(const JsonNode& row, const std::string& id, const Bindings& bindings,
                             std::vector<Exception>& exceptions) {
  std::vector<JsonNode> members;
  for (const JsonNode& member : row) {
    if (member.key != kLists && member.key != kExceptions && member.key != "id") {
      members.push_back(member);
    }
  }
  for (Exception& exception : exceptions) {
    const bool does_fit = std::all_of(bindings.begin(), bindings.end(), [&](const auto& binding) {
      const JsonNode* const wanted = exception.when->find(binding.first);
      return wanted == nullptr || fits(*binding.second, *wanted);
    });
    if (!does_fit) {
      continue;
    }
    exception.is_used = true;
    for (const JsonNode& member : *exception.node) {
      if (member.key != kWhen && !is_note(member)) {
        put(members, member);
      }
    }
  }
  for (JsonNode& member : members) {
    member = filled(member, bindings);
  }
  const JsonNode* const given = row.find("id");
  members.push_back(id_member(arena_.keep(id), given == nullptr ? row.where : given->where));
  return with_children(row, members);
}

JsonNode CaseTable::filled(const JsonNode& node, const Bindings& bindings) {
  if (++node_count_ > limits_.nodes_max && !is_over_limit_) {
    is_over_limit_ = true;
    report("scenario.too-many-variants",
           "rows of more than " + std::to_string(limits_.nodes_max) + " values together", {},
           node.where);
  }
  if (is_over_limit_) {
    return node;
  }
  if (node.is_string()) {
    return node.text.find(kOpen) == std::string_view::npos ? node : filled_string(node, bindings);
  }
  if (node.child_count == 0) {
    return node;
  }
  std::vector<JsonNode> children;
  children.reserve(node.child_count);
  for (const JsonNode& child : node) {
    children.push_back(filled(child, bindings));
  }
  return with_children(node, children);
}

JsonNode CaseTable::filled_string(const JsonNode& node, const Bindings& bindings) {
  std::string text;
  std::string_view rest = node.text;
  for (std::size_t open = rest.find(kOpen); open != std::string_view::npos;
       open = rest.find(kOpen)) {
    const std::size_t close = rest.find('}', open);
    const std::size_t begin = open + kOpen.size();
    const JsonNode* const value =
        close == std::string_view::npos
            ? nullptr
            : find_value(rest.substr(begin, close - begin), bindings, node.where);
    if (value == nullptr) {
      if (close == std::string_view::npos) {
        report("scenario.unknown-list", "`${each.` without its `}`", {}, node.where);
      }
      return node;
    }
    const bool is_container = value->is_array() || value->is_object();
    if (open == 0 && close + 1 == node.text.size() && text.empty()) {
      JsonNode whole = *value;
      whole.key = node.key;
      whole.key_where = node.key_where;
      whole.where = is_container ? value->where : node.where;
      return whole;
    }
    if (is_container) {
      report("scenario.wrong-type",
             in_backticks(rest.substr(open, close + 1 - open)) + " is " +
                 std::string(describe(value->kind)) + ", and stands inside of a text",
             {}, node.where);
      return node;
    }
    text.append(rest.substr(0, open)).append(spelled(*value));
    rest.remove_prefix(close + 1);
  }
  node_count_ += text.size() / sizeof(JsonNode);  // long texts count, too
  JsonNode result = node;
  result.text = arena_.keep(text.append(rest));
  return result;
}

const JsonNode* CaseTable::find_value(std::string_view path, const Bindings& bindings,
                                      SourceRange where) {
  const std::string_view name = path.substr(0, path.find('.'));
  const auto bound = std::find_if(bindings.begin(), bindings.end(),
                                  [&](const auto& binding) { return binding.first == name; });
  if (bound == bindings.end()) {
    std::vector<std::string_view> names;
    for (const auto& binding : bindings) {
      names.push_back(binding.first);
    }
    report("scenario.unknown-list", "`for_each` has no list " + in_backticks(name),
           did_you_mean(name, names), where);
    return nullptr;
  }
  const JsonNode* value = bound->second;
  for (std::size_t dot = name.size(); dot < path.size();) {
    const std::size_t next = std::min(path.find('.', dot + 1), path.size());
    const std::string_view member = path.substr(dot + 1, next - dot - 1);
    const JsonNode* const found = value->is_object() ? value->find(member) : nullptr;
    if (found == nullptr) {
      report("scenario.unknown-list",
             "a value of " + in_backticks(name) + " has no member " + in_backticks(member),
             value->is_object() ? did_you_mean(member, names_of(*value)) : std::string(), where);
      return nullptr;
    }
    value = found;
    dot = next;
  }
  return value;
}

JsonNode CaseTable::with_children(const JsonNode& node, const std::vector<JsonNode>& children) {
  JsonNode result = node;
  result.child_count = static_cast<std::uint32_t>(children.size());
  result.children = arena_.keep(children);
  return result;
}

void CaseTable::report(std::string code, std::string message, std::string hint, SourceRange where) {
  if (issues_.size() < kIssuesKeptMax) {
    issues_.push_back({.code = std::move(code),
                       .message = std::move(message),
                       .hint = std::move(hint),
                       .where = where});
  }
}

}  // namespace replisim
