#pragma once

#include <string>
#include <vector>

#include "sim/report/fix_report.h"

namespace replisim {

/// Something that one person does in one go: all statements that are added to one policy, or one
/// deny narrowed, or one setting changed.
struct FixStep {
  std::string account;
  const Change* change = nullptr;        ///< the first of them
  std::vector<NewStatement> statements;  ///< of an addition
};

/// In the order of the changes.
std::vector<FixStep> steps_of(const std::vector<Change>& changes);

/// `the key policy of key 8c5b… in account 222222222222`.
std::string policy_phrase(const ChangedPolicy& policy, const World& world);

/// What is done, for people: `enable versioning of bucket dst`.
std::string step_sentence(const FixStep& step, const World& world);

/// How it is done with the AWS CLI; empty where a policy has to be edited.
std::string setting_command(const Change& change);

/// How it is done in Terraform; arguments and blocks of the resource that holds the setting.
std::string setting_terraform(const Change& change);

}  // namespace replisim
