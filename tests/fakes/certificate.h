// A certificate authority made for one test, and a certificate that it signed.
// Must never be given a key or certificate that is used anywhere else.
#pragma once

#include <string>

namespace allybot::fakes {

/// All as PEM.
struct Certificate {
  std::string authority;  ///< whoever trusts it trusts `certificate`
  std::string certificate;
  std::string key;
};

/// For this name alone: "DNS:localhost", "IP:127.0.0.1", or several with commas.
Certificate make_certificate(const std::string& name, bool expired = false);

/// Trusts an authority, as an operator does with SSL_CERT_FILE, until it goes.
class Trust {
 public:
  explicit Trust(const std::string& authority);
  ~Trust();
  Trust(const Trust&) = delete;
  Trust& operator=(const Trust&) = delete;

 private:
  std::string path_;
};

}  // namespace allybot::fakes
