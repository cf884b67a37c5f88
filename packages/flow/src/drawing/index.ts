export { type EdgeCount, EdgeCounts, parseCounts } from './counts.js';
export { type FlowGraph, type GraphEdge, type GraphGroup, type GraphNode, graphOf } from './graph.js';
export { toMermaid } from './mermaid.js';
export { toSvg } from './svg.js';
