#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace replisim {

struct Grant;

enum class PrincipalKind : std::uint8_t {
  Anonymous,
  AccountRoot,
  User,
  RoleSession,
  FederatedUser,
  Service,
};

/// Who asks.
struct RequestPrincipal {
  PrincipalKind kind = PrincipalKind::Anonymous;
  std::string account;  ///< empty for anonymous callers and services
  /// The caller as a `Principal` element names it: session, user, root or federated-user ARN, or
  /// the service principal. A role session without a session name has an empty one.
  std::string arn;
  /// `aws:PrincipalArn`: the role's ARN for a session, else `arn`.
  std::string iam_arn;
  std::string unique_id;          ///< `AROA…`, `AIDA…`; empty where not known
  std::string name;               ///< of the user, role or federated user
  std::string session_name;       ///< of a role session
  std::string canonical_user_id;  ///< of the account, where known
  /// False where `iam_arn` was made from a session ARN, which does not tell the role's path. Role
  /// names are unique in an account, so the name alone then identifies it.
  bool path_is_known = true;
  bool is_service_linked_role = false;
  bool has_permissions_boundary = false;  ///< Deny with NotPrincipal always hits such callers

  /// From an ARN, an account id, a service principal (`s3.amazonaws.com`), `*` or `anonymous`.
  /// A role's ARN stands for some session of the role. Empty if it is none of these.
  static std::optional<RequestPrincipal> parse(std::string_view caller);
};

/// `arn:…:role/aws-service-role/…`: neither SCPs nor RCPs bind such roles (iam-evaluation 5.2).
bool is_service_linked_role(std::string_view role_arn);

/// A name in lower case with its hash: how actions and context keys are looked up.
struct FoldedName {
  std::string lower;
  std::uint64_t hash = 0;

  FoldedName() = default;
  explicit FoldedName(std::string_view name);
};

inline constexpr std::uint64_t kHashSeed = 0xcbf29ce484222325;

/// FNV-1a; a hash of a text goes on where that of its beginning ended.
constexpr std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = kHashSeed) {
  for (const char c : bytes) {
    seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return seed;
}

/// The value of one condition key in a request.
struct ContextValue {
  FoldedName name;
  std::string key;  ///< as spelled in the request
  std::vector<std::string> values;
  /// The key's type is a list, however many values are there.
  bool is_multivalued = false;
};

/// The condition keys of a request, in layers: what belongs to the call stands before what belongs
/// to the principal, the resource, the moment. Layers are borrowed and outlive the context.
class RequestContext {
 public:
  static constexpr std::size_t kLayersMax = 4;

  /// Sets or replaces a single-valued key.
  void set(std::string_view key, std::string value);
  void set_list(std::string_view key, std::vector<std::string> values);
  void set(ContextValue value);
  void erase(std::string_view key);

  /// Adds a layer that is asked after this one and the ones added before.
  void add_layer(const RequestContext& layer);
  /// Layers that were replaced by copies elsewhere.
  void clear_layers() { layer_count_ = 0; }

  /// Calls `visit(const ContextValue&)` for each entry whose name is equal without regard to case,
  /// in the first layer that has one. Returns how many there were: 0 means the key is absent. An
  /// entry without values counts as absent.
  template <typename Visit>
  std::size_t for_each(const FoldedName& name, Visit&& visit) const;

  [[nodiscard]] const ContextValue* find(const FoldedName& name) const;
  [[nodiscard]] const ContextValue* find(std::string_view key) const {
    return find(FoldedName(key));
  }
  [[nodiscard]] const std::vector<ContextValue>& own() const { return values_; }
  /// The value of a single-valued key of this very layer, spelled so, to be changed in place; null
  /// if it is not set. Allocates nothing.
  [[nodiscard]] std::string* find_own_value(std::string_view key);

 private:
  std::vector<ContextValue> values_;
  std::array<const RequestContext*, kLayersMax> layers_{};
  std::size_t layer_count_ = 0;
};

/// `service:Name`, ready to be matched.
struct RequestAction {
  std::string text;
  FoldedName folded;

  RequestAction() = default;
  explicit RequestAction(std::string name);
  [[nodiscard]] std::string_view service() const;
};

/// An ARN or `*`, split once.
struct RequestResource {
  std::string text;
  /// Where the six parts begin; only meaningful if `is_arn`.
  std::array<std::uint32_t, 6> part_begins{};
  bool is_arn = false;
  bool is_ascii = true;

  RequestResource() : RequestResource(std::string()) {}
  explicit RequestResource(std::string resource);
  [[nodiscard]] std::string_view part(std::size_t index) const;
  /// Hash of the first so many bytes: what policies are indexed by.
  [[nodiscard]] std::uint64_t prefix_hash(std::size_t length) const {
    return prefix_hashes_[length];
  }

 private:
  std::vector<std::uint64_t> prefix_hashes_;  // one more than bytes
};

/// What is asked: may this principal do this to that? Borrows the principal.
struct Request {
  const RequestPrincipal* principal = nullptr;
  RequestAction action;
  RequestResource resource;
  std::string resource_account;  ///< owner of the resource; empty: unknown or none
  RequestContext context;
  /// What `kms:CreateGrant` asks for; null for other actions.
  const Grant* requested_grant = nullptr;
};

/// The keys that follow from who asks: `aws:PrincipalArn`, `aws:PrincipalAccount`,
/// `aws:PrincipalType`, `aws:userid`, `aws:username`, `aws:PrincipalIsAWSService`,
/// `aws:PrincipalServiceName` (iam-evaluation 4.2).
RequestContext principal_context(const RequestPrincipal& principal);

template <typename Visit>
std::size_t RequestContext::for_each(const FoldedName& name, Visit&& visit) const {
  std::size_t found = 0;
  for (const ContextValue& value : values_) {
    if (value.name.hash == name.hash && value.name.lower == name.lower && !value.values.empty()) {
      ++found;
      visit(value);
    }
  }
  for (std::size_t i = 0; found == 0 && i < layer_count_; ++i) {
    found = layers_[i]->for_each(name, visit);
  }
  return found;
}

}  // namespace replisim
