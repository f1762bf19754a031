#include "bot/app/bot.h"

#include <future>
#include <thread>

#include "bot/app/calendar_route.h"
#include "bot/app/ingress.h"
#include "bot/app/lane.h"
#include "bot/app/links/watch.h"
#include "bot/app/listeners.h"
#include "bot/app/object_handles.h"
#include "bot/app/operations.h"
#include "bot/app/platform_set.h"
#include "bot/app/playground_hooks.h"
#include "bot/app/prometheus_metrics.h"
#include "bot/app/remote/follower.h"
#include "bot/app/replay_cache.h"
#include "bot/app/version.h"
#include "bot/app/workers.h"
#include "bot/core/log.h"
#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/schedule/zone.h"
#include "bot/store/seen_history.h"
#include "handlers/almanac.h"
#include "handlers/dispatch.h"

namespace allybot::app {
namespace {

constexpr std::size_t kKeptReplays = 2000;
constexpr std::chrono::minutes kReplayWindow{10};  // both ends of the widest window a platform's proof has
constexpr std::chrono::milliseconds kStopPatience{6000};

}  // namespace

/// Everything in the order in which it may be destroyed from the bottom up.
struct Bot::Parts {
  Parts(Settings given, const BotOptions& chosen) : settings(std::move(given)), options(chosen) {}

  Settings settings;
  BotOptions options;
  std::vector<std::string> warnings;
  PrometheusMetrics metrics;
  SystemClock system_clock;
  std::unique_ptr<MovableClock> movable;
  const Clock* clock = nullptr;
  SystemRandom system_random;
  Random* random = nullptr;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<library::Holder> library;
  std::unique_ptr<http::Client> client;
  std::unique_ptr<store::SeenHistory> seen;
  std::unique_ptr<platforms::Buttons> buttons;
  std::unique_ptr<platforms::Environment> environment;
  std::unique_ptr<PlatformSet> platforms;
  std::unique_ptr<handlers::Dispatcher> dispatcher;
  std::unique_ptr<Follower> follower;
  std::unique_ptr<LinkWatch> link_watch;
  std::unique_ptr<schedule::Ticker> ticker;
  std::unique_ptr<schedule::Outbox> outbox;
  std::unique_ptr<ReplayCache> replays;
  std::unique_ptr<Lane> lane;
  std::unique_ptr<Workers> workers;
  std::vector<std::unique_ptr<Ingress>> ingresses;
  std::unique_ptr<http::Receiver> receiver, ops;
  std::unique_ptr<Listeners> listeners;
  std::vector<std::jthread> threads;
  Mutex sleep_mutex;
  Condition sleep;
  std::atomic<bool> stopping{false};
  TimePoint last_minute{}, last_sweep{};

