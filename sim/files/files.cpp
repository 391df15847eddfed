#include "sim/files/files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <system_error>

namespace replisim {
namespace {

namespace fs = std::filesystem;

std::string refusal_of(const fs::file_status& status) {
  switch (status.type()) {
    case fs::file_type::not_found: return "does not exist";
    case fs::file_type::directory: return "is a directory";
    case fs::file_type::block:
    case fs::file_type::character: return "is a device";
    case fs::file_type::fifo: return "is a pipe";
    case fs::file_type::socket: return "is a socket";
    default: return "cannot be read";
  }
}

constexpr const char* kLinkOutside = "is a link out of the scenario's folder";

std::string size_limit() {
  return "is longer than " + std::to_string(kFileBytesMax / (1024ULL * 1024)) + " MiB";
}

/// A scenario says so near its beginning; a policy that some scenario includes does not.
bool says_scenario(const std::string& path) {
  const FileText file = read_regular_file(path);
  if (!file.text) {
    return false;
  }
  const std::string& text = *file.text;
  for (std::size_t at = text.find("\"format\""); at != std::string::npos;
       at = text.find("\"format\"", at + 1)) {
    const std::size_t colon = text.find_first_not_of(" \t\r\n", at + 8);
    if (colon == std::string::npos || text[colon] != ':') {
      continue;
    }
    const std::size_t value = text.find_first_not_of(" \t\r\n", colon + 1);
    if (value != std::string::npos && text.compare(value, 10, "\"replisim/") == 0) {
      return true;
    }
  }
  return false;
}

bool is_hidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.size() > 1 && name.front() == '.' && name != "..";
}

}  // namespace

std::vector<std::string> json_files_below(const std::string& folder, std::string& fault) {
  std::error_code error;
  std::vector<std::string> found;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (is_hidden(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->path().extension() == ".json" && entry->is_regular_file(error)) {
      found.push_back(entry->path().lexically_normal().generic_string());
    }
  }
  if (error) {
    fault = folder + ": " + error.message();
    return {};
  }
  std::sort(found.begin(), found.end());
  return found;
}

FileText read_regular_file(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() != fs::file_type::regular) {
    return {std::nullopt, refusal_of(status)};
  }
  const std::uintmax_t size = fs::file_size(path, error);
  if (!error && size > kFileBytesMax) {
    return {std::nullopt, size_limit()};
  }
  std::ifstream in(path, std::ios::binary);
  std::string text(error ? 0 : static_cast<std::size_t>(size), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (error || !in) {
    return {std::nullopt, "cannot be read"};
  }
  return {std::move(text), ""};
}

bool replace_file(const std::string& path, std::string_view text) {
  std::error_code error;
  // A link stays a link, and what is no regular file (`/dev/stdout`) is written as it is.
  const fs::path target = fs::is_symlink(path, error) ? fs::canonical(path, error) : fs::path(path);
  const bool is_special = fs::exists(target, error) && !fs::is_regular_file(target, error);
  const fs::path written = is_special ? target : fs::path(target.string() + ".replisim-new");
  std::ofstream out(written, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) {
    if (!is_special) {
      fs::remove(written, error);
    }
    return false;
  }
  if (is_special) {
    return true;
  }
  if (fs::exists(target, error)) {
    fs::permissions(written, fs::status(target, error).permissions(), error);
  }
  fs::rename(written, target, error);
  return !error;
}

DiskFiles::DiskFiles(const std::string& scenario, Reach reach, std::istream& standard_input)
    : standard_input_(standard_input) {
  if (reach == Reach::Everywhere) {
    return;
  }
  std::error_code error;
  const fs::path folder = scenario == "-" ? fs::path() : fs::path(scenario).parent_path();
  root_ = fs::weakly_canonical(folder.empty() ? fs::path(".") : folder, error).string();
}

bool DiskFiles::is_reachable(const std::string& path) const {
  if (root_.empty()) {
    return true;
  }
  std::error_code error;
  const fs::path canonical = fs::canonical(path, error);
  if (error) {
    return true;  // it does not exist: that is what is told
  }
  const fs::path root(root_);
  return std::mismatch(root.begin(), root.end(), canonical.begin(), canonical.end()).first ==
         root.end();
}

FileText DiskFiles::read_standard_input() const {
  std::string text(std::istreambuf_iterator<char>(standard_input_), {});
  if (text.size() > kFileBytesMax) {
    return {std::nullopt, size_limit()};
  }
  return {std::move(text), ""};
}

std::optional<std::string> DiskFiles::read(const std::string& path) const {
  stamps_.emplace(path, stamp_of(path));  // before it is read: what changes since is seen to
  FileText file;
  if (path == "-") {
    file = read_standard_input();
  } else if (!is_reachable(path)) {
    file.refusal = kLinkOutside;
  } else {
    file = read_regular_file(path);
  }
  if (!file.text) {
    refusals_.insert_or_assign(path, file.refusal);
  }
  return std::move(file.text);
}

void DiskFiles::tell_why(Issues& issues, const SourceMap& sources) const {
  for (Issue& issue : issues) {
    if (issue.code != "include.no-file") {
      continue;
    }
    for (const auto& [path, refusal] : refusals_) {
      const std::string named = in_backticks(path);
      const bool is_included = issue.message.find(named) != std::string::npos;
      const bool is_scenario = !is_included && sources.name(issue.where.file) == path;
      if (is_included || is_scenario) {
        issue.message = is_included ? "file " + named : "the file";
        issue.message.append(" ").append(refusal);
        issue.hint = refusal == kLinkOutside ? "--allow-outside lets it" : issue.hint;
        break;
      }
    }
  }
}

FoundScenarios find_scenarios(const std::vector<std::string>& paths) {
  FoundScenarios found;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-" || fs::is_regular_file(path, error)) {
      found.paths.push_back(path);
    } else if (fs::is_directory(path, error)) {
      std::string fault;
      const std::vector<std::string> files = json_files_below(path, fault);
      std::copy_if(files.begin(), files.end(), std::back_inserter(found.paths), says_scenario);
      if (!fault.empty()) {
        found.faults.push_back(fault);
      }
    } else {
      found.faults.push_back(path + ": " + refusal_of(fs::status(path, error)));
    }
  }
  std::vector<std::string> once;
  for (std::string& path : found.paths) {
    if (std::find(once.begin(), once.end(), path) == once.end()) {
      once.push_back(std::move(path));
    }
  }
  found.paths = std::move(once);
  return found;
}

}  // namespace replisim
