#pragma once
// A BPMN 2.0 process as plain data: what is read from a file and what is written to one. OMG formal/2011-01-03.
//
// Attributes of our own namespace (kLianbanNamespace) carry what BPMN has no word for, so that a round trip keeps the
// behaviour; other modellers keep them untouched. Keys used: role (outcomes, wait, event, timeout), outcome, kind, wait,
// cancelling, cancels, join, effect, named, period, param, field, roll, of, till, mode, by, as, at.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/workflow/interchange/unmapped.h"

namespace lianban::workflow {

inline constexpr char kLianbanNamespace[] = "urn:lianban:bpmn:1";

struct BpmnNode {
  std::string id;
  std::string type;           // local name: userTask, exclusiveGateway, boundaryEvent, subProcess …
  std::string name;
  std::string documentation;
  std::string scope;          // id of the sub-process it stands in; "" for the process
  std::string lane;           // name of its lane
  std::string event;          // timer message conditional terminate error signal link …; "" for a none event
  std::string event_value;    // duration or date, message name, condition, link name
  std::string attached_to;    // boundaryEvent
  bool interrupting = true;   // boundaryEvent; start event of an event sub-process
  std::string called;         // callActivity
  std::string performer;
  bool multiple = false, sequential = false, loop = false;
  std::string cardinality, completion;
  bool by_event = false;      // subProcess triggeredByEvent
  std::string default_flow;
  std::map<std::string, std::string> own;  // attributes of kLianbanNamespace
};

struct BpmnFlow {
  std::string id, from, to, name, condition;
  std::map<std::string, std::string> own;
};

struct BpmnProcess {
  std::string id, name, documentation;
  std::vector<BpmnNode> nodes;
  std::vector<BpmnFlow> flows;
  std::vector<Unmapped> unmapped;
};

}  // namespace lianban::workflow
