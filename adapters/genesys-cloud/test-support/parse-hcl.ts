import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** Attributes by their value, blocks within it as lists; a reference or a call as its text. */
export interface HclBody {
  readonly [name: string]: HclParsed | readonly HclBody[];
}
type HclParsed = string | number | boolean | readonly HclParsed[] | HclBody;

/** A block of a file: `resource "type" "name" { … }`. */
export interface ParsedBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

export interface ParsedFile {
  readonly attributes: HclBody;
  readonly blocks: readonly ParsedBlock[];
}

let parser: Parser | undefined;

/**
 * Reads Terraform by the grammar of the tree-sitter project.
 * @throws Error where the text is no such thing
 */
export async function parseHcl(text: string): Promise<ParsedFile> {
  parser ??= await createParser();
  const root = parser.parse(text)?.rootNode;
  if (!root || root.hasError) throw new Error(`This is no HCL: ${root?.toString().slice(0, 2_000)}`);
  const [body] = childrenOf(root, 'body');
  if (!body) return { attributes: {}, blocks: [] };
  return { attributes: attributesOf(body), blocks: childrenOf(body, 'block').map(toBlock) };
}

async function createParser(): Promise<Parser> {
  await Parser.init();
  const path = '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm';
  const created = new Parser();
  created.setLanguage(await Language.load(createRequire(import.meta.url).resolve(path)));
  return created;
}

function childrenOf(node: Node, type: string): Node[] {
  return node.namedChildren.filter((child) => child?.type === type) as Node[];
}

function toBlock(block: Node): ParsedBlock {
  const [type] = childrenOf(block, 'identifier');
  const [body] = childrenOf(block, 'body');
  return {
    type: type?.text ?? '',
    labels: childrenOf(block, 'string_lit').map(textOf),
    body: body ? toBody(body) : {},
  };
}

function toBody(body: Node): HclBody {
  const lists: Record<string, HclBody[]> = {};
  for (const { type, body: inner } of childrenOf(body, 'block').map(toBlock)) {
    lists[type] = [...(lists[type] ?? []), inner];
  }
  return { ...attributesOf(body), ...lists };
}

function attributesOf(body: Node): HclBody {
  return Object.fromEntries(
    childrenOf(body, 'attribute').map((attribute) => [
      attribute.namedChild(0)?.text ?? '',
      toValue(attribute.namedChild(1)),
    ]),
  );
}

/** An expression. */
function toValue(node: Node | null): HclParsed {
  const inner = node?.namedChildCount === 1 ? node.namedChild(0) : node;
  switch (inner?.type) {
    case 'literal_value':
    case 'collection_value':
      return toValue(inner.namedChild(0));
    case 'string_lit':
      return textOf(inner);
    case 'quoted_template_start':
      return '';
    case 'numeric_lit':
      return Number(inner.text);
    case 'bool_lit':
      return inner.text === 'true';
    case 'tuple':
      return childrenOf(inner, 'expression').map(toValue);
    case 'object':
      return Object.fromEntries(
        childrenOf(inner, 'object_elem').map((pair) => [
          String(toValue(pair.namedChild(0))),
          toValue(pair.namedChild(1)),
        ]),
      );
    default:
      return inner?.text ?? '';
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** What a quoted template without interpolation says (HCL native syntax, "Template Expressions"). */
function textOf(literal: Node): string {
  return literal.text
    .slice(1, -1)
    .replace(
      /\\U([0-9a-fA-F]{8})|\\u([0-9a-fA-F]{4})|\\(.)|([$%])\4\{/g,
      (all, long, short, single, sign) => {
        if (long ?? short) return String.fromCodePoint(Number.parseInt(long ?? short, 16));
        if (sign) return `${sign}{`;
        const meant = ESCAPES[single];
        if (meant === undefined) throw new Error(`HCL knows no ${all}`);
        return meant;
      },
    );
}
