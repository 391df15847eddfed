// The parts of the ARNs in Resource and NotResource.

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

#include "model/action.h"
#include "model/arn_template.h"
#include "model/region_name.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

using enum FindingType;

/// A part without wildcards and variables.
bool is_literal(std::string_view part) {
  return !has_wildcard(part) && !has_variable(part);
}

template <typename Test>
void find_arns(const Statement& statement, CheckFindings& findings, Test is_bad) {
  for (const PolicyText& text : statement.resources) {
    const ResourceText resource = split_resource(text.text);
    if (resource.arn && is_bad(*resource.arn)) {
      findings.push_back({.where = text.where, .subject = text.text});
    }
  }
}

void find_missing_part(const Statement& statement, CheckFindings& findings) {
  for (const PolicyText& text : statement.resources) {
    const ResourceText resource = split_resource(text.text);
    if (resource.scheme == "arn" && resource.colons < kArnColons) {
      findings.push_back({.where = text.where, .subject = text.text});
    }
  }
}

void find_service_in_upper_case(const Statement& statement, CheckFindings& findings) {
  find_arns(statement, findings,
            [](const Arn& arn) { return to_lower_ascii(arn.service) != arn.service; });
}

/// AWS's own managed policies have the account `aws`.
void find_bad_account(const Statement& statement, CheckFindings& findings) {
  find_arns(statement, findings, [](const Arn& arn) {
    return !arn.account.empty() && is_literal(arn.account) && !is_account_id(arn.account) &&
           arn.account != "aws" && arn.account != "cloudfront";
  });
}

void find_bad_region(const Statement& statement, CheckFindings& findings) {
  find_arns(statement, findings, [](const Arn& arn) {
    return !arn.region.empty() && is_literal(arn.region) && !is_region_name(arn.region);
  });
}

bool is_regional(const ResourceTypeInfo& type) {
  return type.arn_template.find(":${Region}:") != std::string_view::npos;
}

/// Whether the template is one of ARNs of the service.
bool is_of_service(const ResourceTypeInfo& type, std::string_view service) {
  constexpr std::string_view kBegin = "arn:${Partition}:";
  const std::string_view rest = type.arn_template.substr(kBegin.size());
  return rest.starts_with(service) && rest.substr(service.size()).starts_with(':');
}

/// Of services all whose resources are regional.
void find_missing_region(const Statement& statement, CheckFindings& findings) {
  find_arns(statement, findings, [](const Arn& arn) {
    bool is_known = false;
    bool are_regional = true;
    for (const ResourceTypeInfo& type : all_resource_types()) {
      if (is_of_service(type, arn.service)) {
        is_known = true;
        are_regional = are_regional && is_regional(type);
      }
    }
    return arn.region.empty() && is_known && are_regional;
  });
}

/// Whether some resource of the service has such a last part; S3's may be anything.
bool may_be_resource(const Arn& arn) {
  std::string pattern = "arn:*:";
  pattern.append(arn.service).append(":*:*:").append(arn.resource);
  bool is_known = false;
  for (const ResourceTypeInfo& type : all_resource_types()) {
    if (is_of_service(type, arn.service)) {
      is_known = true;
      if (pattern_may_fit_arn_template(pattern, type.arn_template)) {
        return true;
      }
    }
  }
  return !is_known;
}

void find_unknown_resource(const Statement& statement, CheckFindings& findings) {
  find_arns(statement, findings, [](const Arn& arn) { return !may_be_resource(arn); });
}

void find_region_not_allowed(const Statement& statement, CheckFindings& findings) {
  find_region_in_bucket_arn(statement, findings);
  find_region_in_iam_arn(statement, findings);
}

constexpr LintCheck kResources[] = {
    {"INVALID_ARN_PREFIX", Error, "A resource is `*` or an ARN.", "{} is neither an ARN nor `*`",
     in_each_statement<find_resource_that_is_no_arn>, kKindsWithResource,
     "write for example `arn:aws:s3:::bucket/*`"},
    {"MISSING_ARN_FIELD", Error, "An ARN has six parts.", "{} has fewer parts than an ARN",
     in_each_statement<find_missing_part>, kKindsWithResource,
     "`arn:partition:service:region:account:resource`, the empty ones included"},
    {"INVALID_PARTITION", Error, "The partition of an ARN exists.", "unknown partition {} in {}",
     in_each_statement<find_unknown_partition>, kKindsWithResource},
    {"INVALID_ARN_SERVICE_CASE", Error, "The service of an ARN is in lower case.",
     "the service of {} is not in lower case: it matches nothing",
     in_each_statement<find_service_in_upper_case>, kKindsWithResource},
    {"INVALID_ARN_ACCOUNT", Error, "The account of an ARN has twelve digits.",
     "the account in {} does not have twelve digits", in_each_statement<find_bad_account>,
     kKindsWithResource},
    {"INVALID_ARN_REGION", Error, "The Region of an ARN is one.", "no Region is named by {}",
     in_each_statement<find_bad_region>, kKindsWithResource},
    {"MISSING_ARN_REGION", Error, "The ARN of a regional resource names its Region.",
     "{} names no Region", in_each_statement<find_missing_region>, kKindsWithResource,
     "write the Region, or `*`"},
    {"INVALID_ARN_RESOURCE", Error, "The service has resources of this form.",
     "no resource of the service has the form of {}", in_each_statement<find_unknown_resource>,
     kKindsWithResource},
    {"ARN_ACCOUNT_NOT_ALLOWED", Error, "The ARN of a bucket names no account.",
     "{} names an account: it matches no bucket", in_each_statement<find_account_in_bucket_arn>,
     kKindsWithResource, "a bucket's ARN has neither Region nor account: `arn:aws:s3:::bucket`"},
    {"ARN_REGION_NOT_ALLOWED", Error, "The ARN of a bucket, and of what IAM has, names no Region.",
     "{} names a Region: it matches nothing", in_each_statement<find_region_not_allowed>,
     kKindsWithResource, "leave the Region empty"},
};

}  // namespace

std::span<const LintCheck> lint_resource_checks() {
  return kResources;
}

}  // namespace replisim
