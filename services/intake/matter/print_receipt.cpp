#include "services/intake/matter/print_receipt.h"

#include <algorithm>

#include "lianban/records/v1/records.grpc.pb.h"
#include "services/intake/caller.h"
#include "services/intake/matter/open_case.h"
#include "services/intake/matter/read_matter.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"

namespace lianban::intake {
namespace {

absl::StatusOr<ReceiptSource> Load(Counter& counter, const rpc::Context& caller,
                                   const v1::PrintReceiptRequest& request) {
  ReceiptSource source;
  const std::string& city = caller.city_id();
  LIANBAN_RETURN_IF_ERROR(counter.party_store.LoadKeys(city));
  LIANBAN_RETURN_IF_ERROR(counter.database->RunReadTx(city, [&](postgres::Transaction& tx) -> absl::Status {
    LIANBAN_ASSIGN_OR_RETURN(source.matter,
                             VisibleMatter(counter, tx, caller, request.matter_id(), request.receipt_no()));
    // The number belongs to the visit: a matter of a visit is printed with all the others.
    if (!source.matter.parent_matter_id.empty()) {
      LIANBAN_ASSIGN_OR_RETURN(auto parent, counter.matters.Find(tx, city, source.matter.parent_matter_id));
      if (parent) source.matter = *std::move(parent);
    }
    LIANBAN_ASSIGN_OR_RETURN(source.children, counter.matters.Children(tx, city, source.matter.matter_id));
    LIANBAN_ASSIGN_OR_RETURN(auto party, counter.party_store.Find(tx, city, source.matter.party_id));
    source.party = party.value_or(PartyRecord());
    return absl::OkStatus();
  }));
  return source;
}

absl::Status CheckReady(const ReceiptSource& source) {
  bool ready = !source.matter.case_id.empty() && std::none_of(source.children.begin(), source.children.end(),
                                                              [](const Matter& m) { return m.case_id.empty(); });
  return ready ? absl::OkStatus() : Error("RECEIPT_NOT_READY", {{"receipt_no", source.matter.receipt_no}});
}

std::string LabelOf(Counter& counter, const std::string& city, const std::string& process,
                    const std::string& material) {
  auto model = counter.models.Get(city, process);
  if (!model.ok()) return material;
  for (const workflow::Material& each : (*model)->materials) {
    if (each.name == material && !each.label.empty()) return each.label;
  }
  return material;
}

}  // namespace

absl::StatusOr<v1::PrintReceiptResponse> PrintReceipt(Counter& counter, const rpc::Context& caller,
                                                      const v1::PrintReceiptRequest& request, absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(MayReadParties(caller));
  const std::string& city = caller.city_id();
  LIANBAN_ASSIGN_OR_RETURN(ReceiptSource source, Load(counter, caller, request));
  if (!CheckReady(source).ok() && source.matter.children > 0 && !source.matter.case_id.empty() &&
      LinkChildren(counter, city, source.matter).ok()) {
    LIANBAN_ASSIGN_OR_RETURN(source, Load(counter, caller, request));
  }
  LIANBAN_RETURN_IF_ERROR(CheckReady(source));
  LIANBAN_ASSIGN_OR_RETURN(auto snapshot, counter.catalog.Get(city));
  auto labels = [&](const std::string& process, const std::string& material) {
    return LabelOf(counter, city, process, material);
  };
  records::v1::RenderDocumentRequest render;
  render.set_request_id(crypto::NewUuid());
  render.set_template_("receipt");
  render.set_data_json(ReceiptData(source, *snapshot, labels, counter.public_url, caller.user_name()).dump());
  render.set_paper(request.paper());
  render.set_large_print(request.large_print());
  render.set_case_id(source.matter.case_id);
  grpc::ClientContext call;
  rpc::PrepareCall(call, counter.signer, caller);
  records::v1::RenderDocumentResponse paper;
  auto stub = records::v1::Records::NewStub(counter.peers.To("records"));
  LIANBAN_RETURN_IF_ERROR(rpc::FromGrpc(stub->RenderDocument(&call, render, &paper)));
  v1::PrintReceiptResponse response;
  response.set_pdf(std::move(*paper.mutable_pdf()));
  response.set_sha256(paper.sha256());
  return response;
}

}  // namespace lianban::intake
