#include <algorithm>

#include "model/json_writer.h"
#include "model/wildcard.h"
#include "sim/report/escape.h"
#include "sim/report/json.h"
#include "sim/report/topology_report.h"

namespace replisim {
namespace {

bool is_forbidden(const std::string& region, const ResidencyRule& rule) {
  return std::any_of(
      rule.forbidden_regions.begin(), rule.forbidden_regions.end(),
      [&region](const std::string& pattern) { return wildcard_match(pattern, region); });
}

Residency judge(const std::string& region, const ResidencyRule& rule) {
  if (rule.forbidden_regions.empty() || (!region.empty() && !is_forbidden(region, rule))) {
    return Residency::Kept;
  }
  return region.empty() ? Residency::NotKnown : Residency::Broken;
}

std::string region_of(const std::string& bucket, const World& world) {
  const World::BucketPlace place = world.find_bucket(bucket);
  return place ? place.bucket->region : std::string();
}

Residency worst(Residency a, Residency b) {
  return std::max(a, b);
}

// --- text ---

std::string hop_phrase(const Hop& hop) {
  switch (hop.kind) {
    case HopKind::Live: return "rule " + hop.by;
    case HopKind::Job: return "rule " + hop.by + " by the batch job " + hop.event;
    case HopKind::Batch: return "rule " + hop.by + " by a batch job";
    case HopKind::Copy: return "the copy " + hop.by;
  }
  return hop.by;
}

std::string verdict_text(Residency verdict, const TextStyle& style) {
  switch (verdict) {
    case Residency::Kept: return "";
    case Residency::NotKnown: return "  " + paint("REGION NOT KNOWN", Tone::Doubtful, style);
    case Residency::Broken: return "  " + paint("FORBIDDEN", Tone::Bad, style);
  }
  return "";
}

std::string bucket_text(const ReachedBucket& reached, const ReachReport& report,
                        const TextStyle& style) {
  const std::string region = reached.region.empty() ? "Region not in the scenario" : reached.region;
  std::string text = "  " + escape_terminal(reached.bucket) + "  " + region;
  text += reached.account.empty() ? "" : "  " + reached.account;
  text += verdict_text(judge(reached.region, report.rule), style) + "\n";
  return text + wrap("    ", escape_terminal(way_phrase(reached)), style);
}

std::string reach_text_of(const Reach& reach, const ReachReport& report, const TextStyle& style) {
  const std::string region = region_of(reach.start, report.world);
  std::string text = "What is put into " + escape_terminal(reach.start) + " (" + region + ")";
  text += verdict_text(judge(region, report.rule), style);
  text += reach.reached.empty() ? " ends up nowhere else\n" : " can end up in\n";
  for (const ReachedBucket& reached : reach.reached) {
    text += bucket_text(reached, report, style);
  }
  if (!reach.by_batch.empty()) {
    text += "and, if somebody starts Batch Replication for replicas, in\n";
    for (const ReachedBucket& reached : reach.by_batch) {
      text += bucket_text(reached, report, style);
    }
  }
  return text;
}

// --- JSON ---

void write_hop(JsonWriter& json, const Hop& hop, const SourceMap& sources) {
  json.begin_object();
  json.member("kind", to_string(hop.kind));
  json.member("from", hop.from);
  json.member("to", hop.to);
  json.key(hop.kind == HopKind::Copy ? "event" : "rule");
  json.string(hop.by);
  if (hop.kind == HopKind::Job) {
    json.member("event", hop.event);
  }
  write_place(json, "place", place_of(hop.where, sources));
  json.end_object();
}

void write_reached(JsonWriter& json, const ReachedBucket& reached, const ReachReport& report) {
  json.begin_object();
  json.member("Bucket", reached.bucket);
  text_or_null(json, "Region", reached.region);
  text_or_null(json, "account", reached.account);
  json.member("prefix", reached.prefix);
  const Residency verdict = judge(reached.region, report.rule);
  json.key("forbidden");
  verdict == Residency::NotKnown ? json.null() : json.boolean(verdict == Residency::Broken);
  json.key("hops");
  json.begin_array();
  for (const Hop& hop : reached.hops) {
    write_hop(json, hop, report.sources);
  }
  json.end_array();
  json.end_object();
}

void write_all(JsonWriter& json, std::string_view name, const std::vector<ReachedBucket>& buckets,
               const ReachReport& report) {
  json.key(name);
  json.begin_array();
  for (const ReachedBucket& reached : buckets) {
    write_reached(json, reached, report);
  }
  json.end_array();
}

}  // namespace

Residency judge_residency(const ReachReport& report) {
  Residency verdict = Residency::Kept;
  for (const Reach& reach : report.reaches) {
    verdict = worst(verdict, judge(region_of(reach.start, report.world), report.rule));
    for (const ReachedBucket& reached : reach.reached) {
      verdict = worst(verdict, judge(reached.region, report.rule));
    }
    for (const ReachedBucket& reached : reach.by_batch) {
      verdict =
          report.rule.counts_batch ? worst(verdict, judge(reached.region, report.rule)) : verdict;
    }
  }
  return verdict;
}

std::string way_phrase(const ReachedBucket& reached) {
  std::string phrase;
  for (const Hop& hop : reached.hops) {
    phrase += phrase.empty() ? "by " : ", then ";
    phrase += hop_phrase(hop);
    if (&hop != &reached.hops.back()) {
      phrase += " to " + hop.to;
    }
  }
  return reached.prefix.empty() ? phrase : phrase + "; keys that begin " + reached.prefix;
}

std::string reach_text(const ReachReport& report, const TextStyle& style) {
  std::string text;
  for (const Reach& reach : report.reaches) {
    text += (text.empty() ? "" : "\n") + reach_text_of(reach, report, style);
  }
  return text;
}

std::string reach_json(const ReachReport& report) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("schemaVersion", kReportSchemaVersion);
  json.member("command", "graph");
  json.member("file", report.file);
  text_or_null(json, "variant", report.variant_id);
  json.key("reach");
  json.begin_array();
  for (const Reach& reach : report.reaches) {
    json.begin_object();
    json.member("Bucket", reach.start);
    text_or_null(json, "Region", region_of(reach.start, report.world));
    write_all(json, "reached", reach.reached, report);
    write_all(json, "byBatch", reach.by_batch, report);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

}  // namespace replisim
