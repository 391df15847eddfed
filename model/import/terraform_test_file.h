#pragma once

#include <string>

#include "model/import/terraform_translation.h"

namespace replisim {

/// HCL of a test that mocks the providers, and gives the attributes that are only known after apply
/// the values that stand for them.
std::string write_test_file(const TerraformTranslation& translation, PolicyDocumentData& documents);

}  // namespace replisim
