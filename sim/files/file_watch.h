#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace replisim {

/// What tells one state of a file from the next without reading it. Editors that write a new file
/// and rename it change the inode.
struct FileStamp {
  bool exists = false;
  std::int64_t modified_nanoseconds = 0;
  std::int64_t size_bytes = 0;
  std::uint64_t inode = 0;

  bool operator==(const FileStamp&) const = default;
};

/// By path.
using FileStamps = std::map<std::string, FileStamp>;

FileStamp stamp_of(const std::string& path);

/// Of files as they are, and of all files below folders that may be scenarios.
FileStamps stamps_of(const std::vector<std::string>& paths);

/// Returns once something is no longer as `known` has it: one of its files, or what there is at
/// `paths`. Looks again and again rather than being told, which every file system can do; and waits
/// until nothing changes any more, since editors and `git` write in steps. False: `pause`
/// says that nobody waits any more.
bool wait_for_change(const FileStamps& known, const std::vector<std::string>& paths,
                     const std::function<bool()>& pause);

}  // namespace replisim
