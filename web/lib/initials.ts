const segments = new Intl.Segmenter('ru', { granularity: 'grapheme' })

/** One or two letters that stand for a name; digits for one without letters, a dot for one without either. */
export function initials(name: string): string {
  const words = name.split(/[\s«»"“”„()]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const spelled = words.filter((word) => /\p{L}/u.test(word))
  // A number after a name is no second word of it: "Посетитель #302" would read as ПЗ.
  const letters = (spelled.length > 0 ? spelled : words).slice(0, 2).map((word) => {
    const start = word.replace(/^[^\p{L}\p{N}]+/u, '')
    return [...segments.segment(start)][0]?.segment.toLocaleUpperCase() ?? ''
  })
  return letters.join('') || '·'
}

/** A number below `count` that is always the same for the same seed. */
export function stableIndex(seed: string, count: number): number {
  let hash = 2166136261
  for (let index = 0; index < seed.length; index += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 16777619)
  }
  return (hash >>> 0) % count
}
