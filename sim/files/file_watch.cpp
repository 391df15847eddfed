#include "sim/files/file_watch.h"

#include <filesystem>
#include <system_error>

#include <sys/stat.h>

#include "sim/files/files.h"

namespace replisim {

FileStamp stamp_of(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0) {
    return {};
  }
  constexpr std::int64_t kSecond = 1'000'000'000;
  return {true, status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec, status.st_size,
          status.st_ino};
}

FileStamps stamps_of(const std::vector<std::string>& paths) {
  FileStamps stamps;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      stamps.emplace(path, stamp_of(path));
      continue;
    }
    std::string fault;
    for (const std::string& file : json_files_below(path, fault)) {
      stamps.emplace(file, stamp_of(file));
    }
  }
  return stamps;
}

namespace {

FileStamps look(const FileStamps& known, const std::vector<std::string>& paths) {
  FileStamps now = stamps_of(paths);
  for (const auto& [path, stamp] : known) {
    if (!now.contains(path)) {
      now.emplace(path, stamp_of(path));
    }
  }
  return now;
}

}  // namespace

bool wait_for_change(const FileStamps& known, const std::vector<std::string>& paths,
                     const std::function<bool()>& pause) {
  FileStamps now = known;
  while (now == known) {
    if (!pause()) {
      return false;
    }
    now = look(known, paths);
  }
  for (FileStamps before; now != before; now = look(known, paths)) {
    before = now;
    if (!pause()) {
      return false;
    }
  }
  return true;
}

}  // namespace replisim
