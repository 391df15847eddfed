#include "model/json_writer.h"
#include "sim/report/json.h"
#include "sim/report/place.h"
#include "sim/report/topology_report.h"

namespace replisim {
namespace {

void write_indices(JsonWriter& json, std::string_view name, const std::vector<std::size_t>& all) {
  json.key(name);
  json.begin_array();
  for (const std::size_t index : all) {
    json.number(static_cast<std::int64_t>(index));
  }
  json.end_array();
}

void write_node(JsonWriter& json, const TopologyNode& node, const SourceMap& sources) {
  json.begin_object();
  json.member("kind", to_string(node.kind));
  json.member("name", node.name);
  json.member("arn", node.arn);
  text_or_null(json, "account", node.account);
  text_or_null(json, "Region", node.region);
  json.member("listed", node.is_listed);
  json.key("loop");
  node.loop ? json.number(static_cast<std::int64_t>(*node.loop)) : json.null();
  write_place(json, "place", place_of(node.where, sources));
  json.end_object();
}

void write_edge(JsonWriter& json, const TopologyEdge& edge, const SourceMap& sources) {
  json.begin_object();
  json.member("kind", to_string(edge.kind));
  json.member("from", static_cast<std::int64_t>(edge.from));
  json.member("to", static_cast<std::int64_t>(edge.to));
  text_or_null(json, "label", edge.label);
  json.member("enabled", edge.is_enabled);
  write_place(json, "place", place_of(edge.where, sources));
  json.end_object();
}

template <typename Values, typename Write>
void write_array(JsonWriter& json, std::string_view name, const Values& values, Write&& write) {
  json.key(name);
  json.begin_array();
  for (const auto& value : values) {
    write(value);
  }
  json.end_array();
}

}  // namespace

std::string topology_json(const std::string& file, const std::string& variant_id,
                          const Topology& topology, const SourceMap& sources) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("schemaVersion", kReportSchemaVersion);
  json.member("command", "graph");
  json.member("file", file);
  text_or_null(json, "variant", variant_id);
  write_array(json, "nodes", topology.nodes,
              [&](const TopologyNode& node) { write_node(json, node, sources); });
  write_array(json, "edges", topology.edges,
              [&](const TopologyEdge& edge) { write_edge(json, edge, sources); });
  write_array(json, "loops", topology.loops, [&json](const ReplicationLoop& loop) {
    json.begin_object();
    write_indices(json, "buckets", loop.buckets);
    json.end_object();
  });
  write_array(json, "chains", topology.chains, [&json](const ReplicationChain& chain) {
    json.begin_object();
    write_indices(json, "from", chain.from);
    json.member("through", static_cast<std::int64_t>(chain.through));
    write_indices(json, "to", chain.to);
    json.end_object();
  });
  json.end_object();
  return std::move(json).text();
}

}  // namespace replisim
