// The port between the bot and one chat platform: prove, parse, render, send.
// Must never know commands, content or schedules; nothing outside its folder may know its platform.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/core/inbound.h"
#include "bot/core/metrics.h"
#include "bot/core/outcome.h"
#include "bot/core/random.h"
#include "bot/core/rates.h"
#include "bot/core/reply.h"
#include "bot/core/time.h"
#include "bot/http/message.h"
#include "bot/platforms/authentic.h"
#include "bot/platforms/buttons.h"

namespace allybot::platforms {

/// One environment variable or key of allybot.yaml that an adapter reads.
struct Setting {
  std::string name;       ///< "SLACK_SIGNING_SECRET"
  std::string meaning;    ///< one clear sentence for the README and doctor
  bool required = false;  ///< all required ones set switch the platform on
  bool secret = false;    ///< may be given as NAME_FILE; never printed
  std::string example;
  std::string unless = {};  ///< another setting that makes this one needless
};

/// What a platform can do; drives fallbacks and the README's table.
struct Capabilities {
  bool slash = false;            ///< commands of its own (else mention and direct message)
  bool private_answers = false;  ///< a message in a channel that one member alone sees
  bool buttons = false;
  bool forms = false;
  bool update = false;  ///< changes an own message
  bool threads = false;
  bool direct_messages = false;
  bool hears = true;                         ///< false: it can only be posted to; nobody can press, answer or ask there
  std::chrono::milliseconds dedupes_for{0};  ///< how long a repeated send under one key posts once; 0: never
  bool look_up = false;                      ///< can tell whether a message was posted
  std::size_t most_text = 0;                 ///< characters of one message
  std::size_t most_buttons = 0;
  PostRates rates;  ///< what it takes by its own word; the outbox keeps to it
};

struct InboundRoute {
  http::Method method = http::Method::Post;
  std::string path;
  std::vector<std::string> content_types;
  std::size_t most_body_bytes = 256U << 10U;
  std::chrono::milliseconds deadline{3000};  ///< the platform's own patience; past half of it the answer comes later
};

/// Needed before proof or parsing can go on (keys, an id's content). The app fetches on a worker and calls fetched().
struct Fetch {
  http::ClientRequest request;
  std::string purpose;
  std::optional<http::RawRequest> raw;  ///< handed back by authenticate(), to be proven again after fetched()
  /// What is not told for now is asked for again, within bounds, and the request is acknowledged meanwhile: for a platform that
  /// tells of a thing by its id and once, and takes no answer in the request.
  bool again = false;
};
/// For one request; more is a loop.
inline constexpr int kMostFetches = 4;

/// One message on its way, in the adapter's own words.
struct Outgoing {
  std::string destination;  ///< at most one in flight for each ("slack/T1/C1", a host)
  std::string payload;
  std::string idempotency;     ///< empty where none is wanted
  TimePoint first_tried_at{};  ///< for look_up()
};

/// A reply as the platform wants it: an answer inside the request, calls of our own, or both.
struct Rendered {
  std::optional<http::Response> response;
  std::vector<Outgoing> calls;  ///< best effort, in memory: lost at a crash like any answer
};

/// When the answer is made: inside the request, or after it was acknowledged.
enum class Timing { InRequest, Late };

/// A limit of the platform that a card would break: what would be cut.
struct CardFault {
  std::string field;  ///< "title", "button 2", "text"
  std::string message;
};

/// One thing that doctor or start-up found out.
struct Check {
  enum class Level { Good, Warning, Failure };
  Level level = Level::Good;
  std::string what;
  std::string mend;  ///< what to do; empty when good
};

/// Whether the platform takes our credentials.
struct Connection {
  enum class Kind { On, Refused, Unreachable };
  Kind kind = Kind::On;
  std::string detail;  ///< "token_revoked"; for the start line
};

struct BackgroundTask {
  std::string name;
  std::chrono::milliseconds every{60000};
  std::function<void()> step;  ///< one bounded piece of work, on a worker thread
};

/// Where frames go that come without a request: over a socket of ours, or in the answer to a question of ours. Any thread may
/// call it until the source's run() returns; kept(), keep() and report() may block.
class Intake {
 public:
  virtual ~Intake() = default;
  /// Handled as a request with this proof is: what blocks goes to a worker. `answered` is called once, by any thread, with what
  /// the request would have been answered: when half of `patience` has passed, only that it was taken; 503 when it was not, so
  /// that it may be handed on again. A frame holds one thing: only the first of several would be waited for.
  virtual void take(Authentic frame, std::chrono::milliseconds patience, std::function<void(http::Response)> answered) = 0;
  /// A small value that survives a restart, such as how far the source has read; nothing when none was kept, or none can be read.
  virtual std::optional<std::string> kept(const std::string& name) = 0;
  virtual Result<void> keep(const std::string& name, const std::string& value) = 0;
  /// One sentence for the operator while nothing can come in and why, shown by /readyz; empty once all is well.
  virtual void report(std::string trouble) = 0;
};

/// Something that an adapter listens to all the time. `run` has a thread of its own from start to stop: it returns, with nothing
/// more to come from it, within two seconds of `stop`.
struct FrameSource {
  std::string name;
  std::function<void(Intake& intake, const std::stop_token& stop)> run;
};

struct ManifestInput {
  std::string public_url;
  std::string command;
  struct Verb {
    std::string name, arguments, help;
  };
  std::vector<Verb> verbs;
  /// Value of a declared setting, for what a setting asks of the platform (a scope); may be empty.
  std::function<std::optional<std::string>(std::string_view name)> setting;
};

/// One platform. authenticate(), parse(), render() and post() are called by any thread and never block;
/// send(), look_up(), the facts and checks block, and are called by worker and sender threads only.
class Adapter {
 public:
  virtual ~Adapter() = default;

