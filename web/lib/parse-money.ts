/**
 * A sum as people type it: "184 500,50 ₽", "1,234.50", "1.234.567". The last separator is the decimal one unless three digits
 * follow it. Null when the field is empty, NaN when what stands there is no sum.
 */
export function parseMoney(typed: string): number | null {
  const text = typed.replace(/[\s\u00A0\u202F'’]|\p{Sc}|\p{L}+\.?$/gu, '')
  if (typed.trim() === '') return null
  if (!/^-?\d[\d.,]*$/.test(text)) return Number.NaN
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (last === -1) return Number(text)
  const [whole, rest] = [text.slice(0, last), text.slice(last + 1)]
  const groups = whole.replace(/[.,]/g, '')
  return rest.length === 3 ? Number(groups + rest) : Number(`${groups}.${rest || '0'}`)
}
