#include "services/intake/matter/register_visit.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "services/intake/caller.h"
#include "services/intake/matter/earlier_matter.h"
#include "services/intake/matter/register_matter.h"
#include "services/intake/matter/route.h"
#include "services/intake/matter/shared_materials.h"
#include "services/lib/crypto/crypto.h"
#include "services/lib/errors/error.h"
#include "services/workflow/validate/area_code.h"

namespace lianban::intake {
namespace {

constexpr char kVisitProcess[] = "joint_centre";
constexpr char kChannel[] = "window";
constexpr int kChildrenMax = 20;

absl::StatusOr<nlohmann::json> ObjectOf(const std::string& text, const std::string& field) {
  if (text.empty()) return nlohmann::json::object();
  nlohmann::json value = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!value.is_object()) return Error("REQUEST_INVALID", {{"detail", field}});
  return value;
}

// The interpreter's violations, with the place of the child in front.
absl::Status AtChild(const absl::Status& refused, int index) {
  auto detail = DetailOf(refused);
  if (!detail || detail->violations.empty()) return refused;
  for (FieldViolation& violation : detail->violations) {
    violation.field = fmt::format("children[{}].{}", index, violation.field);
  }
  return Error("VISIT_INVALID", {{"child", std::to_string(index + 1)}}, detail->violations);
}

struct VisitMatter {
  Matter matter;
  nlohmann::json form, materials;
};

absl::StatusOr<VisitMatter> ReadChild(const CitySnapshot& snapshot, const rpc::Context& caller,
                                      const v1::RegisterVisitRequest& request, int index) {
  const auto& child = request.children(index);
  auto item = snapshot.items.find(child.item_code());
  if (item == snapshot.items.end() || !item->second.enabled()) {
    return Error("ITEM_NOT_OFFERED", {{"item", child.item_code()}});
  }
  VisitMatter result;
  Matter& matter = result.matter;
  matter.matter_id = crypto::NewUuid();
  matter.channel = kChannel;
  matter.process = item->second.process();
  matter.item_code = item->first;
  matter.title = child.title().empty() ? item->second.name() : child.title();
  matter.area_code = request.area_code().empty() ? caller.area_code() : request.area_code();
  matter.child_no = index + 1;
  LIANBAN_ASSIGN_OR_RETURN(matter.unit_id, UnitOfItem(snapshot, item->second, item->second.duty(), matter.area_code));
  matter.routed_by = "duty " + item->second.duty();
  std::string place = fmt::format("children[{}].", index);
  LIANBAN_ASSIGN_OR_RETURN(result.form, ObjectOf(child.form_json(), place + "form_json"));
  LIANBAN_ASSIGN_OR_RETURN(result.materials, ObjectOf(child.materials_json(), place + "materials_json"));
  matter.form = "{}";
  return result;
}

// 再次申请: the earlier form and materials, under what is written now; the same person, or nobody named.
absl::Status FillFromEarlier(Counter& counter, const rpc::Context& caller, const std::string& earlier, VisitMatter& child,
                             std::string& party_id, bool new_party) {
  if (earlier.empty()) return absl::OkStatus();
  LIANBAN_ASSIGN_OR_RETURN(EarlierFiling before, ReadEarlier(counter, caller, earlier, child.matter.process));
  if (new_party || (!party_id.empty() && party_id != before.party_id)) {
    return Error("EARLIER_OTHER_PERSON", {{"earlier", earlier}});
  }
  party_id = before.party_id;
  before.form.update(child.form);
  before.materials.update(child.materials);
  child.form = std::move(before.form);
  child.materials = std::move(before.materials);
  return absl::OkStatus();
}

// Every form is looked at with the interpreter's own start command, before a number is drawn.
absl::Status CheckChildren(Counter& counter, const CitySnapshot& snapshot, const rpc::Context& caller,
                           std::vector<VisitMatter>& children, absl::Time now) {
  std::vector<std::shared_ptr<const workflow::Model>> models;
  std::vector<MaterialsOfMatter> all;
  for (VisitMatter& child : children) {
    LIANBAN_ASSIGN_OR_RETURN(auto model, counter.models.Get(caller.city_id(), child.matter.process));
    models.push_back(model);
    all.push_back({model.get(), &child.materials});
  }
  ShareMaterials(all);
  for (size_t i = 0; i < children.size(); ++i) {
    Matter& matter = children[i].matter;
    matter.materials = children[i].materials.dump();
    const absl::Status startable = counter.models.Check(
        caller.city_id(), snapshot,
        {matter.process, matter.unit_id, matter.area_code, children[i].form, children[i].materials}, now);
    if (!startable.ok()) return AtChild(startable, static_cast<int>(i));
  }
  return absl::OkStatus();
}

nlohmann::json VisitForm(const std::vector<VisitMatter>& children) {
  nlohmann::json matters = nlohmann::json::array();
  for (const VisitMatter& child : children) {
    matters.push_back({{"item", child.matter.item_code},
                       {"title", child.matter.title},
                       {"process", child.matter.process},
                       {"unit", child.matter.unit_id},
                       {"area", child.matter.area_code},
                       {"form", child.form},
                       {"materials", child.materials}});
  }
  return {{"matters", std::move(matters)}};
}

absl::Status CheckVisit(const rpc::Context& caller, const v1::RegisterVisitRequest& request) {
  LIANBAN_RETURN_IF_ERROR(MayRegister(caller));
  if (request.children().empty() || request.children_size() > kChildrenMax) {
    return Error("REQUEST_INVALID", {{"detail", "children"}});
  }
  const bool known_before = std::any_of(request.children().begin(), request.children().end(),
                                        [](const auto& child) { return !child.earlier().empty(); });
  const bool neither = request.party_id().empty() && !request.has_party();
  if ((neither && !known_before) || (!request.party_id().empty() && request.has_party())) {
    return Error("REQUEST_INVALID", {{"detail", "party_id 与 party 填且只填一项"}});
  }
  if (!request.area_code().empty()) LIANBAN_RETURN_IF_ERROR(workflow::ParseAreaCode(request.area_code()).status());
  std::vector<std::string> own = UnitsOf(caller);
  bool own_unit = request.unit_id().empty() || request.unit_id() == caller.unit_id() ||
                  std::find(own.begin(), own.end(), request.unit_id()) != own.end();
  return own_unit || SeesWholeCity(caller) ? absl::OkStatus() : Error("PERMISSION_DENIED");
}

// The matter that carries the visit's number: the only one, or the case that holds them all.
absl::StatusOr<Matter> CarrierOf(const CitySnapshot& snapshot, const v1::RegisterVisitRequest& request,
                                 const std::string& centre, const std::vector<VisitMatter>& children) {
  Matter carrier = children[0].matter;
  carrier.form = children[0].form.dump();
  carrier.child_no = 0;
  carrier.register_unit_id = centre;
  if (children.size() == 1) return carrier;
  const catalog::v1::Item* item = snapshot.ItemOfProcess(kVisitProcess);
  if (item == nullptr) return Error("ITEM_NOT_OFFERED", {{"item", kVisitProcess}});
  carrier.matter_id = crypto::NewUuid();
  carrier.process = kVisitProcess;
  carrier.item_code = item->code();
  carrier.title = request.title().empty() ? item->name() : request.title();
  carrier.unit_id = centre;
  carrier.routed_by = "visit";
  carrier.form = VisitForm(children).dump();
  carrier.materials = "{}";
  carrier.children = static_cast<int>(children.size());
  return carrier;
}

}  // namespace

