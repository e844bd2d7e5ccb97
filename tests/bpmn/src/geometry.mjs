// What somebody who looks at the drawing would see: flows that end beside their shapes or run through others, names that lie on
// something.

const isGateway = (shape) => /Gateway$/.test(shape.bpmnElement.$type);
const isEvent = (shape) => /Event$/.test(shape.bpmnElement.$type);

// How far a point is from the border of a shape: a gateway is a diamond, an event a circle.
function distanceToBorder(point, shape) {
  const { x, y, width, height } = shape.bounds;
  const dx = Math.abs(point.x - x - width / 2);
  const dy = Math.abs(point.y - y - height / 2);
  if (isGateway(shape)) return Math.abs(dx + dy - width / 2) / Math.SQRT2;
  if (isEvent(shape)) return Math.abs(Math.hypot(dx, dy) - width / 2);
  return Math.abs(Math.max(dx - width / 2, dy - height / 2));
}

// Length of the part of a straight line that lies in a box (Liang–Barsky).
function lengthInside(from, to, box) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  let [enters, leaves] = [0, 1];
  for (const [direction, distance] of [
    [-dx, from.x - box.x],
    [dx, box.x + box.width - from.x],
    [-dy, from.y - box.y],
    [dy, box.y + box.height - from.y],
  ]) {
    if (direction === 0 && distance <= 0) return 0;
    if (direction < 0) enters = Math.max(enters, distance / direction);
    if (direction > 0) leaves = Math.min(leaves, distance / direction);
  }
  return enters < leaves ? (leaves - enters) * Math.hypot(dx, dy) : 0;
}

const smaller = (box, by) => ({ x: box.x + by, y: box.y + by, width: box.width - 2 * by, height: box.height - 2 * by });

const crosses = (edge, box) =>
  edge.waypoint.slice(1).some((to, i) => lengthInside(edge.waypoint[i], to, box) > 2);

const overlap = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

export function ugliness(plane) {
  const shapes = plane.planeElement.filter((drawing) => drawing.$type === 'bpmndi:BPMNShape');
  const edges = plane.planeElement.filter((drawing) => drawing.$type === 'bpmndi:BPMNEdge');
  const shapeOf = new Map(shapes.map((shape) => [shape.bpmnElement.id, shape]));
  const found = [];
  for (const edge of edges) {
    const flow = edge.bpmnElement;
    const ends = [
      [edge.waypoint[0], shapeOf.get(flow.sourceRef.id)],
      [edge.waypoint.at(-1), shapeOf.get(flow.targetRef.id)],
    ];
    for (const [point, shape] of ends) {
      if (distanceToBorder(point, shape) > 2.5) found.push(`${flow.id} does not meet ${shape.bpmnElement.id}`);
    }
    for (const shape of shapes) {
      const own = ends.some(([, end]) => end === shape || end.bpmnElement.attachedToRef === shape.bpmnElement);
      if (!own && crosses(edge, smaller(shape.bounds, 4))) found.push(`${flow.id} runs through ${shape.bpmnElement.id}`);
    }
  }
  const names = plane.planeElement.filter((drawing) => drawing.label?.bounds);
  names.forEach((drawing, i) => {
    const box = smaller(drawing.label.bounds, 2);
    const name = drawing.bpmnElement.name;
    for (const other of names.slice(i + 1)) {
      if (overlap(box, other.label.bounds)) found.push(`“${name}” lies on “${other.bpmnElement.name}”`);
    }
    for (const shape of shapes) if (overlap(box, shape.bounds)) found.push(`“${name}” lies on ${shape.bpmnElement.id}`);
    for (const edge of edges) if (crosses(edge, box)) found.push(`${edge.bpmnElement.id} runs through “${name}”`);
  });
  return found;
}
