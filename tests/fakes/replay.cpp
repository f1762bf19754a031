#include "tests/fakes/replay.h"

#include <algorithm>
#include <filesystem>
#include <type_traits>

#include "bot/core/text.h"
#include "tests/fakes/golden.h"

namespace allybot::fakes {
namespace {

std::string folder(const std::string& source_dir, const std::string& platform) {
  return source_dir + "/tests/replay/" + platform;
}

http::Method method_named(std::string_view name) {
  for (const auto method :
       {http::Method::Get, http::Method::Head, http::Method::Post, http::Method::Put, http::Method::Patch, http::Method::Delete})
    if (name == http::name_of(method)) return method;
  return http::Method::Other;
}

std::string described(const Origin& origin) {
  return ' ' + origin.member.str() + ' ' + origin.channel.str() + (origin.direct ? " direct" : "") +
         " request=" + origin.request.str();
}

const char* name_of(Press::Standing standing) {
  switch (standing) {
    case Press::Standing::Good: return "good";
    case Press::Standing::Expired: return "expired";
    case Press::Standing::NotYours: return "not-yours";
  }
  return "";
}

const char* name_of(Command::Entry entry) {
  switch (entry) {
    case Command::Entry::Slash: return "slash";
    case Command::Entry::Mention: return "mention";
    case Command::Entry::Direct: return "direct";
  }
  return "";
}

const char* name_of(Lifecycle::Kind kind) {
  switch (kind) {
    case Lifecycle::Kind::AddedToChannel: return "added";
    case Lifecycle::Kind::RemovedFromChannel: return "removed";
    case Lifecycle::Kind::ChannelGone: return "gone";
    case Lifecycle::Kind::HomeOpened: return "home";
    case Lifecycle::Kind::Uninstalled: return "uninstalled";
  }
  return "";
}

}  // namespace

std::vector<std::string> replay_cases(const std::string& source_dir, const std::string& platform) {
  std::vector<std::string> cases;
  for (const auto& entry : std::filesystem::directory_iterator(folder(source_dir, platform)))
    if (entry.path().extension() == ".http") cases.push_back(entry.path().stem().string());
  std::sort(cases.begin(), cases.end());
  return cases;
}

std::optional<http::RawRequest> replay_request(const std::string& source_dir, const std::string& platform,
                                               const std::string& name) {
  const std::string bytes = file_text(folder(source_dir, platform) + '/' + name + ".http");
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return std::nullopt;
  http::RawRequest raw;
  raw.body = bytes.substr(end + 4);
  const auto lines = split(std::string_view(bytes).substr(0, end), '\n');
  const auto start = split_words(lines.front());
  if (start.size() != 3) return std::nullopt;
  raw.method = method_named(start[0]);
  raw.path = start[1].substr(0, start[1].find('?'));
  if (raw.path.size() < start[1].size()) raw.query = start[1].substr(raw.path.size() + 1);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t colon = lines[i].find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    raw.headers.add(std::string(lines[i].substr(0, colon)), std::string(trim(lines[i].substr(colon + 1))));
  }
  return raw;
}

std::string described(const Inbound& inbound) {
  return std::visit(
      [](const auto& one) -> std::string {
        using Kind = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<Kind, Command>) {
          return std::string("command ") + name_of(one.entry) + described(one.origin) + " text=" + printable(one.text);
        } else if constexpr (std::is_same_v<Kind, Press>) {
          return std::string("press ") + name_of(one.standing) + described(one.origin) + " action=" + one.action.name + ' ' +
                 one.action.object + (one.message_is_private ? " private" : " public");
        } else if constexpr (std::is_same_v<Kind, FormSubmitted>) {
          std::string line = std::string("form ") + name_of(one.standing) + described(one.origin) + " action=" + one.action.name +
                             ' ' + one.action.object;
          for (const auto& [field, value] : one.values) line += ' ' + field + '=' + printable(value);
          return line;
        } else if constexpr (std::is_same_v<Kind, Completion>) {
          return "completion" + described(one.origin) + " text=" + printable(one.text);
        } else if constexpr (std::is_same_v<Kind, Search>) {
          return "search" + described(one.origin) + " skip=" + std::to_string(one.skip) + " most=" + std::to_string(one.most) +
                 " text=" + printable(one.text);
        } else if constexpr (std::is_same_v<Kind, Lifecycle>) {
          return std::string("lifecycle ") + name_of(one.kind) + described(one.origin);
        } else if constexpr (std::is_same_v<Kind, Handshake>) {
          return "handshake " + std::to_string(one.status) + ' ' + one.content_type + ' ' + printable(one.body);
        } else if constexpr (std::is_same_v<Kind, Ignored>) {
          return "ignored " + one.why;
        } else {
          return std::string("unusable ") + allybot::name_of(one.error.code) + described(one.origin) +
                 " say=" + printable(one.error.for_member);
        }
      },
      inbound);
}

std::string replay_difference(const std::string& source_dir, const std::string& platform, const std::string& name,
                              const std::string& line) {
  return golden_difference(source_dir, "../replay/" + platform + '/' + name + ".expected", line + '\n');
}

}  // namespace allybot::fakes