absl::StatusOr<v1::Matter> RegisterVisit(Counter& counter, const rpc::Context& caller,
                                         const v1::RegisterVisitRequest& request, absl::Time now) {
  LIANBAN_RETURN_IF_ERROR(CheckVisit(caller, request));
  Registration registration;
  LIANBAN_ASSIGN_OR_RETURN(registration.request, KeyOf(request.request_id(), request));
  LIANBAN_ASSIGN_OR_RETURN(auto before, EarlierRegistration(counter, caller.city_id(), *registration.request));
  if (before) return FinishRegistration(counter, caller, *std::move(before), now);
  LIANBAN_ASSIGN_OR_RETURN(absl::Time received, ReceiveTimeOf(request.has_receive_time(), request.receive_time(), now));
  registration.known_party_id = request.party_id();
  if (request.has_party()) {
    LIANBAN_ASSIGN_OR_RETURN(registration.party, NormaliseParty(request.party(), absl::ToCivilDay(now, CityZone())));
  }
  LIANBAN_ASSIGN_OR_RETURN(auto snapshot, counter.catalog.Get(caller.city_id()));
  std::vector<VisitMatter> children;
  for (int i = 0; i < request.children_size(); ++i) {
    LIANBAN_ASSIGN_OR_RETURN(VisitMatter child, ReadChild(*snapshot, caller, request, i));
    LIANBAN_RETURN_IF_ERROR(FillFromEarlier(counter, caller, request.children(i).earlier(), child,
                                            registration.known_party_id, request.has_party()));
    children.push_back(std::move(child));
  }
  LIANBAN_RETURN_IF_ERROR(CheckChildren(counter, *snapshot, caller, children, received));
  std::string centre = request.unit_id().empty() ? caller.unit_id() : request.unit_id();
  LIANBAN_ASSIGN_OR_RETURN(registration.matter, CarrierOf(*snapshot, request, centre, children));
  registration.matter.receive_time = received;
  if (children.size() > 1) {
    for (VisitMatter& child : children) registration.children.push_back(std::move(child.matter));
  }
  return RegisterMatter(counter, caller, std::move(registration), now);
}

}  // namespace lianban::intake
