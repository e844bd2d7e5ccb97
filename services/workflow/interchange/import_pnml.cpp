#include "services/workflow/interchange/import_pnml.h"

#include <algorithm>
#include <memory>

#include "fmt/format.h"
#include "pugixml.hpp"
#include "services/lib/errors/error.h"

namespace lianban::workflow {
namespace {

struct Node {
  std::string id, title, name;
  bool transition = false, silent = false;
  int tokens = 0;
  std::vector<std::string> in, out;  // ids
};

// Before ISO 15909-2 it was `value`.
std::string TextIn(pugi::xml_node node, const char* tag) {
  const pugi::xml_node label = node.child(tag);
  std::string text = (label.child("text") ? label.child("text") : label.child("value")).text().get();
  const size_t from = text.find_first_not_of(" \t\r\n");
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

// "1", or the colour first: "Default,1".
int CountIn(pugi::xml_node node, const char* tag) {
  const std::string text = TextIn(node, tag);
  const size_t comma = text.rfind(',');
  return atoi(text.c_str() + (comma == std::string::npos ? 0 : comma + 1));
}

// normal where nothing is said; reset, inhibitor, read … otherwise. Some write an attribute, others a label.
std::string ArcType(pugi::xml_node arc) {
  const std::string label = TextIn(arc, "arctype");
  if (!label.empty()) return label;
  return arc.child("type").attribute("value").as_string(arc.attribute("type").as_string("normal"));
}

bool IsInvisible(pugi::xml_node transition) {
  for (pugi::xml_node tool : transition.children("toolspecific")) {
    if (std::string_view(tool.attribute("activity").value()) == "$invisible$") return true;
  }
  return false;
}

class Importer {
 public:
  explicit Importer(pugi::xml_node net) {
    draft_.process = NameFrom(net.attribute("id").value(), "net");
    draft_.title = TextIn(net, "name").empty() ? draft_.process : TextIn(net, "name");
    ReadNodes(net);
    ReadArcs(net);
  }

  bool empty() const { return nodes_.empty(); }

  Draft Run() {
    Begin();
    for (auto& step : steps_) {
      if (step->kind == "join") step->groups = groups_[step->name];
      draft_.steps.push_back(*step);
    }
    return std::move(draft_);
  }

 private:
  void Lost(const std::string& id, std::string zh, std::string en) { draft_.unmapped.push_back({id, std::move(zh), std::move(en)}); }

  std::string Unique(std::string name) {
    const std::string stem = name;
    for (int n = 2; !used_.insert(name).second; ++n) name = fmt::format("{}_{}", stem, n);
    return name;
  }

  void ReadNodes(pugi::xml_node parent) {
    for (pugi::xml_node xml : parent.children()) {
      const std::string type = xml.name();
      if (type == "page") ReadNodes(xml);
      else if (type == "place" || type == "transition") ReadNode(xml, type == "transition");
      else if (type == "referencePlace" || type == "referenceTransition") meant_[xml.attribute("id").value()] = xml.attribute("ref").value();
      else if (type != "arc" && type != "name" && type != "graphics" && xml.type() == pugi::node_element) {
        Lost(xml.attribute("id").value(), "没有对应的写法：" + type, "no counterpart: " + type);
      }
    }
  }

  // A node that stands on one page for one of another, perhaps through several pages. A ring of them means nothing.
  std::string Meant(std::string id) const {
    for (size_t hops = 0; hops <= meant_.size(); ++hops) {
      const auto other = meant_.find(id);
      if (other == meant_.end()) return id;
      id = other->second;
    }
    return "";
  }

  void ReadNode(pugi::xml_node xml, bool transition) {
    Node node;
    node.id = xml.attribute("id").value();
    node.title = TextIn(xml, "name");
    node.transition = transition;
    node.silent = transition && IsInvisible(xml);
    node.tokens = CountIn(xml, "initialMarking");
    Beside(xml, node);
    node.name = Unique(NameFrom(node.title, NameFrom(node.id, "step")));
    if (node.title.empty()) node.title = node.name;
    if (node.tokens > 1) Lost(node.id, "起始多于一个标记", "more than one token at the start");
    nodes_[node.id] = std::move(node);
  }

  // Rates, triggers, resources … of the tool that wrote it.
  void Beside(pugi::xml_node xml, const Node& node) {
    std::string all;
    for (pugi::xml_node child : xml.children()) {
      const std::string_view type = child.name();
      const bool known = type == "name" || type == "graphics" || type == "initialMarking" || (type == "toolspecific" && !child.first_child());
      if (child.type() == pugi::node_element && !known) all += (all.empty() ? "" : " ") + std::string(type);
    }
    if (!all.empty()) Lost(node.id, "没有对应的写法：" + all, "no counterpart: " + all);
  }

  void ReadArcs(pugi::xml_node parent) {
    for (pugi::xml_node xml : parent.children()) {
      if (std::string_view(xml.name()) == "page") ReadArcs(xml);
      if (std::string_view(xml.name()) != "arc") continue;
      const std::string from = Meant(xml.attribute("source").value()), to = Meant(xml.attribute("target").value());
      const std::string id = xml.attribute("id").value();
      if (!nodes_.contains(from) || !nodes_.contains(to)) {
        Lost(id, "弧的一端不存在", "one end of the arc does not exist");
        continue;
      }
      if (xml.child("inscription") && CountIn(xml, "inscription") != 1) Lost(id, "弧的权重", "the weight of the arc");
      const std::string type = ArcType(xml);
      if (type != "normal" && type != "ordinary") Lost(id, "弧的类型 " + type, "the type of the arc: " + type);
      nodes_[from].out.push_back(to);
      nodes_[to].in.push_back(from);
    }
    for (auto& [id, node] : nodes_) std::sort(node.in.begin(), node.in.end());
  }

  DraftStep& Add(const std::string& kind, const std::string& name, const std::string& title) {
    steps_.push_back(std::make_unique<DraftStep>());
    steps_.back()->kind = kind;
    steps_.back()->name = name;
    steps_.back()->title = title;
    return *steps_.back();
  }

  void Begin() {
    std::vector<std::string> marked, sources;
    for (const auto& [id, node] : nodes_) {
      if (!node.transition && node.tokens > 0) marked.push_back(id);
      if (!node.transition && node.in.empty()) sources.push_back(id);
      if (node.transition && node.in.empty()) Lost(id, "不需要任何标记的变迁", "a transition that needs nothing");
      sinks_ += !node.transition && node.out.empty();
    }
    if (marked.empty()) {
      Lost("", "没有起始标记，从没有来路的库所开始", "no token at the start; begins at places that nothing leads to");
      marked = sources;
    }
    const std::string begin = Unique("begin");
    if (marked.size() > 1) {
      DraftStep& fork = Add("fork", begin, "开始");
      for (const std::string& place : marked) fork.to.push_back(Enter(place, begin));
      return;
    }
    DraftStep& first = Add("decide", begin, "开始");
    first.branches.push_back({"", "", marked.empty() ? End("", begin, "结束") : Enter(marked[0], begin)});
  }

  // One source counts for one place of a join; for a second one it passes through a step of its own.
  std::string Register(const std::string& join, const std::string& place, const std::string& source) {
    auto& groups = groups_[join];
    for (const auto& [other, sources] : groups) {
      if (other == place || std::find(sources.begin(), sources.end(), source) == sources.end()) continue;
      const std::string name = Unique(join + "_branch");
      Add("decide", name, name).branches.push_back({"", "", join});
      groups[place].push_back(name);
      return name;
    }
    auto& sources = groups[place];
    if (std::find(sources.begin(), sources.end(), source) == sources.end()) sources.push_back(source);
    return join;
  }

  std::string End(const std::string& place, const std::string& source, const std::string& title) {
    if (sinks_ <= 1 && !place.empty()) {
      const std::string name = nodes_[place].name;
      if (made_.insert(name).second) Add("finish", name, title);
      return name;
    }
    if (made_.insert("the end").second) {
      DraftStep& join = Add("join", ended_ = Unique("all_ended"), "全部结束");
      join.keys.push_back("wait_for = \"synchronising\"");
      join.next = Unique("finished");
      Add("finish", join.next, "结束");
    }
    return Register(ended_, place, source);
  }

  // The step that a token on `place`, put there by `source`, reaches.
  std::string Enter(const std::string& place, const std::string& source) {
    const Node& node = nodes_[place];
    if (node.out.empty()) return End(place, source, node.title);
    std::map<std::vector<std::string>, std::string> clusters;  // what is needed -> one transition that needs it
    for (const std::string& transition : node.out) clusters.emplace(nodes_[transition].in, transition);
    if (clusters.size() == 1) return EnterCluster(place, clusters.begin()->second, source);
    if (made_.insert(node.name).second) {
      Lost(place, "不是自由选择：改为到达时先选定", "not a free choice: decided when the token arrives");
      DraftStep& step = Add("task", node.name, node.title);
      step.keys.push_back("by = role \"handler\"");
      for (const auto& [needed, transition] : clusters) {
        step.on.emplace_back(nodes_[transition].name, EnterCluster(place, transition, node.name));
      }
    }
    return node.name;
  }

  std::string EnterCluster(const std::string& place, const std::string& transition, const std::string& source) {
    const std::vector<std::string> needed = nodes_[transition].in;
    if (needed.size() == 1) return Body(needed);
    std::string& join = joins_[needed];
    if (join.empty()) {
      join = Unique(nodes_[transition].name + "_join");
      DraftStep& step = Add("join", join, nodes_[transition].title + "（汇合）");
      step.next = Body(needed);
    }
    return Register(joins_[needed], place, source);
  }

  // What happens when everything needed is there: one transition, or a choice.
  std::string Body(const std::vector<std::string>& needed) {
    std::vector<std::string> transitions;
    for (const std::string& transition : nodes_[needed[0]].out) {
      if (nodes_[transition].in == needed) transitions.push_back(transition);
    }
    const bool choice = transitions.size() > 1;
    const Node& node = nodes_[choice ? needed[0] : transitions[0]];
    if (!made_.insert(node.name).second) return node.name;
    if (!choice && node.silent) {
      DraftStep& step = Add("decide", node.name, node.title);
      step.branches.push_back({"", "", Leave(node, node.name)});
      return node.name;
    }
    DraftStep& step = Add("task", node.name, node.title);
    step.keys.push_back("by = role \"handler\"");
    for (const std::string& transition : transitions) {
      if (choice) step.notes.push_back(nodes_[transition].name + "：" + nodes_[transition].title);
      step.on.emplace_back(choice ? nodes_[transition].name : "done", Leave(nodes_[transition], node.name));
    }
    return node.name;
  }

  std::string Leave(const Node& transition, const std::string& source) {
    if (transition.out.empty()) {
      Lost(transition.id, "没有去处的变迁当作结束", "a transition that leads nowhere is an end");
      return End("", source, transition.title);
    }
    if (transition.out.size() == 1) return Enter(transition.out[0], source);
    const std::string name = Unique(transition.name + "_split");
    DraftStep& fork = Add("fork", name, transition.title + "（分支）");
    for (const std::string& place : transition.out) fork.to.push_back(Enter(place, name));
    return name;
  }

  Draft draft_;
  std::map<std::string, std::string> meant_;  // reference nodes, and the node each stands for
  std::map<std::string, Node> nodes_;
  std::map<std::vector<std::string>, std::string> joins_;
  std::map<std::string, std::map<std::string, std::vector<std::string>>> groups_;
  std::set<std::string> used_, made_;
  std::vector<std::unique_ptr<DraftStep>> steps_;
  std::string ended_;
  int sinks_ = 0;
};

}  // namespace

absl::StatusOr<Imported> ImportPnml(std::string_view xml, const std::string& file) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(xml.data(), xml.size());
  if (!parsed) {
    const auto line = 1 + std::count(xml.begin(), xml.begin() + std::min<size_t>(xml.size(), parsed.offset), '\n');
    return Error("FILE_INVALID", {{"file", file}, {"line", std::to_string(line)}, {"detail", parsed.description()}});
  }
  Importer importer(document.document_element().child("net"));
  if (importer.empty()) return Error("FILE_INVALID", {{"file", file}, {"line", "1"}, {"detail", "没有网 · no net in it"}});
  Draft draft = importer.Run();
  std::string script = WriteScript(draft);
  return Imported{draft.process, std::move(script), std::move(draft.unmapped)};
}

}  // namespace lianban::workflow
