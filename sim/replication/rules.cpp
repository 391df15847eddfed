#include "sim/replication/rules.h"

#include <algorithm>

#include "model/arn.h"

namespace replisim {
namespace {

bool is_enabled(const std::optional<RuleStatus>& status) {
  return status && status->is_enabled();
}

bool is_kms(ObjectEncryption encryption) {
  return encryption == ObjectEncryption::SseKms || encryption == ObjectEncryption::DsseKms;
}

bool has_tag(const TagSet& tags, const Tag& wanted) {
  return std::find(tags.begin(), tags.end(), wanted) != tags.end();
}

bool tags_match(const ReplicationRule& rule, const TagSet& tags) {
  if (!rule.filter) {
    return true;
  }
  if (rule.filter->tag && !has_tag(tags, *rule.filter->tag)) {
    return false;
  }
  return !rule.filter->both ||
         std::all_of(rule.filter->both->tags.begin(), rule.filter->both->tags.end(),
                     [&tags](const Tag& tag) { return has_tag(tags, tag); });
}

bool has_higher_priority(const ReplicationRule& rule, const ReplicationRule* than) {
  return than == nullptr || rule.priority.value_or(0) > than->priority.value_or(0);
}

/// The rules for one destination, sorted by what they make of the subject; of each kind the one of
/// highest priority.
struct Candidates {
  const ReplicationRule* winner = nullptr;
  const ReplicationRule* without_opt_in = nullptr;  ///< matches but for the KMS opt-in
  const ReplicationRule* by_tag = nullptr;          ///< of a marker: prefix matches, tags cannot
  const ReplicationRule* disabled = nullptr;        ///< matches and is disabled
  std::vector<const ReplicationRule*> losers;
  bool skipped_higher = false;  ///< a rule of higher priority lacks what the winner has
};

class Chooser {
 public:
  Chooser(const ReplicationConfiguration& configuration, const RuleSubject& subject,
          const Settings& settings)
      : subject_(subject), settings_(settings), version_(schema_version(configuration)) {}

  void sort_in(const ReplicationRule& rule, Candidates& candidates) const;
  [[nodiscard]] RuleChoice settle(Candidates candidates) const;

 private:
  [[nodiscard]] bool replicates_markers(const ReplicationRule& rule) const {
    return version_ == SchemaVersion::V1 || is_enabled(rule.delete_marker_replication);
  }
  [[nodiscard]] bool lacks_opt_in(const ReplicationRule& rule) const {
    return !subject_.is_delete_marker && is_kms(subject_.encryption) && !selects_kms_objects(rule);
  }
  [[nodiscard]] bool filter_matches_subject(const ReplicationRule& rule) const;
  static void win(const ReplicationRule& rule, Candidates& candidates);
  [[nodiscard]] std::optional<Ineligibility> refusal_of(const ReplicationRule& winner) const;

