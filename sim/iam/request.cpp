#include "sim/iam/request.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "model/arn.h"
#include "model/unicode.h"

namespace replisim {
namespace {

constexpr std::string_view kServiceLinkedPath = ":role/aws-service-role/";

bool consume(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view after_last_slash(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  return slash == std::string_view::npos ? text : text.substr(slash + 1);
}

RequestPrincipal account_root(std::string_view partition, std::string_view account) {
  RequestPrincipal root;
  root.kind = PrincipalKind::AccountRoot;
  root.account = account;
  root.arn = "arn:" + std::string(partition) + ":iam::" + root.account + ":root";
  root.iam_arn = root.arn;
  return root;
}

RequestPrincipal role_session(const Arn& arn, std::string_view role_resource,
                              std::string_view session) {
  RequestPrincipal role;
  role.kind = PrincipalKind::RoleSession;
  role.account = arn.account;
  role.name = after_last_slash(role_resource);
  role.session_name = session;
  role.iam_arn = "arn:" + std::string(arn.partition) + ":iam::" + role.account + ":role/" +
                 std::string(role_resource);
  role.is_service_linked_role = is_service_linked_role(role.iam_arn);
  if (!session.empty()) {
    role.arn = "arn:" + std::string(arn.partition) + ":sts::" + role.account + ":assumed-role/" +
               role.name + "/" + role.session_name;
  }
  return role;
}

std::optional<RequestPrincipal> from_iam_arn(const Arn& arn, std::string_view text) {
  std::string_view rest = arn.resource;
  if (rest == "root") {
    return account_root(arn.partition, arn.account);
  }
  if (consume(rest, "role/") && !rest.empty()) {
    return role_session(arn, rest, "");
  }
  rest = arn.resource;
  if (consume(rest, "user/") && !rest.empty()) {
    RequestPrincipal user;
    user.kind = PrincipalKind::User;
    user.account = arn.account;
    user.arn = text;
    user.iam_arn = text;
    user.name = after_last_slash(rest);
    return user;
  }
  return std::nullopt;
}

std::optional<RequestPrincipal> from_sts_arn(const Arn& arn, std::string_view text) {
  std::string_view rest = arn.resource;
  if (consume(rest, "assumed-role/")) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == rest.size()) {
      return std::nullopt;
    }
    RequestPrincipal session = role_session(arn, rest.substr(0, slash), rest.substr(slash + 1));
    session.arn = text;
    session.path_is_known = false;
    return session;
  }
  rest = arn.resource;
  if (consume(rest, "federated-user/") && !rest.empty()) {
    RequestPrincipal user;
    user.kind = PrincipalKind::FederatedUser;
    user.account = arn.account;
    user.arn = text;
    user.iam_arn = text;
    user.name = rest;
    return user;
  }
  return std::nullopt;
}

bool is_service_principal(std::string_view text) {
  constexpr std::array<std::string_view, 3> kSuffixes = {".amazonaws.com", ".amazonaws.com.cn",
                                                         ".aws.internal"};
  return std::any_of(kSuffixes.begin(), kSuffixes.end(), [text](std::string_view suffix) {
    return text.size() > suffix.size() && text.substr(text.size() - suffix.size()) == suffix &&
           text.find_first_of(":/*? ") == std::string_view::npos;
  });
}

}  // namespace

bool is_service_linked_role(std::string_view role_arn) {
  return role_arn.find(kServiceLinkedPath) != std::string_view::npos;
}

FoldedName::FoldedName(std::string_view name)
    : lower(to_lower_ascii(name)), hash(hash_bytes(lower)) {}

std::optional<RequestPrincipal> RequestPrincipal::parse(std::string_view caller) {
  if (caller == "*" || caller == "anonymous") {
    return RequestPrincipal{};
  }
  if (is_account_id(caller)) {
    return account_root("aws", caller);
  }
  if (is_service_principal(caller)) {
    RequestPrincipal service;
    service.kind = PrincipalKind::Service;
    service.arn = caller;
    service.name = caller;
    return service;
  }
  const std::optional<Arn> arn = parse_arn(caller);
  if (!arn || !is_account_id(arn->account)) {
    return std::nullopt;
  }
  if (arn->service == "iam") {
    return from_iam_arn(*arn, caller);
  }
  return arn->service == "sts" ? from_sts_arn(*arn, caller) : std::nullopt;
}

