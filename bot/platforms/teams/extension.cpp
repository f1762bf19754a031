#include "bot/platforms/teams/extension.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/card_text.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/numbered.h"
#include "bot/platforms/teams/card.h"
#include "bot/platforms/teams/limits.h"

namespace allybot::platforms::teams {
namespace {

using Json = nlohmann::ordered_json;

/// A number of a page that may be left out; nothing when it is no such number.
std::optional<std::size_t> paging(const nlohmann::json& value, std::string_view name, std::size_t usual) {
  if (find(value, {"queryOptions", name}) == nullptr) return usual;
  const auto number = number_at(value, {"queryOptions", name});
  if (!number || *number < 0) return std::nullopt;
  return static_cast<std::size_t>(*number);
}

/// The text of a preview is HTML. Quotes stay: between tags they need no escape.
std::string preview_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

std::string extension_of(const std::string& inner) { return "{\"composeExtension\":" + inner + '}'; }

/// What shows nothing is refused.
std::string or_ellipsis(const std::string& text) { return text.empty() ? std::string("\xE2\x80\xA6") : text; }

std::string sentence_of(const Card& card) {
  std::string text = or_ellipsis(printable(fallback_text(card, kSentence.most)));
  return extension_of(dumped(Json{{"type", "message"}, {"text", std::move(text)}}));
}

}  // namespace

std::optional<Search> read_query(const nlohmann::json& value) {
  if (text_at(value, {"commandId"}) != kSearchCommand) return std::nullopt;
  const auto skip = paging(value, "skip", 0);
  const auto count = paging(value, "count", kOffers.most);
  const nlohmann::json* parameters = find(value, {"parameters"});
  if (!skip || !count || parameters == nullptr || !parameters->is_array()) return std::nullopt;
  Search search{{}, {}, *skip, std::min(*count, kOffers.most)};
  for (const nlohmann::json& one : *parameters) {  // before anything is typed there is another one, initialRun
    if (text_at(one, {"name"}) != kSearchWords) continue;
    const nlohmann::json* words = find(one, {"value"});
    if (words == nullptr || !words->is_string()) return std::nullopt;
    search.text = to_nfc(trim(words->get_ref<const std::string&>()));
  }
  return search;
}

std::string dialog_body(const std::string& attachment) {
  return R"({"task":{"type":"continue","value":{"width":"medium","height":"medium","card":)" + attachment + "}}}";
}

std::string ExtensionAnswers::body(const Reply& reply) {
  if (const auto* answer = std::get_if<Answer>(&reply)) return sentence_of(answer->card);
  std::string list = R"({"type":"result","attachmentLayout":"list","attachments":[)";
  if (const auto* offers = std::get_if<Offers>(&reply))
    for (std::size_t i = 0; i < std::min(offers->all.size(), kOffers.most); ++i)
      list += (i > 0 ? "," : "") + attachment(offers->all[i]);
  return extension_of(list + "]}");
}

std::string ExtensionAnswers::attachment(const Offers::Offer& offer) {
  const Card card = with_links_alone(offer.card);
  const auto made = cache_.get(card.cache_key, [&] {
    Cutter cutter;
    Json whole = Json::parse(adaptive_message(card, {}, attachment_dialect(), cutter));
    Json preview{{"title", or_ellipsis(cut(printable(trim(card.title)), kPreviewTitle))},
                 {"text", cut_escaped(printable(trim(offer.teaser)), kPreviewText, preview_text)}};
    whole["preview"] = Json{{"contentType", "application/vnd.microsoft.card.thumbnail"}, {"content", std::move(preview)}};
    return dumped(whole);
  });
  return made->filled({});
}

}  // namespace allybot::platforms::teams
