import type { FlowGraph, GraphGroup, GraphNode } from './graph.js';

/** The graph as a Mermaid flowchart. Source: https://mermaid.js.org/syntax/flowchart.html */
export function toMermaid(graph: FlowGraph): string {
  const names = new Map(graph.nodes.map(({ id }, index) => [id, `s${index}`]));
  const nodesOf = (group: string | null, indent: string): string[] => [
    ...graph.nodes
      .filter((node) => node.group === group)
      .map((node) => `${indent}${names.get(node.id)}${box(node)}:::${node.role}`),
    ...graph.groups
      .filter(({ parent }) => parent === group)
      .flatMap((inner) => [
        `${indent}subgraph ${groupName(graph, inner)}["${escapeText(inner.title)}"]`,
        ...nodesOf(inner.id, `${indent}  `),
        `${indent}end`,
      ]),
  ];
  const edges = graph.edges.map(({ from, to, labels, count }) => {
    const text = [...labels, ...(count === null ? [] : [String(count)])].map(escapeText).join('<br>');
    return `  ${names.get(from)} -->${text === '' ? '' : `|"${text}"|`} ${names.get(to)}`;
  });
  const lines = ['flowchart TD', ...nodesOf(null, '  '), ...edges, ...CLASSES];
  return `${lines.join('\n')}\n`;
}

/** Colors that read on light and dark pages. */
const CLASSES = [
  '  classDef decides fill:#eef2f7,stroke:#64748b,color:#0f172a',
  '  classDef waits fill:#dbeafe,stroke:#2563eb,color:#0f172a',
  '  classDef ends fill:#dcfce7,stroke:#16a34a,color:#0f172a',
];

function box({ title, kind, detail, role }: GraphNode): string {
  const text = [title, kind, ...(detail === null ? [] : [detail])].map(escapeText).join('<br>');
  return role === 'ends' ? `(["${text}"])` : role === 'waits' ? `("${text}")` : `["${text}"]`;
}

function groupName({ groups }: FlowGraph, group: GraphGroup): string {
  return `g${groups.indexOf(group)}`;
}

/** Everything but letters, digits and harmless signs as entities, in Mermaid's spelling. */
function escapeText(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,:/+_·%…-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
