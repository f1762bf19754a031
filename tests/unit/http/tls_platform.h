// A TLS server on a free port of 127.0.0.1 with a certificate made for it, for tests of the client.
// Must never be given a certificate or key that is used anywhere else.
#pragma once

#include <memory>
#include <string>

namespace allybot::http {

class TlsPlatform {
 public:
  /// The certificate is for this name alone ("DNS:localhost", "IP:127.0.0.1").
  explicit TlsPlatform(const std::string& name, bool expired = false);
  ~TlsPlatform();
  TlsPlatform(const TlsPlatform&) = delete;
  TlsPlatform& operator=(const TlsPlatform&) = delete;

  int port() const;
  /// Who signed it, as PEM: whoever trusts that trusts this server.
  std::string authority() const;
  /// How many requests were answered, each with "secure".
  int answered() const;
  /// On how many connections they came.
  std::size_t connections() const;

 private:
  class Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace allybot::http
