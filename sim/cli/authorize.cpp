#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>
#include <thread>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/line_pipeline.h"
#include "sim/files/files.h"
#include "sim/report/authorize_json.h"

namespace replisim {
namespace {

struct AuthorizeArguments {
  std::string request = "-";
  bool jsonl = false;
  bool explain = false;
  std::uint32_t jobs = 0;
};

std::optional<ExitCode> parse(std::span<const std::string> args, AuthorizeArguments& values,
                              Console& console) {
  Arguments arguments("authorize",
                      "Decide requests as `aws iam simulate-custom-policy` does, with resource "
                      "policies, session policies, SCPs, RCPs and grants");
  arguments.optional_positional("REQUEST", values.request,
                                "file with the request; standard input, too, as -");
  arguments.flag("--jsonl", values.jsonl,
                 "one request a line in, one response a line out, in order");
  arguments.flag("--explain", values.explain,
                 "add every statement that was looked at, and which elements failed");
  arguments.option("-j,--jobs", "N", values.jobs, "threads for --jsonl; default: one a core");
  arguments.footer(
      "A request that cannot be read is answered with {\"Error\": ...}; alone, it also "
      "ends\nwith exit code 2. A denial is an answer: exit code 0.");
  return arguments.parse(args, console);
}

LinePipeline make_pipeline(const AuthorizeArguments& values) {
  LinePipeline pipeline;
  pipeline.threads =
      values.jobs != 0 ? values.jobs : std::max(1u, std::thread::hardware_concurrency());
  const AuthorizeEndpoint::Options options{.explain = values.explain, .pretty = false};
  pipeline.make_answer = [options]() -> LinePipeline::Answer {
    const auto endpoint = std::make_shared<AuthorizeEndpoint>();  // policies are compiled once each
    return [endpoint, options](std::string_view line, bool too_long) {
      return too_long ? AuthorizeEndpoint::too_long() : endpoint->answer(line, options);
    };
  };
  return pipeline;
}

ExitCode answer_lines(const AuthorizeArguments& values, Console& console) {
  const LinePipeline pipeline = make_pipeline(values);
  if (values.request == "-") {
    pipeline.run(console.in, console.out);
    return ExitCode::Holds;
  }
  std::ifstream file(values.request, std::ios::binary);
  if (!file) {
    console.error("`" + values.request + "` cannot be read");
    return ExitCode::BadInput;
  }
  pipeline.run(file, console.out);
  return ExitCode::Holds;
}

std::optional<std::string> read_request(const AuthorizeArguments& values, Console& console) {
  if (values.request == "-") {
    return std::string(std::istreambuf_iterator<char>(console.in), {});
  }
  FileText file = read_regular_file(values.request);
  if (!file.text) {
    console.error("`" + values.request + "` cannot be read: " + file.refusal);
  }
  return std::move(file.text);
}

}  // namespace

ExitCode authorize_command(std::span<const std::string> args, Console& console) {
  AuthorizeArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  if (values.jsonl) {
    return answer_lines(values, console);
  }
  const std::optional<std::string> request = read_request(values, console);
  if (!request) {
    return ExitCode::BadInput;
  }
  AuthorizeEndpoint endpoint;
  console.out << endpoint.answer(*request, {.explain = values.explain, .pretty = true}) << '\n';
  return endpoint.failed() ? ExitCode::BadInput : ExitCode::Holds;
}

}  // namespace replisim
