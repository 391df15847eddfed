#pragma once

#include <cstdint>
#include <string_view>

namespace replisim {

/// What a request comes to. `Unknown`: it depends on a policy that is not in the model.
enum class Decision : std::uint8_t { Allow, ImplicitDeny, ExplicitDeny, Unknown };

/// `allowed`, `implicitDeny`, `explicitDeny`, `unknown`.
std::string_view to_string(Decision decision);

/// The kind of policy that stood in the way.
enum class DeniedBy : std::uint8_t {
  Nothing,
  IdentityPolicy,
  BucketPolicy,
  KeyPolicy,
  TrustPolicy,
  ResourcePolicy,
  PermissionsBoundary,
  SessionPolicy,
  ServiceControlPolicy,
  ResourceControlPolicy,
  Grant,
  VpcEndpointPolicy,
  BlockPublicAccess,
};

/// As the scenario contract spells them: `identity-policy`, `scp`, …; `nothing` is empty.
std::string_view to_string(DeniedBy denied_by);

/// What a resource's policy must do (5.4 to 5.7).
enum class ResourceAuthority : std::uint8_t {
  Ordinary,  ///< identity policies of the owning account suffice
  Bucket,    ///< ordinary, with ACLs and Block Public Access
  Key,       ///< the key policy must take part, or a grant
  Role,      ///< the trust policy must take part
};

/// One side of a decision, three-valued (Kleene): what an open policy makes of it.
enum class Ternary : std::uint8_t { False, Unknown, True };

constexpr Ternary operator&(Ternary a, Ternary b) {
  return a < b ? a : b;
}
constexpr Ternary operator|(Ternary a, Ternary b) {
  return a < b ? b : a;
}

}  // namespace replisim
