#include "sim/testing/world.h"

#include <algorithm>
#include <ostream>
#include <utility>

#include "model/arn.h"
#include "model/issue.h"
#include "sim/testing/description.h"
#include "sim/testing/playing.h"

namespace replisim::testing {
namespace {

using Kind = DocumentNode::Kind;

/// What messages call a world that was put together.
constexpr const char* kMadePath = "world";
constexpr const char* kOrganization = "organization";

/// A step of the past: an action of the test, or an event of the scenario by its id.
struct Step {
  std::optional<MadeEvent> made;
  std::string scenario_event;  ///< empty and nothing made: all that are left
};

std::string to_text(const DocumentNode& node, Fragments& fragments) {
  JsonWriter json(JsonWriter::Layout::Indented);
  node.write(json, fragments);
  return std::move(json).text();
}

void set_tags(DocumentNode& params, const Tags& tags, const std::string& member) {
  for (const auto& [key, value] : tags) {
    DocumentNode& tag = params.object(member).array("TagSet").append();
    tag.set_text("Key", key);
    tag.set_text("Value", value);
  }
}

void set_unless_empty(DocumentNode& params, const std::string& name, const std::string& value) {
  if (!value.empty()) {
    params.set_text(name, value);
  }
}

void set_upload(DocumentNode& params, const Upload& upload) {
  const bool is_kms = upload.server_side_encryption.empty() && !upload.sse_kms_key_id.empty();
  set_unless_empty(params, "ServerSideEncryption",
                   is_kms ? "aws:kms" : upload.server_side_encryption);
  set_unless_empty(params, "SSEKMSKeyId", upload.sse_kms_key_id);
  if (upload.bucket_key_enabled) {
    params.set_flag("BucketKeyEnabled", *upload.bucket_key_enabled);
  }
  set_unless_empty(params, "StorageClass", upload.storage_class);
  set_tags(params, upload.tags, "Tagging");
  set_unless_empty(params, "ACL", upload.acl);
  set_unless_empty(params, "VersionId", upload.version_id);
}

DocumentNode object_params(const std::string& bucket, const std::string& key,
                           const std::string& version_id = "") {
  DocumentNode params;
  params.set_text("Bucket", bucket);
  params.set_text("Key", key);
  set_unless_empty(params, "VersionId", version_id);
  return params;
}

DocumentNode bucket_params(const std::string& bucket) {
  DocumentNode params;
  params.set_text("Bucket", bucket);
  return params;
}

DocumentNode key_params(const std::string& key) {
  DocumentNode params;
  params.set_text("KeyId", key);
  return params;
}

/// The role's ARN, as name and account.
DocumentNode role_params(const std::string& role) {
  DocumentNode params;
  const std::optional<Arn> arn = parse_arn(role);
  params.set_text("RoleName", role.substr(role.rfind('/') + 1));
  if (arn) {
    params.set_text("AccountId", std::string(arn->account));
  }
  return params;
}

/// The bare name, as `Bucket` parameters have it.
std::string called(const std::string& operation, const std::string& name) {
  return name + " of " + operation;
}

}  // namespace

struct World::Impl {
  Description description;
  PlayedSource loaded;  ///< path empty: put together
  std::vector<Json> patches;
  std::vector<Step> past;
  std::optional<std::string> next_at;
  std::shared_ptr<Playing> playing;
  std::size_t made_count = 0;
  bool has_made_organization = false;

