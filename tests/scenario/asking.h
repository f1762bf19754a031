// Requests to the real program, as bytes on a connection of their own.
// Must never say what a right answer is.
#pragma once

#include <string>

#include "bot/http/message.h"

namespace allybot::scenario {

/// The request as it is sent, its connection closed behind it.
std::string bytes_of(const http::RawRequest& raw);
/// Sends raw bytes to a port of 127.0.0.1 and reads until the other side closes or five seconds pass.
std::string ask_raw(int port, const std::string& bytes);
std::string ask(int port, const http::RawRequest& raw);
std::string get(int port, const std::string& path);

}  // namespace allybot::scenario
