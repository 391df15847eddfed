#include "sim/replication/moment.h"

#include <string>

namespace replisim {

void Moment::set(Instant now) {
  if (is_set_ && now_ == now) {
    return;
  }
  is_set_ = true;
  now_ = now;
  const std::string time = format_rfc3339(now);
  const std::string seconds = std::to_string(now.milliseconds_since_epoch / 1000);
  for (RequestContext* context : {&service_, &session_, &caller_}) {
    context->set("aws:CurrentTime", time);
    context->set("aws:EpochTime", seconds);
    context->set("aws:SecureTransport", "true");
    context->set("aws:ViaAWSService", "false");
  }
  session_.set("aws:TokenIssueTime", time);
  if (settings_->has(Setting::InternalSourceIp)) {  // U38
    session_.set("aws:SourceIp", "10.0.0.1");
  }
}

}  // namespace replisim
