#include "bot/app/preview/preview.h"

#include <nlohmann/json.hpp>

#include "bot/app/preview/coming.h"
#include "bot/app/preview/page_files.h"
#include "bot/platforms/drawing_files.h"
#include "handlers/dispatch.h"
#include "handlers/item_card.h"

namespace allybot::app {
namespace {

using Json = nlohmann::ordered_json;
using platforms::PageFile;

constexpr const char* kAssets = "/preview/";
constexpr const char* kIndex = "index.html";
constexpr const char* kShelfPath = "/preview/shelf";
constexpr const char* kItemPath = "/preview/item";
constexpr const char* kComingPath = "/preview/coming";

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string path_of(const PageFile& file) { return file.name == kIndex ? "/" : kAssets + std::string(file.name); }

std::vector<PageFile> files() {
  std::vector<PageFile> all;
  for (const auto& some : {preview::page_files(), platforms::drawing::page_files()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
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

Result<std::unique_ptr<Preview>> Preview::make(const Shelf& shelf, const std::vector<platforms::Platform>& platforms,
                                               PreviewOptions options, const Clock& clock) {
  auto showcase = Showcase::make(platforms, options.command, [&shelf](std::string_view language, std::string_view key) {
    return shelf.current()->library->phrase(language.empty() ? "en" : language, key);
  });
  if (!showcase) return tl::unexpected(showcase.error());
  return std::unique_ptr<Preview>(new Preview(shelf, std::move(options), clock, std::move(*showcase)));
}

std::vector<http::Route> Preview::routes() const {
  std::vector<std::string> paths{kShelfPath, kItemPath, kComingPath};
  for (const PageFile& file : files()) paths.push_back(path_of(file));
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
  for (const PageFile& file : files())
    if (request.path == path_of(file)) {
      http::Response response = http::text_response(200, std::string(file.bytes));
      response.content_type = file.content_type;
      return response;
    }
  const auto shelved = shelf_.current();
  if (request.path == kShelfPath) {
    if (http::form_field(request.query, "turn").value_or("") == std::to_string(shelved->turn))
      return http::json_response(dumped({{"turn", shelved->turn}}));
    return http::json_response(shelf_json(*shelved));
  }
  const library::Item* item = shelved->at(http::form_field(request.query, "path").value_or(""));
  if (item == nullptr) return http::error_response({Code::NotFound, "preview: no such item", {}});
  return request.path == kComingPath ? coming(*shelved, *item) : http::json_response(item_json(*shelved, *item));
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
  using handlers::Showing;
  const handlers::Speaker speaker{*shelved.library, item.language, "/" + options_.command};
  std::vector<Showcase::Exhibit> exhibits{
      {"Posted in a channel", handlers::item_card(speaker, item, Showing::Public, item.kind), Showcase::As::Post},
      {{}, handlers::item_card(speaker, item, Showing::Private, item.kind), Showcase::As::Answer},
      {"Answered, before everybody", handlers::item_card(speaker, item, Showing::Posted, item.kind), Showcase::As::Open}};
  if (item.kind == "myths")
    exhibits.push_back({"After Fact was pressed",
                        handlers::reveal_card(speaker, item, Showing::Public, handlers::Vote::Fact, item.kind),
                        Showcase::As::Post});
  Json sources = Json::array(), findings = Json::array();
  for (const std::string& id : item.sources)
    if (const library::Source* source = shelved.library->source(id)) sources.push_back(source_json(*source));
  for (const library::Finding& finding : shelved.library->findings())
    if (finding.path == item.path)
      findings.push_back({{"line", finding.line}, {"message", finding.message}, {"hint", finding.hint}});
  const std::vector<Card> judged = handlers::Dispatcher::sample_cards(*shelved.library, item);
  return dumped({{"path", item.path},
                 {"id", item.id.str()},
                 {"title", item.title},
                 {"language", item.language},
                 {"draft", item.draft},
                 {"findings", findings},
                 {"sources", sources},
                 {"platforms", showcase_->on_all(exhibits, judged, item.language)}});
}

http::Response Preview::coming(const Shelved& shelved, const library::Item& item) const {
  if (options_.store == nullptr) return http::json_response(R"({"known":false})");
  const auto coming = store::read<ComingPosts>(*options_.store, [&](store::Reader& tx) {
    return coming_posts(*shelved.library, item, options_.defaults, clock_.now(), tx);
  });
  if (!coming) return http::error_response(coming.error());
  Json posts = Json::array();
  for (const ComingPost& post : coming->posts)
    posts.push_back({{"channel", post.channel.str()},
                     {"plan", post.plan.str()},
                     {"at", to_rfc3339(post.at)},
                     {"zone", post.zone},
                     {"chance", name_of(post.chance)}});
  return http::json_response(dumped({{"known", true}, {"all_asked", coming->all_asked}, {"posts", posts}}));
}

}  // namespace allybot::app
