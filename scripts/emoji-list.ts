import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const prefix = 'virtual:emoji/'
const { resolve } = createRequire(import.meta.url)
/** Skin tones and other pieces that are no emoji by themselves. */
const pieces = 2

type Entry = { unicode: string; label: string; tags?: string[]; group?: number }

/** `virtual:emoji/ru`: all emoji in their order with their words in one language, only what a picker needs of the whole dataset. */
export function emojiList(): Plugin {
  return {
    name: 'emoji-list',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    async load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null
      const language = id.slice(prefix.length + 1)
      const text = await readFile(resolve(`emojibase-data/${language}/compact.json`), 'utf8')
      // The border: the dataset's own format.
      const entries = JSON.parse(text) as Entry[]
      const rows = entries
        .filter(({ group }) => group !== undefined && group !== pieces)
        .map(({ unicode, label, tags = [], group }) => [
          unicode,
          group,
          [label, ...tags].join(' ').toLowerCase(),
        ])
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(rows))})`
    },
  }
}
