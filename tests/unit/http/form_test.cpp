#include <gtest/gtest.h>

#include "bot/http/form_fields.h"
#include "bot/http/message.h"
#include "tests/fakes/exact_block.h"

namespace allybot::http {
namespace {

std::optional<std::string> field(std::string_view body, std::string_view name) {
  return form_field(fakes::ExactBlock(body).view(), name);
}
std::size_t count(std::string_view body, std::string_view name) { return count_form_field(fakes::ExactBlock(body).view(), name); }

TEST(FormField, ReadsTheSlashCommandOfSlack) {
  const char* body =
      "token=FAKE&team_id=T0001&channel_name=general&user_id=U2147483697&command=%2Fally&text=tip+about%20caf%C3%A9&response_url="
      "https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1234%2F5678";
  EXPECT_EQ(field(body, "command"), "/ally");
  EXPECT_EQ(field(body, "text"), "tip about caf\xC3\xA9");
  EXPECT_EQ(field(body, "response_url"), "https://hooks.slack.com/commands/1234/5678");
  EXPECT_EQ(field(body, "token"), "FAKE");
}

TEST(FormField, TellsAbsentFromEmpty) {
  EXPECT_FALSE(field("", "text").has_value());
  EXPECT_FALSE(field("texts=1&tex=2&Text=3", "text").has_value());
  EXPECT_EQ(field("text=", "text"), "");
  EXPECT_EQ(field("text", "text"), "");
  EXPECT_EQ(field("a=1&text", "text"), "");
}

TEST(FormField, GivesTheFirstOfSeveral) {
  EXPECT_EQ(field("a=1&a=2", "a"), "1");
  EXPECT_EQ(count("a=1&a=2&b=a&a", "a"), 3U);
  EXPECT_EQ(count("b=1", "a"), 0U);
  EXPECT_EQ(count("", ""), 0U);
}

TEST(FormField, ReadsNamesThatAreEncoded) {
  EXPECT_EQ(field("ssl%5Fcheck=1", "ssl_check"), "1");
  EXPECT_EQ(field("a+b=1", "a b"), "1");
  EXPECT_EQ(count("t%65xt=1&text=2", "text"), 2U);
  EXPECT_FALSE(field("a+b=1", "a+b").has_value());
  EXPECT_EQ(field("a%2Bb=1", "a+b"), "1");
}

TEST(FormField, KeepsBadEncodingsAsTyped) {
  EXPECT_EQ(field("text=100%", "text"), "100%");
  EXPECT_EQ(field("text=100%2", "text"), "100%2");
  EXPECT_EQ(field("text=%zz%4x%%41", "text"), "%zz%4x%A");
  EXPECT_EQ(field("%=1", "%"), "1");
}

TEST(FormField, KeepsBytesThatAreNoText) {
  EXPECT_EQ(field("text=%00%ff", "text"), std::string("\0\xff", 2));
  EXPECT_EQ(field("text=a=b", "text"), "a=b");
}

TEST(FormField, PassesOverEmptyPieces) {
  EXPECT_EQ(field("&&a=1&&b=2&", "b"), "2");
  EXPECT_FALSE(field("&&&", "a").has_value());
  EXPECT_EQ(field("=nameless", ""), "nameless");
}

TEST(FormFields, AgreeWithFormFieldOnEveryName) {
  const std::array<std::string_view, 6> names = {"a", "a b", "text", "", "%", "absent"};
  for (const char* body : {"a=1&a=2&a+b=3&t%65xt=x%20y&=n&%=1", "text=a=b", "&&a", "", "text=100%2&text=%00", "a&b&text=+%2B"}) {
    const fakes::ExactBlock block((std::string_view(body)));
    const auto values = form_fields(block.view(), names);
    for (std::size_t at = 0; at < names.size(); ++at) EXPECT_EQ(values[at], form_field(block.view(), names[at])) << body;
  }
}

TEST(FormEncode, IsReadBackByFormField) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(field("x=1&text=" + form_encode(all) + "&y=2", "text"), all);
}

TEST(FormEncode, WritesASpaceThatAddressesUnderstandToo) {
  EXPECT_EQ(form_encode("a b+c/d~\xC3\xA9"), "a%20b%2Bc%2Fd%7E%C3%A9");
  EXPECT_EQ(form_encode("Az09-._"), "Az09-._");
  EXPECT_EQ(form_encode(""), "");
}

}  // namespace
}  // namespace allybot::http
