#include "sim/cli/lint_input.h"

#include <algorithm>
#include <istream>
#include <iterator>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "model/issue.h"
#include "model/json_document.h"
#include "model/scenario.h"
#include "model/shapes.h"
#include "sim/files/files.h"
#include "sim/iam/placed_policy.h"
#include "sim/replication/configuration_lint.h"

namespace replisim {
namespace {

struct KindName {
  std::string_view name;
  PolicyKind kind;
};

constexpr KindName kKinds[] = {
    {"identity", PolicyKind::Identity},
    {"boundary", PolicyKind::PermissionsBoundary},
    {"session", PolicyKind::Session},
    {"scp", PolicyKind::ServiceControl},
    {"rcp", PolicyKind::ResourceControl},
    {"bucket", PolicyKind::Bucket},
    {"key", PolicyKind::Key},
    {"trust", PolicyKind::Trust},
    {"vpc-endpoint", PolicyKind::VpcEndpoint},
};

/// Where the AWS CLI puts a policy in what it prints.
struct PolicyMember {
  std::vector<std::string_view> names;
  std::optional<PolicyKind> kind;
};

std::vector<PolicyMember> policy_members() {
  return {
      {{"Policy", "Content"}, {}},                 // organizations describe-policy
      {{"Policy"}, {}},                            // s3api get-bucket-policy, kms get-key-policy
      {{"PolicyDocument"}, PolicyKind::Identity},  // iam get-role-policy
      {{"PolicyVersion", "Document"}, PolicyKind::Identity},      // iam get-policy-version
      {{"Role", "AssumeRolePolicyDocument"}, PolicyKind::Trust},  // iam get-role
      {{"AssumeRolePolicyDocument"}, PolicyKind::Trust},
  };
}

const JsonNode* find_member(const JsonNode& root, std::span<const std::string_view> names) {
  const JsonNode* node = &root;
  for (const std::string_view name : names) {
    node = node != nullptr && node->is_object() ? node->find(name) : nullptr;
  }
  return node;
}

bool is_scenario(const JsonNode& root) {
  const JsonNode* format = root.is_object() ? root.find("format") : nullptr;
  return format != nullptr && format->is_string() && format->text.starts_with("replisim/");
}

bool is_configuration(const JsonNode& root) {
  return root.is_object() && (root.find("ReplicationConfiguration") != nullptr ||
                              (root.find("Role") != nullptr && root.find("Rules") != nullptr));
}

bool is_policy(const JsonNode& root) {
  return root.is_object() && (root.find("Statement") != nullptr || root.find("Version") != nullptr);
}

/// The text that was read already, and the disk for what it includes.
class InputFiles : public FileReader {
 public:
  InputFiles(std::string path, std::string text, const DiskFiles& disk)
      : path_(std::move(path)), text_(std::move(text)), disk_(disk) {}

  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    return path == path_ ? text_ : disk_.read(path);
  }

 private:
  std::string path_;
  std::string text_;
  const DiskFiles& disk_;
};

class FileLinter {
 public:
  FileLinter(const std::string& path, const LintOptions& options, const Console& console,
             LintReport& report)
      : path_(path), options_(options), console_(console), report_(report) {}

  bool run();

 private:
  std::optional<std::string> read_text() const;
  bool lint_json(const JsonNode& root);
  bool lint_policy_node(const JsonNode& node, std::optional<PolicyKind> kind,
                        std::string_view embedded_text);
  bool lint_embedded(const JsonNode& string, std::optional<PolicyKind> kind);
  bool lint_configuration_node(const JsonNode& root);
  bool lint_scenario();
  void lint_case(const ScenarioCase& scenario_case);
  void lint_placed(const PlacedPolicy& policy);
  void lint_bucket(const Bucket& bucket);
  bool is_new(SourceRange where, PolicyKind kind);

  bool is_told(const LintFinding& finding) const;
  void add(const std::vector<LintFinding>& findings, const std::string& subject);
  bool told(const Issues& issues) const;

