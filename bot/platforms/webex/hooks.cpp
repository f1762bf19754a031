#include "bot/platforms/webex/hooks.h"

#include <nlohmann/json.hpp>

#include "bot/core/log.h"
#include "bot/platforms/json_read.h"
#include "bot/platforms/webex/route.h"

namespace allybot::platforms::webex {
namespace {

using nlohmann::json;

constexpr const char* kHooks = "/webhooks";
constexpr std::string_view kOurs = "allybot ";

Hook read_hook(const json& told) {
  return {
      text_at(told, {"id"}),    text_at(told, {"name"}),   text_at(told, {"targetUrl"}), text_at(told, {"resource"}),
      text_at(told, {"event"}), text_at(told, {"filter"}), text_at(told, {"secret"}),    text_at(told, {"status"}) == "active"};
}

}  // namespace

std::string name_of(const Wanted& wanted) { return std::string(kOurs) + wanted.resource + ' ' + wanted.event; }

// https://developer.webex.com/docs/api/v1/webhooks/list-webhooks
std::optional<std::vector<Hook>> Hooks::own(std::string& why) const {
  const Answered answered = read_answer(api_.get(std::string(kHooks) + "?max=100"));
  const json* items = find(*answered.body, {"items"});
  if (!answered.ok || items == nullptr || !items->is_array()) {
    why = answered.ok ? std::string("garbage") : answered.error;
    return std::nullopt;
  }
  std::vector<Hook> all;
  for (const json& one : *items) {
    Hook hook = read_hook(one);
    const bool ours = hook.target == target_ || hook.name.compare(0, kOurs.size(), kOurs) == 0;
    if (ours && is_id(hook.id)) all.push_back(std::move(hook));
  }
  return all;
}

std::string Hooks::mend() {
  const Lock lock(mending_);
  std::string why;
  good_at_.reset();
  const auto all = own(why);
  if (!all) return why;
  for (const Wanted& wanted : kWanted)
    if (std::string fault = mend_one(wanted, *all); why.empty()) why = std::move(fault);
  if (why.empty()) {
    written_ = true;
    good_at_ = clock_.now();
  }
  return why;
}

void Hooks::keep() {
  {
    const Lock lock(mending_);
    if (good_at_ && std::chrono::abs(clock_.now() - *good_at_) < kLookedAtEvery) return;
  }
  if (const std::string why = mend(); !why.empty()) log::warning("webex.webhooks_not_registered", {{"why", why}});
}

// https://developer.webex.com/docs/api/v1/webhooks/update-a-webhook : a filter cannot be changed
std::string Hooks::mend_one(const Wanted& wanted, const std::vector<Hook>& all) {
  const Hook* kept = nullptr;
  for (const Hook& one : all) {
    if (one.resource != wanted.resource || one.event != wanted.event) continue;
    if (kept == nullptr && one.filter.empty()) {
      kept = &one;
      continue;
    }
    const std::string why = call(http::Method::Delete, std::string(kHooks) + '/' + one.id, {});
    if (!why.empty()) return why;  // two would tell everything twice
  }
  json hook{{"name", name_of(wanted)}, {"targetUrl", target_}, {"secret", secret_.reveal()}};
  if (kept == nullptr) {
    hook["resource"] = wanted.resource;
    hook["event"] = wanted.event;
    return call(http::Method::Post, kHooks, hook.dump());
  }
  const bool secret_good = kept->secret.empty() ? written_ : kept->secret == secret_.reveal();
  if (kept->active && kept->target == target_ && kept->name == name_of(wanted) && secret_good) return {};
  if (!kept->active) log::warning("webex.webhook_was_off", {{"resource", wanted.resource}, {"event", wanted.event}});
  hook["status"] = "active";
  return call(http::Method::Put, std::string(kHooks) + '/' + kept->id, hook.dump());
}

std::string Hooks::call(http::Method method, const std::string& path, std::string json) const {
  const Answered answered = read_answer(api_.call(method, path, std::move(json)));
  const bool gone = method == http::Method::Delete && answered.status == 404;
  return answered.ok || gone ? std::string() : answered.error;
}

}  // namespace allybot::platforms::webex
