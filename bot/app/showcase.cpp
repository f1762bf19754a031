#include "bot/app/showcase.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/dialogue.h"
#include "bot/platforms/openly.h"
#include "bot/platforms/sentences.h"
#include "handlers/typed.h"

namespace allybot::app {
namespace {

using Json = nlohmann::ordered_json;
using platforms::Platform;

using Values = std::map<std::string, std::string, std::less<>>;

Result<void> add_settings(Values& values, const Platform& platform, const platforms::Example& example) {
  for (const platforms::Setting& setting : platform.settings) {
    if (!setting.required) continue;
    auto value = example.invented ? example.invented(setting.name) : Result<std::string>(std::string());
    if (!value) return tl::unexpected(value.error());
    values[setting.name] = value->empty() ? std::string(setting.example) : std::move(*value);
  }
  return {};
}

Json faults_json(const Platform& platform, const std::vector<Card>& cards) {
  Json told = Json::array();
  for (const Card& card : cards)
    for (const platforms::CardFault& fault : platform.faults(card)) {
      Json one{{"field", fault.field}, {"message", fault.message}};
      if (std::find(told.begin(), told.end(), one) == told.end()) told.push_back(std::move(one));
    }
  return told;
}

/// Before the message an adapter may write where it goes; one of text alone is given as it is.
Json message_in(const std::string& payload) {
  Json read = Json::parse(payload.substr(std::min(payload.find('{'), payload.size())), nullptr, false);
  return read.is_object() ? read : Json(payload);
}

}  // namespace

Showcase::Showcase()
    : client_(http::make_client()),
      buttons_(Secret(crypto::random_bytes(32)), std::nullopt,
               {[](const std::string&, const std::string&, TimePoint) {}, [](const std::string&) { return std::nullopt; }}) {}

Result<std::unique_ptr<Showcase>> Showcase::make(
    const std::vector<Platform>& platforms, const std::string& command,
    std::function<std::string(std::string_view language, std::string_view key)> phrase) {
  std::unique_ptr<Showcase> made(new Showcase);
  Values values;
  for (const Platform& platform : platforms) {
    const auto example = platforms::example_of(platform.name);
    if (!example) return tl::unexpected(example.error());
    if (auto added = add_settings(values, platform, *example); !added) return tl::unexpected(added.error());
    made->shown_.push_back({&platform, nullptr, example->origin});
  }
  const auto setting = [values = std::move(values)](std::string_view name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
  made->environment_ = std::make_unique<platforms::Environment>(
      platforms::Environment{setting, *made->client_, made->clock_, made->random_, made->buttons_, made->metrics_, command,
                             "https://bot.example.org", std::move(phrase)});
  for (Shown& shown : made->shown_) {
    auto adapter = shown.platform->make(*made->environment_);
    if (!adapter) return tl::unexpected(adapter.error());
    shown.adapter = std::move(*adapter);
  }
  return made;
}

std::string Showcase::sent(const Shown& shown, const Exhibit& exhibit, const std::string& language) const {
  platforms::Adapter& adapter = *shown.adapter;
  platforms::Dialogue dialogue(
      adapter.capabilities(), clock_,
      [this](std::string_view of, std::string_view key) { return platforms::sentence(*environment_, of, key); },
      [&language](const Origin&) { return language; }, &handlers::typed_for);
  Card card = exhibit.card;
  card.cache_key.clear();  // what is shown may be no part of the revision that the key names
  if (exhibit.as == As::Post || exhibit.as == As::Direct) {
    ChannelKey channel = shown.example.channel;
    if (exhibit.as == As::Direct) channel.channel = direct_channel(shown.example.member.member);
    const auto instead = dialogue.post(card, channel, language);
    return adapter.post(instead ? *instead : card, channel, {}, clock_.now()).value_or(std::string());
  }
  Origin origin = shown.example;
  origin.language = language;
  const Reply reply = Answer{std::move(card)};
  const auto instead = dialogue.say(reply, origin);
  platforms::Rendered made = adapter.render(instead ? *instead : reply, origin, platforms::Timing::InRequest, clock_.now());
  if (!made.calls.empty()) return made.calls.front().payload;
  return made.response ? made.response->body : std::string();
}

Json Showcase::on_all(const std::vector<Exhibit>& exhibits, const std::vector<Card>& judged, const std::string& language) const {
  Json on = Json::array();
  for (const Shown& shown : shown_) {
    const platforms::Capabilities& able = shown.adapter->capabilities();
    Json drawn = Json::array();
    for (const Exhibit& exhibit : exhibits) {
      if (!able.hears && exhibit.as != As::Post) continue;  // nobody asks there, and nobody is written to alone
      if (platforms::answers_openly(able) != (exhibit.as == As::Open)) continue;  // nothing is said there but before everybody
      const std::string text = plain_text(exhibit.card);
      const char* answered = able.private_answers ? "Answered, for one person alone" : "Answered, in a direct message";
      drawn.push_back({{"name", exhibit.as == As::Answer ? answered : exhibit.name},
                       {"message", message_in(sent(shown, exhibit, language))},
                       {"characters", count_code_points(text)}});
    }
    if (drawn.empty()) continue;
    on.push_back({{"platform", shown.platform->name},
                  {"most_text", able.most_text},
                  {"most_buttons", able.most_buttons},
                  {"faults", faults_json(*shown.platform, judged)},
                  {"cards", drawn}});
  }
  return on;
}

std::string Showcase::page_json(const std::vector<Exhibit>& exhibits, const std::vector<Card>& judged,
                                const std::string& language) const {
  return Json{{"language", language}, {"platforms", on_all(exhibits, judged, language)}}.dump(-1, ' ', false,
                                                                                              Json::error_handler_t::replace);
}

}  // namespace allybot::app
