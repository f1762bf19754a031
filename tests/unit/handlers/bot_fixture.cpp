#include "tests/unit/handlers/bot_fixture.h"
#include "tests/fakes/source_dir.h"

#include <unistd.h>

#include <filesystem>

namespace allybot::handlers {
namespace {

namespace fs = std::filesystem;

/// The content folder, with the bot's own sentences, once a process.
class SharedContent {
 public:
  SharedContent() : root_(fs::temp_directory_path() / ("allybot-handlers-" + std::to_string(::getpid()))) {
    const fs::path source(fakes::source_dir());
    fs::copy(source / "tests/unit/handlers/content", root_, fs::copy_options::recursive);
    fs::create_directories(root_ / "de");
    for (const char* phrases : {"en/phrases.yaml", "de/phrases.yaml"}) fs::copy(source / "content" / phrases, root_ / phrases);
    auto opened = library::open_library(root_.string(), clock_);
    if (opened) holder_ = std::move(*opened);
  }
  ~SharedContent() {
    holder_.reset();
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  SharedContent(const SharedContent&) = delete;
  SharedContent& operator=(const SharedContent&) = delete;
  library::Holder* holder() { return holder_.get(); }
  std::string root() const { return root_.string(); }

 private:
  fakes::FakeClock clock_;
  fs::path root_;
  std::unique_ptr<library::Holder> holder_;
};

SharedContent& shared() {
  static SharedContent content;
  return content;
}

library::Holder& shared_content() {
  if (shared().holder() == nullptr) throw std::runtime_error("the content of the tests does not load");
  return *shared().holder();
}

std::string stored_text(const Reply& reply) {
  if (const auto* answer = std::get_if<Answer>(&reply)) return "answer: " + plain_text(answer->card);
  if (const auto* replace = std::get_if<Replace>(&reply)) return "replace: " + plain_text(replace->card);
  return "other " + std::to_string(reply.index());
}

}  // namespace

void CountingMetrics::count(std::string_view name, Labels labels, double by) {
  std::string key(name);
  for (const auto& [label, value] : labels) key += '{' + std::string(label) + '=' + std::string(value) + '}';
  const Lock lock(mutex_);
  counts_[key] += by;
}

double CountingMetrics::counted(const std::string& name_and_labels) const {
  const Lock lock(mutex_);
  const auto found = counts_.find(name_and_labels);
  return found == counts_.end() ? 0 : found->second;
}

BotTest::BotTest() {
  auto opened = store::open("memory:", clock_);
  if (!opened) throw std::runtime_error(opened.error().for_log);
  kept_ = std::move(*opened);
  store_ = std::make_unique<fakes::FaultyStore>(*kept_);
  admins_.insert(member("UADMIN"));
  restart();
}

BotTest::~BotTest() = default;

void BotTest::restart() {
  dispatcher_.reset();
  seen_.reset();
  seen_ = std::make_unique<store::SeenHistory>(*store_, clock_);
  Services services{
      .library = shared_content(),
      .store = *store_,
      .seen = *seen_,
      .clock = clock_,
      .random = random_,
      .metrics = metrics_,
      .member_facts = [this](const MemberKey& who) -> Result<MemberFacts> {
        const auto found = members_.find(who.member.str());
        if (platform_is_away_ || found == members_.end()) return fail(Code::Unavailable, "platform is away");
        return found->second;
      },
      .channel_facts = [this](const ChannelKey& where) -> Result<ChannelFacts> {
        if (platform_is_away_) return fail(Code::Unavailable, "platform is away");
        const auto found = channels_.find(where.channel.str());
        return found == channels_.end() ? ChannelFacts{} : found->second;
      },
      .render_post = [this](const Card& card, const std::string&, const ChannelKey&, const std::string&) -> Result<std::string> {
        posted_ = card;
        return shown(card);
      },
      .hears = [this](const PlatformId&) { return platform_hears_; },
      .answers_openly = [this](const PlatformId&) { return platform_answers_openly_; },
      .slashes = [this](const PlatformId&) { return platform_slashes_; },
      .wake = [this] { ++woken_; },
      .new_token = [this] { return std::string(30, 'a') + std::to_string(10 + ++tokens_); },
      .hash_of_token = [](std::string_view token) { return "hash of " + std::string(token); },
      .public_url = [this] { return public_url_; },
      .admins = admins_,
      .default_zone = "UTC",
      .default_language = "en",
      .default_region = {},
      .command = "ally",
      .content_root = content_root_.value_or(content_folder())};
  dispatcher_ = std::make_unique<Dispatcher>(std::move(services));
}

std::string BotTest::content_folder() { return shared().root(); }

std::shared_ptr<const library::Library> BotTest::content() { return shared_content().current(); }

Origin BotTest::origin(const Place& place) const {
  Origin made;
  made.member = member(place.member);
  made.channel = channel(place.channel);
  made.direct = place.direct;
  made.request = RequestId(place.request);
  made.address = "address of " + place.channel;
  made.zone = place.zone;
  made.language = place.language;
  return made;
}

Reply BotTest::handle(const Inbound& inbound) {
  auto handled = dispatcher_->handle(inbound, &stored_text);
  if (auto* reply = std::get_if<Reply>(&handled)) return std::move(*reply);
  ADD_FAILURE() << "was taken for a repeat";
  return Silence{};
}

std::string BotTest::repeated(const Inbound& inbound) {
  const auto handled = dispatcher_->handle(inbound, &stored_text);
  if (const auto* again = std::get_if<Repeated>(&handled)) return again->stored;
  ADD_FAILURE() << "was not taken for a repeat";
  return {};
}

Reply BotTest::type(const std::string& text, const Place& place) {
  return handle(Command{origin(place), text, place.direct ? Command::Entry::Direct : Command::Entry::Slash});
}

Card BotTest::ask(const std::string& text, const Place& place) { return card_of(type(text, place)); }

Reply BotTest::press(const Action& action, const Place& place, bool message_is_private) {
  return handle(Press{origin(place), action, Press::Standing::Good, message_is_private});
}

Reply BotTest::send(const Form& form, const std::map<std::string, std::string>& values, const Place& place) {
  return handle(FormSubmitted{origin(place), form.on_submit, Press::Standing::Good, values});
}

Card BotTest::card_of(const Reply& reply) {
  if (const auto* answer = std::get_if<Answer>(&reply)) return answer->card;
  if (const auto* replace = std::get_if<Replace>(&reply)) return replace->card;
  if (const auto* page = std::get_if<HomePage>(&reply)) return page->card;
  ADD_FAILURE() << "not a card: " << reply.index();
  return {};
}

std::string BotTest::shown(const Card& card) {
  std::string text = plain_text(card);
  for (const Button& button : card.buttons) {
    text += "\n[" + button.label + '|';
    text += button.url.empty() ? button.action.name + '|' + button.action.object : button.url;
    if (button.action.binding == Binding::Anyone) text += "|anyone";
    if (!button.confirm.empty()) text += "|confirm";
    text += ']';
  }
  return text + '\n';
}

Action BotTest::action(const Card& card, const std::string& label) {
  for (const Button& button : card.buttons)
    if (button.label == label) return button.action;
  ADD_FAILURE() << "no button " << label << " in\n" << shown(card);
  return {};
}

bool BotTest::has_button(const Card& card, const std::string& label) {
  for (const Button& button : card.buttons)
    if (button.label == label) return true;
  return false;
}

std::vector<store::Delivery> BotTest::deliveries(const std::string& where, store::Delivery::State state) {
  auto found = store::read<std::vector<store::Delivery>>(
      *kept_, [&](store::Reader& reader) { return reader.deliveries_of(channel(where), state, 100); });
  EXPECT_TRUE(found.has_value());
  return found ? std::move(*found) : std::vector<store::Delivery>();
}

std::vector<store::Plan> BotTest::plans(const std::string& where) {
  auto found =
      store::read<std::vector<store::Plan>>(*kept_, [&](store::Reader& reader) { return reader.plans_of(channel(where)); });
  EXPECT_TRUE(found.has_value());
  return found ? std::move(*found) : std::vector<store::Plan>();
}

std::vector<store::AuditEntry> BotTest::audit() {
  auto found =
      store::read<std::vector<store::AuditEntry>>(*kept_, [&](store::Reader& reader) { return reader.audit("slack/T1", 100); });
  EXPECT_TRUE(found.has_value());
  return found ? std::move(*found) : std::vector<store::AuditEntry>();
}

void BotTest::make_lead(const std::string& who, const std::string& where) {
  const auto done = kept_->write([&](store::Writer& tx) { return tx.add_lead(channel(where), MemberId(who)); });
  EXPECT_TRUE(done.has_value());
}

}  // namespace allybot::handlers