  const RuleSubject& subject_;
  const Settings& settings_;
  SchemaVersion version_;
};

bool Chooser::filter_matches_subject(const ReplicationRule& rule) const {
  static const TagSet kNoTags;
  const TagSet& tags = subject_.tags == nullptr ? kNoTags : *subject_.tags;
  return filter_matches(rule, subject_.key, tags);
}

void Chooser::win(const ReplicationRule& rule, Candidates& candidates) {
  if (!has_higher_priority(rule, candidates.winner)) {
    candidates.losers.push_back(&rule);
    return;
  }
  if (candidates.winner != nullptr) {
    candidates.losers.push_back(candidates.winner);
  }
  candidates.winner = &rule;
}

void Chooser::sort_in(const ReplicationRule& rule, Candidates& candidates) const {
  const auto note = [&rule](const ReplicationRule*& nearest) {
    if (has_higher_priority(rule, nearest)) {
      nearest = &rule;
    }
  };
  if (subject_.is_delete_marker && has_tag_filter(rule)) {
    if (subject_.key.starts_with(prefix_of(rule)) && rule.status.is_enabled()) {
      note(candidates.by_tag);
    }
  } else if (!filter_matches_subject(rule)) {
    return;
  } else if (!rule.status.is_enabled()) {
    note(candidates.disabled);
  } else if (lacks_opt_in(rule) && !settings_.has(Setting::OptInIsNoCriterion)) {
    note(candidates.without_opt_in);  // U12
  } else {
    win(rule, candidates);
  }
}

/// Settings of the winner, as opposed to what it takes to win (U13).
std::optional<Ineligibility> Chooser::refusal_of(const ReplicationRule& winner) const {
  if (lacks_opt_in(winner)) {
    return Ineligibility::SseKmsNotSelected;
  }
  if (subject_.is_delete_marker && !replicates_markers(winner)) {
    return Ineligibility::DeleteMarkerReplicationDisabled;
  }
  return std::nullopt;
}

RuleChoice Chooser::settle(Candidates candidates) const {
  RuleChoice choice;
  if (candidates.winner != nullptr) {
    if (subject_.is_delete_marker && settings_.has(Setting::AnyRuleReplicatesMarkers) &&
        !replicates_markers(*candidates.winner)) {
      const auto other =
          std::find_if(candidates.losers.begin(), candidates.losers.end(),
                       [this](const ReplicationRule* rule) { return replicates_markers(*rule); });
      if (other != candidates.losers.end()) {
        std::swap(*other, candidates.winner);
      }
    }
    choice.rule = candidates.winner;
    choice.ineligible = refusal_of(*candidates.winner);
    choice.superseded = std::move(candidates.losers);
    if (candidates.without_opt_in != nullptr &&
        has_higher_priority(*candidates.without_opt_in, candidates.winner)) {
      choice.decision = "U12";
    } else if (subject_.is_delete_marker &&
               std::any_of(choice.superseded.begin(), choice.superseded.end(),
                           [&](const ReplicationRule* rule) {
                             return replicates_markers(*rule) != !choice.ineligible;
                           })) {
      choice.decision = "U13";
    }
    return choice;
  }
  if (candidates.without_opt_in != nullptr) {
    choice.rule = candidates.without_opt_in;
    choice.ineligible = Ineligibility::SseKmsNotSelected;
  } else if (candidates.by_tag != nullptr) {
    choice.rule = candidates.by_tag;
    choice.ineligible = Ineligibility::TagDeleteMarkerConflict;
  } else if (candidates.disabled != nullptr) {
    choice.rule = candidates.disabled;
    choice.ineligible = Ineligibility::RuleDisabled;
  } else {
    choice.ineligible = Ineligibility::NoMatchingRule;
  }
  return choice;
}

}  // namespace

SchemaVersion schema_version(const ReplicationConfiguration& configuration) {
  const bool all_have_filters = std::all_of(
      configuration.rules.begin(), configuration.rules.end(), [](const ReplicationRule& rule) {
        return rule.filter.has_value() || rule.destination.replication_time.has_value();
      });
  return all_have_filters ? SchemaVersion::V2 : SchemaVersion::V1;
}

std::string_view prefix_of(const ReplicationRule& rule) {
  if (!rule.filter) {
    return rule.prefix ? std::string_view(*rule.prefix) : std::string_view();
  }
  if (rule.filter->prefix) {
    return *rule.filter->prefix;
  }
  const bool has_both = rule.filter->both && rule.filter->both->prefix;
  return has_both ? std::string_view(*rule.filter->both->prefix) : std::string_view();
}

bool has_tag_filter(const ReplicationRule& rule) {
  return rule.filter &&
         (rule.filter->tag.has_value() || (rule.filter->both && !rule.filter->both->tags.empty()));
}

bool selects_kms_objects(const ReplicationRule& rule) {
  return rule.source_selection_criteria &&
         is_enabled(rule.source_selection_criteria->sse_kms_encrypted_objects);
}

bool selects_replica_modifications(const ReplicationRule& rule) {
  return rule.source_selection_criteria &&
         is_enabled(rule.source_selection_criteria->replica_modifications);
}

bool filter_matches(const ReplicationRule& rule, std::string_view key, const TagSet& tags) {
  return key.starts_with(prefix_of(rule)) && tags_match(rule, tags);
}

std::string_view destination_name(const ReplicationRule& rule) {
  return bucket_name_of(rule.destination.bucket).value_or(rule.destination.bucket);
}

std::vector<RuleChoice> choose_rules(const ReplicationConfiguration& configuration,
                                     const RuleSubject& subject, const Settings& settings) {
  const Chooser chooser(configuration, subject, settings);
  std::vector<std::string_view> destinations;
  std::vector<Candidates> candidates;
  for (const ReplicationRule& rule : configuration.rules) {
    const std::string_view name = destination_name(rule);
    const auto known = std::find(destinations.begin(), destinations.end(), name);
    const auto index = static_cast<std::size_t>(known - destinations.begin());
    if (known == destinations.end()) {
      destinations.push_back(name);
      candidates.emplace_back();
    }
    chooser.sort_in(rule, candidates[index]);
  }
  std::vector<RuleChoice> choices;
  choices.reserve(destinations.size());
  for (std::size_t i = 0; i < destinations.size(); ++i) {
    choices.push_back(chooser.settle(std::move(candidates[i])));
    choices.back().destination = destinations[i];
  }
  return choices;
}

}  // namespace replisim
