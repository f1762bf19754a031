// What Slack's adapter costs for one signed "/ally tip", step by step, without sockets, picking or a store.
// Must never be read as the cost of a request: bench.py measures that.
//
//   bench_platforms [rounds]     prints nanoseconds of CPU for each step.
#include <ctime>

#include <cstdio>
#include <cstdlib>

#include "bot/platforms/slack/adapter.h"
#include "tests/fakes/platform_rig.h"
#include "tests/fakes/sample_cards.h"
#include "tests/fakes/scripted_client.h"
#include "tests/fakes/slack_requests.h"

namespace {

using namespace allybot;

double cpu_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <class Work>
void measure(const char* name, long rounds, Work&& work) {
  for (long i = 0; i < rounds / 10 + 1; ++i) work();  // caches and this thread's contexts
  const double before = cpu_nanoseconds();
  for (long i = 0; i < rounds; ++i) work();
  std::printf("%-44s %8.0f ns\n", name, (cpu_nanoseconds() - before) / static_cast<double>(rounds));
}

}  // namespace

int main(int count, char** arguments) {
  const long rounds = count > 1 ? std::atol(arguments[1]) : 100000;
  fakes::PlatformRig rig{{{"SLACK_SIGNING_SECRET", fakes::kSlackSecret}, {"SLACK_BOT_TOKEN", fakes::kSlackToken}}};
  fakes::ScriptedClient client;
  const auto adapter = std::move(*platforms::slack::declaration().make(rig.environment(client)));
  const TimePoint now = rig.clock.now();
  const http::RawRequest raw = fakes::slack_command("tip", now);
  const auto proven = std::get<platforms::Authentic>(*adapter->authenticate(raw, now));
  const auto command = std::get<Command>(std::get<std::vector<Inbound>>(*adapter->parse(proven, now)).at(0));
  const Card card = fakes::sample_cards().front().second;
  Card uncached = card;
  uncached.cache_key.clear();
  std::size_t bytes = 0;

  measure("copy of the request (not counted elsewhere)", rounds, [&] { bytes += http::RawRequest(raw).body.size(); });
  measure("prove", rounds, [&] { bytes += adapter->authenticate(raw, now).has_value() ? 1U : 0U; });
  measure("parse", rounds, [&] { bytes += adapter->parse(proven, now).has_value() ? 1U : 0U; });
  measure("sign one button", rounds, [&] {
    bytes += rig.buttons.sign(card.buttons[0].action, command.origin.channel, command.origin.member.member, now).size();
  });
  measure("answer, patched, five buttons", rounds, [&] {
    bytes += adapter->render(Answer{card}, command.origin, platforms::Timing::InRequest, now).response->body.size();
  });
  measure("answer, built, five buttons", rounds / 10 + 1, [&] {
    bytes += adapter->render(Answer{uncached}, command.origin, platforms::Timing::InRequest, now).response->body.size();
  });
  measure("prove, parse and answer, patched", rounds, [&] {
    const auto genuine = adapter->authenticate(raw, now);
    const auto inbound = adapter->parse(std::get<platforms::Authentic>(*genuine), now);
    const auto& asked = std::get<Command>(std::get<std::vector<Inbound>>(*inbound).front());
    bytes += adapter->render(Answer{card}, asked.origin, platforms::Timing::InRequest, now).response->body.size();
  });
  return bytes == 0 ? 1 : 0;
}