  [[nodiscard]] PlayedSource source();
  Playing& play();
  [[nodiscard]] Instant time_of(const std::string& text);
  Outcome act(MadeEvent made);
  Outcome act(const std::string& operation, DocumentNode params, const Call& how);
  Outcome act(const DocumentNode& event);
  std::string next_name() { return "action-" + std::to_string(++made_count); }
  void list_accounts();
  void attach(const std::string& account, const std::string& list, const Policy& policy);
};

PlayedSource World::Impl::source() {
  PlayedSource source = loaded;
  if (source.path.empty()) {
    list_accounts();
    source.path = kMadePath;
    source.allow_outside = true;
    const std::string text = to_text(description.root(), source.fragments);
    source.fragments.insert_or_assign(kMadePath, text);
  }
  source.patches = patches;
  return source;
}

/// An organization that was made for policies has every account at its root.
void World::Impl::list_accounts() {
  if (!has_made_organization) {
    return;
  }
  DocumentNode& root = description.node().object(kOrganization).object("Root");
  root.remove("Accounts");
  for (const std::string& id : description.node().array("accounts").texts_of_elements("Id")) {
    root.array("Accounts").append_text(id);
  }
}

/// The world as it is now; what was played before it was changed is played again.
Playing& World::Impl::play() {
  if (playing != nullptr && !description.is_changed) {
    return *playing;
  }
  auto anew = std::make_shared<Playing>(source());
  for (const Step& step : past) {
    if (step.made) {
      anew->play(*step.made);
    } else if (!step.scenario_event.empty()) {
      anew->play_to(step.scenario_event);
    } else {
      anew->play_all();
    }
  }
  playing = std::move(anew);
  description.is_changed = false;
  return *playing;
}

/// The time that `at` was given, which may count from the clock of the world.
Instant World::Impl::time_of(const std::string& text) {
  const std::optional<std::int64_t> offset = parse_offset_milliseconds(text);
  const std::optional<Instant> time =
      offset ? add_milliseconds(play().scenario_case().clock, *offset) : parse_rfc3339(text);
  if (!time) {
    throw BadWorld(in_backticks(text) +
                   " is no time\n  hint: RFC 3339, or an offset from the clock: `+90s`, `+1d`");
  }
  return *time;
}

Outcome World::Impl::act(MadeEvent made) {
  if (next_at) {
    made.at = time_of(*next_at);
  }
  Playing& now = play();
  EventOutcome outcome = now.play(made);
  made.at = outcome.at;
  next_at.reset();
  past.push_back({std::move(made), ""});
  return {playing, std::move(outcome)};
}

Outcome World::Impl::act(const DocumentNode& event) {
  const std::string name = next_name();
  Fragments fragments;
  Json json(to_text(event, fragments));
  return act(MadeEvent{name, std::move(json), std::nullopt, std::move(fragments)});
}

Outcome World::Impl::act(const std::string& operation, DocumentNode params, const Call& how) {
  DocumentNode event;
  set_unless_empty(event, "as", how.as);
  event.set_text("operation", operation);
  event.adopt("params", std::move(params));
  for (const auto& [key, value] : how.context) {
    event.object("context").set_text(key, value);
  }
  return act(event);
}

World::World() : impl_(std::make_unique<Impl>()) {}
World::~World() = default;
World::World(World&&) noexcept = default;
World& World::operator=(World&&) noexcept = default;

World::World(const World& other) : impl_(std::make_unique<Impl>(*other.impl_)) {
  impl_->playing.reset();
}

World& World::operator=(const World& other) {
  World copy(other);
  impl_ = std::move(copy.impl_);
  return *this;
}

World World::from_scenario(const std::string& path, const std::string& variant) {
  World world;
  world.impl_->loaded.path = path;
  world.impl_->loaded.variant = variant;
  world.impl_->description.is_loaded = true;
  world.impl_->play();
  return world;
}

World World::from_json(const std::string& scenario, const std::string& variant) {
  World world;
  world.impl_->loaded.path = "scenario";
  world.impl_->loaded.variant = variant;
  world.impl_->loaded.fragments.emplace("scenario", scenario);
  world.impl_->loaded.allow_outside = true;
  world.impl_->description.is_loaded = true;
  world.impl_->play();
  return world;
}

// --- putting together ---

AccountBuilder World::account(const std::string& id) {
  DocumentNode& accounts = impl_->description.change().array("accounts");
  DocumentNode* account = accounts.find_element("Id", id);
  if (account == nullptr) {
    account = &accounts.append();
    account->set_text("Id", id);
  }
  return {impl_->description, *account};
}

World& World::clock(const std::string& rfc3339) {
  impl_->description.change().set_text("clock", rfc3339);
  return *this;
}

World& World::assume_missing(const std::string& reading) {
  impl_->description.change().set_text("assume_missing", reading);
  return *this;
}

World& World::setting(const std::string& name, const std::string& reading) {
  impl_->description.change().object("settings").set_text(name, reading);
  return *this;
}

/// The full access that Organizations attaches itself stays beside what is attached to an account.
void World::Impl::attach(const std::string& account, const std::string& list,
                         const Policy& policy) {
  if (!has_made_organization && description.root().has(kOrganization)) {
    throw BadWorld(
        "an organization that was set has its policies in itself, not by `scp` or `rcp`");
  }
  has_made_organization = true;
  DocumentNode& organization = description.change().object(kOrganization);
  organization.set_text("Id", "o-example");
  organization.object("Root").set_text("Id", "r-root");
  DocumentNode& policies = organization.object("AccountPolicies").object(account).array(list);
  if (policies.size() == 0 && list == "ServiceControlPolicies") {
    DocumentNode& full = policies.append();
    full.set_text("Name", "FullAWSAccess");
    full.set_json("Content", Policy(Allow().action("*").resource("*")).json(), "FullAWSAccess");
  }
  const bool is_scp = list == "ServiceControlPolicies";
  const std::string kind = is_scp ? "service control policy" : "resource control policy";
  const std::size_t number = policies.size() + (is_scp ? 0 : 1);
  const std::string name = kind + (number > 1 ? " " + std::to_string(number) : "");
  DocumentNode& attached = policies.append();
  attached.set_text("Name", name);
  attached.set_json("Content", policy.json(), name + " of account " + account);
}

World& World::scp(const std::string& account, const Policy& policy) {
  impl_->attach(account, "ServiceControlPolicies", policy);
  return *this;
}

World& World::rcp(const std::string& account, const Policy& policy) {
  impl_->attach(account, "ResourceControlPolicies", policy);
  return *this;
}

World& World::set(const std::string& member, const Json& value) {
  impl_->description.change().set_json(member, value, member);
  return *this;
}

World& World::add(const std::string& list, const Json& element) {
  DocumentNode& array = impl_->description.change().array(list);
  array.append_json(element, list + "[" + std::to_string(array.size()) + "]");
  return *this;
}

World& World::patch(const Json& patch) {
  impl_->patches.push_back(patch);
  impl_->description.is_changed = true;
  return *this;
}

World& World::at(const std::string& time) {
  impl_->next_at = time;
  return *this;
}

// --- actions on objects ---

Outcome World::put(const std::string& bucket, const std::string& key, const Upload& upload) {
  DocumentNode params = object_params(bucket, key);
  if (upload.size_bytes != 0) {
    params.set_number("Size", upload.size_bytes);
  }
  set_upload(params, upload);
  return impl_->act("PutObject", std::move(params), {upload.as, "", upload.context});
}

Outcome World::put(const std::string& bucket, const std::string& key, const Json& params) {
  return call("PutObject", with_members(params, {{"Bucket", bucket}, {"Key", key}}));
}

Outcome World::put_as(const std::string& caller, const std::string& bucket, const std::string& key,
                      Upload upload) {
  upload.as = caller;
  return put(bucket, key, upload);
}

Outcome World::copy(const std::string& from_bucket, const std::string& from_key,
                    const std::string& to_bucket, const std::string& to_key, const Upload& upload) {
  DocumentNode params = object_params(to_bucket, to_key);
  DocumentNode& source = params.object("CopySource");
  source.set_text("Bucket", from_bucket);
  source.set_text("Key", from_key);
  if (!upload.tags.empty()) {
    params.set_text("TaggingDirective", "REPLACE");
  }
  set_upload(params, upload);
  return impl_->act("CopyObject", std::move(params), {upload.as, "", upload.context});
}

Outcome World::get(const std::string& bucket, const std::string& key, const Call& how) {
  return impl_->act("GetObject", object_params(bucket, key, how.version_id), how);
}

Outcome World::get_as(const std::string& caller, const std::string& bucket,
                      const std::string& key) {
  return get(bucket, key, {.as = caller});
}

Outcome World::delete_object(const std::string& bucket, const std::string& key, const Call& how) {
  return impl_->act("DeleteObject", object_params(bucket, key, how.version_id), how);
}

Outcome World::put_tags(const std::string& bucket, const std::string& key, const Tags& tags,
                        const Call& how) {
  DocumentNode params = object_params(bucket, key, how.version_id);
  params.object("Tagging").array("TagSet");
  set_tags(params, tags, "Tagging");
  return impl_->act("PutObjectTagging", std::move(params), how);
}

// --- changes of the world ---

Outcome World::put_bucket_policy(const std::string& bucket, const Policy& policy, const Call& how) {
  DocumentNode params = bucket_params(bucket);
  params.set_json("Policy", policy.json(), "new policy of bucket " + bucket);
  return impl_->act("PutBucketPolicy", std::move(params), how);
}

Outcome World::delete_bucket_policy(const std::string& bucket, const Call& how) {
  return impl_->act("DeleteBucketPolicy", bucket_params(bucket), how);
}

Outcome World::put_bucket_versioning(const std::string& bucket, const std::string& status,
                                     const Call& how) {
  DocumentNode params = bucket_params(bucket);
  params.set_status("VersioningConfiguration", status);
  return impl_->act("PutBucketVersioning", std::move(params), how);
}

Outcome World::put_bucket_encryption(const std::string& bucket, const Json& configuration,
                                     const Call& how) {
  constexpr const char* kMember = "ServerSideEncryptionConfiguration";
  DocumentNode params = bucket_params(bucket);
  params.set_json(kMember, configuration, called("PutBucketEncryption", kMember));
  return impl_->act("PutBucketEncryption", std::move(params), how);
}

Outcome World::put_bucket_replication(const std::string& bucket, const Json& configuration,
                                      const Call& how) {
  constexpr const char* kMember = "ReplicationConfiguration";
  DocumentNode params = bucket_params(bucket);
  params.set_json(kMember, configuration, called("PutBucketReplication", kMember));
  return impl_->act("PutBucketReplication", std::move(params), how);
}

Outcome World::put_key_policy(const std::string& key, const Policy& policy, const Call& how) {
  DocumentNode params = key_params(key);
  params.set_json("Policy", policy.json(), "new policy of key " + key.substr(key.rfind('/') + 1));
  return impl_->act("PutKeyPolicy", std::move(params), how);
}

Outcome World::disable_key(const std::string& key, const Call& how) {
  return impl_->act("DisableKey", key_params(key), how);
}

Outcome World::enable_key(const std::string& key, const Call& how) {
  return impl_->act("EnableKey", key_params(key), how);
}

Outcome World::put_role_policy(const std::string& role, const std::string& name,
                               const Policy& policy, const Call& how) {
  DocumentNode params = role_params(role);
  params.set_text("PolicyName", name);
  params.set_json("PolicyDocument", policy.json(),
                  "new policy " + name + " of role " + role.substr(role.rfind('/') + 1));
  return impl_->act("PutRolePolicy", std::move(params), how);
}

Outcome World::delete_role_policy(const std::string& role, const std::string& name,
                                  const Call& how) {
  DocumentNode params = role_params(role);
  params.set_text("PolicyName", name);
  return impl_->act("DeleteRolePolicy", std::move(params), how);
}

// --- anything else ---

Outcome World::call(const std::string& operation, const Json& params, const Call& how) {
  DocumentNode event;
  set_unless_empty(event, "as", how.as);
  event.set_text("operation", operation);
  event.set_json("params", params, called(operation, "params"));
  for (const auto& [key, value] : how.context) {
    event.object("context").set_text(key, value);
  }
  return impl_->act(event);
}

Outcome World::play(const Json& event) {
  return impl_->act(MadeEvent{impl_->next_name(), event, std::nullopt, {}});
}

Outcome World::play_event(const std::string& id) {
  EventOutcome outcome = impl_->play().play_to(id);
  impl_->past.push_back({std::nullopt, id});
  return {impl_->playing, std::move(outcome)};
}

std::vector<Outcome> World::play_all() {
  std::vector<Outcome> outcomes;
  for (EventOutcome& outcome : impl_->play().play_all()) {
    outcomes.emplace_back(impl_->playing, std::move(outcome));
  }
  impl_->past.push_back({});
  return outcomes;
}

std::vector<std::string> World::diagnostics() const {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : impl_->play().diagnostics()) {
    codes.push_back(diagnostic.code);
  }
  return codes;
}

std::shared_ptr<const Playing> World::playing() const {
  impl_->play();
  return impl_->playing;
}

std::vector<std::string> variants_of(const std::string& path) {
  return Playing::variants_of(path);
}

void PrintTo(const World& world, std::ostream* out) {  // NOLINT(readability-identifier-naming)
  *out << "world of account";
  const std::vector<Account>& accounts = world.playing()->world().accounts;
  const char* separator = accounts.size() == 1 ? " " : "s ";
  for (const Account& account : accounts) {
    *out << std::exchange(separator, ", ") << account.id;
  }
}

}  // namespace replisim::testing
