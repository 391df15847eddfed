#include "model/import/completion.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/arn.h"

namespace replisim {
namespace {

const Draft* find_path(const Draft* at, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    at = at == nullptr ? nullptr : at->find(name);
  }
  return at;
}

std::string member_text(const Draft& object, std::string_view name) {
  const Draft* const member = object.find(name);
  return member == nullptr ? std::string() : text_of_draft(*member);
}

Draft* find_account(Draft& scenario, std::string_view id) {
  Draft* const accounts = scenario.find("accounts");
  return accounts == nullptr ? nullptr : accounts->find_element("Id", id);
}

class Completion {
 public:
  Completion(Draft& scenario, std::vector<UnknownValue>& unknown)
      : scenario_(scenario), unknown_(unknown) {}

  void run() {
    Draft* const accounts = scenario_.find("accounts");
    if (accounts == nullptr) {
      return;
    }
    for (Draft& account : accounts->children) {
      drop_partial_buckets(account);
      complete_partial(account, "Roles", &Completion::open_role);
      complete_partial(account, "Keys", &Completion::open_key);
    }
    for (const Draft& account : accounts->children) {
      if (const Draft* const buckets = account.find("Buckets")) {
        for (const Draft& bucket : buckets->children) {
          list_named(bucket, member_text(account, "Id"));
        }
      }
    }
    for (const Draft& event : scenario_.array_at("events", scenario_.where).children) {
      if (const Draft* const key = find_path(&event, {"params", "SSEKMSKeyId"})) {
        list_key(*key, {}, {});
      }
    }
    if (scenario_.find("events")->children.empty()) {
      scenario_.remove("events");
    }
    Draft& settings = scenario_.object_at("settings", scenario_.where);
    if (settings.find("model.unlisted_buckets") == nullptr) {
      settings.set("model.unlisted_buckets", Draft::string("elsewhere", scenario_.where));
    }
  }

 private:
  void drop_partial_buckets(Draft& account) {
    Draft* const buckets = account.find("Buckets");
    if (buckets == nullptr) {
      return;
    }
    buckets->children.remove_if([&](const Draft& bucket) {
      if (bucket.find(kPartialNote) == nullptr) {
        return false;
      }
      unknown_.push_back({.address = "bucket " + member_text(bucket, "Name"),
                          .attribute = {},
                          .reason = "the inputs have only a part of it (" +
                                    member_text(bucket, "x-from") + "); it is left out",
                          .remedy = "an input that has the bucket as well: a plan, a state, or a "
                                    "capture of its account",
                          .where = bucket.where});
      return true;
    });
  }

  void complete_partial(Draft& account, std::string_view list_name,
                        void (Completion::*open)(Draft&, SourceRange)) {
    Draft* const list = account.find(list_name);
    if (list == nullptr) {
      return;
    }
    for (Draft& thing : list->children) {
      if (thing.find(kPartialNote) != nullptr) {
        thing.remove(kPartialNote);
        (this->*open)(thing, thing.where);
      }
    }
  }

  /// It is there, and may do and be anything.
  void open_role(Draft& role, SourceRange where) {
    if (role.find("AssumeRolePolicyDocument") == nullptr) {
      role.set("AssumeRolePolicyDocument", incomplete_policy({}, where));
    }
    Draft& policy = role.array_at("RolePolicyList", where).push(Draft::object(where));
    policy.set("PolicyName", Draft::string("not-in-the-inputs", where));
    policy.set("PolicyDocument", incomplete_policy({}, where));
  }

  void open_key(Draft& key, SourceRange where) {
    if (key.find("Policy") == nullptr) {
      key.set("Policy", incomplete_policy({}, where));
    }
  }

  void list_named(const Draft& bucket, const std::string& account) {
    const std::string region = member_text(bucket, "Region");
    if (const Draft* const role = find_path(&bucket, {"ReplicationConfiguration", "Role"})) {
      list_role(*role);
    }
    if (const Draft* const rules = find_path(&bucket, {"ReplicationConfiguration", "Rules"})) {
      for (const Draft& rule : rules->children) {
        const Draft* const key =
            find_path(&rule, {"Destination", "EncryptionConfiguration", "ReplicaKmsKeyID"});
        if (key != nullptr) {
          list_key(*key, {}, {});
        }
      }
    }
    if (const Draft* const rules =
            find_path(&bucket, {"ServerSideEncryptionConfiguration", "Rules"})) {
      for (const Draft& rule : rules->children) {
        const Draft* const key =
            find_path(&rule, {"ApplyServerSideEncryptionByDefault", "KMSMasterKeyID"});
        if (key != nullptr) {
          list_key(*key, account, region);
        }
      }
    }
  }

