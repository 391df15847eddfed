#include "tests/sim/iam/scene.h"

#include <utility>

#include <gtest/gtest.h>

#include "model/json_writer.h"
#include "sim/replication/request_context.h"
#include "tests/sim/iam/policy_fixture.h"

namespace replisim {
namespace {

using Documents = std::vector<PolicyDocument>;

PolicyPointer compiled(const PolicyDocument& document, PolicyKind kind, const std::string& id) {
  return std::make_shared<const CompiledPolicy>(document, kind, PolicyLabel{id, id});
}

std::vector<PolicyPointer> compiled(const Documents& documents, PolicyKind kind,
                                    const std::string& id) {
  std::vector<PolicyPointer> policies;
  for (const PolicyDocument& document : documents) {
    policies.push_back(compiled(document, kind, id + "." + std::to_string(policies.size() + 1)));
  }
  return policies;
}

std::vector<PolicyLevel> compiled_levels(const std::vector<Documents>& levels, PolicyKind kind,
                                         const std::string& id) {
  std::vector<PolicyLevel> made;
  made.reserve(levels.size());
  for (const Documents& level : levels) {
    made.push_back(compiled(level, kind, id + "." + std::to_string(made.size() + 1)));
  }
  return made;
}

CallerPolicies caller_policies(const Scene& scene) {
  CallerPolicies caller;
  caller.identity = compiled(scene.identity, PolicyKind::Identity, "identity");
  if (scene.boundary) {
    caller.permissions_boundary =
        compiled(*scene.boundary, PolicyKind::PermissionsBoundary, "boundary");
  }
  caller.session = compiled(scene.session, PolicyKind::Session, "session");
  caller.has_session_policies = scene.has_session_policies || !scene.session.empty();
  caller.service_control =
      compiled_levels(scene.service_control, PolicyKind::ServiceControl, "scp");
  if (scene.endpoint) {
    caller.vpc_endpoint = compiled(*scene.endpoint, PolicyKind::VpcEndpoint, "endpoint");
  }
  caller.is_unknown = scene.is_caller_unknown;
  return caller;
}

ResourcePolicies resource_policies(const Scene& scene) {
  ResourcePolicies resource;
  resource.authority = scene.authority;
  resource.account = scene.asked.owner;
  if (scene.resource_policy) {
    resource.policy =
        compiled(*scene.resource_policy, resource_policy_kind(scene.authority), "resource");
  }
  resource.resource_control =
      compiled_levels(scene.resource_control, PolicyKind::ResourceControl, "rcp");
  for (const Grant& grant : scene.grants) {
    resource.grants.push_back(compile_grant(grant));
  }
  resource.bucket = scene.bucket;
  resource.is_unknown = scene.is_resource_unknown;
  return resource;
}

std::string json(std::string_view text) {
  if (!text.empty() && (text.front() == '[' || text.front() == '{')) {
    return std::string(text);
  }
  std::string quoted;
  append_json_string(quoted, text);
  return quoted;
}

std::string statement(std::string_view effect, std::string_view principal, std::string_view action,
                      std::string_view resource, std::string_view condition) {
  std::string text = R"({"Effect":")" + std::string(effect) + R"(")";
  if (!principal.empty()) {
    text += ",\"Principal\":" + json(principal);
  }
  text += ",\"Action\":" + json(action) + ",\"Resource\":" + json(resource);
  if (!condition.empty()) {
    text += ",\"Condition\":" + std::string(condition);
  }
  return text + "}";
}

void print(std::ostream& out, std::string_view name, const Documents& documents) {
  for (const PolicyDocument& document : documents) {
    out << name << ' ' << to_text(document) << '\n';
  }
}

void print_levels(std::ostream& out, std::string_view name, const std::vector<Documents>& levels) {
  for (const Documents& level : levels) {
    out << name << " level\n";
    print(out, name, level);
  }
}

void print_grant(std::ostream& out, const Grant& grant) {
  out << "grant to " << grant.grantee_principal << " from " << grant.issuing_account << ':';
  for (const std::string& operation : grant.operations) {
    out << ' ' << operation;
  }
  out << '\n';
}

}  // namespace

RequestPrincipal caller(std::string_view arn) {
  const std::optional<RequestPrincipal> principal = RequestPrincipal::parse(arn);
  EXPECT_TRUE(principal) << arn;
  return principal.value_or(RequestPrincipal{});
}

std::string Answer::sid() const {
  return trace.verdict.statement == nullptr ? std::string() : trace.verdict.statement->sid;
}

CompiledScene::CompiledScene(const Scene& scene)
    : caller_(caller_policies(scene)), resource_(resource_policies(scene)) {}

Answer CompiledScene::ask(const Asked& asked) const {
  const RequestContext facts = principal_context(asked.principal);
  Request request;
  request.principal = &asked.principal;
  request.action = RequestAction(asked.action);
  request.resource = RequestResource(asked.resource);
  request.resource_account = asked.owner;
  set_given_keys(request.context, asked.context);
  request.context.add_layer(facts);
  request.requested_grant = asked.requested_grant ? &*asked.requested_grant : nullptr;
  Answer answer;
  const Verdict unwatched = decide(request, caller_, resource_);
  const Verdict watched = decide(request, caller_, resource_, answer.trace);
  EXPECT_EQ(unwatched.decision, watched.decision) << "unwatched differs from watched";
  EXPECT_EQ(unwatched.denied_by, watched.denied_by) << "unwatched differs from watched";
  EXPECT_EQ(unwatched.level, watched.level) << "unwatched differs from watched";
  EXPECT_EQ(unwatched.policy, watched.policy) << "unwatched differs from watched";
  EXPECT_EQ(unwatched.statement, watched.statement) << "unwatched differs from watched";
  answer.decision = watched.decision;
  answer.denied_by = watched.denied_by;
  answer.level = watched.level;
  return answer;
}

Answer ask(const Scene& scene) {
  return CompiledScene(scene).ask(scene.asked);
}

PolicyKind resource_policy_kind(ResourceAuthority authority) {
  switch (authority) {
    case ResourceAuthority::Ordinary: return PolicyKind::Resource;
    case ResourceAuthority::Bucket: return PolicyKind::Bucket;
    case ResourceAuthority::Key: return PolicyKind::Key;
    case ResourceAuthority::Role: return PolicyKind::Trust;
  }
  return PolicyKind::Resource;
}

std::string allow(std::string_view action, std::string_view resource, std::string_view condition) {
  return statement("Allow", "", action, resource, condition);
}

std::string deny(std::string_view action, std::string_view resource, std::string_view condition) {
  return statement("Deny", "", action, resource, condition);
}

std::string allow_to(std::string_view principal, std::string_view action, std::string_view resource,
                     std::string_view condition) {
  return statement("Allow", principal, action, resource, condition);
}

std::string deny_to(std::string_view principal, std::string_view action, std::string_view resource,
                    std::string_view condition) {
  return statement("Deny", principal, action, resource, condition);
}

std::string aws(std::string_view principal) {
  return "{\"AWS\":" + json(principal) + "}";
}

std::string service_principal(std::string_view name) {
  return "{\"Service\":" + json(name) + "}";
}

PolicyDocument policy(const std::vector<std::string>& statements, std::string_view version) {
  std::string text = R"({"Version":")" + std::string(version) + R"(","Statement":[)";
  for (std::size_t i = 0; i < statements.size(); ++i) {
    text += (i == 0 ? "" : ",") + statements[i];
  }
  PolicyDocument document = read_policy_text(text + "]}").document;
  EXPECT_FALSE(document.is_unreadable()) << text;
  return document;
}

PolicyDocument full_access() {
  return policy({allow("*", "*")});
}

PolicyDocument full_access_for_all() {
  return policy({allow_to("*", "*", "*")});
}

std::string to_text(const PolicyDocument& policy) {
  JsonWriter writer(JsonWriter::Layout::Compact);
  write_policy(writer, policy);
  return std::move(writer).text() + (policy.incomplete ? " and more" : "");
}

std::ostream& operator<<(std::ostream& out, const Asked& asked) {
  out << asked.principal.arn << " (" << asked.principal.iam_arn << ") asks " << asked.action
      << " on " << asked.resource << " of " << asked.owner << '\n';
  for (const ContextEntry& entry : asked.context) {
    out << "  " << entry.key << (entry.is_list ? " list" : "") << " =";
    for (const std::string& value : entry.values) {
      out << " `" << value << '`';
    }
    out << '\n';
  }
  return out;
}

std::ostream& operator<<(std::ostream& out, const Scene& scene) {
  out << scene.asked;
  print(out, "identity", scene.identity);
  if (scene.boundary) {
    print(out, "boundary", {*scene.boundary});
  }
  print(out, "session", scene.session);
  print_levels(out, "scp", scene.service_control);
  print_levels(out, "rcp", scene.resource_control);
  if (scene.endpoint) {
    print(out, "endpoint", {*scene.endpoint});
  }
  if (scene.resource_policy) {
    print(out, "resource", {*scene.resource_policy});
  }
  for (const Grant& grant : scene.grants) {
    print_grant(out, grant);
  }
  return out << "acls " << scene.bucket.acls_enabled << " restricted "
             << (scene.bucket.restrict_public_buckets && scene.bucket.policy_is_public) << '\n';
}

}  // namespace replisim
