#include "sim/iam/acl.h"

#include <algorithm>
#include <array>

namespace replisim {
namespace {

constexpr std::string_view kAllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
constexpr std::string_view kAuthenticatedUsers =
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
constexpr std::string_view kLogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

enum class AclOf : std::uint8_t { Bucket, Object };

struct AclRow {
  std::string_view action;
  AclOf acl;
  std::string_view permission;
};

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
constexpr std::array kRows = {
    AclRow{"s3:listbucket", AclOf::Bucket, "READ"},
    AclRow{"s3:listbucketversions", AclOf::Bucket, "READ"},
    AclRow{"s3:listbucketmultipartuploads", AclOf::Bucket, "READ"},
    AclRow{"s3:putobject", AclOf::Bucket, "WRITE"},
    AclRow{"s3:getbucketacl", AclOf::Bucket, "READ_ACP"},
    AclRow{"s3:putbucketacl", AclOf::Bucket, "WRITE_ACP"},
    AclRow{"s3:getobject", AclOf::Object, "READ"},
    AclRow{"s3:getobjectversion", AclOf::Object, "READ"},
    AclRow{"s3:getobjectacl", AclOf::Object, "READ_ACP"},
    AclRow{"s3:getobjectversionacl", AclOf::Object, "READ_ACP"},
    AclRow{"s3:putobjectacl", AclOf::Object, "WRITE_ACP"},
    AclRow{"s3:putobjectversionacl", AclOf::Object, "WRITE_ACP"},
};

bool is_signed(const RequestPrincipal& principal) {
  return principal.kind != PrincipalKind::Anonymous && principal.kind != PrincipalKind::Service;
}

AclMatch match_grantee(const AclGrant& grant, const BucketAccess& access,
                       const RequestPrincipal& principal) {
  if (grant.grantee == kAllUsers) {
    return access.ignore_public_acls ? AclMatch::None : AclMatch::Everyone;
  }
  if (grant.grantee == kAuthenticatedUsers) {
    return !access.ignore_public_acls && is_signed(principal) ? AclMatch::Everyone : AclMatch::None;
  }
  const bool is_account =
      is_signed(principal) && !grant.grantee.empty() &&
      (grant.grantee == principal.account || grant.grantee == principal.canonical_user_id);
  return is_account ? AclMatch::Account : AclMatch::None;
}

}  // namespace

AclMatch match_acl(const BucketAccess& access, const Request& request) {
  if (!access.acls_enabled) {
    return AclMatch::None;
  }
  const auto row = std::find_if(kRows.begin(), kRows.end(), [&request](const AclRow& candidate) {
    return candidate.action == request.action.folded.lower;
  });
  if (row == kRows.end()) {
    return AclMatch::None;
  }
  AclMatch best = AclMatch::None;
  for (const AclGrant& grant : row->acl == AclOf::Bucket ? access.bucket_acl : access.object_acl) {
    if (grant.permission == row->permission || grant.permission == "FULL_CONTROL") {
      best = std::max(best, match_grantee(grant, access, *request.principal));
    }
  }
  return best;
}

std::vector<AclGrant> canned_acl_grants(std::string_view canned, std::string_view bucket_owner) {
  const auto group = [](std::string_view uri, std::string permission) {
    return AclGrant{"Group", std::string(uri), std::move(permission)};
  };
  const auto owner = [bucket_owner](std::string permission) {
    return AclGrant{"CanonicalUser", std::string(bucket_owner), std::move(permission)};
  };
  if (canned == "public-read") {
    return {group(kAllUsers, "READ")};
  }
  if (canned == "public-read-write") {
    return {group(kAllUsers, "READ"), group(kAllUsers, "WRITE")};
  }
  if (canned == "authenticated-read") {
    return {group(kAuthenticatedUsers, "READ")};
  }
  if (canned == "bucket-owner-read") {
    return {owner("READ")};
  }
  if (canned == "bucket-owner-full-control") {
    return {owner("FULL_CONTROL")};
  }
  if (canned == "log-delivery-write") {
    return {group(kLogDelivery, "WRITE"), group(kLogDelivery, "READ_ACP")};
  }
  return {};
}

bool is_canned_acl(std::string_view name) {
  constexpr std::array<std::string_view, 8> kNames = {"private",
                                                      "public-read",
                                                      "public-read-write",
                                                      "aws-exec-read",
                                                      "authenticated-read",
                                                      "bucket-owner-read",
                                                      "bucket-owner-full-control",
                                                      "log-delivery-write"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool is_public(const std::vector<AclGrant>& grants) {
  return std::any_of(grants.begin(), grants.end(), [](const AclGrant& grant) {
    return grant.grantee == kAllUsers || grant.grantee == kAuthenticatedUsers;
  });
}

}  // namespace replisim
