#include "model/import/terraform.h"

#include <algorithm>
#include <utility>

#include "model/import/terraform_test_file.h"
#include "model/import/terraform_translation.h"

namespace replisim {
namespace {

class Importer {
 public:
  Importer(ImportContext& context, const TerraformDocument& document, Issues& warnings)
      : context_(context), document_(document), warnings_(warnings) {}

  ImportedInput run() {
    ImportedInput input;
    input.kind = document_.kind;
    input.name = document_.name;
    TerraformTranslation after(context_, document_, document_.after);
    input.after = after.run();
    input.unknown = after.unknown();
    warnings_.insert(warnings_.end(), after.warnings().begin(), after.warnings().end());
    if (after.accounts().stand_in()) {
      input.stand_in_accounts.push_back(*after.accounts().stand_in());
    }
    if (document_.has_before) {
      TerraformTranslation before(context_, document_, document_.before);
      input.before = before.run();
    }
    for (const TerraformInstance& instance : document_.after.instances) {
      input.places.push_back({instance.where, instance.address});
    }
    warn_of_drift();
    if (after.needs_test() && document_.configuration != nullptr) {
      PolicyDocumentData documents(context_, after.references(), after.names());
      input.tftest = write_test_file(after, documents);
    }
    return input;
  }

 private:
  void warn_of_drift() {
    if (document_.drifted.empty()) {
      return;
    }
    std::string names;
    for (const std::string& address : document_.drifted) {
      names += (names.empty() ? "" : ", ") + in_backticks(address);
    }
    warnings_.push_back({.severity = Severity::Note,
                         .code = "terraform.drift",
                         .message = "changed outside of Terraform: " + names,
                         .hint = "what is read is how it is now",
                         .where = document_.root->where});
  }

  ImportContext& context_;
  const TerraformDocument& document_;
  Issues& warnings_;
};

/// Gives tests the configuration of their plans, and takes those plans out.
void pair_tests_with_plans(std::vector<TerraformDocument>& documents) {
  std::vector<std::string> used;
  for (TerraformDocument& test : documents) {
    for (const TerraformDocument& plan : documents) {
      if (test.kind == InputKind::TerraformTest && test.configuration == nullptr &&
          is_of_same_configuration(test, plan)) {
        adopt_configuration(test, plan);
        used.push_back(plan.name);
      }
    }
  }
  documents.erase(std::remove_if(documents.begin(), documents.end(),
                                 [&](const TerraformDocument& document) {
                                   return std::find(used.begin(), used.end(), document.name) !=
                                          used.end();
                                 }),
                  documents.end());
}

}  // namespace

Result<std::vector<ImportedInput>> import_terraform(ImportContext& context,
                                                    std::vector<TerraformFile> files) {
  Issues issues;
  std::vector<TerraformDocument> documents;
  for (TerraformFile& file : files) {
    Issues own;
    auto document = read_terraform(context, file.name, std::move(file.text), own);
    if (document) {
      documents.push_back(*std::move(document));
    }
    issues.insert(issues.end(), own.begin(), own.end());
  }
  if (documents.size() != files.size() || documents.empty()) {
    if (issues.empty()) {
      issues.push_back({.code = "import.no-input", .message = "there is no input"});
    }
    sort_issues(issues);
    return issues;
  }
  pair_tests_with_plans(documents);
  Issues warnings;
  std::vector<ImportedInput> inputs;
  for (const TerraformDocument& document : documents) {
    inputs.push_back(Importer(context, document, warnings).run());
  }
  sort_issues(warnings);
  return {std::move(inputs), std::move(warnings)};
}

std::string write_tftest(const ImportedInput& input) {
  return input.tftest;
}

}  // namespace replisim
