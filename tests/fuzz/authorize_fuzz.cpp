// Any bytes as a request of `authorize`: the answer is JSON with results or with an error, never
// both, and the same request has the same answer again.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/json_document.h"
#include "sim/report/authorize_json.h"

namespace replisim {
namespace {

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void expect_answer(const std::string& answer, bool failed) {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const JsonNode* const root = parse_json(sources, sources.add("answer", answer), arena, issues);
  expect(root != nullptr && issues.empty() && root->is_object());
  expect((root->find("Error") != nullptr) == failed);
  expect((root->find("EvaluationResults") != nullptr) == !failed);
  expect(answer.find('\n') == std::string::npos);
}

}  // namespace
}  // namespace replisim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  const std::string request(reinterpret_cast<const char*>(data), size);
  AuthorizeEndpoint endpoint;
  for (const bool explain : {false, true}) {
    const std::string answer = endpoint.answer(request, {.explain = explain});
    expect_answer(answer, endpoint.failed());
    expect(endpoint.answer(request, {.explain = explain}) == answer);
  }
  return 0;
}