  void note_unlisted(const std::string& arn, SourceRange where) {
    if (arn.find("/unknown-") != std::string::npos) {
      return;  // it stands for a name that is noted as unknown itself
    }
    unknown_.push_back({.address = arn,
                        .attribute = {},
                        .reason = "it is named, but no input has it; its policies are not known",
                        .remedy = "an input that has it: a plan, a state, or a capture of its "
                                  "account",
                        .where = where});
  }

  void list_role(const Draft& text) {
    const std::string name = text_of_draft(text);
    const std::optional<Arn> arn = parse_arn(name);
    Draft* const account = arn ? find_account(scenario_, arn->account) : nullptr;
    if (account == nullptr || arn->service != "iam" || !arn->resource.starts_with("role/")) {
      return;
    }
    const PathAndName parts = split_path(arn->resource.substr(5));
    Draft& roles = account->array_at("Roles", text.where);
    if (roles.find_element("RoleName", parts.name) != nullptr) {
      return;
    }
    Draft& role = roles.push(Draft::object(text.where));
    role.set("RoleName", Draft::string(parts.name, text.where));
    role.set("Path", Draft::string(parts.path, text.where));
    open_role(role, text.where);
    note_unlisted(name, text.where);
  }

  /// A key named by its ARN, or by what means one of the account and Region.
  void list_key(const Draft& text, const std::string& own_account, const std::string& own_region) {
    const std::string name = text_of_draft(text);
    const std::optional<Arn> arn = parse_arn(name);
    const std::string id_account = arn ? std::string(arn->account) : own_account;
    const std::string region = arn ? std::string(arn->region) : own_region;
    std::string_view resource = arn ? arn->resource : std::string_view(name);
    Draft* const account = find_account(scenario_, id_account);
    if (account == nullptr || resource.empty() || resource == "alias/aws/s3") {
      return;
    }
    if (resource.starts_with("key/")) {
      resource.remove_prefix(4);
    }
    const bool is_alias = resource.starts_with("alias/");
    Draft& keys = account->array_at("Keys", text.where);
    const auto is_it = [&](const Draft& key) {
      if (member_text(key, "Region") != region && !member_text(key, "Region").empty()) {
        return false;
      }
      const Draft* const aliases = key.find("Aliases");
      const auto is_name = [&](const Draft& alias) { return text_of_draft(alias) == resource; };
      return is_alias ? aliases != nullptr &&
                            std::any_of(aliases->children.begin(), aliases->children.end(), is_name)
                      : is_same_key(member_text(key, "KeyId"), resource);
    };
    if (std::any_of(keys.children.begin(), keys.children.end(), is_it)) {
      return;
    }
    Draft& key = keys.push(Draft::object(text.where));
    std::string id(resource);
    std::replace(id.begin(), id.end(), '/', '-');
    key.set("KeyId", Draft::string(id, text.where));
    key.set("Region", Draft::string(region, text.where));
    if (is_alias) {
      key.array_at("Aliases", text.where).push(Draft::string(resource, text.where));
    }
    open_key(key, text.where);
    note_unlisted(name, text.where);
  }

  static bool is_same_key(std::string_view id_or_arn, std::string_view id) {
    return id_or_arn == id || (id_or_arn.starts_with("arn:") && id_or_arn.ends_with(id));
  }

  Draft& scenario_;
  std::vector<UnknownValue>& unknown_;
};

}  // namespace

Draft thaw(const JsonNode& node) {
  if (!node.is_object() && !node.is_array()) {
    return Draft::copy(node);
  }
  Draft draft = node.is_object() ? Draft::object(node.where) : Draft::array(node.where);
  draft.key_where = node.key_where;
  for (const JsonNode& child : node) {
    Draft part = thaw(child);
    part.key = child.key;
    draft.children.push_back(std::move(part));
  }
  return draft;
}

std::string text_of_draft(const Draft& draft) {
  return draft.node != nullptr ? std::string(draft.node->text) : draft.text;
}

void complete_scenario(Draft& scenario, std::vector<UnknownValue>& unknown) {
  Completion(scenario, unknown).run();
}

}  // namespace replisim
