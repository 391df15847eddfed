// What IAM looks at in a Resource, an ARN in part or in whole.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "model/arn.h"
#include "model/wildcard.h"
#include "sim/iam/save_check.h"

namespace replisim {
namespace {

template <typename Test>
void find_resources(const Statement& statement, CheckFindings& findings, Test is_bad) {
  for (const PolicyText& resource : statement.resources) {
    if (resource.text != "*" && is_bad(split_resource(resource.text))) {
      findings.push_back({.where = resource.where, .subject = resource.text});
    }
  }
}

bool is_cut_short(const ResourceText& resource) {
  return resource.scheme == "arn" && resource.colons < kArnColons &&
         resource.text.find("::") != std::string_view::npos;
}

bool is_known_partition(std::string_view text) {
  constexpr std::string_view kPartitions[] = {"aws",       "aws-cn",    "aws-eusc",  "aws-iso",
                                              "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov"};
  return has_wildcard(text) || text.find("${") != std::string_view::npos ||
         std::find(std::begin(kPartitions), std::end(kPartitions), text) != std::end(kPartitions);
}

/// Access points, jobs, storage lenses and grants are regional.
bool is_regional_s3_resource(std::string_view resource) {
  constexpr std::string_view kKinds[] = {"accesspoint", "access-grants", "async-request", "job",
                                         "storage-lens"};
  return has_wildcard(resource.substr(0, 1)) ||
         std::any_of(std::begin(kKinds), std::end(kKinds),
                     [resource](std::string_view kind) { return resource.starts_with(kind); });
}

bool is_named(std::string_view part) {
  return !part.empty() && part != "*";
}

bool is_bucket_arn(const ResourceText& resource) {
  return resource.arn && resource.arn->service == "s3" &&
         !is_regional_s3_resource(resource.arn->resource);
}

/// Those of the message, and what newer actions are done to.
bool is_known_iam_path(std::string_view resource) {
  constexpr std::string_view kKinds[] = {"user/",
                                         "federated-user/",
                                         "role/",
                                         "group/",
                                         "instance-profile/",
                                         "mfa/",
                                         "server-certificate/",
                                         "policy/",
                                         "sms-mfa/",
                                         "saml-provider/",
                                         "oidc-provider/",
                                         "report/",
                                         "access-report/",
                                         "assumed-role/",
                                         "role-template/",
                                         "delegation-request/",
                                         "contextProvider/",
                                         "root"};
  return has_wildcard(resource.substr(0, 1)) ||
         std::any_of(std::begin(kKinds), std::end(kKinds),
                     [resource](std::string_view kind) { return resource.starts_with(kind); });
}

}  // namespace

ResourceText split_resource(std::string_view text) {
  ResourceText resource{
      .text = text,
      .colons = static_cast<std::size_t>(std::count(text.begin(), text.end(), ':')),
      .arn = parse_arn(text)};
  std::string_view rest = text;
  for (std::string_view* part : {&resource.scheme, &resource.partition, &resource.service}) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    *part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return resource;
}

void find_cut_short_resource(const Statement& statement, CheckFindings& findings) {
  find_resources(statement, findings, is_cut_short);
}

void find_resource_that_is_no_arn(const Statement& statement, CheckFindings& findings) {
  find_resources(statement, findings, [](const ResourceText& resource) {
    const bool is_scheme = resource.scheme == "arn" || has_wildcard(resource.scheme);
    return resource.colons == 0 || !is_scheme;
  });
}

void find_unknown_partition(const Statement& statement, CheckFindings& findings) {
  for (const PolicyText& text : statement.resources) {
    const ResourceText resource = split_resource(text.text);
    if (resource.scheme == "arn" && !is_known_partition(resource.partition)) {
      findings.push_back(
          {.where = text.where, .subject = std::string(resource.partition), .second = text.text});
    }
  }
}

void find_bad_resource_vendor(const Statement& statement, CheckFindings& findings) {
  find_resources(statement, findings, [](const ResourceText& resource) {
    return resource.scheme == "arn" && !is_cut_short(resource) &&
           (resource.service.empty() || has_wildcard(resource.service));
  });
}

void find_region_in_bucket_arn(const Statement& statement, CheckFindings& findings) {
  find_resources(statement, findings, [](const ResourceText& resource) {
    return is_bucket_arn(resource) && is_named(resource.arn->region);
  });
}

void find_account_in_bucket_arn(const Statement& statement, CheckFindings& findings) {
  find_resources(statement, findings, [](const ResourceText& resource) {
    return is_bucket_arn(resource) && is_named(resource.arn->account);
  });
}

void find_region_in_iam_arn(const Statement& statement, CheckFindings& findings) {
  find_resources(statement, findings, [](const ResourceText& resource) {
    return resource.arn && resource.arn->service == "iam" && is_named(resource.arn->region);
  });
}

void find_unknown_iam_path(const Statement& statement, CheckFindings& findings) {
  find_resources(statement, findings, [](const ResourceText& resource) {
    return resource.arn && resource.arn->service == "iam" &&
           !is_known_iam_path(resource.arn->resource);
  });
}

}  // namespace replisim
