// A page on this machine alone that shows an item of content as each platform will show it, anew whenever its file is saved.
// Must never answer another page or machine, send anything anywhere, or need a credential.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/app/preview/shelf.h"
#include "bot/core/random.h"
#include "bot/http/receiver.h"
#include "bot/platforms/adapter.h"
#include "bot/platforms/playground/guard.h"

namespace allybot::app {

/// Any thread may call it once it was made.
class Preview {
 public:
  /// Adapters of all platforms, with settings of their own examples. The shelf outlives it.
  static Result<std::unique_ptr<Preview>> make(const Shelf& shelf, const std::vector<platforms::Platform>& platforms,
                                               const std::string& command);

  /// The page, what is on the shelf, and one item of it. They hold on to this preview, which outlives the receiver.
  std::vector<http::Route> routes() const;

 private:
  explicit Preview(const Shelf& shelf);
  Result<void> add(const platforms::Platform& platform, const platforms::Environment& environment);
  http::Response answer(http::RawRequest&& raw) const;
  std::string shelf_json(const Shelved& shelved) const;
  std::string item_json(const Shelved& shelved, const library::Item& item) const;

  /// One platform and a channel's id in a form that it takes.
  struct Shown {
    const platforms::Platform* platform;
    std::unique_ptr<platforms::Adapter> adapter;
    ChannelKey channel;
  };

  const Shelf& shelf_;
  std::string command_;
  platforms::playground::Guard guard_;
  SystemClock clock_;
  SystemRandom random_;
  NoMetrics metrics_;
  std::unique_ptr<http::Client> client_;
  platforms::Buttons buttons_;
  std::unique_ptr<platforms::Environment> environment_;
  std::vector<Shown> shown_;
};

}  // namespace allybot::app
