// Laws of the evaluation, held against random scenes: what may not matter, and which way each
// change can move a decision.

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sim/iam/random_scene.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

constexpr std::size_t kScenes = 2'000;

using VisitDocument = std::function<void(PolicyDocument&, PolicyKind)>;

void for_each_document(Scene& scene, const VisitDocument& visit) {
  const auto each = [&visit](std::vector<PolicyDocument>& documents, PolicyKind kind) {
    for (PolicyDocument& document : documents) {
      visit(document, kind);
    }
  };
  each(scene.identity, PolicyKind::Identity);
  each(scene.session, PolicyKind::Session);
  for (std::vector<PolicyDocument>& level : scene.service_control) {
    each(level, PolicyKind::ServiceControl);
  }
  for (std::vector<PolicyDocument>& level : scene.resource_control) {
    each(level, PolicyKind::ResourceControl);
  }
  if (scene.boundary) {
    visit(*scene.boundary, PolicyKind::PermissionsBoundary);
  }
  if (scene.endpoint) {
    visit(*scene.endpoint, PolicyKind::VpcEndpoint);
  }
  if (scene.resource_policy) {
    visit(*scene.resource_policy, resource_policy_kind(scene.authority));
  }
}

bool is_allowed(const Scene& scene) {
  return ask(scene).decision == Decision::Allow;
}

class LawTest : public ::testing::Test {
 protected:
  // Calls `check` for so many scenes, until one fails.
  static void for_each_scene(const RandomSceneOptions& options,
                             const std::function<void(Dice&, Scene)>& check) {
    for (std::size_t i = 0; i < scene_count(kScenes) && !HasFailure(); ++i) {
      SCOPED_TRACE("REPLISIM_SEED=" + std::to_string(first_seed() + i));
      Dice dice(first_seed() + i);
      check(dice, random_scene(dice, options));
    }
  }

  static void add_statements(Dice& dice, Scene& scene, Effect effect) {
    for_each_document(scene, [&](PolicyDocument& document, PolicyKind kind) {
      if (dice.chance(40)) {
        document.statements.push_back(random_statement(dice, scene, kind, effect));
      }
    });
  }
};

TEST_F(LawTest, ADenyAddedNeverAllowsMore) {
  for_each_scene({}, [](Dice& dice, Scene scene) {
    const bool before = is_allowed(scene);
    const Scene original = scene;
    add_statements(dice, scene, Effect::Deny);
    EXPECT_TRUE(before || !is_allowed(scene)) << original << "became\n" << scene;
  });
}

TEST_F(LawTest, AnAllowAddedNeverDeniesMore) {
  for_each_scene({}, [](Dice& dice, Scene scene) {
    const bool before = is_allowed(scene);
    const Scene original = scene;
    add_statements(dice, scene, Effect::Allow);
    EXPECT_TRUE(!before || is_allowed(scene)) << original << "became\n" << scene;
  });
}

TEST_F(LawTest, AGrantAddedNeverDeniesMore) {
  for_each_scene({}, [](Dice& dice, Scene scene) {
    std::vector<Grant> grants = scene.grants;
    bool before = false;
    dice.shuffle(grants);
    for (std::size_t count = 0; count <= grants.size(); ++count) {
      scene.grants.assign(grants.begin(), grants.begin() + static_cast<std::ptrdiff_t>(count));
      const bool now = is_allowed(scene);
      EXPECT_TRUE(!before || now) << scene;
      before = now;
    }
  });
}

TEST_F(LawTest, OrderNeverMatters) {
  for_each_scene({}, [](Dice& dice, Scene scene) {
    const Answer before = ask(scene);
    for_each_document(scene, [&dice](PolicyDocument& document, PolicyKind /*kind*/) {
      dice.shuffle(document.statements);
      for (Statement& statement : document.statements) {
        dice.shuffle(statement.principals);
        dice.shuffle(statement.actions);
        dice.shuffle(statement.resources);
        dice.shuffle(statement.conditions);
      }
    });
    dice.shuffle(scene.identity);
    dice.shuffle(scene.session);
    dice.shuffle(scene.grants);
    dice.shuffle(scene.asked.context);
    const Answer after = ask(scene);
    EXPECT_EQ(before.decision, after.decision) << scene;
    EXPECT_EQ(before.denied_by, after.denied_by) << scene;
  });
}

