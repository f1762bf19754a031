#include "bot/http/responder.h"

#include "bot/http/status.h"

namespace allybot::http {

Responder::Responder(std::shared_ptr<Channel> channel) : channel_(std::move(channel)) {}
Responder::Responder(Responder&&) noexcept = default;

Responder& Responder::operator=(Responder&& other) noexcept {
  if (this != &other) {
    Responder dropped(std::move(*this));  // answers 500 for a request that would be left without
    channel_ = std::move(other.channel_);
  }
  return *this;
}

Responder::~Responder() {
  if (channel_) channel_->respond(text_response(500, std::string(reason_of(500))));
}

void Responder::operator()(Response response) {
  if (const auto channel = std::move(channel_)) channel->respond(std::move(response));
}

}  // namespace allybot::http
