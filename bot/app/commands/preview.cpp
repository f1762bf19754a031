#include <algorithm>
#include <filesystem>
#include <ostream>

#include "bot/app/commands/commands.h"
#include "bot/app/commands/stop_signal.h"
#include "bot/app/preview/preview.h"
#include "bot/core/text.h"

namespace allybot::app::commands {

int content_preview(const Settings& settings, const std::string& item, int port, Terminal terminal) {
  const StopSignal stop;
  Shelf shelf(settings.content);
  if (const auto opened = shelf.open(); !opened) return failed(terminal, opened.error());
  std::string opens_at;
  if (!item.empty()) {
    const auto shelved = shelf.current();
    const library::Item* found = shelved->at(item);
    for (const auto& one : shelved->items)
      if (one->id.str() == item && (found == nullptr || one->language == settings.language)) found = one.get();
    if (found == nullptr) {
      const std::string sentence = "There is no item \"" + printable(item) +
                                   "\"; give an id such as tips/a-pace-you-can-keep, or a path in the content folder.";
      return misused(terminal, Error{Code::Invalid, sentence, sentence});
    }
    opens_at = "#" + found->path;
  }
  const SystemClock clock;
  std::unique_ptr<store::Store> store;
  // Where there is no database there are no plans: none is made.
  if (const auto file = sqlite_file(settings); file && std::filesystem::exists(*file)) {
    auto opened = store::open(settings.database_url, clock);
    if (!opened) return failed(terminal, opened.error());
    store = std::move(*opened);
  }
  const auto preview = Preview::make(shelf, platforms::registry(),
                                     {settings.command, store.get(), {settings.language, settings.region, settings.zone}}, clock);
  if (!preview) return failed(terminal, preview.error());
  http::ReceiverOptions options;
  options.port = port;
  NoMetrics metrics;
  const auto receiver = http::listen(options, (*preview)->routes(), metrics);
  if (!receiver) return failed(terminal, receiver.error());
  terminal.out << "Preview: http://127.0.0.1:" << (*receiver)->port() << '/' << opens_at << "   (Ctrl-C stops it)\n";
  terminal.out.flush();
  stop.wait();
  (*receiver)->stop(std::chrono::milliseconds(500));
  return 0;
}

}  // namespace allybot::app::commands
