#include "model/arn_template.h"

#include <ostream>
#include <string_view>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::TestWithParam;
using ::testing::ValuesIn;

constexpr std::string_view kBucket = "arn:${Partition}:s3:::${BucketName}";
constexpr std::string_view kObject = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
constexpr std::string_view kAccessPoint =
    "arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}";
constexpr std::string_view kAccessPointObject =
    "arn:${Partition}:s3:${Region}:${Account}:accesspoint/${AccessPointName}/object/${ObjectName}";
constexpr std::string_view kRole = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}";
constexpr std::string_view kAlias = "arn:${Partition}:kms:${Region}:${Account}:alias/${Alias}";
constexpr std::string_view kRoot = "arn:${Partition}:iam::${Account}:root";
constexpr std::string_view kRoleTemplate =
    "arn:${Partition}:iam::aws:role-template/${AWSServicePrincipal}/"
    "${RoleTemplateName}:${RoleTemplateMajorVersion}";

struct FormCase {
  const char* name;
  std::string_view arn;
  std::string_view arn_template;
  bool fits;
};

void PrintTo(const FormCase& c, std::ostream* out) {
  *out << c.name;
}

class FitsArnTemplateTest : public TestWithParam<FormCase> {};

TEST_P(FitsArnTemplateTest, ComparesForms) {
  const FormCase& c = GetParam();
  EXPECT_EQ(fits_arn_template(c.arn, c.arn_template), c.fits);
  EXPECT_EQ(pattern_may_fit_arn_template(c.arn, c.arn_template), c.fits)
      << "a pattern without wildcards differs from the ARN";
}

const FormCase kForms[] = {
    {"Bucket", "arn:aws:s3:::dst", kBucket, true},
    {"BucketInChina", "arn:aws-cn:s3:::dst", kBucket, true},
    {"BucketWithoutName", "arn:aws:s3:::", kBucket, false},
    {"BucketWithSlash", "arn:aws:s3:::dst/", kBucket, false},
    {"BucketIsNoObject", "arn:aws:s3:::dst", kObject, false},
    {"ObjectIsNoBucket", "arn:aws:s3:::dst/x", kBucket, false},
    {"Object", "arn:aws:s3:::dst/x", kObject, true},
    {"ObjectInFolders", "arn:aws:s3:::dst/a/b//c:d", kObject, true},
    {"ObjectWithoutName", "arn:aws:s3:::dst/", kObject, false},
    {"AccessPointIsNoBucket", "arn:aws:s3:us-east-1:111111111111:accesspoint/ap", kBucket, false},
    {"AccessPoint", "arn:aws:s3:us-east-1:111111111111:accesspoint/ap", kAccessPoint, true},
    {"AccessPointWithoutRegion", "arn:aws:s3::111111111111:accesspoint/ap", kAccessPoint, true},
    {"AccessPointWithoutAccount", "arn:aws:s3:us-east-1::accesspoint/ap", kAccessPoint, false},
    {"AccessPointObject", "arn:aws:s3:us-east-1:111111111111:accesspoint/ap/object/a/b",
     kAccessPointObject, true},
    {"AccessPointObjectIsNoAccessPoint",
     "arn:aws:s3:us-east-1:111111111111:accesspoint/ap/object/a/b", kAccessPoint, false},
    {"Role", "arn:aws:iam::111111111111:role/repl", kRole, true},
    {"RoleWithPath", "arn:aws:iam::111111111111:role/service-role/repl", kRole, true},
    {"UserIsNoRole", "arn:aws:iam::111111111111:user/repl", kRole, false},
    {"RoleInARegion", "arn:aws:iam:us-east-1:111111111111:role/repl", kRole, false},
    {"AliasWithSlash", "arn:aws:kms:us-east-1:111111111111:alias/aws/s3", kAlias, true},
    {"Root", "arn:aws:iam::111111111111:root", kRoot, true},
    {"RootAndMore", "arn:aws:iam::111111111111:rooted", kRoot, false},
    {"RoleTemplate", "arn:aws:iam::aws:role-template/s3.amazonaws.com/x:1", kRoleTemplate, true},
    {"Nothing", "", kBucket, false},
    {"NoArn", "dst", kBucket, false},
};

INSTANTIATE_TEST_SUITE_P(Forms, FitsArnTemplateTest, ValuesIn(kForms),
                         [](const auto& test) { return test.param.name; });

class PatternMayFitArnTemplateTest : public TestWithParam<FormCase> {};

TEST_P(PatternMayFitArnTemplateTest, LooksForACommonArn) {
  const FormCase& c = GetParam();
  EXPECT_EQ(pattern_may_fit_arn_template(c.arn, c.arn_template), c.fits);
}

const FormCase kPatterns[] = {
    {"StarAndBucket", "*", kBucket, true},
    {"StarAndObject", "*", kObject, true},
    {"ObjectsAreNoBucket", "arn:aws:s3:::dst/*", kBucket, false},
    {"ObjectsAreObjects", "arn:aws:s3:::dst/*", kObject, true},
    {"BucketIsNoObject", "arn:aws:s3:::dst", kObject, false},
    {"PrefixMayBeABucket", "arn:aws:s3:::dst*", kBucket, true},
    {"PrefixMayBeAnObject", "arn:aws:s3:::dst*", kObject, true},
    {"QuestionMarkIsTheLastOfABucket", "arn:aws:s3:::ds?", kBucket, true},
    {"QuestionMarkLeavesNoNameForAnObject", "arn:aws:s3:::ds?", kObject, false},
    {"QuestionMarkMayBeTheSlash", "arn:aws:s3:::dst?x", kObject, true},
    {"EndingWithSlashIsNoBucket", "arn:aws:s3:::*/", kBucket, false},
    {"OtherServiceIsNoBucket", "arn:aws:kms:*:*:key/*", kBucket, false},
    {"WildcardKeepsToItsPart", "arn:*:s3:::dst", kRole, false},
    {"WildcardDoesNotReachTheNextPart", "arn:*:::dst", kBucket, true},
    {"WildcardDoesNotSkipAPart", "arn:aws:*::111111111111:role/repl", kBucket, false},
    {"FewerPartsReachOverColons", "arn:aws:s3*", kObject, true},
    {"FewerPartsOfOtherService", "arn:aws:kms*", kObject, false},
    {"VariableIsAnyText", "arn:aws:s3:::home/${aws:username}/*", kObject, true},
    {"VariableInABucketName", "arn:aws:s3:::home-${aws:username}", kBucket, true},
    {"VariableAlone", "${aws:PrincipalTag/target}", kBucket, true},
    {"AnyAccountsRole", "arn:aws:iam::*:role/*", kRole, true},
    {"Empty", "", kBucket, false},
};

INSTANTIATE_TEST_SUITE_P(Patterns, PatternMayFitArnTemplateTest, ValuesIn(kPatterns),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
