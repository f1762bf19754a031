// An adapter that can do nothing, for tests that need one: they override what they are about.
// Must never stand in for a platform in a test of how platforms are spoken to.
#pragma once

#include "bot/platforms/adapter.h"

namespace allybot::fakes {

class IdleAdapter : public platforms::Adapter {
 public:
  explicit IdleAdapter(const char* name, const platforms::Capabilities& capabilities = {})
      : platform_(name), capabilities_(capabilities) {}
  const PlatformId& platform() const override { return platform_; }
  const platforms::Capabilities& capabilities() const override { return capabilities_; }
  std::vector<platforms::InboundRoute> routes() const override { return {}; }
  Result<std::variant<platforms::Authentic, platforms::Fetch>> authenticate(http::RawRequest, TimePoint) override {
    return none();
  }
  Result<std::variant<std::vector<Inbound>, platforms::Fetch>> parse(const platforms::Authentic&, TimePoint) override {
    return none();
  }
  platforms::Rendered render(const Reply&, const Origin&, platforms::Timing, TimePoint) override { return {}; }
  http::Response acknowledge(const Origin&) override { return {}; }
  Result<std::string> post(const Card&, const ChannelKey&, const std::string&, TimePoint) override { return none(); }
  SendOutcome send(const platforms::Outgoing&) override { return {}; }
  Result<MemberFacts> member_facts(const MemberKey&) override { return none(); }
  Result<ChannelFacts> channel_facts(const ChannelKey&) override { return none(); }
  std::vector<platforms::CardFault> faults(const Card&) const override { return {}; }
  platforms::Connection connect() override { return {}; }
  std::vector<platforms::Check> checks() override { return {}; }

 private:
  static tl::unexpected<Error> none() { return fail(Code::Unsupported, "this adapter does nothing"); }
  const PlatformId platform_;
  const platforms::Capabilities capabilities_;
};

}  // namespace allybot::fakes