  virtual const PlatformId& platform() const = 0;
  virtual const Capabilities& capabilities() const = 0;
  virtual std::vector<InboundRoute> routes() const = 0;

  /// Proves the exact bytes, reading no more of them than proof needs.
  virtual Result<std::variant<Authentic, Fetch>> authenticate(http::RawRequest raw, TimePoint now) = 0;
  virtual Result<std::variant<std::vector<Inbound>, Fetch>> parse(const Authentic& request, TimePoint now) = 0;
  virtual void fetched(const std::string& purpose, const http::ClientOutcome& outcome);

  /// `reply` for the member of `origin`, within the limits of the platform, escaped, with a text fallback.
  virtual Rendered render(const Reply& reply, const Origin& origin, Timing timing, TimePoint now) = 0;
  /// The answer that only says "got it"; the real one follows by render(..., Late).
  virtual http::Response acknowledge(const Origin& origin) = 0;

  /// A card as a message that the whole channel sees (or, for ChannelId "@member", that member alone), for the outbox.
  /// Buttons are bound to anyone in the channel, or to the member of a one-to-one conversation.
  virtual Result<std::string> post(const Card& card, const ChannelKey& channel, const std::string& address, TimePoint now) = 0;
  virtual SendOutcome send(const Outgoing& outgoing) = 0;
  virtual LookUp look_up(const Outgoing& outgoing);

  virtual Result<MemberFacts> member_facts(const MemberKey& member) = 0;
  virtual Result<ChannelFacts> channel_facts(const ChannelKey& channel) = 0;

  /// What this platform would cut of the card; empty when it fits.
  virtual std::vector<CardFault> faults(const Card& card) const = 0;

  virtual Connection connect() = 0;
  virtual std::vector<Check> checks() = 0;
  virtual std::vector<BackgroundTask> background_tasks();
  virtual std::vector<FrameSource> frame_sources();
};

/// What an adapter is given. Lives as long as the adapters.
struct Environment {
  std::function<std::optional<std::string>(std::string_view name)> setting;  ///< value of a declared setting, _FILE resolved
  http::Client& client;
  const Clock& clock;
  Random& random;
  const Buttons& buttons;
  Metrics& metrics;
  std::string command;     ///< "ally"
  std::string public_url;  ///< no slash at the end; may be empty
  /// A sentence of phrases.yaml by key and language ("" = the default): the few words that an adapter itself must say.
  std::function<std::string(std::string_view language, std::string_view key)> phrase;
};

/// One file of an app package.
struct PackageFile {
  std::string name;
  std::string bytes;
};

/// A declared platform: what registry.cpp lists.
struct Platform {
  std::string name;
  std::vector<Setting> settings;
  Capabilities capabilities;
  /// Made only when all required settings are there. Invalid with a sentence when a value cannot be right.
  std::function<Result<std::unique_ptr<Adapter>>(const Environment&)> make;
  /// Ready for the platform's own form or command line; nothing where there is none.
  std::function<std::optional<std::string>(const ManifestInput&)> manifest;
  /// A card as this platform would show it, judged without credentials (content check).
  std::function<std::vector<CardFault>(const Card&)> faults;
  /// Where it wants to be given a file instead of a text to paste: what is in it. Never a secret, packages are passed around.
  std::function<std::vector<PackageFile>(const ManifestInput&)> package = nullptr;
};

/// Which of a platform's settings are there.
struct Configured {
  bool any = false;
  std::string missing;  ///< "A, B": what is required and not there
};
Configured configured(const Platform& platform, const std::function<std::optional<std::string>(std::string_view name)>& setting);

/// All platforms but the playground, in the order of the README.
const std::vector<Platform>& registry();

}  // namespace allybot::platforms
