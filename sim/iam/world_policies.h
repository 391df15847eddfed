#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "model/world.h"
#include "sim/iam/authorizer.h"
#include "sim/iam/request.h"

namespace replisim {

/// A caller with all that limits it. `context` holds the keys that follow from who asks: principal,
/// tags, organization.
struct CallerFacts {
  RequestPrincipal principal;
  CallerPolicies policies;
  RequestContext context;
};

/// A bucket, key or role with all that guards it. `context` holds the keys that follow from what is
/// asked about: `aws:ResourceAccount`, `aws:ResourceOrgID`, tags, `aws:RequestedRegion`,
/// `s3:ResourceAccount`, `kms:KeySpec`, …
struct ResourceFacts {
  ResourcePolicies policies;
  RequestContext context;
  std::string arn;
  std::string region;
  bool exists = false;  ///< false: not in the model; `policies.is_unknown` says what that means
};

/// The policies of a world, compiled when they are first asked for.
///
/// Borrows the world. Whoever changes it says so with `forget_…`; references that were handed out
/// before stay valid until then. One thread at a time.
class WorldPolicies {
 public:
  explicit WorldPolicies(const World& world) : world_(&world) {}
  WorldPolicies(const WorldPolicies&) = delete;
  WorldPolicies& operator=(const WorldPolicies&) = delete;

  /// A user, role (some session of it), role session, account root or service; anonymous for `*`.
  /// A principal that is not in the model is unknown, as `assume_missing` says.
  const CallerFacts& caller(std::string_view arn);
  /// The session that S3 makes of a role: named `s3-replication` for live replication.
  const CallerFacts& role_session(std::string_view role_arn, std::string_view session_name);
  /// A service principal.
  const CallerFacts& service(std::string_view name);

  const ResourceFacts& bucket(std::string_view name);
  const ResourceFacts& key(std::string_view arn);
  const ResourceFacts& role(std::string_view arn);

  /// After a change of a role, user, group or managed policy of an account.
  void forget_callers();
  void forget_bucket(std::string_view name);
  void forget_key(std::string_view arn);
  void forget_role(std::string_view arn);
  void forget_all();

  [[nodiscard]] const World& world() const { return *world_; }

 private:
  template <typename Facts>
  using Cache = std::map<std::string, std::unique_ptr<Facts>, std::less<>>;

  std::unique_ptr<CallerFacts> make_caller(std::string_view arn) const;
  std::unique_ptr<ResourceFacts> make_bucket(std::string_view name) const;
  std::unique_ptr<ResourceFacts> make_key(std::string_view arn) const;
  std::unique_ptr<ResourceFacts> make_role(std::string_view arn) const;

  const World* world_;
  Cache<CallerFacts> callers_;
  Cache<ResourceFacts> buckets_;
  Cache<ResourceFacts> keys_;
  Cache<ResourceFacts> roles_;
};

/// Gives every principal that a policy of the world names the unique id it has now, as services do
/// when a policy is saved (iam-evaluation 1.3), and roles and users without an id one.
void store_unique_ids(World& world);
void store_unique_ids(PolicyDocument& policy, const World& world);

/// `AROA…` or `AIDA…`, always the same for the same seed.
std::string make_unique_id(std::string_view prefix, std::string_view seed);

/// KMS's key policy for a key that was made without one, or that AWS manages (6.4).
PolicyDocument default_key_policy(const Account& account, const Key& key);

}  // namespace replisim
