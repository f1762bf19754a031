// What the contract suite has to know of a platform: how its requests look, and how to read what its adapter makes.
// Must never judge with the adapter's own code. A new platform adds one file here and one line in specimens.cpp.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/platforms/adapter.h"
#include "bot/platforms/openly.h"
#include "tests/fakes/fake_platform.h"

namespace allybot::platforms::contract {

/// A request without proof, and what is wrong with it. The suite wants at least: "wrong secret", "missing proof", "doubled
/// proof", "oversized proof"; with signs_bodies() "changed body"; with has_time() "old" and "future".
struct Unproven {
  std::string label;
  http::RawRequest request;
};

class Specimen {
 public:
  virtual ~Specimen() = default;

  virtual const Platform& declaration() const = 0;
  bool answers_openly() const { return platforms::answers_openly(declaration().capabilities); }
  bool has_buttons() const { return declaration().capabilities.buttons && !answers_openly(); }
  /// All required settings; `api` is the address of a fake of the platform, "http://127.0.0.1:1".
  virtual std::map<std::string, std::string> settings(const std::string& api) const = 0;
  virtual Result<std::unique_ptr<Adapter>> make(const Environment& environment) const { return declaration().make(environment); }

  /// What the platform answers to a fetch that proof or parsing asks for.
  virtual http::ClientOutcome answer(const http::ClientRequest& /*request*/) const { return {}; }

  virtual bool signs_bodies() const { return false; }  ///< proof covers the body
  virtual bool has_time() const { return false; }      ///< proof grows old
  /// A member (0 or 1, of one workspace) and the channel where they meet.
  virtual MemberKey member(int /*number*/) const { return {}; }
  virtual ChannelKey channel() const = 0;

  /// Where the platform hears: requests of member 0 (or `by`) in that channel, as the platform sends them; `text` in the
  /// platform's own escaping.
  virtual http::RawRequest command(const std::string& /*text*/, TimePoint /*at*/) const { return {}; }
  /// Where there are buttons: a press of one, and the signed values of those in a message, in order.
  virtual http::RawRequest press(const std::string& /*value*/, int /*by*/, TimePoint /*at*/) const { return {}; }
  virtual std::vector<std::string> values(const std::string& /*message*/) const { return {}; }
  /// Where there are none: said to the bot alone; nothing where that takes more than a request.
  virtual std::optional<http::RawRequest> direct_message(const std::string& /*text*/, TimePoint /*at*/) const {
    return std::nullopt;
  }
  virtual std::vector<Unproven> unproven(TimePoint /*now*/) const { return {}; }

  /// The messages (JSON) in what render() made: the answer's body, the calls' bodies. Nothing for empty answers.
  virtual std::vector<std::string> messages(const Rendered& /*rendered*/) const { return {}; }
  /// Where the bot posts: the message (JSON) in a payload of post().
  virtual std::string message_of_post(const std::string& payload) const { return payload; }
  /// What notifications and screen readers say.
  virtual std::string fallback(const std::string& message) const = 0;
  /// What the platform would refuse of a message, and what in it would call people or make a link that no card asked for.
  /// Cards of the suite link to https://example.org/ only.
  virtual std::vector<std::string> complaints(const std::string& message) const = 0;

  /// Whether send() calls the platform over HTTP; else the suite of its faults leaves it out.
  virtual bool sends_over_http() const { return true; }
  /// Scripts what a fake has to answer beside the call that posts (a token).
  virtual void prepare(fakes::FakePlatform& /*platform*/) const {}
  /// Method and path of the call that posts, and a body that accepts it.
  virtual std::string post_method() const { return "POST"; }
  virtual std::string post_path() const { return {}; }
  virtual int accepted_status() const { return 200; }
  virtual std::string accepted_post() const { return {}; }
};

/// One of every platform.
const std::vector<std::shared_ptr<const Specimen>>& specimens();
/// Of every platform where people can press, answer or ask.
std::vector<std::shared_ptr<const Specimen>> specimens_that_hear();
/// Of every platform where the bot posts by itself.
std::vector<std::shared_ptr<const Specimen>> specimens_that_post();
/// Of those that have buttons.
std::vector<std::shared_ptr<const Specimen>> specimens_with_buttons();

std::shared_ptr<const Specimen> slack_specimen();
std::shared_ptr<const Specimen> mattermost_specimen();
std::shared_ptr<const Specimen> discord_specimen();
std::shared_ptr<const Specimen> teams_specimen();
std::shared_ptr<const Specimen> google_chat_specimen();
std::shared_ptr<const Specimen> matrix_specimen();
std::shared_ptr<const Specimen> zulip_specimen();
std::shared_ptr<const Specimen> rocket_chat_specimen();
std::shared_ptr<const Specimen> webex_specimen();
std::shared_ptr<const Specimen> playground_specimen();
std::shared_ptr<const Specimen> teams_workflows_specimen();
std::shared_ptr<const Specimen> teams_outgoing_specimen();

}  // namespace allybot::platforms::contract
