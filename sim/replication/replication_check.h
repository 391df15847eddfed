#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/replication_configuration.h"
#include "model/world.h"
#include "sim/replication/settings.h"

namespace replisim {

/// Why S3 refuses a replication configuration.
struct ConfigurationFault {
  std::string code;     ///< `InvalidRequest`
  std::string message;  ///< S3's, where it was recorded
  SourceRange where;
};

/// What the checks look at.
struct ConfigurationCase {
  const World& world;
  const Settings& settings;
  const Bucket& source;
  const ReplicationConfiguration& configuration;
  std::string_view source_account;
  std::string_view caller_account;  ///< whose role it has to be
  Instant now;
  bool has_lock_token = false;  ///< `x-amz-bucket-object-lock-token`
};

/// The shape of the document, and of its role: what is found before the caller is asked for
/// iam:PassRole (U16). Empty if nothing is wrong.
std::optional<ConfigurationFault> check_shape(const ConfigurationCase& c);

/// The rest: source, rules in order, destinations.
std::optional<ConfigurationFault> check_content(const ConfigurationCase& c);

}  // namespace replisim
