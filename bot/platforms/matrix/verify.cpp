#include "bot/platforms/matrix/verify.h"

#include "bot/core/text.h"
#include "bot/crypto/crypto.h"
#include "bot/http/ascii.h"
#include "bot/platforms/matrix/route.h"

namespace allybot::platforms::matrix {
namespace {

constexpr std::string_view kScheme = "Bearer ";
constexpr const char* kParameter = "access_token";

tl::unexpected<Error> refuse(const char* why) { return fail(Code::Unauthorized, why); }

}  // namespace

Result<Authentic> MatrixVerifier::verify(http::RawRequest raw) const {
  if (hs_token_.empty()) return refuse("nobody pushes here");
  const std::size_t headers = raw.headers.count("Authorization");
  const std::size_t parameters = http::count_form_field(raw.query, kParameter);
  if (headers > 1 || parameters > 1) return refuse("token doubled");
  if (headers + parameters == 0) return refuse("token missing");
  bool good = true;
  if (headers == 1) {
    const std::string_view header = raw.headers.only("Authorization").value_or(std::string_view());
    if (!http::equal_ignoring_case(header.substr(0, kScheme.size()), kScheme)) return refuse("authorization is no bearer's");
    good = crypto::equal_in_constant_time(trim(header.substr(kScheme.size())), hs_token_.reveal());
  }
  if (parameters == 1)
    good = crypto::equal_in_constant_time(http::form_field(raw.query, kParameter).value_or(std::string()), hs_token_.reveal()) &&
           good;
  if (!good) return refuse("token is not ours");
  return admit(std::move(raw), kByToken);
}

Authentic MatrixVerifier::heard(std::string body) const {
  http::RawRequest raw;
  raw.method = http::Method::Put;
  raw.path = std::string(kTransactions) + "sync";
  raw.body = std::move(body);
  return admit(std::move(raw), kByAnswer);
}

}  // namespace allybot::platforms::matrix
