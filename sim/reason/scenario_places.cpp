#include "sim/reason/scenario_places.h"

#include <utility>

#include "model/arn.h"
#include "sim/reason/patch_builder.h"

namespace replisim {
namespace {

std::string indexed(std::string_view list, std::size_t index) {
  return pointer_part(list) + "/" + std::to_string(index);
}

bool contains(SourceRange outer, SourceRange inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

/// Every place below a node that a range of the user's text came to.
void collect(const JsonNode& node, const std::string& pointer, SourceRange where,
             std::vector<std::string>& found) {
  const bool is_inside_text = node.is_string() && contains(node.where, where);
  if (node.where == where || is_inside_text) {
    found.push_back(pointer);
    return;
  }
  for (const JsonNode& child : node) {
    std::string below = pointer + "/";
    append_pointer_token(below, node, child);
    collect(child, below, where, found);
  }
}

}  // namespace

std::string_view text_member(const JsonNode& node, std::string_view name) {
  const JsonNode* member = node.is_object() ? node.find(name) : nullptr;
  return member != nullptr && member->is_string() ? member->text : std::string_view();
}

const JsonNode* ScenarioPlaces::node(std::string_view pointer) const {
  return find_node(root_, pointer);
}

std::string ScenarioPlaces::account(std::string_view id) const {
  const JsonNode* accounts = root_.find("accounts");
  for (std::size_t i = 0; accounts != nullptr && i < accounts->child_count; ++i) {
    if (text_member(accounts->children[i], "Id") == id) {
      return indexed("accounts", i);
    }
  }
  return {};
}

std::string ScenarioPlaces::in_accounts(std::string_view list, std::string_view name,
                                        std::string_view value, std::string_view account_id) const {
  const JsonNode* accounts = root_.find("accounts");
  for (std::size_t i = 0; accounts != nullptr && i < accounts->child_count; ++i) {
    const JsonNode& account = accounts->children[i];
    const JsonNode* elements = account.find(list);
    const bool is_asked = account_id.empty() || text_member(account, "Id") == account_id;
    for (std::size_t k = 0; is_asked && elements != nullptr && k < elements->child_count; ++k) {
      if (text_member(elements->children[k], name) == value) {
        return indexed("accounts", i) + indexed(list, k);
      }
    }
  }
  return {};
}

std::string ScenarioPlaces::bucket(std::string_view name) const {
  return in_accounts("Buckets", "Name", name);
}

std::string ScenarioPlaces::role(std::string_view text) const {
  const std::optional<Arn> arn = parse_arn(text);
  if (!arn || !arn->resource.starts_with("role/")) {
    return {};
  }
  const std::string_view name = split_path(arn->resource.substr(4)).name;
  const std::string pointer = in_accounts("Roles", "RoleName", name, arn->account);
  return pointer.empty() ? in_accounts("RoleDetailList", "RoleName", name, arn->account) : pointer;
}

std::string ScenarioPlaces::key(std::string_view text) const {
  const std::optional<Arn> arn = parse_arn(text);
  if (!arn || !arn->resource.starts_with("key/")) {
    return {};
  }
  return in_accounts("Keys", "KeyId", arn->resource.substr(4), arn->account);
}

std::string ScenarioPlaces::account_of(std::string_view pointer) const {
  constexpr std::string_view kAccounts = "/accounts/";
  if (!pointer.starts_with(kAccounts)) {
    return {};
  }
  const std::size_t end = pointer.find('/', kAccounts.size());
  const JsonNode* account = node(pointer.substr(0, end));
  return account == nullptr ? std::string() : std::string(text_member(*account, "Id"));
}

std::string ScenarioPlaces::at(SourceRange where, std::string_view owner) const {
  if (!where.is_known()) {
    return {};
  }
  std::vector<std::string> found;
  collect(root_, "", where, found);
  for (const std::string& pointer : found) {
    if (!owner.empty() && pointer.starts_with(owner)) {
      return pointer;
    }
  }
  return found.empty() ? std::string() : std::move(found.front());
}

std::size_t ScenarioPlaces::event_count() const {
  const JsonNode* events = root_.find("events");
  return events == nullptr ? 0 : events->child_count;
}

const JsonNode* ScenarioPlaces::event(std::size_t index) const {
  return index < event_count() ? root_.find("events")->children + index : nullptr;
}

std::size_t ScenarioPlaces::event_index(std::string_view id) const {
  for (std::size_t i = 0; i < event_count(); ++i) {
    const std::string_view given = text_member(*event(i), "id");
    if (given.empty() ? "event-" + std::to_string(i + 1) == id : given == id) {
      return i;
    }
  }
  return event_count();
}

std::optional<std::size_t> ScenarioPlaces::last_event(std::size_t index, std::string_view operation,
                                                      std::string_view parameter,
                                                      std::string_view value) const {
  for (std::size_t i = index; i > 0; --i) {
    const JsonNode& candidate = *event(i - 1);
    const JsonNode* parameters = candidate.find("params");
    const std::string_view given =
        parameters == nullptr ? std::string_view() : text_member(*parameters, parameter);
    if (text_member(candidate, "operation") == operation && !given.empty() &&
        (given == value || value.ends_with("/" + std::string(given)))) {
      return i - 1;
    }
  }
  return std::nullopt;
}

}  // namespace replisim
