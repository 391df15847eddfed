#pragma once

#include <string>
#include <vector>

#include "model/import/import.h"

namespace replisim {

/// A file of Terraform: a plan or state as `terraform show -json` prints it, a raw state (version
/// 4), or what `terraform test -json -verbose` prints.
struct TerraformFile {
  std::string name;  ///< as the user gave it
  std::string text;  ///< as it stands in the file, in any encoding that `decode_text` knows
};

/// Imports files. The output of a test has no configuration: where one of the plans is of the same
/// configuration, that is used for both, and the plan gives nothing else. So there may be fewer
/// inputs than files.
Result<std::vector<ImportedInput>> import_terraform(ImportContext& context,
                                                    std::vector<TerraformFile> files);

/// The test file that makes what was unknown known, for `terraform test -json -verbose`, which
/// needs no credentials; empty if there is nothing to make known.
std::string write_tftest(const ImportedInput& input);

}  // namespace replisim
