#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/import/cloudformation.h"
#include "tests/model/import/terraform_fixture.h"

namespace replisim {

/// A template and where it is deployed.
struct TemplateFile {
  std::string name;
  std::string text;
  std::string account = "111111111111";
  std::string region = "eu-west-1";
};

Imported import_templates(const std::vector<TemplateFile>& templates,
                          const ImportOptions::Names& parameters = {});
/// A template called `t.yaml`.
Imported import_template(std::string text, const ImportOptions::Names& parameters = {});
/// A template with one bucket, called `Bucket`, that has these properties (YAML, indented by four),
/// and what stands before `Resources`.
Imported import_bucket(const std::string& properties, const std::string& sections = {},
                       const ImportOptions::Names& parameters = {});
/// A file of tests/data/cloudformation.
TemplateFile template_file(const std::string& name, std::string account = "111111111111");

/// What comes of an upload into a bucket of the imported world: result and reason, or where the
/// replica is and how it is encrypted. At a time, or at the scenario's.
std::string upload(const Imported& imported, const std::string& bucket, const std::string& key,
                   std::string_view clock = {});
/// The same of every event of a case; a line an attempt.
std::string outcomes(const ScenarioCase& scenario);

/// Texts by path, as of a directory called `captures`.
using CaptureFiles = std::map<std::string, std::string>;
Imported import_captures(const CaptureFiles& files, const ImportOptions& options = {});
/// A directory below tests/data/captures.
CaptureFiles capture_files(const std::string& directory);

}  // namespace replisim
