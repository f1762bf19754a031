#include "bot/platforms/discord/registered.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/core/text.h"
#include "bot/platforms/discord/manifest.h"
#include "bot/platforms/discord/message.h"
#include "bot/platforms/discord/route.h"
#include "bot/platforms/json_read.h"

namespace allybot::platforms::discord {
namespace {

using Json = nlohmann::ordered_json;
using nlohmann::json;

constexpr std::size_t kMostReasons = 10;
constexpr const char* kNothingChanged = " Nothing was changed.";
constexpr const char* kCompared[] = {"description",  "type",       "required",
                                     "autocomplete", "min_length", "max_length",
                                     "choices",      "nsfw",       "default_member_permissions"};
constexpr const char* kComparedEverywhere[] = {"integration_types", "contexts"};

/// Discord leaves out, or writes out, what nobody set.
Json value_at(const Json& from, const char* name) {
  const auto found = from.find(name);
  if (found == from.end() || *found == Json(false) || found->empty()) return {};
  Json value = *found;
  if (value.is_array()) std::sort(value.begin(), value.end());
  return value;
}

std::string shown(const Json& value) { return value.is_null() ? "nothing" : printable(dumped(value)); }

std::string name_of(const Json& one) {
  const auto found = one.is_object() ? one.find("name") : one.end();
  return found != one.end() && found->is_string() ? printable(found->get<std::string>()) : std::string("?");
}

const Json& list_in(const Json& from, const char* name) {
  static const Json none = Json::array();
  const auto found = from.is_object() ? from.find(name) : from.end();
  return found != from.end() && found->is_array() ? *found : none;
}

class Comparing {
 public:
  std::vector<std::string> lines;

  /// Commands, or the options of one, by their names. `before` stands before a name: "/", "/ally ".
  void all_of(const std::string& before, const Json& is, const Json& should_be) {
    std::vector<std::string> order_is, order_wanted;
    for (const Json& one : is) {
      if (find(should_be, one) == nullptr)
        lines.push_back("- " + before + name_of(one));
      else
        order_is.push_back(name_of(one));
    }
    for (const Json& one : should_be) {
      const Json* there = find(is, one);
      if (there == nullptr) {
        lines.push_back("+ " + before + name_of(one) + ": " + one.value("description", ""));
        continue;
      }
      order_wanted.push_back(name_of(one));
      this->one(before + name_of(one), *there, one);
    }
    if (order_is != order_wanted) lines.push_back("~ " + before + "...: in another order");
  }

 private:
  static const Json* find(const Json& in, const Json& like) {
    const auto type = [](const Json& of) { return of.is_object() ? of.value("type", Json(1)) : Json(); };
    for (const Json& one : in)
      if (name_of(one) == name_of(like) && type(one) == type(like)) return &one;
    return nullptr;
  }

  void value(const std::string& where, const Json& is, const Json& should_be) {
    if (is != should_be) lines.push_back("~ " + where + ": " + shown(is) + " -> " + shown(should_be));
  }

  void one(const std::string& path, const Json& is, const Json& should_be) {
    for (const char* field : kCompared) value(path + ' ' + field, value_at(is, field), value_at(should_be, field));
    for (const char* field : kComparedEverywhere)  // a server's own commands have none of these
      if (should_be.contains(field)) value(path + ' ' + field, value_at(is, field), value_at(should_be, field));
    for (const auto& [field, called] : {std::pair{"name_localizations", "name"}, {"description_localizations", "description"}})
      localised(path + ' ' + called, value_at(is, field), value_at(should_be, field));
    all_of(path + ' ', list_in(is, "options"), list_in(should_be, "options"));
  }

