#include <istream>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/core/text.h"
#include "bot/platforms/dialogue.h"
#include "bot/store/seen_history.h"
#include "handlers/dispatch.h"
#include "handlers/typed.h"

namespace allybot::app::commands {
namespace {

/// A conversation in a terminal, which has neither buttons nor forms.
class Conversation {
 public:
  Conversation(handlers::Dispatcher& dispatcher, const library::Holder& content, const Clock& clock, Terminal terminal)
      : dispatcher_(dispatcher),
        clock_(clock),
        terminal_(terminal),
        dialogue_(
            platforms::Capabilities{}, clock,
            [&content](std::string_view language, std::string_view key) { return content.current()->phrase(language, key); },
            [&dispatcher](const Origin& to) { return dispatcher.language_of(to); }, &handlers::typed_for) {
    origin_.member = {PlatformId("terminal"), WorkspaceId("here"), MemberId("you")};
    origin_.channel = {PlatformId("terminal"), WorkspaceId("here"), ChannelId("@you")};
    origin_.direct = true;
  }

  void run(const std::string& language) {
    origin_.language = language;
    say("");
    std::string line;
    while (terminal_.out << "> " << std::flush, std::getline(terminal_.in, line)) {
      const std::string text(trim(line));
      if (text == "quit" || text == "exit") return;
      say(text);
    }
  }

 private:
  Origin next_origin() {
    Origin origin = origin_;
    origin.request = RequestId(std::to_string(to_unix_millis(clock_.now())) + "." + std::to_string(++requests_));
    return origin;
  }
  void say(const std::string& text) {
    if (!is_valid_utf8(text)) {
      terminal_.out << "Please type text in UTF-8.\n";
      return;
    }
    const Inbound typed = Command{next_origin(), to_nfc(text), Command::Entry::Direct};
    const auto heard = dialogue_.hear(typed);
    if (const auto* at_once = heard ? std::get_if<Reply>(&*heard) : nullptr) return show(*at_once);
    const auto result = dispatcher_.handle(heard ? std::get<Inbound>(*heard) : typed, [](const Reply&) { return std::string(); });
    if (const auto* reply = std::get_if<Reply>(&result)) show(dialogue_.say(*reply, origin_).value_or(*reply));
  }
  void show(const Reply& reply) {
    if (const auto* answer = std::get_if<Answer>(&reply)) terminal_.out << '\n' << plain_text(answer->card) << "\n\n";
  }

  handlers::Dispatcher& dispatcher_;
  const Clock& clock_;
  Terminal terminal_;
  platforms::Dialogue dialogue_;
  Origin origin_;
  int requests_ = 0;
};

}  // namespace

int chat(const Settings& settings, Terminal terminal) {
  const SystemClock clock;
  SystemRandom random;
  NoMetrics metrics;
  auto store = store::open("memory:", clock);
  if (!store) return failed(terminal, store.error());
  auto content = library::open_library(settings.content, clock);
  if (!content) return failed(terminal, content.error());
  store::SeenHistory seen(**store, clock);
  handlers::Dispatcher dispatcher(handlers::Services{**content,
                                                     **store,
                                                     seen,
                                                     clock,
                                                     random,
                                                     metrics,
                                                     [](const MemberKey&) {
                                                       return Result<MemberFacts>(MemberFacts{true, {}, {}});
                                                     },
                                                     [](const ChannelKey&) { return Result<ChannelFacts>(ChannelFacts{}); },
                                                     [](const Card& card, const std::string&, const ChannelKey&,
                                                        const std::string&) { return Result<std::string>(plain_text(card)); },
                                                     {},
                                                     {},
                                                     {},
                                                     [] {},
                                                     {},
                                                     {},
                                                     {},
                                                     {},
                                                     settings.zone,
                                                     settings.language,
                                                     settings.region,
                                                     settings.command,
                                                     settings.content_repository ? std::string() : settings.content});
  terminal.out << "Type what you would type after /" << settings.command
               << ": tip, myth, resource, topics, help. A number presses a button; quit ends.\n";
  Conversation(dispatcher, **content, clock, terminal).run(settings.language);
  return 0;
}

}  // namespace allybot::app::commands
