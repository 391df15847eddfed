#include "sim/iam/acl.h"

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::IsEmpty;
using ::testing::ValuesIn;

const std::string kAllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
const std::string kAuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

AclMatch match(const BucketAccess& access, const std::string& action,
               const RequestPrincipal& principal) {
  Request request;
  request.principal = &principal;
  request.action = RequestAction(action);
  return match_acl(access, request);
}

// --- which permission lets what be done ---

struct PermissionCase {
  std::string name;
  bool of_bucket;
  std::string permission;
  std::string action;
  bool matches;
};

void PrintTo(const PermissionCase& c, std::ostream* out) {
  *out << c.name;
}

class AclPermissionTest : public ::testing::TestWithParam<PermissionCase> {};

TEST_P(AclPermissionTest, MapsToActions) {
  const PermissionCase& c = GetParam();
  BucketAccess access;
  access.acls_enabled = true;
  std::vector<AclGrant>& acl = c.of_bucket ? access.bucket_acl : access.object_acl;
  acl.push_back({"CanonicalUser", std::string(kAccountA), c.permission});
  const AclMatch expected = c.matches ? AclMatch::Account : AclMatch::None;
  EXPECT_EQ(match(access, "s3:" + c.action, caller(kSession)), expected);
  access.acls_enabled = false;
  EXPECT_EQ(match(access, "s3:" + c.action, caller(kSession)), AclMatch::None)
      << "BucketOwnerEnforced";
}

const std::vector<PermissionCase> kPermissions = {
    {"BucketReadLists", true, "READ", "ListBucket", true},
    {"BucketReadListsVersions", true, "READ", "ListBucketVersions", true},
    {"BucketReadListsUploads", true, "READ", "ListBucketMultipartUploads", true},
    {"BucketReadReadsNoObjects", true, "READ", "GetObject", false},
    {"BucketWritePuts", true, "WRITE", "PutObject", true},
    {"BucketWriteLists", true, "WRITE", "ListBucket", false},
    {"BucketWriteReplicates", true, "WRITE", "ReplicateObject", false},
    {"BucketWriteReplicatesDeletes", true, "FULL_CONTROL", "ReplicateDelete", false},
    {"BucketReadAcp", true, "READ_ACP", "GetBucketAcl", true},
    {"BucketWriteAcp", true, "WRITE_ACP", "PutBucketAcl", true},
    {"BucketFullControl", true, "FULL_CONTROL", "PutObject", true},
    {"BucketFullControlIsNotOfObjects", true, "FULL_CONTROL", "GetObject", false},
    {"ObjectRead", false, "READ", "GetObject", true},
    {"ObjectReadVersion", false, "READ", "GetObjectVersion", true},
    {"ObjectReadForReplication", false, "READ", "GetObjectVersionForReplication", false},
    {"ObjectReadAcp", false, "READ_ACP", "GetObjectVersionAcl", true},
    {"ObjectWriteAcp", false, "WRITE_ACP", "PutObjectAcl", true},
    {"ObjectWriteIsNothing", false, "WRITE", "PutObject", false},
    {"ObjectFullControl", false, "FULL_CONTROL", "GetObjectAcl", true},
    {"ObjectOwnerOverride", false, "FULL_CONTROL", "ObjectOwnerOverrideToBucketOwner", false},
};

INSTANTIATE_TEST_SUITE_P(Permissions, AclPermissionTest, ValuesIn(kPermissions),
                         [](const auto& test) { return test.param.name; });

// --- whom a grantee is ---

BucketAccess readable_by(const std::string& grantee) {
  BucketAccess access;
  access.acls_enabled = true;
  access.object_acl = {{"", grantee, "READ"}};
  return access;
}

TEST(AclGranteeTest, AllUsersAreEveryoneUnlessPublicAclsAreIgnored) {
  BucketAccess access = readable_by(kAllUsers);
  EXPECT_EQ(match(access, "s3:GetObject", caller("*")), AclMatch::Everyone);
  EXPECT_EQ(match(access, "s3:GetObject", caller(kUser)), AclMatch::Everyone);
  access.ignore_public_acls = true;
  EXPECT_EQ(match(access, "s3:GetObject", caller("*")), AclMatch::None);
}

TEST(AclGranteeTest, AuthenticatedUsersAreThoseWhoSign) {
  BucketAccess access = readable_by(kAuthenticatedUsers);
  EXPECT_EQ(match(access, "s3:GetObject", caller(kUser)), AclMatch::Everyone);
  EXPECT_EQ(match(access, "s3:GetObject", caller("*")), AclMatch::None);
  access.ignore_public_acls = true;
  EXPECT_EQ(match(access, "s3:GetObject", caller(kUser)), AclMatch::None);
}

TEST(AclGranteeTest, AnAccountByItsIdOrItsCanonicalId) {
  RequestPrincipal jane = caller(kUser);
  EXPECT_EQ(match(readable_by(std::string(kAccountA)), "s3:GetObject", jane), AclMatch::Account);
  EXPECT_EQ(match(readable_by(std::string(kAccountB)), "s3:GetObject", jane), AclMatch::None);
  EXPECT_EQ(match(readable_by("canonical"), "s3:GetObject", jane), AclMatch::None);
  jane.canonical_user_id = "canonical";
  EXPECT_EQ(match(readable_by("canonical"), "s3:GetObject", jane), AclMatch::Account);
  EXPECT_EQ(match(readable_by(""), "s3:GetObject", caller(kUser)), AclMatch::None)
      << "nobody is not an account without canonical id";
}

TEST(AclGranteeTest, IgnoringPublicAclsLeavesAccounts) {
  BucketAccess access = readable_by(std::string(kAccountA));
  access.ignore_public_acls = true;
  EXPECT_EQ(match(access, "s3:GetObject", caller(kUser)), AclMatch::Account);
}

// --- canned ACLs ---

TEST(CannedAclTest, StandForGrants) {
  EXPECT_THAT(canned_acl_grants("private", "owner"), IsEmpty());
  EXPECT_THAT(canned_acl_grants("public-read", "owner"),
              ::testing::ElementsAre(AclGrant{"Group", kAllUsers, "READ"}));
  EXPECT_EQ(canned_acl_grants("public-read-write", "owner").size(), 2U);
  EXPECT_THAT(canned_acl_grants("authenticated-read", "owner"),
              ::testing::ElementsAre(AclGrant{"Group", kAuthenticatedUsers, "READ"}));
  EXPECT_THAT(canned_acl_grants("bucket-owner-full-control", "owner"),
              ::testing::ElementsAre(AclGrant{"CanonicalUser", "owner", "FULL_CONTROL"}));
}

TEST(CannedAclTest, KnowsTheirNames) {
  EXPECT_TRUE(is_canned_acl("private"));
  EXPECT_TRUE(is_canned_acl("log-delivery-write"));
  EXPECT_FALSE(is_canned_acl("public"));
}

TEST(PublicAclTest, ReachesEveryone) {
  EXPECT_TRUE(is_public(canned_acl_grants("public-read", "owner")));
  EXPECT_TRUE(is_public(canned_acl_grants("authenticated-read", "owner")));
  EXPECT_FALSE(is_public(canned_acl_grants("bucket-owner-read", "owner")));
  EXPECT_FALSE(is_public(canned_acl_grants("log-delivery-write", "owner")));
  EXPECT_FALSE(is_public({}));
}

}  // namespace
}  // namespace replisim
