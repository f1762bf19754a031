// From what came in to a reply: which command, may this member, done once.
// Must never know a platform, speak HTTP or send: what a channel shall see goes to the outbox in the same transaction.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "bot/core/inbound.h"
#include "bot/core/metrics.h"
#include "bot/core/outcome.h"
#include "bot/core/random.h"
#include "bot/core/reply.h"
#include "bot/library/library.h"
#include "bot/library/pick.h"
#include "bot/schedule/place.h"
#include "bot/store/seen_history.h"
#include "bot/store/store.h"
#include "handlers/speaker.h"

namespace allybot::handlers {

/// What handlers are given. Lives as long as the dispatcher; every function may be called by any thread.
struct Services {
  library::Holder& library;
  store::Store& store;
  store::SeenHistory& seen;
  const Clock& clock;
  Random& random;
  Metrics& metrics;
  /// Ask the platform; these block, so only what runs on a worker may call them.
  std::function<Result<MemberFacts>(const MemberKey&)> member_facts;
  std::function<Result<ChannelFacts>(const ChannelKey&)> channel_facts;
  /// A card as the payload of a delivery to that channel ("@member" for a member's own conversation), with whatever the platform
  /// adds in that language. Does not block.
  std::function<Result<std::string>(const Card&, const std::string& language, const ChannelKey&, const std::string& address)>
      render_post;
  /// Whether anybody can press, answer or ask on that platform; else a post has to stand for itself.
  std::function<bool(const PlatformId&)> hears = nullptr;  // none: everywhere
  /// Whether everybody in the channel reads what it answers there; then only what suits that is answered.
  std::function<bool(const PlatformId&)> answers_openly = nullptr;  // none: nowhere
  /// Whether that platform has slash commands.
  std::function<bool(const PlatformId&)> slashes = nullptr;  // none: everywhere
  /// After a transaction that wrote deliveries or plans.
  std::function<void()> wake;
  /// 128 bits that nobody can guess, as 32 hexadecimal digits; and what is stored in their place.
  std::function<std::string()> new_token;
  std::function<std::string(std::string_view)> hash_of_token;
  std::function<std::string()> public_url;  ///< "https://ally.example.org", no slash at the end; may be empty
  std::set<MemberKey> admins;               ///< ALLYBOT_ADMINS
  std::string default_zone = "UTC", default_language = "en", default_region, command = "ally";
  std::string content_root;  ///< where approved proposals are written, below _proposals

  /// As a member types it there: "/ally", or "ally" to us alone where there are no slash commands, or "@ally" before everybody.
  std::string typed_command(const PlatformId& platform) const {
    if (answers_openly && answers_openly(platform)) return '@' + command;
    return !slashes || slashes(platform) ? '/' + command : command;
  }
  /// Who speaks to somebody on that platform; without a language of their own, in the bot's.
  Speaker speaker(const library::Library& of, const PlatformId& platform, const std::string& language) const {
    return {of, language.empty() ? default_language : language, typed_command(platform), default_region};
  }
};

/// Where an inbound has to run.
enum class Place {
  Here,    ///< reads only, does not block: the I/O thread may do it
  Worker,  ///< writes to the store, or asks another host
};

/// A repeat of a request that was carried out before: give this rendered answer again.
struct Repeated {
  std::string stored;
};

/// Renders a reply into the text that is stored with the request and given again to a repeat.
using RenderToStore = std::function<std::string(const Reply&)>;

class Dispatcher {
 public:
  explicit Dispatcher(Services services);
  ~Dispatcher();

  Place place_of(const Inbound& inbound) const;
  /// Never fails and never throws: what goes wrong becomes a polite Answer. Command, Press, FormSubmitted, Completion, Search,
  /// Lifecycle and Unusable; the others are the caller's.
  std::variant<Reply, Repeated> handle(const Inbound& inbound, const RenderToStore& render);

  /// The language that the member is answered in.
  std::string language_of(const Origin& origin) const;

  /// The draw of a nudge: picks for the plan's channel and makes the card that will be posted. For the ticker.
  struct Nudge {
    ItemId item;
    Card card;
    std::string language;  ///< of the card
    int next_step = -1;
    bool last = false;
  };
  Result<Nudge> draw(const store::Plan& plan, TimePoint at, store::Reader& tx);
  /// Tells the channel's lead or the plan's author of a delivery in trouble, by a direct message in the outbox. Never fails: what
  /// cannot be told stays listed.
  void tell_of_trouble(const schedule::InTrouble& trouble, store::Writer& tx);
  /// The calendar that the token opens; NotFound when it opens none. Reads the store.
  Result<std::string> calendar(std::string_view token);
  /// Notes which channels have answered, and asks the leads of those that do not; computes dates anew when zones or holidays have
  /// changed. For the housekeeper, once a second or so.
  void keep_house();
  /// Lets members' own nudges go with them into other zones. Asks platforms, so it blocks: for a worker, once a minute.
  void follow_travellers();
  /// Tells the admins of a revision of the content that was refused, with why; or, without, that all is well again.
  void tell_of_revision(const std::string& revision, const std::string& why);
  /// Brings content/schedules.yaml into the store: adds, changes and removes plans kept as files. `resolve` gives the channel of
  /// a file's name.
  Result<void> sync_file_plans(const std::function<std::optional<ChannelKey>(const std::string&)>& resolve);

  /// Every card that an item can become: asked for, in a conversation, in a channel, a myth's claim and its answer, thanked for.
  /// content check judges their lengths.
  static std::vector<Card> sample_cards(const library::Library& library, const library::Item& item);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A verb as manifests and help list it.
struct VerbHelp {
  std::string name, arguments, help;
};
std::vector<VerbHelp> verbs();

}  // namespace allybot::handlers
