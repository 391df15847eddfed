#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/import/import.h"

namespace replisim {

/// A file of a directory of captures: what one command of the AWS CLI printed.
struct AwsCliCapture {
  std::string path;        ///< below the directory, with `/`
  std::uint32_t file = 0;  ///< in the context's sources
};

/// Translates captures of any number of accounts into one scenario.
///
/// By convention a file is `ACCOUNT/[REGION/]SERVICE.COMMAND[.ARGUMENT].json`, the argument being
/// what the output does not repeat, with `~` for `/` and `:`. Files named otherwise are recognised
/// by what is in them; whose they are is told by the folder, by `sts get-caller-identity` beside
/// them, by ARNs in them, or by `--account`.
///
/// An empty file, or one with AWS's message that there is no such configuration, means that there
/// is none. Any other message, and a command that is missing for a bucket, role or key of which
/// others are there, leaves it unknown: policies are incomplete, and all of it is listed.
Result<ImportedInput> import_aws_cli(const ImportContext& context, std::string_view input,
                                     const std::vector<AwsCliCapture>& captures);

struct CaptureScriptOptions {
  std::string directory = "captures";  ///< where the script writes
};

/// The shell script that captures what is needed for a bucket and its destinations: run once for
/// each account, that of the bucket first. It only reads, and no objects or secrets.
std::string capture_script(std::string_view bucket, const CaptureScriptOptions& options = {});

}  // namespace replisim
