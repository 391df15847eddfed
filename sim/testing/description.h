#pragma once

#include <memory>
#include <string>

#include "sim/testing/document.h"

namespace replisim::testing {

/// The world as it was put together: what builders write to.
class Description {
 public:
  Description();
  Description(const Description& other);
  Description& operator=(const Description&) = delete;

  /// To be changed: whoever plays this world begins anew. Throws `BadWorld` where it was loaded.
  DocumentNode& change();
  [[nodiscard]] const DocumentNode& root() const { return *root_; }
  [[nodiscard]] DocumentNode& node() { return *root_; }
  [[nodiscard]] std::string next_key_id();

  bool is_changed = true;  ///< since it was last played
  bool is_loaded = false;  ///< from a scenario, which builders cannot change

 private:
  std::unique_ptr<DocumentNode> root_;
  int key_count_ = 0;
};

}  // namespace replisim::testing
