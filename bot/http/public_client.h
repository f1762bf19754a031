// Requests to addresses that somebody else wrote down: they reach the public internet and nothing behind our own doors.
// Must never connect first and ask later: the address that was judged is the one that is called.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/http/message.h"

namespace allybot::http {

/// The addresses of a host as text; empty when it has none. Blocks.
using Resolve = std::function<std::vector<std::string>(const std::string& host)>;
std::vector<std::string> resolve_by_system(const std::string& host);

/// Whether an address is of the public internet: no loopback, link-local, private, shared, documentation, multicast or reserved
/// one, and no such one inside an IPv6 address. False for what is no address.
/// https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry
bool is_public_address(std::string_view address);

/// As make_client(), but a host of which any address is not public is refused: NeverLeft, "private_address". Through a proxy it
/// is the proxy that looks names up, and its rules hold; addresses written as such are refused all the same.
std::unique_ptr<Client> make_public_client(Resolve resolve = resolve_by_system);

}  // namespace allybot::http
