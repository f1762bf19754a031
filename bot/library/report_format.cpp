#include <algorithm>
#include <map>
#include <set>

#include "bot/core/text.h"
#include "bot/library/check.h"

namespace allybot::library {
namespace {

std::string_view level_of(const Finding& finding) {
  switch (finding.level) {
    case Finding::Level::Error: return "error";
    case Finding::Level::Warning: return "warning";
    case Finding::Level::Info: return "info";
  }
  return "";
}

/// GitHub and SARIF say "note" and "notice" for what is no fault.
std::string level_or(const Finding& finding, std::string_view info) {
  return std::string(finding.level == Finding::Level::Info ? info : level_of(finding));
}

/// Message and hint as one text.
std::string whole_message(const Finding& finding) {
  return finding.hint.empty() ? finding.message : finding.message + " " + finding.hint;
}

std::string as_text(const CheckReport& report) {
  std::string text;
  std::map<std::string, std::size_t> infos;  // hundreds of them would hide what is wrong
  for (const Finding& finding : report.findings) {
    if (finding.level == Finding::Level::Info) {
      ++infos[finding.code];
      continue;
    }
    text += printable(finding.path) + ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column) + ": " +
            level_or(finding, "") + " " + finding.code + ": " + printable(whole_message(finding)) + "\n";
  }
  for (const auto& [code, count] : infos)
    text += "info " + code + ": " + std::to_string(count) + " (each is listed by --format json)\n";
  return text;
}

std::string as_json(const CheckReport& report) {
  std::string text = "{\"findings\":[";
  bool first = true;
  for (const Finding& finding : report.findings) {
    text += first ? "\n" : ",\n";
    first = false;
    text += "{\"path\":" + json_quoted(finding.path) + ",\"line\":" + std::to_string(finding.line) +
            ",\"column\":" + std::to_string(finding.column) + ",\"level\":\"" + level_or(finding, "info") +
            "\",\"code\":" + json_quoted(finding.code) + ",\"message\":" + json_quoted(finding.message) +
            ",\"hint\":" + json_quoted(finding.hint) + "}";
  }
  return text + "]}\n";
}

/// https://docs.github.com/actions/reference/workflow-commands-for-github-actions: what has to be escaped where.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '%': out += "%25"; break;
      case '\r': out += "%0D"; break;
      case '\n': out += "%0A"; break;
      case ':': out += is_property ? "%3A" : ":"; break;
      case ',': out += is_property ? "%2C" : ","; break;
      default: out += c;
    }
  }
  return out;
}

std::string as_github(const CheckReport& report) {
  std::string text;
  for (const Finding& finding : report.findings)
    text += "::" + level_or(finding, "notice") + " file=" + escaped(finding.path, true) +
            ",line=" + std::to_string(finding.line) + ",col=" + std::to_string(finding.column) +
            ",title=" + escaped(finding.code, true) + "::" + escaped(whole_message(finding), false) + "\n";
  return text;
}

/// An address of a file in SARIF is a URI: other than these characters are percent-encoded.
std::string uri_of(std::string_view path) {
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += '%';
    uri += "0123456789ABCDEF"[byte >> 4U];
    uri += "0123456789ABCDEF"[byte & 0xFU];
  }
  return uri;
}

/// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
std::string as_sarif(const CheckReport& report) {
  std::set<std::string> codes;
  for (const Finding& finding : report.findings) codes.insert(finding.code);
  std::string rules, results;
  for (const auto& code : codes) rules += (rules.empty() ? "{\"id\":" : ",{\"id\":") + json_quoted(code) + "}";
  for (const Finding& finding : report.findings) {
    if (!results.empty()) results += ",\n";
    results += "{\"ruleId\":" + json_quoted(finding.code) + ",\"level\":\"" + level_or(finding, "note") +
               "\",\"message\":{\"text\":" + json_quoted(whole_message(finding)) +
               "},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":" + json_quoted(uri_of(finding.path)) +
               "},\"region\":{\"startLine\":" + std::to_string(finding.line) +
               ",\"startColumn\":" + std::to_string(finding.column) + "}}}]}";
  }
  return "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":"
         "{\"name\":\"allybot content check\",\"rules\":[" +
         rules + "]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n" + results + "]}]}\n";
}

}  // namespace

Result<std::string> format_report(const CheckReport& report, const std::string& format) {
  if (format == "text") return as_text(report);
  if (format == "json") return as_json(report);
  if (format == "github") return as_github(report);
  if (format == "sarif") return as_sarif(report);
  return fail(Code::Invalid, "the format has to be text, json, github or sarif");
}

}  // namespace allybot::library
