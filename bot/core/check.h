// For broken promises of our own, never for input: logs where, then aborts.
// Must never be used on anything that a stranger, a file or another host can bring about.
#pragma once

namespace allybot {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}  // namespace allybot

#define BOT_CHECK(condition) ((condition) ? void() : ::allybot::check_failed(#condition, __FILE__, __LINE__))
