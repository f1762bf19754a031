// The handlers over a memory store and a small content folder of their own: what a member types comes back as a card.
// Must never be shared between tests: each has its own store, clock and chance.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/core/mutex.h"
#include "handlers/dispatch.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/faulty_store.h"
#include "tests/fakes/seeded_random.h"

namespace allybot::handlers {

/// Counts by name and labels: "commands{verb=tip}".
class CountingMetrics final : public Metrics {
 public:
  void count(std::string_view name, Labels labels, double by) override;
  void gauge(std::string_view, double, Labels) override {}
  void observe(std::string_view, double, Labels) override {}
  double counted(const std::string& name_and_labels) const;

 private:
  mutable Mutex mutex_;
  std::map<std::string, double> counts_ BOT_GUARDED_BY(mutex_);
};

class BotTest : public testing::Test {
 protected:
  BotTest();
  ~BotTest() override;

  /// Whoever types in the following.
  struct Place {
    std::string member = "U1", channel = "C1";
    bool direct = false;
    std::string request, zone, language;
  };

  Origin origin(const Place& place) const;
  Reply type(const std::string& text, const Place& place);
  Reply type(const std::string& text) { return type(text, Place{}); }
  /// The card of an Answer or Replace; fails the test otherwise.
  Card ask(const std::string& text, const Place& place);
  Card ask(const std::string& text) { return ask(text, Place{}); }
  Reply press(const Action& action, const Place& place, bool message_is_private = true);
  Reply press(const Action& action) { return press(action, Place{}); }
  Reply send(const Form& form, const std::map<std::string, std::string>& values, const Place& place);
  Reply send(const Form& form, const std::map<std::string, std::string>& values) { return send(form, values, Place{}); }
  /// What was stored and given again; fails the test when it was carried out.
  std::string repeated(const Inbound& inbound);
  Reply handle(const Inbound& inbound);

  /// Title, text and buttons: "[Another|more|tips]", for comparing with what people see.
  static std::string shown(const Card& card);
  static Card card_of(const Reply& reply);
  static std::string text_of(const Reply& reply) { return plain_text(card_of(reply)); }
  /// The action of the button with that label; fails the test when there is none.
  static Action action(const Card& card, const std::string& label);
  static bool has_button(const Card& card, const std::string& label);

  std::vector<store::Delivery> deliveries(const std::string& channel,
                                          store::Delivery::State state = store::Delivery::State::Pending);
  std::vector<store::Plan> plans(const std::string& channel = "C1");
  std::vector<store::AuditEntry> audit();
  void make_lead(const std::string& member, const std::string& channel = "C1");
  MemberKey member(const std::string& id) const { return {PlatformId("slack"), WorkspaceId("T1"), MemberId(id)}; }
  ChannelKey channel(const std::string& id) const { return {PlatformId("slack"), WorkspaceId("T1"), ChannelId(id)}; }
  static std::shared_ptr<const library::Library> content();
  static std::string content_folder();
  /// A new process over the same database.
  void restart();

  fakes::CapturingLog log_;
  fakes::FakeClock clock_;
  fakes::SeededRandom random_;
  CountingMetrics metrics_;
  std::unique_ptr<store::Store> kept_;
  std::unique_ptr<fakes::FaultyStore> store_;
  std::unique_ptr<store::SeenHistory> seen_;
  std::set<MemberKey> admins_;
  std::map<std::string, MemberFacts> members_;    ///< by member id; others: unknown to the platform
  std::map<std::string, ChannelFacts> channels_;  ///< by channel id; others: can post
  bool platform_is_away_ = false;
  bool platform_hears_ = true;
  bool platform_answers_openly_ = false;
  bool platform_slashes_ = true;
  Card posted_;  ///< what was rendered last for the outbox
  int woken_ = 0;
  int tokens_ = 0;
  std::string public_url_ = "https://ally.example.org";
  std::optional<std::string> content_root_;  ///< that of content(), until a test has its own: then restart()
  std::unique_ptr<Dispatcher> dispatcher_;
};

}  // namespace allybot::handlers
