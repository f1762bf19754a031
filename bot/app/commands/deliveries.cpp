#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/core/direct_channel.h"
#include "bot/core/text.h"
#include "bot/schedule/decide.h"
#include "bot/store/store.h"
#include "handlers/cause.h"
#include "handlers/post.h"

namespace allybot::app::commands {
namespace {

using store::Delivery;

constexpr std::size_t kMostListed = 1000;  // of each state
constexpr const char* kOperator = "operator";

Result<std::vector<Delivery>> in_trouble(store::Store& store) {
  return store::read<std::vector<Delivery>>(store, [](store::Reader& tx) -> Result<std::vector<Delivery>> {
    std::vector<Delivery> all;
    for (const Delivery::State state : {Delivery::State::Unknown, Delivery::State::Dead}) {
      auto found = tx.deliveries_in(state, kMostListed);
      if (!found) return found;
      std::move(found->begin(), found->end(), std::back_inserter(all));
    }
    return all;
  });
}

/// Where it was to go. A conversation of a member's own names nobody.
std::string place_of(const Delivery& delivery) {
  if (!is_direct_channel(delivery.channel)) return delivery.channel.str();
  return delivery.channel.platform.str() + '/' + delivery.channel.workspace.str() + "/(direct message)";
}

std::string why_of(const handlers::Speaker& speaker, const Delivery& delivery) {
  std::string why = handlers::why(speaker, delivery.reason);
  if (!why.empty() && why[0] >= 'a' && why[0] <= 'z') why[0] = static_cast<char>(why[0] - 'a' + 'A');
  return why + ". " + handlers::what_to_do(speaker, delivery.reason);
}

nlohmann::ordered_json json_of(const handlers::Speaker& speaker, const Delivery& delivery) {
  return {{"id", delivery.id},
          {"state", store::name_of(delivery.state)},
          {"due", to_rfc3339(delivery.due_at)},
          {"changed", to_rfc3339(delivery.changed_at)},
          {"channel", place_of(delivery)},
          {"plan", delivery.plan.str()},
          {"item", delivery.item.str()},
          {"attempts", delivery.attempts},
          {"reason", delivery.reason},
          {"why", handlers::why(speaker, delivery.reason)},
          {"do", handlers::what_to_do(speaker, delivery.reason)}};
}

void print_table(const handlers::Speaker& speaker, const std::vector<Delivery>& all, std::ostream& out) {
  if (all.empty()) {
    out << "Nothing is in trouble.\n";
    return;
  }
  for (const Delivery& delivery : all) {
    out << delivery.id << "  " << store::name_of(delivery.state) << "  " << to_rfc3339(delivery.due_at) << "  "
        << place_of(delivery);
    if (!delivery.plan.empty()) out << "  " << delivery.plan.str();
    if (!delivery.item.empty()) out << "  " << delivery.item.str();
    out << "\n    " << why_of(speaker, delivery) << '\n';
  }
  out << "'allybot deliveries resend ID' posts one again, 'allybot deliveries drop ID' takes it off this list.\n";
}

/// Does it to each delivery, one transaction for each, and says what was done.
int decide(const Settings& settings, const std::vector<std::string>& ids, Terminal terminal, const char* done,
           const std::function<Result<void>(store::Writer&, const Delivery&)>& change) {
  const SystemClock clock;
  const auto store = store::open(settings.database_url, clock);
  if (!store) return failed(terminal, store.error());
  int status = 0;
  for (const std::string& text : ids) {
    std::int64_t id = 0;
    if (!parse_number(text, id))
      return misused(terminal, Error{Code::Invalid, "\"" + printable(text) + "\" is not the number of a delivery.", {}});
    const auto changed = (*store)->write([&](store::Writer& tx) -> Result<void> {
      const auto found = tx.delivery(id);
      if (!found) return tl::unexpected(found.error());
      if (!*found) return fail(Code::NotFound, "There is no delivery " + text + ".");
      return change(tx, **found);
    });
    if (changed)
      terminal.out << text << ": " << done << '\n';
    else
      status = failed(terminal, changed.error());
  }
  return status;
}

}  // namespace

int deliveries_list(const Settings& settings, const std::string& format, Terminal terminal) {
  if (format != "table" && format != "json")
    return misused(terminal, Error{Code::Invalid, "--format must be table or json.", {}});
  const SystemClock clock;
  const auto store = store::open(settings.database_url, clock);
  if (!store) return failed(terminal, store.error());
  const auto content = library::open_library(settings.content, clock);
  if (!content) return failed(terminal, content.error());
  const auto library = (*content)->current();
  const handlers::Speaker speaker{*library, settings.language, "/" + settings.command};
  const auto all = in_trouble(**store);
  if (!all) return failed(terminal, all.error());
  if (format == "table") {
    print_table(speaker, *all, terminal.out);
    return 0;
  }
  auto list = nlohmann::ordered_json::array();
  for (const Delivery& delivery : *all) list.push_back(json_of(speaker, delivery));
  terminal.out << list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  return 0;
}

int deliveries_resend(const Settings& settings, const std::vector<std::string>& ids, Terminal terminal) {
  SystemRandom random;
  const SystemClock clock;
  return decide(settings, ids, terminal, "goes out again as soon as the bot runs.",
                [&](store::Writer& tx, const Delivery& delivery) -> Result<void> {
                  const auto again = schedule::post_again(tx, delivery, handlers::random_name(random), kOperator, clock.now());
                  if (!again) return tl::unexpected(again.error());
                  return {};
                });
}

int deliveries_drop(const Settings& settings, const std::vector<std::string>& ids, Terminal terminal) {
  const SystemClock clock;
  return decide(settings, ids, terminal, "left as it is.", [&](store::Writer& tx, const Delivery& delivery) {
    return schedule::leave_it(tx, delivery, kOperator, clock.now());
  });
}

}  // namespace allybot::app::commands
