#include "sim/replication/configuration_lint.h"

#include <optional>
#include <string>

#include "model/arn.h"
#include "model/world.h"
#include "sim/replication/replication_check.h"
#include "sim/replication/settings.h"

namespace replisim {
namespace {

/// No bucket may be called so.
constexpr std::string_view kSourceName = "?";

std::string account_of(const ReplicationConfiguration& configuration) {
  const std::optional<Arn> role =
      configuration.role ? parse_arn(*configuration.role) : std::nullopt;
  return role ? std::string(role->account) : std::string();
}

std::optional<ConfigurationFault> answer_of_s3(const ReplicationConfiguration& configuration) {
  const std::string account = account_of(configuration);
  World world;
  world.settings["model.unlisted_buckets"] = "elsewhere";
  std::vector<Diagnostic> faults;
  const Settings settings = Settings::read(world.settings, faults);
  Bucket source;
  source.name = kSourceName;
  source.versioning = VersioningStatus::Enabled;
  const ConfigurationCase checked{.world = world,
                                  .settings = settings,
                                  .source = source,
                                  .configuration = configuration,
                                  .source_account = account,
                                  .caller_account = account,
                                  .now = {},
                                  .has_lock_token = true};
  const std::optional<ConfigurationFault> fault = check_shape(checked);
  return fault ? fault : check_content(checked);
}

std::string without_full_stop(std::string text) {
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text;
}

}  // namespace

std::vector<LintFinding> lint_configuration(const ReplicationConfiguration& configuration) {
  std::vector<LintFinding> findings = lint_replication_configuration(configuration);
  if (const std::optional<ConfigurationFault> fault = answer_of_s3(configuration)) {
    findings.insert(findings.begin(), {.code = "REPL_CONFIGURATION_REFUSED",
                                       .type = FindingType::Error,
                                       .message = "S3 refuses the configuration: " +
                                                  without_full_stop(fault->message),
                                       .hint = {},
                                       .where = fault->where,
                                       .answer_code = fault->code,
                                       .answer_message = fault->message});
  }
  return findings;
}

}  // namespace replisim
