#include "bot/platforms/buttons.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

#include "bot/core/check.h"
#include "bot/crypto/crypto.h"

// The value, from left to right:
//   1  'v'        this form
//   1             key id
//   4             expiry in whole hours since 1970, base64url digits
//   6             member tag, or "******" for anyone
//   1..4          action, letters
//   1  '=' | '~'  what follows is the object itself, or a handle to it
//   0..42         object or handle
//   16            MAC, base64url of 96 bits
// All characters are printable ASCII without quotation mark, backslash and the three that markup cares for, so that a
// value may stand in JSON, in HTML and in Slack's text as it is.

namespace allybot::platforms {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kAnyone = "******";
constexpr std::size_t kExpiryAt = 2;
constexpr std::size_t kExpiryCharacters = 4;
constexpr std::size_t kTagAt = 6;
constexpr std::size_t kTagCharacters = 6;
constexpr std::size_t kActionAt = 12;
constexpr std::size_t kMostAction = 4;
constexpr std::size_t kMacCharacters = 16;
constexpr std::size_t kMacBytes = 12;
constexpr std::size_t kHandleCharacters = 20;  // 120 bits

constexpr std::array<std::int16_t, 256> digit_values() {
  std::array<std::int16_t, 256> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < kDigits.size(); ++i) values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int16_t>(i);
  return values;
}
constexpr auto kDigitValues = digit_values();

/// `bytes` in base64url (RFC 4648 section 5), as many characters as `count`; appended without a detour over a string.
void append_base64url(std::string& into, const std::uint8_t* bytes, std::size_t count) {
  std::uint32_t bits = 0;
  int held = 0;
  for (; count > 0; --count) {
    if (held < 6) {
      bits = (bits << 8U) | *bytes++;
      held += 8;
    }
    held -= 6;
    into += kDigits[(bits >> static_cast<unsigned>(held)) & 63U];
  }
}

void append_number(std::string& into, std::uint32_t number, std::size_t characters) {
  for (std::size_t i = characters; i-- > 0;) into += kDigits[(number >> (6 * i)) & 63U];
}

std::optional<std::uint32_t> number_of(std::string_view text) {
  std::uint32_t number = 0;
  for (const char c : text) {
    const int digit = kDigitValues[static_cast<unsigned char>(c)];
    if (digit < 0) return std::nullopt;
    number = (number << 6U) | static_cast<std::uint32_t>(digit);
  }
  return number;
}

bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&'; }

bool is_plain(std::string_view text) {
  for (const char c : text)
    if (!is_plain(c)) return false;
  return true;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::uint32_t hours_of(TimePoint moment) {
  return static_cast<std::uint32_t>(std::chrono::floor<std::chrono::hours>(moment.time_since_epoch()).count());
}

std::uint64_t next_serial() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

tl::unexpected<Error> not_ours() { return fail(Code::Unauthorized, "button value is not ours for this place"); }

}  // namespace

/// Keys by use, all from one master secret; the newest first.
struct Buttons::Keys {
  struct LastTag {
    std::uint64_t serial = 0;
    PlatformId platform;
    WorkspaceId workspace;
    MemberId who;
    std::string tag;
  };
  struct Set {
    std::uint64_t serial;  ///< never an address: another Set may get the address of one that went
    char id;
    crypto::Hmac values;   ///< signs the value
    crypto::Hmac tags;     ///< hides the member
    crypto::Hmac handles;  ///< names a stored object

    explicit Set(const Secret& buttons)
        : serial(next_serial()),
          id(kDigits[crypto::hmac_sha256(buttons, "key id")[0] & 63U]),
          values(crypto::derive_key(buttons, "values")),
          tags(crypto::derive_key(buttons, "members")),
          handles(crypto::derive_key(buttons, "handles")) {}

    std::array<std::uint8_t, kMacBytes> mac(const ChannelKey& where, std::string_view value) const {
      // No part of a key holds a zero byte that could move the borders: adapters take ids of letters and digits only.
      const crypto::Digest digest =
          values.mac({where.platform.str(), std::string_view("\0", 1), where.workspace.str(), std::string_view("\0", 1),
                      where.channel.str(), std::string_view("\0", 1), value});
      std::array<std::uint8_t, kMacBytes> cut{};
      for (std::size_t i = 0; i < kMacBytes; ++i) cut[i] = digest[i];
      return cut;
    }

