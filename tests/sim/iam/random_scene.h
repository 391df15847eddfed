#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/sim/iam/scene.h"

namespace replisim {

/// Choices from a seed: the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// 0 to `count` - 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  template <typename T>
  const T& pick(const std::vector<T>& values) {
    return values[below(values.size())];
  }
  template <typename T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t i = values.size(); i > 1; --i) {
      std::swap(values[i - 1], values[below(i)]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

struct RandomSceneOptions {
  /// Patterns under the Arn operators that are no ARNs: an error, which depends on the order of
  /// the values.
  bool arn_faults = true;
};

/// Policies of every layer, few enough that they meet, and a question. One scene in eight has a
/// policy with more statements than an index is made for.
Scene random_scene(Dice& dice, const RandomSceneOptions& options = {});

/// Another question of the same caller and account, for the policies of a scene.
Asked random_question(Dice& dice, const Scene& scene);

Statement random_statement(Dice& dice, const Scene& scene, PolicyKind kind, Effect effect,
                           const RandomSceneOptions& options = {});

/// From `REPLISIM_SEED`, else one that stays the same; printed where something fails.
std::uint64_t first_seed();
/// `every_run`, or a thousand times as many where `REPLISIM_NIGHTLY` is 1.
std::size_t scene_count(std::size_t every_run);

}  // namespace replisim
