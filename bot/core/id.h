// Identifiers as separate types, so that a channel cannot be passed where a member is wanted.
// Must never hold a name or anything else that tells a person who somebody is.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace allybot {

/// One kind of identifier. The text is opaque to everybody but the adapter that made it.
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}

  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  std::string text_;
};

using PlatformId = Id<struct PlatformTag>;    ///< "slack", "mattermost", "playground"
using WorkspaceId = Id<struct WorkspaceTag>;  ///< empty where the platform tells none
using ChannelId = Id<struct ChannelTag>;
using MemberId = Id<struct MemberTag>;
using RequestId = Id<struct RequestTag>;  ///< names one request of a platform; the key of "seen before"
using ItemId = Id<struct ItemTag>;        ///< "tips/say-whose-idea"; the same in each language
using PlanId = Id<struct PlanTag>;        ///< "p1"; unique in its workspace. Files' plans: their slug

/// A channel of a workspace of a platform. One-to-one conversations are channels too.
struct ChannelKey {
  PlatformId platform;
  WorkspaceId workspace;
  ChannelId channel;
  friend auto operator<=>(const ChannelKey&, const ChannelKey&) = default;
  /// "slack/T1/C1", the form that databases and logs hold. Parts never contain a slash.
  std::string str() const;
};

/// A person in a workspace of a platform.
struct MemberKey {
  PlatformId platform;
  WorkspaceId workspace;
  MemberId member;
  friend auto operator<=>(const MemberKey&, const MemberKey&) = default;
  /// "slack/T1/U1".
  std::string str() const;
};

}  // namespace allybot

template <class Tag>
struct std::hash<allybot::Id<Tag>> {
  std::size_t operator()(const allybot::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
