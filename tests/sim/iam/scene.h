#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/policy_document.h"
#include "sim/iam/authorizer.h"

namespace replisim {

// The fixtures of iam-evaluation.
inline constexpr std::string_view kAccountA = "111111111111";
inline constexpr std::string_view kAccountB = "222222222222";
inline constexpr std::string_view kRootA = "arn:aws:iam::111111111111:root";
inline constexpr std::string_view kRole = "arn:aws:iam::111111111111:role/repl";
inline constexpr std::string_view kSession =
    "arn:aws:sts::111111111111:assumed-role/repl/s3-replication";
inline constexpr std::string_view kUser = "arn:aws:iam::111111111111:user/jane";
inline constexpr std::string_view kFederated = "arn:aws:sts::111111111111:federated-user/jane";
inline constexpr std::string_view kKeyA =
    "arn:aws:kms:us-east-1:111111111111:key/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";

/// Who the ARN, account id or service name stands for; fails the test if nobody.
RequestPrincipal caller(std::string_view arn);

/// What is asked of the policies of a scene.
struct Asked {
  RequestPrincipal principal = caller(kSession);
  std::string action = "s3:GetObject";
  std::string resource = "arn:aws:s3:::own/x";
  std::string owner = std::string(kAccountA);
  std::vector<ContextEntry> context;
  std::optional<Grant> requested_grant;
};

/// A question with every policy it is asked of, as documents: what both evaluators are given. The
/// keys that follow from the principal are added by both.
struct Scene {
  Asked asked;
  ResourceAuthority authority = ResourceAuthority::Bucket;
  std::vector<PolicyDocument> identity;
  std::optional<PolicyDocument> boundary;
  std::vector<PolicyDocument> session;
  bool has_session_policies = false;
  std::vector<std::vector<PolicyDocument>> service_control;
  std::vector<std::vector<PolicyDocument>> resource_control;
  std::optional<PolicyDocument> endpoint;
  std::optional<PolicyDocument> resource_policy;
  std::vector<Grant> grants;
  BucketAccess bucket;
  bool is_caller_unknown = false;
  bool is_resource_unknown = false;
};

/// A decision with its reason, and the trace of the watched run.
struct Answer {
  Decision decision = Decision::ImplicitDeny;
  DeniedBy denied_by = DeniedBy::Nothing;
  std::uint32_t level = 0;
  Trace trace;  ///< owns the policies it points into

  /// `Sid` of the statement that decided; empty if there is none.
  [[nodiscard]] std::string sid() const;
};

/// The policies of a scene made ready, to be asked more than once. Borrows nothing.
class CompiledScene {
 public:
  explicit CompiledScene(const Scene& scene);

  /// Decides watched and unwatched; fails the test where they differ.
  [[nodiscard]] Answer ask(const Asked& asked) const;

 private:
  CallerPolicies caller_;
  ResourcePolicies resource_;
};

/// The scene's own question.
Answer ask(const Scene& scene);

/// How a resource's policy is called there.
PolicyKind resource_policy_kind(ResourceAuthority authority);

// Statements as JSON. An action, resource or principal that begins with `[` or `{` is JSON already,
// else a string; a condition is the value of `Condition`.
std::string allow(std::string_view action, std::string_view resource,
                  std::string_view condition = "");
std::string deny(std::string_view action, std::string_view resource,
                 std::string_view condition = "");
std::string allow_to(std::string_view principal, std::string_view action, std::string_view resource,
                     std::string_view condition = "");
std::string deny_to(std::string_view principal, std::string_view action, std::string_view resource,
                    std::string_view condition = "");
std::string aws(std::string_view principal);           ///< `{"AWS": …}`
std::string service_principal(std::string_view name);  ///< `{"Service": …}`

PolicyDocument policy(const std::vector<std::string>& statements,
                      std::string_view version = "2012-10-17");
PolicyDocument full_access();          ///< `Allow * *`
PolicyDocument full_access_for_all();  ///< the same with `Principal: "*"`

/// The whole scene as text, for messages.
std::ostream& operator<<(std::ostream& out, const Scene& scene);
std::ostream& operator<<(std::ostream& out, const Asked& asked);
std::string to_text(const PolicyDocument& policy);

}  // namespace replisim
