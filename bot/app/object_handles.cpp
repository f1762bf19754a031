#include "bot/app/object_handles.h"

#include "bot/core/log.h"

namespace allybot::app {

platforms::ObjectHandles object_handles(store::Store& store, Workers& workers) {
  return {[&store, &workers](const std::string& handle, const std::string& object, TimePoint until) {
            workers.offer([&store, handle, object, until] {
              const auto kept = store.write([&](store::Writer& tx) { return tx.set_handle(handle, object, until); });
              if (!kept) log::warning("handle_not_kept", {{"code", name_of(kept.error().code)}});
            });
          },
          [&store](const std::string& handle) -> std::optional<std::string> {
            auto object = store::read<std::optional<std::string>>(store, [&](store::Reader& tx) { return tx.handle(handle); });
            return object ? *object : std::nullopt;
          }};
}

}  // namespace allybot::app
