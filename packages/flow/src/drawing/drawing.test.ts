import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FlowError } from '../flow-error.js';
import { parseFlow } from '../parse-flow.js';
import { parseResources } from '../resources.js';
import { playFlow } from '../testing/play.js';
import { EdgeCounts, graphOf, parseCounts, toMermaid, toSvg } from './index.js';

const example = (name: string) => readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8');
const { schedules } = parseResources(example('contact-center.yaml'));
const escalation = parseFlow(example('escalation.flow.yaml'), { schedules });
const router = parseFlow(example('escalation-router.json'));

const WILD = parseFlow(String.raw`
flow: wild <script>
facts: { tier: { from: user.tier, type: string } }
start: ask
default: bye
steps:
  ask:
    kind: decide
    when: [{ if: "tier == \"</text>&'\"", then: bye }]
    otherwise: gold
  gold: { kind: queue, queue: 'a"];click x', limit: 1m, then: bye }
  lost: { kind: link, url: /never }
  bye: { kind: end, text: "Bye <b>now</b>\uFFFE" }
`);

describe('graphOf', () => {
  it('[FLOW-80] has all steps that can be reached, one arrow to each next step, and a box for each sub-flow', () => {
    const graph = graphOf(escalation);
    expect(graph.nodes.map(({ id }) => id)).toEqual([...escalation.steps.keys()]);
    expect(graph.groups).toEqual([{ id: 'standard/', title: 'standard', parent: null }]);
    expect(graph.edges.filter(({ from }) => from === 'continuity')).toEqual([
      { from: 'continuity', to: 'join', labels: ['live'], count: null },
      { from: 'continuity', to: 'language', labels: expect.arrayContaining(['recent', 'none']), count: null },
    ]);
    expect(graphOf(WILD).nodes.map(({ id }) => id)).not.toContain('lost');
    expect(graphOf(router).nodes.length).toBeGreaterThan(2);
  });

  it('[FLOW-82] counts what runs took', () => {
    const counts = new EdgeCounts();
    const script = { at: new Date(0), answer: () => null, events: [{ kind: 'after' as const, ms: 60_000 }] };
    for (const tier of ['a', 'b'])
      counts.addRun(WILD, playFlow(WILD, { ...script, facts: { user: { tier } } }).state);
    const graph = graphOf(WILD, parseCounts({ edges: counts.list(), more: 1 }));
    expect(graph.edges.map(({ from, to, count }) => [from, to, count])).toEqual([
      ['ask', 'bye', 0],
      ['ask', 'gold', 2],
      ['gold', 'bye', 2],
    ]);
    expect(toSvg(graph)).toContain('>2</text>');
    expect(toMermaid(graph)).toContain('<br>2');
    for (const count of [-1, 0.5, '3', null]) {
      expect(() => parseCounts({ edges: [{ from: 'ask', to: 'bye', count }] })).toThrow(FlowError);
    }
  });
});

describe('drawings', () => {
  it('[FLOW-81] let no text out of its place', () => {
    const svg = toSvg(graphOf(WILD));
    const texts = svg
      .replace(/<style>.*?<\/style>/, '')
      .replace(/<\/?(?:svg|title|defs|marker|path|rect|g|text|tspan)(?: [\w-]+="[^"<>&]*")*\/?>/g, '');
    expect(texts).not.toMatch(/[<>"\uFFFE]/);
    expect(svg).toContain('Bye &lt;b&gt;now&lt;/b&gt;');
    const labels = toMermaid(graphOf(WILD)).matchAll(/"([^"\n]*)"/g);
    for (const [, label = ''] of labels) expect(label.replaceAll('<br>', '')).not.toMatch(/["<>()[\]{}|`]/);
    expect(toMermaid(graphOf(WILD))).toContain('a#34;#93;#59;click x');
  });

  it('[FLOW-81] place boxes apart, and are the same each time', () => {
    const svg = toSvg(graphOf(escalation));
    expect(toSvg(graphOf(escalation))).toBe(svg);
    const boxes = [
      ...svg.matchAll(/<\/title><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
    ].map(([, ...numbers]) => numbers.map(Number) as [number, number, number, number]);
    expect(boxes).toHaveLength(escalation.steps.size);
    for (const [index, [x, y, width, height]] of boxes.entries()) {
      for (const [left, top, otherWidth, otherHeight] of boxes.slice(index + 1)) {
        const apart =
          left >= x + width || left + otherWidth <= x || top >= y + height || top + otherHeight <= y;
        expect(apart).toBe(true);
      }
    }
  });
});
