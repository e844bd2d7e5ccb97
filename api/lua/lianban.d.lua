---@meta lianban
-- The words of the workflow language for editors (LuaCATS). services/workflow/language/README.md explains them;
-- a test compares this file with what the sandbox offers. 流程语言的词汇，供编辑器补全。

---@alias lianban.Form table<string, any>
---@class lianban.Case 规则看到的事项 · a case as a rule sees it
---@field process string 流程 · process
---@field unit string 承办单位 · handling unit
---@field area string 区划代码 · area code
---@field started string 立案时间 · when it was filed, city time
---@field now string 此刻 · the moment of the decision
---@field today string 今天 · its day, 2026-03-10
---@field outcomes table<string, string> 各环节的结果 · outcome by step
---@field decisions table<string, any> 决策表的输出 · outputs of tables by step
---@field children { no: integer, step: string, process: string, item: any, case: string?, arrived: string?, report: any, told: string?, status: string?, result: string? }[] 子事项 · child cases
---@field messages table<string, any> 收到的消息 · what came with messages, by step
---@field materials table<string, { state: string }> 已收材料 · materials received
---@field missing string[] 缺少的材料 · required materials that are not there
---@field answers table<string, { by: string, item: any, outcome: string, at: string, reason: string?, form: table }[]> 多人分别填写的内容 · what several people filled in, by step
---@field settled table<string, { no: integer, results: table[] }> 集体评定的结果 · what was settled for the children, by step
---@field ledger table<string, table[]> 台账中本件的记载，旧的在前 · entries of the ledgers it reads, oldest first
---@field parent any 上级事项 · the parent, when it is a child

---@alias lianban.Rule fun(form: lianban.Form, case: lianban.Case, item: any): any
---@class lianban.Period
---@class lianban.Param
---@class lianban.Who
---@class lianban.Table
---@class lianban.Options
---@class lianban.Step
---@class lianban.Field
---@class lianban.Material
---@class lianban.Constant

---@class lianban.Extension 延期
---@field period lianban.Period 每次最长 · the longest of each
---@field times integer? 最多几次 · how often, 1 unless written
---@field by lianban.Who? 谁批准 · who grants it: role "leader"
---@field notice string? 告知书模板 · template of the paper that tells the applicant

---@class lianban.Clock 时限
---@field statutory lianban.Period|lianban.Param 法定期限
---@field promised (lianban.Period|lianban.Param)? 承诺期限
---@field pauses string[]? 中止计时的环节 · steps during which it stands still
---@field starts string[]? 从哪个环节起算 · steps that start it; left out: with the case
---@field ends string[]? 到哪个环节为止 · steps that meet it; left out: the end of the case
---@field extension lianban.Extension?
---@field basis string? 依据
---@field law "at_filing"|"as_of_today"? 件迁移到新版本时，期限从旧或从新 · of a case that moves to this release

---@class lianban.workflow
---@field title string? 名称
---@field basis string? 依据
---@field applicant lianban.Constant[]? 谁可以申请 · { person, organisation }
---@field params table<string, any>? 参数默认值 · values where no area sets another
---@field form lianban.Field[]? 表单
---@field materials lianban.Material[]? 材料
---@field clock lianban.Clock? 时限
---@field exclusive any[][]? 不得同时办理的部分 · parts that are never in hand together: { { "a", { "b", "c" } } }
---@field labels table<string, string>? 结果的中文名，各环节通用 · outcomes as people read them, in every step
---@field forbids table<string, string>? 不许的操作及理由 · operations on a case that are refused, and why
---@field steps lianban.Step[] 环节，第一个是开始 · the first one is the start
---@field reads table<string, string>? 查阅的台账和作为键的字段 · ledgers it looks up, and the field that holds the key
---@field locked table<string, string>? 下级不得调整的部分与理由 · parts that areas below may not change, and why

---@class lianban.step
---@field title string? 名称
---@field basis string? 依据
---@field cancels string[]? 离开时撤销的环节 · steps withdrawn when this one is left
---@field law "at_filing"|"as_of_today"? 按受理时或今日的规则、决策表、参数、期限 · decides by rules, tables, parameters and limit of then, or of today
---@field completes string[]? 离开时按现状收场的多人环节，走 closed · steps with each that are closed as they stand, by their outcome closed
---@field labels table<string, string>? 结果的中文名，只用于本环节 · outcomes as people read them, in this step
---@field forbids table<string, string>? 本环节期间不许的操作及理由 · operations refused while this step is open, and why

