// Any bytes as a policy, as a file and in a string: read without a crash, and what is written from
// it reads again as the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/json_document.h"
#include "model/json_writer.h"
#include "model/policy_document.h"

namespace replisim {
namespace {

std::string written(const PolicyDocument& policy) {
  JsonWriter writer(JsonWriter::Layout::Compact);
  write_policy(writer, policy);
  return std::move(writer).text();
}

PolicyDocument read(SourceMap& sources, JsonArena& arena, std::string text) {
  Issues issues;
  const JsonNode* const root =
      parse_json(sources, sources.add("policy.json", std::move(text)), arena, issues);
  PolicyDocument policy = root == nullptr ? PolicyDocument() : read_policy(*root);
  for (const PolicyFault& fault : policy.faults) {
    issues.push_back(to_issue(fault, Severity::Error));
  }
  for (Issue& issue : issues) {
    issue.pointer = root == nullptr ? std::string() : json_pointer(*root, issue.where);
    format_issue(issue, sources);
  }
  return policy;
}

void read_embedded(std::string_view bytes) {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  std::string text;
  append_json_string(text, bytes);
  const JsonNode* const string =
      parse_json(sources, sources.add("string.json", text), arena, issues);
  if (string == nullptr) {
    std::abort();  // what the writer writes is JSON
  }
  const JsonNode* const root = parse_embedded_json(sources, *string, arena, issues);
  if (root != nullptr) {
    read_policy(*root);
  }
  for (const Issue& issue : issues) {
    format_issue(issue, sources);
  }
}

}  // namespace
}  // namespace replisim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  SourceMap sources;
  JsonArena arena;
  const PolicyDocument policy = read(sources, arena, bytes);
  if (policy.faults.empty() && policy.where.is_known()) {
    const std::string text = written(policy);
    if (written(read(sources, arena, text)) != text) {
      std::abort();
    }
  }
  read_embedded(bytes);
  return 0;
}
