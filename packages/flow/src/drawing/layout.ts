import { Graph, layout } from '@dagrejs/dagre';
import type { FlowGraph, GraphEdge, GraphGroup, GraphNode } from './graph.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its center, in pixels. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where everything is drawn, in pixels from the top left. */
export interface Layout extends Size {
  readonly nodes: readonly { readonly node: GraphNode; readonly box: Box }[];
  readonly edges: readonly {
    readonly edge: GraphEdge;
    readonly points: readonly Point[];
    /** Null for an arrow without words. */
    readonly label: Box | null;
  }[];
  readonly groups: readonly { readonly group: GraphGroup; readonly box: Box }[];
}

/** Puts the graph in layers from top to bottom. */
export function layOut(
  { nodes, edges, groups }: FlowGraph,
  sizeOfNode: (node: GraphNode) => Size,
  sizeOfLabel: (edge: GraphEdge) => Size,
): Layout {
  const graph = new Graph({ compound: true, multigraph: false });
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 34, edgesep: 14, marginx: 24, marginy: 24 });
  for (const group of groups) graph.setNode(groupId(group.id), {});
  for (const node of nodes) graph.setNode(node.id, { ...sizeOfNode(node) });
  for (const { id, parent } of groups) if (parent !== null) graph.setParent(groupId(id), groupId(parent));
  for (const { id, group } of nodes) if (group !== null) graph.setParent(id, groupId(group));
  for (const edge of edges) {
    graph.setEdge(edge.from, edge.to, { ...sizeOfLabel(edge), labelpos: 'c' });
  }
  layout(graph);
  const boxOf = (id: string): Box => toBox(graph.node(id));
  const { width = 0, height = 0 } = graph.graph() as Partial<Size>;
  return {
    width,
    height,
    nodes: nodes.map((node) => ({ node, box: boxOf(node.id) })),
    groups: groups.map((group) => ({ group, box: boxOf(groupId(group.id)) })),
    edges: edges.map((edge) => {
      const placed = graph.edge(edge.from, edge.to) as Partial<Box> & { readonly points?: readonly Point[] };
      const label = placed.width ? toBox(placed) : null;
      const between = (placed.points ?? []).slice(1, -1);
      const [from, to] = [boxOf(edge.from), boxOf(edge.to)];
      const [first = to, last = from] = [between.at(0), between.at(-1)];
      return { edge, points: [anchor(from, first), ...between, anchor(to, last)], label };
    }),
  };
}

/** Where an arrow from or to that point meets the box: above or below, away from the corners. */
function anchor({ x, y, width, height }: Box, towards: Point): Point {
  const reach = Math.max(0, width / 2 - 16);
  return {
    x: Math.min(x + reach, Math.max(x - reach, towards.x)),
    y: towards.y < y ? y - height / 2 : y + height / 2,
  };
}

/** Apart from a step of the same name. */
function groupId(group: string): string {
  return `group:${group}`;
}

function toBox({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x, y, width, height };
}