---@class lianban.task : lianban.step
---@field by lianban.Who|lianban.Rule 由谁办理
---@field on table<string, string> 结果与去向 · outcome to step
---@field within (lianban.Period|lianban.Param)? 期限
---@field propose (lianban.Table|lianban.Rule)? 系统建议 · what the script proposes
---@field inputs lianban.Rule? 决策表的输入 · inputs of the table
---@field adverse string[]? 不利结果，须说明理由 · outcomes against the applicant
---@field reasons string[]? 也须说明理由的结果 · other outcomes that need a reason
---@field edits string[]? 可以修改的字段 · fields it may write
---@field needs (string[]|table<string, string[]>)? 办结时必须填写的字段、收到的材料 "materials.x"；可按结果分写 · must be there; also outcome by outcome
---@field each (any[]|lianban.Rule)? 多人办理的名单 · several instances
---@field mode "all"|"any"|"sequence"|"vote"|"joint"? 会签、或签、顺签、票签、主办协办
---@field wait_for (integer|lianban.Rule)? 会签答够几个就走 · with mode all: so many answers are enough, or a rule that says so
---@field cancelling boolean? 答够后撤回其余 · withdraws the rest when enough have answered
---@field each_within (lianban.Period|lianban.Param)? 每人各自的期限 · a clock of its own for every instance
---@field during string[]? 只能在这些环节期间办理，过后走 passed · may be done only while one of these is open; passed when never again
---@field vote { pass: string, otherwise: string, threshold: integer }? 票签规则
---@field notice string? 进入时发出的文书 · a paper that goes out when it is entered
---@field extension lianban.Extension?
---@field collect boolean? 每人所填分别保存，不写入表单 · with each: every answer is kept apart, in case.answers
---@field transfer boolean? 可否转办 · false: it may not be transferred
---@field once boolean? 只能进行一次 · may happen only once

---@class lianban.branch
---@field when (lianban.Rule|lianban.Constant)? 条件；最后一条不写 · left out in the last one
---@field to string 去向

---@class lianban.decide : lianban.step
---@field branches lianban.branch[]? 按条件
---@field table (string|lianban.Table)? 按决策表
---@field rule lianban.Rule? 按函数返回的结果
---@field on table<string, string>? 结果与去向，与 table、rule 同用
---@field next string? 决策表只算出结果（如积分），不选路：下一环节，结果见 case.decisions；只用于 decide · of a decide whose table only works something out
---@field inputs lianban.Rule? 决策表的输入

---@class lianban.select : lianban.decide
---@field join string? 汇合环节

---@class lianban.fork : lianban.step
---@field to string[] 各分支的第一个环节
---@field threads integer? 每条路开几个线程 · how many threads each way starts
---@field join string? 汇合环节

---@class lianban.join : lianban.step
---@field next string 下一环节
---@field wait_for "all"|"any"|"synchronising"|integer? 等几个分支
---@field cancelling boolean? 汇合后撤销未到的分支
---@field threads integer? 几个线程合成一个 · so many threads of its one branch become one
---@field groups string[][]? 各分支的末环节 · only where they cannot be computed

---@class lianban.wait : lianban.step
---@field message string? 等消息
---@field persistent boolean? 先到的消息留着用 · a message that comes too early is kept
---@field of lianban.Constant? 等申请人或上级事项 · applicant, or parent
---@field report lianban.Rule? 到此时报告上级事项的内容 · with of = parent: what the parent is told
---@field till lianban.Rule? 等到日期或条件成立；与 message、of 同用时为最晚时刻 · a date, or true; beside message or of: the last moment
---@field within (lianban.Period|lianban.Param)? 期限，须有 timeout
---@field on table<string, string> 结果与去向
---@field edits string[]? 可以修改的字段
---@field needs string[]? 来的消息必须填好的字段 · fields that what comes must fill
---@field notice string? 发出的文书
---@field extension lianban.Extension?
---@field once boolean? 只能进行一次

---@class lianban.call : lianban.step
---@field process string|lianban.Rule 子流程
---@field each (any[]|lianban.Rule)? 每项一个子事项
---@field form lianban.Rule? 子事项的表单
---@field wait "all"|"any"|"none"|"arrived"|integer? 等几个办结；arrived：都已办结或在等本事项
---@field invite string? 开放期间，每收到一条这个消息就开出一件 · one more child for every such message while open
---@field open (lianban.Period|lianban.Param|lianban.Rule)? 开放多久，或到何时 · a period, or a rule giving a date-time
---@field within (lianban.Period|lianban.Param)? 期限
---@field on table<string, string> done、timeout

