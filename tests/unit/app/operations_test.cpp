#include "bot/app/operations.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "bot/app/prometheus_metrics.h"

namespace allybot::app {
namespace {

TEST(Readiness, HasTheShapeOfTheContract) {
  Readiness now;
  now.live = 330;
  now.quarantined.push_back({"content/en/tips/x.md", 4, 2, "unknown topic"});
  now.platforms = {{"mattermost", "off: set MATTERMOST_URL"}, {"slack", "on"}};
  now.warnings = {"something \"odd\""};
  const auto json = nlohmann::json::parse(to_json(now));
  EXPECT_EQ(json["ready"], true);
  EXPECT_EQ(json["content"]["live"], 330);
  EXPECT_EQ(json["content"]["quarantined"][0]["path"], "content/en/tips/x.md");
  EXPECT_EQ(json["content"]["quarantined"][0]["line"], 4);
  EXPECT_EQ(json["content"]["quarantined"][0]["message"], "unknown topic");
  EXPECT_EQ(json["platforms"]["slack"], "on");
  EXPECT_EQ(json["warnings"][0], "something \"odd\"");
}

TEST(PrometheusMetrics, WritesCountersGaugesAndDurations) {
  PrometheusMetrics metrics;
  metrics.count("commands", {{"verb", "tip"}}, 1);
  metrics.count("commands", {{"verb", "tip"}}, 2);
  metrics.gauge("content_live", 12, {});
  metrics.observe("answer", 0.004, {});
  const std::string text = metrics.text();
  EXPECT_NE(text.find("allybot_commands_total{verb=\"tip\"} 3"), std::string::npos);
  EXPECT_NE(text.find("allybot_content_live 12"), std::string::npos);
  EXPECT_NE(text.find("allybot_answer_seconds_count 1"), std::string::npos);
}

TEST(PrometheusMetrics, StopsMakingSeriesAtItsBound) {
  PrometheusMetrics metrics;
  for (int i = 0; i < 2500; ++i) metrics.count("odd", {{"value", std::to_string(i)}}, 1);
  const std::string text = metrics.text();
  EXPECT_NE(text.find("value=\"1999\""), std::string::npos);
  EXPECT_EQ(text.find("value=\"2000\""), std::string::npos);
}

}  // namespace
}  // namespace allybot::app
