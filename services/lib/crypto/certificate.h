#pragma once
// PEM files of TLS, looked at before a server is started with them: the libraries say little about a file they cannot use.

#include <string>

#include "absl/status/status.h"

namespace lianban::crypto {

// FILE_UNREADABLE, or CERTIFICATE_INVALID when the file does not begin with a certificate (a chain may follow).
absl::Status CheckCertificate(const std::string& file);
// The key of the first certificate in `certificate_file`, without a passphrase: FILE_UNREADABLE, PRIVATE_KEY_INVALID,
// PRIVATE_KEY_OF_ANOTHER.
absl::Status CheckPrivateKey(const std::string& file, const std::string& certificate_file);

}  // namespace lianban::crypto
