#include "services/gateway/security_headers.h"

namespace lianban::gateway {
namespace {

void AddCommon(bool secure, Headers& headers) {
  headers.Set("x-content-type-options", "nosniff");
  headers.Set("referrer-policy", "no-referrer");
  headers.Set("x-frame-options", "DENY");
  headers.Set("cross-origin-resource-policy", "same-origin");
  if (secure) headers.Set("strict-transport-security", "max-age=31536000");
}

}  // namespace

void AddPageHeaders(bool secure, Headers& headers) {
  AddCommon(secure, headers);
  headers.Set("content-security-policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
              "connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; "
              "form-action 'self'; frame-ancestors 'none'");
  headers.Set("cross-origin-opener-policy", "same-origin");
  headers.Set("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
}

void AddApiHeaders(bool secure, Headers& headers) {
  AddCommon(secure, headers);
  headers.Set("cache-control", "no-store");
  headers.Set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
}

}  // namespace lianban::gateway
