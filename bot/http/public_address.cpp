#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "bot/http/public_client.h"

namespace allybot::http {
namespace {

struct Network {
  const char* address;
  unsigned bits;
};

constexpr Network kSpecial4[] = {
    {"0.0.0.0", 8},     {"10.0.0.0", 8},      {"100.64.0.0", 10},  {"127.0.0.0", 8},    {"169.254.0.0", 16},
    {"172.16.0.0", 12}, {"192.0.0.0", 24},    {"192.0.2.0", 24},   {"192.88.99.0", 24}, {"192.168.0.0", 16},
    {"198.18.0.0", 15}, {"198.51.100.0", 24}, {"203.0.113.0", 24}, {"224.0.0.0", 4},    {"240.0.0.0", 4},
};
/// Of the rest only 2000::/3 is given out.
constexpr Network kSpecial6[] = {
    {"2001::", 23},
    {"2001:db8::", 32},
    {"2002::", 16},
    {"3fff::", 20},
};
constexpr Network kGivenOut6{"2000::", 3};
/// What a gateway translates into the old internet: the last four bytes are an address of that.
constexpr Network kTranslated6{"64:ff9b::", 96};

template <std::size_t Bytes>
bool is_in(const std::array<unsigned char, Bytes>& address, const Network& network) {
  std::array<unsigned char, Bytes> base{};
  ::inet_pton(Bytes == 4 ? AF_INET : AF_INET6, network.address, base.data());
  for (unsigned bit = 0; bit < network.bits; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if ((address[bit / 8] & mask) != (base[bit / 8] & mask)) return false;
  }
  return true;
}

template <std::size_t Bytes, std::size_t Count>
bool is_in_any(const std::array<unsigned char, Bytes>& address, const Network (&networks)[Count]) {
  return std::any_of(std::begin(networks), std::end(networks), [&](const Network& one) { return is_in(address, one); });
}

}  // namespace

bool is_public_address(std::string_view address) {
  const std::string text(address);
  std::array<unsigned char, 4> old{};
  if (::inet_pton(AF_INET, text.c_str(), old.data()) == 1) return !is_in_any(old, kSpecial4);
  std::array<unsigned char, 16> bytes{};
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return false;
  if (is_in(bytes, kTranslated6)) {
    std::copy(bytes.begin() + 12, bytes.end(), old.begin());
    return !is_in_any(old, kSpecial4);
  }
  return is_in(bytes, kGivenOut6) && !is_in_any(bytes, kSpecial6);
}

std::vector<std::string> resolve_by_system(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  std::vector<std::string> addresses;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
      addresses.emplace_back(text.data());
  }
  ::freeaddrinfo(found);
  return addresses;
}

}  // namespace allybot::http
