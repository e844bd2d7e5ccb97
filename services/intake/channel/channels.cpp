#include "services/intake/channel/channels.h"

#include <algorithm>

#include "services/intake/caller.h"
#include "services/intake/request_log.h"
#include "services/lib/errors/error.h"

namespace lianban::intake {
namespace {

constexpr size_t kCodeMax = 40;
constexpr size_t kAdapterBytesMax = 64 * 1024;

v1::Channel ReadChannel(const postgres::Rows& rows, int row) {
  v1::Channel channel;
  channel.set_code(rows.GetString(row, 0));
  channel.set_name(rows.GetString(row, 1));
  channel.set_adapter(rows.GetString(row, 2));
  channel.set_enabled(rows.GetBool(row, 3));
  channel.set_default_process(rows.GetString(row, 4));
  return channel;
}

bool IsCode(const std::string& code) {
  return !code.empty() && code.size() <= kCodeMax && std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

absl::Status CheckChannel(const v1::Channel& channel) {
  if (!IsCode(channel.code())) return Error("REQUEST_INVALID", {{"detail", "code"}});
  if (channel.name().empty() || channel.name().size() > 200) return Error("REQUEST_INVALID", {{"detail", "name"}});
  if (channel.adapter().size() > kAdapterBytesMax) return Error("REQUEST_INVALID", {{"detail", "adapter"}});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListChannelsResponse> Channels::List(const rpc::Context& caller) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, database_.Read(caller.city_id(), "channels", {caller.city_id()}));
  bool may_see_source = MayChangeChannels(caller).ok();
  v1::ListChannelsResponse response;
  for (int row = 0; row < rows->size(); ++row) {
    v1::Channel channel = ReadChannel(*rows, row);
    if (!may_see_source) channel.clear_adapter();
    *response.add_channels() = std::move(channel);
  }
  return response;
}

absl::StatusOr<v1::Channel> Channels::Put(const rpc::Context& caller, const v1::PutChannelRequest& request,
                                          absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(MayChangeChannels(caller));
  LIANBAN_ASSIGN_OR_RETURN(RequestKey key, KeyOf(request.request_id(), request));
  const v1::Channel& channel = request.channel();
  LIANBAN_RETURN_IF_ERROR(CheckChannel(channel));
  LIANBAN_RETURN_IF_ERROR(adapters_.Check(channel.code(), channel.adapter()));
  const std::string& city = caller.city_id();
  const auto written = WriteOnce(database_, city, key, now, [&](postgres::Transaction& tx) -> absl::StatusOr<std::string> {
    LIANBAN_RETURN_IF_ERROR(tx.Query("put_channel", {city, channel.code(), channel.name(), channel.adapter(),
                                                     channel.enabled() ? "true" : "false", channel.default_process(),
                                                     postgres::Timestamp(absl::ToUnixMicros(now)), caller.user_id()})
                                .status());
    return channel.code();
  });
  if (!written.ok()) return written.status();
  return channel;
}

absl::StatusOr<v1::Channel> Channels::Find(const std::string& city_id, const std::string& code) {
  LIANBAN_ASSIGN_OR_RETURN(auto rows, database_.Read(city_id, "channel", {city_id, code}));
  if (rows->size() == 0) return Error("CHANNEL_UNKNOWN", {{"channel", code}});
  v1::Channel channel = ReadChannel(*rows, 0);
  if (!channel.enabled()) return Error("CHANNEL_DISABLED", {{"channel", code}});
  return channel;
}

}  // namespace lianban::intake
