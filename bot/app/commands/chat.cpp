#include <istream>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/core/text.h"
#include "bot/store/seen_history.h"
#include "handlers/dispatch.h"

namespace allybot::app::commands {
namespace {

/// A conversation in a terminal: commands are typed, buttons are numbers.
class Conversation {
 public:
  Conversation(handlers::Dispatcher& dispatcher, const Clock& clock, Terminal terminal)
      : dispatcher_(dispatcher), clock_(clock), terminal_(terminal) {
    origin_.member = {PlatformId("terminal"), WorkspaceId("here"), MemberId("you")};
    origin_.channel = {PlatformId("terminal"), WorkspaceId("here"), ChannelId("@you")};
    origin_.direct = true;
  }

  void run() {
    say("");
    std::string line;
    while (terminal_.out << "> " << std::flush, std::getline(terminal_.in, line)) {
      const std::string text(trim(line));
      if (text == "quit" || text == "exit") return;
      std::int64_t number = 0;
      if (parse_number(text, number) && number >= 1 && static_cast<std::size_t>(number) <= actions_.size())
        press(actions_[static_cast<std::size_t>(number) - 1]);
      else
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
    show(dispatcher_.handle(Command{next_origin(), to_nfc(text), Command::Entry::Direct},
                            [](const Reply&) { return std::string(); }));
  }
  void press(const Action& action) {
    show(dispatcher_.handle(Press{next_origin(), action, Press::Standing::Good, true},
                            [](const Reply&) { return std::string(); }));
  }
  void show(const std::variant<Reply, handlers::Repeated>& result) {
    const auto* reply = std::get_if<Reply>(&result);
    if (reply == nullptr) return;
    if (const auto* answer = std::get_if<Answer>(reply))
      card(answer->card);
    else if (const auto* changed = std::get_if<Replace>(reply))
      card(changed->card);
    else if (const auto* form = std::get_if<OpenForm>(reply))
      terminal_.out << form->form.title << ": forms need a chat platform or the playground.\n";
  }
  void card(const Card& shown) {
    terminal_.out << '\n' << plain_text(shown) << "\n\n";
    actions_.clear();
    for (const Button& button : shown.buttons) {
      if (!button.url.empty()) continue;
      actions_.push_back(button.action);
      terminal_.out << "[" << actions_.size() << "] " << button.label << "  ";
    }
    if (!actions_.empty()) terminal_.out << '\n';
  }

  handlers::Dispatcher& dispatcher_;
  const Clock& clock_;
  Terminal terminal_;
  Origin origin_;
  std::vector<Action> actions_;
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
  handlers::Dispatcher dispatcher(handlers::Services{
      **content,
      **store,
      seen,
      clock,
      random,
      metrics,
      [](const MemberKey&) {
        return Result<MemberFacts>(MemberFacts{true, {}, {}});
      },
      [](const ChannelKey&) { return Result<ChannelFacts>(ChannelFacts{}); },
      [](const Card& card, const ChannelKey&, const std::string&) { return Result<std::string>(plain_text(card)); },
      [] {},
      {},
      {},
      {},
      {},
      settings.zone,
      settings.language,
      settings.region,
      settings.command});
  terminal.out << "Type what you would type after /" << settings.command
               << ": tip, myth, resource, topics, help. A number presses a button; quit ends.\n";
  Conversation(dispatcher, clock, terminal).run();
  return 0;
}

}  // namespace allybot::app::commands
