#include "bot/http/status.h"

#include "bot/http/message.h"

namespace allybot::http {

int http_status(Code code) {
  switch (code) {
    case Code::Invalid: return 400;
    case Code::Unauthorized: return 401;
    case Code::Forbidden: return 403;
    case Code::NotFound: return 404;
    case Code::Conflict: return 409;
    case Code::TooLarge: return 413;
    case Code::TooMany: return 429;
    case Code::Unavailable: return 503;
    case Code::Ambiguous: return 502;
    case Code::Gone: return 410;
    case Code::Unsupported: return 501;
    case Code::Internal: return 500;
  }
  return 500;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: break;
  }
  switch (status / 100) {
    case 2: return "Success";
    case 3: return "Redirection";
    case 4: return "Client Error";
    default: return "Server Error";
  }
}

Response error_response(const Error& error) {
  const int status = http_status(error.code);
  return text_response(status, error.for_member.empty() ? std::string(reason_of(status)) : error.for_member);
}

}  // namespace allybot::http