---@class lianban.effect : lianban.step
---@field next string 下一环节
---@field notice string? 文书
---@field message (string|table)? 消息
---@field connector string? 外部系统
---@field ledger string? 台账
---@field settle lianban.Rule? 对全部在等的子事项集体评定 · one rule over all children that wait; item is their list
---@field of string? settle 的子事项出自哪个 call · the call whose children it settles
---@field gives string[]? settle 可以给出的结果 · the outcomes it may give
---@field payload (table|lianban.Rule)? 内容

---@class lianban.finish : lianban.step
---@field result string? 结果
---@field notice string? 文书
---@field remedy string? 救济途径；有则为不利结果 · a way to object: the result is adverse
---@field ends "case"|"branch"? branch：只结束这条分支 · branch: only this branch ends

---@class lianban.field
---@field label string? 名称
---@field required (boolean|lianban.Rule)? 必填
---@field shown lianban.Rule? 何时显示
---@field valid lianban.Rule? 与其他字段合起来是否合要求：返回 true，或者写明不合之处的文字 · true, or the text that says what is wrong with it
---@field sensitive boolean? 敏感信息：加密保存，页面和记录里显示为 ***，看原值要写理由并留痕；身份证号字段默认敏感
---@field purpose string? 收集目的
---@field hint string? 填写说明
---@field basis string? 依据
---@field max number? 上限
---@field min number? 下限
---@field pattern string? 格式（RE2）
---@field options (string[]|{ value: string, label: string? }[]|lianban.Options)? 选项
---@field many boolean? 可多选
---@field of (string|lianban.Field[])? 列表的内容
---@field multiline boolean? 多行
---@field default any? 默认值
---@field placeholder string? 输入提示

---@class lianban.material
---@field label string? 名称
---@field required (boolean|lianban.Rule)? 是否必须，默认是
---@field may_follow boolean? 可以容缺后补
---@field basis string? 依据
---@field hint string? 说明
---@field copies integer? 份数
---@field original boolean? 要原件
---@field shared boolean? 一次来访只交一次 · brought once for all matters of a visit

---@class lianban.scenario
---@field given table 前提
---@field story table[] 经过

---一个流程：表单、材料、时限和环节。 · A process: its form, materials, clock and steps.
---@param name string
---@return fun(block: lianban.workflow): table
function workflow(name) end

---@class lianban.adapt
---@field area string 区划代码 · area code, "330602"
---@field basis string? 调整的依据 · why this area may
---@field title string? 名称
---@field params table<string, any>? 逐项替换 · key by key
---@field clock lianban.Clock? 逐项替换 · key by key
---@field labels table<string, string>? 逐项替换 · key by key
---@field form table[]? 同名字段改所写的项，新名字新增 · a known name changes the keys it writes, a new one is added
---@field materials table[]? 同上
---@field steps table[]? 同上；on 逐个结果，false 去掉 · `on` outcome by outcome, false takes one out
---@field remove string[]? 不要的部分 · { "steps.x", "form.y" }
---@field locked table<string, string>? 再下级不得调整的部分与理由

---本地对上级流程的调整。 · Changes of an area to a process of the area above.
---@param name string
---@return fun(block: lianban.adapt): table
function adapt(name) end

---流程的一个检验情景：前提、经过、预期。 · A story that the process must tell: given, steps, expectations.
---@param name string
---@return fun(block: lianban.scenario): table
function scenario(name) end

---把一个来源的记录转成诉求的方法。 · How records of one source become reports.
---@param name string
---@return fun(block: table): table
function adapter(name) end

---由人办理的环节。 · A step that a person does.
---@param name string
---@return fun(block: lianban.task): lianban.Step
function task(name) end

---按规则或决策表只走一条路的环节。 · A step that takes exactly one way by rule or table.
---@param name string
---@return fun(block: lianban.decide): lianban.Step
function decide(name) end

---按规则走一条或多条路的环节。 · A step that takes one or more ways by rule.
---@param name string
---@return fun(block: lianban.select): lianban.Step
function select(name) end

---同时走所有路的环节。 · A step that takes all its ways at once.
---@param name string
---@return fun(block: lianban.fork): lianban.Step
function fork(name) end

---汇合各路的环节。 · A step that gathers the ways of a fork or select.
---@param name string
---@return fun(block: lianban.join): lianban.Step
function join(name) end

