// What another modeller says to each exported file of a folder.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import { ugliness } from './geometry.mjs';

// A boundary event sits on its activity, a sub-process holds its elements.
const isAlone = (shape) => !/BoundaryEvent|SubProcess|Lane|Participant/.test(shape.bpmnElement.$type);

const overlap = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const withInner = (elements = []) => elements.flatMap((element) => [element, ...withInner(element.flowElements)]);

function notDrawn(definitions, plane) {
  const drawn = new Set(plane.planeElement.map((drawing) => drawing.bpmnElement.id));
  const process = definitions.rootElements.find((element) => element.$type === 'bpmn:Process');
  return withInner(process.flowElements)
    .filter((element) => !drawn.has(element.id))
    .map((element) => `${element.id} is not drawn`);
}

function overlapping(plane) {
  const shapes = plane.planeElement.filter((drawing) => drawing.$type === 'bpmndi:BPMNShape').filter(isAlone);
  return shapes.flatMap((a, i) =>
    shapes
      .slice(i + 1)
      .filter((b) => overlap(a.bounds, b.bounds))
      .map((b) => `${a.bpmnElement.id} lies on ${b.bpmnElement.id}`),
  );
}

async function complaints(xml) {
  const reader = new BpmnModdle();
  const { rootElement, warnings } = await reader.fromXML(xml);
  const again = await reader.fromXML((await reader.toXML(rootElement)).xml);
  const plane = rootElement.diagrams[0].plane;
  return [...warnings, ...again.warnings]
    .map((warning) => warning.message)
    .concat(notDrawn(rootElement, plane), overlapping(plane), ugliness(plane));
}

const folder = process.argv[2];
let passed = 0;
let failed = 0;
for (const file of readdirSync(folder).sort()) {
  let found;
  try {
    found = await complaints(readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    found = [error.message];
  }
  if (found.length === 0) passed += 1;
  else failed += 1;
  for (const text of found) console.log(`${file}: ${text}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
