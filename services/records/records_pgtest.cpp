#include <memory>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "gtest/gtest.h"
#include "lianban/records/v1/records.grpc.pb.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/lib/postgres/rls_check.h"
#include "services/lib/postgres/test_database.h"
#include "services/lib/rpc/client.h"
#include "services/lib/rpc/status.h"
#include "services/module.h"
#include "services/records/sql_files.h"

namespace lianban::records {
namespace {

using testing::IsEmpty;

constexpr char kReceipt[] = R"({"number": "330602LA0120260918000019", "issue_time": "2026-09-18T09:12:00+08:00",
  "unit": {"name": "越城区社会治理中心"}, "party": {"name": "王*"},
  "matters": [{"title": "法律援助申请", "unit": "越城区司法局", "due": "2026-09-28"}],
  "query_url": "http://127.0.0.1/?no=1"})";

class RecordsOverGrpc : public testing::Test {
 protected:
  RecordsOverGrpc() : database_({{"records", sql::EmbeddedFiles()}}), signer_(std::string(32, 'k')) {
    config_.database = database_.connection();
    ModuleContext context{.config = &config_, .channels = &channels_, .signer = &signer_};
    module_ = Definition().make(context).value();
    grpc::ServerBuilder builder;
    module_->Register(builder);
    server_ = builder.BuildAndStart();
    stub_ = v1::Records::NewStub(server_->InProcessChannel({}));
  }
  ~RecordsOverGrpc() override {
    module_->Drain();
    server_->Shutdown();
  }

  rpc::Context Clerk(std::string_view city, std::string_view unit) {
    rpc::Context context = rpc::SystemContext(city, absl::Now());
    context.set_actor_class(identity::v1::ACTOR_CLASS_PERSON);
    context.set_user_id("u1");
    context.set_unit_id(std::string(unit));
    return context;
  }
  absl::StatusOr<v1::RenderDocumentResponse> Render(const rpc::Context& caller, v1::RenderDocumentRequest request) {
    if (request.data_json().empty()) request.set_data_json(kReceipt);
    if (request.template_().empty()) request.set_template_("receipt");
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer_, caller);
    v1::RenderDocumentResponse response;
    absl::Status status = rpc::FromGrpc(stub_->RenderDocument(&call, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  absl::StatusOr<v1::RenderDocumentResponse> Get(const rpc::Context& caller, const std::string& document_id) {
    grpc::ClientContext call;
    rpc::PrepareCall(call, signer_, caller);
    v1::GetDocumentRequest request;
    request.set_document_id(document_id);
    v1::RenderDocumentResponse response;
    absl::Status status = rpc::FromGrpc(stub_->GetDocument(&call, request, &response));
    if (!status.ok()) return status;
    return response;
  }
  static v1::RenderDocumentRequest NewRequest() {
    v1::RenderDocumentRequest request;
    request.set_request_id(crypto::NewUuid());
    return request;
  }

  postgres::TestDatabase database_;
  config::Config config_;
  rpc::ContextSigner signer_;
  rpc::Channels channels_{{}, {}};
  std::unique_ptr<Module> module_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1::Records::Stub> stub_;
};

TEST_F(RecordsOverGrpc, KeepsWhatItHandedOutWithItsHash) {
  auto made = Render(Clerk("330600", "zz-330602"), NewRequest());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(made->pdf().starts_with("%PDF-"));
  EXPECT_EQ(made->sha256(), crypto::Hex(crypto::Sha256(made->pdf())));
  auto read = Get(Clerk("330600", "zz-330602"), made->document_id());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->pdf(), made->pdf());
}

TEST_F(RecordsOverGrpc, SameRequestIdGivesTheSamePaper) {
  v1::RenderDocumentRequest request = NewRequest();
  auto first = Render(Clerk("330600", "zz-330602"), request), second = Render(Clerk("330600", "zz-330602"), request);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->document_id(), second->document_id());
  EXPECT_EQ(first->pdf(), second->pdf());
}

TEST_F(RecordsOverGrpc, SameRequestIdWithOtherDataIsRefused) {
  v1::RenderDocumentRequest request = NewRequest();
  ASSERT_TRUE(Render(Clerk("330600", "zz-330602"), request).ok());
  request.set_paper("A5");
  EXPECT_EQ(ReasonOf(Render(Clerk("330600", "zz-330602"), request).status()), "REQUEST_ID_REUSED");
}

TEST_F(RecordsOverGrpc, OtherUnitsAndOtherCitiesFindNothing) {
  auto made = Render(Clerk("330600", "zz-330602"), NewRequest());
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(ReasonOf(Get(Clerk("330600", "xf-330602"), made->document_id()).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get(Clerk("330100", "zz-330602"), made->document_id()).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get(Clerk("330600", "zz-330602"), crypto::NewUuid()).status()), "NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get(Clerk("330600", "zz-330602"), "' OR 1=1").status()), "NOT_FOUND");
}

TEST_F(RecordsOverGrpc, RefusesWhatItCannotPrint) {
  rpc::Context clerk = Clerk("330600", "zz-330602");
  v1::RenderDocumentRequest request = NewRequest();
  request.clear_request_id();
  EXPECT_EQ(ReasonOf(Render(clerk, request).status()), "REQUEST_ID_REQUIRED");
  request = NewRequest();
  request.set_template_("banknote");
  EXPECT_EQ(ReasonOf(Render(clerk, request).status()), "DOCUMENT_TEMPLATE_UNKNOWN");
  request = NewRequest();
  request.set_paper("A3");
  EXPECT_EQ(ReasonOf(Render(clerk, request).status()), "PAPER_UNKNOWN");
  request = NewRequest();
  request.set_data_json("{\"number\":");
  EXPECT_EQ(ReasonOf(Render(clerk, request).status()), "DOCUMENT_DATA_INVALID");
  request.set_data_json("{\"number\": \"" + std::string(300 * 1024, 'x') + "\"}");
  EXPECT_EQ(ReasonOf(Render(clerk, request).status()), "DOCUMENT_DATA_INVALID");
}

TEST_F(RecordsOverGrpc, KeepsCitiesApart) {
  EXPECT_THAT(postgres::FindRlsFaults(database_.superuser(), "records").value(), IsEmpty());
}

}  // namespace
}  // namespace lianban::records
