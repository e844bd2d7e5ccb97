#include <openssl/evp.h>

#include "services/lib/check/check.h"
#include "services/workflow/sandbox/script_host.h"

namespace lianban::workflow {
namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) {
    LIANBAN_CHECK(context_ != nullptr && EVP_DigestInit_ex(context_, EVP_sha256(), nullptr) == 1, "SHA-256 is missing");
  }
  ~Sha256() { EVP_MD_CTX_free(context_); }
  Sha256(const Sha256&) = delete;

  // Length first, so that no two bundles run together into the same bytes.
  void Add(std::string_view text) {
    std::string size = std::to_string(text.size()) + ":";
    EVP_DigestUpdate(context_, size.data(), size.size());
    EVP_DigestUpdate(context_, text.data(), text.size());
  }

  std::string Hex() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_, digest, &size);
    std::string hex;
    for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
  }

 private:
  EVP_MD_CTX* context_;
};

}  // namespace

std::string ScriptBundle::Hash() const {
  Sha256 sha;
  sha.Add(main);
  for (const auto& [path, text] : files) {
    sha.Add(path);
    sha.Add(text);
  }
  return sha.Hex();
}

}  // namespace lianban::workflow