  Result<void> open_stores();
  Result<void> make_platforms();
  void make_schedule();
  Result<void> listen();
  void start_threads();
  void wake() {
    ticker->wake();
    outbox->wake();
  }
  std::function<std::shared_ptr<const schedule::Almanac>()> almanac_now();
  void sync_file_plans();
  void content_changed();
  void keep_house();
  void keep_house_until(const std::stop_token& stop);
  Readiness readiness();
  handlers::Services services();
};

Result<void> Bot::Parts::open_stores() {
  auto opened = store::open(settings.database_url, *clock);
  if (!opened) return tl::unexpected(opened.error());
  store = std::move(*opened);
  const auto told = [this](const RemoteLook& look) {
    if (dispatcher) dispatcher->tell_of_revision(look.revision, look.why);
  };
  follower = make_follower(settings, *clock, {[this] { content_changed(); }, told});
  if (follower && follower->revision().empty()) follower->look();  // else the last is shown, and its thread looks
  auto content = library::open_library(settings.content, *clock);
  if (!content)
    return follower && follower->warning() ? fail(Code::Unavailable, *follower->warning()) : tl::unexpected(content.error());
  library = std::move(*content);
  seen = std::make_unique<store::SeenHistory>(*store, *clock);
  return {};
}

Result<void> Bot::Parts::make_platforms() {
  bool made_here = false;
  const auto secret = master_secret(settings, made_here);
  if (!secret) return tl::unexpected(secret.error());
  if (made_here && !options.playground)
    warnings.emplace_back("ALLYBOT_SECRET is not set: one is kept beside the database. Replicas must share one.");
  client = http::make_client();
  workers = std::make_unique<Workers>(4, 2000);
  buttons = std::make_unique<platforms::Buttons>(*secret, settings.secret_previous, object_handles(*store, *workers));
  environment = std::make_unique<platforms::Environment>(
      platforms::Environment{[this](std::string_view name) { return settings.platform_value(name); }, *client, *clock, *random,
                             *buttons, metrics, settings.command, settings.public_url,
                             [this](std::string_view language, std::string_view key) {
                               return library->current()->phrase(language.empty() ? settings.language : language, key);
                             }});
  platforms =
      std::make_unique<PlatformSet>(metrics, *environment, [this](const Origin& to) { return dispatcher->language_of(to); });
  if (options.playground) {
    auto adapter = platforms::playground::make(
        *environment, playground_hooks({*movable, *store, *seen, *environment, almanac_now(), [this] { wake(); },
                                        [this](const Origin& to) { return dispatcher->language_of(to); }}));
    if (!adapter) return tl::unexpected(adapter.error());
    platforms->add(std::move(*adapter));
    return {};
  }
  for (const platforms::Platform& platform : options.platforms ? *options.platforms : platforms::registry()) {
    if (const auto [any, missing] = platforms::configured(platform, environment->setting); !missing.empty()) {
      platforms->leave_out(platform.name, "set " + missing);
      if (any) warnings.push_back(platform.name + " is off: set " + missing + " too.");
      continue;
    }
    auto adapter = platform.make(*environment);
    if (!adapter) return tl::unexpected(adapter.error());
    platforms->add(std::move(*adapter));
  }
  return {};
}

handlers::Services Bot::Parts::services() {
  return handlers::Services{
      *library,
      *store,
      *seen,
      *clock,
      *random,
      metrics,
      [this](const MemberKey& member) { return platforms->member_facts(member); },
      [this](const ChannelKey& channel) { return platforms->channel_facts(channel); },
      [this](const Card& card, const std::string& language, const ChannelKey& channel, const std::string& address) {
        return platforms->post(card, language, channel, address, clock->now());
      },
      [this](const PlatformId& platform) { return platforms->hears(platform); },
      [this](const PlatformId& platform) { return platforms->answers_openly(platform); },
      [this](const PlatformId& platform) { return platforms->slashes(platform); },
      [this] { wake(); },
      &new_calendar_token,
      &hash_of_calendar_token,
      [this] {
        if (!settings.public_url.empty() || !options.playground) return settings.public_url;
        return "http://" + settings.host + ':' + std::to_string(receiver->port());
      },
      settings.admins,
      settings.zone,
      settings.language,
      settings.region,
      settings.command,
      settings.content_repository ? std::string() : settings.content,
  };
}

std::function<std::shared_ptr<const schedule::Almanac>()> Bot::Parts::almanac_now() {
  return [this] { return std::make_shared<const handlers::LibraryAlmanac>(library->current(), settings.region); };
}

void Bot::Parts::make_schedule() {
  dispatcher = std::make_unique<handlers::Dispatcher>(services());
  ticker = std::make_unique<schedule::Ticker>(
      *store, *clock, *random, metrics,
      [this](const store::Plan& plan, const schedule::Occurrence& occurrence, store::Reader& tx) -> Result<schedule::Drawn> {
        auto nudge = dispatcher->draw(plan, occurrence.at, tx);
        if (!nudge) return tl::unexpected(nudge.error());
        auto payload = platforms->post(nudge->card, nudge->language, plan.channel, plan.address, clock->now());
        if (!payload) return tl::unexpected(payload.error());
        return schedule::Drawn{nudge->item, std::move(*payload), nudge->next_step, nudge->last};
      },
      schedule::TickerOptions{.almanac = almanac_now()});
  schedule::Courier courier{
      [this](const store::Delivery& delivery) { return platforms->send(delivery); },
      [this](const store::Delivery& delivery) { return platforms->look_up(delivery); },
      [this](const PlatformId& platform) { return platforms->looks_up(platform); },
      [this](const PlatformId& platform) { return platforms->dedupes_for(platform); },
      [this](const PlatformId& platform) { return platforms->is_on(platform); },
      [this](const PlatformId& platform) { return platforms->rates_of(platform); },
      [this](const schedule::InTrouble& trouble, store::Writer& tx) { dispatcher->tell_of_trouble(trouble, tx); },
  };
  // One process to a SQLite file: what it left behind is its own.
  outbox = std::make_unique<schedule::Outbox>(*store, *clock, *random, metrics, std::move(courier), "local", options.outbox);
  lane = std::make_unique<Lane>(*clock, metrics, outbox->gate());
  replays = std::make_unique<ReplayCache>(kKeptReplays, kReplayWindow);
}

Result<void> Bot::Parts::listen() {
  std::vector<http::Route> routes{healthz(), calendar_route(*dispatcher, *workers)};
  if (follower && settings.content_push_secret) routes.push_back(follower->push_route());
  const IngressParts parts{*dispatcher,
                           *workers,
                           *lane,
                           *replays,
                           *client,
                           *clock,
                           metrics,
                           [this](std::chrono::milliseconds delay, std::function<void()> work) {
                             receiver->after(delay, std::move(work)); }};
  listeners = std::make_unique<Listeners>(*store, metrics);
  for (platforms::Adapter* adapter : platforms->all()) {
    ingresses.push_back(std::make_unique<Ingress>(*adapter, platforms->dialogue_of(adapter->platform()), parts));
    for (http::Route& route : ingresses.back()->routes()) routes.push_back(std::move(route));
  }
  http::ReceiverOptions public_side;
  public_side.host = settings.host;
  public_side.port = settings.port;
  auto listening = http::listen(public_side, std::move(routes), metrics);
  if (!listening) return tl::unexpected(listening.error());
  receiver = std::move(*listening);
  http::ReceiverOptions ops_side;
  ops_side.host = settings.ops_host;
  ops_side.port = settings.ops_port;
  ops_side.threads = 1;
  auto operations =
      http::listen(ops_side, operations_routes([this] { return readiness(); }, [this] { return metrics.text(); }), metrics);
  if (!operations) return tl::unexpected(operations.error());
  ops = std::move(*operations);
  return {};
}

void Bot::Parts::sync_file_plans() {
  const auto synced = dispatcher->sync_file_plans(channel_of_file_name);
  if (!synced) log::warning("file_plans_not_synced", {{"code", name_of(synced.error().code)}, {"why", synced.error().for_log}});
  ticker->wake();
}

void Bot::Parts::content_changed() {
  if (!library || !ticker) return;  // the first look, before anything runs
  if (const auto read = library->reload(); !read) log::error("content_not_read", {{"why", read.error().for_log}});
  sync_file_plans();
}

void Bot::Parts::start_threads() {
  if (const auto recovered = outbox->recover(); !recovered)
    log::error("outbox_not_recovered", {{"code", name_of(recovered.error().code)}});
  library->watch([this](const library::Library&) { sync_file_plans(); }, settings.language);
  lane->start(2);
  if (follower) follower->start();
  if (!options.playground)
    link_watch = make_link_watch(settings, *clock, [this](const auto& news) {
      if (const auto told = handlers::tell_of_links(services(), news); !told)
        log::error("admins_not_told", {{"code", name_of(told.error().code)}});
    });
  if (link_watch) link_watch->start();
  threads.emplace_back([this](const std::stop_token& stop) { ticker->run(stop); });
  threads.emplace_back([this](const std::stop_token& stop) { outbox->run(stop, options.senders); });
  threads.emplace_back([this](const std::stop_token& stop) { keep_house_until(stop); });
}

void Bot::Parts::keep_house() {
  if (const auto flushed = seen->flush(); !flushed) log::warning("seen_not_flushed", {{"code", name_of(flushed.error().code)}});
  dispatcher->keep_house();
  const TimePoint now = clock->now();
  for (auto& task : platforms->due_tasks(now)) workers->offer(std::move(task));
  if (now - last_minute >= std::chrono::minutes(1)) {
    last_minute = now;
    platforms->connect(false);
    workers->offer([this] { dispatcher->follow_travellers(); });
    if (const auto recovered = outbox->recover(); !recovered)
      log::warning("outbox_not_recovered", {{"code", name_of(recovered.error().code)}});
    metrics.gauge("content_live", static_cast<double>(library->current()->live()), {});
    metrics.gauge("content_quarantined", static_cast<double>(library->current()->quarantined().size()), {});
  }
  if (now - last_sweep >= std::chrono::hours(1)) {
    last_sweep = now;
    const auto swept = store::write<std::int64_t>(*store, [&](store::Writer& tx) { return tx.sweep(now); });
    if (!swept) log::warning("not_swept", {{"code", name_of(swept.error().code)}});
  }
}

void Bot::Parts::keep_house_until(const std::stop_token& stop) {
  const std::stop_callback wake_up(stop, [this] { sleep.notify_all(); });
  while (!stop.stop_requested()) {
    keep_house();
    const Lock lock(sleep_mutex);
    if (!stop.stop_requested()) sleep.wait_for(sleep_mutex, std::chrono::seconds(1));
  }
}

Readiness Bot::Parts::readiness() {
  const auto content = library->current();
  Readiness now;
  now.live = content->live();
  now.quarantined = content->quarantined();
  now.revision = follower ? follower->revision() : content->revision();
  now.warnings = warnings;
  if (auto refused = follower ? follower->warning() : std::nullopt) now.warnings.push_back(std::move(*refused));
  for (std::string& trouble : listeners->troubles()) now.warnings.push_back(std::move(trouble));
  if (auto clock_jumped = ticker->clock_warning()) now.warnings.push_back(std::move(*clock_jumped));
  for (const library::Quarantined& file : now.quarantined)
    now.warnings.push_back(file.path + ":" + std::to_string(file.line) + ":" + std::to_string(file.column) + ": " + file.message);
  for (const PlatformSet::Status& status : platforms->statuses())
    now.platforms.emplace_back(status.name, status.on ? status.detail : "off: " + status.detail);
  now.version = kVersion;
  now.zone_database = schedule::zone_database_version();
  const auto asked = store::read<std::optional<std::string>>(*store, [](store::Reader& tx) { return tx.meta("ready"); });
  now.ready = !stopping && now.live > 0 && asked;
  return now;
}

Bot::Bot(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Bot::~Bot() { stop(); }

Result<std::unique_ptr<Bot>> Bot::start(Settings settings, const BotOptions& options) {
  auto parts = std::make_unique<Parts>(std::move(settings), options);
  parts->warnings = parts->settings.warnings;
  const Clock& real = parts->options.clock != nullptr ? *parts->options.clock : parts->system_clock;
  parts->clock = &real;
  if (parts->options.playground) {
    parts->movable = std::make_unique<MovableClock>(real);
    parts->clock = parts->movable.get();
  }
  parts->random = parts->options.random != nullptr ? parts->options.random : &parts->system_random;
  if (auto opened = parts->open_stores(); !opened) return tl::unexpected(opened.error());
  if (auto made = parts->make_platforms(); !made) return tl::unexpected(made.error());
  if (parts->platforms->all().empty())
    return fail(
        Code::Invalid,
        "No platform is configured. Set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN, or MATTERMOST_URL, MATTERMOST_BOT_TOKEN and "
        "MATTERMOST_COMMAND_TOKENS; or try 'allybot serve --playground'.");
  parts->make_schedule();
  parts->sync_file_plans();
  if (auto listening = parts->listen(); !listening) return tl::unexpected(listening.error());
  parts->platforms->connect(true);
  if (!parts->platforms->any_on()) {
    std::string why;
    for (const auto& status : parts->platforms->statuses())
      if (status.configured) why += " " + status.name + ": " + status.detail + ".";
    return fail(Code::Unauthorized,
                "Every configured platform refused its token:" + why + " 'allybot doctor' says how to mend each.");
  }
  for (const auto& ingress : parts->ingresses) parts->listeners->start(*ingress);
  if (!parts->options.by_hand) parts->start_threads();
  return std::unique_ptr<Bot>(new Bot(std::move(parts)));
}

int Bot::port() const { return parts_->receiver->port(); }
int Bot::ops_port() const { return parts_->ops->port(); }

std::vector<PlatformStatus> Bot::platforms() const {
  std::vector<PlatformStatus> statuses;
  for (const PlatformSet::Status& one : parts_->platforms->statuses())
    statuses.push_back(PlatformStatus{one.name, one.on, one.on ? one.detail : "off: " + one.detail});
  return statuses;
}

const std::vector<std::string>& Bot::warnings() const { return parts_->warnings; }

void Bot::stop() {
  if (!parts_ || parts_->stopping.exchange(true)) return;
  // Strangers first, then what they asked for, then what was due anyway; what is left in the outbox stays there.
  parts_->listeners->stop();  // their late answers need the receiver's timers
  parts_->receiver->stop(kStopPatience);
  for (std::jthread& thread : parts_->threads) thread.request_stop();
  parts_->workers->stop();
  parts_->threads.clear();
  if (parts_->follower) parts_->follower->stop();
  if (parts_->link_watch) parts_->link_watch->stop();
  parts_->lane->stop(std::chrono::milliseconds(1000));
  if (const auto flushed = parts_->seen->flush(); !flushed)
    log::warning("seen_not_flushed", {{"code", name_of(flushed.error().code)}});
  parts_->ops->stop(std::chrono::milliseconds(200));
}

Result<schedule::TickStep> Bot::tick() { return parts_->ticker->step(); }
Result<schedule::Step> Bot::deliver() { return parts_->outbox->step(); }
void Bot::keep_house() { parts_->keep_house(); }

}  // namespace allybot::app
