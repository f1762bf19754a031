#include "bot/platforms/render_cache.h"

#include "bot/core/check.h"
#include "bot/crypto/crypto.h"

namespace allybot::platforms {
namespace {

constexpr std::size_t kIndexDigits = 3;

const std::string& mark() {
  static const std::string made = "hole" + crypto::to_hex(crypto::sha256(crypto::random_bytes(16))).substr(0, 32);
  return made;
}

}  // namespace

std::string hole(std::size_t index) {
  BOT_CHECK(index < 1000);
  const std::string digits = std::to_string(index);
  return mark() + std::string(kIndexDigits - digits.size(), '0') + digits;
}

Template::Template(std::string_view serialised) {
  const std::string& sign = mark();
  text_.reserve(serialised.size());
  std::size_t from = 0;
  for (std::size_t at = serialised.find(sign); at != std::string_view::npos; at = serialised.find(sign, from)) {
    text_.append(serialised, from, at - from);
    std::size_t index = 0;
    for (const char digit : serialised.substr(at + sign.size(), kIndexDigits))
      index = index * 10 + static_cast<std::size_t>(digit - '0');
    holes_.push_back({text_.size(), index});
    from = at + sign.size() + kIndexDigits;
  }
  text_.append(serialised, from);
  text_.shrink_to_fit();
}

void Template::append_to(std::string& into, std::span<const std::string> values) const {
  std::size_t more = text_.size();
  for (const std::string& value : values) more += value.size();
  into.reserve(into.size() + more + 1);  // one for the brace that closes an envelope
  std::size_t from = 0;
  for (const Hole& hole : holes_) {
    into.append(text_, from, hole.at - from);
    if (hole.index < values.size()) into += values[hole.index];
    from = hole.at;
  }
  into.append(text_, from);
}

std::string Template::filled(std::span<const std::string> values) const {
  std::string text;
  append_to(text, values);
  return text;
}

std::shared_ptr<const Template> RenderCache::get(std::string_view key, const std::function<std::string()>& build) {
  if (!key.empty()) {
    const Lock lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      order_.splice(order_.begin(), order_, found->second);
      return found->second->made;
    }
  }
  auto made = std::make_shared<const Template>(build());
  if (!key.empty()) keep(key, made);
  return made;
}

void RenderCache::keep(std::string_view key, const std::shared_ptr<const Template>& made) {
  const Lock lock(mutex_);
  if (by_key_.count(key) > 0) return;
  order_.push_front({std::string(key), made});
  by_key_.emplace(order_.front().key, order_.begin());
  bytes_ += cost(order_.front());
  while (bytes_ > most_bytes_ && !order_.empty()) {
    const Entry& oldest = order_.back();
    bytes_ -= cost(oldest);
    by_key_.erase(oldest.key);
    order_.pop_back();
  }
}

std::size_t RenderCache::entries() const {
  const Lock lock(mutex_);
  return order_.size();
}

std::size_t RenderCache::bytes() const {
  const Lock lock(mutex_);
  return bytes_;
}

}  // namespace allybot::platforms
