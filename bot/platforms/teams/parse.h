// Reads what the Bot Connector sent, once it is proven: messages, presses, forms, searches and changes of places, as our own
// values.
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference (Activity)
// Must never let a press count for a place that it does not come from: the value in it is what the client sends.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "bot/core/inbound.h"
#include "bot/core/time.h"
#include "bot/platforms/authentic.h"
#include "bot/platforms/buttons.h"
#include "bot/platforms/teams/people.h"
#include "bot/platforms/teams/route.h"

namespace allybot::platforms::teams {

/// Any thread may call it.
class Parser {
 public:
  /// `say` gives the adapter's own sentences by language and key.
  Parser(const Buttons& buttons, std::string tenant_id, std::string client_id, People& people,
         std::function<std::string(std::string_view language, std::string_view key)> say)
      : buttons_(buttons),
        tenant_id_(std::move(tenant_id)),
        client_id_(std::move(client_id)),
        people_(people),
        say_(std::move(say)) {}

  Inbound parse(const Authentic& request, TimePoint now) const;

 private:
  /// The parts of an activity that every kind has.
  struct Envelope {
    std::string type;
    std::string conversation;  ///< without its thread
    bool personal = false;
    Origin origin;
  };
  Envelope envelope(const nlohmann::json& activity) const;
  void learn(const nlohmann::json& activity, const Envelope& from) const;

  Inbound message(const nlohmann::json& activity, Envelope from, bool readable, TimePoint now) const;
  Inbound invoked(const nlohmann::json& activity, Envelope from, bool readable, TimePoint now) const;
  Inbound said(const nlohmann::json& activity, Envelope from, bool readable) const;
  /// `data`: ours, and the values of inputs beside it.
  Inbound pressed(const nlohmann::json& data, Envelope from, Route route, TimePoint now) const;
  Inbound conversation_changed(const nlohmann::json& activity, Envelope from) const;
  Inbound installation_changed(const nlohmann::json& activity, Envelope from) const;

  bool is_us(const nlohmann::json& account, const nlohmann::json& activity) const;
  Inbound unusable(Origin origin, Code code, const char* for_log, std::string_view key) const;

  const Buttons& buttons_;
  const std::string tenant_id_, client_id_;
  People& people_;
  std::function<std::string(std::string_view language, std::string_view key)> say_;
};

}  // namespace allybot::platforms::teams
