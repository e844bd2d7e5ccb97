#include "services/records/render_document.h"

#include <algorithm>
#include <utility>

#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/records/paper/notice_paper.h"
#include "services/records/paper/receipt_paper.h"

namespace lianban::records {
namespace {

constexpr size_t kDataBytesMax = 256 * 1024;

std::string HashOfRequest(const v1::RenderDocumentRequest& request) {
  std::string all;
  for (const std::string& part : {request.template_(), request.data_json(), request.paper(), request.case_id()}) {
    all += crypto::Sha256(part);
  }
  all += request.large_print() ? '1' : '0';
  return crypto::Hex(crypto::Sha256(all));
}

absl::StatusOr<nlohmann::json> ParseData(const std::string& text) {
  if (text.size() > kDataBytesMax) return Error("DOCUMENT_DATA_INVALID", {{"detail", "data_json"}});
  nlohmann::json data = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (data.is_discarded()) return Error("DOCUMENT_DATA_INVALID", {{"detail", "data_json"}});
  return data;
}

absl::StatusOr<std::string> Typeset(const v1::RenderDocumentRequest& request, absl::Time now) {
  std::string paper_name = request.paper().empty() ? "A4" : request.paper();
  std::optional<PaperSize> paper = PaperByName(paper_name);
  if (!paper) return Error("PAPER_UNKNOWN", {{"paper", paper_name}});
  std::string_view notice_title = NoticeTitle(request.template_());
  if (request.template_() != "receipt" && notice_title.empty()) {
    return Error("DOCUMENT_TEMPLATE_UNKNOWN", {{"template", request.template_()}});
  }
  LIANBAN_ASSIGN_OR_RETURN(nlohmann::json data, ParseData(request.data_json()));
  if (request.template_() == "receipt") {
    LIANBAN_ASSIGN_OR_RETURN(ReceiptPaper receipt, ReadReceipt(data));
    return RenderReceipt(receipt, *paper, request.large_print(), now);
  }
  LIANBAN_ASSIGN_OR_RETURN(NoticePaper notice, ReadNotice(data, notice_title));
  return RenderNotice(notice, *paper, request.large_print(), now);
}

v1::RenderDocumentResponse Answer(Document document) {
  v1::RenderDocumentResponse response;
  response.set_document_id(std::move(document.document_id));
  response.set_sha256(std::move(document.hash));
  response.set_pdf(std::move(document.content));
  return response;
}

bool MayRead(const rpc::Context& caller, const Document& document) {
  if (caller.actor_class() != identity::v1::ACTOR_CLASS_PERSON) return true;
  return caller.unit_id() == document.unit_id ||
         std::any_of(caller.desks().begin(), caller.desks().end(),
                     [&](const auto& desk) { return desk.unit_id() == document.unit_id; });
}

}  // namespace

absl::StatusOr<v1::RenderDocumentResponse> RenderDocument(DocumentStore& store, const rpc::Context& caller,
                                                          const v1::RenderDocumentRequest& request, absl::Time now) {
  if (!crypto::IsUuid(request.request_id())) return Error("REQUEST_ID_REQUIRED");
  std::string request_hash = HashOfRequest(request);
  LIANBAN_ASSIGN_OR_RETURN(std::optional<Document> stored, store.FindByRequest(caller.city_id(), request.request_id()));
  if (!stored) {
    LIANBAN_ASSIGN_OR_RETURN(std::string pdf, Typeset(request, now));
    Document document;
    document.document_id = crypto::NewUuid();
    document.request_id = request.request_id();
    document.request_hash = request_hash;
    document.template_name = request.template_();
    document.paper = request.paper().empty() ? "A4" : request.paper();
    document.large_print = request.large_print();
    document.case_id = request.case_id();
    document.unit_id = caller.unit_id();
    document.user_id = caller.user_id();
    document.create_time = now;
    document.hash = crypto::Hex(crypto::Sha256(pdf));
    document.content = std::move(pdf);
    LIANBAN_ASSIGN_OR_RETURN(stored, store.Insert(caller.city_id(), document));
  }
  if (stored->request_hash != request_hash) return Error("REQUEST_ID_REUSED");
  return Answer(*std::move(stored));
}

absl::StatusOr<v1::RenderDocumentResponse> GetDocument(DocumentStore& store, const rpc::Context& caller,
                                                       const v1::GetDocumentRequest& request) {
  std::optional<Document> document;
  if (crypto::IsUuid(request.document_id())) {
    LIANBAN_ASSIGN_OR_RETURN(document, store.Find(caller.city_id(), request.document_id()));
  }
  if (!document || !MayRead(caller, *document)) return Error("NOT_FOUND", {{"name", request.document_id()}});
  return Answer(*std::move(document));
}

}  // namespace lianban::records
