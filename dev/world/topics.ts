/** What a line of a talk brings along. */
export type FileKind = 'photo' | 'document' | 'voice'
export type Line = { by: 'client' | 'us'; text: string; file: FileKind | null }
/** A talk as it would go to its end, and the deal it is about. Budget in the account's currency. */
export type Topic = { deal: string; budget: number; lines: Line[] }

/** A talk is written as it is read: `<` the client, `>` the shop; a file stands in brackets before the words. */
export function topic(deal: string, budget: number, script: string): Topic {
  return { deal, budget, lines: script.trim().split('\n').map(readLine) }
}

function readLine(written: string): Line {
  const match = /^\s*([<>]) (?:\[(photo|document|voice)\] ?)?(.*)$/.exec(written)
  if (!match) throw new Error(`Not a line of a talk: ${written}`)
  const [, side, file, text = ''] = match
  return {
    by: side === '<' ? 'client' : 'us',
    text,
    file: file === 'photo' || file === 'document' || file === 'voice' ? file : null,
  }
}
