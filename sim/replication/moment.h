#pragma once

#include "model/instant.h"
#include "sim/iam/request.h"
#include "sim/replication/settings.h"

namespace replisim {

/// The condition keys that follow from when and over what line a call is made: layers of request
/// contexts, which stay where they are while their values change.
class Moment {
 public:
  explicit Moment(const Settings& settings) : settings_(&settings) {}
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

  void set(Instant now);

  /// Of a service that calls in its own name.
  [[nodiscard]] const RequestContext& of_service() const { return service_; }
  /// Of a role's session that a service uses (5.4 of the dossier).
  [[nodiscard]] const RequestContext& of_session() const { return session_; }
  /// Of a caller of the API.
  [[nodiscard]] const RequestContext& of_caller() const { return caller_; }

 private:
  const Settings* settings_;
  Instant now_;
  bool is_set_ = false;
  RequestContext service_;
  RequestContext session_;
  RequestContext caller_;
};

}  // namespace replisim
