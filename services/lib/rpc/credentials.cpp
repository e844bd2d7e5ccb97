#include "services/lib/rpc/credentials.h"

#include "grpcpp/security/tls_certificate_provider.h"
#include "grpcpp/security/tls_credentials_options.h"
#include "services/lib/crypto/certificate.h"
#include "services/lib/errors/error.h"

namespace lianban::rpc {
namespace {

namespace tls_api = grpc::experimental;
constexpr unsigned int kReloadSeconds = 10;

bool IsEmpty(const Channels::Tls& tls) {
  return tls.ca_file.empty() && tls.certificate_file.empty() && tls.key_file.empty();
}

absl::Status CheckFiles(const Channels::Tls& tls) {
  for (const auto& [option, file] :
       {std::pair{"tls-ca", tls.ca_file}, {"tls-certificate", tls.certificate_file}, {"tls-key", tls.key_file}}) {
    if (file.empty()) return Error("TLS_OPTION_MISSING", {{"option", option}});
  }
  LIANBAN_RETURN_IF_ERROR(crypto::CheckCertificate(tls.ca_file));
  LIANBAN_RETURN_IF_ERROR(crypto::CheckCertificate(tls.certificate_file));
  return crypto::CheckPrivateKey(tls.key_file, tls.certificate_file);
}

absl::Status PlainTextAllowed(std::string_view address) {
  if (IsLoopback(address)) return absl::OkStatus();
  return Error("PLAIN_TEXT_REFUSED", {{"address", std::string(address)}});
}

std::shared_ptr<tls_api::CertificateProviderInterface> Watch(const Channels::Tls& tls) {
  return std::make_shared<tls_api::FileWatcherCertificateProvider>(tls.key_file, tls.certificate_file, tls.ca_file,
                                                                   kReloadSeconds);
}

}  // namespace

bool IsLoopback(std::string_view address) {
  if (address.starts_with("unix:")) return true;
  const auto host = address.substr(0, address.rfind(':'));
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentialsFor(std::string_view listen,
                                                                              const Channels::Tls& tls) {
  if (IsEmpty(tls)) {
    LIANBAN_RETURN_IF_ERROR(PlainTextAllowed(listen));
    return grpc::InsecureServerCredentials();
  }
  LIANBAN_RETURN_IF_ERROR(CheckFiles(tls));
  tls_api::TlsServerCredentialsOptions options(Watch(tls));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls_api::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsFor(std::string_view address,
                                                                                const Channels::Tls& tls) {
  if (IsEmpty(tls)) {
    LIANBAN_RETURN_IF_ERROR(PlainTextAllowed(address));
    return grpc::InsecureChannelCredentials();
  }
  LIANBAN_RETURN_IF_ERROR(CheckFiles(tls));
  tls_api::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watch(tls));
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  return tls_api::TlsCredentials(options);
}

}  // namespace lianban::rpc
