#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/import/import.h"
#include "model/import/yaml_document.h"

namespace replisim {

/// A template, deployed. The same file may be deployed several times, in several accounts.
struct CloudFormationStack {
  std::uint32_t file = 0;  ///< of the template, JSON or YAML, in the context's sources
  std::string input;       ///< as the user gave it
  std::string stack_name;  ///< of resources without a name of their own; empty: the file's name
  std::string account;     ///< empty: not known
  std::string region;      ///< empty: not known
  ImportOptions::Names parameters;
};

/// Reaching a limit is an error of the input, never a crash.
struct CloudFormationLimits {
  std::uint32_t depth_max = 400;                        ///< values that need each other
  std::uint64_t steps_max = 20'000'000;                 ///< values to compute
  std::uint64_t text_bytes_max = 256ULL * 1024 * 1024;  ///< of texts that are made
  YamlLimits yaml = {};
};

/// A stack with what the options say of the input: `--account`, `--region` and `--parameter`, of
/// which `INPUT:NAME=VALUE` goes before `NAME=VALUE`. `AWS::AccountId`, `AWS::Region` and
/// `AWS::StackName` may be given as parameters, too: of inputs that differ in them.
CloudFormationStack cloudformation_stack(const ImportOptions& options, std::string_view input,
                                         std::uint32_t file);

/// Translates stacks into one scenario: they may import values of each other.
///
/// Parameters, conditions and functions are computed. What cannot be (a parameter without a value,
/// what only exists once it is deployed) is never guessed: an optional property is left out, a
/// policy is incomplete, the ARN of a destination, role or key is one that nothing has; each is
/// listed as unknown. Key ids and names that AWS makes up have stand-ins, the same everywhere.
/// Without an account, ids in ARNs and names are `000000000000`, and conditions that ask for it are
/// unknown; likewise without a Region.
///
/// An error is what CloudFormation would refuse: a name that is not there, a function with wrong
/// arguments, resources that need each other, a value that a parameter does not allow.
Result<ImportedInput> import_cloudformation(const ImportContext& context,
                                            const std::vector<CloudFormationStack>& stacks,
                                            const CloudFormationLimits& limits = {});

}  // namespace replisim
