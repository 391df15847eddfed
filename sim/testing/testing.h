#pragma once

/// All that a GoogleTest test of policies and replication needs; begin with world.h.
///
///   #include <gmock/gmock.h>
///   #include <gtest/gtest.h>
///   #include "sim/testing/testing.h"
///
/// In the test all names of `replisim::testing` may be used, but not those of `replisim` with them:
/// its `World` and `DeniedBy` are others.
///
/// world.h: worlds, and what one does in them · builders.h: what they are made of · policy.h:
/// statements, JSON, files · matchers.h: what comes of an action · access.h: what callers may do.

#include "sim/testing/access.h"    // IWYU pragma: export
#include "sim/testing/matchers.h"  // IWYU pragma: export
#include "sim/testing/world.h"     // IWYU pragma: export
