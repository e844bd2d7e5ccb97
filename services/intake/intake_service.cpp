#include "services/intake/intake_service.h"

#include "absl/time/clock.h"
#include "services/intake/matter/merge_matters.h"
#include "services/intake/matter/print_receipt.h"
#include "services/intake/matter/public_progress.h"
#include "services/intake/matter/read_matter.h"
#include "services/intake/matter/register_visit.h"
#include "services/intake/matter/submit_report.h"

namespace lianban::intake {

using Reactor = grpc::ServerUnaryReactor;
using Call = grpc::CallbackServerContext;
using rpc::Context;

Reactor* IntakeService::SubmitReport(Call* call, const v1::SubmitReportRequest* request, v1::Matter* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::SubmitReportRequest& r) {
    return intake::SubmitReport(counter_, caller, r, absl::Now());
  });
}

Reactor* IntakeService::RegisterVisit(Call* call, const v1::RegisterVisitRequest* request, v1::Matter* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::RegisterVisitRequest& r) {
    return intake::RegisterVisit(counter_, caller, r, absl::Now());
  });
}

Reactor* IntakeService::GetMatter(Call* call, const v1::GetMatterRequest* request, v1::Matter* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::GetMatterRequest& r) {
    return intake::GetMatter(counter_, caller, r);
  });
}

Reactor* IntakeService::ListMatters(Call* call, const v1::ListMattersRequest* request,
                                    v1::ListMattersResponse* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::ListMattersRequest& r) {
    return intake::ListMatters(counter_, caller, r);
  });
}

Reactor* IntakeService::FindDuplicates(Call* call, const v1::FindDuplicatesRequest* request,
                                       v1::FindDuplicatesResponse* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::FindDuplicatesRequest& r) {
    return intake::FindDuplicates(counter_, caller, r);
  });
}

Reactor* IntakeService::MergeMatters(Call* call, const v1::MergeMattersRequest* request, v1::Matter* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::MergeMattersRequest& r) {
    return intake::MergeMatters(counter_, caller, r, absl::Now());
  });
}

Reactor* IntakeService::UnmergeMatter(Call* call, const v1::UnmergeMatterRequest* request, v1::Matter* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::UnmergeMatterRequest& r) {
    return intake::UnmergeMatter(counter_, caller, r, absl::Now());
  });
}

Reactor* IntakeService::PutParty(Call* call, const v1::PutPartyRequest* request, v1::Party* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::PutPartyRequest& r) {
    return counter_.parties.Put(caller, r, absl::Now());
  });
}

Reactor* IntakeService::FindParty(Call* call, const v1::FindPartyRequest* request, v1::FindPartyResponse* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::FindPartyRequest& r) {
    return counter_.parties.Find(caller, r, absl::Now());
  });
}

Reactor* IntakeService::GetParty(Call* call, const v1::GetPartyRequest* request, v1::Party* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::GetPartyRequest& r) {
    return counter_.parties.Get(caller, r);
  });
}

Reactor* IntakeService::RevealParty(Call* call, const v1::RevealPartyRequest* request, v1::Party* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::RevealPartyRequest& r) {
    return counter_.parties.Reveal(caller, r, absl::Now());
  });
}

Reactor* IntakeService::ListChannels(Call* call, const v1::ListChannelsRequest* request,
                                     v1::ListChannelsResponse* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::ListChannelsRequest&) {
    return counter_.channels.List(caller);
  });
}

Reactor* IntakeService::PutChannel(Call* call, const v1::PutChannelRequest* request, v1::Channel* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::PutChannelRequest& r) {
    return counter_.channels.Put(caller, r, absl::Now());
  });
}

Reactor* IntakeService::PrintReceipt(Call* call, const v1::PrintReceiptRequest* request,
                                     v1::PrintReceiptResponse* response) {
  return calls_.Serve(call, request, response, [this](const Context& caller, const v1::PrintReceiptRequest& r) {
    return intake::PrintReceipt(counter_, caller, r, absl::Now());
  });
}

Reactor* IntakeService::GetPublicProgress(Call* call, const v1::GetPublicProgressRequest* request,
                                          v1::PublicProgress* response) {
  return calls_.ServeAnyone(call, request, response, [this](const v1::GetPublicProgressRequest& r) {
    return intake::GetPublicProgress(counter_, r);
  });
}

}  // namespace lianban::intake
