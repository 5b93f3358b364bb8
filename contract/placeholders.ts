/** What a text can name; filled in when it is used. */
export const placeholders = [
  'contact.name',
  'contact.firstName',
  'user.name',
  'deal.name',
  'conversation.number',
] as const
export type Placeholder = (typeof placeholders)[number]

/** The values there are. What is absent, null or blank is missing. */
export type PlaceholderValues = Partial<Record<Placeholder, string | null>>

const written = /\{\{\s*([\w.]+)\s*\}\}/g

/** The names in double braces that are no placeholders. */
export function unknownPlaceholders(text: string): string[] {
  return placeholdersOf(text).filter((name) => !isPlaceholder(name))
}

/** All names in double braces, known or not. */
export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(written)].map(([, name = '']) => name))]
}

const isPlaceholder = (name: string): name is Placeholder => placeholders.some((known) => known === name)

/**
 * Puts the values into a text. Around a missing one the text closes up, so that nothing odd is left: a comma before it, quotes
 * about it, a line of it alone. Values are put in as they are: braces in a name mean nothing.
 */
export function fillPlaceholders(text: string, values: PlaceholderValues): string {
  const missing = placeholders.filter((name) => (values[name] ?? '').trim() === '')
  return closeGaps(text, missing).replaceAll(written, (whole, name: string) =>
    isPlaceholder(name) ? (values[name]?.trim() ?? whole) : whole,
  )
}

function closeGaps(text: string, missing: readonly Placeholder[]): string {
  const names = missing.map((name) => name.replace('.', '\\.')).join('|')
  const gap = `\\{\\{\\s*(?:${names})\\s*\\}\\}`
  if (missing.length === 0 || !new RegExp(gap).test(text)) return text
  return text
    .split('\n')
    .flatMap((line) => closeLine(line, gap))
    .join('\n')
}

const meaningful = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

/** The line without its gaps; none when there was nothing else in it. `gap` is a pattern. */
function closeLine(line: string, gap: string): string[] {
  const bare = line.replaceAll(new RegExp(gap, 'g'), '')
  if (bare === line) return [line]
  if (!meaningful.test(bare)) return []
  const every = (pattern: string): RegExp => new RegExp(pattern, 'gu')
  const closed = line
    // What belongs to the value goes with it, and several in a row are one.
    .replaceAll(every(`[«"“„(\\[]\\s*(${gap})\\s*[»"”“)\\]]`), '$1')
    .replaceAll(every(`[№#]\\s*(${gap})`), '$1')
    .replaceAll(every(`(${gap})(?:\\s+${gap})+`), '$1')
    // What follows a gap at the beginning of a sentence begins it.
    .replaceAll(
      every(`(^\\s*|[.!?…]\\s+)${gap}\\s*[,;:—–-]?\\s*(\\p{L}?)`),
      (_whole, before: string, letter: string) => before + letter.toUpperCase(),
    )
    .replaceAll(every(`,\\s*${gap}\\s*,`), ',')
    .replaceAll(every(`\\s*[,:;—–-]*\\s*${gap}\\s*(?=[.,!?;:…)]|$)`), '')
    .replaceAll(every(`\\s*${gap}`), '')
  return [closed]
}

/** The first word of a person's name; null when it does not look like a name (a phone, a handle, a visitor's number). */
export function firstNameOf(name: string): string | null {
  if (/#\d+$/.test(name.trim())) return null
  const [first = ''] = name.trim().split(/\s+/)
  return /^\p{L}[\p{L}\p{M}'’.-]*$/u.test(first) ? first : null
}

/** A person's name to be spoken to by; null when it is none. */
export function spokenNameOf(name: string): string | null {
  return firstNameOf(name) === null ? null : name.trim()
}
