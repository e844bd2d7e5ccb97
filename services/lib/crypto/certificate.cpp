#include "services/lib/crypto/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>

#include "services/lib/errors/error.h"

namespace lianban::crypto {
namespace {

struct Free {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using File = std::unique_ptr<std::FILE, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Free>;

// A passphrase would be asked for at the terminal, and a service has none.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::StatusOr<File> Open(const std::string& path) {
  File file(std::fopen(path.c_str(), "re"));
  if (file == nullptr) return Error("FILE_UNREADABLE", {{"file", path}});
  return file;
}

absl::StatusOr<Certificate> ReadCertificate(const std::string& path) {
  LIANBAN_ASSIGN_OR_RETURN(const File file, Open(path));
  Certificate certificate(PEM_read_X509(file.get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  if (certificate == nullptr) return Error("CERTIFICATE_INVALID", {{"file", path}});
  return certificate;
}

}  // namespace

absl::Status CheckCertificate(const std::string& file) { return ReadCertificate(file).status(); }

absl::Status CheckPrivateKey(const std::string& file, const std::string& certificate_file) {
  LIANBAN_ASSIGN_OR_RETURN(const File opened, Open(file));
  const PrivateKey key(PEM_read_PrivateKey(opened.get(), nullptr, NoPassphrase, nullptr));
  ERR_clear_error();
  if (key == nullptr) return Error("PRIVATE_KEY_INVALID", {{"file", file}});
  LIANBAN_ASSIGN_OR_RETURN(const Certificate certificate, ReadCertificate(certificate_file));
  const bool theirs = X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (!theirs) return Error("PRIVATE_KEY_OF_ANOTHER", {{"file", file}, {"certificate", certificate_file}});
  return absl::OkStatus();
}

}  // namespace lianban::crypto
