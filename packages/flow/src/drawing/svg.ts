import type { FlowGraph, GraphEdge, GraphNode } from './graph.js';
import { type Box, layOut, type Point, type Size } from './layout.js';
import { STYLE } from './style.js';

/** The graph as an SVG image that brings its own colors for light and dark. Text is escaped; nothing is loaded. */
export function toSvg(graph: FlowGraph): string {
  const placed = layOut(graph, sizeOfNode, sizeOfLabel);
  const [width, height] = [Math.ceil(placed.width), Math.ceil(placed.height)];
  const most = Math.max(0, ...graph.edges.map(({ count }) => count ?? 0));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escapeXml(graph.name)}</title>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0.5 8 4 0 7.5z"/></marker></defs>',
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...placed.groups.map(({ group, box }) => drawGroup(group.title, box)),
    ...placed.edges.map(({ edge, points }) => drawArrow(edge, points, most)),
    ...placed.nodes.map(({ node, box }) => drawNode(node, box, graph.start)),
    ...placed.edges.flatMap(({ edge, label }) => (label ? [drawLabel(edge, label)] : [])),
    '</svg>',
    '',
  ].join('\n');
}

const TITLE_PX = 7.6;
const DETAIL_PX = 6.3;
const LABEL_PX = 6.1;
const LABEL_LINE = 14;

/** Texts are not measured: letters are taken for a little wider than they are in common fonts. */
function sizeOfNode({ title, kind, detail }: GraphNode): Size {
  const titleWidth = title.length * TITLE_PX + (kindShown(title, kind) ? kind.length * DETAIL_PX + 14 : 0);
  const width = Math.max(titleWidth, (detail?.length ?? 0) * DETAIL_PX) + 34;
  return { width: Math.max(90, Math.round(width)), height: detail === null ? 34 : 50 };
}

function sizeOfLabel(edge: GraphEdge): Size {
  const lines = linesOf(edge);
  if (lines.length === 0) return { width: 0, height: 0 };
  const longest = Math.max(...lines.map(({ length }) => length));
  return { width: Math.round(longest * LABEL_PX) + 12, height: lines.length * LABEL_LINE + 4 };
}

function linesOf({ labels, count }: GraphEdge): readonly string[] {
  return count === null ? labels : [...labels, String(count)];
}

/** A step that is called like its kind says it once. */
function kindShown(title: string, kind: string): boolean {
  return title !== kind;
}

function drawGroup(title: string, { x, y, width, height }: Box): string {
  const [left, top] = [x - width / 2, y - height / 2];
  return [
    `<rect class="group" x="${px(left)}" y="${px(top)}" width="${px(width)}" height="${px(height)}" rx="10"/>`,
    `<text class="detail" x="${px(left + 10)}" y="${px(top + 16)}">${escapeXml(title)}</text>`,
  ].join('');
}

function drawNode({ id, title, kind, detail, role }: GraphNode, box: Box, start: string): string {
  const { x, y, width, height } = box;
  const [left, top] = [x - width / 2, y - height / 2];
  const radius = role === 'ends' ? height / 2 : role === 'waits' ? 12 : 5;
  const kindText = kindShown(title, kind) ? `<tspan class="kind" dx="8">${escapeXml(kind)}</tspan>` : '';
  const tip = `<title>${escapeXml(`${id} (${kind})`)}</title>`;
  const frame = `<rect x="${px(left)}" y="${px(top)}" width="${px(width)}" height="${px(height)}" rx="${px(radius)}"/>`;
  const first = detail === null ? y + 4.5 : y - 4;
  return [
    `<g class="${id === start ? `${role} start` : role}">${tip}${frame}`,
    `<text class="title" x="${px(x)}" y="${px(first)}" text-anchor="middle">${escapeXml(title)}${kindText}</text>`,
    ...(detail === null
      ? []
      : [
          `<text class="detail" x="${px(x)}" y="${px(y + 14)}" text-anchor="middle">${escapeXml(detail)}</text>`,
        ]),
    '</g>',
  ].join('');
}

/** A smooth line through the points; its width says how many took it. */
function drawArrow({ count }: GraphEdge, points: readonly Point[], most: number): string {
  const width = count === null || most === 0 ? 1.4 : 1 + 5 * Math.sqrt(count / most);
  const style = count === 0 ? 'arrow never' : 'arrow';
  return `<path class="${style}" d="${curve(points)}" stroke-width="${px(width)}" marker-end="url(#tip)"/>`;
}

/** Through all points, upright in each of them. */
function curve([first, ...rest]: readonly Point[]): string {
  if (!first) return '';
  let path = `M${at(first)}`;
  let before = first;
  for (const point of rest) {
    const middle = (before.y + point.y) / 2;
    path += `C${px(before.x)} ${px(middle)} ${px(point.x)} ${px(middle)} ${at(point)}`;
    before = point;
  }
  return path;
}

function drawLabel(edge: GraphEdge, { x, y, width, height }: Box): string {
  const lines = linesOf(edge);
  const top = y - (lines.length * LABEL_LINE) / 2 + 10.5;
  const frame = `<rect class="label" x="${px(x - width / 2)}" y="${px(y - height / 2)}" width="${px(width)}" height="${px(height)}" rx="4"/>`;
  const texts = lines.map((text, index) => {
    const style = edge.count !== null && index === lines.length - 1 ? 'count' : 'words';
    return `<text class="${style}" x="${px(x)}" y="${px(top + index * LABEL_LINE)}" text-anchor="middle">${escapeXml(text)}</text>`;
  });
  return frame + texts.join('');
}

function at({ x, y }: Point): string {
  return `${px(x)} ${px(y)}`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attributes; signs that XML does not allow are left out (XML 1.0, section 2.2). */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
}