    void append_tag(std::string& into, const ChannelKey& where, const MemberId& who) const {
      // The buttons of one card are for one member: the last tag of this thread is as a rule the next one too.
      thread_local LastTag last;
      if (last.serial != serial || last.who != who || last.workspace != where.workspace || last.platform != where.platform) {
        const crypto::Digest digest = tags.mac(
            {where.platform.str(), std::string_view("\0", 1), where.workspace.str(), std::string_view("\0", 1), who.str()});
        std::string made;
        append_base64url(made, digest.data(), kTagCharacters);
        last = {serial, where.platform, where.workspace, who, std::move(made)};
      }
      into += last.tag;
    }
  };
  std::vector<std::unique_ptr<Set>> sets;
};

Buttons::Buttons(const Secret& master, const std::optional<Secret>& previous, ObjectHandles handles)
    : keys_(std::make_unique<Keys>()), handles_(std::move(handles)) {
  keys_->sets.push_back(std::make_unique<Keys::Set>(crypto::derive_key(master, "buttons")));
  if (previous) keys_->sets.push_back(std::make_unique<Keys::Set>(crypto::derive_key(*previous, "buttons")));
}

Buttons::~Buttons() = default;

std::string Buttons::sign(const Action& action, const ChannelKey& where, const MemberId& who, TimePoint now) const {
  BOT_CHECK(!action.name.empty() && action.name.size() <= kMostAction);
  for (const char c : action.name) BOT_CHECK(is_letter(c));
  const Keys::Set& keys = *keys_->sets.front();
  const TimePoint until = now + kLifetime;

  std::string value;
  value.reserve(kMostCharacters);
  value += 'v';
  value += keys.id;
  append_number(value, hours_of(until), kExpiryCharacters);
  if (action.binding == Binding::Anyone)
    value += kAnyone;
  else
    keys.append_tag(value, where, who);
  value += action.name;
  if (value.size() + 1 + action.object.size() + kMacCharacters <= kMostCharacters && is_plain(action.object)) {
    value += '=';
    value += action.object;
  } else {
    // The same object has the same handle, so that showing it a thousand times keeps one row.
    const std::size_t from = value.size() + 1;
    value += '~';
    append_base64url(value, keys.handles.mac({action.object}).data(), kHandleCharacters);
    if (handles_.put) handles_.put(value.substr(from), action.object, until);
  }
  append_base64url(value, keys.mac(where, value).data(), kMacCharacters);
  return value;
}

Result<Buttons::Opened> Buttons::open(std::string_view value, const ChannelKey& where, const MemberId& who, TimePoint now) const {
  if (value.size() > kMostCharacters || value.size() < kActionAt + 2 + kMacCharacters || value[0] != 'v') return not_ours();
  const std::string_view covered = value.substr(0, value.size() - kMacCharacters);
  const std::string_view mac = value.substr(covered.size());

  const Keys::Set* keys = nullptr;
  for (const auto& set : keys_->sets) {
    if (set->id != value[1]) continue;
    std::string expected;
    append_base64url(expected, set->mac(where, covered).data(), kMacCharacters);
    if (crypto::equal_in_constant_time(mac, expected)) keys = set.get();
  }
  if (keys == nullptr) return not_ours();

  // From here on it is our own text, yet a form that we do not write is refused all the same.
  const auto hours = number_of(covered.substr(kExpiryAt, kExpiryCharacters));
  const std::string_view tag = covered.substr(kTagAt, kTagCharacters);
  const std::string_view rest = covered.substr(kActionAt);
  std::size_t letters = 0;
  while (letters < rest.size() && is_letter(rest[letters])) ++letters;
  if (!hours || letters == 0 || letters > kMostAction || letters == rest.size()) return not_ours();

  Opened opened;
  opened.action.name = rest.substr(0, letters);
  opened.action.binding = tag == kAnyone ? Binding::Anyone : Binding::Member;
  const std::string_view object = rest.substr(letters + 1);
  if (rest[letters] == '=') {
    opened.action.object = object;
  } else if (rest[letters] == '~') {
    auto kept = handles_.get ? handles_.get(std::string(object)) : std::nullopt;
    if (kept)
      opened.action.object = std::move(*kept);
    else
      opened.standing = Press::Standing::Expired;  // swept away: as good as over
  } else {
    return not_ours();
  }
  if (hours_of(now) >= *hours) opened.standing = Press::Standing::Expired;
  if (opened.action.binding == Binding::Member) {
    std::string expected;
    keys->append_tag(expected, where, who);
    if (!crypto::equal_in_constant_time(tag, expected)) opened.standing = Press::Standing::NotYours;
  }
  return opened;
}

}  // namespace allybot::platforms
