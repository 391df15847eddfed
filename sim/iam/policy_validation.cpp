#include "sim/iam/policy_validation.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/arn.h"
#include "model/world.h"
#include "sim/iam/save_check.h"

namespace replisim {
namespace {

constexpr std::string_view kEveryOther = "*";

SaveChecks checks_of(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::Identity:
    case PolicyKind::PermissionsBoundary: return identity_checks();
    case PolicyKind::Session: return session_checks();
    case PolicyKind::ServiceControl: return service_control_checks();
    case PolicyKind::ResourceControl: return resource_control_checks();
    case PolicyKind::Bucket: return bucket_checks();
    case PolicyKind::Key: return key_checks();
    case PolicyKind::Trust: return trust_checks();
    case PolicyKind::VpcEndpoint: return vpc_endpoint_checks();
    case PolicyKind::Resource: return resource_checks();
  }
  return resource_checks();
}

std::string replace_first(std::string text, std::string_view placeholder,
                          const std::string& subject, std::size_t& from) {
  const std::size_t at = text.find(placeholder, from);
  if (at != std::string::npos) {
    text.replace(at, placeholder.size(), subject);
    from = at + subject.size();
  }
  return text;
}

/// The message with its subjects put in place of `{}`.
std::string fill(std::string_view message, const CheckFinding& finding) {
  std::size_t from = 0;
  std::string text = replace_first(std::string(message), "{second}", finding.second, from);
  from = 0;
  text = replace_first(std::move(text), "{}", finding.subject, from);
  return replace_first(std::move(text), "{}", finding.second, from);
}

/// The first thing that a message of the reader shows in backticks.
std::string shown_in(const std::string& message) {
  const std::size_t begin = message.find('`');
  const std::size_t end = begin == std::string::npos ? begin : message.find('`', begin + 1);
  return end == std::string::npos ? std::string() : message.substr(begin + 1, end - begin - 1);
}

bool is_named(const SaveChecks& checks, std::string_view reader_code) {
  return std::any_of(checks.rows.begin(), checks.rows.end(), [&](const SaveCheck& row) {
    return !row.reader_code.empty() && row.reader_code == reader_code;
  });
}

bool lies_in(SourceRange inner, SourceRange outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

/// Whether a reader that could not make sense of an element left it empty, or half read: that is
/// not a second fault. What is missing from a whole statement is.
bool is_known_to_reader(SourceRange where, const PolicyDocument& document) {
  const bool is_whole =
      where == document.where ||
      std::any_of(document.statements.begin(), document.statements.end(),
                  [&](const Statement& statement) { return statement.where == where; });
  return !is_whole &&
         std::any_of(document.faults.begin(), document.faults.end(),
                     [&](const PolicyFault& fault) { return lies_in(fault.where, where); });
}

class Validator {
 public:
  Validator(const PolicyUnderCheck& policy, const SaveChecks& checks)
      : policy_(policy), checks_(checks) {}

  std::vector<SaveFault> run() {
    for (const SaveCheck& row : checks_.rows) {
      if (row.find == nullptr) {
        add_faults_of_reader(row);
      } else {
        add_findings(row);
      }
    }
    return std::move(faults_);
  }

 private:
  void add_faults_of_reader(const SaveCheck& row) {
    for (const PolicyFault& fault : policy_.document.faults) {
      const bool is_meant = row.reader_code == fault.code ||
                            (row.reader_code == kEveryOther && !is_named(checks_, fault.code));
      if (is_meant) {
        const CheckFinding finding{.where = fault.where, .subject = shown_in(fault.message)};
        add(row, finding, fault.hint.empty() ? fault.message : fault.hint,
            lint_code_of(fault, policy_.document));
      }
    }
  }

  void add_findings(const SaveCheck& row) {
    CheckFindings findings;
    row.find(policy_, findings);
    for (const CheckFinding& finding : findings) {
      if (!is_known_to_reader(finding.where, policy_.document)) {
        add(row, finding, finding.hint.empty() ? row.hint : finding.hint,
            finding.lint_code.empty() ? row.lint_code : finding.lint_code);
      }
    }
  }

  void add(const SaveCheck& row, const CheckFinding& finding, std::string_view hint,
           std::string_view lint_code) {
    faults_.push_back({.code = std::string(row.code.empty() ? checks_.code : row.code),
                       .message = fill(row.message, finding),
                       .hint = std::string(hint),
                       .where = finding.where,
                       .lint_code = std::string(lint_code),
                       .subject = finding.subject,
                       .second = finding.second});
  }

  const PolicyUnderCheck& policy_;
  SaveChecks checks_;
  std::vector<SaveFault> faults_;
};

bool has_unique_id(const Account& account, std::string_view id) {
  return std::any_of(account.roles.begin(), account.roles.end(),
                     [id](const Role& role) { return role.role_id == id; }) ||
         std::any_of(account.users.begin(), account.users.end(),
                     [id](const User& user) { return user.user_id == id; });
}

bool has_role_named(const Account& account, std::string_view name) {
  return std::any_of(account.roles.begin(), account.roles.end(),
                     [name](const Role& role) { return role.role_name == name; });
}

bool exists_in(const Account& account, const World& world, std::string_view text, const Arn& arn) {
  constexpr std::string_view kSession = "assumed-role/";
  if (arn.resource.starts_with(kSession)) {
    const std::string_view session = arn.resource.substr(kSession.size());
    return has_role_named(account, session.substr(0, session.find('/')));
  }
  if (arn.resource.starts_with("role/")) {
    return world.find_role(text) != nullptr;
  }
  if (arn.resource.starts_with("user/")) {
    return world.find_user(text) != nullptr;
  }
  return true;  // the root, federated users: nothing to look up
}

struct SizeRow {
  PolicyKind kind = PolicyKind::Identity;
  PolicyHolder holder = PolicyHolder::NotKnown;
  PolicySizeRule rule;
};

// IAM guide, "IAM and AWS STS quotas"; S3, KMS, Organizations and PrivateLink guides (1.4). Quotas
// that can be raised have their default (U-27).
constexpr SizeRow kSizes[] = {
    {PolicyKind::Identity, PolicyHolder::User, {2048, true}},
    {PolicyKind::Identity, PolicyHolder::Group, {5120, true}},
    {PolicyKind::Identity, PolicyHolder::Role, {10240, true}},
    {PolicyKind::Identity, PolicyHolder::ManagedPolicy, {6144, true}},
    {PolicyKind::PermissionsBoundary, PolicyHolder::NotKnown, {6144, true}},
    {PolicyKind::Session, PolicyHolder::NotKnown, {2048, false}},
    {PolicyKind::ServiceControl, PolicyHolder::NotKnown, {5120, false}},
    {PolicyKind::ResourceControl, PolicyHolder::NotKnown, {5120, false}},
    {PolicyKind::Bucket, PolicyHolder::NotKnown, {20480, true}},
    {PolicyKind::Key, PolicyHolder::NotKnown, {32768, false}},
    {PolicyKind::Trust, PolicyHolder::NotKnown, {2048, true}},
    {PolicyKind::VpcEndpoint, PolicyHolder::NotKnown, {20480, false}},
};

}  // namespace

std::optional<PolicyDocument> known_part(const PolicyDocument& document) {
  PolicyDocument known = document;
  std::erase_if(known.statements, [](const Statement& statement) { return statement.uncertain; });
  const bool is_cut = known.statements.size() < document.statements.size();
  known.incomplete = known.incomplete || is_cut;
  return known.incomplete && known.statements.empty() ? std::nullopt
                                                      : std::optional(std::move(known));
}

bool is_known(const PolicyDocument& document) {
  return !document.incomplete &&
         std::none_of(document.statements.begin(), document.statements.end(),
                      [](const Statement& statement) { return statement.uncertain; });
}

std::vector<SaveFault> validate_policy(const PolicyDocument& document, PolicyKind kind,
                                       const PolicyTarget& target) {
  if (!is_known(document)) {
    const std::optional<PolicyDocument> known = known_part(document);
    const PolicyUnderCheck policy{
        .document = known ? *known : document, .kind = kind, .target = target};
    return known ? Validator(policy, checks_of(kind)).run() : std::vector<SaveFault>();
  }
  const PolicyUnderCheck policy{.document = document, .kind = kind, .target = target};
  return Validator(policy, checks_of(kind)).run();
}

PrincipalPresence principal_presence(const World& world, const PrincipalEntry& entry) {
  if (entry.type != PrincipalEntry::Type::Aws || entry.text == "*") {
    return PrincipalPresence::NotKnown;
  }
  if (is_unique_id(entry.text)) {
    const bool exists =
        std::any_of(world.accounts.begin(), world.accounts.end(),
                    [&](const Account& account) { return has_unique_id(account, entry.text); });
    return exists ? PrincipalPresence::Exists : PrincipalPresence::Missing;
  }
  const std::optional<Arn> arn = parse_arn(entry.text);
  const Account* account = world.find_account(arn ? arn->account : std::string_view(entry.text));
  if (account == nullptr) {
    return PrincipalPresence::NotKnown;
  }
  return !arn || exists_in(*account, world, entry.text, *arn) ? PrincipalPresence::Exists
                                                              : PrincipalPresence::Missing;
}

std::optional<PolicySizeRule> policy_size_rule(PolicyKind kind, PolicyHolder holder) {
  const auto* const found =
      std::find_if(std::begin(kSizes), std::end(kSizes), [&](const SizeRow& row) {
        return row.kind == kind && (row.holder == holder || kind != PolicyKind::Identity);
      });
  return found == std::end(kSizes) ? std::nullopt : std::optional(found->rule);
}

std::size_t policy_size(std::string_view text, const PolicySizeRule& rule) {
  if (!rule.ignores_whitespace) {
    return text.size();
  }
  std::size_t size = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    size += is_blank && !in_string ? 0U : 1U;
    if (in_string && c == '\\' && i + 1 < text.size()) {
      ++size;
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    }
  }
  return size;
}

}  // namespace replisim
