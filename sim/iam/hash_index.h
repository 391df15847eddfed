#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace replisim {

/// Numbers found by a hash: open addressing in one block. Several numbers may have one hash.
class HashIndex {
 public:
  void insert(std::uint64_t hash, std::uint32_t number) {
    if ((count_ + 1) * 2 > slots_.size()) {
      grow();
    }
    place(hash, number);
    ++count_;
  }

  /// Calls `visit(number)` for each number with the hash until it returns true; returns that.
  template <typename Visit>
  bool find(std::uint64_t hash, Visit&& visit) const {
    if (slots_.empty()) {
      return false;
    }
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = hash & mask; slots_[i].number != kEmpty; i = (i + 1) & mask) {
      if (slots_[i].hash == hash && visit(slots_[i].number)) {
        return true;
      }
    }
    return false;
  }

  void clear() {
    slots_.clear();
    count_ = 0;
  }
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  static constexpr std::uint32_t kEmpty = 0xFFFFFFFF;
  static constexpr std::size_t kSlotsMin = 8;
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t number = kEmpty;
  };

  void place(std::uint64_t hash, std::uint32_t number) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = hash & mask;
    while (slots_[i].number != kEmpty) {
      i = (i + 1) & mask;
    }
    slots_[i] = {hash, number};
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? kSlotsMin : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number != kEmpty) {
        place(slot.hash, slot.number);
      }
    }
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace replisim
