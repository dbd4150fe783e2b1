/** A workflow as a drawing: its simple states, the steps between them, and the way that one ticket took. */

import dagre from "@dagrejs/dagre";

import type { JournalEvent } from "@/api/client";
import type { State, Workflow } from "@/catalog/catalog";

export interface GraphNode {
  name: string;
  /** Its title, one line or two. */
  lines: string[];
  x: number;
  y: number;
  /** Entered by the ticket so far. */
  visited: boolean;
  current: boolean;
  final: boolean;
}

export interface GraphEdge {
  from: string;
  to: string;
  events: string[];
  /** Path of an SVG. */
  path: string;
  taken: boolean;
}

export interface Graph {
  nodeWidth: number;
  /** What of the plane is drawn on. */
  box: { x: number; y: number; width: number; height: number };
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** All nodes are as wide as the longest line needs, and at least this. */
const kLeastWidth = 88;
export const kNodeHeight = 34;
export const kLineHeight = 14;
const kPadding = 12;
/** A longer title is written on two lines. */
const kLineLetters = 14;

type Link = Pick<GraphEdge, "from" | "to" | "events" | "taken">;

/** Where one is after entering `name`; nothing for a history, which leads wherever one was before. */
function entered(states: Map<string, State>, name: string): string | undefined {
  const state = states.get(name);
  if (!state) return undefined;
  return state.compound && state.initial ? entered(states, state.initial) : state.name;
}

/** The way of a ticket: each state it was in, in order. */
export function pathTaken(journal: readonly JournalEvent[]): string[] {
  return journal.flatMap((event) => {
    if (event.type === "case.opened") return [String(event.state)];
    return event.type === "case.moved" ? [String(event.to)] : [];
  });
}

/** Steps of the simple states themselves: those of the states around would join everything to everything. */
function linksOf(workflow: Workflow, path: readonly string[]): Link[] {
  const states = new Map(workflow.states.map((state) => [state.name, state]));
  const links = new Map<string, Link>();
  function join(from: string, to: string, event?: string): void {
    if (from === to) return;
    const known = links.get(`${from}>${to}`) ?? { from, to, events: [], taken: false };
    if (event && !known.events.includes(event)) known.events.push(event);
    links.set(`${from}>${to}`, { ...known, taken: known.taken || event === undefined });
  }
  for (const state of workflow.states.filter(({ compound }) => !compound)) {
    for (const { event, target } of state.transitions) {
      const to = target ? entered(states, target) : undefined;
      if (to) join(state.name, to, event);
    }
  }
  path.slice(1).forEach((to, before) => join(path[before]!, to));
  return [...links.values()];
}

/** Steps of the states around others, which are listed beside the drawing. */
export function commonTransitions(workflow: Workflow): { state: State; events: string[] }[] {
  return workflow.states
    .filter(({ compound, transitions }) => compound && transitions.length > 0)
    .map((state) => ({ state, events: [...new Set(state.transitions.map(({ event }) => event))] }));
}

function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const bends = rest.slice(0, -1).map((point, at) => {
    const next = rest[at + 1]!;
    return `Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`;
  });
  const last = rest[rest.length - 1] ?? first;
  return `M${first.x},${first.y} ${bends.join(" ")} L${last.x},${last.y}`;
}

const kMargin = 6;

interface Point {
  x: number;
  y: number;
}

function boxAround(points: readonly Point[]): Graph["box"] {
  const x = Math.min(...points.map((point) => point.x)) - kMargin;
  const y = Math.min(...points.map((point) => point.y)) - kMargin;
  const width = Math.max(...points.map((point) => point.x)) + kMargin - x;
  const height = Math.max(...points.map((point) => point.y)) + kMargin - y;
  return { x, y, width, height };
}

function corners({ x, y }: Point, nodeWidth: number): Point[] {
  const [right, down] = [nodeWidth / 2, kNodeHeight / 2];
  return [
    { x: x - right, y: y - down },
    { x: x + right, y: y + down },
  ];
}

/** On one line, or on two where there is a blank to part it at: as even as that allows. */
export function linesOf(title: string): string[] {
  const blanks = [...title.matchAll(/ /g)].map(({ index }) => index);
  if (title.length <= kLineLetters || blanks.length === 0) return [title];
  const parted = blanks.map((at) => [title.slice(0, at), title.slice(at + 1)]);
  const longest = (lines: string[]) => Math.max(...lines.map(({ length }) => length));
  return parted.reduce((best, lines) => (longest(lines) < longest(best) ? lines : best));
}

/** A little more than letters of 12 px take, bold too: a Chinese one is as wide as it is high. */
export function widthOf(line: string): number {
  return [...line].reduce((width, letter) => width + (letter > "\u2e80" ? 12.5 : 7.4), 0);
}

/** `titleOf`: what a state is called in the reader's language. */
export function layOut(
  workflow: Workflow,
  path: readonly string[],
  current: string,
  titleOf: (state: string) => string,
): Graph {
  const links = linksOf(workflow, path);
  const drawn = workflow.states.filter(
    ({ name, compound }) =>
      !compound && (name === current || links.some(({ from, to }) => from === name || to === name)),
  );
  const lines = new Map(drawn.map(({ name }) => [name, linesOf(titleOf(name))]));
  const widths = [...lines.values()].flat().map((line) => widthOf(line) + kPadding);
  const nodeWidth = Math.ceil(Math.max(kLeastWidth, ...widths));
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 18, ranksep: 20 });
  graph.setDefaultEdgeLabel(() => ({}));
  drawn.forEach(({ name }) => graph.setNode(name, { width: nodeWidth, height: kNodeHeight }));
  // The way that was taken is kept straight.
  links.forEach(({ from, to, taken }) => graph.setEdge(from, to, { weight: taken ? 8 : 1 }));
  dagre.layout(graph);
  const bends = links.map(({ from, to }) => graph.edge(from, to).points ?? []);
  return {
    nodeWidth,
    // dagre counts the nodes alone: edges may run outside of what it calls the size of the graph.
    box: boxAround([...drawn.flatMap(({ name }) => corners(graph.node(name), nodeWidth)), ...bends.flat()]),
    nodes: drawn.map(({ name, final }) => {
      const { x, y } = graph.node(name);
      return {
        name,
        lines: lines.get(name) ?? [name],
        x,
        y,
        final,
        visited: path.includes(name),
        current: name === current,
      };
    }),
    edges: links.map((link, at) => ({ ...link, path: curve(bends[at] ?? []) })),
  };
}
