#include "services/intake/matter/matter.h"

#include "google/protobuf/util/time_util.h"

namespace lianban::intake {
namespace {

google::protobuf::Timestamp TimestampOf(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

}  // namespace

v1::Matter MessageOf(const Matter& matter) {
  v1::Matter message;
  message.set_matter_id(matter.matter_id);
  message.set_receipt_no(matter.receipt_no);
  message.set_channel(matter.channel);
  message.set_source_no(matter.source_no);
  message.set_item_code(matter.item_code);
  message.set_title(matter.title);
  message.set_area_code(matter.area_code);
  message.set_unit_id(matter.unit_id);
  message.set_case_id(matter.case_id);
  message.set_party_id(matter.party_id);
  message.set_kind(matter.kind);
  message.set_routed_by(matter.routed_by);
  message.set_duplicate_of(matter.duplicate_of);
  message.set_repeat_of(matter.repeat_of);
  message.set_repeat_no(matter.repeat_no);
  message.set_status(matter.case_status.empty() ? matter.state : matter.case_status);
  message.set_result(matter.state == "held" ? matter.hold_reason : matter.result);
  *message.mutable_receive_time() = TimestampOf(matter.receive_time);
  if (matter.due_time) *message.mutable_due_time() = TimestampOf(*matter.due_time);
  if (matter.position) {
    message.set_has_position(true);
    message.set_latitude(matter.position->latitude);
    message.set_longitude(matter.position->longitude);
  }
  return message;
}

}  // namespace lianban::intake