---等待消息、日期或申请人的环节。 · A step that waits for a message, a date or the applicant.
---@param name string
---@return fun(block: lianban.wait): lianban.Step
function wait(name) end

---开出子事项的环节。 · A step that opens child cases.
---@param name string
---@return fun(block: lianban.call): lianban.Step
function call(name) end

---发出通知、消息或记账的环节。 · A step that sends a notice, a message or an entry.
---@param name string
---@return fun(block: lianban.effect): lianban.Step
function effect(name) end

---办结环节。 · A step that ends the case.
---@param name string
---@return fun(block: lianban.finish): lianban.Step
function finish(name) end

---选项字段。 · A form field with given options.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function choice(name) end

---文字字段。 · A form field of text.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function text(name) end

---数字字段。 · A form field of any number.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function number(name) end

---整数字段。 · A form field of a whole number.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function integer(name) end

---金额字段，以分计。 · A form field of an amount, in fen.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function money(name) end

---日期字段。 · A form field of a day.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function date(name) end

---日期时间字段。 · A form field of a day and time.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function datetime(name) end

---电话字段。 · A form field of a telephone number.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function phone(name) end

---公民身份号码字段。 · A form field of a citizen identity number.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function citizen_id(name) end

---统一社会信用代码字段。 · A form field of a unified social credit code.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function uscc(name) end

---行政区划字段。 · A form field of an administrative area.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function area(name) end

---附件字段。 · A form field of an uploaded file.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function file(name) end

---列表字段。 · A form field of repeated entries.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function list(name) end

---是否字段。 · A form field of yes or no.
---@param name string
---@return fun(block: lianban.field): lianban.Field
function bool(name) end

---申请材料。 · A paper that the applicant brings.
---@param name string
---@return fun(block: lianban.material): lianban.Material
function material(name) end

---自然人。 · A natural person.
---@type lianban.Constant
person = nil

---单位或组织。 · An organisation.
---@type lianban.Constant
organisation = nil

---申请人。 · Who applied.
---@type lianban.Constant
applicant = nil

---上级事项。 · The case above.
---@type lianban.Constant
parent = nil

---登记人。 · Who registered the case.
---@type lianban.Constant
starter = nil

---其他情形。 · The branch for all other cases.
---@type lianban.Constant
otherwise = nil

---本单位某岗位的人员。 · The people with a role in the unit.
---@param name string
---@param more table?
---@return lianban.Who
function role(name, more) end

---权责清单确定的单位。 · The unit that the duty list names.
---@param name string
---@param more table?
---@return lianban.Who
function duty(name, more) end

---指定的单位。 · A unit by its identifier.
---@param name string
---@param more table?
---@return lianban.Who
function unit(name, more) end

---决策表。 · A decision table by its name.
---@param name string
---@param more table?
---@return lianban.Table
function decision(name, more) end

---取自表格的选项。 · Options from a table by its name.
---@param name string
---@param more table?
---@return lianban.Options
function from_table(name, more) end

---由表单字段给出的期限。 · A period that a text field of the form holds.
---@param name string
---@param more table?
---@return lianban.Period
function from_field(name, more) end

---以分钟计的期限。 · A period in minutes.
---@param count integer|lianban.Param
---@param more { roll: boolean?, since: string? }?
---@return lianban.Period
function minutes(count, more) end

---以小时计的期限。 · A period in hours.
---@param count integer|lianban.Param
---@param more { roll: boolean?, since: string? }?
---@return lianban.Period
function hours(count, more) end

---以自然日计的期限。 · A period in natural days.
---@param count integer|lianban.Param
---@param more { roll: boolean?, since: string? }?
---@return lianban.Period
function days(count, more) end

---以工作日计的期限。 · A period in working days.
---@param count integer|lianban.Param
---@param more { roll: boolean?, since: string? }?
---@return lianban.Period
function workdays(count, more) end

---以月计的期限。 · A period in months.
---@param count integer|lianban.Param
---@param more { roll: boolean?, since: string? }?
---@return lianban.Period
function months(count, more) end

---以年计的期限。 · A period in years.
---@param count integer|lianban.Param
---@param more { roll: boolean?, since: string? }?
---@return lianban.Period
function years(count, more) end

---各地可以设定的参数。 · A parameter that each area may set.
---@param key string
---@return any
function param(key) end

---引入同一流程的另一个文件。 · What another file of the bundle returns.
---@param path string
---@return any
function use(path) end
