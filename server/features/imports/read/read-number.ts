/**
 * A number as people write it: `1 234,56`, `1,234.56`, `12 500 ₽`. Of a comma or a point that stands alone, three digits after
 * each comma part thousands; anything else parts the fraction. Null: it is no number.
 */
export function readNumber(text: string): number | null {
  const plain = text
    .replaceAll(/[\s\u00A0\u202F'’_]/g, '')
    .replaceAll('\u2212', '-')
    .replace(/^([-+]?)[₽$€£₸]/, '$1')
    .replace(/(₽|\$|€|£|₸|руб\.?|р\.|rub|usd|eur|%)$/i, '')
  const number = Number(withPoint(plain))
  return /^[-+]?[\d.,]*\d[\d.,]*$/.test(plain) && Number.isFinite(number) ? number : null
}

function withPoint(text: string): string {
  const comma = text.lastIndexOf(',')
  const point = text.lastIndexOf('.')
  if (comma >= 0 && point >= 0) {
    const [thousands, fraction] = comma > point ? ['.', ','] : [',', '.']
    return text.replaceAll(thousands, '').replace(fraction, '.')
  }
  if (/^[-+]?\d{1,3}(,\d{3})+$/.test(text)) return text.replaceAll(',', '')
  if (/^[-+]?\d{1,3}(\.\d{3}){2,}$/.test(text)) return text.replaceAll('.', '')
  return text.replace(',', '.')
}