  void localised(const std::string& path, const Json& is, const Json& should_be) {
    std::vector<std::string> locales;
    for (const Json* of : {&is, &should_be})
      for (const auto& row : of->items()) locales.push_back(row.key());
    std::sort(locales.begin(), locales.end());
    locales.erase(std::unique(locales.begin(), locales.end()), locales.end());
    for (const std::string& locale : locales)
      value(path + " [" + printable(locale) + ']', value_at(is, locale.c_str()), value_at(should_be, locale.c_str()));
  }
};

/// What Discord says of an invalid form, by the names of what it is about: it counts them.
void reasons(const json& errors, const Json* about, const std::string& where, std::vector<std::string>& into) {
  if (!errors.is_object()) return;
  for (const auto& [key, inner] : errors.items()) {
    if (key == "_errors") {
      for (const json& one : inner)
        if (into.size() < kMostReasons) into.push_back(where + ": " + printable(text_at(one, {"message"})));
      continue;
    }
    std::int64_t index = 0;
    const bool counted =
        about != nullptr && about->is_array() && parse_number(key, index) && static_cast<std::size_t>(index) < about->size();
    const Json* part = nullptr;
    if (counted)
      part = &(*about)[static_cast<std::size_t>(index)];
    else if (about != nullptr && about->is_object() && about->contains(key))
      part = &about->at(key);
    const std::string name = counted ? name_of(*part) : printable(key);
    reasons(inner, part, key == "options" ? where : where + (where.empty() ? "/" : " ") + name, into);
  }
}

/// Why a call was not answered as it should have been, and what to do. `sent` is what was to be written.
Error why_not(const http::ClientOutcome& outcome, const Answered& answered, const std::string& application, const Json* sent) {
  const std::string reason = reason_of(outcome, answered);
  if (outcome.kind != http::ClientOutcome::Kind::Answered) {
    if (sent != nullptr && outcome.kind != http::ClientOutcome::Kind::NeverLeft)
      return {Code::Ambiguous,
              "Discord did not answer (" + reason + "), so it may have taken the commands. Run it again: it looks first.",
              {}};
    return {Code::Unavailable,
            "Discord cannot be reached: " + reason +
                ". Let this machine call https://discord.com (HTTPS_PROXY is honoured), or mend "
                "DISCORD_API_URL.",
            {}};
  }
  const SendOutcome means = outcome_of_step(outcome);
  if (answered.code == 30034)
    return {Code::TooMany, std::string("Discord takes 200 new commands a day. Try again tomorrow.") + kNothingChanged, {}};
  if (means.kind == SendOutcome::Kind::Wait)
    return {Code::TooMany,
            "Discord asks to wait for " + std::to_string((means.wait.count() + 999) / 1000) + " s." + kNothingChanged +
                " Run it again then.",
            {}};
  if (means.kind == SendOutcome::Kind::TokenDead)
    return {Code::Unauthorized,
            "Discord refuses DISCORD_BOT_TOKEN. Make a new one: discord.com/developers, the application, Bot, Reset Token.",
            {}};
  if (answered.status == 403 || answered.code == 10004)
    return {Code::Forbidden,
            "Discord does not let the bot (" + reason +
                "): it is not in that server, or was added without applications.commands. Add it: " + invitation(application),
            {}};
  if (answered.status / 100 == 4 && sent != nullptr) {
    std::vector<std::string> all;
    if (const json* errors = find(*answered.body, {"errors"}); errors != nullptr) reasons(*errors, sent, {}, all);
    const std::string said = all.empty() ? printable(text_at(*answered.body, {"message"})) : join(all, "; ");
    return {Code::Invalid,
            "Discord does not take the commands (" + reason + "): " + said + '.' + kNothingChanged +
                " Names and help come from phrases.yaml, the command's name from ALLYBOT_COMMAND.",
            {}};
  }
  return {Code::Unavailable, "Discord did not answer as it should: " + reason + ". Try again later.", {}};
}

}  // namespace

std::vector<std::string> differences(const Json& registered, const Json& wanted) {
  Comparing comparing;
  comparing.all_of("/", registered, wanted);
  return std::move(comparing.lines);
}

Result<Comparison> compare(const std::shared_ptr<const RestApi>& api, const RegistrationInput& input) {
  if (!input.server.empty() && !is_id(input.server))
    return fail(Code::Invalid, "A server of Discord's is named by its id, which is digits (Copy Server ID, in developer mode).");
  const http::ClientOutcome asked = api->get("/applications/@me");
  const Answered me = read_answer(asked);
  const std::string application = me.ok ? text_at(*me.body, {"id"}) : std::string();
  if (!is_id(application)) return tl::unexpected(why_not(asked, me, application, nullptr));
  const std::string path = "/applications/" + application + (input.server.empty() ? "" : "/guilds/" + input.server) + "/commands";
  const http::ClientOutcome listed = api->get(path + "?with_localizations=true");
  const Answered there = read_answer(listed);
  if (!there.ok || !there.body->is_array()) return tl::unexpected(why_not(listed, there, application, nullptr));

  Comparison made;
  const Json wanted = commands(input);
  made.differences = differences(Json(*there.body), wanted);
  made.write = [api, application, path, wanted]() -> Result<void> {
    const http::ClientOutcome outcome = api->put(path, dumped(wanted));
    const Answered answered = read_answer(outcome);
    if (!answered.ok) return tl::unexpected(why_not(outcome, answered, application, &wanted));
    return {};
  };
  return made;
}

}  // namespace allybot::platforms::discord