// A pattern that is no ARN is an error where it is reached: that alone depends on the order.
TEST_F(LawTest, OrderOfConditionValuesNeverMatters) {
  for_each_scene({.arn_faults = false}, [](Dice& dice, Scene scene) {
    const Answer before = ask(scene);
    for_each_document(scene, [&dice](PolicyDocument& document, PolicyKind /*kind*/) {
      for (Statement& statement : document.statements) {
        for (ConditionEntry& condition : statement.conditions) {
          dice.shuffle(condition.values);
        }
      }
    });
    for (ContextEntry& entry : scene.asked.context) {
      dice.shuffle(entry.values);
    }
    const Answer after = ask(scene);
    EXPECT_EQ(before.decision, after.decision) << scene;
    EXPECT_EQ(before.denied_by, after.denied_by) << scene;
  });
}

TEST_F(LawTest, ABoundaryAndAnIdentityPolicyNeverExceedEither) {
  for_each_scene({}, [](Dice& dice, Scene scene) {
    scene.authority = ResourceAuthority::Ordinary;
    scene.resource_policy.reset();
    scene.grants.clear();
    scene.boundary = dice.chance(50) || scene.identity.empty() ? full_access() : scene.identity[0];
    add_statements(dice, scene, Effect::Allow);
    Scene without_boundary = scene;
    without_boundary.boundary.reset();
    Scene boundary_alone = without_boundary;
    boundary_alone.identity = {*scene.boundary};
    if (is_allowed(scene)) {
      EXPECT_TRUE(is_allowed(without_boundary)) << scene;
      EXPECT_TRUE(is_allowed(boundary_alone)) << scene;
    }
  });
}

// --- what is not known ---

// What might stand in a policy, from nothing to everything.
void complete(Dice& dice, const Scene& scene, PolicyDocument& document, PolicyKind kind) {
  const bool has_principal = kind != PolicyKind::Identity &&
                             kind != PolicyKind::PermissionsBoundary &&
                             kind != PolicyKind::Session && kind != PolicyKind::ServiceControl;
  const Effect effect = dice.chance(60) ? Effect::Allow : Effect::Deny;
  PolicyDocument everything = has_principal ? full_access_for_all() : full_access();
  Statement all = everything.statements.front();
  all.effect = effect;
  if (dice.chance(30) && has_principal) {
    all.principals.front() = {
        .type = PrincipalEntry::Type::Aws, .text = scene.asked.principal.iam_arn, .where = {}};
  }
  document.incomplete = false;
  if (dice.chance(60)) {
    document.statements.push_back(all);
  } else if (dice.chance(70)) {
    document.statements.push_back(random_statement(dice, scene, kind, effect));
  }
}

TEST_F(LawTest, WhatIsDecidedIsSoWhateverTheRestSays) {
  constexpr std::size_t kCompletions = 8;
  for_each_scene({}, [](Dice& dice, Scene scene) {
    EXPECT_NE(ask(scene).decision, Decision::Unknown) << "all is known\n" << scene;
    for_each_document(scene, [&dice](PolicyDocument& document, PolicyKind /*kind*/) {
      document.incomplete = dice.chance(30);
    });
    const Decision decision = ask(scene).decision;
    for (std::size_t i = 0; i < kCompletions && decision != Decision::Unknown; ++i) {
      Scene completed = scene;
      for_each_document(completed, [&](PolicyDocument& document, PolicyKind kind) {
        if (document.incomplete) {
          complete(dice, scene, document, kind);
        }
      });
      EXPECT_EQ(is_allowed(completed), decision == Decision::Allow) << scene << "became\n"
                                                                    << completed;
    }
  });
}

// … and what is called unknown may come out both ways, if only everything may stand there.
TEST_F(LawTest, WhatIsUnknownMayComeOutEitherWay) {
  for_each_scene({}, [](Dice& dice, Scene scene) {
    for_each_document(scene, [&dice](PolicyDocument& document, PolicyKind /*kind*/) {
      document.incomplete = dice.chance(30);
    });
    if (ask(scene).decision != Decision::Unknown) {
      return;
    }
    for (const Effect effect : {Effect::Allow, Effect::Deny}) {
      Scene completed = scene;
      for_each_document(completed, [effect](PolicyDocument& document, PolicyKind /*kind*/) {
        if (document.incomplete) {
          document.incomplete = false;
          Statement all = full_access_for_all().statements.front();
          all.effect = effect;
          document.statements.push_back(all);
        }
      });
      EXPECT_EQ(is_allowed(completed), effect == Effect::Allow) << scene << "became\n" << completed;
    }
  });
}

}  // namespace
}  // namespace replisim
