#include "services/workflow/sandbox/vocabulary.h"

namespace lianban::workflow {
namespace {

using enum WordForm;

constexpr Word kWords[] = {
    {"workflow", kNamedBlock, "A process: its form, materials, clock and steps.", "一个流程：表单、材料、时限和环节。"},
    {"adapt", kNamedBlock, "Changes of an area to a process of the area above.", "本地对上级流程的调整。"},
    {"scenario", kNamedBlock, "A story that the process must tell: given, steps, expectations.", "流程的一个检验情景：前提、经过、预期。"},
    {"adapter", kNamedBlock, "How records of one source become reports.", "把一个来源的记录转成诉求的方法。"},

    {"task", kNamedBlock, "A step that a person does.", "由人办理的环节。"},
    {"decide", kNamedBlock, "A step that takes exactly one way by rule or table.", "按规则或决策表只走一条路的环节。"},
    {"select", kNamedBlock, "A step that takes one or more ways by rule.", "按规则走一条或多条路的环节。"},
    {"fork", kNamedBlock, "A step that takes all its ways at once.", "同时走所有路的环节。"},
    {"join", kNamedBlock, "A step that gathers the ways of a fork or select.", "汇合各路的环节。"},
    {"wait", kNamedBlock, "A step that waits for a message, a date or the applicant.", "等待消息、日期或申请人的环节。"},
    {"call", kNamedBlock, "A step that opens child cases.", "开出子事项的环节。"},
    {"effect", kNamedBlock, "A step that sends a notice, a message or an entry.", "发出通知、消息或记账的环节。"},
    {"finish", kNamedBlock, "A step that ends the case.", "办结环节。"},

    {"choice", kNamedBlock, "A form field with given options.", "选项字段。"},
    {"text", kNamedBlock, "A form field of text.", "文字字段。"},
    {"number", kNamedBlock, "A form field of any number.", "数字字段。"},
    {"integer", kNamedBlock, "A form field of a whole number.", "整数字段。"},
    {"money", kNamedBlock, "A form field of an amount, in fen.", "金额字段，以分计。"},
    {"date", kNamedBlock, "A form field of a day.", "日期字段。"},
    {"datetime", kNamedBlock, "A form field of a day and time.", "日期时间字段。"},
    {"phone", kNamedBlock, "A form field of a telephone number.", "电话字段。"},
    {"citizen_id", kNamedBlock, "A form field of a citizen identity number.", "公民身份号码字段。"},
    {"uscc", kNamedBlock, "A form field of a unified social credit code.", "统一社会信用代码字段。"},
    {"area", kNamedBlock, "A form field of an administrative area.", "行政区划字段。"},
    {"file", kNamedBlock, "A form field of an uploaded file.", "附件字段。"},
    {"list", kNamedBlock, "A form field of repeated entries.", "列表字段。"},
    {"bool", kNamedBlock, "A form field of yes or no.", "是否字段。"},
    {"material", kNamedBlock, "A paper that the applicant brings.", "申请材料。"},

    {"person", kConstant, "A natural person.", "自然人。"},
    {"organisation", kConstant, "An organisation.", "单位或组织。"},
    {"applicant", kConstant, "Who applied.", "申请人。"},
    {"parent", kConstant, "The case above.", "上级事项。"},
    {"starter", kConstant, "Who registered the case.", "登记人。"},
    {"otherwise", kConstant, "The branch for all other cases.", "其他情形。"},

    {"role", kNamed, "The people with a role in the unit.", "本单位某岗位的人员。"},
    {"duty", kNamed, "The unit that the duty list names.", "权责清单确定的单位。"},
    {"unit", kNamed, "A unit by its identifier.", "指定的单位。"},
    {"decision", kNamed, "A decision table by its name.", "决策表。"},
    {"from_table", kNamed, "Options from a table by its name.", "取自表格的选项。"},

    {"from_field", kNamed, "A period that a text field of the form holds.", "由表单字段给出的期限。"},

    {"minutes", kCount, "A period in minutes.", "以分钟计的期限。"},
    {"hours", kCount, "A period in hours.", "以小时计的期限。"},
    {"days", kCount, "A period in natural days.", "以自然日计的期限。"},
    {"workdays", kCount, "A period in working days.", "以工作日计的期限。"},
    {"months", kCount, "A period in months.", "以月计的期限。"},
    {"years", kCount, "A period in years.", "以年计的期限。"},

    {"param", kParam, "A parameter that each area may set.", "各地可以设定的参数。"},
    {"use", kUse, "What another file of the bundle returns.", "引入同一流程的另一个文件。"},
};

}  // namespace

std::span<const Word> Vocabulary() { return kWords; }

}  // namespace lianban::workflow
