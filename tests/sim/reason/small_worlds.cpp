#include "tests/sim/reason/small_worlds.h"

namespace replisim {
namespace {

Bucket& bucket_of(Account& account, const std::string& name) {
  for (Bucket& bucket : account.buckets) {
    if (bucket.name == name) {
      return bucket;
    }
  }
  Bucket bucket;
  bucket.name = name;
  bucket.region = account.buckets.empty() ? "us-east-1" : "eu-west-1";
  bucket.versioning = VersioningStatus::Enabled;
  return account.buckets.emplace_back(std::move(bucket));
}

}  // namespace

ScenarioCase flows(const std::vector<Flow>& rules) {
  Account account;
  account.id = "111111111111";
  for (const Flow& flow : rules) {
    ReplicationRule rule;
    rule.id = flow.from + "-" + flow.to;
    rule.status.text = flow.status;
    rule.filter.emplace();
    rule.filter->prefix = flow.prefix;
    rule.destination.bucket = "arn:aws:s3:::" + flow.to;
    Bucket& from = bucket_of(account, flow.from);
    if (!from.replication) {
      from.replication.emplace();
      from.replication->role = "arn:aws:iam::111111111111:role/r";
    }
    from.replication->rules.push_back(std::move(rule));
    bucket_of(account, flow.to);
  }
  ScenarioCase scenario;
  scenario.world.accounts.push_back(std::move(account));
  return scenario;
}

}  // namespace replisim
