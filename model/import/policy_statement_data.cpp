#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "model/action.h"
#include "model/import/policy_document_data.h"

namespace replisim {
namespace {

/// What the actions of a statement are done to, among buckets and objects.
enum class Level : std::uint8_t { Unknown, Bucket, Object };

std::optional<Level> level_of(std::string_view pattern) {
  std::optional<Level> level;
  bool is_mixed = false;
  for_each_action_matching(pattern, [&](const ActionInfo& action) {
    for (const ActionResourceType& resource : action.resource_types) {
      const std::string_view name = resource.type->name;
      if (action.service() != "s3" || (name != "bucket" && name != "object")) {
        continue;
      }
      const Level one = name == "bucket" ? Level::Bucket : Level::Object;
      is_mixed = is_mixed || (level && *level != one);
      level = one;
    }
  });
  return is_mixed ? std::nullopt : level;
}

Level level_of(const TerraformValue& actions) {
  Level level = Level::Unknown;
  for (const TerraformValue& action : actions.elements()) {
    const std::optional<Level> one = level_of(action.text());
    if (!one || (level != Level::Unknown && level != *one)) {
      return Level::Unknown;
    }
    level = *one;
  }
  return level;
}

/// `&{aws:username}` stands for `${aws:username}`, which Terraform would take for its own.
std::string with_policy_variables(std::string_view text) {
  std::string result(text);
  for (std::size_t at = result.find("&{"); at != std::string::npos; at = result.find("&{", at)) {
    result[at] = '$';
  }
  return result;
}

/// Elements of a list, the unknown ones followed; nothing if some of them cannot be.
class ListReader {
 public:
  ListReader(const TerraformReferences& references, const TerraformNames& names)
      : references_(references), names_(names) {}

  std::optional<Draft> read(const TerraformValue& list, Level level) const {
    if (list.is_unknown()) {
      return std::nullopt;
    }
    Draft values = Draft::array(list.where);
    std::size_t unknown_count = 0;
    for (const TerraformValue& element : list.elements()) {
      unknown_count += element.is_known() ? 0U : 1U;
      if (element.is_known()) {
        values.push(Draft::string(with_policy_variables(element.text()), element.where));
      }
    }
    if (unknown_count == 0) {
      return values;
    }
    const std::optional<std::vector<TerraformTarget>> targets = references_.targets(list);
    if (!targets || targets->size() != unknown_count) {
      return std::nullopt;
    }
    for (const TerraformTarget& target : *targets) {
      const std::optional<std::string> text = text_of_target(target, level);
      if (!text) {
        return std::nullopt;
      }
      values.push(Draft::string(*text, list.where));
    }
    return values;
  }

 private:
  /// An ARN, by itself; of a bucket, what the level of the actions says is meant.
  std::optional<std::string> text_of_target(const TerraformTarget& target, Level level) const {
    for (const NameWanted wanted :
         {NameWanted::Principal, NameWanted::Key, NameWanted::PolicyArn}) {
      const bool is_arn = target.attribute.empty() || target.attribute == "arn";
      if (std::optional<std::string> arn = names_.resolve(target, wanted); arn && is_arn) {
        return arn;
      }
    }
    const std::optional<std::string> bucket = names_.resolve(target, NameWanted::BucketArn);
    if (!bucket || level == Level::Unknown) {
      return std::nullopt;
    }
    return level == Level::Bucket ? *bucket : *bucket + "/*";
  }

  const TerraformReferences& references_;
  const TerraformNames& names_;
};

/// The statement in the making.
class StatementBuilder {
 public:
  StatementBuilder(const TerraformValue& block, const TerraformReferences& references,
                   const TerraformNames& names)
      : block_(block), reader_(references, names) {
    result_.draft = Draft::object(block.where);
  }

  RebuiltStatement build() {
    const TerraformValue effect = block_.at("effect");
    if (!block_.is_known() || effect.is_unknown()) {
      return {};
    }
    add_text("Sid", block_.at("sid"));
    result_.draft.set("Effect", effect.text().empty() ? Draft::string("Allow", block_.where)
                                                      : Draft::string(effect.text(), effect.where));
    add_principals("Principal", block_.at("principals"));
    add_principals("NotPrincipal", block_.at("not_principals"));
    add_list("Action", "NotAction", block_.at("actions"), block_.at("not_actions"));
    add_list("Resource", "NotResource", block_.at("resources"), block_.at("not_resources"));
    add_conditions(block_.at("condition"));
    return std::move(result_);
  }

 private:
  void add_text(std::string_view name, const TerraformValue& value) {
    if (!value.text().empty()) {
      result_.draft.set(name, Draft::string(value.text(), value.where));
    }
  }

  void widen(std::string_view name, SourceRange where) {
    result_.draft.set(name, Draft::string("*", where));
    result_.is_uncertain = true;
  }

  void add_list(std::string_view name, std::string_view not_name, const TerraformValue& list,
                const TerraformValue& not_list) {
    if (list.is_absent() && not_list.is_absent()) {
      return;
    }
    const bool is_negated = list.is_absent();
    const TerraformValue& given = is_negated ? not_list : list;
    const Level level = name == "Resource" ? level_of(block_.at("actions")) : Level::Unknown;
    if (std::optional<Draft> values = reader_.read(given, level)) {
      result_.draft.set(is_negated ? not_name : name, *std::move(values));
    } else {
      widen(name, given.where);
    }
  }

  void add_principals(std::string_view name, const TerraformValue& blocks) {
    if (blocks.is_unknown()) {
      result_.draft.remove("NotPrincipal");
      widen("Principal", blocks.where);
      return;
    }
    for (const TerraformValue& block : blocks.elements()) {
      if (!add_principal(name, block)) {
        result_.draft.remove("NotPrincipal");
        widen("Principal", block.where);
        return;
      }
    }
  }

  bool add_principal(std::string_view name, const TerraformValue& block) {
    std::optional<Draft> identifiers = reader_.read(block.at("identifiers"), Level::Unknown);
    const std::string_view type = block.at("type").text();
    if (!identifiers || type.empty()) {
      return false;
    }
    if (type == "*") {
      result_.draft.set(name, Draft::string("*", block.where));
      return true;
    }
    Draft* const present = result_.draft.find(name);
    if (present != nullptr && !present->text.empty()) {
      return true;  // everyone already
    }
    Draft& all = result_.draft.object_at(name, block.where);
    all.array_at(type, block.where)
        .children.splice(all.array_at(type, block.where).children.end(), identifiers->children);
    return true;
  }

  void add_conditions(const TerraformValue& blocks) {
    if (blocks.is_unknown()) {
      result_.is_uncertain = true;  // without a condition it matches more
      return;
    }
    for (const TerraformValue& block : blocks.elements()) {
      std::optional<Draft> values = reader_.read(block.at("values"), Level::Unknown);
      const std::string_view test = block.at("test").text();
      const std::string_view variable = block.at("variable").text();
      if (!values || test.empty() || variable.empty()) {
        result_.is_uncertain = true;
        continue;
      }
      Draft& keys = result_.draft.object_at("Condition", block.where).object_at(test, block.where);
      Draft& list = keys.array_at(variable, block.where);
      list.children.splice(list.children.end(), values->children);
    }
  }

  const TerraformValue& block_;
  ListReader reader_;
  RebuiltStatement result_;
};

}  // namespace

RebuiltStatement rebuild_statement(const TerraformValue& block,
                                   const TerraformReferences& references,
                                   const TerraformNames& names) {
  return StatementBuilder(block, references, names).build();
}

}  // namespace replisim
