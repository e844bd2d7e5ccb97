#include "services/lib/rpc/credentials.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "fmt/format.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "lianban/identity/v1/identity.grpc.pb.h"
#include "services/lib/errors/error.h"

namespace lianban::rpc {
namespace {

// A certificate authority of the test, writing PEM files.
class Authority {
 public:
  explicit Authority(const std::string& directory) : directory_(directory), key_(EVP_EC_gen("P-256")) {
    std::filesystem::create_directories(directory);
    certificate_ = Make(key_, "CN=" + directory, "", true);
    Write(Path("ca.pem"), [&](FILE* file) { PEM_write_X509(file, certificate_); });
  }
  ~Authority() {
    X509_free(certificate_);
    EVP_PKEY_free(key_);
    std::filesystem::remove_all(directory_);
  }

  // Files for a peer whose certificate names `host`.
  Channels::Tls Issue(const std::string& name, const std::string& host) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = Make(key, name, "DNS:" + host, false);
    Write(Path(name + ".pem"), [&](FILE* file) { PEM_write_X509(file, certificate); });
    Write(Path(name + ".key"),
          [&](FILE* file) { PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr); });
    X509_free(certificate);
    EVP_PKEY_free(key);
    return {Path("ca.pem"), Path(name + ".pem"), Path(name + ".key")};
  }

 private:
  std::string Path(const std::string& file) const { return directory_ + "/" + file; }

  template <class Body>
  static void Write(const std::string& path, Body body) {
    FILE* file = std::fopen(path.c_str(), "w");
    body(file);
    std::fclose(file);
  }

  static void Extend(X509* certificate, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
  }

  X509* Make(EVP_PKEY* key, const std::string& name, const std::string& host, bool authority) {
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial_);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(authority ? certificate : certificate_));
    X509_set_pubkey(certificate, key);
    if (authority) Extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
    if (!host.empty()) Extend(certificate, NID_subject_alt_name, host);
    X509_sign(certificate, key_, EVP_sha256());
    return certificate;
  }

  const std::string directory_;
  EVP_PKEY* key_;
  X509* certificate_ = nullptr;
  int serial_ = 0;
};

class MutualTls : public testing::Test {
 protected:
  MutualTls() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    builder.AddListeningPort("localhost:0", *ServerCredentialsFor("localhost:0", ours_.Issue("server", "localhost")),
                             &port_);
    server_ = builder.BuildAndStart();
  }
  ~MutualTls() override { server_->Shutdown(); }

  bool Reaches(const std::shared_ptr<grpc::ChannelCredentials>& credentials, const std::string& host = "localhost") {
    const auto channel = grpc::CreateChannel(fmt::format("{}:{}", host, port_), credentials);
    return channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(2));
  }

  Authority ours_{testing::TempDir() + "lianban_tls_ours"}, theirs_{testing::TempDir() + "lianban_tls_theirs"};
  int port_ = 0;
  identity::v1::Identity::CallbackService service_;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(MutualTls, LetsInACertificateOfTheDeployment) {
  EXPECT_TRUE(Reaches(*ChannelCredentialsFor("localhost:1", ours_.Issue("casework", "casework"))));
}

TEST_F(MutualTls, RefusesACertificateOfAnotherAuthority) {
  auto tls = theirs_.Issue("casework", "casework");
  tls.ca_file = ours_.Issue("unused", "unused").ca_file;  // it trusts the server, the server does not trust it
  EXPECT_FALSE(Reaches(*ChannelCredentialsFor("localhost:1", tls)));
}

TEST_F(MutualTls, RefusesAPeerWithoutCertificateAndPlainText) {
  grpc::SslCredentialsOptions options;
  std::ifstream in(ours_.Issue("unused", "unused").ca_file);
  options.pem_root_certs.assign(std::istreambuf_iterator<char>(in), {});
  EXPECT_FALSE(Reaches(grpc::SslCredentials(options)));
}

TEST_F(MutualTls, DoesNotTalkToAServerThatIsNotOursOrHasAnotherName) {
  EXPECT_FALSE(Reaches(*ChannelCredentialsFor("localhost:1", theirs_.Issue("casework", "casework"))));
  EXPECT_FALSE(Reaches(*ChannelCredentialsFor("localhost:1", ours_.Issue("casework", "casework")), "127.0.0.1"));
}

TEST(Credentials, AllowPlainTextOnThisMachineOnly) {
  for (const char* local : {"127.0.0.1:7440", "localhost:1", "[::1]:1", "unix:/run/x"}) {
    EXPECT_TRUE(ServerCredentialsFor(local, {}).ok()) << local;
    EXPECT_TRUE(ChannelCredentialsFor(local, {}).ok()) << local;
  }
  for (const char* remote : {"0.0.0.0:7440", "10.0.0.1:1", "[::]:1", "127.0.0.1.example.org:1", "casework:7440"}) {
    EXPECT_FALSE(ServerCredentialsFor(remote, {}).ok()) << remote;
    EXPECT_FALSE(ChannelCredentialsFor(remote, {}).ok()) << remote;
  }
}

TEST(Credentials, NameTheFileThatIsMissing) {
  const auto unreadable = ServerCredentialsFor("localhost:1", {"/nonexistent/ca.pem", "a", "b"}).status();
  EXPECT_EQ(ReasonOf(unreadable), "FILE_UNREADABLE");
  EXPECT_EQ(DetailOf(unreadable)->metadata.at("file"), "/nonexistent/ca.pem");
  const auto missing = ChannelCredentialsFor("localhost:1", {"", "a", "b"}).status();
  EXPECT_EQ(ReasonOf(missing), "TLS_OPTION_MISSING");
  EXPECT_EQ(DetailOf(missing)->metadata.at("option"), "tls-ca");
}

TEST(Credentials, ThatDoNotFitAreRefusedBeforeAnythingListens) {
  Authority ours(testing::TempDir() + "lianban_tls_files");
  const Channels::Tls good = ours.Issue("one", "localhost"), other = ours.Issue("two", "localhost");
  const auto reason = [](const Channels::Tls& tls) { return ReasonOf(ServerCredentialsFor("localhost:1", tls).status()); };
  EXPECT_EQ(reason(good), "");
  EXPECT_EQ(reason({good.key_file, good.certificate_file, good.key_file}), "CERTIFICATE_INVALID");
  EXPECT_EQ(reason({good.ca_file, good.certificate_file, good.certificate_file}), "PRIVATE_KEY_INVALID");
  EXPECT_EQ(reason({good.ca_file, good.certificate_file, other.key_file}), "PRIVATE_KEY_OF_ANOTHER");
}

}  // namespace
}  // namespace lianban::rpc
