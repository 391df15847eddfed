#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario.h"
#include "sim/reason/probe.h"
#include "sim/report/place.h"
#include "sim/report/requirement.h"
#include "sim/report/style.h"

namespace replisim {

// What `check` says of a world: a table of probes for each rule, findings, what is not known and
// what the other account must have. Free of the texts it was read from.

/// How much something counts.
enum class CheckLevel : std::uint8_t {
  Good,
  Note,
  Warning,
  Undecided,  ///< it depends on what no input says
  Error,
};

/// `good`, `note`, `warning`, `undecided`, `error`.
std::string_view to_string(CheckLevel level);

/// Where something stands in what the user has: the address first, since a plan is one line.
struct CheckPlace {
  std::string address;  ///< `aws_s3_bucket.logs`, a logical id, …; may be empty
  Place place;

  bool operator==(const CheckPlace&) const = default;
};

/// `aws_s3_bucket.logs (plan.json:1:2345)`; empty if nothing is known.
std::string to_string(const CheckPlace& place);

/// A kind of object and what becomes of it.
struct CheckedObject {
  std::string id;      ///< of the probe
  std::string kind;    ///< for people
  std::string result;  ///< `REPLICATED`, `FAILED`, `NOT_ELIGIBLE`, `UNKNOWN`; `REFUSED`: no upload
  std::string reason;  ///< a code, or what is missing; empty if it is replicated
  std::string denied_action;
  std::string denied_resource;
  std::string denied_by;
  std::string denied_how;
  std::string encryption;  ///< of the replica; empty if there is none
  std::string key_arn;
  bool has_bucket_key = false;
  std::string owner;  ///< account id
  std::string storage_class;
  bool is_marker = false;
  bool omits_tags = false;
  std::string why;  ///< the first cause, a sentence; empty if it is replicated
  CheckPlace why_place;
  CheckLevel level = CheckLevel::Good;
};

/// A rule and what becomes of all it can match.
struct CheckedRule {
  std::string name;
  std::string bucket;
  std::string account;
  std::string destination;
  std::string destination_account;  ///< empty: not known
  CheckPlace place;
  std::vector<CheckedObject> rows;
};

/// Something to be told, and whether it counts.
struct CheckItem {
  std::vector<std::string> ids;  ///< what `--baseline` remembers; the same when lines move
  CheckLevel level = CheckLevel::Error;
  std::string code;     ///< `replication.FAILED`, `wouldBeRefused`, a code of `lint`
  std::string subject;  ///< `rule logs of bucket a`; may be empty
  std::string message;
  std::string hint;
  CheckPlace place;
  bool is_accepted = false;  ///< by the baseline: it does not count
};

/// What no input says, told once.
struct CheckUnknown {
  std::string what;  ///< address and attribute
  std::string reason;
  std::string remedy;
  Place place;
};

/// What a change does to a kind of object.
struct CheckChange {
  enum class Effect : std::uint8_t { Breaks, Mends, Alters };

  Effect effect = Effect::Alters;
  std::string id;    ///< of the probe
  std::string kind;  ///< `logs of bucket a: with a tag`
  std::string before;
  std::string after;
  std::string why;  ///< it does not replicate afterwards
  CheckPlace place;
};

std::string_view to_string(CheckChange::Effect effect);  ///< `breaks`, `mends`, `alters`

struct CheckReport {
  std::vector<std::string> inputs;
  std::vector<CheckedRule> rules;
  std::vector<CheckItem> findings;  ///< what counts most first
  std::vector<CheckUnknown> unknown;
  std::vector<Requirement> requirements;
  std::vector<CheckChange> changes;
  /// The smallest change that mends what counts as an error; each empty if there is none.
  std::string fix_text;
  std::string fix_terraform;
  std::string fix_json;
  bool has_terraform = false;  ///< among the inputs: a fix is said in HCL, too
  bool has_before = false;
  bool may_hide_rules = false;  ///< where something is not known, there may be further rules
  std::vector<std::string> notes;

  /// Findings of that level that the baseline does not accept.
  [[nodiscard]] std::size_t count(CheckLevel level) const;
};

/// What a report is made of.
struct CheckCase {
  const ScenarioCase& scenario;
  const SourceMap& sources;
  std::function<std::string(SourceRange)> address_of;
};

/// Probes every rule, and adds findings of the simulation and of lint.
CheckReport check_case(const CheckCase& checked);

/// Looks for the smallest change that mends what counts as an error, and breaks nothing else that a
/// rule is there for. Texts are added to `sources`; `arena` is that of the case.
void add_fix(CheckReport& report, SourceMap& sources, const std::shared_ptr<JsonArena>& arena,
             const ScenarioCase& scenario);

/// Compares with the world before the change, by probe.
void add_changes(CheckReport& report, const CheckReport& before);

std::string check_text(const CheckReport& report, const TextStyle& style);
std::string check_json(const CheckReport& report);
std::string check_sarif(const CheckReport& report);
std::string check_github(const CheckReport& report);
std::string check_junit(const CheckReport& report);
std::string check_html(const CheckReport& report);
/// A Markdown table for the file that GITHUB_STEP_SUMMARY names.
std::string check_github_summary(const CheckReport& report);

}  // namespace replisim
