// The words that stand beside a status in the first line of an answer (RFC 9110, section 15).
// Must never say more than the status itself does.
#pragma once

#include <string_view>

namespace allybot::http {

/// "Not Found"; a word for the class when the status is none that we know.
std::string_view reason_of(int status);

}  // namespace allybot::http
