/** A query string in PHP's brackets as a tree; `a[]` gets the next free number as its key. */
export type PhpTree = Map<string, PhpValue>
export type PhpValue = string | PhpTree

/** Deeper brackets and more values are nothing that a filter needs. */
const mostLevels = 6
const mostValues = 2000

/**
 * Reads `filter[id][]=1&filter[statuses][0][status_id]=2&with=contacts` as PHP does: the last of equal keys holds, and what
 * is not well bracketed is a plain key. Never throws.
 */
export function parsePhpQuery(query: string): PhpTree {
  const tree: PhpTree = new Map()
  let count = 0
  for (const [key, value] of new URLSearchParams(query)) {
    count += 1
    if (count > mostValues) break
    // No stored text has a NUL, and the database refuses to be asked for one.
    put(tree, pathOf(key), value.replaceAll('\u0000', ''))
  }
  return tree
}

function pathOf(key: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(key)
  if (!match?.[1]) return [key]
  const inner = [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? '')
  return inner.length < mostLevels ? [match[1], ...inner] : [key]
}

function put(tree: PhpTree, [first = '', ...rest]: string[], value: string): void {
  const key = first === '' ? nextIndex(tree) : first
  if (rest.length === 0) {
    tree.set(key, value)
    return
  }
  const found = tree.get(key)
  const child: PhpTree = found instanceof Map ? found : new Map()
  tree.set(key, child)
  put(child, rest, value)
}

function nextIndex(tree: PhpTree): string {
  let next = 0
  for (const key of tree.keys()) if (/^\d{1,9}$/.test(key)) next = Math.max(next, Number(key) + 1)
  return String(next)
}

/** The texts at the ends of a value, in their order. */
export function leavesOf(value: PhpValue | undefined): string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : [...value.values()].flatMap(leavesOf)
}

/** The same where commas part values too: `1,2` and `[]=1&[]=2` are one list. Empty ones are left out. */
export function listOf(value: PhpValue | undefined): string[] {
  return leavesOf(value)
    .flatMap((leaf) => leaf.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
