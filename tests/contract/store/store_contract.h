// The fixture that every store runs under, and short ways to say what a test does.
// Must never know which store it has.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/store/store.h"
#include "tests/fakes/capturing_log.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/temporary_folder.h"

namespace allybot::store {

struct StoreKind {
  const char* name;
  /// Where the store lives, given a folder of its own.
  std::string (*url)(const fakes::TemporaryFolder&);
  bool has_file = false;
  /// Closed and opened again before each transaction: what is not on disk is lost.
  bool reopens = false;
};
std::vector<StoreKind> store_kinds();
std::string name_of_kind(const testing::TestParamInfo<StoreKind>& row);

class StoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  StoreContract() { reopen(); }

  Store& store() {
    if (GetParam().reopens) reopen();
    return *store_;
  }
  void reopen() {
    store_.reset();
    auto opened = open(GetParam().url(folder_), clock_);
    if (!opened) throw std::runtime_error(opened.error().for_log);
    store_ = std::move(*opened);
  }

  /// One transaction that has to succeed.
  template <class Work>
  auto write(Work work) {
    using Value = typename std::decay_t<decltype(work(std::declval<Writer&>()))>::value_type;
    if constexpr (std::is_void_v<Value>) {
      const auto done = store().write([&](Writer& tx) -> Result<void> { return work(tx); });
      EXPECT_TRUE(done.has_value()) << done.error().for_log;
    } else {
      auto done = allybot::store::write<Value>(store(), work);
      EXPECT_TRUE(done.has_value()) << done.error().for_log;
      return done.has_value() ? std::move(*done) : Value();
    }
  }
  /// One question that has to be answered.
  template <class Work>
  auto ask(Work work) {
    using Value = typename std::decay_t<decltype(work(std::declval<Reader&>()))>::value_type;
    auto answer = allybot::store::read<Value>(store(), work);
    EXPECT_TRUE(answer.has_value()) << answer.error().for_log;
    return answer.has_value() ? std::move(*answer) : Value();
  }
  /// The code of a change that has to be refused.
  template <class Work>
  Code refused(Work work) {
    Code code = Code::Internal;
    const auto done = store().write([&](Writer& tx) -> Result<void> {
      auto answer = work(tx);
      if (answer) return {};
      code = answer.error().code;
      return tl::unexpected(answer.error());
    });
    EXPECT_FALSE(done.has_value()) << "it was not refused";
    return code;
  }

  TimePoint now() const { return clock_.now(); }

  fakes::CapturingLog log_;
  fakes::FakeClock clock_;
  fakes::TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
};

inline ChannelKey channel(const std::string& id, const std::string& workspace = "T1", const std::string& platform = "slack") {
  return {PlatformId(platform), WorkspaceId(workspace), ChannelId(id)};
}
inline MemberKey member(const std::string& id, const std::string& workspace = "T1", const std::string& platform = "slack") {
  return {PlatformId(platform), WorkspaceId(workspace), MemberId(id)};
}

/// With something in every field.
Plan a_plan(const ChannelKey& where, std::optional<TimePoint> next_at = std::nullopt);
Delivery a_delivery(const std::string& key, const ChannelKey& where, TimePoint next_try);
Proposal a_proposal(const MemberKey& author, const std::string& title, TimePoint at);

/// Every field as text, so that a difference can be read.
std::string text_of(const Plan& plan);
std::string text_of(const Delivery& delivery);
std::string text_of(const AuditEntry& entry);
std::string text_of(const StoredFact& fact);
std::string text_of(const SeenItem& row);
std::string text_of(const Feedback& row);
std::string text_of(const Proposal& row);
std::string text_of(const MemberSettings& row);
std::string text_of(const ChannelSettings& row);
std::string text_of(const Attention& row);
std::string text_of(const Feed& row);
template <class Row>
std::string text_of(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows) text += text_of(row) + '\n';
  return text;
}

template <class Row>
std::vector<std::string> keys_of(const std::vector<Row>& rows) {
  std::vector<std::string> keys;
  for (const Row& row : rows) {
    if constexpr (std::is_same_v<Row, Plan>)
      keys.push_back(row.id.str());
    else if constexpr (std::is_same_v<Row, SeenItem> || std::is_same_v<Row, Feedback>)
      keys.push_back(row.item.str());
    else if constexpr (std::is_same_v<Row, Proposal>)
      keys.push_back(row.title);
    else if constexpr (std::is_same_v<Row, AuditEntry>)
      keys.push_back(row.what);
    else
      keys.push_back(row.key);
  }
  return keys;
}

using Keys = std::vector<std::string>;

}  // namespace allybot::store
