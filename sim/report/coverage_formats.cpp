#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "model/json_writer.h"
#include "sim/report/coverage.h"
#include "sim/report/escape.h"
#include "sim/report/json.h"

namespace replisim {
namespace {

/// Something that no event reached.
struct Gap {
  Place place;
  std::string sentence;
};

std::string quoted_or(std::string_view name, std::string_view without) {
  return name.empty() ? std::string(without) : "`" + std::string(name) + "`";
}

/// `a`, `a and b`, `a, b and c`.
std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  }
  return text;
}

/// Why a statement never applied: behind `never applied: `.
std::string reason_of(const StatementCoverage& statement) {
  if (statement.effect.empty()) {
    return "its Effect is neither Allow nor Deny";
  }
  if (statement.asked == 0) {
    return "no event asked its policy";
  }
  std::vector<std::string> never;
  for (std::size_t i = 0; i < statement.matched.size(); ++i) {
    if (statement.matched[i] == 0) {
      never.push_back(statement.names[i]);
    }
  }
  if (!never.empty()) {
    return "its " + joined(never) + " never matched";
  }
  if (statement.reached == 0) {
    return "its " + joined({statement.names.begin(), statement.names.end()}) +
           " never matched together";
  }
  return "its Condition was never true";
}

void add_gaps(const StatementCoverage& statement, std::vector<Gap>& gaps) {
  const std::string subject = "statement " + quoted_or(statement.sid, "without Sid") + " of " +
                              (statement.policy.empty() ? "a policy" : statement.policy);
  if (statement.applied == 0) {
    gaps.push_back({statement.place, subject + " never applied: " + reason_of(statement)});
  }
  for (const ConditionCoverage& condition : statement.conditions) {
    const bool is_told = statement.applied == 0 && statement.conditions.size() == 1;
    const std::string name = "condition `" + condition.name + "` of " + subject;
    if (statement.reached > 0 && condition.held == 0 && !is_told) {
      gaps.push_back({condition.place, name + " was never true"});
    }
    if (statement.reached > 0 && condition.failed == 0) {
      gaps.push_back({condition.place, name + " was never false"});
    }
  }
}

void add_gaps(const GrantCoverage& grant, std::vector<Gap>& gaps) {
  if (grant.applied == 0) {
    gaps.push_back(
        {grant.place, "grant " + quoted_or(grant.name, "without name") + " of key " + grant.key +
                          (grant.asked == 0 ? " never applied: no event asked for its key"
                                            : " never applied: no call was of its grantee, for one "
                                              "of its operations and within its constraints")});
  }
}

void add_gaps(const RuleCoverage& rule, std::vector<Gap>& gaps) {
  const std::string subject =
      "rule " + quoted_or(rule.rule, "without ID") + " of bucket " + rule.bucket;
  if (rule.asked == 0) {
    gaps.push_back({rule.place, subject + " was never looked at: no event on an object of the "
                                          "bucket while it was in place"});
  } else if (rule.matched == 0) {
    gaps.push_back({rule.place, subject + " never matched an object"});
  } else if (rule.has_filter && rule.matched == rule.asked) {
    gaps.push_back({rule.place, subject + " matched every object: its filter never left one out"});
  }
}

template <typename Item>
std::vector<Gap> gaps_of(const Item& item) {
  std::vector<Gap> gaps;
  add_gaps(item, gaps);
  return gaps;
}

/// The report of each file by itself, in the order of their names.
std::map<std::string, CoverageReport> by_file(const CoverageReport& report) {
  std::map<std::string, CoverageReport> files;
  for (const StatementCoverage& statement : report.statements) {
    files[statement.place.file].statements.push_back(statement);
  }
  for (const GrantCoverage& grant : report.grants) {
    files[grant.place.file].grants.push_back(grant);
  }
  for (const RuleCoverage& rule : report.rules) {
    files[rule.place.file].rules.push_back(rule);
  }
  return files;
}

