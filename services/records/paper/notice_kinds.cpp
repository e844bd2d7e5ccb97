#include <map>

#include "services/records/paper/notice_paper.h"

namespace lianban::records {

std::string_view NoticeTitle(std::string_view kind) {
  // Names as the laws and the document catalogue spell them.
  static const std::map<std::string_view, std::string_view> titles = {
      {"notice", "告知书"},
      {"acceptance_notice", "受理通知书"},
      {"non_acceptance_notice", "不予受理通知书"},
      {"supplement_notice", "一次性告知书"},
      {"follow_up_notice", "容缺受理通知书"},
      {"extension_notice", "延期告知书"},
      {"pause_notice", "暂停计时告知书"},
      {"grant_letter", "准予决定书"},
      {"refusal_letter", "不予决定书"},
      {"completion_notice", "办结通知"},
      {"termination_notice", "终止决定书"},
      {"transfer_notice", "转送告知书"},
      {"legal_aid_grant", "给予法律援助决定书"},
      {"legal_aid_refusal", "不予法律援助决定书"},
      {"legal_aid_termination", "终止法律援助决定书"},
      {"assignment_notice", "指派通知书"},
      {"objection_decision", "异议审查决定书"},
      {"mediation_registration", "调解受理登记"},
      {"mediation_agreement", "调解协议书"},
      {"mediation_termination", "终止调解告知书"},
      {"petition_acceptance", "信访事项受理告知书"},
      {"petition_non_acceptance", "信访事项不予受理告知书"},
      {"petition_answer", "信访事项处理意见书"},
      {"supervision_slip", "督办单"},
      {"urge_notice", "催办通知"},
  };
  auto at = titles.find(kind);
  return at == titles.end() ? std::string_view() : at->second;
}

}  // namespace lianban::records
