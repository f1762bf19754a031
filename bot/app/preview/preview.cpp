#include "bot/app/preview/preview.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/app/preview/page_files.h"
#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/platforms/google_chat/account.h"
#include "handlers/dispatch.h"
#include "handlers/item_card.h"

namespace allybot::app {
namespace {

using Json = nlohmann::ordered_json;
using platforms::CardFault;
using platforms::Environment;
using platforms::Platform;

constexpr const char* kAssets = "/preview/";
constexpr const char* kIndex = "index.html";
constexpr const char* kShelfPath = "/preview/shelf";
constexpr const char* kItemPath = "/preview/item";
/// Between them every platform's form of a channel's id.
constexpr const char* kChannels[] = {"100000000000000001", "aaaaaaaaaaaaaaaaaaaaaaaaaa", "!preview:example.org",
                                     "19:preview@thread.tacv2", "engineering"};

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// What stands for a setting where nothing is sent: its own example, or a key that was made for this run.
std::optional<std::string> invented(const std::vector<Platform>& all, const std::string& account, std::string_view name) {
  for (const Platform& platform : all)
    for (const platforms::Setting& setting : platform.settings)
      if (setting.name == name && setting.required)
        return setting.name == "GOOGLECHAT_SERVICE_ACCOUNT" ? account : setting.example;
  return std::nullopt;
}

Json faults_json(const Platform& platform, const std::vector<Card>& cards) {
  Json told = Json::array();
  for (const Card& card : cards)
    for (const CardFault& fault : platform.faults(card)) {
      Json one{{"field", fault.field}, {"message", fault.message}};
      if (std::find(told.begin(), told.end(), one) == told.end()) told.push_back(std::move(one));
    }
  return told;
}

Json source_json(const library::Source& source) {
  return {{"id", source.id},
          {"claim", source.claim},
          {"number", source.number},
          {"population", source.population},
          {"publisher", source.publisher},
          {"year", source.year},
          {"title", source.title},
          {"url", source.url},
          {"support", source.support},
          {"confidence", source.confidence},
          {"caveat", source.caveat},
          {"flag", source.flag}};
}

}  // namespace

Preview::Preview(const Shelf& shelf)
    : shelf_(shelf),
      client_(http::make_client()),
      buttons_(Secret(crypto::random_bytes(32)), std::nullopt,
               {[](const std::string&, const std::string&, TimePoint) {}, [](const std::string&) { return std::nullopt; }}) {}

Result<std::unique_ptr<Preview>> Preview::make(const Shelf& shelf, const std::vector<Platform>& platforms,
                                               const std::string& command) {
  auto account = platforms::google_chat::invented_account();
  if (!account) return tl::unexpected(account.error());
  std::unique_ptr<Preview> made(new Preview(shelf));
  made->command_ = command;
  made->environment_ = std::make_unique<Environment>(Environment{
      [&platforms, account = std::move(*account)](std::string_view name) { return invented(platforms, account, name); },
      *made->client_, made->clock_, made->random_, made->buttons_, made->metrics_, command, "https://bot.example.org",
      [&shelf](std::string_view language, std::string_view key) {
        return shelf.current()->library->phrase(language.empty() ? "en" : language, key);
      }});
  for (const Platform& platform : platforms)
    if (auto added = made->add(platform, *made->environment_); !added) return tl::unexpected(added.error());
  return made;
}

Result<void> Preview::add(const Platform& platform, const Environment& environment) {
  auto adapter = platform.make(environment);
  if (!adapter) return tl::unexpected(adapter.error());
  for (const char* id : kChannels) {
    const ChannelKey channel{PlatformId(platform.name), WorkspaceId("teams"), ChannelId(id)};
    if (!(*adapter)->post({}, channel, {}, clock_.now())) continue;
    shown_.push_back({&platform, std::move(*adapter), channel});
    return {};
  }
  return fail(Code::Internal, platform.name + " takes none of the preview's channels");
}

std::vector<http::Route> Preview::routes() const {
  std::vector<std::string> paths{"/", kShelfPath, kItemPath};
  for (const preview::PageFile& file : preview::page_files())
    if (file.name != kIndex) paths.push_back(kAssets + std::string(file.name));
  std::vector<http::Route> routes;
  for (std::string& path : paths)
    routes.push_back({http::Method::Get, std::move(path), {}, 0, [this](http::RawRequest&& raw, http::Responder&& respond) {
                        http::Response response = answer(std::move(raw));
                        for (const auto& header : platforms::playground::safe_headers()) response.headers.emplace_back(header);
                        respond(std::move(response));
                      }});
  return routes;
}

http::Response Preview::answer(http::RawRequest&& raw) const {
  const auto proven = guard_.verify(std::move(raw));
  if (!proven) return http::error_response(proven.error());
  const http::RawRequest& request = proven->raw();
  if (request.path == kShelfPath || request.path == kItemPath) {
    const auto shelved = shelf_.current();
    if (request.path == kShelfPath) {
      if (http::form_field(request.query, "turn").value_or("") == std::to_string(shelved->turn))
        return http::json_response(dumped({{"turn", shelved->turn}}));
      return http::json_response(shelf_json(*shelved));
    }
    const library::Item* item = shelved->at(http::form_field(request.query, "path").value_or(""));
    if (item == nullptr) return http::error_response({Code::NotFound, "preview: no such item", {}});
    return http::json_response(item_json(*shelved, *item));
  }
  for (const preview::PageFile& file : preview::page_files())
    if (request.path == (file.name == kIndex ? "/" : kAssets + std::string(file.name))) {
      http::Response response = http::text_response(200, std::string(file.bytes));
      response.content_type = file.content_type;
      return response;
    }
  return http::empty_response(404);
}

std::string Preview::shelf_json(const Shelved& shelved) const {
  Json items = Json::array(), broken = Json::array();
  for (const auto& item : shelved.items)
    items.push_back({{"path", item->path}, {"id", item->id.str()}, {"language", item->language}, {"title", item->title}});
  for (const library::Quarantined& file : shelved.library->quarantined())
    broken.push_back({{"path", file.path}, {"line", file.line}, {"column", file.column}, {"message", file.message}});
  return dumped({{"turn", shelved.turn}, {"items", items}, {"broken", broken}});
}

std::string Preview::item_json(const Shelved& shelved, const library::Item& item) const {
  const handlers::Speaker speaker{*shelved.library, item.language, command_};
  std::vector<std::pair<const char*, Card>> cards{
      {"In a channel", handlers::item_card(speaker, item, handlers::Showing::Public, item.kind)}};
  if (item.kind == "myths")
    cards.emplace_back("After Fact was pressed",
                       handlers::reveal_card(speaker, item, handlers::Showing::Public, handlers::Vote::Fact, item.kind));
  const std::vector<Card> all = handlers::Dispatcher::sample_cards(*shelved.library, item);

  Json on = Json::array();
  for (const Shown& shown : shown_) {
    const platforms::Capabilities& able = shown.adapter->capabilities();
    Json drawn = Json::array();
    for (auto& [name, card] : cards) {
      card.cache_key.clear();  // a draft is no part of the revision that the key names
      const auto payload = shown.adapter->post(card, shown.channel, {}, clock_.now());
      // Before the message an adapter may write where it goes; one of text alone is given as it is.
      const std::string message = payload ? payload->substr(std::min(payload->find('{'), payload->size())) : std::string();
      const Json read = Json::parse(message, nullptr, false);
      drawn.push_back({{"name", name},
                       {"message", read.is_object() ? read : Json(payload ? *payload : "")},
                       {"text", plain_text(card)},
                       {"characters", count_code_points(plain_text(card))},
                       {"buttons", card.buttons.size()}});
    }
    on.push_back({{"platform", shown.platform->name},
                  {"most_text", able.most_text},
                  {"most_buttons", able.most_buttons},
                  {"faults", faults_json(*shown.platform, all)},
                  {"cards", drawn}});
  }

  Json sources = Json::array(), findings = Json::array();
  for (const std::string& id : item.sources)
    if (const library::Source* source = shelved.library->source(id)) sources.push_back(source_json(*source));
  for (const library::Finding& finding : shelved.library->findings())
    if (finding.path == item.path)
      findings.push_back({{"line", finding.line}, {"message", finding.message}, {"hint", finding.hint}});
  return dumped({{"path", item.path},
                 {"id", item.id.str()},
                 {"title", item.title},
                 {"language", item.language},
                 {"draft", item.draft},
                 {"findings", findings},
                 {"sources", sources},
                 {"platforms", on}});
}

}  // namespace allybot::app