/// Rounded down to a tenth, so that 100.0 means all of it; of nothing, too.
std::string percent_of(const CoverageCount& count) {
  const std::uint64_t tenths = count.total == 0 ? 1000 : count.covered * 1000 / count.total;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// --- text ---

constexpr std::size_t kNameWidth = 12;
constexpr std::size_t kCountWidth = 12;

std::string count_line(std::string_view name, const CoverageCount& count, std::string_view what) {
  if (count.total == 0) {
    return {};
  }
  const std::string share = std::to_string(count.covered) + " of " + std::to_string(count.total);
  return "  " + pad_right(name, kNameWidth) + pad_left(share, kCountWidth) + "  " +
         pad_left(percent_of(count), 5) + " %  " + std::string(what) + "\n";
}

std::vector<Gap> all_gaps(const CoverageReport& report) {
  std::vector<Gap> gaps;
  const auto add_all = [&gaps](const auto& items) {
    for (const auto& item : items) {
      add_gaps(item, gaps);
    }
  };
  add_all(report.statements);
  add_all(report.grants);
  add_all(report.rules);
  std::stable_sort(gaps.begin(), gaps.end(), [](const Gap& left, const Gap& right) {
    return std::tie(left.place.file, left.place.where.begin) <
           std::tie(right.place.file, right.place.where.begin);
  });
  return gaps;
}

// --- JSON ---

void write_number(JsonWriter& json, std::string_view name, std::uint64_t value) {
  json.member(name, static_cast<std::int64_t>(value));
}

void write_count(JsonWriter& json, const CoverageCount& count) {
  write_number(json, "covered", count.covered);
  write_number(json, "total", count.total);
}

void write_count(JsonWriter& json, std::string_view name, const CoverageCount& count) {
  json.key(name);
  json.begin_object();
  write_count(json, count);
  json.end_object();
}

void write_gaps(JsonWriter& json, const std::vector<Gap>& gaps) {
  json.key("missing");
  json.begin_array();
  for (const Gap& gap : gaps) {
    json.string(gap.sentence);
  }
  json.end_array();
}

void write_condition(JsonWriter& json, const ConditionCoverage& condition) {
  json.begin_object();
  json.member("condition", condition.name);
  write_number(json, "held", condition.held);
  write_number(json, "failed", condition.failed);
  write_place(json, "place", condition.place);
  json.end_object();
}

void write_members(JsonWriter& json, const StatementCoverage& statement) {
  text_or_null(json, "policy", statement.policy);
  text_or_null(json, "Sid", statement.sid);
  text_or_null(json, "Effect", statement.effect);
  write_number(json, "asked", statement.asked);
  write_number(json, "Principal", statement.matched[StatementCoverage::Principal]);
  write_number(json, "Action", statement.matched[StatementCoverage::Action]);
  write_number(json, "Resource", statement.matched[StatementCoverage::Resource]);
  write_number(json, "reached", statement.reached);
  write_number(json, "applied", statement.applied);
  json.key("conditions");
  json.begin_array();
  for (const ConditionCoverage& condition : statement.conditions) {
    write_condition(json, condition);
  }
  json.end_array();
}

void write_members(JsonWriter& json, const GrantCoverage& grant) {
  text_or_null(json, "grant", grant.name);
  text_or_null(json, "key", grant.key);
  write_number(json, "asked", grant.asked);
  write_number(json, "applied", grant.applied);
}

void write_members(JsonWriter& json, const RuleCoverage& rule) {
  text_or_null(json, "rule", rule.rule);
  text_or_null(json, "Bucket", rule.bucket);
  write_number(json, "asked", rule.asked);
  write_number(json, "matched", rule.matched);
  write_number(json, "sent", rule.sent);
}

template <typename Item>
void write_items(JsonWriter& json, std::string_view name, const std::vector<Item>& items) {
  json.key(name);
  json.begin_array();
  for (const Item& item : items) {
    json.begin_object();
    write_members(json, item);
    write_place(json, "place", item.place);
    write_gaps(json, gaps_of(item));
    json.end_object();
  }
  json.end_array();
}

void write_summary(JsonWriter& json, const CoverageReport& report) {
  json.key("summary");
  json.begin_object();
  json.key("percent");
  json.number(percent_of(report.count()));
  write_count(json, report.count());
  write_count(json, "statements", report.statement_count());
  write_count(json, "conditions", report.condition_count());
  write_count(json, "grants", report.grant_count());
  write_count(json, "rules", report.rule_count());
  json.end_object();
}

// --- lcov ---

/// What a tracefile says of one file.
class LcovRecord {
 public:
  /// Lines of something and how often it was reached; where several share a line the most counts.
  void add(const std::string& kind, const std::string& name, const Place& place,
           std::uint64_t count);
  /// A way that was taken so often, or `-`: nothing came this far.
  void add_branches(std::uint32_t line, bool was_reached, std::uint64_t first,
                    std::uint64_t second);
  [[nodiscard]] std::string text(const std::string& file) const;

 private:
  static std::string totals(const std::string& kind, std::size_t found, std::size_t hit) {
    return kind + "F:" + std::to_string(found) + "\n" + kind + "H:" + std::to_string(hit) + "\n";
  }

  std::string functions_;
  std::string function_counts_;
  std::size_t function_count_ = 0;
  std::size_t functions_hit_ = 0;
  std::string branches_;
  std::size_t branch_count_ = 0;
  std::size_t branches_hit_ = 0;
  std::map<std::uint32_t, std::uint32_t> blocks_;  ///< used so far, by line
  std::map<std::uint32_t, std::uint64_t> lines_;
};

/// Letters, digits and `-_.` stay; the place makes it the only one of its name.
std::string function_name(const std::string& kind, const std::string& name, const Place& place) {
  std::string text = kind + (name.empty() ? "" : ":") + name;
  std::replace_if(
      text.begin() + static_cast<std::ptrdiff_t>(text.size() - name.size()), text.end(),
      [](char c) {
        const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        return !is_word;
      },
      '_');
  return text + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

void LcovRecord::add(const std::string& kind, const std::string& name, const Place& place,
                     std::uint64_t count) {
  const std::string function = function_name(kind, name, place);
  functions_ += "FN:" + std::to_string(place.line) + "," + function + "\n";
  function_counts_ += "FNDA:" + std::to_string(count) + "," + function + "\n";
  ++function_count_;
  functions_hit_ += count > 0 ? 1 : 0;
  for (std::uint32_t line = place.line; line <= place.end_line; ++line) {
    std::uint64_t& known = lines_[line];
    known = std::max(known, count);
  }
}

void LcovRecord::add_branches(std::uint32_t line, bool was_reached, std::uint64_t first,
                              std::uint64_t second) {
  const std::string block =
      "BRDA:" + std::to_string(line) + "," + std::to_string(blocks_[line]++) + ",";
  branches_ += block + "0," + (was_reached ? std::to_string(first) : "-") + "\n";
  branches_ += block + "1," + (was_reached ? std::to_string(second) : "-") + "\n";
  branch_count_ += 2;
  branches_hit_ += (first > 0 ? 1U : 0U) + (second > 0 ? 1U : 0U);
}

std::string LcovRecord::text(const std::string& file) const {
  std::string text = "TN:\nSF:" + file + "\n" + functions_ + function_counts_;
  text += totals("FN", function_count_, functions_hit_) + branches_ +
          totals("BR", branch_count_, branches_hit_);
  std::size_t lines_hit = 0;
  for (const auto& [line, count] : lines_) {
    text += "DA:" + std::to_string(line) + "," + std::to_string(count) + "\n";
    lines_hit += count > 0 ? 1 : 0;
  }
  return text + totals("L", lines_.size(), lines_hit) + "end_of_record\n";
}

LcovRecord lcov_record(const CoverageReport& file) {
  LcovRecord record;
  for (const StatementCoverage& statement : file.statements) {
    record.add("statement", statement.sid, statement.place, statement.applied);
    for (const ConditionCoverage& condition : statement.conditions) {
      record.add_branches(condition.place.line, statement.reached > 0, condition.held,
                          condition.failed);
    }
  }
  for (const GrantCoverage& grant : file.grants) {
    record.add("grant", grant.name, grant.place, grant.applied);
  }
  for (const RuleCoverage& rule : file.rules) {
    record.add("rule", rule.rule, rule.place, rule.matched);
    if (rule.has_filter) {
      record.add_branches(rule.place.line, rule.asked > 0, rule.matched, rule.asked - rule.matched);
    }
  }
  return record;
}

}  // namespace

std::string coverage_text(const CoverageReport& report, const TextStyle& style) {
  const CoverageCount all = report.count();
  std::string text =
      "coverage: " +
      paint(percent_of(all) + " %", all.reaches(100) ? Tone::Good : Tone::Doubtful, style) + "\n";
  text += count_line("statements", report.statement_count(), "applied");
  text += count_line("conditions", report.condition_count(), "were true, were false");
  text += count_line("grants", report.grant_count(), "applied");
  text += count_line("rules", report.rule_count(), "matched an object, left one out");
  const std::vector<Gap> gaps = all_gaps(report);
  if (!gaps.empty()) {
    text += "not covered\n";
  }
  for (const Gap& gap : gaps) {
    text += escape_terminal(to_string(gap.place) + ": " + gap.sentence) + "\n";
  }
  return text;
}

std::string coverage_json(const CoverageReport& report) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("schemaVersion", kReportSchemaVersion);
  json.member("command", "test");
  write_summary(json, report);
  json.key("files");
  json.begin_array();
  for (const auto& [file, items] : by_file(report)) {
    json.begin_object();
    json.member("file", file);
    write_count(json, items.count());
    write_items(json, "statements", items.statements);
    write_items(json, "grants", items.grants);
    write_items(json, "rules", items.rules);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

std::string coverage_lcov(const CoverageReport& report) {
  std::string text;
  for (const auto& [file, items] : by_file(report)) {
    text += lcov_record(items).text(file);
  }
  return text;
}

}  // namespace replisim
