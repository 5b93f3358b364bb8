/** Of which a sum may be, beside the codes of ISO 4217 and the signs. */
const currencyWord =
  /^(?:р|руб|рубл(?:ь|я|ей)|rur|rubles?|доллар(?:а|ов)?|dollars?|евро|euros?|тенге|гривен|гривн[аы])$/i
const codes = new Set(Intl.supportedValuesOf('currency'))
const multipliers: readonly [RegExp, number][] = [
  [/^(?:т|тыс|тысяч[аи]?|к|k|thousand)$/i, 1e3],
  [/^(?:м|млн|миллион(?:а|ов)?|m|mln|million)$/i, 1e6],
  [/^(?:млрд|миллиард(?:а|ов)?|b|bn|billion)$/i, 1e9],
]

/**
 * A sum as people type it: "184 500,50 ₽", "1,234.50", "1.234.567", "1,5 млн", "50 т.р.", "$10k". The last separator is the
 * decimal one unless three digits follow it; of thousands and millions a single one always is. Null when the field is empty, NaN
 * when what stands there is no sum: words that say neither how much nor of what are not passed over.
 */
export function parseMoney(typed: string): number | null {
  const text = typed.trim().replace(/(?<=\d)[\s'’]+(?=\d)/g, '')
  if (text === '') return null
  const parts = /^(-?)\s*(\p{Sc}|\p{L}*)\s*(-?)(\d[\d.,]*)([^\d]*)$/u.exec(text)
  if (!parts) return Number.NaN
  const [, minus = '', before = '', inner = '', digits = '', behind = ''] = parts
  const times = multiplierOf(behind)
  if ((before !== '' && !isCurrency(before)) || times === null || (minus && inner)) return Number.NaN
  const sum = times === 1 ? numberOf(digits) : Number((numberOf(digits, true) * times).toFixed(2))
  return minus || inner ? -sum : sum
}

const isCurrency = (word: string): boolean =>
  /^\p{Sc}$/u.test(word) || codes.has(word.toUpperCase()) || currencyWord.test(word)

/** How many times the number before these words is meant: "тыс. руб.", "т.р.", "k$". Null when they are no such words. */
function multiplierOf(words: string): number | null {
  if (!/^(?:\p{Sc}|\p{L}|[\s.])*$/u.test(words)) return null
  const split = words.replace(/^тр(?!\p{L})/iu, 'т р').match(/\p{Sc}|\p{L}+/gu) ?? []
  const [, times = 1] = multipliers.find(([word]) => word.test(split[0] ?? '')) ?? []
  const rest = times === 1 ? split : split.slice(1)
  return rest.length === 0 || (rest.length === 1 && rest.every(isCurrency)) ? times : null
}

/** `isPart`: a single separator is the decimal one, whatever follows it. */
function numberOf(digits: string, isPart = false): number {
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  if (last === -1) return Number(digits)
  const [whole, rest] = [digits.slice(0, last), digits.slice(last + 1)]
  const groups = whole.replace(/[.,]/g, '')
  const isDecimal = rest.length !== 3 || (isPart && groups === whole)
  return isDecimal ? Number(`${groups}.${rest || '0'}`) : Number(groups + rest)
}