void RequestContext::set(std::string_view key, std::string value) {
  ContextValue entry;
  entry.key = key;
  entry.values.push_back(std::move(value));
  set(std::move(entry));
}

void RequestContext::set_list(std::string_view key, std::vector<std::string> values) {
  ContextValue entry;
  entry.key = key;
  entry.values = std::move(values);
  entry.is_multivalued = true;
  set(std::move(entry));
}

void RequestContext::set(ContextValue value) {
  value.name = FoldedName(value.key);
  for (ContextValue& known : values_) {
    if (known.key == value.key) {
      known = std::move(value);
      return;
    }
  }
  values_.push_back(std::move(value));
}

void RequestContext::erase(std::string_view key) {
  const FoldedName name(key);
  values_.erase(
      std::remove_if(values_.begin(), values_.end(),
                     [&](const ContextValue& value) { return value.name.lower == name.lower; }),
      values_.end());
}

std::string* RequestContext::find_own_value(std::string_view key) {
  for (ContextValue& value : values_) {
    if (value.key == key && value.values.size() == 1 && !value.is_multivalued) {
      return &value.values.front();
    }
  }
  return nullptr;
}

void RequestContext::add_layer(const RequestContext& layer) {
  assert(layer_count_ < kLayersMax);
  layers_[layer_count_++] = &layer;
}

const ContextValue* RequestContext::find(const FoldedName& name) const {
  const ContextValue* first = nullptr;
  for_each(name, [&first](const ContextValue& value) {
    if (first == nullptr) {
      first = &value;
    }
  });
  return first;
}

RequestAction::RequestAction(std::string name) : text(std::move(name)), folded(text) {}

std::string_view RequestAction::service() const {
  const std::string_view lower = folded.lower;
  return lower.substr(0, lower.find(':'));
}

RequestResource::RequestResource(std::string resource) : text(std::move(resource)) {
  prefix_hashes_.reserve(text.size() + 1);
  prefix_hashes_.push_back(kHashSeed);
  std::size_t part = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    prefix_hashes_.push_back(hash_bytes({text.data() + i, 1}, prefix_hashes_.back()));
    is_ascii = is_ascii && static_cast<unsigned char>(text[i]) < 0x80;
    if (text[i] == ':' && part < 5) {
      part_begins[++part] = static_cast<std::uint32_t>(i + 1);
    }
  }
  is_arn = part == 5 && text.substr(0, 4) == "arn:";
}

std::string_view RequestResource::part(std::size_t index) const {
  const std::string_view all = text;
  const std::size_t begin = part_begins[index];
  const std::size_t end = index == 5 ? all.size() : part_begins[index + 1] - 1;
  return all.substr(begin, end - begin);
}

RequestContext principal_context(const RequestPrincipal& principal) {
  RequestContext context;
  switch (principal.kind) {
    case PrincipalKind::Anonymous:
      context.set("aws:PrincipalAccount", "anonymous");
      context.set("aws:PrincipalType", "Anonymous");
      context.set("aws:userid", "anonymous");
      return context;
    case PrincipalKind::Service:
      context.set("aws:PrincipalIsAWSService", "true");
      context.set("aws:PrincipalServiceName", principal.name);
      context.set_list("aws:PrincipalServiceNamesList", {principal.name});
      return context;
    case PrincipalKind::AccountRoot:
      context.set("aws:PrincipalType", "Account");
      context.set("aws:userid", principal.account);
      break;
    case PrincipalKind::User:
      context.set("aws:PrincipalType", "User");
      context.set("aws:username", principal.name);
      if (!principal.unique_id.empty()) {
        context.set("aws:userid", principal.unique_id);
      }
      break;
    case PrincipalKind::RoleSession:
      context.set("aws:PrincipalType", "AssumedRole");
      if (!principal.unique_id.empty()) {
        context.set("aws:userid", principal.unique_id + ":" + principal.session_name);
      }
      break;
    case PrincipalKind::FederatedUser:
      context.set("aws:PrincipalType", "FederatedUser");
      context.set("aws:userid", principal.account + ":" + principal.name);
      break;
  }
  context.set("aws:PrincipalArn", principal.iam_arn);
  context.set("aws:PrincipalAccount", principal.account);
  context.set("aws:PrincipalIsAWSService", "false");
  return context;
}

}  // namespace replisim