  const std::string& path_;
  const LintOptions& options_;
  const Console& console_;
  LintReport& report_;
  SourceMap sources_;
  JsonArena arena_;
  std::vector<LintFinding> double_names_;  ///< told already
  const JsonNode* root_ = nullptr;         ///< null: places may be in several files
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, PolicyKind>> seen_;
};

std::optional<std::string> FileLinter::read_text() const {
  FileText file;
  if (path_ == "-") {
    file.text = std::string(std::istreambuf_iterator<char>(console_.in), {});
  } else {
    file = read_regular_file(path_);
  }
  if (!file.text) {
    console_.error("`" + path_ + "` " + file.refusal);
  }
  return std::move(file.text);
}

/// Names given twice are a finding, not the end: everything else can be read.
LintFinding finding_of(const Issue& issue) {
  return {.code = "JSON_SYNTAX_ERROR",
          .type = FindingType::Error,
          .message = issue.message,
          .hint = issue.hint,
          .where = issue.where,
          .answer_code = {},
          .answer_message = {}};
}

bool FileLinter::run() {
  std::optional<std::string> text = read_text();
  if (!text) {
    return false;
  }
  const std::uint32_t file = sources_.add(path_, *std::move(text));
  Issues issues;
  const JsonNode* root = parse_json(sources_, file, arena_, issues);
  if (root == nullptr) {
    return told(issues);
  }
  if (is_scenario(*root)) {
    return lint_scenario();
  }
  root_ = root;
  std::vector<LintFinding> findings;
  for (const Issue& issue : issues) {
    findings.push_back(finding_of(issue));
  }
  add(findings, "");
  double_names_ = std::move(findings);
  return lint_json(*root);
}

bool FileLinter::lint_json(const JsonNode& root) {
  if (is_configuration(root)) {
    return lint_configuration_node(root);
  }
  if (is_policy(root)) {
    return lint_policy_node(root, {}, {});
  }
  for (const PolicyMember& member : policy_members()) {
    const JsonNode* node = find_member(root, member.names);
    if (node != nullptr && node->is_string()) {
      return lint_embedded(*node, member.kind);
    }
    if (node != nullptr && is_policy(*node)) {
      return lint_policy_node(*node, member.kind, {});
    }
  }
  console_.error(
      "`" + path_ + "` is neither a policy nor a replication configuration nor a scenario",
      "a policy has `Statement`, a replication configuration `Role` and `Rules`");
  return false;
}

bool FileLinter::lint_embedded(const JsonNode& string, std::optional<PolicyKind> kind) {
  Issues issues;
  const JsonNode* node = parse_embedded_json(sources_, string, arena_, issues);
  return node == nullptr ? told(issues) : lint_policy_node(*node, kind, string.text);
}

bool FileLinter::lint_policy_node(const JsonNode& node, std::optional<PolicyKind> kind,
                                  std::string_view embedded_text) {
  const PolicyDocument document = read_policy(node);
  if (options_.kind) {
    kind = options_.kind;
  }
  const PolicyKind known = kind ? *kind : guess_policy_kind(document);
  const PolicyTarget target{
      .bucket_name = options_.bucket,
      .account = options_.account,
      .key_arn = options_.key_arn,
      .text = embedded_text.empty() ? sources_.text(document.where) : embedded_text};
  ++report_.policy_count;
  add(lint_policy(document, known, target), std::string(to_string(known)));
  return true;
}

bool FileLinter::lint_configuration_node(const JsonNode& root) {
  Issues issues;
  ShapeReader reader(sources_, arena_, {}, issues);
  ReplicationConfiguration configuration;
  reader.read_object(root, shape_of<ReplicationConfiguration>(), &configuration);
  if (!issues.empty()) {
    return told(issues);
  }
  ++report_.configuration_count;
  add(lint_configuration(configuration), "replication configuration");
  return true;
}

// --- scenarios ---

bool FileLinter::lint_scenario() {
  const DiskFiles disk(
      path_,
      options_.allow_outside ? DiskFiles::Reach::Everywhere : DiskFiles::Reach::ScenarioFolder,
      console_.in);
  const InputFiles files(path_, std::string(sources_.text(0)), disk);
  sources_ = SourceMap();
  ScenarioOptions scenario_options;
  scenario_options.allow_outside = options_.allow_outside;
  const Result<Scenario> scenario = read_scenario(sources_, path_, files, scenario_options);
  if (!scenario) {
    Issues issues = scenario.issues();
    disk.tell_why(issues, sources_);
    return told(issues);
  }
  lint_case(scenario.value().base);
  for (const ScenarioCase& variant : scenario.value().variants) {
    lint_case(variant);
  }
  return true;
}

/// Whether the event is there to be refused: then its policy has to be wrong.
bool is_to_be_refused(const Event& event, const ScenarioCase& scenario_case) {
  const auto found = scenario_case.expectations.find(event.id);
  return found != scenario_case.expectations.end() &&
         found->second.error.kind == Expected::Kind::Equals;
}

void FileLinter::lint_case(const ScenarioCase& scenario_case) {
  for (const PlacedPolicy& policy : policies_of(scenario_case.world)) {
    lint_placed(policy);
  }
  for (const Account& account : scenario_case.world.accounts) {
    std::for_each(account.buckets.begin(), account.buckets.end(),
                  [this](const Bucket& bucket) { lint_bucket(bucket); });
  }
  for (const Event& event : scenario_case.events) {
    if (!is_to_be_refused(event, scenario_case)) {
      for (const PlacedPolicy& policy : policies_of(event, scenario_case.world)) {
        lint_placed(policy);
      }
    }
  }
}

/// Variants repeat what they do not change.
bool FileLinter::is_new(SourceRange where, PolicyKind kind) {
  return seen_.emplace(where.file, where.begin, where.end, kind).second;
}

void FileLinter::lint_placed(const PlacedPolicy& policy) {
  if (is_new(policy.document->where, policy.kind)) {
    ++report_.policy_count;
    add(lint_policy(*policy.document, policy.kind, policy.target), policy.name);
  }
}

void FileLinter::lint_bucket(const Bucket& bucket) {
  if (bucket.replication && is_new(bucket.replication->where, PolicyKind::Resource)) {
    ++report_.configuration_count;
    add(lint_configuration(*bucket.replication),
        "the replication configuration of bucket " + bucket.name);
  }
}

// --- what was found ---

bool FileLinter::is_told(const LintFinding& finding) const {
  return std::any_of(double_names_.begin(), double_names_.end(), [&](const LintFinding& told) {
    return told.code == finding.code && told.where == finding.where;
  });
}

void FileLinter::add(const std::vector<LintFinding>& findings, const std::string& subject) {
  for (const LintFinding& finding : findings) {
    if (is_told(finding)) {
      continue;
    }
    const std::string pointer =
        root_ == nullptr ? std::string() : json_pointer(*root_, finding.where);
    report_.items.push_back(make_lint_item(finding, subject, pointer, sources_));
  }
}

bool FileLinter::told(const Issues& issues) const {
  console_.report(issues, sources_);
  return false;
}

}  // namespace

bool lint_file(const std::string& path, const LintOptions& options, const Console& console,
               LintReport& report) {
  return FileLinter(path, options, console, report).run();
}

std::optional<PolicyKind> parse_policy_kind(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                         [name](const KindName& row) { return row.name == name; });
  return found == std::end(kKinds) ? std::nullopt : std::optional(found->kind);
}

std::vector<std::string_view> policy_kind_names() {
  std::vector<std::string_view> names;
  for (const KindName& row : kKinds) {
    names.push_back(row.name);
  }
  return names;
}

}  // namespace replisim
