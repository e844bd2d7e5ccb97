// The same door under TLS, with a certificate made for the test.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <filesystem>

#include "gmock/gmock.h"
#include "services/gateway/envelope.h"
#include "services/gateway/test_gateway.h"

namespace lianban::gateway {
namespace {

using testing::HasSubstr;

void WriteSelfSigned(const std::string& certificate_path, const std::string& key_path) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  FILE* file = fopen(certificate_path.c_str(), "w");
  PEM_write_X509(file, certificate);
  fclose(file);
  file = fopen(key_path.c_str(), "w");
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

class TlsClient {
 public:
  TlsClient(int port, int version_max) : context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_max_proto_version(context_, version_max);
    SSL_CTX_set_security_level(context_, 0);
    bio_ = BIO_new_ssl_connect(context_);
    BIO_set_conn_hostname(bio_, ("127.0.0.1:" + std::to_string(port)).c_str());
    connected_ = BIO_do_connect(bio_) == 1 && BIO_do_handshake(bio_) == 1;
  }
  ~TlsClient() {
    Close();
    SSL_CTX_free(context_);
  }
  void Close() {
    if (bio_ != nullptr) BIO_free_all(bio_);
    bio_ = nullptr;
  }
  bool connected() const { return connected_; }
  void Send(const std::string& bytes) { BIO_write(bio_, bytes.data(), static_cast<int>(bytes.size())); }
  // Until the text has come, or the connection ends.
  std::string ReadUntil(const std::string& text) {
    char buffer[4096];
    while (all_.find(text) == std::string::npos) {
      const int count = BIO_read(bio_, buffer, sizeof buffer);
      if (count <= 0) break;
      all_.append(buffer, static_cast<size_t>(count));
    }
    return std::exchange(all_, "");
  }

 private:
  SSL_CTX* context_;
  BIO* bio_ = nullptr;
  bool connected_ = false;
  std::string all_;
};

class Tls : public GatewayTest {
 protected:
  Tls() : folder_(std::filesystem::temp_directory_path() / ("lianban-tls-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
    server_options_.tls_certificate = folder_ / "certificate.pem";
    server_options_.tls_key = folder_ / "key.pem";
    WriteSelfSigned(server_options_.tls_certificate, server_options_.tls_key);
  }
  ~Tls() override { std::filesystem::remove_all(folder_); }
  const std::filesystem::path folder_;
};

TEST_F(Tls, CookieIsSecureAndTheBrowserIsToldToStay) {
  Start();
  TlsClient client(port(), TLS1_3_VERSION);
  ASSERT_TRUE(client.connected());
  client.Send(PostJson(kSignIn, R"({"login":"wang","password":"right"})"));
  const std::string answer = client.ReadUntil("}");
  EXPECT_THAT(answer, HasSubstr("set-cookie: __Host-lianban="));
  EXPECT_THAT(answer, HasSubstr("; Secure"));
  EXPECT_THAT(answer, HasSubstr("strict-transport-security"));
  // The plain cookie of another listener does not count here.
  client.Send(Post(kGetCase, "content-type: application/json\r\nconnect-protocol-version: 1\r\ncookie: lianban=" + SignedIn() +
                                 "\r\n", "{}"));
  EXPECT_THAT(client.ReadUntil("}"), HasSubstr(" 401 "));
}

TEST_F(Tls, OldVersionsAreRefused) {
  Start();
  EXPECT_FALSE(TlsClient(port(), TLS1_1_VERSION).connected());
  EXPECT_TRUE(TlsClient(port(), TLS1_2_VERSION).connected());
}

TEST_F(Tls, PlainTextGetsNothing) {
  Start();
  EXPECT_EQ(Ask("GET / HTTP/1.1\r\nhost: here\r\n\r\n").status, 0u);
}

// Waiting for the client to go must not disturb the next request on the same encrypted connection.
TEST_F(Tls, KeepsAliveOverManyCalls) {
  Start();
  TlsClient client(port(), TLS1_3_VERSION);
  const std::string token = SignedIn();
  for (int i = 0; i < 50; ++i) {
    client.Send(PostJson(kGetCase, fmt::format(R"({{"caseId":"n{}"}})", i), token));
    EXPECT_THAT(client.ReadUntil("}"), HasSubstr(fmt::format("\"n{}\"", i)));
  }
}

TEST_F(Tls, CancelsWhenTheClientGoes) {
  Start();
  TlsClient client(port(), TLS1_3_VERSION);
  client.Send(Post(kWatch, "content-type: application/connect+json\r\nauthorization: Bearer " + SignedIn() + "\r\n",
                   Envelope(0, R"({"afterLogIndex":"1","fromNow":true})")));
  client.ReadUntil("cursor");
  client.Close();
  while (services_.casework.watching != 0) std::this_thread::yield();
  EXPECT_EQ(services_.casework.cancelled, 1);
}

TEST_F(Tls, WhatIsWrongWithTheFilesIsNamed) {
  Door door(door_options_);
  const auto reason = [&](const std::string& certificate, const std::string& key) {
    server_options_.tls_certificate = certificate;
    server_options_.tls_key = key;
    return ReasonOf(HttpServer::Start(server_options_, door).status());
  };
  const std::string certificate = folder_ / "certificate.pem", key = folder_ / "key.pem", other = folder_ / "other.pem";
  WriteSelfSigned(folder_ / "unused.pem", other);
  EXPECT_EQ(reason(folder_ / "absent.pem", key), "FILE_UNREADABLE");
  EXPECT_EQ(reason(certificate, ""), "TLS_OPTION_MISSING");
  EXPECT_EQ(reason("", key), "TLS_OPTION_MISSING");
  EXPECT_EQ(reason(key, key), "CERTIFICATE_INVALID");
  EXPECT_EQ(reason(certificate, certificate), "PRIVATE_KEY_INVALID");
  EXPECT_EQ(reason(certificate, other), "PRIVATE_KEY_OF_ANOTHER");
}

}  // namespace
}  // namespace lianban::gateway
