// A page on this machine alone that shows an item of content as each platform will show it, anew whenever its file is saved, and
// where it will be posted next.
// Must never answer another page or machine, send anything anywhere, or need a credential.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bot/app/preview/shelf.h"
#include "bot/app/showcase.h"
#include "bot/http/receiver.h"
#include "bot/platforms/playground/guard.h"
#include "bot/store/store.h"
#include "handlers/memory.h"

namespace allybot::app {

struct PreviewOptions {
  std::string command = "ally";
  store::Store* store = nullptr;  ///< where the plans are; nothing: there is no database
  handlers::Defaults defaults;
};

/// Any thread may call it once it was made. What it is given outlives it.
class Preview {
 public:
  static Result<std::unique_ptr<Preview>> make(const Shelf& shelf, const std::vector<platforms::Platform>& platforms,
                                               PreviewOptions options, const Clock& clock);

  /// The page, what is on the shelf, one item of it, and its next posts. They hold on to this preview, which outlives the
  /// receiver.
  std::vector<http::Route> routes() const;

 private:
  Preview(const Shelf& shelf, PreviewOptions options, const Clock& clock, std::unique_ptr<Showcase> showcase)
      : shelf_(shelf), options_(std::move(options)), clock_(clock), showcase_(std::move(showcase)) {}
  http::Response answer(http::RawRequest&& raw) const;
  std::string shelf_json(const Shelved& shelved) const;
  std::string item_json(const Shelved& shelved, const library::Item& item) const;
  http::Response coming(const Shelved& shelved, const library::Item& item) const;

  const Shelf& shelf_;
  const PreviewOptions options_;
  const Clock& clock_;
  const std::unique_ptr<Showcase> showcase_;
  platforms::playground::Guard guard_;
};

}  // namespace allybot::app
